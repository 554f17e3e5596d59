"""The home page: what waits for somebody, headcount, and what changed lately."""

from dataclasses import dataclass

from humangov.domain.actions import ActionStatus, Waiting
from humangov.domain.errors import Unavailable
from humangov.domain.events import Event, EventFilter
from humangov.domain.lists import Page
from humangov.domain.mass import MassStatus
from humangov.domain.organization import Overview
from humangov.domain.permissions import Permission
from humangov.services.accounts import list_accounts
from humangov.services.approving import MOST_WAITING, list_waiting
from humangov.services.budgets import part
from humangov.services.desk import Desk
from humangov.services.granting import waits_for
from humangov.services.mass import list_open
from humangov.services.recording import is_behind

RECENT = 10
_ACTING = frozenset({Permission.CHANGE_RECORDS, Permission.APPROVE_ACTIONS})


@dataclass(frozen=True, slots=True)
class Waits:
    """How many requests wait for somebody: to be approved, returned to them, kept as their drafts, asked by them.

    `more`: the queue is longer than what was read of it, so that each number is the least that there are.
    """

    to_approve: int = 0
    returned: int = 0
    drafts: int = 0
    asked: int = 0
    more: bool = False


@dataclass(frozen=True, slots=True)
class Home:
    """Headcount; what waits for those who act; and the newest changes for those who may read records.

    A part is None where what it is read from does not answer just now. `more` says that a limit to some agencies left
    part of the log unread: there may be older ones. `behind`: see directory.Listed.
    `grants`: how many of other administrators wait for this one.
    """

    overview: Overview | None
    recent: tuple[Event, ...] | None = ()
    waits: Waits | None = Waits()
    more: bool = False
    behind: bool = False
    grants: int | None = 0


def view_home(desk: Desk) -> Home:
    """What this principal sees first. Three reads, each of which can fail alone. Raises Unavailable where all do."""
    desk.require(Permission.USE_OWN_ACCOUNT)
    reads, acts = Permission.READ_RECORDS in desk.principal.permissions, _ACTING & desk.principal.permissions
    overview = part(desk.organization.overview)
    page = part(lambda: desk.audit.page(EventFilter(views=False), "", RECENT)) if reads else Page(())
    waits = part(lambda: _waits(desk)) if acts else Waits()
    if not any((overview, reads and page, acts and waits)):
        raise Unavailable
    unread = page and page.after and len(page.items) < RECENT
    return Home(
        overview,
        page.items if page else None,
        waits,
        more=bool(desk.principal.agencies and unread),
        behind=bool(part(lambda: is_behind(desk))),
        grants=part(lambda: _grants(desk)) if Permission.MANAGE_ACCOUNTS in desk.principal.permissions else 0,
    )


def _grants(desk: Desk) -> int:
    return sum(1 for account in list_accounts(desk) if waits_for(desk.principal, account))


def _waits(desk: Desk) -> Waits:
    found = list_waiting(desk)
    mine = [w for w in found if w.requested_by_id == desk.principal.id]
    theirs = [w for w in found if w.is_for(desk.principal)]
    return Waits(
        to_approve=len(theirs) + _masses(desk) if Permission.APPROVE_ACTIONS in desk.principal.permissions else 0,
        returned=_count(mine, ActionStatus.RETURNED),
        drafts=_count(mine, ActionStatus.DRAFT),
        asked=_count(mine, ActionStatus.SUBMITTED),
        more=len(found) >= MOST_WAITING,
    )


def _masses(desk: Desk) -> int:
    """How many mass actions of others wait."""
    found = (m for m in list_open(desk) if m.status is MassStatus.SUBMITTED)
    return sum(1 for mass in found if not mass.is_work_of(desk.principal))


def _count(lines: list[Waiting], status: ActionStatus) -> int:
    return sum(1 for line in lines if line.status is status)
