"""What the work beside requests needs from outside. See ports.py."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from humangov.domain.events import Event
from humangov.domain.lists import Page
from humangov.domain.mass import MassAction, MassPerson, Result
from humangov.domain.troubles import ChoreName, Trouble


class MassStore(Protocol):
    """Mass actions, and what becomes of each person of one."""

    def get(self, mass_id: str) -> MassAction:
        """The mass action, read consistently. Raises NotFound."""

    def create(self, mass: MassAction, event: Event) -> MassAction:
        """Save a new one (version 1). One of this id is there already: returns it as it is."""

    def save(
        self, before: MassAction, after: MassAction, event: Event | None = None, people: Sequence[MassPerson] = ()
    ) -> MassAction:
        """Save the next version with up to MOST_PEOPLE of its people, each in the place of what was said of them.

        Without an event where it goes on by itself: each person's action has its own. Raises Conflict with the current
        MassAction when its version is not `before.version`, and nothing is saved.
        """

    def page(self, before: str, size: int) -> Page[MassAction]:
        """Up to `size` of them, newest first, with ids below `before` ("" for the newest). One query."""

    def underway(self) -> tuple[MassAction, ...]:
        """Those that have not ended, the oldest first: 100 at most. One query, and one more read if there are any."""

    def unfinished(self) -> Iterator[str]:
        """The ids of those that have not ended, oldest first. None of them is read: a query for each 25 taken."""

    def people(self, mass_id: str, result: Result | None, after: str, size: int) -> Page[MassPerson]:
        """Its people by name, above the position `after` ("" for the start): all, or those of one result: LISTED.

        One query, however many there are. Raises Invalid (result) for a result by which they are not listed.
        """


class TroubleStore(Protocol):
    """What could not be done of what goes on by itself. It is noted, and forgotten when it is done after all."""

    def all(self, chore: ChoreName | None = None) -> tuple[Trouble, ...]:
        """All of them, or those of one chore. One query."""

    def note(self, trouble: Trouble) -> None:
        """Keep it, in the place of what was noted of the item before."""

    def clear(self, chore: ChoreName, item: str) -> None:
        """Forget it; no error when there is none."""
