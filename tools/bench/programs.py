"""Runs the applications that are measured."""

import contextlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.place import FOLDER, ROOT
from programs import Program, free_port, listens, running

_TICKS = os.sysconf("SC_CLK_TCK")
_HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Server:
    """A gunicorn: its port, the process id of its master, and the file that its output goes to."""

    port: int
    pid: int
    log: Path

    @property
    def base_url(self) -> str:
        """Its address without a state's name."""
        return f"http://127.0.0.1:{self.port}"

    def cpu_seconds(self) -> float:
        """What the workers have used so far, in user and system mode. The master only watches them."""
        return sum(used for parent, used in map(_parent_and_cpu, _processes()) if parent == self.pid)


def _processes() -> Iterator[Path]:
    return (folder for folder in Path("/proc").iterdir() if folder.name.isdecimal())


def _parent_and_cpu(process: Path) -> tuple[int, float]:
    """From /proc/<id>/stat (man 5 proc): behind the name in brackets, ppid is field 4, utime and stime 14 and 15."""
    try:
        fields = (process / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:  # it ended meanwhile
        return 0, 0.0
    return int(fields[1]), (int(fields[11]) + int(fields[12])) / _TICKS


@contextlib.contextmanager
def gunicorn(name: str, application: str, settings: Mapping[str, str]) -> Iterator[Server]:
    """An application under the production settings of gunicorn.conf.py."""
    port = free_port()
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(_HERE.parent), "HUMANGOV_BIND": f"127.0.0.1:{port}"}
    command = [str(ROOT / ".venv/bin/gunicorn"), "-c", "gunicorn.conf.py", application]
    program = Program(
        name=name, command=command, folder=ROOT, log=FOLDER / f"{name}.log", environment={**environment, **settings}
    )
    program.log.unlink(missing_ok=True)
    with running(program, listens(port)) as started:
        yield Server(port, started.process.pid, program.log)
