"""Employees: look at a record, appoint a person, and act on a record."""

from dataclasses import replace

from humangov.domain.acts import RULES, Act, ActKind, apply, checked_changes, possible_acts
from humangov.domain.employees import Employee, Status, differences, in_sentence
from humangov.domain.errors import Conflict, Invalid, LikelyDuplicate
from humangov.domain.events import Event, EventKind
from humangov.domain.organization import Overview
from humangov.domain.permissions import Permission
from humangov.domain.rules import problems
from humangov.domain.text import tidy
from humangov.domain.wording import changes_between
from humangov.services.desk import Desk
from humangov.services.ports import Folder

# What an appointment cannot do without.
_NEEDED = frozenset({"birth_date", "agency", "department", "title", "pay_cents", "hire_date"})


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
    employee = folder.employee
    desk.saw(EventKind.EMPLOYEE_VIEWED, subject_of(employee_id), label_of(employee), agency=employee.agency)
    return folder


def appoint(desk: Desk, act: Act, token: str, *, another_person: bool = False) -> Employee:
    """Create a record. `token` (a ULID) becomes its id: the same form sent twice creates it once.

    Raises Invalid, AlreadyExists (number, e-mail) and, unless the caller says that it is `another_person`,
    LikelyDuplicate. Invalid (form) also when the form is sent again with something else in it.
    """
    desk.require(Permission.CHANGE_RECORDS)
    overview = desk.organization.overview()
    employee = _appointed(desk, act, token, overview)
    if not another_person and (rows := tuple(r for r in desk.employees.same_person(employee) if r.id != employee.id)):
        raise LikelyDuplicate(rows)
    if not employee.number:
        employee = replace(employee, number=desk.employees.next_number())
    event = _event(desk, EventKind.EMPLOYEE_APPOINTED, act, None, employee, overview)
    return _of_this_form(act, desk.employees.create(employee, event))


def _appointed(desk: Desk, act: Act, token: str, overview: Overview) -> Employee:
    """The new record, checked. An empty number is issued later: asking for one costs a number."""
    values = {"number": "", **checked_changes(act)}
    if missing := _NEEDED - set(values):
        raise Invalid({name: f"Enter the {in_sentence(name)}." for name in missing})
    now = desk.now()
    employee = Employee(
        **values, id=token, token=token, status_since=values["hire_date"], created_at=now, updated_at=now
    )
    checked = replace(employee, number=employee.number or "1")
    if found := problems(checked, overview.agencies, desk.today()):
        raise Invalid(found)
    return employee


def _of_this_form(act: Act, saved: Employee) -> Employee:
    """The record that this form has saved: not what the same form, come back to, has saved before."""
    if saved.version == 1 and not _says(act, saved):
        found = f"This form has appointed {saved.display_name} already. Open a new form to appoint somebody else."
        raise Invalid({"form": found})
    return saved


def _says(act: Act, employee: Employee) -> bool:
    """Whether the record holds what the act sets: a number may have been issued, and a former name added."""
    values = checked_changes(act)
    issued = {"number"} if not values.get("number") else set()
    same = all(getattr(employee, n) == value for n, value in values.items() if n not in {"former_names", *issued})
    return same and act.effective in (None, employee.status_since)


def record_act(desk: Desk, employee_id: str, act: Act, version: int, token: str) -> Employee:
    """Do an act to the record that the caller saw at `version`.

    An act that changes nothing saves nothing. Raises NotFound, Conflict with the current Employee, Invalid,
    AlreadyExists.
    """
    desk.require(Permission.CHANGE_RECORDS)
    before = desk.employees.get(employee_id)
    if before.token == token and _says(act, before):
        return before
    if before.version != version:
        raise Conflict(before)
    overview = desk.organization.overview()
    after = replace(apply(act, before, overview.agencies, desk.now(), desk.today()), token=token)
    if not differences(before, after):
        return before
    return desk.employees.change(before, after, _event(desk, EventKind.EMPLOYEE_CHANGED, act, before, after, overview))


def _event(
    desk: Desk, kind: EventKind, act: Act, before: Employee | None, after: Employee, overview: Overview
) -> Event:
    dated = RULES[act.kind].leads_to is not None
    return desk.event(
        kind,
        subject_of(after.id),
        label_of(after),
        agency=after.agency,
        changes=changes_between(before, after, overview),
        act=act.kind.value,
        effective=act.effective.isoformat() if dated and act.effective else "",
        reason=tidy(act.reason) if dated else "",
    )


def acts_for(desk: Desk, status: Status) -> tuple[ActKind, ...]:
    """The acts that this principal can do to a person of this status: none without the permission."""
    desk.require(Permission.READ_RECORDS)
    return possible_acts(status) if Permission.CHANGE_RECORDS in desk.principal.permissions else ()
