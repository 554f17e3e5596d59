"""Agencies, departments and headcount of one state, together in one partition."""

import json
from collections import Counter
from functools import lru_cache

from humangov.aws import keys
from humangov.aws.audit import event_write
from humangov.aws.items import Item, compact, plain, read
from humangov.aws.table import Span, Table
from humangov.aws.writes import ABSENT, Refused, put, unchanged
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
        version = 0
        for item in self._table.walk(Span(keys.STATE)):
            if item["sk"] == keys.AGENCIES[1]:
                agencies, version = _agencies(item["agencies"]), item["version"]
            elif item["sk"].startswith("COUNT#"):
                headcount.update(_counted(item))
        return Overview(agencies, {key: n for key, n in headcount.items() if n}, version)

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


def _counted(item: Item) -> dict[tuple[str, Status], int]:
    agency = item["sk"].split("#")[1]
    return {(agency, status): item.get(status.value, 0) for status in Status}
