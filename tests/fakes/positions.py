"""The positions of one state, in memory."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from humangov.domain.errors import AlreadyExists, Conflict, NotFound
from humangov.domain.events import Event
from humangov.domain.lists import Page
from humangov.domain.positions import Position
from tests.fakes.records import Calls, Records


@dataclass(frozen=True, slots=True)
class FakePositions:
    """See ports.PositionStore."""

    records: Records
    calls: Calls

    def get(self, number: str) -> Position:
        self.calls.note("positions.get")
        return self._current(number)

    def many(self, numbers: Iterable[str]) -> dict[str, Position]:
        wanted = [*numbers]
        if wanted:
            self.calls.note("positions.many")
        return {number: self.records.positions[number] for number in wanted if number in self.records.positions}

    def create(self, position: Position, event: Event) -> Position:
        self.calls.note("positions.create")
        self.records.once(event)
        current = self.records.positions.get(position.number)
        if current is None:
            return self._save(position, event)
        if current.token == position.token:
            return current
        raise AlreadyExists("number", position.number)

    def change(self, before: Position, after: Position, event: Event) -> Position:
        self.calls.note("positions.change")
        self.records.once(event)
        current = self._current(after.number)
        if current.version == before.version:
            return self._save(after, event)
        if current.token == after.token:
            return current
        raise Conflict(current)

    def in_unit(self, agency: str, unit: str, after: str = "", size: int = 100) -> Page[Position]:
        self.calls.note("positions.in_unit")
        found = [p for n, p in sorted(self.records.positions.items()) if (agency, unit) in p.units and n > after]
        seats = tuple(replace(p, version=0, token="", incumbents=p.incumbents_in(agency, unit)) for p in found[:size])
        return Page(seats, after=seats[-1].number if len(found) > size else "", looked_at=len(seats))

    def _current(self, number: str) -> Position:
        if number not in self.records.positions:
            raise NotFound
        return self.records.positions[number]

    def _save(self, position: Position, event: Event) -> Position:
        self.records.positions[position.number] = position
        self.records.tell(event)
        self.calls.changed("positions.save")
        return position
