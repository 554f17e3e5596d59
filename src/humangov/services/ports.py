"""What services need from outside, as contracts. A store is one state's: no method takes a state.

Every store raises Unavailable when the service below does not answer in time, and WrongState when an item of another
state comes back. Methods that change a record take the audit event that goes with it: both are saved, or neither.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import BinaryIO, Protocol

from humangov.domain.accounts import Account, Session
from humangov.domain.actions import Action, Waiting, marks_of
from humangov.domain.codes import ActionCode
from humangov.domain.documents import Document, Scan
from humangov.domain.employees import Employee, Row, Status
from humangov.domain.events import Event, EventFilter
from humangov.domain.lists import Listing, Page
from humangov.domain.organization import Overview
from humangov.domain.positions import Position
from humangov.domain.units import Tree
from humangov.services.folders import Content, Entry, Folder


class EmployeeStore(Protocol):
    """The employees' records, with their directory rows, search words, unique values and headcount."""

    def get(self, employee_id: str) -> Employee:
        """The record, read consistently. Raises NotFound."""

    def folder(self, employee_id: str) -> Folder:
        """The record and its documents in one query, read consistently. Raises NotFound."""

    def career(self, employee_id: str) -> Folder:
        """The folder with the whole ledger (`opening`, for a record that has none), in one query. Raises NotFound."""

    def record(self, entry: Entry, event: Event) -> Employee:
        """Save what an entry makes of a person. Saved already with the same token: returns what is there.

        A new record has the id of its form's token: one that is there already is this form's. Raises Conflict with the
        current Employee (None for a new one) when its version, the request or a position is another one by now;
        AlreadyExists with field "number" or "email" and the owner's id; Invalid (form) for more than fits at once.
        """

    def due(self, day: date) -> Iterator[str]:
        """The employees in whose records an action is not yet that took effect by that day, oldest first.

        A query for each 25 that are taken, and none where nobody was left on that day before.
        """

    def next_number(self) -> str:
        """A number that was not issued before: six digits or more, counted up."""

    def whose(self, field: str, value: str) -> str:
        """The id of the employee whose number or e-mail (`field`) this is, case ignored; "" for nobody's."""

    def taken(self, employee: Employee) -> Mapping[str, str]:
        """Of its number and e-mail those that belong to another record: the field, and whose it is."""

    def same_person(self, employee: Employee) -> tuple[Row, ...]:
        """Other records with the same likeness or the same e-mail: at most ten."""


class Directory(Protocol):
    """The list of employees, read a page at a time."""

    def page(self, listing: Listing) -> Page[Row]:
        """A page in the listing's order, by its filters; `listing.text` is not looked at. One query.

        A filter that no key answers (employment type, several agencies) reads at most 200 rows: the page may be short
        though `after` says that there is more.
        """

    def search(self, listing: Listing) -> Page[Row]:
        """People who have, for each word of `listing.text`, a search word that begins with it. One query.

        In the order of the longest typed word. At most 200 items are read: the page may be short though `after` says
        that there is more. Each person comes once. Raises Invalid (field "text") when no word has two letters,
        or one of a script in which a letter is a word.
        """

    def page_on(self, listing: Listing, day: date, known_at: datetime | None) -> Page[Row]:
        """The people employed by that day or before, as they stood then (and were known at an instant): two reads.

        In the order of today's names, or of the longest word of `listing.text` as it is found today. At most 100
        people are looked at: the page may be short though `after` says that there is more. Raises Invalid as `search`.
        """


class RequestStore(Protocol):
    """Actions that are asked for and not processed: drafts, what waits, and what was rejected or withdrawn."""

    def get(self, employee_id: str, action_id: str) -> Action:
        """The request, read consistently. Raises NotFound, also for one that is processed."""

    def save(self, before: Action | None, after: Action, waiting: Waiting, event: Event) -> Action:
        """Save a request, and its line in the queue while it is open. A new one that is there is returned as it is.

        Raises Conflict with the current Action when it has another version, and NotFound when it is processed.
        """

    def alike(self, action: Action, by: Callable[[Action], frozenset[str]] = marks_of) -> tuple[Waiting, ...]:
        """Other requests, asked for and not ended, of a mark that this one has too: of the same new person, or seat."""

    def waiting(self, most: int, shown: Callable[[Waiting], bool]) -> tuple[Waiting, ...]:
        """The open requests of all people that are to be shown, the oldest first: up to `most`.

        One query, and one more for each `most` that are passed over, up to ten.
        """


class DocumentStore(Protocol):
    """What is known of documents. Their content is in FileStore."""

    def get(self, employee_id: str, document_id: str) -> Document:
        """The current version, read consistently. Raises NotFound."""

    def versions(self, employee_id: str, document_id: str) -> tuple[Document, ...]:
        """All versions, newest first. Raises NotFound."""

    def add(self, document: Document, event: Event) -> Document:
        """Save a new document's record, and close the upload named by its object_id.

        Saved already under the same id: returns what is there. Raises NotFound when there is no such employee, and
        UploadSwept when the upload is not open any more: no record is without its object.
        """

    def change(self, before: Document, after: Document, event: Event) -> Document:
        """Save a changed record; a higher `version` keeps `before` among the versions and closes the upload.

        Saved already with the same token: returns what is there. Raises Sealed for what the system made, Conflict with
        the current Document when it is not `before` any more, UploadSwept when a higher version's upload is not open.
        """

    def begin_upload(self, upload_id: str, key: str) -> None:
        """Note that an object is about to be stored under `key`, so that it can be swept if nothing comes of it."""

    def stale_uploads(self, before: datetime) -> Iterator[tuple[str, str]]:
        """Each (upload id, key) begun before then and never closed, oldest first. Upload ids are ULIDs.

        A query for each 25 that are taken.
        """

    def claim_upload(self, upload_id: str, at: datetime, lapsed: datetime) -> bool:
        """Take an upload to be swept: from now on no record can be saved under it.

        Whether it is the caller's: not when it is closed, or somebody else claimed it and since `lapsed` may be at it.
        """

    def close_upload(self, upload_id: str) -> None:
        """Forget an upload whose object is gone."""

    def wanted_notices(self) -> Iterator[tuple[str, str]]:
        """Each (action id, employee id) whose notice is not filed yet, oldest first. A query for each 25 taken."""

    def close_notice(self, action_id: str) -> None:
        """The notice of the action is filed; no error when it was before."""


class FileStore(Protocol):
    """The content of documents: objects in the state's bucket under the state's key."""

    def put(self, key: str, content: BinaryIO, size_bytes: int, sha256: str, media_type: str) -> None:
        """Store the content, streamed from its start; the store verifies the digest (hexadecimal)."""

    def open(self, key: str, first: int | None = None, last: int | None = None) -> Content:
        """Open an object, or the bytes `first` to `last` (inclusive) of it. Raises NotFound."""

    def link(self, key: str) -> str:
        """A URL by which whoever has it can read the object for a minute. Says nothing about whether there is one."""

    def scanned(self, key: str) -> Scan:
        """What the scan for malware says of an object; OFF, without a call, where nobody scans."""

    def erase(self, key: str) -> None:
        """Remove every version of an object; no error when there is none."""


class AccountStore(Protocol):
    """Accounts and their sessions."""

    def get(self, account_id: str) -> Account:
        """The account, read consistently. Raises NotFound."""

    def by_email(self, email: str) -> Account | None:
        """The account with this e-mail, case ignored, or None."""

    def all(self) -> tuple[Account, ...]:
        """Every account, sorted by folded name."""

    def create(self, account: Account, event: Event) -> None:
        """Save a new account. Raises AlreadyExists (field "email" or "employee_number", of who is linked already)."""

    def change(self, before: Account, after: Account, event: Event, witnesses: Iterable[Account] = ()) -> None:
        """Save the next version, if the witnesses' accounts are still as they were read.

        Raises Conflict with the current Account; AlreadyExists (field "email", or "employee_number" where another
        account that is not disabled is linked to its employee).
        """

    def claim(self, account: Account) -> str:
        """Take the place of the employee to whom an account of a former version is linked; whose account has it."""

    def open_session(self, session: Session, ends_at: datetime, event: Event) -> None:
        """Save a new session, kept no longer than `ends_at`."""

    def session(self, account_id: str, session_id: str) -> tuple[Account, Session] | None:
        """The account and the session, both read consistently in one call; None when one of them is missing."""

    def touch(self, session: Session, ends_at: datetime) -> None:
        """Save `seen_at` of a session that still exists; kept no longer than `ends_at`."""

    def end_session(self, account_id: str, session_id: str, event: Event) -> None:
        """Remove a session; no error when there is none."""


class Throttle(Protocol):
    """Counts attempts."""

    def hit(self, key: str, window_start: datetime, keep_until: datetime) -> int:
        """Count one more attempt of `key` in the window that began then; returns the count. Atomic."""

    def forget(self, key: str, window_start: datetime) -> None:
        """Begin the count of `key` in that window anew; no error when there is none."""


class AuditStore(Protocol):
    """The audit log. Nothing in it can be changed or removed."""

    def record(self, event: Event) -> None:
        """Save an event that stands alone (a view, a refused sign-in)."""

    def page(self, wanted: EventFilter, before: str, size: int) -> Page[Event]:
        """Up to `size` events, newest first, with ids below `before` ("" for the newest).

        `after` is the position to go on from. Reads a bounded number of events (at most 8 times `size`) where no key
        answers the filter: the page may be short though `after` says that there is more.
        """


class OrganizationStore(Protocol):
    """Agencies with their units, and headcount."""

    def overview(self) -> Overview:
        """The tree of units, the agencies of today (in the state's time zone) by name, and headcount, in one query."""

    def save_codes(self, before: Overview, codes: tuple[ActionCode, ...], event: Event) -> None:
        """Save the action codes in which the state differs. Raises Conflict when its `codes_version` is another one."""

    def headcount_on(self, first: date, day: date, known_on: date) -> Mapping[tuple[str, Status], int]:
        """The headcount of each agency and status on a day, as it was known at the end of another one.

        `first` is the earliest day on which anything later than these two can have been recorded. Costs what is moved
        since then by day and agency, and not the number of employees. Raises Uncounted where those are too many.
        """

    def save_units(self, before: Overview, tree: Tree, event: Event) -> None:
        """Save the whole tree. Raises Conflict with the current Overview when its version is not `before.version`."""


class PositionStore(Protocol):
    """The positions, each with its timeline. Who sits in one is saved with the personnel action that seats them."""

    def get(self, number: str) -> Position:
        """The position, read consistently. Raises NotFound."""

    def many(self, numbers: Iterable[str]) -> dict[str, Position]:
        """The positions of up to 100 numbers in one call, read consistently; one that is not there is left out."""

    def create(self, position: Position, event: Event) -> Position:
        """Save a new position (version 1). Saved already with the same token: returns what is there.

        Raises AlreadyExists (field "number").
        """

    def change(self, before: Position, after: Position, event: Event) -> Position:
        """Save the next version. Saved already with the same token: returns what is there.

        Raises NotFound, and Conflict with the current Position when its version is not `before.version`.
        """

    def in_unit(self, agency: str, unit: str, after: str = "", size: int = 100) -> Page[Position]:
        """Positions that are or were or will be in a unit, by number, above the number `after`. One query.

        To be looked at, not to be changed: `version` is 0, and `incumbents` are only those who sit there on a day on
        which the position is in this unit.
        """


class Mail(Protocol):
    """Messages to people. `sender` is the address that they come from, "" where no mail is set up."""

    sender: str

    def send(self, to: str, subject: str, text: str) -> bool:
        """Hand a message to the mail service, once; whether it was taken. Raises nothing of the service's."""
