"""The thread beside the requests that does the chores."""

import ctypes
import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from time import monotonic

import pytest

from humangov.domain.errors import Unavailable, WrongState
from humangov.domain.mass import MassStatus
from humangov.domain.permissions import SYSTEM, Role
from humangov.domain.troubles import ChoreName, Item
from humangov.services.chores import CHORES, Chore, Nobody
from humangov.services.desk import Desk
from humangov.services.mass import start
from humangov.web.worker import GLANCE_SECONDS, SILENT_SECONDS, TURN_SECONDS, Worker
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


@dataclass
class Kicked:
    """A chore of one item that tells when it was done: in which state, and by which thread."""

    done: list[tuple[str, str]] = field(default_factory=list)
    act: Callable[[Desk], bool] = lambda _: False
    name: ChoreName = ChoreName.MASS

    @property
    def chore(self) -> Chore:
        return Chore(self.name, lambda _: [Item("one")], self._do)

    @property
    def slugs(self) -> list[str]:
        return [slug for slug, _ in self.done]

    def _do(self, desk: Desk, item: Item, worker: str) -> bool:
        self.done.append((desk.state.slug, worker))
        return self.act(desk)


@pytest.fixture
def stopping() -> Iterator[list[Worker]]:
    """Workers that are stopped after the test."""
    workers: list[Worker] = []
    yield workers
    for worker in workers:
        worker.stop()


def ours() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("chores")]


def test_what_is_kicked_is_done_beside_and_by_the_system(desks: FakeDesks, stopping: list[Worker]) -> None:
    desk = desks.open_for(Role.SPECIALIST)
    a_staff(desk, 60)
    mass = start(desk, a_raise(), an_id())
    stopping.append(worker := Worker(desks, CHORES))
    worker.kick("california")
    until(lambda: desks.records().masses[mass.id].status is MassStatus.READY)
    assert desks.records().events[-1].actor_id == SYSTEM.id


def test_one_thread_does_all_states_one_after_the_other(desks: FakeDesks, stopping: list[Worker]) -> None:
    kicked = Kicked()
    stopping.append(worker := Worker(desks, [kicked.chore]))
    before = threading.active_count()
    for slug in ("california", "wyoming", "texas", "california"):
        worker.kick(slug)
    until(lambda: len(set(kicked.slugs)) == 2)
    assert threading.active_count() == before + 1
    assert len({name for _, name in kicked.done}) == 1


def test_a_glance_is_worth_one_look_a_minute(desks: FakeDesks, stopping: list[Worker]) -> None:
    kicked, now = Kicked(), [0.0]
    stopping.append(worker := Worker(desks, [kicked.chore], clock=lambda: now[0]))
    for _ in range(3):
        worker.glance("california")
        until(lambda: len(kicked.done) == 1)
    now[0] += GLANCE_SECONDS
    worker.glance("california")
    until(lambda: len(kicked.done) == 2)


def failing(error: BaseException, tries: int) -> Callable[[Desk], bool]:
    """What raises an error the first times in California, and is done after that and elsewhere."""
    left = [tries]

    def act(desk: Desk) -> bool:
        if desk.state.slug != "california" or not left[0]:
            return False
        left[0] -= 1
        raise error

    return act


def test_what_does_not_answer_is_asked_again_and_then_left_until_the_next_kick(
    desks: FakeDesks, stopping: list[Worker], caplog: pytest.LogCaptureFixture
) -> None:
    kicked = Kicked(act=failing(Unavailable(), 5))
    stopping.append(worker := Worker(desks, [kicked.chore], waits=(0.0, 0.0)))

    def waits() -> list[logging.LogRecord]:
        return [r for r in caplog.records if r.message == "chores wait"]

    with caplog.at_level(logging.WARNING, "humangov.chores"):
        worker.kick("california")
        until(lambda: len(waits()) == 3)
        assert len(kicked.done) == 3
        worker.kick("california")
        until(lambda: len(kicked.done) == 6)
    told = [(r.__dict__["state"], r.__dict__["gives_up"]) for r in waits()]
    assert told[:3] == [("california", gives_up) for gives_up in (False, False, True)]


def test_a_state_that_does_not_answer_keeps_no_other_waiting(desks: FakeDesks, stopping: list[Worker]) -> None:
    kicked = Kicked(act=failing(Unavailable(), 100))
    stopping.append(worker := Worker(desks, [kicked.chore], waits=(600.0,)))
    worker.kick("california")
    worker.kick("wyoming")
    until(lambda: "wyoming" in kicked.slugs)


def test_a_state_with_much_to_do_keeps_no_other_waiting(desks: FakeDesks, stopping: list[Worker]) -> None:
    now = [0.0]

    def endless(desk: Desk) -> bool:
        now[0] += TURN_SECONDS / 4
        return desk.state.slug == "california"

    kicked = Kicked(act=endless)
    stopping.append(worker := Worker(desks, [kicked.chore], clock=lambda: now[0]))
    worker.kick("california")
    worker.kick("wyoming")
    until(lambda: "california" in kicked.slugs[kicked.slugs.index("wyoming") :] if "wyoming" in kicked.slugs else False)


def test_a_chore_with_much_to_do_keeps_no_other_waiting(desks: FakeDesks, stopping: list[Worker]) -> None:
    endless, other = Kicked(act=lambda _: True), Kicked(name=ChoreName.NOTICE)
    stopping.append(worker := Worker(desks, [endless.chore, other.chore]))
    worker.kick("california")
    until(lambda: bool(other.done))


@pytest.mark.parametrize("error", [ValueError("a bug"), Unavailable(), WrongState("of another")], ids=repr)
def test_a_chore_that_cannot_even_be_listed_keeps_no_other_waiting(
    desks: FakeDesks, stopping: list[Worker], error: Exception
) -> None:
    def broken(desk: Desk) -> list[Item]:
        raise error

    other = Kicked(name=ChoreName.NOTICE)
    chores = [Chore(ChoreName.MASS, broken, lambda *_: False), other.chore]
    stopping.append(worker := Worker(desks, chores, waits=()))
    worker.kick("california")
    until(lambda: bool(other.done))


def test_an_item_of_another_state_is_a_fault_and_is_noted(
    desks: FakeDesks, stopping: list[Worker], caplog: pytest.LogCaptureFixture
) -> None:
    kicked = Kicked(act=failing(WrongState("of another"), 1))
    stopping.append(worker := Worker(desks, [kicked.chore]))
    with caplog.at_level(logging.ERROR, "humangov.chores"):
        worker.kick("california")
        worker.kick("wyoming")
        until(lambda: "wyoming" in kicked.slugs)
    (record,) = caplog.records
    assert (record.message, record.__dict__["state"]) == ("fault", "california")
    assert record.exc_info
    assert [trouble.error for trouble in desks.records().troubles.values()] == ["WrongState"]


class Panic(BaseException):
    """What native code raises: no Exception."""


def test_a_thread_that_is_killed_is_replaced_and_the_work_goes_on(
    desks: FakeDesks, stopping: list[Worker], caplog: pytest.LogCaptureFixture
) -> None:
    kicked = Kicked(act=lambda desk: desk.state.slug == "california")
    stopping.append(worker := Worker(desks, [kicked.chore], waits=(0.0,)))
    worker.kick("california")
    until(lambda: bool(kicked.done))
    (thread,) = ours()
    assert thread.ident
    assert ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(Panic)) == 1
    until(lambda: not thread.is_alive())
    until(lambda: len({name for _, name in kicked.done}) == 2)
    worker.kick("wyoming")
    until(lambda: "wyoming" in kicked.slugs)
    assert "chores died" in [r.message for r in caplog.records]


def test_what_ends_the_thread_is_noted_with_the_item_and_the_rest_is_done(
    desks: FakeDesks, stopping: list[Worker]
) -> None:
    done: list[str] = []

    def act(desk: Desk, item: Item, worker: str) -> bool:
        if item.id == "2":
            raise Panic
        done.append(item.id)
        return False

    chore = Chore(ChoreName.NOTICE, lambda _: [Item(n) for n in "123"], act)
    stopping.append(worker := Worker(desks, [chore], waits=(0.0,)))
    worker.kick("california")
    until(lambda: "3" in done)
    (trouble,) = desks.records().troubles.values()
    assert (trouble.item, trouble.error, trouble.attempts) == ("2", "Panic", 1)


def test_a_thread_that_hangs_is_given_up_for_another(
    desks: FakeDesks, stopping: list[Worker], caplog: pytest.LogCaptureFixture
) -> None:
    now, stuck = [0.0], threading.Event()

    def hanging(desk: Desk) -> bool:
        return desk.state.slug == "california" and not stuck.wait(PATIENCE_SECONDS)

    kicked = Kicked(act=hanging)
    stopping.append(worker := Worker(desks, [kicked.chore], clock=lambda: now[0]))
    worker.kick("california")
    until(lambda: bool(kicked.done))
    now[0] += SILENT_SECONDS + 1
    worker.kick("wyoming")
    until(lambda: "wyoming" in kicked.slugs)
    stuck.set()
    until(lambda: len(ours()) == 1)
    assert "chores hang" in [r.message for r in caplog.records]


def test_a_line_of_the_log_says_what_was_done_and_what_it_cost(
    desks: FakeDesks, stopping: list[Worker], caplog: pytest.LogCaptureFixture
) -> None:
    stopping.append(worker := Worker(desks, [Kicked().chore]))
    with caplog.at_level(logging.INFO, "humangov.chores"):
        worker.kick("california")
        until(lambda: bool(caplog.records))
    said = caplog.records[0].__dict__
    assert (said["message"], said["state"], said["steps"], said["dynamodb_calls"]) == (
        "chores done",
        "california",
        1,
        1,
    )


def test_it_stops_between_two_steps(desks: FakeDesks) -> None:
    endless = Kicked(act=lambda _: True)
    worker = Worker(desks, [endless.chore])
    worker.kick("california")
    until(lambda: bool(endless.done))
    before = monotonic()
    worker.stop()
    assert monotonic() - before < PATIENCE_SECONDS / 2
    assert not ours()
    worker.kick("california")
    assert not ours()


def test_nobody_leaves_it_to_an_operator() -> None:
    Nobody().kick("california")
    Nobody().glance("california")
