"""The folder of `make run`: its secrets, and the processes that hold it."""

import fcntl
import os
import secrets
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(os.environ.get("RUN_FOLDER") or ROOT / ".local")
PID_FILE = FOLDER / "run.pid"


def kept_secret(name: str) -> str:
    """A random text that is made once and then read back; only its owner can read the file."""
    file = FOLDER / name
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(24))
    return file.read_text().strip()


def take_folder() -> TextIO | None:
    """The locked file that stands for a `make run`, for the ids of its processes; None while another one lives.

    The lock ends with the last process that inherited it. A process id alone would say nothing after a crash: another
    program may have it by then.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    file = PID_FILE.open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    file.truncate(0)
    return file


def still_running() -> str:
    """What to do about the `make run` that holds the folder. Its first process stops the others."""
    pids = PID_FILE.read_text().split()
    living = [pid for pid in pids if _lives(int(pid))]
    stopped_by = living[:1] if living[:1] == pids[:1] else living
    return "make run is running already. Stop it with Ctrl-C" + (f", or: kill {' '.join(stopped_by)}" if living else "")


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's process
        return True
    return True
