"""The agencies and the headcount of one state, in memory."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from humangov.domain.career import record_as_of
from humangov.domain.codes import ActionCode
from humangov.domain.employees import Status
from humangov.domain.errors import Conflict, Uncounted
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
        self.records.once(event)
        if before.version != self.records.agencies_version:
            raise Conflict(self._current())
        self.records.tree = tree
        self.records.agencies_version += 1
        self.records.tell(event)
        self.calls.changed("organization.save_units")

    def save_codes(self, before: Overview, codes: tuple[ActionCode, ...], event: Event) -> None:
        self.calls.note("organization.save_codes")
        self.records.once(event)
        if before.codes_version != self.records.codes_version:
            raise Conflict(self._current())
        self.records.codes = codes
        self.records.codes_version += 1
        self.records.tell(event)
        self.calls.changed("organization.save_codes")

    def headcount_on(self, first: date, day: date, known_on: date) -> Mapping[tuple[str, Status], int]:
        self.calls.note("organization.headcount_on")
        if self.calls.uncounted:
            raise Uncounted
        careers = (self.records.actions.get(e.id, {}).values() for e in self.records.employees.values())
        known = ([a for a in career if self.records.recorded_on[a.id] <= known_on] for career in careers)
        then = (record_as_of(career, day) for career in known)
        return Counter((e.agency, e.status) for e in then if e and e.hire_date <= day)

    def _current(self) -> Overview:
        tree = self.records.tree
        headcount = Counter((e.agency, e.status) for e in self.records.employees.values())
        kept = self.records
        agencies = agencies_on(tree, self.today())
        return Overview(agencies, headcount, kept.agencies_version, tree, kept.codes, kept.codes_version)
