"""Mass actions of one state, each with a partition of its people, and one more for those skipped, and for failures."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

from humangov.aws import keys
from humangov.aws.audit import event_write
from humangov.aws.items import Item, compact, plain, read, read_fields
from humangov.aws.keys import Key
from humangov.aws.table import FEW, Span, Table
from humangov.aws.writes import ABSENT, Condition, Refused, Write, check, delete, put, unchanged
from humangov.domain.employees import Employee
from humangov.domain.errors import Conflict, Invalid, NotFound
from humangov.domain.events import Event
from humangov.domain.lists import Page
from humangov.domain.mass import LISTED, MassAction, MassPerson, Result

# The most of one BatchGetItem.
_MOST_AT_ONCE = 100


class MassActions:
    """See chore_ports.MassStore."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, mass_id: str) -> MassAction:
        """One GetItem."""
        return read_mass(self._table, mass_id)

    def create(self, mass: MassAction, event: Event) -> MassAction:
        """One TransactWriteItems."""
        try:
            self._table.commit([*_writes(mass, ABSENT)], event_write(event))
        except Refused:
            return self.get(mass.id)
        return mass

    def save(
        self, before: MassAction, after: MassAction, event: Event | None = None, people: Sequence[MassPerson] = ()
    ) -> MassAction:
        """One TransactWriteItems: the mass action, its line among those under way, and at most two items a person."""
        said = [write for person in people for write in _person_writes(after.id, person)]
        writes = [*_writes(after, unchanged(version=before.version), before), *said]
        try:
            if event:
                self._table.commit(writes, event_write(event))
            else:
                self._table.together(writes)
        except Refused as refused:
            raise Conflict(self.get(after.id)) from refused
        return after

    def page(self, before: str, size: int) -> Page[MassAction]:
        """One Query."""
        high = keys.just_below(before) if before else keys.HIGHEST
        found = self._table.query(Span(keys.MASS, high=high), size + 1, descending=True)
        shown = tuple(_read(item) for item in found.items[:size])
        return Page(shown, after=shown[-1].id if len(found.items) > size else "", looked_at=len(shown))

    def underway(self) -> tuple[MassAction, ...]:
        """One Query of the lines, and one BatchGetItem for each hundred of them."""
        lines = [mass_key(item["sk"]) for item in self._table.walk(Span(keys.UNDERWAY))]
        found: dict[Key, Item] = {}
        for start in range(0, len(lines), _MOST_AT_ONCE):
            found |= self._table.get_all(lines[start : start + _MOST_AT_ONCE])
        return tuple(_read(found[key]) for key in sorted(found))

    def unfinished(self) -> Iterator[str]:
        """A Query of the lines for each few."""
        return (item["sk"] for item in self._table.walk(Span(keys.UNDERWAY), size=FEW))

    def people(self, mass_id: str, result: Result | None, after: str, size: int) -> Page[MassPerson]:
        """One Query; one person more than is given tells of a next page."""
        if result not in LISTED:
            raise Invalid({"result": "Choose all, changed, skipped or not possible."})
        low = keys.just_above(after) if after else keys.LOWEST
        found = self._table.query(Span(keys.mass_people(mass_id, result), low), size + 1)
        shown = found.items[:size]
        more = found.more or len(found.items) > size
        return Page(
            tuple(read(MassPerson, json.loads(item["person"])) for item in shown),
            before=after,
            after=shown[-1]["sk"] if more and shown else "",
            looked_at=len(shown),
        )


def mass_key(mass_id: str) -> Key:
    """Where a mass action stands."""
    return keys.MASS, mass_id


def read_mass(table: Table, mass_id: str) -> MassAction:
    """The mass action as it is. Raises NotFound."""
    item = table.get(mass_key(mass_id))
    if item is None:
        raise NotFound
    return _read(item)


def held(mass: MassAction | None) -> Iterator[Write]:
    """The condition that it is as whoever works on it holds it: nobody stopped it, and nobody else took it over."""
    if mass:
        yield check(mass_key(mass.id), unchanged(version=mass.version))


def _read(item: Item) -> MassAction:
    mass = read(MassAction, json.loads(item["mass"]))
    return replace(mass, rule=replace(mass.rule, values=read_fields(Employee, mass.rule.values)))


def _writes(after: MassAction, condition: Condition, before: MassAction | None = None) -> Iterator[Write]:
    """The mass action, and its line among those that have not ended."""
    yield put(mass_key(after.id), {"mass": compact(plain(after)), "version": after.version}, condition)
    line = (keys.UNDERWAY, after.id)
    if before is None:
        yield put(line, {})
    elif before.status.is_open and not after.status.is_open:
        yield delete(line)


def _person_writes(mass_id: str, person: MassPerson) -> Iterator[Write]:
    """The person among all, and in each list in which they stand."""
    item, place = {"person": compact(plain(person))}, keys.mass_person(person)
    yield put((keys.mass_people(mass_id), place), item)
    for result in sorted(person.lists):
        yield put((keys.mass_people(mass_id, result), place), item)
