"""The positions of one state: each an item of its own, and a copy in the list of every unit in which it ever is."""

from collections.abc import Iterable

from humangov.aws import keys
from humangov.aws.audit import event_write
from humangov.aws.items import Item, packed, unpacked
from humangov.aws.keys import Key
from humangov.aws.table import Span, Table
from humangov.aws.writes import ABSENT, Refused, Write, delete, put, unchanged
from humangov.domain.errors import AlreadyExists, Conflict, NotFound
from humangov.domain.events import Event
from humangov.domain.lists import Page
from humangov.domain.positions import Incumbency, Position, PositionFacts


def seat_writes(before: Position | None, after: Position) -> list[Write]:
    """What makes the old position the new one, on the condition that it still is the old one.

    An incumbent who comes or goes costs two writes: the position, and its seat in the unit in which they sit. Where the
    facts change, every unit's list has them anew. A refusal names `keys.position(after.number)`.
    """
    same = unchanged(version=before.version) if before else ABSENT
    old, new = (_seats(before) if before else {}), _seats(after)
    item = {"version": after.version, "token": after.token, **_timeline(after)}
    return [
        put(keys.position(after.number), {name: v for name, v in item.items() if v}, same),
        *(delete(key) for key in old if key not in new),
        *(put(key, seat) for key, seat in new.items() if old.get(key) != seat),
    ]


def _seats(position: Position) -> dict[Key, Item]:
    """The position in each unit's list, with those who sit in it there."""
    return {
        (keys.seats(agency, unit), position.number): _timeline(position, position.incumbents_in(agency, unit))
        for agency, unit in position.units
    }


def _timeline(position: Position, incumbents: Iterable[Incumbency] | None = None) -> Item:
    seated = position.incumbents if incumbents is None else incumbents
    return {"versions": packed(position.versions), "incumbents": packed(seated)}


def _read(number: str, item: Item) -> Position:
    return Position(
        number=number,
        version=item.get("version", 0),
        versions=unpacked(PositionFacts, item["versions"]),
        incumbents=unpacked(Incumbency, item["incumbents"]),
        token=item.get("token", ""),
    )


class Positions:
    """See ports.PositionStore."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, number: str) -> Position:
        """One GetItem."""
        item = self._table.get(keys.position(number))
        if item is None:
            raise NotFound
        return _read(number, item)

    def many(self, numbers: Iterable[str]) -> dict[str, Position]:
        """One BatchGetItem; none where no number is asked for."""
        wanted = {keys.position(number): number for number in numbers}
        found = self._table.get_all(wanted)
        return {number: _read(number, found[key]) for key, number in wanted.items() if key in found}

    def create(self, position: Position, event: Event) -> Position:
        """One TransactWriteItems."""
        try:
            self._table.commit(seat_writes(None, position), event_write(event))
        except Refused as refused:
            current = self.get(position.number)
            if current.token == position.token:
                return current
            raise AlreadyExists("number", position.number) from refused
        return position

    def change(self, before: Position, after: Position, event: Event) -> Position:
        """One TransactWriteItems."""
        try:
            self._table.commit(seat_writes(before, after), event_write(event))
        except Refused as refused:
            current = self.get(after.number)
            if current.version != before.version and current.token == after.token:
                return current
            raise Conflict(current) from refused
        return after

    def in_unit(self, agency: str, unit: str, after: str = "", size: int = 100) -> Page[Position]:
        """One Query; one position more than is given tells of a next page."""
        low = keys.just_above(after) if after else keys.LOWEST
        found = self._table.query(Span(keys.seats(agency, unit), low), size + 1)
        shown = found.items[:size]
        more = found.more or len(found.items) > size
        positions = tuple(_read(item["sk"], item) for item in shown)
        return Page(positions, after=positions[-1].number if more and positions else "", looked_at=len(shown))
