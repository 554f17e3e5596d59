"""The employees' records of one state, in memory."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from humangov.domain.actions import Action, waiting_line
from humangov.domain.employees import Employee, Row, row_of
from humangov.domain.errors import AlreadyExists, Conflict, NotFound
from humangov.domain.events import Event
from humangov.domain.opening import opening
from humangov.services.folders import Entry, Folder
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
        return replace(self._folder(employee_id), actions=(), stored=True)

    def career(self, employee_id: str) -> Folder:
        self.calls.note("employees.career")
        return self._folder(employee_id)

    def _folder(self, employee_id: str) -> Folder:
        employee = self._current(employee_id)
        current = [versions[-1] for (owner, _), versions in self.records.documents.items() if owner == employee_id]
        documents = tuple(sorted(current, key=lambda d: d.id, reverse=True))
        asked = (action for (owner, _), action in self.records.requests.items() if owner == employee_id)
        requests = tuple(sorted(asked, key=lambda a: a.id, reverse=True))
        stored = sorted(self.records.actions.get(employee_id, {}).values(), key=_place)
        in_short = tuple(action for action in stored if not action.is_edit)
        return Folder(employee, documents, requests, tuple(stored) or opening(employee), bool(stored), in_short)

    def record(self, entry: Entry, event: Event) -> Employee:
        self.calls.note("employees.record")
        self.records.once(event)
        if entry.mass and (mass := self.records.masses[entry.mass.id]).version != entry.mass.version:
            raise Conflict(mass)
        before, after = entry.before, entry.after
        current = self.records.employees.get(after.id)
        if before is None and current:
            return current
        if before and current is None:
            raise NotFound
        if before and current and current.version != before.version:
            if current.token == after.token:
                return current
            raise Conflict(current)
        self._check(entry, current)
        return self._save(entry, event)

    def _check(self, entry: Entry, current: Employee | None) -> None:
        """Whatever else must be as it was seen."""
        for other in self.records.employees.values():
            if other.id != entry.after.id and other.number.casefold() == entry.after.number.casefold():
                raise AlreadyExists("number", other.id)
            if other.id != entry.after.id and _same_email(other, entry.after):
                raise AlreadyExists("email", other.id)
        asked = entry.request
        found = self.records.requests.get((asked.employee_id, asked.id)) if asked else None
        seats = all(self.records.positions[seat.number].version == seat.version for seat, _ in entry.seats)
        if not seats or (asked and (found is None or found.version != asked.version)):
            raise Conflict(current)

    def _save(self, entry: Entry, event: Event) -> Employee:
        after = entry.after
        for stage in entry.earlier:
            for action in stage.ledger:
                self.records.recorded_on.setdefault(action.id, stage.day)
            self.records.events += [stage.event] if stage.event else []
        had = {action.id for stage in entry.earlier for action in stage.ledger} | {a.id for a in entry.was}
        for action in entry.ledger:
            self.records.recorded_on.setdefault(action.id, entry.day)
            if action.id not in had and action.approved:
                self.records.notices[action.id] = after.id
        self.records.actions[after.id] = {action.id: action for action in entry.ledger}
        for _, seat in entry.seats:
            self.records.positions[seat.number] = seat
        for request in entry.waiting:
            if request.id in self.records.waiting:
                self.records.waiting[request.id] = waiting_line(request, after)
        if entry.request:
            del self.records.requests[after.id, entry.request.id]
            self.records.ended.add((after.id, entry.request.id))
            self.records.waiting.pop(entry.request.id, None)
        self.records.employees[after.id] = after
        self.records.tell(event)
        self.calls.changed("employees.record")
        return after

    def due(self, day: date) -> Iterator[str]:
        people = [e for e in self.records.employees.values() if e.due and e.due <= day]
        if people:
            self.calls.note("employees.due")
        return iter([e.id for e in sorted(people, key=lambda e: (e.due or day, e.id))])

    def next_number(self) -> str:
        self.calls.note("employees.next_number")
        taken = {employee.number for employee in self.records.employees.values()}
        while True:
            self.records.issued_numbers += 1
            if (number := f"{self.records.issued_numbers:06}") not in taken:
                return number

    def whose(self, field: str, value: str) -> str:
        self.calls.note("employees.whose")
        found = (e for e in self.records.employees.values() if getattr(e, field).casefold() == value.casefold())
        return next((e.id for e in found if value), "")

    def taken(self, employee: Employee) -> Mapping[str, str]:
        self.calls.note("employees.taken")
        owners = {name: self._owner(name, getattr(employee, name)) for name in ("number", "email")}
        return {name: owner for name, owner in owners.items() if owner not in {"", employee.id}}

    def _owner(self, field: str, value: str) -> str:
        people = self.records.employees.values()
        return next((e.id for e in people if value and getattr(e, field).casefold() == value.casefold()), "")

    def same_person(self, employee: Employee) -> tuple[Row, ...]:
        self.calls.note("employees.same_person")
        others = (e for e in self.records.employees.values() if e.id != employee.id)
        alike = (e for e in others if e.likeness == employee.likeness or _same_email(e, employee))
        return tuple(row_of(e) for e in alike)[:MOST_ALIKE]

    def _current(self, employee_id: str) -> Employee:
        if employee_id not in self.records.employees:
            raise NotFound
        return self.records.employees[employee_id]


def _place(action: Action) -> tuple[date, int, str]:
    return action.effective, action.sequence, action.id


def _same_email(one: Employee, other: Employee) -> bool:
    return bool(one.email) and one.email.casefold() == other.email.casefold()
