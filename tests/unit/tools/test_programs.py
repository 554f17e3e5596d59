import io
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import TextIO

import pytest

from programs import CannotRun, Program, running


class Stopped(Exception):
    pass


class Disturbed(io.StringIO):
    """A file of process ids: while one is noted, somebody wants us to stop."""

    def __init__(self, file: TextIO) -> None:
        super().__init__()
        self._file = file

    def fileno(self) -> int:
        return self._file.fileno()

    def flush(self) -> None:
        signal.raise_signal(signal.SIGTERM)


def a_program(folder: Path, script: str, held: TextIO | None = None) -> Program:
    log = folder / "sleeper.log"
    return Program(
        name="sleeper", command=["sh", "-c", script], folder=folder, log=log, environment=os.environ, held=held
    )


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def stoppable() -> Iterator[None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise Stopped

    before = signal.signal(signal.SIGTERM, stop)
    yield
    signal.signal(signal.SIGTERM, before)


def test_a_program_ends_with_its_context(tmp_path: Path) -> None:
    with running(a_program(tmp_path, "exec sleep 60"), lambda: True) as started:
        assert lives(started.process.pid)
    assert not lives(started.process.pid)


@pytest.mark.usefixtures("stoppable")
def test_whoever_is_told_to_stop_while_a_program_starts_leaves_none_running(tmp_path: Path) -> None:
    with (tmp_path / "held").open("w") as file:
        held = Disturbed(file)
        with pytest.raises(Stopped), running(a_program(tmp_path, "exec sleep 60", held), lambda: True):
            pytest.fail("it went on")
    assert not lives(int(held.getvalue()))


def test_a_program_that_does_not_start_is_told_with_its_last_words(tmp_path: Path) -> None:
    with (
        pytest.raises(CannotRun, match=r"The sleeper did not start\. The end of .*\nno such table"),
        running(a_program(tmp_path, "echo no such table >&2; exit 3"), lambda: False),
    ):
        pytest.fail("it went on")
