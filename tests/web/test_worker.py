"""The thread beside the requests that does the chores."""

import logging
import threading
from collections.abc import Callable, Iterator
from time import monotonic

import pytest

from humangov.domain.errors import Unavailable
from humangov.domain.mass import MassStatus
from humangov.domain.permissions import SYSTEM, Role
from humangov.services.chores import CHORES, Nobody, in_steps
from humangov.services.desk import Desk
from humangov.services.mass import start
from humangov.web.worker import GLANCE_SECONDS, Worker
from tests.builders import an_id
from tests.fakes.desks import FakeDesks
from tests.masses import a_raise, a_staff

PATIENCE_SECONDS = 10


def until(come: Callable[[], bool]) -> None:
    """Wait for what a thread does."""
    ends = monotonic() + PATIENCE_SECONDS
    pause = threading.Event()
    while not come():
        assert monotonic() < ends, "it did not come"
        pause.wait(0.01)


@pytest.fixture
def desks() -> FakeDesks:
    return FakeDesks()


class Kicked:
    """A chore that tells when it was done, by whom and for which state."""

    def __init__(self) -> None:
        self.done: list[tuple[str, str]] = []

    def __call__(self, desk: Desk, worker: str) -> Iterator[None]:
        self.done.append((desk.state.slug, worker))
        yield


@pytest.fixture
def stopping() -> Iterator[list[Worker]]:
    """Workers that are stopped after the test."""
    workers: list[Worker] = []
    yield workers
    for worker in workers:
        worker.stop()


def test_what_is_kicked_is_done_beside_and_by_the_system(desks: FakeDesks, stopping: list[Worker]) -> None:
    desk = desks.open_for(Role.SPECIALIST)
    a_staff(desk, 60)
    mass = start(desk, a_raise(), an_id())
    stopping.append(worker := Worker(desks, CHORES))
    worker.kick("california")
    until(lambda: desks.records().masses[mass.id].status is MassStatus.READY)
    assert desks.records().events[-1].actor_id == SYSTEM.id


def test_one_thread_does_all_states_one_after_the_other(desks: FakeDesks, stopping: list[Worker]) -> None:
    chore = Kicked()
    stopping.append(worker := Worker(desks, [chore]))
    before = threading.active_count()
    for slug in ("california", "wyoming", "texas", "california"):
        worker.kick(slug)
    until(lambda: len({slug for slug, _ in chore.done}) == 2)
    assert threading.active_count() == before + 1
    assert len({name for _, name in chore.done}) == 1


def test_a_glance_is_worth_one_look_a_minute(desks: FakeDesks, stopping: list[Worker]) -> None:
    chore, now = Kicked(), [0.0]
    stopping.append(worker := Worker(desks, [chore], clock=lambda: now[0]))
    for _ in range(3):
        worker.glance("california")
        until(lambda: len(chore.done) == 1)
    now[0] += GLANCE_SECONDS
    worker.glance("california")
    until(lambda: len(chore.done) == 2)


def test_what_does_not_answer_is_asked_again_and_then_left_until_the_next_kick(
    desks: FakeDesks, stopping: list[Worker], caplog: pytest.LogCaptureFixture
) -> None:
    tries: list[int] = []

    def failing(desk: Desk, worker: str) -> Iterator[None]:
        tries.append(1)
        if len(tries) < 6:
            raise Unavailable
        yield

    stopping.append(worker := Worker(desks, [failing], waits=(0.0, 0.0)))
    with caplog.at_level(logging.WARNING, "humangov.chores"):
        worker.kick("california")
        until(lambda: len(tries) == 3 and len(caplog.records) == 3)
        worker.kick("california")
        until(lambda: len(tries) == 6)
    told = [(r.message, r.__dict__["state"], r.__dict__["gives_up"]) for r in caplog.records]
    assert told[:3] == [("chores wait", "california", gives_up) for gives_up in (False, False, True)]


def test_a_fault_is_logged_and_the_next_job_is_done(
    desks: FakeDesks, stopping: list[Worker], caplog: pytest.LogCaptureFixture
) -> None:
    good = Kicked()

    def faulty(desk: Desk, worker: str) -> Iterator[None]:
        if desk.state.slug == "california":
            raise ValueError("a bug")
        yield

    stopping.append(worker := Worker(desks, [faulty, good]))
    with caplog.at_level(logging.ERROR, "humangov.chores"):
        worker.kick("california")
        worker.kick("wyoming")
        until(lambda: len(good.done) == 1)
    (record,) = caplog.records
    assert (record.message, record.__dict__["state"]) == ("fault", "california")
    assert record.exc_info


def test_a_line_of_the_log_says_what_was_done_and_what_it_cost(
    desks: FakeDesks, stopping: list[Worker], caplog: pytest.LogCaptureFixture
) -> None:
    stopping.append(worker := Worker(desks, [Kicked()]))
    with caplog.at_level(logging.INFO, "humangov.chores"):
        worker.kick("california")
        until(lambda: bool(caplog.records))
    said = caplog.records[0].__dict__
    assert (said["message"], said["state"], said["steps"], said["dynamodb_calls"]) == (
        "chores done",
        "california",
        1,
        0,
    )


def test_it_stops_between_two_steps(desks: FakeDesks) -> None:
    begun = threading.Event()

    def endless(desk: Desk, worker: str) -> Iterator[None]:
        while True:
            begun.set()
            yield

    worker = Worker(desks, [endless])
    worker.kick("california")
    assert begun.wait(PATIENCE_SECONDS)
    before = monotonic()
    worker.stop()
    assert monotonic() - before < PATIENCE_SECONDS / 2
    assert not any(thread.name == "chores" for thread in threading.enumerate())
    worker.kick("california")
    assert not any(thread.name == "chores" for thread in threading.enumerate())


def test_a_step_that_says_whether_more_is_left_makes_a_chore(desks: FakeDesks) -> None:
    left = [3]

    def step(desk: Desk) -> bool:
        left[0] -= 1
        return left[0] > 0

    assert list(in_steps(step)(desks.open_for(None), "one")) == [None, None]
    Nobody().kick("california")
    Nobody().glance("california")
