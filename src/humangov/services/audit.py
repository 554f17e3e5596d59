"""The audit log, an employee's history, and who has looked at an employee."""

from dataclasses import dataclass

from humangov.domain.employees import Employee
from humangov.domain.events import Event, EventFilter, EventKind
from humangov.domain.lists import Page
from humangov.domain.permissions import Permission
from humangov.services.desk import Desk
from humangov.services.subjects import label_of, subject_of


@dataclass(frozen=True, slots=True)
class EmployeeEvents:
    """An employee and a page of the events about them."""

    employee: Employee
    page: Page[Event]


def read_log(desk: Desk, wanted: EventFilter, before: str, size: int) -> Page[Event]:
    """A page of the audit log, newest first. Reading it is itself an event."""
    desk.require(Permission.READ_AUDIT)
    page = desk.audit.page(wanted, before, size)
    desk.saw(EventKind.AUDIT_VIEWED, "audit", "Audit log")
    return page


def history(desk: Desk, employee_id: str, before: str, size: int) -> EmployeeEvents:
    """What was done to an employee's record and documents, newest first. Raises NotFound."""
    desk.require(Permission.READ_RECORDS)
    return _events(desk, employee_id, before, size, views=False)


def looks(desk: Desk, employee_id: str, before: str, size: int) -> EmployeeEvents:
    """Who looked at an employee's record and documents, newest first. Raises NotFound."""
    desk.require(Permission.READ_AUDIT)
    return _events(desk, employee_id, before, size, views=True)


def _events(desk: Desk, employee_id: str, before: str, size: int, *, views: bool) -> EmployeeEvents:
    employee = desk.employees.get(employee_id)
    page = desk.audit.page(EventFilter(subject=subject_of(employee_id), views=views), before, size)
    about = "looks" if views else "changes"
    subject, label = subject_of(employee_id), label_of(employee)
    desk.saw(EventKind.HISTORY_VIEWED, subject, label, about=about, agency=employee.agency)
    return EmployeeEvents(employee, page)
