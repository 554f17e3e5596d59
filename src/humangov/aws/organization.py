"""Agencies, departments and headcount of one state, together in one partition."""

import json
from collections import Counter
from collections.abc import Mapping
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
from humangov.domain.errors import Conflict
from humangov.domain.events import Event
from humangov.domain.organization import Agency, Overview, sorted_agencies
from humangov.domain.states import STATES


class Organization:
    """See ports.OrganizationStore."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def overview(self) -> Overview:
        """One Query, read consistently; more only for a state with thousands of agencies."""
        headcount: Counter[tuple[str, Status]] = Counter()
        agencies: tuple[Agency, ...] = ()
        codes: tuple[ActionCode, ...] = ()
        version = codes_version = 0
        for item in self._table.walk(Span(keys.STATE)):
            if item["sk"] == keys.AGENCIES[1]:
                agencies, version = _agencies(item["agencies"]), item["version"]
            elif item["sk"] == keys.CODES[1]:
                codes, codes_version = _codes(item["codes"]), item["version"]
            elif item["sk"].startswith("COUNT#"):
                headcount.update(_counted(item))
        return Overview(agencies, {key: n for key, n in headcount.items() if n}, version, codes, codes_version)

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
        """Two Queries, the second one of the days since `first`; more where those fill megabytes."""
        counts: Counter[tuple[str, Status]] = Counter()
        for item in self._table.walk(Span(keys.STATE, "COUNT#", "COUNT#" + keys.HIGHEST)):
            agency = item["sk"].split("#")[1]
            counts.update({(agency, status): item.get(f"final_{status.value}", 0) for status in Status})
        for item in self._table.walk(Span(keys.MOVES, first.isoformat())):
            known = date.fromisoformat(item["sk"][:10]) <= known_on
            for (on, agency, status), n in read_moves(item["moves"]).items():
                counts[agency, status] -= n if on > day or not known else 0
        return {key: n for key, n in counts.items() if n}

    def save_agencies(self, before: Overview, agencies: tuple[Agency, ...], event: Event) -> None:
        """One TransactWriteItems."""
        text = compact([plain(agency) for agency in agencies])
        same = unchanged(version=before.version) if before.version else ABSENT
        saved = put(keys.AGENCIES, {"agencies": text, "version": before.version + 1}, same)
        try:
            self._table.commit([saved], event_write(event))
        except Refused as refused:
            raise Conflict(self.overview()) from refused


@lru_cache(maxsize=len(STATES))
def _agencies(text: str) -> tuple[Agency, ...]:
    """The agencies that a text says. Most pages read them and they seldom change, so the last texts are remembered."""
    return sorted_agencies(tuple(read(Agency, one) for one in json.loads(text)))


@lru_cache(maxsize=len(STATES))
def _codes(text: str) -> tuple[ActionCode, ...]:
    return tuple(read(ActionCode, one) for one in json.loads(text))


def _counted(item: Item) -> dict[tuple[str, Status], int]:
    agency = item["sk"].split("#")[1]
    return {(agency, status): item.get(status.value, 0) for status in Status}
