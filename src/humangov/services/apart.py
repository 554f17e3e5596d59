"""Native code that can crash, hang or take all memory runs in a process of its own, within bounds, one at a time.

Such a process is started for one piece of work and ends with it: nothing of it is left behind, and nothing has to be
watched or restarted. It gets no environment, and so no credentials. Whatever becomes of it, the process that answers
requests goes on.
"""

import fcntl
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from io import BytesIO, UnsupportedOperation
from pathlib import Path
from shutil import copyfileobj
from time import monotonic, sleep
from typing import BinaryIO

from humangov.domain.errors import Unavailable
from humangov.services import budgets
from humangov.services.budgets import Budget

# So long does who comes second wait for its turn, and looks again so often. A request does not wait for it.
TURN_SECONDS, LOOK_SECONDS = 5.0, 0.02
# So long may a request wait for the work itself, so much of its budget stays for the rest of it, and with less than the
# last no work is begun.
REQUEST_SECONDS, REST_SECONDS, LEAST_SECONDS = 3.0, 1.0, 0.5
# What is locked while somebody is at it: the processes of a task share a folder for temporary files, and no other.
LOCK = Path(tempfile.gettempdir(), f"humangov-apart-{os.getuid()}")
# Isolated: neither the environment nor a working directory says what is loaded.
COMMAND = (sys.executable, "-I", "-B", "-m", "humangov.services.apart")
# An arena of memory for each thread would only fill the address space, which is what is bounded.
_ENVIRONMENT = {"MALLOC_ARENA_MAX": "1"}

TIMEOUT = "timeout"


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long a piece of work may take, in seconds of the clock, and how much address space, in MiB."""

    seconds: float
    mebibytes: int


class Broken(Exception):
    """The work ended without a result. `how` says how, in a word for the log: timeout, SIGABRT, exit 1."""

    def __init__(self, how: str) -> None:
        super().__init__(how)
        self.how = how


def work_apart(module: str, data: bytes | BinaryIO, bounds: Bounds, turn_seconds: float | None = None) -> bytes:
    """What the function `work` of a module makes of the data, which it gets as an open file.

    Raises Broken, and Unavailable where others are at it. A request waits for nobody else's work; where its own time
    does not suffice, that is Unavailable too, and says nothing of the data. With `turn_seconds` the work is what the
    request is for: it waits so long for its turn, and then has all of its time, none of it on the request's budget.
    """
    if turn_seconds is not None:
        with _turn(turn_seconds):
            return _worked(module, data, bounds)
    if budget := budgets.current():
        return _on_budget(budget, module, data, bounds)
    with _turn(TURN_SECONDS):
        return _worked(module, data, bounds)


def _on_budget(budget: Budget, module: str, data: bytes | BinaryIO, bounds: Bounds) -> bytes:
    seconds = min(bounds.seconds, REQUEST_SECONDS, budget.left - REST_SECONDS)
    if seconds < LEAST_SECONDS:
        raise Unavailable
    with _turn(0.0):
        began = monotonic()
        try:
            return _worked(module, data, replace(bounds, seconds=seconds))
        except Broken as broken:
            if broken.how == TIMEOUT and seconds < bounds.seconds:
                raise Unavailable from None
            raise
        finally:
            budget.spend(monotonic() - began)


def _worked(module: str, data: bytes | BinaryIO, bounds: Bounds) -> bytes:
    command = [*COMMAND, module, str(bounds.seconds), str(bounds.mebibytes)]
    try:
        with _as_file(data) as file:
            done = subprocess.run(  # noqa: S603 our own words
                command, stdin=file, env=_ENVIRONMENT, capture_output=True, timeout=bounds.seconds, check=False
            )
    except subprocess.TimeoutExpired:
        raise Broken(TIMEOUT) from None
    except OSError as error:
        raise Broken(type(error).__name__) from None
    if done.returncode:
        code = done.returncode
        raise Broken(signal.Signals(-code).name if code < 0 else f"exit {code}")
    return done.stdout


@contextmanager
def _as_file(data: bytes | BinaryIO) -> Iterator[BinaryIO]:
    """The data as a file that the kernel knows, to be read from its start; a stream's place is as before afterwards."""
    with ExitStack() as opened:
        file = data if not isinstance(data, bytes) and _is_file(data) else opened.enter_context(_copy(data))
        number = file.fileno()
        # Both processes move the place of one file, and a stream that has read ahead counts on it.
        opened.callback(os.lseek, number, os.lseek(number, 0, os.SEEK_CUR), os.SEEK_SET)
        os.lseek(number, 0, os.SEEK_SET)
        yield file


def _is_file(stream: BinaryIO) -> bool:
    try:
        return stream.fileno() >= 0
    except UnsupportedOperation:
        return False


@contextmanager
def _copy(data: bytes | BinaryIO) -> Iterator[BinaryIO]:
    with tempfile.TemporaryFile() as copy:
        copyfileobj(BytesIO(data) if isinstance(data, bytes) else data, copy)
        copy.flush()
        yield copy


@contextmanager
def _turn(patience: float) -> Iterator[None]:
    """One at a time among all threads and processes of a task. Raises Unavailable after so many seconds."""
    until = monotonic() + patience
    # Each opens the file anew: the lock is that of the open file, and ends with it whatever becomes of its holder.
    lock = os.open(LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        while not _locked(lock):
            if monotonic() >= until:
                raise Unavailable
            sleep(LOOK_SECONDS)
        yield
    finally:
        os.close(lock)


def _locked(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def main() -> None:
    """The process apart: bounds itself before it loads what could break them."""
    module, seconds, mebibytes = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_AS, (mebibytes * 1024 * 1024,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # It ends in time even where whoever started it is gone.
    signal.setitimer(signal.ITIMER_REAL, seconds + 1)
    sys.stdout.buffer.write(import_module(module).work(sys.stdin.buffer))


if __name__ == "__main__":
    main()
