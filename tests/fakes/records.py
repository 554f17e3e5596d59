"""What one state holds in memory, and the counting and failing of calls."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from humangov.domain.accounts import Account, Session
from humangov.domain.actions import Action, Waiting
from humangov.domain.codes import ActionCode
from humangov.domain.documents import Document, Scan
from humangov.domain.employees import Employee
from humangov.domain.errors import SentOtherwise, Unavailable, Uncertain
from humangov.domain.events import Event, EventKind
from humangov.domain.forms import Draft, Sent
from humangov.domain.mass import MassAction, MassPerson
from humangov.domain.positions import Position
from humangov.domain.troubles import ChoreName, Trouble
from humangov.domain.units import Tree
from humangov.services.desks import Usage


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object of the file store."""

    content: bytes
    media_type: str


@dataclass(slots=True)
class Records:
    """Everything of one state. `ended` has the requests that were processed, `documents` all versions, oldest first.

    `uploads` has the keys under way, `claims` since when a sweep is at one, `scans` what a scan says of an object.
    `linked` has whose account an employee has.
    """

    employees: dict[str, Employee] = field(default_factory=dict)
    actions: dict[str, dict[str, Action]] = field(default_factory=dict)
    recorded_on: dict[str, date] = field(default_factory=dict)
    requests: dict[tuple[str, str], Action] = field(default_factory=dict)
    ended: set[tuple[str, str]] = field(default_factory=set)
    waiting: dict[str, Waiting] = field(default_factory=dict)
    notices: dict[str, str] = field(default_factory=dict)
    documents: dict[tuple[str, str], list[Document]] = field(default_factory=dict)
    objects: dict[str, StoredObject] = field(default_factory=dict)
    scans: dict[str, Scan] = field(default_factory=dict)
    uploads: dict[str, str] = field(default_factory=dict)
    claims: dict[str, datetime] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    linked: dict[str, str] = field(default_factory=dict)
    sessions: dict[tuple[str, str], Session] = field(default_factory=dict)
    attempts: dict[tuple[str, datetime], int] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    forms: dict[tuple[str, str], Sent] = field(default_factory=dict)
    drafts: dict[tuple[str, str, str], Draft] = field(default_factory=dict)
    tree: Tree = field(default_factory=Tree)
    agencies_version: int = 0
    positions: dict[str, Position] = field(default_factory=dict)
    masses: dict[str, MassAction] = field(default_factory=dict)
    mass_people: dict[tuple[str, str], MassPerson] = field(default_factory=dict)
    troubles: dict[tuple[ChoreName, str], Trouble] = field(default_factory=dict)
    codes: tuple[ActionCode, ...] = ()
    codes_version: int = 0
    issued_numbers: int = 0

    def once(self, event: Event | None) -> None:
        """Before anything is saved: raises SentOtherwise where the event's form is there with other content."""
        sent = event.sent if event else None
        if sent and self.forms.get((sent.account_id, sent.form_id), sent).sha256 != sent.sha256:
            raise SentOtherwise

    def tell(self, event: Event) -> None:
        """Save an event, and the form by which it came about."""
        if event.sent:
            self.forms[event.sent.account_id, event.sent.form_id] = event.sent
        self.events.append(replace(event, sent=None))

    def of_kind(self, kind: EventKind) -> list[Event]:
        """The events of a kind, oldest first."""
        return [event for event in self.events if event.kind is kind]


class Calls:
    """Counts the calls of stores, and makes those fail that a test names: "documents.add", or "*" for all.

    `failing` are those that do nothing, `losing` the changes that are saved and whose answer is lost. After so many
    calls as `answered` says, nothing answers any more. `uncounted`: too much was recorded for a count of another day.
    """

    def __init__(self) -> None:
        self.failing: set[str] = set()
        self.losing: set[str] = set()
        self.answered: int | None = None
        self.uncounted = False
        self._usage: ContextVar[Usage | None] = ContextVar("usage", default=None)

    def note(self, operation: str) -> None:
        """One call. Raises Unavailable where a test wants it, before anything is saved."""
        if usage := self._usage.get():
            usage.calls += 1
            usage.units += 1
            usage.operations[operation] = usage.operations.get(operation, 0) + 1
        if {"*", operation} & self.failing or self.answered == 0:
            raise Unavailable
        if self.answered:
            self.answered -= 1

    def changed(self, operation: str) -> None:
        """A change that is saved. Raises Uncertain where a test wants its answer lost."""
        if usage := self._usage.get():
            usage.changes += 1
        if {"*", operation} & self.losing:
            raise Uncertain

    @contextmanager
    def metered(self) -> Iterator[Usage]:
        """Counts what is used inside the context."""
        usage = Usage()
        token = self._usage.set(usage)
        try:
            yield usage
        finally:
            self._usage.reset(token)
