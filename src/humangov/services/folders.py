"""What stores give and take whole: a person's folder, an entry of the ledger, an open object."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from humangov.domain.actions import Action
from humangov.domain.documents import Document
from humangov.domain.employees import Employee
from humangov.domain.events import Event
from humangov.domain.mass import MassAction
from humangov.domain.positions import Position


@dataclass(frozen=True, slots=True)
class Folder:
    """An employee with the current versions of all documents, newest first, the withdrawn ones among them.

    `requests` are the actions that were asked for and are not processed, the newest first; `actions` the whole ledger,
    where it was asked for; `in_short` always, with its effect and links, which lists need. It is `stored` unless the
    record is older than the ledger; `unsettled` where something has taken effect that could not be entered.
    """

    employee: Employee
    documents: tuple[Document, ...]
    requests: tuple[Action, ...] = ()
    actions: tuple[Action, ...] = ()
    stored: bool = True
    in_short: tuple[Action, ...] = ()
    unsettled: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """A step on the way to a ledger that is brought in: the day on which it was entered, the ledger then, its event."""

    day: date
    ledger: tuple[Action, ...]
    event: Event | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one transaction makes of a person: the record before (None for a new one) and after it, today.

    `was` and `ledger` are all processed actions that are stored before and after, `request` the one that is thereby
    processed, as it was seen. `day` is the day of the entry in the state's zone. `seats` are the positions in which the
    person comes to sit, or no longer sits, before and after. `earlier` is what had been entered on other days, oldest
    first, where it is saved only now; of that no notices are made. `waiting` are the
    person's other requests that are open. `mass` is the mass action that it is a part of, as it must still be.
    """

    before: Employee | None
    after: Employee
    was: tuple[Action, ...]
    ledger: tuple[Action, ...]
    day: date
    request: Action | None = None
    seats: tuple[tuple[Position, Position], ...] = ()
    earlier: tuple[Stage, ...] = ()
    waiting: tuple[Action, ...] = ()
    mass: MassAction | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """An open stored object: its pieces in order, and where they lie in the whole (all in bytes)."""

    pieces: Iterator[bytes]
    length: int
    start: int
    whole: int
