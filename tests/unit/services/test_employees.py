"""Look at a record, and see what can be done."""

import pytest

from humangov.domain.employees import Employee, Status
from humangov.domain.errors import NotFound, Unavailable
from humangov.domain.events import EventKind
from humangov.domain.permissions import Role
from humangov.services.desk import Desk
from humangov.services.employees import codes_for, view_employee
from tests.builders import a_document, an_employee
from tests.fakes import FakeDesks
from tests.fakes.records import Records


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


@pytest.mark.parametrize(
    ("status", "families"),
    [
        (Status.ACTIVE, {"3", "4", "5", "7", "8"}),
        (Status.LEAVE, {"2", "3", "5", "7", "8"}),
        (Status.SEPARATED, {"1", "7"}),
        (Status.APPOINTED, set()),
    ],
)
def test_only_who_may_change_records_is_offered_codes(
    specialist: Desk, viewer: Desk, status: Status, families: set[str]
) -> None:
    overview, person = specialist.organization.overview(), an_employee(status=status)
    assert {code.code[0] for code in codes_for(specialist, person, overview)} == families
    assert codes_for(viewer, person, overview) == ()
