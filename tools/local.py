"""The folder of `make run`: its secrets, and the process that holds it."""

import os
import secrets
from pathlib import Path

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


def running_pid() -> int | None:
    """The process of a `make run` that is still alive, or None."""
    try:
        pid = int(PID_FILE.read_text())
        os.kill(pid, 0)
    except (FileNotFoundError, ValueError, ProcessLookupError):
        return None
    return pid
