"""What could not be done of one state's chores, in memory."""

from dataclasses import dataclass

from humangov.domain.troubles import ChoreName, Trouble
from tests.fakes.records import Calls, Records


@dataclass(frozen=True, slots=True)
class FakeTroubles:
    """See chore_ports.TroubleStore."""

    records: Records
    calls: Calls

    def all(self, chore: ChoreName | None = None) -> tuple[Trouble, ...]:
        self.calls.note("troubles.all")
        found = (trouble for _, trouble in sorted(self.records.troubles.items()))
        return tuple(trouble for trouble in found if chore in (None, trouble.chore))

    def note(self, trouble: Trouble) -> None:
        self.calls.note("troubles.note")
        self.records.troubles[trouble.chore, trouble.item] = trouble

    def clear(self, chore: ChoreName, item: str) -> None:
        self.calls.note("troubles.clear")
        self.records.troubles.pop((chore, item), None)
