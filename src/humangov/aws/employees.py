"""The employees' records of one state."""

from humangov.aws import index, keys
from humangov.aws.audit import event_write
from humangov.aws.documents import read_document
from humangov.aws.items import plain, read
from humangov.aws.table import Span, Table
from humangov.aws.writes import ABSENT, Refused, put, unchanged, update
from humangov.domain.employees import Employee, Row, row_of
from humangov.domain.errors import AlreadyExists, Conflict, NotFound
from humangov.domain.events import Event
from humangov.services.ports import Folder

_MOST_ALIKE = 10


class Employees:
    """See ports.EmployeeStore."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, employee_id: str) -> Employee:
        """One GetItem."""
        item = self._table.get(keys.profile(employee_id))
        if item is None:
            raise NotFound
        return read(Employee, item)

    def folder(self, employee_id: str) -> Folder:
        """One Query; more only where an employee's documents fill a megabyte."""
        pk, profile = keys.profile(employee_id)
        found = [*self._table.walk(Span(pk, "DOC#", profile), descending=True)]
        records = [item for item in found if item["sk"] == profile]
        if not records:
            raise NotFound
        documents = tuple(read_document(item) for item in found if item["sk"].startswith("DOC#"))
        return Folder(read(Employee, records[0]), documents)

    def create(self, employee: Employee, event: Event) -> Employee:
        """One TransactWriteItems. The id is the form's token, so a record that is there already is this form's."""
        profile = put(keys.profile(employee.id), plain(employee), ABSENT)
        try:
            self._table.commit([profile, *index.writes(None, employee)], event_write(event))
        except Refused as refused:
            if profile.key in refused.keys:
                return self.get(employee.id)
            raise self._taken(refused, employee) from refused
        return employee

    def change(self, before: Employee, after: Employee, event: Event) -> Employee:
        """One TransactWriteItems."""
        same = unchanged(version=before.version)
        profile = put(keys.profile(after.id), plain(after), same)
        try:
            self._table.commit([profile, *index.writes(before, after)], event_write(event))
        except Refused as refused:
            current = self.get(after.id)
            # A form that is come back to has the token of what it saved before: that alone is no sign of this change.
            if current.version != before.version and current.token == after.token:
                return current
            if profile.key in refused.keys or current.version != before.version:
                raise Conflict(current) from refused
            raise self._taken(refused, after) from refused
        return after

    def _taken(self, refused: Refused, employee: Employee) -> AlreadyExists:
        """The error for the first claim that belongs to another record."""
        key, field = next((k, field) for k, field in index.claims(employee).items() if k in refused.keys)
        claim = self._table.get(key)
        return AlreadyExists(field, claim["owner"] if claim else "")

    def next_number(self) -> str:
        """Two calls. Where numbers were given by hand, the counter leaps over them, further each time."""
        leap = 1
        while True:
            number = f"{self._table.save(update(keys.NUMBERS, {'issued': leap}))['issued']:06}"
            if self._table.get(keys.unique("number", number)) is None:
                return number
            leap *= 2

    def same_person(self, employee: Employee) -> tuple[Row, ...]:
        """One Query and one GetItem, and one BatchGetItem where somebody is alike."""
        alike = self._table.query(Span(keys.likeness(employee)[0]), _MOST_ALIKE + 2)
        claim = self._table.get(keys.unique("email", employee.email)) if employee.email else None
        ids = dict.fromkeys([*([claim["owner"]] if claim else []), *(item["sk"] for item in alike.items)])
        others = [keys.profile(i) for i in ids if i != employee.id][:_MOST_ALIKE]
        found = self._table.get_all(others)
        return tuple(row_of(read(Employee, found[key])) for key in others if key in found)
