"""The directory: find people."""

from dataclasses import dataclass, replace

from humangov.domain.employees import Row
from humangov.domain.errors import BadLink, Invalid
from humangov.domain.lists import PAGE_SIZES, Listing, Page
from humangov.domain.organization import Overview
from humangov.domain.permissions import Permission
from humangov.domain.text import text_problem, tidy
from humangov.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of people, the organization that names their agencies, and how many there are (None: not known)."""

    page: Page[Row]
    overview: Overview
    count: int | None


def list_employees(desk: Desk, listing: Listing) -> Listed:
    """A page of the directory, or of a search when the listing has a text. Two reads, however many people there are.

    Raises Invalid (text), and BadLink when the listing names an agency or department that the state does not have.
    """
    desk.require(Permission.READ_RECORDS)
    listing = replace(listing, text=tidy(listing.text))
    overview = desk.organization.overview()
    _check(listing, overview)
    page = desk.directory.search(listing) if listing.text else desk.directory.page(listing)
    counted = not (listing.text or listing.department or listing.employment_type)
    return Listed(page, overview, overview.count(listing.agency, listing.status) if counted else None)


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
