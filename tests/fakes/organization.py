"""The agencies and the headcount of one state, in memory."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from humangov.domain.errors import Conflict
from humangov.domain.events import Event
from humangov.domain.organization import Overview, agencies_on
from humangov.domain.units import Tree
from tests.fakes.records import Calls, Records


@dataclass(frozen=True, slots=True)
class FakeOrganization:
    """See ports.OrganizationStore."""

    records: Records
    calls: Calls
    today: Callable[[], date]

    def overview(self) -> Overview:
        self.calls.note("organization.overview")
        return self._current()

    def save_units(self, before: Overview, tree: Tree, event: Event) -> None:
        self.calls.note("organization.save_units")
        if before.version != self.records.agencies_version:
            raise Conflict(self._current())
        self.records.tree = tree
        self.records.agencies_version += 1
        self.records.events.append(event)

    def _current(self) -> Overview:
        tree = self.records.tree
        headcount = Counter((e.agency, e.status) for e in self.records.employees.values())
        return Overview(agencies_on(tree, self.today()), headcount, self.records.agencies_version, tree)
