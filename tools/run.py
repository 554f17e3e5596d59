"""Run HumanGov on this machine: the AWS APIs from packages, demo data, and the same server as in production.

All are stopped, by their process ids, on Ctrl-C, when the terminal closes, or when one of them ends.
"""

import contextlib
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import FrameType
from typing import TextIO

from embedded.apis import Apis, embedded
from humangov.cli.demo import ACCOUNTS
from local import FOLDER, ROOT, kept_secret, still_running, take_folder
from programs import STOPPING, CannotRun, Program, Running, answers, running

DEMO_STATES = ("california", "wyoming")
DEPUTY = "deputy@… is the second administrator: approves whom admin@… lets ask or approve."


class Stop(Exception):
    """Somebody ends the program."""


def main() -> int:
    """Run until Ctrl-C. Returns the exit code."""
    for number in STOPPING:
        signal.signal(number, _stop)
    try:
        _run()
    except Stop:
        print(f"Stopped. The data stays in {FOLDER.name}/ for the next make run.")
    except CannotRun as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


def _run() -> None:
    with _held_folder() as held:
        port = _port()
        _refuse_older_data()
        _say("Starting the AWS APIs: DynamoDB Local, and an emulator of S3, KMS, STS and SQS")
        with embedded(FOLDER, held) as apis:
            settings = _settings(port, apis)
            _step("Preparing the demo data", [".venv/bin/humangov", "demo", "--roles", *_sizes()], settings)
            # What an earlier version has left here: nothing to do where the data is of this one.
            _step("Looking for records of an earlier version", [".venv/bin/humangov", "migrate", "--all"], settings)
            _say("Starting the server")
            with _server(port, settings, held) as server, _told(settings) as file:
                _tell(port, file)
                _watch(apis.dynamodb.running, apis.others.running, server)


def _stop(_number: int, _frame: FrameType | None) -> None:
    """Stop in order, and only once: a second Ctrl-C would cut the emulator's saving short."""
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)
    raise Stop


@contextlib.contextmanager
def _held_folder() -> Iterator[TextIO]:
    """The file of the process ids, ours first."""
    held = take_folder()
    if held is None:
        raise CannotRun(still_running())
    with held:
        print(os.getpid(), file=held, flush=True)
        yield held


def _port() -> int:
    text = os.environ.get("PORT", "8000")
    if not text.isdecimal() or not 1 <= int(text) <= 65_535:
        raise CannotRun(f"PORT is {text!r}. Use a number from 1 to 65535: make run PORT=8080")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except OSError:
            raise CannotRun(f"Port {text} is in use. Choose another: make run PORT={int(text) + 80}") from None
    return int(text)


def _refuse_older_data() -> None:
    """The tables of an earlier make run lie in another emulator's file, and what goes with them in both."""
    if (FOLDER / "state" / "dynamodb.json").exists():
        raise CannotRun(
            f"The data in {FOLDER.name}/ is of an earlier version of make run, and cannot be read any more. "
            "Empty it with: make reset. The next make run then makes the demo anew."
        )


def _sizes() -> list[str]:
    """How many people the states have, where it was said, under the names that compose knows too."""
    given = {state: os.environ.get(f"DEMO_{state.upper()}", "") for state in DEMO_STATES}
    return [word for state, how_many in given.items() if how_many for word in (f"--{state}", how_many)]


def _settings(port: int, apis: Apis) -> dict[str, str]:
    return {
        **apis.environment,
        "HUMANGOV_BIND": f"127.0.0.1:{port}",
        "HUMANGOV_DEMO_PASSWORD": kept_secret("demo-password"),
        "HUMANGOV_SECRET_KEY": kept_secret("secret-key"),
        "PORT": str(port),
    }


@contextlib.contextmanager
def _server(port: int, settings: Mapping[str, str], held: TextIO) -> Iterator[Running]:
    program = Program(
        name="server",
        command=[".venv/bin/gunicorn", "-c", "gunicorn.conf.py", "humangov.wsgi:app"],
        folder=ROOT,
        log=FOLDER.absolute() / "server.log",
        environment=os.environ | settings,
        held=held,
    )
    with running(program, answers(f"http://127.0.0.1:{port}/readyz")) as started:
        yield started


@contextlib.contextmanager
def _told(settings: Mapping[str, str]) -> Iterator[Path]:
    """A file of the settings for an operator's commands, for as long as there is something to operate."""
    file = FOLDER / "settings.sh"
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    file.write_text("".join(f"export {name}={shlex.quote(value)}\n" for name, value in sorted(settings.items())))
    try:
        yield file
    finally:
        file.unlink()


def _say(what: str) -> None:
    print(what, flush=True)


def _step(what: str, command: list[str], settings: Mapping[str, str]) -> None:
    _say(what)
    done = subprocess.run(command, cwd=ROOT, env=os.environ | settings, check=False)  # noqa: S603 the programs of this project
    if done.returncode:
        raise CannotRun(f"{what} failed: see above. make reset empties the data, and make run starts anew.")


def _tell(port: int, settings: Path) -> None:
    _say("\nHumanGov is ready:\n")
    for state in DEMO_STATES:
        _say(f"  http://{state}.localhost:{port}    sign in as {accounts_of(state)}")
    _say(f"\n  {DEPUTY}")
    _say(f"\n  The password of all of them: {kept_secret('demo-password')}\n")
    shown = settings.relative_to(ROOT) if settings.is_relative_to(ROOT) else settings
    command = f". {shown} && .venv/bin/humangov doctor"
    _say(f"An operator's commands work in another terminal, in this folder. To begin with:\n\n  {command}\n")
    _say("Stop with Ctrl-C.")


def accounts_of(state: str) -> str:
    """The e-mail addresses that the demo makes for a state."""
    return ", ".join(f"{name}@{state}.example" for name, *_ in ACCOUNTS)


def _watch(*programs: Running) -> None:
    while True:
        for program in programs:
            if program.ended():
                raise program.complaint("ended by itself")
        time.sleep(0.5)


if __name__ == "__main__":
    sys.exit(main())
