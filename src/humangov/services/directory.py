"""The directory: find people."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from humangov.domain.employees import Row, Status
from humangov.domain.errors import BadLink, Invalid, Uncounted
from humangov.domain.lists import PAGE_SIZES, Listing, Page
from humangov.domain.moments import check_moment, end_of
from humangov.domain.organization import Overview
from humangov.domain.permissions import Permission
from humangov.domain.rules import LATEST_HIRE
from humangov.domain.text import text_problem, tidy
from humangov.services.desk import Desk
from humangov.services.recording import is_behind


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of people, the organization that names their agencies, and how many there are (None: not known).

    `uncounted`: so much was recorded since the day that how many there were is left out.
    `behind`: not all that took effect by today is entered yet, so that some are listed and counted as before.
    """

    page: Page[Row]
    overview: Overview
    count: int | None
    behind: bool = False
    uncounted: bool = False


def list_employees(desk: Desk, listing: Listing) -> Listed:
    """A page of the directory, or of a search when the listing has a text. Two reads, however many people there are.

    Raises Invalid (text), and BadLink when the listing names an agency or department that the state does not have.
    """
    desk.require(Permission.READ_RECORDS)
    listing = replace(listing, text=tidy(listing.text))
    overview = desk.organization.overview()
    _check(listing, overview)
    behind = is_behind(desk)
    page = desk.directory.search(listing) if listing.text else desk.directory.page(listing)
    counted = not (listing.text or listing.department or listing.employment_type)
    return Listed(page, overview, overview.count(listing.agency, listing.status) if counted else None, behind)


def list_employees_on(desk: Desk, listing: Listing, day: date, known_on: date | None) -> Listed:
    """A page of the people as they stood on a day, and as they were known at the end of another one. Five reads.

    Who is limited to some agencies sees of them only who is there today, too: how many there were is not said.

    Raises as `list_employees`, and Invalid (as_of, known_at).
    """
    desk.require(Permission.READ_RECORDS)
    check_moment(day, known_on, desk.today())
    listing = replace(listing, text=tidy(listing.text))
    overview = desk.organization.overview().on(day)
    _check(listing, overview)
    page = desk.directory.page_on(listing, day, end_of(known_on, desk.state.time_zone) if known_on else None)
    if listing.text or listing.department or listing.employment_type or desk.principal.agencies:
        return Listed(page, overview, None)
    try:
        then = replace(overview, headcount=headcount_on(desk, day, known_on))
    except Uncounted:
        return Listed(page, overview, None, uncounted=True)
    return Listed(page, then, then.count(listing.agency, listing.status))


def headcount_on(desk: Desk, day: date, known_on: date | None) -> Mapping[tuple[str, Status], int]:
    """The headcount of each agency and status on a day, as it was known at the end of another one.

    Two reads. Raises Invalid (as_of, known_at), and Uncounted where too much was recorded since.
    """
    desk.require(Permission.USE_OWN_ACCOUNT)
    check_moment(day, known_on, desk.today())
    known = known_on or desk.today()
    # What was recorded before takes effect within LATEST_HIRE, so by that day.
    return desk.organization.headcount_on(min(known, day - LATEST_HIRE), day, known)


def _check(listing: Listing, overview: Overview) -> None:
    agency = overview.agency(listing.agency)
    if wrong := text_problem(listing.text):
        raise Invalid({"text": wrong})
    if listing.size not in PAGE_SIZES:
        raise BadLink
    if listing.agency and agency is None:
        raise BadLink("There is no such agency. Choose one from the list.")
    if listing.department and (agency is None or agency.department(listing.department) is None):
        raise BadLink("The agency has no such department. Choose one from the list.")
