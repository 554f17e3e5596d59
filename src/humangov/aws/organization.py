"""Agencies, departments and headcount of one state, together in one partition."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

from humangov.aws import keys
from humangov.aws.audit import event_write
from humangov.aws.careers import read_moves
from humangov.aws.items import Item, compact, plain, read
from humangov.aws.table import Span, Table
from humangov.aws.writes import ABSENT, Refused, put, unchanged
from humangov.domain.codes import ActionCode
from humangov.domain.employees import Status
from humangov.domain.errors import Conflict, Uncounted
from humangov.domain.events import Event
from humangov.domain.organization import Agency, Overview, agencies_on, tree_of
from humangov.domain.states import STATES
from humangov.domain.units import Tree, Unit, UnitVersion

# A count of another day reads no more: some 560 units, in three queries.
MOST_MOVES = 20_000
# By table: the latest day since which there were more.
_uncounted: dict[str, date] = {}


class Organization:
    """See ports.OrganizationStore. `today` tells the day in the state's time zone."""

    def __init__(self, table: Table, today: Callable[[], date]) -> None:
        self._table, self._today = table, today

    def overview(self) -> Overview:
        """One Query, read consistently; more only for a state with thousands of agencies."""
        agencies: tuple[Agency, ...] = ()
        headcount: Counter[tuple[str, Status]] = Counter()
        tree, version = Tree(), 0
        codes: tuple[ActionCode, ...] = ()
        codes_version = 0
        for item in self._table.walk(Span(keys.STATE)):
            if item["sk"] == keys.AGENCIES[1]:
                tree, agencies = _units(item.get("units", ""), item.get("agencies", ""), self._today())
                version = item["version"]
            elif item["sk"] == keys.CODES[1]:
                codes, codes_version = _codes(item["codes"]), item["version"]
            elif item["sk"].startswith("COUNT#"):
                headcount.update(_counted(item))
        counts = {key: n for key, n in headcount.items() if n}
        return Overview(agencies, counts, version, tree, codes, codes_version)

    def save_codes(self, before: Overview, codes: tuple[ActionCode, ...], event: Event) -> None:
        """One TransactWriteItems."""
        same = unchanged(version=before.codes_version) if before.codes_version else ABSENT
        text = compact([plain(code) for code in codes])
        saved = put(keys.CODES, {"codes": text, "version": before.codes_version + 1}, same)
        try:
            self._table.commit([saved], event_write(event))
        except Refused as refused:
            raise Conflict(self.overview()) from refused

    def headcount_on(self, first: date, day: date, known_on: date) -> Mapping[tuple[str, Status], int]:
        """Two Queries, the second one of the days since `first`; more where those fill megabytes.

        Moves are never removed: since a day after which they were too many, they will be, and are not read again.
        """
        if first <= _uncounted.get(self._table.name, date.min):
            raise Uncounted
        counts: Counter[tuple[str, Status]] = Counter()
        for item in self._table.walk(Span(keys.STATE, "COUNT#", "COUNT#" + keys.HIGHEST)):
            agency = item["sk"].split("#")[1]
            counts.update({(agency, status): item.get(f"final_{status.value}", 0) for status in Status})
        for number, item in enumerate(self._table.walk(Span(keys.MOVES, first.isoformat()), size=MOST_MOVES + 1)):
            if number == MOST_MOVES:
                _uncounted[self._table.name] = max(first, _uncounted.get(self._table.name, date.min))
                raise Uncounted
            known = date.fromisoformat(item["sk"][:10]) <= known_on
            for (on, agency, status), n in read_moves(item["moves"]).items():
                counts[agency, status] -= n if on > day or not known else 0
        return {key: n for key, n in counts.items() if n}

    def save_units(self, before: Overview, tree: Tree, event: Event) -> None:
        """One TransactWriteItems."""
        same = unchanged(version=before.version) if before.version else ABSENT
        saved = put(keys.AGENCIES, {"units": tree_text(tree), "version": before.version + 1}, same)
        try:
            self._table.commit([saved], event_write(event))
        except Refused as refused:
            raise Conflict(self.overview()) from refused


def tree_text(tree: Tree) -> str:
    """The tree as one string: each unit a list of agency, code and versions, each a list of its fields."""
    return compact([[u.agency, u.code, [_version_list(v) for v in u.versions]] for u in tree.units])


def _version_list(version: UnitVersion) -> list[str | int]:
    return [version.effective.isoformat(), version.name, version.parent, int(version.open)]


# Most pages read the units and they seldom change: the last texts are remembered, with what they say today.
@lru_cache(maxsize=len(STATES))
def _units(units: str, agencies: str, today: date) -> tuple[Tree, tuple[Agency, ...]]:
    """The tree and the agencies of today. What was kept before units had days has agencies with departments."""
    tree = _tree(units) if units else tree_of(tuple(read(Agency, one) for one in json.loads(agencies)))
    return tree, agencies_on(tree, today)


def _tree(text: str) -> Tree:
    units = json.loads(text)
    return Tree(tuple(Unit(agency, code, tuple(_version(*v) for v in versions)) for agency, code, versions in units))


def _version(effective: str, name: str, parent: str, is_open: int) -> UnitVersion:
    return UnitVersion(date.fromisoformat(effective), name, parent, bool(is_open))


@lru_cache(maxsize=len(STATES))
def _codes(text: str) -> tuple[ActionCode, ...]:
    return tuple(read(ActionCode, one) for one in json.loads(text))


def _counted(item: Item) -> dict[tuple[str, Status], int]:
    agency = item["sk"].split("#")[1]
    return {(agency, status): item.get(status.value, 0) for status in Status}
