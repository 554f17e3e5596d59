"""The book of what an office did, told as plainly as can be: against it all that the system says is held."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from humangov.domain.employees import Status

ACTIVE, LEAVE, SUSPENDED, SEPARATED = Status.ACTIVE, Status.LEAVE, Status.SUSPENDED, Status.SEPARATED
EMPLOYED = {ACTIVE, LEAVE, SUSPENDED}
# A code, the statuses in which it can befall a person, and the one that it leads to.
CODES: dict[str, tuple[set[Status], Status | None]] = {
    "140": ({SEPARATED}, ACTIVE),
    "292": ({LEAVE, SUSPENDED}, ACTIVE),
    "317": (EMPLOYED, SEPARATED),
    "450": ({ACTIVE}, SUSPENDED),
    "460": ({ACTIVE}, LEAVE),
    "721": (EMPLOYED, None),
    "740": (EMPLOYED, None),
    "780": ({*EMPLOYED, SEPARATED}, None),
    "782": (EMPLOYED, None),
    "894": (EMPLOYED, None),
}
DEPARTMENTS = {"DMV": {"LIC", "REG"}, "DOT": {"BRI", "ROA"}}
# Positions, and their full-time equivalent in hundredths.
POSITIONS = {"P-1": 100, "P-2": 50}
A_YEAR = timedelta(days=366)


@dataclass(frozen=True)
class Line:
    """Something that was recorded: `undoes` is the id of what it cancels or corrects; an edit has no code."""

    id: str
    code: str
    effective: date
    place: int
    recorded: datetime
    changes: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    first: bool = False
    undoes: str = ""
    cancels: bool = False


def standing(lines: Iterable[Line], known_at: datetime | None = None) -> list[Line]:
    """What is neither cancelled nor corrected, in the order in which it takes effect."""
    alive: dict[str, Line] = {}
    for line in lines:
        if known_at and line.recorded > known_at:
            break
        alive.pop(line.undoes, None)
        if not line.cancels:
            alive[line.id] = line
    return sorted(alive.values(), key=lambda line: (not line.first, line.effective, line.place))


def told(lines: Sequence[Line], day: date, known_at: datetime | None = None) -> dict[str, Any] | None:
    """The record as it stood on a day; None where nobody knew of the person."""
    stand = standing(lines, known_at)
    begun = [line for line in lines if line.first and not (known_at and line.recorded > known_at)]
    if not begun:
        return None
    first, acts = begun[-1], [line for line in stand if line.code]
    stood = first in acts
    begins = first.effective if stood else min([first.effective, *(line.effective for line in acts)])
    record = {"status_since": begins, "hire_date": begins, "former_names": (), "separation_reason": "", "phone": ""}
    record |= {"suffix": "", "position": "", "fte_hundredths": 100, "status": ACTIVE, **first.changes}
    if not stood:
        gone = "The appointment was cancelled"
        record |= {"status": SEPARATED, "separation_reason": gone, "position": ""}
    hired = stood
    by_id = {line.id: line for line in lines}
    for line in (line for line in stand if not line.first and line.effective <= day):
        _apply(record, line, by_id)
        if line.code == "140" and not hired:
            hired, record["hire_date"] = True, line.effective
    if day < begins and record["status"] != SEPARATED:
        record["status"] = Status.APPOINTED
    return record


def _apply(record: dict[str, Any], line: Line, by_id: Mapping[str, Line]) -> None:
    old = f"{record['first_name']} {record['last_name']}"
    record |= line.changes
    new = f"{record['first_name']} {record['last_name']}"
    if new != old:
        names = dict.fromkeys((*record["former_names"], old))
        record["former_names"] = tuple(name for name in names if name != new)
    status = CODES[line.code][1] if line.code in CODES else None
    if status:
        gone, act = status is SEPARATED, line
        while act.undoes:
            act = by_id[act.undoes]
        record |= {"status": status, "status_since": line.effective, "separation_reason": act.reason if gone else ""}
        record |= {"position": ""} if gone else {}


def seats(book: Mapping[str, Sequence[Line]], day: date) -> dict[str, dict[str, int]]:
    """Who sits in each position on a day, with what part of a full-time equivalent."""
    found: dict[str, dict[str, int]] = {number: {} for number in POSITIONS}
    for person, lines in book.items():
        record = told(lines, day)
        if record and record["hire_date"] <= day and record["position"]:
            found[record["position"]][person] = record["fte_hundredths"]
    return found


def headcount(
    book: Mapping[str, Sequence[Line]], day: date, known_at: datetime | None
) -> dict[tuple[str, Status], int]:
    """How many people stand where on a day."""
    records = (told(lines, day, known_at) for lines in book.values())
    return Counter((r["agency"], r["status"]) for r in records if r and r["hire_date"] <= day)


def days(book: Mapping[str, Sequence[Line]]) -> list[date]:
    """Every day on which anything changes, and those beside them."""
    found = {line.effective for lines in book.values() for line in lines}
    return sorted({day + timedelta(days=n) for day in found for n in (-1, 0)})


def wrong(book: Mapping[str, Sequence[Line]], person: str, new: Line, today: date) -> str:
    """Why a new line cannot stand in the book; empty where it can."""
    lines = book[person]
    if new.effective > today + A_YEAR:
        return "too far ahead"
    after = [*lines, new]
    reasons = _target(lines, new) or _idle(lines, new) or next(_impossible(after), "")
    return reasons or _overfull({**book, person: after})


def _target(lines: Sequence[Line], new: Line) -> str:
    if not new.undoes:
        return ""
    target = next((line for line in standing(lines) if line.id == new.undoes), None)
    if target is None:
        return "does not stand"
    others = [line for line in standing(lines) if line.code and line.id != new.undoes]
    return "an appointment with a career" if new.cancels and target.first and others else ""


def _idle(lines: Sequence[Line], new: Line) -> str:
    if not new.undoes:
        before = told(lines, new.effective)
        after = dict(before or {})
        if before and new.code and not new.first:
            _apply(after, new, {})
        return "changes nothing" if new.code and before == after else ""
    target = next(line for line in lines if line.id == new.undoes)
    said = [(line.effective, dict(line.changes), line.reason) for line in (target, new)]
    return "changes nothing" if said[0] == said[1] and not new.cancels else ""


def _impossible(lines: Sequence[Line]) -> Iterator[str]:
    """Walks through a career: each act must be possible in the status in which it meets the person."""
    stand = standing(lines)
    begun = [line for line in lines if line.first][-1]
    status = ACTIVE if begun in stand else SEPARATED
    record = dict(begun.changes)
    for line in (line for line in stand if not line.first):
        if line.code and begun in stand and line.effective < begun.effective:
            yield "before the first day"
        if line.code and status not in CODES[line.code][0]:
            yield f"{line.code} while {status}"
        status = (CODES[line.code][1] if line.code else None) or status
        record |= line.changes
        if record["department"] not in DEPARTMENTS[record["agency"]]:
            yield "a department of another agency"


def _overfull(book: Mapping[str, Sequence[Line]]) -> str:
    for day in days(book):
        for number, sitting in seats(book, day).items():
            if sum(sitting.values()) > POSITIONS[number]:
                return f"{number} is full on {day}"
    return ""
