"""Mass actions before the eyes of somebody who is limited to some agencies. See scope.py."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from humangov.domain.errors import NotFound
from humangov.domain.events import Event
from humangov.domain.lists import Page
from humangov.domain.mass import MassAction, MassPerson, Result

if TYPE_CHECKING:
    from humangov.services import chore_ports


@dataclass(frozen=True, slots=True)
class ScopedMass:
    """See chore_ports.MassStore. Mass actions that can be about people of other agencies are not found."""

    whole: "chore_ports.MassStore"
    agencies: tuple[str, ...]

    def get(self, mass_id: str) -> MassAction:
        """Raises NotFound also for one that reaches further."""
        return self._found(self.whole.get(mass_id))

    def create(self, mass: MassAction, event: Event) -> MassAction:
        """Raises NotFound for one that reaches further."""
        return self._found(self.whole.create(self._found(mass), event))

    def save(
        self, before: MassAction, after: MassAction, event: Event | None = None, people: Sequence[MassPerson] = ()
    ) -> MassAction:
        """Raises NotFound for one that reaches further."""
        return self.whole.save(self._found(before), self._found(after), event, people)

    def page(self, before: str, size: int) -> Page[MassAction]:
        """Those of these agencies among the next ones: the page may be short though `after` says that there is more."""
        page = self.whole.page(before, size)
        return replace(page, items=tuple(filter(self._within, page.items)))

    def underway(self) -> tuple[MassAction, ...]:
        """Those of these agencies."""
        return tuple(filter(self._within, self.whole.underway()))

    def unfinished(self) -> Iterator[str]:
        """Ids without a name: who goes on with one reads it first."""
        return self.whole.unfinished()

    def people(self, mass_id: str, result: Result | None, after: str, size: int) -> Page[MassPerson]:
        """Services read the mass action first."""
        return self.whole.people(mass_id, result, after, size)

    def _within(self, mass: MassAction) -> bool:
        return bool(mass.reach) and set(mass.reach) <= set(self.agencies)

    def _found(self, mass: MassAction) -> MassAction:
        if not self._within(mass):
            raise NotFound
        return mass
