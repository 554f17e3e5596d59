"""When actions take effect: on their day in the state's zone, whoever comes first, and nothing is missed."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from humangov.domain.career import CANCELLED, record_as_of
from humangov.domain.edits import EditKind
from humangov.domain.employees import Employee, Status
from humangov.domain.errors import Conflict
from humangov.domain.events import EventKind
from humangov.domain.lists import Listing
from humangov.domain.permissions import SYSTEM, Role
from humangov.domain.troubles import ChoreName
from humangov.services.desk import Desk
from humangov.services.directory import headcount_on, list_employees
from humangov.services.edits import edit_facts
from humangov.services.employees import view_as_of, view_career, view_employee
from humangov.services.home import view_home
from tests.builders import TODAY, an_employee, an_id, an_installed
from tests.chores import do
from tests.fakes import FakeDesks
from tests.fakes.records import Records
from tests.unit.services.asking import NEW_PERSON, filed, proposal, recorded

A_DAY = timedelta(days=1)
TOMORROW = TODAY + A_DAY


def tomorrow(desks: FakeDesks, employee: Employee, title: str = "Chief") -> str:
    """An action that takes effect tomorrow."""
    return recorded(desks, employee.id, proposal(effective=TOMORROW, title=title))[0]


def test_what_is_to_come_changes_nothing_before_its_day(desks: FakeDesks, viewer: Desk, employee: Employee) -> None:
    tomorrow(desks, employee, title="Chief")
    today = view_employee(viewer, employee.id).employee
    assert (today.title, today.due, today.version) == (employee.title, TOMORROW, 2)
    assert view_as_of(viewer, employee.id, TOMORROW, None).record is not None
    as_of = view_as_of(viewer, employee.id, TOMORROW, None).record
    assert as_of
    assert as_of.title == "Chief"


LOOKS: dict[str, Callable[[Desk, str], str]] = {
    "record": lambda desk, who: view_employee(desk, who).employee.title,
    "career": lambda desk, who: view_career(desk, who).employee.title,
    "another day": lambda desk, who: view_as_of(desk, who, TODAY, None).folder.employee.title,
}


@pytest.mark.parametrize("look", LOOKS)
def test_on_its_day_whoever_looks_first_sees_it_and_enters_it_once(
    desks: FakeDesks, viewer: Desk, records: Records, employee: Employee, look: str
) -> None:
    action = tomorrow(desks, employee, title="Chief")
    desks.clock.advance(A_DAY)
    assert [LOOKS[look](viewer, employee.id) for _ in range(3)] == ["Chief"] * 3
    assert (records.employees[employee.id].version, records.employees[employee.id].due) == (3, None)
    (event,) = records.of_kind(EventKind.ACTION_TOOK_EFFECT)
    assert (event.actor_name, event.act, event.effective) == (SYSTEM.name, "740 Position change", "2026-03-03")
    assert [(c.field, c.after) for c in event.changes] == [("title", "Chief")]
    assert records.actions[employee.id][action].recorded


def test_days_that_nobody_looked_at_are_made_up_for_at_once(
    desks: FakeDesks, viewer: Desk, records: Records, employee: Employee
) -> None:
    tomorrow(desks, employee, title="Clerk")
    tomorrow(desks, employee, title="Chief")
    recorded(desks, employee.id, proposal("460", effective=TODAY + 5 * A_DAY))
    recorded(desks, employee.id, proposal("292", effective=TODAY + 40 * A_DAY))
    desks.clock.advance(9 * A_DAY)
    now = view_employee(viewer, employee.id).employee
    assert (now.title, now.status, now.status_since) == ("Chief", Status.LEAVE, TODAY + 5 * A_DAY)
    assert now.due == TODAY + 40 * A_DAY
    (event,) = records.of_kind(EventKind.ACTION_TOOK_EFFECT)
    assert event.act == "740 Position change, 740 Position change, 460 Leave without pay"


def test_who_acts_on_the_day_finds_the_record_of_the_day(
    desks: FakeDesks, specialist: Desk, employee: Employee
) -> None:
    tomorrow(desks, employee, title="Clerk")
    desks.clock.advance(A_DAY)
    done = edit_facts(specialist, employee.id, EditKind.CONTACT, {"phone": "916-555-0100"}, 3, an_id())
    assert (done.title, done.phone, done.version) == ("Clerk", "916-555-0100", 4)


def test_what_is_to_come_can_be_cancelled_before_its_day(
    desks: FakeDesks, viewer: Desk, records: Records, employee: Employee
) -> None:
    action = tomorrow(desks, employee)
    _, now = recorded(desks, employee.id, proposal("001", target=action))
    assert (now.due, now.title) == (None, employee.title)
    desks.clock.advance(A_DAY)
    assert view_employee(viewer, employee.id).employee == now
    assert not records.of_kind(EventKind.ACTION_TOOK_EFFECT)


def test_somebody_appointed_to_a_later_day_starts_by_themselves(
    desks: FakeDesks, viewer: Desk, records: Records
) -> None:
    _, made = recorded(desks, "", proposal("100", effective=TOMORROW, **NEW_PERSON))
    assert (made.status, made.due, made.hire_date) == (Status.APPOINTED, TOMORROW, TOMORROW)
    assert viewer.organization.overview().headcount == {("DMV", Status.APPOINTED): 1}
    assert headcount_on(viewer, TODAY, None) == {}
    desks.clock.advance(A_DAY)
    do(viewer, ChoreName.EFFECT)
    (row,) = list_employees(viewer, Listing()).page.items
    assert row.status is Status.ACTIVE
    assert viewer.organization.overview().headcount == {("DMV", Status.ACTIVE): 1}
    assert headcount_on(viewer, TOMORROW, None) == {("DMV", Status.ACTIVE): 1}
    assert records.employees[made.id].version == 2


def test_a_list_tells_that_it_is_behind_and_enters_nothing_itself(
    desks: FakeDesks, viewer: Desk, records: Records
) -> None:
    people = [an_employee(first_name=f"Ana{n}") for n in range(30)]
    records.employees.update({one.id: one for one in people})
    for one in people:
        tomorrow(desks, one)
    desks.clock.advance(A_DAY)
    before = dict(records.employees)
    assert list_employees(viewer, Listing(size=50)).behind
    assert view_home(viewer).behind
    assert records.employees == before
    do(viewer, ChoreName.EFFECT)
    assert not list_employees(viewer, Listing(size=50)).behind
    assert not view_home(viewer).behind
    assert {one.title for one in records.employees.values()} == {"Chief"}


@pytest.mark.parametrize(
    ("slug", "midnight"),
    [
        ("hawaii", datetime(2026, 3, 3, 10, tzinfo=UTC)),
        ("guam", datetime(2026, 3, 2, 14, tzinfo=UTC)),
        ("california", datetime(2026, 3, 3, 8, tzinfo=UTC)),
    ],
)
def test_a_day_begins_at_the_state_s_own_midnight(slug: str, midnight: datetime) -> None:
    desks = FakeDesks(an_installed(slug))
    desks.clock.set(midnight - timedelta(hours=3))
    employee = an_employee()
    desks.records(slug).employees[employee.id] = employee
    filed(desks.open_for(Role.SPECIALIST, slug), employee.id, proposal(effective=date(2026, 3, 3)))
    viewer = desks.open_for(Role.VIEWER, slug)
    desks.clock.set(midnight - timedelta(seconds=1))
    assert view_employee(viewer, employee.id).employee.title == employee.title
    desks.clock.set(midnight)
    assert view_employee(viewer, employee.id).employee.title == "Chief"


def test_what_was_recorded_in_the_last_second_of_a_day_was_known_at_its_end(
    desks: FakeDesks, specialist: Desk, viewer: Desk, employee: Employee
) -> None:
    desks.clock.set(datetime(2026, 3, 3, 7, 59, 59, tzinfo=UTC))
    filed(specialist, employee.id, proposal())
    for known, title in ((TODAY, "Chief"), (TODAY - A_DAY, None)):
        record = view_as_of(viewer, employee.id, TODAY, known).record
        assert (record.title if record else None) == title


@pytest.mark.parametrize("milliseconds", range(1, 40, 3))
def test_an_entry_at_midnight_lies_on_one_side_of_it(
    desks: FakeDesks, specialist: Desk, records: Records, employee: Employee, milliseconds: int
) -> None:
    """Whenever midnight comes: what takes effect on the new day is in the record, or is due."""
    tomorrow(desks, employee, title="Clerk")
    desks.clock.set(datetime(2026, 3, 3, 8, tzinfo=UTC) - timedelta(milliseconds=milliseconds))
    token = an_id()
    version = records.employees[employee.id].version
    try:
        edit_facts(specialist, employee.id, EditKind.CONTACT, {"phone": "916-555-0100"}, version, token)
    except Conflict:
        assert records.employees[employee.id].title == "Clerk"
    now = records.employees[employee.id]
    assert (now.title == "Clerk") is (now.due is None)
    if edit := records.actions[employee.id].get(token):
        assert edit.recorded
        assert records.recorded_on[token] == edit.effective


def test_a_leap_day_is_a_day_like_any_other(desks: FakeDesks, viewer: Desk, employee: Employee) -> None:
    desks.clock.set(datetime(2027, 6, 1, 18, tzinfo=UTC))
    leap = date(2028, 2, 29)
    recorded(desks, employee.id, proposal(effective=leap))
    for day, title in ((date(2028, 2, 28), employee.title), (leap, "Chief"), (date(2028, 3, 1), "Chief")):
        record = view_as_of(viewer, employee.id, day, None).record
        assert record
        assert record.title == title
    desks.clock.set(datetime(2028, 2, 29, 18, tzinfo=UTC))
    assert view_employee(viewer, employee.id).employee.title == "Chief"


def test_a_correction_moves_an_action_across_others(desks: FakeDesks, viewer: Desk, employee: Employee) -> None:
    first, _ = recorded(desks, employee.id, proposal(title="Clerk", effective=TODAY - 9 * A_DAY))
    recorded(desks, employee.id, proposal(title="Chief", effective=TODAY - 5 * A_DAY))
    _, now = recorded(desks, employee.id, proposal("002", target=first, effective=TODAY - 2 * A_DAY))
    assert now.title == "Clerk"
    told = [view_as_of(viewer, employee.id, TODAY - n * A_DAY, None).record for n in (9, 5, 2)]
    assert [record and record.title for record in told] == [employee.title, "Chief", "Clerk"]


def test_a_correction_moves_an_action_into_the_future(desks: FakeDesks, viewer: Desk, employee: Employee) -> None:
    first, _ = recorded(desks, employee.id, proposal(effective=TODAY - A_DAY))
    _, now = recorded(desks, employee.id, proposal("002", target=first, effective=TOMORROW))
    assert (now.title, now.due) == (employee.title, TOMORROW)
    desks.clock.advance(A_DAY)
    assert view_employee(viewer, employee.id).employee.title == "Chief"


def test_whose_appointment_was_cancelled_was_never_employed_and_can_be_appointed_earlier(
    desks: FakeDesks, viewer: Desk, records: Records
) -> None:
    _, made = recorded(desks, "", proposal("100", effective=TODAY + 9 * A_DAY, **NEW_PERSON))
    _, gone = recorded(desks, made.id, proposal("001", target=made.id))
    assert (gone.status, gone.separation_reason, gone.due) == (Status.SEPARATED, CANCELLED, None)
    assert headcount_on(viewer, TODAY, None) == {}
    _, back = recorded(desks, made.id, proposal("100", effective=TODAY - A_DAY, pay_cents=53_000_00))
    assert (back.status, back.hire_date, back.pay_cents) == (Status.ACTIVE, TODAY - A_DAY, 53_000_00)
    assert headcount_on(viewer, TODAY, None) == {("DMV", Status.ACTIVE): 1}
    assert headcount_on(viewer, TODAY - 2 * A_DAY, None) == {}
    fold = record_as_of(records.actions[made.id].values(), TODAY)
    assert fold
    assert fold.hire_date == back.hire_date


def test_before_anything_was_known_there_is_no_record(desks: FakeDesks, viewer: Desk) -> None:
    _, made = recorded(desks, "", proposal("100", effective=TODAY - 99 * A_DAY, **NEW_PERSON))
    for day, known in ((TODAY, TODAY - A_DAY), (date(1900, 1, 1), TODAY - A_DAY)):
        assert view_as_of(viewer, made.id, day, known).record is None
    early = view_as_of(viewer, made.id, TODAY - 100 * A_DAY, None).record
    assert early
    assert early.status is Status.APPOINTED
    assert view_as_of(viewer, made.id, TODAY - 99 * A_DAY, TODAY).record is not None
