"""Keys: under which partition and sort key each thing lies. docs/access-patterns.md lists what reads them.

Sort text is folded by the domain. GAP stands before an id and sorts below every continuation of a folded name, in which
two spaces never come together but between its parts; so keys sort as (name, id) does.
"""

import hashlib
import zlib
from collections.abc import Iterator
from datetime import date, datetime

from ulid import ULID

from humangov.domain.actions import Action
from humangov.domain.employees import Employee, Status
from humangov.domain.events import Event
from humangov.domain.lists import Listing, Sort
from humangov.domain.mass import MassPerson, Result
from humangov.domain.text import opening
from humangov.domain.troubles import ChoreName

Key = tuple[str, str]

GAP = "   "
# Bounds of a sort key: nothing that is stored lies below the one or above the other.
LOWEST, HIGHEST = " ", "\U0010ffff"
# A sort key holds 1,024 bytes: word, name and id fit with room to spare, and only the end of a very long name is lost.
WORD_BYTES, NAME_BYTES = 128, 400
PARTITION_BYTES, SORT_BYTES = 2048, 1024
SHARDS = 4

STATE = "STATE"
AGENCIES: Key = (STATE, "AGENCIES")
CODES: Key = (STATE, "CODES")
NUMBERS: Key = ("NUMBERS", "-")
ACCOUNTS = "ACCOUNTS"
PENDING = "PENDING"
QUEUE, DUE, NOTICES, MOVES, TROUBLES = "QUEUE", "DUE", "NOTICES", "MOVES", "TROUBLES"
MASS, UNDERWAY = "MASS", "UNDERWAY"
# Stands in a table while a bundle is on its way into it.
IMPORT: Key = ("IMPORT", "-")
LOG, CHANGES = "EVENTS", "CHANGES"


def storable(key: Key) -> bool:
    """Whether a key is one at all: what people type into an address may be of any length."""
    return 0 < _size(key[0]) <= PARTITION_BYTES and 0 < _size(key[1]) <= SORT_BYTES


def _size(text: str) -> int:
    return len(text.encode(errors="replace"))


def cut(text: str, most_bytes: int) -> str:
    """The text, up to so many bytes of UTF-8."""
    return text.encode()[:most_bytes].decode(errors="ignore")


def just_above(position: str) -> str:
    """A lower bound that leaves out `position`: no key continues another one with a space."""
    return position + " "


def just_below(position: str) -> str:
    """An upper bound that leaves out `position`, which ends in an id of fixed length."""
    return position[:-1] + chr(ord(position[-1]) - 1)


def floor(instant: datetime) -> str:
    """The lowest ULID of an instant."""
    return str(ULID.from_datetime(instant))[:10] + "0" * 16


def profile(employee_id: str) -> Key:
    """An employee's record."""
    return f"EMP#{employee_id}", "PROFILE"


def action(action: Action) -> Key:
    """An entry of a person's ledger, in the order in which they take effect; before the documents and the record."""
    place = f"{action.effective.isoformat()}#{action.sequence:03}#{action.id}"
    return f"EMP#{action.employee_id}", f"ACT#{place}"


def career(employee_id: str) -> Key:
    """A person's ledger in short: what a list of another day needs."""
    return f"EMP#{employee_id}", "CAREER"


def request(employee_id: str, action_id: str) -> Key:
    """An action that is not processed: behind the record, so that one query reads it with the folder."""
    return f"EMP#{employee_id}", f"REQ#{action_id}"


def due(day: date, employee_id: str) -> Key:
    """A person for whom an action takes effect on a day to come."""
    return DUE, f"{day.isoformat()}#{employee_id}"


def trouble(chore: ChoreName, item: str) -> Key:
    """What came of an item of a chore so far."""
    return TROUBLES, f"{chore}#{item}"


def moves(recorded: date, employee: Employee) -> Key:
    """How an entry of a day moved the headcount of any days; each has its own, so that none grows and none waits."""
    return MOVES, f"{recorded.isoformat()}#{employee.id}#{employee.version:06}"


def document(employee_id: str, document_id: str) -> Key:
    """The current version of a document: between DOC# and PROFILE one query reads them with the record."""
    return f"EMP#{employee_id}", f"DOC#{document_id}"


def version(employee_id: str, document_id: str, number: int) -> Key:
    """A former version of a document, out of the way of that query."""
    return f"EMP#{employee_id}", f"VER#{document_id}#{number:06}"


def unique(kind: str, value: str) -> Key:
    """The claim of a value that only one record may have; case does not count."""
    return f"UNIQ#{kind}#{value.casefold()}", "-"


def likeness(employee: Employee) -> Key:
    """Where records of probably the same person meet. The digest keeps birth dates out of keys, which end in logs."""
    return f"SAME#{hashlib.sha256(employee.likeness.encode()).hexdigest()}", employee.id


def alike(mark: str, action_id: str) -> Key:
    """Where open requests for probably the same new person meet: what tells so is a digest here too."""
    return f"SAME#{hashlib.sha256(f'asked {mark}'.encode()).hexdigest()}", action_id


def headcount(agency: str, employee_id: str) -> Key:
    """The counters of an agency that this employee moves: one of four, so that a mass load does not queue at one."""
    return STATE, f"COUNT#{agency}#{_shard(employee_id)}"


def _shard(employee_id: str) -> int:
    return zlib.crc32(employee_id.encode()) % SHARDS


def account(account_id: str) -> Key:
    """An account."""
    return f"ACCT#{account_id}", "PROFILE"


def session(account_id: str, session_id: str) -> Key:
    """A session of an account."""
    return f"ACCT#{account_id}", f"SESS#{session_id}"


def form(account_id: str, form_id: str) -> Key:
    """A form that an account has sent."""
    return f"ACCT#{account_id}", f"FORM#{form_id}"


def draft(account_id: str, session_id: str, form_id: str) -> Key:
    """What is typed into a form in a session."""
    return f"ACCT#{account_id}", f"DRAFT#{session_id}#{form_id}"


def attempts(key: str, window_start: datetime) -> Key:
    """The attempts of a key in the window that began then."""
    return f"RATE#{key}#{int(window_start.timestamp())}", "-"


def position(number: str) -> Key:
    """A position."""
    return f"POS#{number}", "PROFILE"


def seats(agency: str, unit: str) -> str:
    """The partition of the positions that are or were in a unit; the sort key is a position's number."""
    return f"SEATS#{agency}#{unit}"


def mass_people(mass_id: str, result: Result | None = None) -> str:
    """The partition of a mass action's people, or of those with one result."""
    return f"MASS#{mass_id}#{result.value.upper()}" if result else f"MASS#{mass_id}"


def mass_person(person: MassPerson) -> str:
    """Where a person stands in these: by name."""
    return f"{cut(person.sort_name, NAME_BYTES)}{GAP}{person.employee_id}"


def event(event: Event) -> Key:
    """An event of the audit log: looks lie apart from changes, so that a history is one query."""
    return events(event.subject, seen=event.kind.is_view), event.id


def events(subject: str, *, seen: bool) -> str:
    """The partition of a subject's events."""
    return f"AUDIT#{subject}#SEEN" if seen else f"AUDIT#{subject}"


def word(text: str, employee: Employee) -> Key:
    """A search word of an employee. Words are spread over partitions by their opening letters."""
    return f"WORD#{opening(text)}", f"{text} {_ending(employee)}"


def directory(employee: Employee) -> Iterator[Key]:
    """The rows of an employee in the directory: each scope, any status and their own, in each order."""
    orders = {
        Sort.NAME: _ending(employee),
        Sort.HIRED: f"{employee.hire_date.isoformat()} {_ending(employee)}",
        Sort.AGENCY: f"{employee.agency} {_ending(employee)}",
    }
    for scope in (("", ""), (employee.agency, ""), (employee.agency, employee.department)):
        for status in (None, employee.status):
            for sort, text in orders.items():
                if sort is not Sort.AGENCY or scope == ("", ""):
                    yield _rows(*scope, status, sort), text


def listed(listing: Listing) -> str:
    """The partition of the directory that a listing reads."""
    within = listing.sort is Sort.AGENCY and listing.agency
    return _rows(listing.agency, listing.department, listing.status, Sort.NAME if within else listing.sort)


def _rows(agency: str, department: str, status: Status | None, sort: Sort) -> str:
    scope = f"DEPT#{agency}#{department}" if department else f"AGENCY#{agency}" if agency else "ALL"
    return f"DIR#{scope}#{(status.value if status else 'any').upper()}#{sort.value.upper()}"


def _ending(employee: Employee) -> str:
    return f"{cut(employee.sort_name, NAME_BYTES)}{GAP}{employee.id}"
