"""The agencies and the headcount of one state, in memory."""

from collections import Counter
from dataclasses import dataclass

from humangov.domain.errors import Conflict
from humangov.domain.events import Event
from humangov.domain.organization import Agency, Overview, sorted_agencies
from tests.fakes.records import Calls, Records


@dataclass(frozen=True, slots=True)
class FakeOrganization:
    """See ports.OrganizationStore."""

    records: Records
    calls: Calls

    def overview(self) -> Overview:
        self.calls.note("organization.overview")
        return self._current()

    def save_agencies(self, before: Overview, agencies: tuple[Agency, ...], event: Event) -> None:
        self.calls.note("organization.save_agencies")
        if before.version != self.records.agencies_version:
            raise Conflict(self._current())
        self.records.agencies = agencies
        self.records.agencies_version += 1
        self.records.events.append(event)

    def _current(self) -> Overview:
        headcount = Counter((e.agency, e.status) for e in self.records.employees.values())
        return Overview(sorted_agencies(self.records.agencies), headcount, self.records.agencies_version)
