"""A person, the directory and the headcount of another day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from humangov.domain.actions import ActionStatus
from humangov.domain.employees import Employee, Status
from humangov.domain.errors import BadLink, Invalid, NotFound, Unavailable
from humangov.domain.events import EventKind
from humangov.domain.lists import Listing
from humangov.domain.opening import opening
from humangov.domain.organization import tree_of
from humangov.domain.permissions import operator
from humangov.domain.units import Unit, UnitVersion
from humangov.services.actions import file_decided
from humangov.services.desk import Desk
from humangov.services.directory import headcount_on, list_employees_on
from humangov.services.employees import requests_of, view_as_of, view_career, view_employee
from humangov.services.proposing import Proposal
from tests.builders import AGENCIES, NOW, TODAY, a_by, an_action, an_employee, an_entry, an_event, an_id
from tests.fakes import FakeDesks
from tests.fakes.desks import ORIGIN
from tests.fakes.records import Records

LONG_AGO = datetime(2015, 6, 20, 17, tzinfo=UTC)


@pytest.fixture
def person(desks: FakeDesks, specialist: Desk) -> Employee:
    """José García, moved to Roads on February 1, 2026, which was recorded today; a raise is to come in July."""
    made = an_employee(created_at=LONG_AGO)
    entry = an_entry(made, day=LONG_AGO.date(), ledger=opening(made))
    specialist.employees.record(entry, an_event())
    desk = desks.open(desks.states["california"], operator("tests"), ORIGIN)
    moved = Proposal(
        code="721", effective=date(2026, 2, 1), changes={"agency": "DOT", "department": "ROA"}, reason="Moved"
    )
    raised = Proposal(code="894", effective=date(2026, 7, 1), changes={"pay_cents": 60_000_00}, reason="Raise")
    for proposal in (moved, raised):
        file_decided(desk, made.id, proposal, an_id())
    return specialist.employees.get(made.id)


def place_of(record: Employee | None) -> str:
    return record.department if record else ""


def test_a_record_is_the_fold_by_that_day_of_what_was_known(viewer: Desk, person: Employee) -> None:
    yesterday = TODAY - timedelta(days=1)
    assert place_of(view_as_of(viewer, person.id, date(2026, 1, 31), None).record) == "LIC"
    assert place_of(view_as_of(viewer, person.id, date(2026, 2, 1), None).record) == "ROA"
    assert place_of(view_as_of(viewer, person.id, date(2026, 2, 1), yesterday).record) == "LIC"
    assert view_as_of(viewer, person.id, date(2026, 2, 1), date(2015, 6, 19)).record is None
    to_come = view_as_of(viewer, person.id, date(2026, 7, 1), None)
    assert (to_come.record and to_come.record.pay_cents, to_come.folder.employee) == (60_000_00, person)


def test_before_the_first_day_somebody_has_not_started(viewer: Desk, person: Employee) -> None:
    record = view_as_of(viewer, person.id, date(2015, 6, 30), None).record
    assert record
    assert record.status is Status.APPOINTED


def test_looks_say_which_day_and_what_was_looked_at(viewer: Desk, records: Records, person: Employee) -> None:
    records.events.clear()
    view_as_of(viewer, person.id, date(2026, 2, 1), None)
    view_as_of(viewer, person.id, date(2026, 2, 1), date(2026, 2, 2))
    view_career(viewer, person.id)
    told = [(event.kind, event.about) for event in records.events]
    assert told == [
        (EventKind.EMPLOYEE_VIEWED, "As of 2026-02-01"),
        (EventKind.EMPLOYEE_VIEWED, "As of 2026-02-01, known on 2026-02-02"),
        (EventKind.EMPLOYEE_VIEWED, "Career"),
    ]


def test_nothing_is_shown_when_the_look_cannot_be_recorded(desks: FakeDesks, viewer: Desk, person: Employee) -> None:
    desks.calls.failing.add("audit.record")
    for look in (lambda: view_as_of(viewer, person.id, TODAY, None), lambda: view_career(viewer, person.id)):
        with pytest.raises(Unavailable):
            look()


def test_nobody_is_not_found(viewer: Desk) -> None:
    with pytest.raises(NotFound):
        view_as_of(viewer, an_id(), TODAY, None)
    with pytest.raises(NotFound):
        view_career(viewer, an_id())


@pytest.mark.parametrize(
    ("day", "known_on", "field"),
    [
        (date.min, None, "as_of"),
        (date.max, None, "as_of"),
        (TODAY + timedelta(days=367), None, "as_of"),
        (TODAY, TODAY + timedelta(days=1), "known_at"),
        (TODAY, date.max, "known_at"),
        (TODAY, date.min, "known_at"),
    ],
)
def test_a_day_that_cannot_be_is_told_and_nothing_is_seen(
    viewer: Desk, records: Records, person: Employee, day: date, known_on: date | None, field: str
) -> None:
    records.events.clear()
    looks = (
        lambda: view_as_of(viewer, person.id, day, known_on),
        lambda: list_employees_on(viewer, Listing(), day, known_on),
        lambda: headcount_on(viewer, day, known_on),
    )
    for look in looks:
        with pytest.raises(Invalid) as caught:
            look()
        assert set(caught.value.fields) == {field}
    assert not records.events


def test_a_look_at_a_day_costs_one_read_and_its_event(desks: FakeDesks, viewer: Desk, person: Employee) -> None:
    for look in (lambda: view_as_of(viewer, person.id, TODAY, None), lambda: view_career(viewer, person.id)):
        with desks.metered() as usage:
            look()
        assert usage.operations == {"employees.career": 1, "audit.record": 1}


def test_the_directory_of_a_day_has_who_was_there_and_how_many(viewer: Desk, person: Employee) -> None:
    before, after = date(2026, 1, 31), date(2026, 2, 1)
    listed = list_employees_on(viewer, Listing(agency="DMV"), before, None)
    assert ([row.id for row in listed.page.items], listed.count) == ([person.id], 1)
    assert list_employees_on(viewer, Listing(agency="DMV"), after, None).page.items == ()
    assert list_employees_on(viewer, Listing(agency="DMV"), after, date(2026, 3, 1)).count == 1
    assert list_employees_on(viewer, Listing(text="garc"), after, None).count is None
    assert list_employees_on(viewer, Listing(), date(2015, 6, 30), None).page.items == ()


@pytest.mark.parametrize("listing", [Listing(agency="NASA"), Listing(size=26)])
def test_a_listing_of_what_there_is_not_is_a_bad_link(viewer: Desk, listing: Listing) -> None:
    with pytest.raises(BadLink):
        list_employees_on(viewer, listing, TODAY, None)


def test_headcount_moves_on_the_day_and_as_it_became_known(viewer: Desk, person: Employee) -> None:
    active = Status.ACTIVE
    assert headcount_on(viewer, date(2026, 1, 31), None) == {("DMV", active): 1}
    assert headcount_on(viewer, date(2026, 2, 1), None) == {("DOT", active): 1}
    assert headcount_on(viewer, date(2026, 2, 1), date(2026, 3, 1)) == {("DMV", active): 1}
    assert not headcount_on(viewer, date(2015, 6, 30), None)


def test_what_is_due_is_entered_by_whoever_looks_first(desks: FakeDesks, viewer: Desk, person: Employee) -> None:
    assert person.due == date(2026, 7, 1)
    desks.clock.set(datetime(2026, 7, 1, 17, tzinfo=UTC))
    looked = view_employee(viewer, person.id).employee
    assert (looked.pay_cents, looked.due, looked.version) == (60_000_00, None, person.version + 1)


def test_of_the_drafts_ones_own_are_shown(specialist: Desk, viewer: Desk, records: Records, person: Employee) -> None:
    mine = type(a_by())(specialist.principal.id, "Lee", NOW)
    for status, by in ((ActionStatus.DRAFT, mine), (ActionStatus.DRAFT, a_by()), (ActionStatus.REJECTED, a_by())):
        request = an_action(employee_id=person.id, status=status, requested=by, recorded=None)
        records.requests[person.id, request.id] = request
    for desk, seen in ((specialist, 2), (viewer, 1)):
        assert len(requests_of(desk, view_employee(desk, person.id))) == seen


def test_agencies_have_the_names_of_the_day_and_closed_ones_can_be_asked_for(
    viewer: Desk, records: Records, person: Employee
) -> None:
    dmv = Unit(
        "DMV",
        "",
        (UnitVersion(date(2000, 1, 1), "Motor Office"), UnitVersion(date(2026, 2, 10), "DMV", "", open=False)),
    )
    records.tree = tree_of(AGENCIES).with_unit(dmv)
    listed = list_employees_on(viewer, Listing(agency="DMV"), date(2026, 1, 31), None)
    assert (listed.count, listed.overview.agency_name("DMV")) == (1, "Motor Office")
    with pytest.raises(BadLink):
        list_employees_on(viewer, Listing(agency="DMV"), date(2026, 2, 10), None)


def test_who_is_limited_sees_of_a_day_who_is_in_reach_today(desks: FakeDesks, viewer: Desk, person: Employee) -> None:
    day = date(2026, 1, 31)
    for agencies, seen in (("DMV",), 0), (("DMV", "DOT"), 1):
        limited = replace(viewer, principal=replace(viewer.principal, agencies=agencies))
        listed = list_employees_on(limited, Listing(), day, None)
        assert (len(listed.page.items), listed.count) == (seen, None)
