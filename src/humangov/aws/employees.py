"""The employees' records and ledgers of one state."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from humangov.aws import index, keys, ledger
from humangov.aws.audit import event_write
from humangov.aws.careers import read_action, read_career
from humangov.aws.documents import read_document
from humangov.aws.items import Item, read
from humangov.aws.mass import held, mass_key, read_mass
from humangov.aws.table import FEW, Span, Table
from humangov.aws.writes import MOST_WRITES, Refused, update
from humangov.domain.actions import Action
from humangov.domain.employees import Employee, Row, row_of
from humangov.domain.errors import AlreadyExists, Conflict, Invalid, NotFound
from humangov.domain.events import Event
from humangov.domain.opening import opening
from humangov.services.folders import Entry, Folder

_MOST_ALIKE = 10
TOO_MUCH = "This changes more at once than can be saved. Record the change of names and that of positions one by one."
# The last of a person's items that a folder reads: behind the record come the requests.
_REQUESTS = "REQ#" + keys.HIGHEST


class Employees:
    """See ports.EmployeeStore. `settled` is the day up to which nothing is due, for as long as the process lives."""

    def __init__(self, table: Table, settled: dict[str, date]) -> None:
        self._table, self._settled = table, settled

    def get(self, employee_id: str) -> Employee:
        """One GetItem."""
        item = self._table.get(keys.profile(employee_id))
        if item is None:
            raise NotFound
        return read(Employee, item)

    def folder(self, employee_id: str) -> Folder:
        """One Query; more only where an employee's documents fill a megabyte."""
        return self._read(employee_id, keys.career(employee_id)[1])

    def career(self, employee_id: str) -> Folder:
        """One Query; more only where all that is filed fills a megabyte."""
        return self._read(employee_id, "ACT#")

    def _read(self, employee_id: str, first: str) -> Folder:
        pk, profile = keys.profile(employee_id)
        found = [*self._table.walk(Span(pk, first, _REQUESTS), descending=True)]
        records = [read(Employee, item) for item in found if item["sk"] == profile]
        if not records:
            raise NotFound
        in_short = tuple(a for item in found if "career" in item for a in read_career(employee_id, item["career"]))
        ids = {action.id for action in in_short}
        documents = tuple(read_document(item, ids) for item in found if item["sk"].startswith("DOC#"))
        folder = Folder(
            records[0], documents, _actions(found, "REQ#"), _actions(found, "ACT#")[::-1], in_short=in_short
        )
        if first == "ACT#" and not folder.actions:
            return replace(folder, actions=opening(folder.employee), stored=False)
        return folder

    def record(self, entry: Entry, event: Event) -> Employee:
        """One TransactWriteItems: the writes and the event."""
        writes = [ledger.record_write(entry), *ledger.writes(entry), *held(entry.mass)]
        # Beside them go the event and, where there is one, the form.
        if len(writes) + 2 > MOST_WRITES:
            raise Invalid({"form": TOO_MUCH})
        try:
            self._table.commit(writes, event_write(event))
        except Refused as refused:
            return self._refused(entry, refused)
        return entry.after

    def _refused(self, entry: Entry, refused: Refused) -> Employee:
        """The record that this very form has saved before. Raises what kept the entry from being saved."""
        before, after = entry.before, entry.after
        if entry.mass and mass_key(entry.mass.id) in refused.keys:
            raise Conflict(read_mass(self._table, entry.mass.id)) from refused
        if before is None and keys.profile(after.id) not in refused.keys:
            raise self._taken(refused, after) or Conflict(None) from refused
        current = self.get(after.id)
        # A form that is come back to has the token of what it saved before: that alone is no sign of this change.
        if before is None or (current.version != before.version and current.token == after.token):
            return current
        if current.version == before.version and (taken := self._taken(refused, after)):
            raise taken from refused
        # Or the request or a position is not as it was seen.
        raise Conflict(current) from refused

    def _taken(self, refused: Refused, employee: Employee) -> AlreadyExists | None:
        """The error for the first claim that belongs to another record."""
        found = [(k, field) for k, field in index.claims(employee).items() if k in refused.keys]
        if not found:
            return None
        claim = self._table.get(found[0][0])
        return AlreadyExists(found[0][1], claim["owner"] if claim else "")

    def due(self, day: date) -> Iterator[str]:
        """A Query for each few, until the first finds none: what is recorded later on that day is in effect at once."""
        if self._settled.get(self._table.name, date.min) >= day:
            return
        found = False
        for item in self._table.walk(Span(keys.DUE, high=f"{day.isoformat()}#{keys.HIGHEST}"), size=FEW):
            found = True
            yield item["sk"].partition("#")[2]
        if not found:
            self._settled[self._table.name] = day

    def next_number(self) -> str:
        """Two calls. Where numbers were given by hand, the counter leaps over them, further each time."""
        leap = 1
        while True:
            number = f"{self._table.save(update(keys.NUMBERS, {'issued': leap}))['issued']:06}"
            if self._table.get(keys.unique("number", number)) is None:
                return number
            leap *= 2

    def whose(self, field: str, value: str) -> str:
        """One GetItem, of the claim of the value."""
        claim = self._table.get(keys.unique(field, value)) if value else None
        return str(claim["owner"]) if claim else ""

    def taken(self, employee: Employee) -> Mapping[str, str]:
        """One BatchGetItem, of the claims of both; none where there is neither."""
        claims = index.claims(employee)
        found = self._table.get_all(claims)
        return {claims[key]: str(item["owner"]) for key, item in found.items() if item["owner"] != employee.id}

    def same_person(self, employee: Employee) -> tuple[Row, ...]:
        """One Query and one GetItem, and one BatchGetItem where somebody is alike."""
        alike = self._table.query(Span(keys.likeness(employee)[0]), _MOST_ALIKE + 2)
        claim = self._table.get(keys.unique("email", employee.email)) if employee.email else None
        ids = dict.fromkeys([*([claim["owner"]] if claim else []), *(item["sk"] for item in alike.items)])
        others = [keys.profile(i) for i in ids if i != employee.id][:_MOST_ALIKE]
        found = self._table.get_all(others)
        return tuple(row_of(read(Employee, found[key])) for key in others if key in found)


def _actions(items: Sequence[Item], prefix: str) -> tuple[Action, ...]:
    """The actions among a person's items. A request that was processed leaves an item without one."""
    found = (item for item in items if item["sk"].startswith(prefix) and "action" in item)
    return tuple(read_action(item["action"]) for item in found)
