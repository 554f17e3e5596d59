"""The directory's state in the URL: which people, as of when, in which order, which page; and the links to others."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar
from urllib.parse import urlencode

from humangov.domain.employees import EmploymentType, Status
from humangov.domain.errors import BadLink
from humangov.domain.lists import PAGE_SIZES, Listing, Sort
from humangov.domain.text import tidy
from humangov.services.directory import Listed
from humangov.web import current, cursors
from humangov.web.moments import Moment
from humangov.web.paging import Pages, shown

Choice = TypeVar("Choice", Status, EmploymentType, Sort)


def read_listing(query: Mapping[str, str], moment: Moment) -> Listing:
    """The listing that a query string asks for; that of another day is in the order of names. Raises BadLink."""
    size = query.get("size", "") or str(PAGE_SIZES[0])
    agency = query.get("agency", "")
    listing = Listing(
        text=tidy(query.get("q", "")),
        agency=agency,
        department=_department(query.get("department", ""), agency),
        status=_choice(Status, query.get("status", "")),
        employment_type=_choice(EmploymentType, query.get("type", "")),
        sort=(_choice(Sort, query.get("sort", "")) if moment.is_now else None) or Sort.NAME,
        descending=_descending(query.get("dir", "")),
        size=int(size) if size.isascii() and size.isdigit() and len(size) < 4 else 0,
    )
    if listing.size not in PAGE_SIZES:
        raise BadLink("A page has 25, 50 or 100 people. Choose one of these.")
    return _at(listing, moment, query.get("after", ""), query.get("before", ""))


def _department(text: str, agency: str) -> str:
    """The code. The form sends it behind its agency's, "DMV/LIC": one of the agency chosen before says nothing."""
    of, sent_by_form, code = text.rpartition("/")
    return code if agency and (not sent_by_form or of == agency) else ""


def _choice(kind: type[Choice], text: str) -> Choice | None:
    try:
        return kind(text) if text else None
    except ValueError:
        raise BadLink from None


def _descending(text: str) -> bool:
    if text not in {"", "asc", "desc"}:
        raise BadLink
    return text == "desc"


def _at(listing: Listing, moment: Moment, after: str, before: str) -> Listing:
    if not (after or before):
        return listing
    said = cursors.unseal(_kind(listing, moment), after or before)
    position, passed = said.get("at"), said.get("n")
    if not (position and isinstance(position, str) and isinstance(passed, int | None)):
        raise BadLink
    return replace(listing, position=position, backward=not after, passed=passed)


def _kind(listing: Listing, moment: Moment) -> str:
    """What a cursor is good for: this list of this day in this order, for those limited to the same agencies."""
    within = {"within": ",".join(current.principal().agencies)} if current.principal().agencies else {}
    return "employees?" + urlencode(_query(listing, moment) | within)


def _query(listing: Listing, moment: Moment) -> dict[str, str]:
    pairs = {
        "q": listing.text,
        "agency": listing.agency,
        "department": listing.department,
        "status": listing.status or "",
        "type": listing.employment_type or "",
        "sort": "" if listing.sort is Sort.NAME else listing.sort.value,
        "dir": "desc" if listing.descending else "",
        "size": "" if listing.size == PAGE_SIZES[0] else str(listing.size),
    }
    return {name: str(value) for name, value in pairs.items() if value} | dict(moment.query)


@dataclass(frozen=True, slots=True)
class ListView:
    """The links of a list page."""

    listing: Listing
    listed: Listed
    moment: Moment

    def url(self, **changes: object) -> str:
        """The same list with other filters or in another order, from its start."""
        other = replace(self.listing, position="", backward=False, passed=0, **changes)  # type: ignore[arg-type] # names of Listing's fields
        query = urlencode(_query(other, self.moment))
        return f"/employees?{query}" if query else "/employees"

    def sort_url(self, sort: Sort) -> str:
        """The same list in another order; the present order the other way round."""
        return self.url(sort=sort, descending=sort is self.listing.sort and not self.listing.descending)

    @property
    def first(self) -> int | None:
        """The place in the list of the first person shown; None where that is not known."""
        it, page = self.listing, self.listed.page
        if not page.before:
            return 1
        first = None if it.passed is None else it.passed + 1 - it.backward * len(page.items)
        return first if first is not None and first > 1 else None

    @property
    def links(self) -> Pages:
        """The pages before and after this one, and which people it shows."""
        page, first = self.listed.page, self.first
        passed = None if first is None else first - 1 + len(page.items)
        return Pages(
            self.url() if self.listing.position else "",
            self._page_url("before", page.before, None if first is None else first - 1),
            self._page_url("after", page.after, passed),
            shown(first, len(page.items), self.total) if first else "",
        )

    @property
    def total(self) -> int | None:
        """How many there are in the whole list: counted, or come to its end."""
        if self.listed.count is not None or self.listed.page.after or self.first is None:
            return self.listed.count
        return self.first - 1 + len(self.listed.page.items)

    @property
    def told(self) -> str:
        """What the page shows, in words: "1 to 25 of 2,001 employees"."""
        count, said = len(self.listed.page.items), self.links.shown
        if count == self.total:
            said = f"{count:,}"
        return f"{said or count} {'employee' if (self.total or count) == 1 else 'employees'}"

    def _page_url(self, name: str, position: str, passed: int | None) -> str:
        if not position:
            return ""
        here = replace(self.listing, position="", backward=False, passed=0)
        cursor = cursors.seal(_kind(here, self.moment), {"at": position, "n": passed})
        return "/employees?" + urlencode(_query(here, self.moment) | {name: cursor})

    @property
    def short(self) -> bool:
        """Whether there may be more though the page is not full: reading stopped at its bound."""
        return bool(self.listed.page.after) and len(self.listed.page.items) < self.listing.size

    @property
    def removable(self) -> list[tuple[str, str]]:
        """What is filtered, each with the list without it."""
        it, names = self.listing, self.listed.overview
        found: list[tuple[str, object, dict[str, object]]] = [
            (f"“{it.text}”", it.text, {"text": ""}),
            (names.agency_name(it.agency), it.agency, {"agency": "", "department": ""}),
            (names.department_name(it.agency, it.department), it.department, {"department": ""}),
            (it.status.label if it.status else "", it.status, {"status": None}),
            (it.employment_type.label if it.employment_type else "", it.employment_type, {"employment_type": None}),
        ]
        return [(label, self.url(**without)) for label, value, without in found if value]
