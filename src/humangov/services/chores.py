"""What goes on by itself in a state, step by step, by whoever comes: right without ever running, and when run twice."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Protocol

from humangov.services.desk import Desk
from humangov.services.massing import mass_actions
from humangov.services.notices import file_notices
from humangov.services.recording import settle_due

NOTICES_AT_ONCE = 10

# Does all that there is to do of its kind, as this worker; yields after each step, and can be left there.
Chore = Callable[[Desk, str], Iterator[None]]


def in_steps(step: Callable[[Desk], bool]) -> Chore:
    """The chore of doing a step until it says that nothing is left."""

    def chore(desk: Desk, worker: str) -> Iterator[None]:  # noqa: ARG001 a chore's
        while step(desk):
            yield

    return chore


CHORES: tuple[Chore, ...] = (
    in_steps(settle_due),
    mass_actions,
    in_steps(partial(file_notices, most=NOTICES_AT_ONCE)),
)


class Helper(Protocol):
    """Whoever does the chores outside of a request."""

    def kick(self, slug: str) -> None:
        """There is something to do in this state. Returns at once."""

    def glance(self, slug: str) -> None:
        """There may be something to do in this state: look, if nobody did so for a while. Returns at once."""


class Nobody:
    """No helper: an operator's command does the chores."""

    def kick(self, slug: str) -> None:
        """Leave it."""

    def glance(self, slug: str) -> None:
        """Leave it."""
