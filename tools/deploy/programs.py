"""Runs docker, git and Terraform."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy.place import ROOT, Stop

_INSTALL = {
    "docker": "Docker Engine or Docker Desktop",
    "git": "git",
    "terraform": "Terraform 1.11 or later (https://developer.hashicorp.com/terraform/install)",
}


def run(command: Sequence[str], environ: Mapping[str, str] | None = None, stdin: str | None = None) -> int:
    """Run a program on this terminal. Returns its exit code.

    It is interrupted once, by us, and then waited for: Terraform that is killed loses what it has just made. So it gets
    a session of its own, where Ctrl-C does not reach it.
    """
    source = subprocess.DEVNULL if stdin is None else subprocess.PIPE
    try:
        process = subprocess.Popen(  # noqa: S603 our own words
            command, cwd=ROOT, env={**os.environ, **(environ or {})}, text=True, stdin=source, start_new_session=True
        )
    except FileNotFoundError:
        raise missing(command[0]) from None
    if process.stdin and stdin is not None:
        process.stdin.write(stdin)
        process.stdin.close()
    return _ended(process)


def _ended(process: "subprocess.Popen[str]") -> int:
    interrupted = False
    while True:
        try:
            code = process.wait()
        except KeyboardInterrupt:
            if not interrupted:
                print("Stopping: what is under way is brought to an end first.", flush=True)
                process.send_signal(signal.SIGINT)
            interrupted = True
            continue
        if interrupted:
            raise KeyboardInterrupt
        return code


def told(command: Sequence[str], environ: Mapping[str, str] | None = None) -> str:
    """What a program prints. Stops with what it complains about."""
    code, out, complaint = outcome(command, environ)
    if code:
        raise Stop(f"{' '.join(command[:3])} failed: {complaint.strip() or out.strip()}")
    return out


def outcome(command: Sequence[str], environ: Mapping[str, str] | None = None) -> tuple[int, str, str]:
    """Exit code, output and complaints of a program."""
    try:
        done = subprocess.run(  # noqa: S603 our own words
            command,
            cwd=ROOT,
            env={**os.environ, **(environ or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        raise missing(command[0]) from None
    return done.returncode, done.stdout, done.stderr


def missing(program: str) -> Stop:
    """What to say where a program is not installed."""
    name = Path(program).name
    return Stop(f"There is no {name} command: install {_INSTALL.get(name, name)}.")
