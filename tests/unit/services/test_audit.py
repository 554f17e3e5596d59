"""The audit log, histories, the home page, and the desk that writes events."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from ulid import ULID

from humangov.domain.edits import EditKind
from humangov.domain.employees import Employee
from humangov.domain.errors import NotFound
from humangov.domain.events import Event, EventFilter, EventKind
from humangov.domain.permissions import Role
from humangov.services.audit import history, looks, read_log
from humangov.services.desk import Desk
from humangov.services.edits import edit_facts
from humangov.services.employees import view_employee
from humangov.services.home import RECENT, view_home
from tests.builders import an_employee, an_id
from tests.fakes import FakeDesks
from tests.fakes.records import Records


@pytest.fixture
def employee(specialist: Desk, records: Records) -> Employee:
    """Somebody who was looked at and changed three times."""
    person = an_employee()
    records.employees[person.id] = person
    for n in range(1, 4):
        view_employee(specialist, person.id)
        edit_facts(specialist, person.id, EditKind.CONTACT, {"phone": f"916-555-010{n}"}, n, an_id())
    return person


def kinds(events: tuple[Event, ...]) -> list[str]:
    return [event.kind.value for event in events]


def test_the_log_has_everything_newest_first(auditor: Desk, employee: Employee) -> None:
    page = read_log(auditor, EventFilter(), "", 25)
    assert kinds(page.items) == ["employee.changed", "employee.viewed"] * 3
    assert (page.after, page.looked_at) == ("", 6)


def test_reading_the_log_is_an_event_itself(auditor: Desk, employee: Employee) -> None:
    read_log(auditor, EventFilter(), "", 25)
    page = read_log(auditor, EventFilter(), "", 1)
    assert kinds(page.items) == ["audit.viewed"]
    assert page.items[0].actor_id == auditor.principal.id


def walk(desk: Desk, wanted: EventFilter, size: int) -> Iterator[Event]:
    before = ""
    while True:
        page = read_log(desk, wanted, before, size)
        yield from page.items
        if not page.after:
            return
        before = page.after


@pytest.mark.parametrize("size", [1, 2, 4, 6])
def test_pages_of_the_log_have_every_event_once(auditor: Desk, records: Records, employee: Employee, size: int) -> None:
    kept = sorted((event.id for event in records.events), reverse=True)
    assert [event.id for event in walk(auditor, EventFilter(views=None), size)] == kept


def test_the_log_is_filtered(auditor: Desk, specialist: Desk, records: Records, employee: Employee) -> None:
    for wanted, count in (
        (EventFilter(subject=f"employee:{employee.id}"), 6),
        (EventFilter(subject="employee:none"), 0),
        (EventFilter(actor_id=specialist.principal.id), 6),
        (EventFilter(actor_id="none"), 0),
        (EventFilter(kinds=frozenset({EventKind.EMPLOYEE_CHANGED})), 3),
        (EventFilter(views=False), 3),
        (EventFilter(since=records.events[2].at), 4),
        (EventFilter(until=records.events[2].at), 2),
        (EventFilter(since=records.events[2].at, until=records.events[4].at), 2),
    ):
        assert len(specialist.audit.page(wanted, "", 25).items) == count, wanted


def test_a_history_has_changes_and_the_other_list_has_looks(auditor: Desk, employee: Employee) -> None:
    assert kinds(history(auditor, employee.id, "", 25).page.items) == ["employee.changed"] * 3
    assert kinds(looks(auditor, employee.id, "", 25).page.items) == ["history.viewed", *["employee.viewed"] * 3]


def test_reading_a_history_is_a_look_at_the_employee(viewer: Desk, records: Records, employee: Employee) -> None:
    assert history(viewer, employee.id, "", 25).employee.phone == "916-555-0103"
    event = records.events[-1]
    assert (event.kind, event.subject, event.about) == (EventKind.HISTORY_VIEWED, f"employee:{employee.id}", "changes")


@pytest.mark.parametrize("read", [history, looks])
def test_nobody_has_no_history(desks: FakeDesks, auditor: Desk, employee: Employee, read: object) -> None:
    for desk, wanted in ((auditor, "none"), (desks.open_for(Role.AUDITOR, "wyoming"), employee.id)):
        with pytest.raises(NotFound):
            (history if read is history else looks)(desk, wanted, "", 25)


def test_the_home_page_has_headcount_and_the_newest_changes(viewer: Desk, records: Records, employee: Employee) -> None:
    home = view_home(viewer)
    assert home.overview is not None
    assert home.recent is not None
    assert home.overview.count() == 1
    assert kinds(home.recent) == ["employee.changed"] * 3
    assert RECENT == 10


def test_who_may_not_read_records_sees_no_changes(administrator: Desk, employee: Employee) -> None:
    home = view_home(administrator)
    assert home.overview is not None
    assert home.recent is not None
    assert (home.overview.count(), home.recent) == (1, ())


def test_an_event_says_who_where_and_when_and_its_id_sorts_by_that(desks: FakeDesks, specialist: Desk) -> None:
    first = specialist.event(EventKind.EMPLOYEE_VIEWED, "employee:x", "X", about="y")
    second = specialist.event(EventKind.EMPLOYEE_VIEWED, "employee:x", "X")
    assert (first.actor_name, first.address, first.request_id) == ("HR specialist Lee", "192.0.2.7", "request-1")
    assert abs(ULID.from_str(first.id).datetime - first.at) < timedelta(milliseconds=1)
    assert first.id < second.id


def test_ids_sort_by_the_clock(specialist: Desk) -> None:
    ids = [specialist.new_id() for _ in range(50)]
    assert ids == sorted(ids)
    assert len(ids[0]) == 26


def test_the_day_is_that_of_the_states_time_zone(desks: FakeDesks, specialist: Desk) -> None:
    desks.clock.set(desks.clock.instant.replace(hour=7, minute=59))
    assert specialist.today().day == 1
    desks.clock.set(desks.clock.instant.replace(hour=8, minute=0))
    assert replace(specialist).today().day == 2
