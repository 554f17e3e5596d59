"""The home page: headcount and what changed lately."""

from dataclasses import dataclass

from humangov.domain.events import Event, EventFilter
from humangov.domain.organization import Overview
from humangov.domain.permissions import Permission
from humangov.services.desk import Desk
from humangov.services.recording import settle_due

RECENT = 10


@dataclass(frozen=True, slots=True)
class Home:
    """Headcount, and the newest changes for those who may read records.

    `more` says that a limit to some agencies left part of the log unread: there may be older ones.
    """

    overview: Overview
    recent: tuple[Event, ...]
    more: bool = False


def view_home(desk: Desk) -> Home:
    """What this principal sees first."""
    desk.require(Permission.USE_OWN_ACCOUNT)
    settle_due(desk)
    overview = desk.organization.overview()
    if Permission.READ_RECORDS not in desk.principal.permissions:
        return Home(overview, ())
    page = desk.audit.page(EventFilter(views=False), "", RECENT)
    unread = page.after and len(page.items) < RECENT
    return Home(overview, page.items, more=bool(desk.principal.agencies and unread))
