"""`make run` as a newcomer and an operator meet it, with a small demo."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from programs import free_port

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 600
STOP_SECONDS = 120


@dataclass(frozen=True)
class Run:
    """A `make run` of its own folder."""

    folder: Path
    port: int

    @property
    def settings(self) -> dict[str, str]:
        given = {"RUN_FOLDER": str(self.folder), "PORT": str(self.port), "DEMO_CALIFORNIA": "6", "DEMO_WYOMING": "3"}
        return os.environ | given | {"WEB_CONCURRENCY": "1"}

    @property
    def log(self) -> Path:
        return self.folder.with_suffix(".log")

    @property
    def said(self) -> str:
        return self.log.read_text()

    def begun(self) -> "subprocess.Popen[bytes]":
        with self.log.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "tools/run.py"], cwd=ROOT, env=self.settings, stdout=out, stderr=out
            )
        deadline = time.monotonic() + START_SECONDS
        while "HumanGov is ready" not in self.said and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.2)
        return process

    def tool(self, name: str, **changes: str) -> "subprocess.CompletedProcess[str]":
        """What a second start, or another tool, says at once."""
        command, settings = [sys.executable, f"tools/{name}.py"], self.settings | changes
        return subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, check=False, timeout=60)

    def pids(self) -> list[int]:
        return [int(line) for line in (self.folder / "run.pid").read_text().split()]


def stop(process: "subprocess.Popen[bytes]", number: signal.Signals = signal.SIGTERM) -> int:
    process.send_signal(number)
    return process.wait(STOP_SECONDS)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    run = Run(tmp_path_factory.mktemp("make-run") / "data", free_port())
    process = run.begun()
    try:
        assert process.poll() is None, run.said
        yield run
    finally:
        stop(process)


def first_page(run: Run) -> requests.Response:
    return requests.get(f"http://127.0.0.1:{run.port}/sign-in", headers={"Host": "california.localhost"}, timeout=30)


def test_each_long_step_is_told_before_it_begins(run: Run) -> None:
    steps = ["Starting the AWS APIs", "Preparing the demo data", "Starting the server", "HumanGov is ready"]
    places = [run.said.index(step) for step in steps]
    assert places == sorted(places)
    assert first_page(run).status_code == 200


def test_the_command_that_is_named_last_works_as_it_stands(run: Run) -> None:
    (command,) = (line for line in run.said.splitlines() if "humangov doctor" in line)
    bare = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
    done = subprocess.run(
        ["sh", "-c", command], cwd=ROOT, env=bare, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert "ok      table humangov-california" in done.stdout
    assert f". {run.folder / 'settings.sh'}" in command


def test_what_opens_the_records_can_be_read_by_its_owner_alone(run: Run) -> None:
    assert (run.folder / "settings.sh").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["run", "reset"])
def test_a_second_start_says_in_one_line_how_to_end_the_first(run: Run, name: str) -> None:
    done = run.tool(name)
    first = run.pids()[0]
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"make run is running already. Stop it with Ctrl-C, or: kill {first}\n"


def test_a_port_that_is_taken_is_said_in_one_line(run: Run, tmp_path: Path) -> None:
    done = run.tool("run", RUN_FOLDER=str(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"Port {run.port} is in use. Choose another: make run PORT={run.port + 80}\n"


def test_data_of_an_older_version_is_refused_with_what_to_do(run: Run, tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "dynamodb.json").write_text("{}")
    done = run.tool("run", RUN_FOLDER=str(tmp_path), PORT=str(free_port()))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "make reset" in done.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["kill", "Ctrl-C"])
def test_it_stops_whole_goes_on_with_its_data_and_is_emptied_by_reset(tmp_path: Path, number: signal.Signals) -> None:
    run = Run(tmp_path / "data", free_port())
    assert stop(run.begun(), number) == 0, run.said
    assert len(pids := run.pids()) == 4
    assert [pid for pid in pids if alive(pid)] == []
    kept = [run.folder / name for name in ("dynamodb", "s3", "state")]
    assert [folder for folder in kept if not any(folder.iterdir())] == []
    again, password = run.begun(), (run.folder / "demo-password").read_text()
    assert password in run.said
    assert stop(again, number) == 0
    assert run.tool("reset").returncode == 0
    assert [folder for folder in kept if folder.exists()] == []


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
