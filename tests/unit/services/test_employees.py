"""Look at a record, and act on it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from humangov.domain.acts import Act, ActKind
from humangov.domain.employees import Employee, Status
from humangov.domain.errors import Conflict, Invalid, NotFound, Unavailable
from humangov.domain.events import Change, EventKind
from humangov.domain.permissions import Role
from humangov.services.desk import Desk
from humangov.services.employees import acts_for, record_act, view_employee
from tests.builders import TODAY, a_document, an_id
from tests.fakes import FakeDesks
from tests.fakes.records import Records


def leave(**changes: Any) -> Act:
    return replace(Act(ActKind.LEAVE, {}, TODAY, " Care  of a child "), **changes)


def test_looking_at_a_record_is_an_event(viewer: Desk, records: Records, employee: Employee) -> None:
    records.documents[employee.id, "D"] = [a_document(employee_id=employee.id, id="D")]
    folder = view_employee(viewer, employee.id)
    assert (folder.employee, len(folder.documents)) == (employee, 1)
    (event,) = records.events
    assert (event.kind, event.subject, event.actor_id) == (
        EventKind.EMPLOYEE_VIEWED,
        f"employee:{employee.id}",
        viewer.principal.id,
    )
    assert event.subject_label == f"{employee.number} García, José"


def test_nothing_is_shown_when_the_look_cannot_be_recorded(desks: FakeDesks, viewer: Desk, employee: Employee) -> None:
    desks.calls.failing.add("audit.record")
    with pytest.raises(Unavailable):
        view_employee(viewer, employee.id)


@pytest.mark.parametrize("employee_id", ["", "none", "\x00", "x" * 5_000])
def test_nobody_is_not_found_and_not_recorded(viewer: Desk, records: Records, employee_id: str) -> None:
    with pytest.raises(NotFound):
        view_employee(viewer, employee_id)
    assert not records.events


def test_somebody_of_another_state_is_not_found(desks: FakeDesks, employee: Employee) -> None:
    with pytest.raises(NotFound):
        view_employee(desks.open_for(Role.VIEWER, "wyoming"), employee.id)


def test_an_act_changes_the_record_and_is_told_before_and_after(
    specialist: Desk, records: Records, employee: Employee
) -> None:
    act = Act(ActKind.JOB, {"agency": "DOT", "department": "BRI", "title": "Engineer"})
    saved = record_act(specialist, employee.id, act, 1, an_id())
    assert records.employees[employee.id] == saved
    (event,) = records.events
    assert (event.kind, event.act) == (EventKind.EMPLOYEE_CHANGED, "job")
    assert event.changes == (
        Change("agency", "Department of Motor Vehicles", "Department of Transportation"),
        Change("department", "Licensing", "Bridges"),
        Change("title", "Licensing examiner", "Engineer"),
    )


def test_a_dated_act_is_told_with_its_day_and_its_tidy_reason(
    specialist: Desk, records: Records, employee: Employee
) -> None:
    record_act(specialist, employee.id, leave(), 1, an_id())
    (event,) = records.events
    assert (event.effective, event.reason) == ("2026-03-02", "Care of a child")
    assert Change("status", "Active", "On leave") in event.changes


def test_the_label_of_an_event_is_the_name_from_then_on(specialist: Desk, records: Records, employee: Employee) -> None:
    record_act(specialist, employee.id, Act(ActKind.NAME, {"last_name": "Ruiz"}), 1, an_id())
    assert records.events[0].subject_label == f"{employee.number} Ruiz, José"


def test_a_number_is_corrected_but_not_left_out(specialist: Desk, employee: Employee) -> None:
    assert record_act(specialist, employee.id, Act(ActKind.CORRECTION, {"number": "B-1"}), 1, an_id()).number == "B-1"
    with pytest.raises(Invalid) as caught:
        record_act(specialist, employee.id, Act(ActKind.CORRECTION, {"number": ""}), 2, an_id())
    assert set(caught.value.fields) == {"number"}


def test_who_saves_second_is_told_and_gets_the_record_as_it_is(
    specialist: Desk, records: Records, employee: Employee
) -> None:
    first = record_act(specialist, employee.id, Act(ActKind.JOB, {"title": "A"}), 1, an_id())
    with pytest.raises(Conflict) as caught:
        record_act(specialist, employee.id, Act(ActKind.JOB, {"title": "B"}), 1, an_id())
    assert caught.value.current == first == records.employees[employee.id]


@pytest.mark.parametrize(
    "act",
    [Act(ActKind.JOB, {"title": "A"}), Act(ActKind.NAME, {"last_name": "Ruiz", "former_names": ()}), leave()],
    ids=lambda act: act.kind.value,
)
def test_the_same_act_sent_twice_is_done_once(specialist: Desk, records: Records, employee: Employee, act: Act) -> None:
    token = an_id()
    first, second = (record_act(specialist, employee.id, act, 1, token) for _ in range(2))
    assert first == second
    assert len(records.events) == 1


@pytest.mark.parametrize(
    ("sent", "again"),
    [
        (Act(ActKind.JOB, {"title": "A"}), Act(ActKind.JOB, {"title": "B"})),
        (leave(), leave(effective=TODAY - timedelta(days=1))),
    ],
)
def test_a_form_that_comes_back_with_something_else_in_it_is_a_conflict(
    specialist: Desk, employee: Employee, sent: Act, again: Act
) -> None:
    token = an_id()
    record_act(specialist, employee.id, sent, 1, token)
    with pytest.raises(Conflict):
        record_act(specialist, employee.id, again, 1, token)


def test_an_act_that_changes_nothing_saves_nothing(specialist: Desk, records: Records, employee: Employee) -> None:
    same = Act(ActKind.JOB, {"title": employee.title})
    assert record_act(specialist, employee.id, same, 1, an_id()) == employee
    assert not records.events


def test_an_act_on_nobody_is_not_found(specialist: Desk) -> None:
    with pytest.raises(NotFound):
        record_act(specialist, "none", leave(), 1, an_id())


def test_days_are_those_of_the_state(desks: FakeDesks, specialist: Desk, employee: Employee) -> None:
    desks.clock.set(desks.clock.instant.replace(day=3, hour=5))
    assert specialist.today() == date(2026, 3, 2)
    with pytest.raises(Invalid):
        record_act(specialist, employee.id, leave(effective=date(2026, 3, 3)), 1, an_id())


def test_only_who_may_change_records_is_offered_acts(specialist: Desk, viewer: Desk) -> None:
    assert ActKind.LEAVE in acts_for(specialist, Status.ACTIVE)
    assert ActKind.LEAVE not in acts_for(specialist, Status.LEAVE)
    assert acts_for(viewer, Status.ACTIVE) == ()


def test_a_person_goes_and_comes_back(specialist: Desk, records: Records, employee: Employee) -> None:
    gone = record_act(specialist, employee.id, Act(ActKind.SEPARATION, {}, date(2026, 2, 1), "Retired"), 1, an_id())
    assert (gone.status, gone.separation_reason) == (Status.SEPARATED, "Retired")
    back = record_act(specialist, gone.id, Act(ActKind.REINSTATEMENT, {}, TODAY, "Needed"), 2, an_id())
    assert (back.status, back.separation_reason, back.version) == (Status.ACTIVE, "", 3)
    assert len(records.events) == 2
