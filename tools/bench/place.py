"""Where the benchmark keeps its things."""

import fcntl
import os
from pathlib import Path
from typing import TextIO

from programs import CannotRun

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = Path(os.environ.get("BENCH_FOLDER") or ROOT / ".local" / "bench")


def held() -> TextIO:
    """The folder, locked until the file is closed: two runs at once would measure each other. Raises CannotRun."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    file = (FOLDER / "lock").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise CannotRun("make bench is running already: wait for it, or stop it with Ctrl-C.") from None
    return file
