"""Starts programs of this machine, waits until they answer, and stops them by their process ids."""

import contextlib
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

# A machine that is busy with other work takes ten times as long as a quiet one.
START_SECONDS = 180
# An emulator writes its data when it stops, so it gets time.
STOP_SECONDS = 60
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class CannotRun(Exception):
    """A tool cannot go on; the message is one line that says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """What to start, and where its output goes.

    `held`: a locked file, in which its process id is noted. It inherits the lock, and keeps it as long as it lives.
    """

    name: str
    command: Sequence[str | Path]
    folder: Path
    log: Path
    environment: Mapping[str, str]
    held: TextIO | None = None


@dataclass(frozen=True, slots=True)
class Running:
    """A program that was started."""

    program: Program
    process: "subprocess.Popen[bytes]"

    def ended(self) -> bool:
        """Whether it ended by itself."""
        return self.process.poll() is not None

    def complaint(self, what: str) -> CannotRun:
        """That it did so, with the last lines that it wrote."""
        tail = "\n".join(self.program.log.read_text(errors="replace").splitlines()[-5:])
        return CannotRun(f"The {self.program.name} {what}. The end of {self.program.log}:\n{tail}")


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def running(program: Program, ready: Callable[[], bool]) -> Iterator[Running]:
    """The program, once it is ready. Raises CannotRun.

    It has a session of its own: Ctrl-C reaches only who started it, who then stops everything in order.
    """
    with contextlib.ExitStack() as stack:
        with _undisturbed():
            started = Running(program, _start(program))
            stack.callback(_end, started.process)
        _wait(started, ready)
        yield started


def _start(program: Program) -> "subprocess.Popen[bytes]":
    with program.log.open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 the programs of this project
            program.command,
            cwd=program.folder,
            env=program.environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            pass_fds=[program.held.fileno()] if program.held else [],
        )
    if program.held:
        print(process.pid, file=program.held, flush=True)
    return process


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """What stops us waits: between the start of a program and the note of it, the program would be left running."""
    came: list[int] = []
    before = {number: signal.signal(number, lambda number, _: came.append(number)) for number in STOPPING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if came:
        signal.raise_signal(came[0])


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait(started: Running, ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not ready():
        if started.ended():
            raise started.complaint("did not start")
        if time.monotonic() > deadline:
            raise started.complaint(f"did not answer in {START_SECONDS} seconds")
        time.sleep(0.1)


def listens(port: int) -> Callable[[], bool]:
    """Whether somebody takes connections there."""

    def asked() -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 2):
            return True
        return False

    return asked


def answers(asked_for: str | urllib.request.Request) -> Callable[[], bool]:
    """Whether all is well there."""

    def asked() -> bool:
        with contextlib.suppress(OSError), urllib.request.urlopen(asked_for, timeout=30):  # noqa: S310 loopback
            return True
        return False

    return asked
