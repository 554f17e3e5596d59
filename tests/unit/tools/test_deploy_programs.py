"""Programs are told apart by how they end, and none is killed half way."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.place import Place, Stop
from deploy.programs import run, told

PATIENT = """
import pathlib, signal, sys, time
def stop(*_):
    time.sleep(0.6)
    pathlib.Path(sys.argv[1]).write_text("saved")
    sys.exit(3)
signal.signal(signal.SIGINT, stop)
print("ready", flush=True)
time.sleep(30)
"""


def test_a_program_gives_its_exit_code_and_is_asked_nothing() -> None:
    assert run([sys.executable, "-c", "import sys; sys.exit(len(sys.stdin.read()))"]) == 0
    assert run([sys.executable, "-c", "import sys; sys.exit(len(sys.stdin.read()))"], stdin="abc") == 3
    assert run([sys.executable, "-c", "import os, sys; sys.exit(int(os.environ['N']))"], {"N": "4"}) == 4


@pytest.fixture
def terminal() -> Iterator[None]:
    """Ctrl-C as at a terminal: a shell has programs in its background pass over it, and their programs too."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("interrupts", [1, 2])
def test_a_program_that_is_interrupted_saves_its_work(tmp_path: Path, interrupts: int) -> None:
    for number in range(interrupts):
        threading.Timer(1 + number / 5, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        run([sys.executable, "-c", PATIENT, str(tmp_path / "work")])
    assert (tmp_path / "work").read_text("utf-8") == "saved"


def test_a_program_that_is_missing_is_told_with_what_to_install() -> None:
    with pytest.raises(Stop, match=r"There is no terraform command: install Terraform 1\.11"):
        run(["/nowhere/terraform"])
    with pytest.raises(Stop, match="There is no docker command"):
        told(["/nowhere/docker"])


def test_what_a_program_complains_about_is_told() -> None:
    with pytest.raises(Stop, match="no such thing"):
        told([sys.executable, "-c", "import sys; sys.exit('no such thing')"])


@pytest.mark.parametrize("name", ["", "../production", "Production", "a b"])
def test_an_environment_is_a_plain_name(name: str) -> None:
    with pytest.raises(Stop, match="ENV="):
        Place.from_environment({"ENV": name})


def test_an_environment_whose_files_are_missing_says_which() -> None:
    with pytest.raises(Stop, match=r"no .*/nowhere/settings\.tfvars: copy deploy/environments/example"):
        Place.from_environment({"ENV": "nowhere"})
