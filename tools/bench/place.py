"""Where the benchmark keeps its things, and how it says that it cannot go on."""

import fcntl
import os
import socket
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = Path(os.environ.get("BENCH_FOLDER") or ROOT / ".local" / "bench")


class CannotRun(Exception):
    """The benchmark cannot go on; the message is one line that says what to do."""


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


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
