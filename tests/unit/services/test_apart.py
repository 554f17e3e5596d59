"""Work that crashes, hangs or takes all memory does so in a process apart, and nobody else notices: for real."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic

import pytest

from humangov.domain.errors import Unavailable
from humangov.services import apart, budgets
from humangov.services.apart import Bounds, Broken, work_apart
from tests.architecture.tree import ROOT

BRIEF = Bounds(seconds=10, mebibytes=256)
PAGE_SECONDS = 5.0


@pytest.fixture(autouse=True)
def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module of these tests, where a process that is isolated finds it: among the services, under another name."""
    monkeypatch.setattr(apart, "COMMAND", (*apart.COMMAND[:-2], str(tmp_path / "start.py")))
    path = ROOT / "tests" / "unit" / "services"
    (tmp_path / "start.py").write_text(
        f"import sys; sys.path.insert(0, {str(path)!r})\nfrom humangov.services.apart import main\nmain()\n"
    )


def asked(deed: str, bounds: Bounds = BRIEF) -> bytes:
    return work_apart("work_of_tests", deed.encode(), bounds)


def test_what_the_work_makes_comes_back_whole() -> None:
    said = os.urandom(300_000)
    assert work_apart("work_of_tests", b"say " + said, BRIEF) == said


@pytest.mark.parametrize(
    ("deed", "how"), [("crash", "SIGSEGV"), ("die", "SIGKILL"), ("grow", "exit 1"), ("no such deed", "exit 1")]
)
def test_work_that_breaks_says_how_and_the_next_is_done(deed: str, how: str) -> None:
    with pytest.raises(Broken) as broken:
        asked(deed)
    assert broken.value.how == how
    assert asked("say after it") == b"after it"


def test_work_that_hangs_is_ended_in_time_and_the_next_is_done() -> None:
    began = monotonic()
    with pytest.raises(Broken) as broken:
        asked("hang", Bounds(seconds=1, mebibytes=256))
    assert broken.value.how == "timeout"
    assert monotonic() - began < 6
    assert asked("say after it") == b"after it"


def test_it_ends_in_time_even_where_whoever_started_it_is_gone(tmp_path: Path) -> None:
    child = subprocess.Popen(  # noqa: S603 our own words
        [sys.executable, str(tmp_path / "start.py"), "work_of_tests", "1", "256"], stdin=subprocess.PIPE
    )
    assert child.stdin
    child.stdin.write(b"hang")
    child.stdin.close()
    assert child.wait(timeout=20) == -14, "SIGALRM, which nobody sent"


def test_it_gets_no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    assert set(asked("environment").decode().split()) <= {"MALLOC_ARENA_MAX", "LC_CTYPE"}


def test_one_at_a_time_however_many_threads_ask(tmp_path: Path) -> None:
    folder = tmp_path / "marks"
    folder.mkdir()
    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(lambda _: asked(f"take {folder}"), range(4))) == {b"1"}


def test_another_process_of_the_task_takes_its_turn_and_one_that_dies_gives_it_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(apart, "TURN_SECONDS", 0.1)
    holding = f"import fcntl, time; f = open({str(apart.LOCK)!r}, 'w'); fcntl.flock(f, 2); print('', flush=True)"
    holder = subprocess.Popen(  # noqa: S603 our own words
        [sys.executable, "-c", f"{holding}; time.sleep(60)"], stdout=subprocess.PIPE
    )
    assert holder.stdout
    holder.stdout.readline()
    with pytest.raises(Unavailable):
        asked("say nothing")
    holder.kill()
    holder.wait()
    holder.stdout.close()
    assert asked("say something") == b"something"


def on_a_request(deed: str, bounds: Bounds = BRIEF, seconds: float = PAGE_SECONDS) -> tuple[float, float]:
    """How long a request waited for work that it did not get, and what was left of its budget."""
    with budgets.within(seconds) as budget:
        began = monotonic()
        with pytest.raises(Unavailable):
            asked(deed, bounds)
        return monotonic() - began, budget.left


def test_of_many_requests_one_waits_for_its_own_bound_and_no_other_waits_at_all() -> None:
    with ThreadPoolExecutor(8) as threads:
        waited = sorted(took for took, _ in threads.map(on_a_request, ["hang"] * 8))
    assert waited[6] < 1.0, waited
    assert apart.REQUEST_SECONDS <= waited[7] < PAGE_SECONDS, waited


def test_what_a_request_waits_for_work_it_has_not_left_for_the_rest() -> None:
    took, left = on_a_request("hang")
    assert left == pytest.approx(PAGE_SECONDS - took, abs=0.1)
    took, left = on_a_request("hang", seconds=2.0)
    assert took == pytest.approx(1.0, abs=0.5)
    assert left == pytest.approx(apart.REST_SECONDS, abs=0.5)


def test_a_request_that_has_no_time_begins_nothing() -> None:
    took, left = on_a_request("say nothing", seconds=apart.REST_SECONDS)
    assert took < 0.1
    assert left == apart.REST_SECONDS


def test_a_request_tells_work_that_is_broken_from_work_for_which_it_had_no_time() -> None:
    for deed, bounds, how in (("crash", BRIEF, "SIGSEGV"), ("hang", Bounds(seconds=1, mebibytes=256), "timeout")):
        with budgets.within(PAGE_SECONDS), pytest.raises(Broken) as broken:
            asked(deed, bounds)
        assert broken.value.how == how
    with budgets.within(PAGE_SECONDS):
        assert asked("say something") == b"something"
