"""The employees' records of one state, in memory."""

from dataclasses import dataclass

from humangov.domain.employees import Employee, Row, row_of
from humangov.domain.errors import AlreadyExists, Conflict, NotFound
from humangov.domain.events import Event
from humangov.services.ports import Folder
from tests.fakes.records import Calls, Records

MOST_ALIKE = 10


@dataclass(frozen=True, slots=True)
class FakeEmployees:
    """See ports.EmployeeStore."""

    records: Records
    calls: Calls

    def get(self, employee_id: str) -> Employee:
        self.calls.note("employees.get")
        return self._current(employee_id)

    def folder(self, employee_id: str) -> Folder:
        self.calls.note("employees.folder")
        employee = self._current(employee_id)
        current = [versions[-1] for (owner, _), versions in self.records.documents.items() if owner == employee_id]
        return Folder(employee, tuple(sorted(current, key=lambda d: d.id, reverse=True)))

    def create(self, employee: Employee, event: Event) -> Employee:
        self.calls.note("employees.create")
        if employee.id in self.records.employees:
            return self.records.employees[employee.id]
        return self._save(employee, event)

    def change(self, before: Employee, after: Employee, event: Event) -> Employee:
        self.calls.note("employees.change")
        current = self._current(after.id)
        if current.version != before.version and current.token == after.token:
            return current
        if current.version != before.version:
            raise Conflict(current)
        return self._save(after, event)

    def next_number(self) -> str:
        self.calls.note("employees.next_number")
        taken = {employee.number for employee in self.records.employees.values()}
        while True:
            self.records.issued_numbers += 1
            if (number := f"{self.records.issued_numbers:06}") not in taken:
                return number

    def same_person(self, employee: Employee) -> tuple[Row, ...]:
        self.calls.note("employees.same_person")
        others = (e for e in self.records.employees.values() if e.id != employee.id)
        alike = (e for e in others if e.likeness == employee.likeness or _same_email(e, employee))
        return tuple(row_of(e) for e in alike)[:MOST_ALIKE]

    def _current(self, employee_id: str) -> Employee:
        if employee_id not in self.records.employees:
            raise NotFound
        return self.records.employees[employee_id]

    def _save(self, employee: Employee, event: Event) -> Employee:
        for other in self.records.employees.values():
            if other.id != employee.id and other.number.casefold() == employee.number.casefold():
                raise AlreadyExists("number", other.id)
            if other.id != employee.id and _same_email(other, employee):
                raise AlreadyExists("email", other.id)
        self.records.employees[employee.id] = employee
        self.records.events.append(event)
        return employee


def _same_email(one: Employee, other: Employee) -> bool:
    return bool(one.email) and one.email.casefold() == other.email.casefold()
