"""Employees: look at a record, appoint a person, and act on a record."""

from dataclasses import replace
from typing import Any

from humangov.domain.acts import RULES, Act, ActKind, apply
from humangov.domain.employees import Employee, Status, differences
from humangov.domain.errors import Conflict, Invalid, LikelyDuplicate
from humangov.domain.events import Event, EventKind
from humangov.domain.organization import Overview
from humangov.domain.permissions import Permission
from humangov.domain.rules import problems
from humangov.domain.wording import changes_between
from humangov.services.desk import Desk
from humangov.services.ports import Folder


def subject_of(employee_id: str) -> str:
    """How the audit log names an employee."""
    return f"employee:{employee_id}"


def label_of(employee: Employee) -> str:
    """How the audit log says an employee to people: number and name as they are now."""
    return f"{employee.number} {employee.list_name}"


def view_employee(desk: Desk, employee_id: str) -> Folder:
    """The record with its documents; the look is recorded. Raises NotFound."""
    desk.require(Permission.READ_RECORDS)
    folder = desk.employees.folder(employee_id)
    desk.saw(EventKind.EMPLOYEE_VIEWED, subject_of(employee_id), label_of(folder.employee))
    return folder


def appoint(desk: Desk, act: Act, token: str, *, another_person: bool = False) -> Employee:
    """Create a record. `token` (a ULID) becomes its id: the same form sent twice creates it once.

    Raises Invalid, AlreadyExists (number, e-mail) and, unless the caller says that it is `another_person`,
    LikelyDuplicate.
    """
    desk.require(Permission.CHANGE_RECORDS)
    overview = desk.organization.overview()
    employee = _appointed(desk, act.changes, token, overview)
    if not another_person and (rows := tuple(r for r in desk.employees.same_person(employee) if r.id != employee.id)):
        raise LikelyDuplicate(rows)
    if not employee.number:
        employee = replace(employee, number=desk.employees.next_number())
    event = _event(desk, EventKind.EMPLOYEE_APPOINTED, act, None, employee, overview)
    return desk.employees.create(employee, event)


def _appointed(desk: Desk, values: Any, token: str, overview: Overview) -> Employee:
    """The new record, checked. An empty number is issued later: asking for one costs a number."""
    if alien := set(values) - ActKind.APPOINTMENT.fields:
        raise Invalid(dict.fromkeys(alien, "An appointment cannot set this field."))
    employee = Employee(
        **values, id=token, token=token, status_since=values["hire_date"], created_at=desk.now(), updated_at=desk.now()
    )
    checked = replace(employee, number=employee.number or "1")
    if found := problems(checked, overview.agencies, desk.today()):
        raise Invalid(found)
    return employee


def record_act(desk: Desk, employee_id: str, act: Act, version: int, token: str) -> Employee:
    """Do an act to the record that the caller saw at `version`.

    An act that changes nothing saves nothing. Raises NotFound, Conflict with the current Employee, Invalid, AlreadyExists.
    """
    desk.require(Permission.CHANGE_RECORDS)
    before = desk.employees.get(employee_id)
    if before.token == token:
        return before
    if before.version != version:
        raise Conflict(before)
    overview = desk.organization.overview()
    after = replace(apply(act, before, overview.agencies, desk.now(), desk.today()), token=token)
    if not differences(before, after):
        return before
    return desk.employees.change(before, after, _event(desk, EventKind.EMPLOYEE_CHANGED, act, before, after, overview))


def _event(  # noqa: PLR0913 an event tells the whole act
    desk: Desk, kind: EventKind, act: Act, before: Employee | None, after: Employee, overview: Overview
) -> Event:
    dated = RULES[act.kind].leads_to is not None
    return desk.event(
        kind,
        subject_of(after.id),
        label_of(after),
        changes=changes_between(before, after, overview),
        act=act.kind.value,
        effective=act.effective.isoformat() if dated and act.effective else "",
        reason=act.reason if dated else "",
    )


def acts_for(desk: Desk, status: Status) -> tuple[ActKind, ...]:
    """The acts that this principal can do to a person of this status: none without the permission."""
    desk.require(Permission.READ_RECORDS)
    allowed = Permission.CHANGE_RECORDS in desk.principal.permissions
    return tuple(kind for kind, rule in RULES.items() if allowed and status in rule.allowed_from)
