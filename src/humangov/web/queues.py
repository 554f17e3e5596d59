"""The queue of open requests, sorted by who is to do something about them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from humangov.domain.actions import ActionStatus, Waiting
from humangov.domain.permissions import Permission, Principal


@dataclass(frozen=True, slots=True)
class Queue:
    """Requests of one kind, the oldest first; `identity` is that of its heading on the page."""

    identity: str
    heading: str
    rows: tuple[Waiting, ...]


_HEADINGS = {
    "approve": "For you to approve",
    "returned": "Returned to you",
    "drafts": "Your drafts",
    "asked": "You asked for",
    "others": "Others asked for",
}


@dataclass(frozen=True, slots=True)
class Sieve:
    """What of the queue is asked for: requests of an agency and of a code; "" for all."""

    agency: str = ""
    code: str = ""

    def passes(self, row: Waiting) -> bool:
        """Whether a request is asked for."""
        return self.agency in ("", row.agency) and self.code in ("", row.code)


def days_old(row: Waiting, today: date, time_zone: str) -> int:
    """For how many days of the state's calendar a request has been waiting."""
    return (today - row.requested_at.astimezone(ZoneInfo(time_zone)).date()).days


def heading_of(identity: str) -> str:
    """What the queue is called; "" for an address that names none."""
    return _HEADINGS.get(identity, "")


def queues_of(waiting: Iterable[Waiting], principal: Principal) -> tuple[Queue, ...]:
    """The queues that are not empty, in the order in which they ask for something to be done."""
    found: dict[str, list[Waiting]] = {identity: [] for identity in _HEADINGS}
    for row in waiting:
        found[_queue_of(row, principal)].append(row)
    return tuple(Queue(identity, _HEADINGS[identity], tuple(rows)) for identity, rows in found.items() if rows)


def _queue_of(row: Waiting, principal: Principal) -> str:
    if row.requested_by_id == principal.id:
        return {ActionStatus.DRAFT: "drafts", ActionStatus.RETURNED: "returned"}.get(row.status, "asked")
    approves = Permission.APPROVE_ACTIONS in principal.permissions and row.is_for(principal)
    return "approve" if approves else "others"
