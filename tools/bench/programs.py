"""Runs the programs that are measured: DynamoDB Local and gunicorn. Each is stopped by its process id."""

import contextlib
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.place import FOLDER, ROOT, CannotRun, free_port

START_SECONDS = 60
STOP_SECONDS = 30
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
def dynamodb(java: str, emulator: Path, data: Path) -> Iterator[str]:
    """DynamoDB Local with its data in this folder; gives its address."""
    data.mkdir(parents=True, exist_ok=True)
    port = free_port()
    # The runtime is told to use IPv4 only, as the policy knows the loopback by one address.
    options = ["-Xmx1g", "-Djava.net.preferIPv4Stack=true", "-Djava.security.manager"]
    options += [f"-Djava.security.policy=={_HERE / 'loopback.policy'}", "-Djava.library.path=DynamoDBLocal_lib"]
    server = ["-jar", "DynamoDBLocal.jar", "-port", str(port), "-sharedDb", "-dbPath", str(data), "-disableTelemetry"]
    with _running("dynamodb", [java, *options, *server], os.environ, emulator) as process:
        _wait(process, port, "dynamodb")
        yield f"http://127.0.0.1:{port}"


@contextlib.contextmanager
def gunicorn(name: str, application: str, settings: Mapping[str, str]) -> Iterator[Server]:
    """An application under the production settings of gunicorn.conf.py."""
    port = free_port()
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(_HERE.parent), "HUMANGOV_BIND": f"127.0.0.1:{port}"}
    command = [str(ROOT / ".venv/bin/gunicorn"), "-c", "gunicorn.conf.py", application]
    with _running(name, command, {**environment, **settings}, ROOT) as process:
        _wait(process, port, name)
        yield Server(port, process.pid, _log(name))


@contextlib.contextmanager
def _running(
    name: str, command: list[str], environment: Mapping[str, str], folder: Path
) -> Iterator["subprocess.Popen[bytes]"]:
    with _log(name).open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)  # noqa: S603 ours
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _log(name: str) -> Path:
    return FOLDER / f"{name}.log"


def _wait(process: "subprocess.Popen[bytes]", port: int, name: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise CannotRun(f"{name} did not start: its log is {_log(name)}")
