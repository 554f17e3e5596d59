"""Run HumanGov on this machine: an emulator of the AWS APIs, demo data, and the same server as in production.

Both are stopped, by their process ids, on Ctrl-C, when the terminal closes, or when one of them ends.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from types import FrameType
from typing import TextIO

from local import FOLDER, ROOT, kept_secret, still_running, take_folder

DEMO_STATES = ("california", "wyoming")
ROLES = ("specialist", "supervisor", "viewer", "auditor", "admin")
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
START_SECONDS = 60
# The emulator writes its data when it stops, so it gets time.
STOP_SECONDS = 60


class Stop(Exception):
    """End the program; the text says why ("" for a plain end)."""


def main() -> int:
    """Run until Ctrl-C. Returns the exit code."""
    for number in STOPPING:
        signal.signal(number, _stop)
    try:
        _run()
    except Stop as end:
        if not str(end):
            print(f"Stopped. The data stays in {FOLDER.name}/ for the next make run.")
            return 0
        print(end, file=sys.stderr)
        return 1
    return 0


def _run() -> None:
    with _held_folder() as held:
        port = _port()
        with _emulator(held) as (emulator, endpoint):
            settings = _settings(port, endpoint)
            _step("Preparing the demo data", [".venv/bin/humangov", "demo", "--roles"], settings)
            # What an earlier version has left here: nothing to do where the data is of this one.
            _step("Looking for records of an earlier version", [".venv/bin/humangov", "migrate", "--all"], settings)
            with _server(port, settings, held) as server:
                _tell(port)
                _watch({"emulator": emulator, "server": server})


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
        raise Stop(still_running())
    with held:
        print(os.getpid(), file=held, flush=True)
        yield held


def _port() -> int:
    text = os.environ.get("PORT", "8000")
    if not text.isdecimal() or not 1 <= int(text) <= 65_535:
        raise Stop(f"PORT is {text!r}. Use a number from 1 to 65535: make run PORT=8080")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except OSError:
            raise Stop(f"Port {text} is in use. Choose another: make run PORT={int(text) + 80}") from None
    return int(text)


@contextlib.contextmanager
def _emulator(held: TextIO) -> Iterator[tuple["subprocess.Popen[bytes]", str]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "LOG_LEVEL": "WARNING",
        "MINISTACK_REGION": "us-east-1",
        "PERSIST_STATE": "1",
        "S3_DATA_DIR": str(FOLDER / "s3"),
        "S3_PERSIST": "1",
        "SERVICES": "dynamodb,s3,kms,sts",
        "STATE_DIR": str(FOLDER / "state"),
    }
    endpoint = f"http://127.0.0.1:{port}"
    with _child("emulator", [".venv-emulator/bin/python", "-m", "ministack"], settings, held) as process:
        _wait(process, f"{endpoint}/_ministack/health", "emulator")
        yield process, endpoint


def _settings(port: int, endpoint: str) -> dict[str, str]:
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "HUMANGOV_BIND": f"127.0.0.1:{port}",
        "HUMANGOV_DEMO_PASSWORD": kept_secret("demo-password"),
        "HUMANGOV_SECRET_KEY": kept_secret("secret-key"),
        "PORT": str(port),
    }


@contextlib.contextmanager
def _server(port: int, settings: Mapping[str, str], held: TextIO) -> Iterator["subprocess.Popen[bytes]"]:
    command = [".venv/bin/gunicorn", "-c", "gunicorn.conf.py", "humangov.wsgi:app"]
    with _child("server", command, settings, held) as process:
        _wait(process, f"http://127.0.0.1:{port}/readyz", "server")
        yield process


@contextlib.contextmanager
def _child(
    name: str, command: list[str], settings: Mapping[str, str], held: TextIO
) -> Iterator["subprocess.Popen[bytes]"]:
    """A program of its own session, so that Ctrl-C reaches this one alone, which then stops it in order.

    It inherits the lock of the folder: as long as it lives, no second `make run` writes there.
    """
    with (FOLDER / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 the programs of this project
            command,
            cwd=ROOT,
            env=os.environ | settings,
            stdout=log,
            stderr=log,
            start_new_session=True,
            pass_fds=(held.fileno(),),
        )
    try:
        print(process.pid, file=held, flush=True)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait(process: "subprocess.Popen[bytes]", url: str, name: str) -> None:
    log = FOLDER / f"{name}.log"
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise Stop(f"The {name} did not start. Its log is in {log}:\n{_tail(name)}")
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 loopback
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise Stop(f"The {name} did not answer in {START_SECONDS} seconds. Its log is in {log}.")


def _tail(name: str) -> str:
    return "\n".join((FOLDER / f"{name}.log").read_text(errors="replace").splitlines()[-5:])


def _step(what: str, command: list[str], settings: Mapping[str, str]) -> None:
    print(what, flush=True)
    done = subprocess.run(command, cwd=ROOT, env=os.environ | settings, check=False)  # noqa: S603 as above
    if done.returncode:
        raise Stop(f"{what} failed: see above. make reset empties the data, and make run starts anew.")


def _tell(port: int) -> None:
    print("\nHumanGov is ready:\n")
    for state in DEMO_STATES:
        print(f"  http://{state}.localhost:{port}    sign in as " + ", ".join(f"{r}@{state}.example" for r in ROLES))
    print(f"\n  The password of all of them: {kept_secret('demo-password')}\n\nStop with Ctrl-C.", flush=True)


def _watch(processes: Mapping[str, "subprocess.Popen[bytes]"]) -> None:
    while True:
        for name, process in processes.items():
            if process.poll() is not None:
                raise Stop(f"The {name} ended by itself. The end of {FOLDER}/{name}.log:\n{_tail(name)}")
        time.sleep(0.5)


if __name__ == "__main__":
    sys.exit(main())
