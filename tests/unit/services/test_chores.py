"""What goes on by itself: one bad item never stops the rest, whatever the chore."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from humangov.cli.chores import findings
from humangov.domain.errors import Invalid, Unavailable, WrongState
from humangov.domain.permissions import Role, operator
from humangov.domain.troubles import FIRST_WAIT, LISTING, MOST_TRIES, ChoreName, Item
from humangov.services.chores import CHORES, Chore, list_troubles, try_again
from humangov.services.desk import Desk
from humangov.services.mass import start
from humangov.services.uploads import UPLOAD_LASTS
from tests.builders import TODAY, an_employee, an_id
from tests.chores import as_system, do
from tests.fakes.desks import FakeDesks
from tests.fakes.records import Records
from tests.masses import a_raise, a_staff
from tests.unit.services.test_effect import tomorrow
from tests.unit.services.test_notices import employed, raised

SECRET = "García 123-45-6789"


@pytest.fixture
def desks() -> FakeDesks:
    return FakeDesks()


@pytest.fixture
def desk(desks: FakeDesks) -> Desk:
    return as_system(desks.open_for(Role.SPECIALIST))


@pytest.fixture
def records(desks: FakeDesks) -> Records:
    return desks.records()


def due(desks: FakeDesks, count: int) -> None:
    people = [an_employee(first_name=f"Ana{n}") for n in range(count)]
    desks.records().employees.update({one.id: one for one in people})
    for one in people:
        tomorrow(desks, one)
    desks.records().notices.clear()
    desks.clock.advance(timedelta(days=1))


def masses(desks: FakeDesks, count: int) -> None:
    specialist = desks.open_for(Role.SPECIALIST)
    a_staff(specialist, 2)
    for _ in range(count):
        start(specialist, a_raise(), an_id())


def notices(desks: FakeDesks, count: int) -> None:
    desks.calls.failing = {"files.put"}
    for _ in range(count):
        raised(desks, employed(desks.open_for(Role.SPECIALIST)))
    desks.calls.failing = set()


def uploads(desks: FakeDesks, count: int) -> None:
    specialist = desks.open_for(Role.SPECIALIST)
    for n in range(count):
        specialist.documents.begin_upload(specialist.new_id(), f"k{n}")
    desks.clock.advance(2 * UPLOAD_LASTS)


# How a state comes to have so many items of each chore, and who is not done yet, by the items' ids.
MADE: dict[ChoreName, Callable[[FakeDesks, int], None]] = {
    ChoreName.EFFECT: due,
    ChoreName.MASS: masses,
    ChoreName.NOTICE: notices,
    ChoreName.UPLOAD: uploads,
}
LEFT: dict[ChoreName, Callable[[Records], list[str]]] = {
    ChoreName.EFFECT: lambda r: [e.id for e in r.employees.values() if e.due and e.due <= TODAY + timedelta(days=1)],
    ChoreName.MASS: lambda r: [mass.id for mass in r.masses.values() if mass.status.is_working],
    ChoreName.NOTICE: lambda r: [*r.notices],
    ChoreName.UPLOAD: lambda r: [*r.uploads],
}
ERRORS = [Invalid({"form": SECRET}), ValueError(SECRET), KeyError(SECRET), Unavailable()]


def failing(chore: Chore, error: Exception, bad: set[str]) -> Chore:
    """The chore, some of whose items raise instead of being done."""

    def act(desk: Desk, item: Item, worker: str) -> bool:
        if item.id in bad:
            raise error
        return chore.do(desk, item, worker)

    return replace(chore, do=act)


def tried(desk: Desk, chore: Chore) -> None:
    try:
        do(desk, chore)
    except Unavailable:
        return


def test_every_kind_of_chore_is_registered_and_held_here() -> None:
    assert [chore.name for chore in CHORES] == [*ChoreName] == [*MADE] == [*LEFT]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("chore", CHORES, ids=lambda chore: chore.name)
def test_one_that_fails_in_the_middle_is_noted_and_all_others_are_done(
    desks: FakeDesks, desk: Desk, records: Records, chore: Chore, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    MADE[chore.name](desks, 3)
    middle = [item.id for item in chore.items(desk)][1]
    tried(desk, failing(chore, error, {middle}))
    assert LEFT[chore.name](records) == [middle]
    (trouble,) = records.troubles.values()
    assert (trouble.chore, trouble.item, trouble.attempts) == (chore.name, middle, 1)
    assert trouble.error == type(error).__name__
    assert trouble.since == trouble.at <= desk.now()
    (line,) = caplog.records
    assert (line.message, line.__dict__["chore"], line.__dict__["item"]) == ("chore item failed", chore.name, middle)
    assert SECRET not in f"{trouble} {line.__dict__} {caplog.text}"


@pytest.mark.parametrize("chore", CHORES, ids=lambda chore: chore.name)
def test_thirty_that_fail_hide_no_other(desks: FakeDesks, desk: Desk, records: Records, chore: Chore) -> None:
    MADE[chore.name](desks, 31)
    *bad, last = [item.id for item in chore.items(desk)]
    tried(desk, failing(chore, Invalid({"form": SECRET}), {*bad}))
    assert last not in LEFT[chore.name](records)
    assert len(records.troubles) == 30


@pytest.mark.parametrize("chore", CHORES, ids=lambda chore: chore.name)
def test_what_fails_again_and_again_is_set_aside_told_and_tried_again_when_an_operator_says_so(
    desks: FakeDesks, desk: Desk, records: Records, chore: Chore, caplog: pytest.LogCaptureFixture
) -> None:
    MADE[chore.name](desks, 2)
    first = next(iter(chore.items(desk))).id
    bad = failing(chore, ValueError(SECRET), {first})
    with caplog.at_level(logging.WARNING, "humangov.chores"):
        for attempt in range(MOST_TRIES + 2):
            do(desk, bad)
            desks.clock.advance(FIRST_WAIT * 2**attempt)
    (trouble,) = list_troubles(desk)
    assert (trouble.is_aside, trouble.attempts) == (True, MOST_TRIES)
    told = [r for r in caplog.records if r.message == "chore item set aside"]
    assert [(r.levelname, r.__dict__["item"], r.__dict__["state"]) for r in told] == [("ERROR", first, "california")]
    do(desk, chore)
    assert first in LEFT[chore.name](records)
    assert try_again(replace(desk, principal=operator("tests")), first) == 1
    do(desk, chore)
    assert LEFT[chore.name](records) == []
    assert not records.troubles


def test_a_service_that_does_not_answer_sets_nothing_aside_and_the_rest_is_left_for_later(
    desks: FakeDesks, desk: Desk, records: Records
) -> None:
    notices(desks, 5)
    desks.calls.failing = {"files.put"}
    for _ in range(MOST_TRIES + 2):
        tried(desk, CHORES[2])
    assert {trouble.error for trouble in records.troubles.values()} == {"Unavailable"}
    assert not any(trouble.is_aside for trouble in records.troubles.values())
    desks.calls.failing = set()
    do(desk, ChoreName.NOTICE)
    assert (records.notices, records.troubles) == ({}, {})


def test_between_two_tries_there_is_time_and_more_each_time(desks: FakeDesks, desk: Desk, records: Records) -> None:
    notices(desks, 1)
    bad = failing(CHORES[2], ValueError(), {*records.notices})
    for wait, attempts in ((0, 1), (0, 1), (1, 2), (1, 2), (1, 3), (3, 3), (1, 4)):
        desks.clock.advance(wait * FIRST_WAIT)
        do(desk, bad)
        assert [trouble.attempts for trouble in records.troubles.values()] == [attempts]


def test_a_trouble_whose_item_somebody_else_did_is_forgotten(desks: FakeDesks, desk: Desk, records: Records) -> None:
    notices(desks, 1)
    do(desk, failing(CHORES[2], ValueError(), {*records.notices}))
    records.notices.clear()
    do(desk, ChoreName.NOTICE)
    assert not records.troubles


@pytest.mark.parametrize("chore", CHORES, ids=lambda chore: chore.name)
def test_an_item_of_another_state_is_loud_told_at_once_and_in_nobodys_way(
    desks: FakeDesks, desk: Desk, records: Records, chore: Chore
) -> None:
    MADE[chore.name](desks, 3)
    first = next(iter(chore.items(desk))).id
    bad = failing(chore, WrongState(SECRET), {first})
    with pytest.raises(WrongState):
        do(desk, bad)
    told_by_the_doctor(desk, chore, first, "WrongState")
    do(desk, bad)
    assert LEFT[chore.name](records) == [first]
    desks.clock.advance(FIRST_WAIT)
    with pytest.raises(WrongState):
        do(desk, bad)


def told_by_the_doctor(desk: Desk, chore: Chore, item: str, error: str) -> None:
    (finding,) = findings(desk)
    assert not finding.ok
    assert f"{chore.name.label} {item}" in finding.advice
    assert f"ended with {error}." in finding.advice
    assert SECRET not in finding.advice


@pytest.mark.parametrize("chore", CHORES, ids=lambda chore: chore.name)
@pytest.mark.parametrize("error", [KeyError(SECRET), WrongState(SECRET)], ids=lambda error: type(error).__name__)
def test_a_list_that_breaks_off_is_told_until_it_can_be_read(
    desks: FakeDesks, desk: Desk, records: Records, chore: Chore, error: Exception
) -> None:
    MADE[chore.name](desks, 3)

    def broken(desk: Desk) -> Iterator[Item]:
        yield next(iter(chore.items(desk)))
        raise error

    for tries in (1, 2):
        with pytest.raises(type(error)):
            do(desk, replace(chore, items=broken))
        told_by_the_doctor(desk, chore, LISTING, type(error).__name__)
        assert [trouble.attempts for trouble in records.troubles.values()] == [tries]
    do(desk, chore)
    assert not records.troubles
    assert LEFT[chore.name](records) == []
    assert [finding.ok for finding in findings(desk)] == [True]


def test_a_list_that_does_not_answer_is_no_trouble(desk: Desk, records: Records) -> None:
    def unreached(_: Desk) -> Iterator[Item]:
        raise Unavailable
        yield

    with pytest.raises(Unavailable):
        do(desk, replace(CHORES[2], items=unreached))
    assert not records.troubles


def test_an_upload_whose_key_was_lost_is_told_and_erases_nothing(
    desks: FakeDesks, desk: Desk, records: Records
) -> None:
    uploads(desks, 2)
    records.uploads[next(iter(records.uploads))] = ""
    do(desk, ChoreName.UPLOAD)
    assert [trouble.error for trouble in records.troubles.values()] == ["NotFound"]
    assert len(records.uploads) == 1
