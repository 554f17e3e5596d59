"""The directory of one state, from rows that are shaped for it."""

from dataclasses import replace
from datetime import date, datetime

from humangov.aws import keys
from humangov.aws.careers import read_career
from humangov.aws.items import Item, read_row
from humangov.aws.pages import page_of
from humangov.aws.table import Span, Table
from humangov.domain.career import record_as_of
from humangov.domain.employees import Row, row_of
from humangov.domain.errors import Invalid
from humangov.domain.lists import Listing, Page
from humangov.domain.text import opening, starts_search, typed_words

# The most items that one page reads where no key answers all that is asked.
MOST_READ = 200
# A list of another day asks for so many careers, in one BatchGetItem.
MOST_CAREERS = 100


class StateDirectory:
    """See ports.Directory."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def page(self, listing: Listing) -> Page[Row]:
        """One Query of the partition for scope, status and order; one row more than is shown tells of a next page."""
        descending = listing.descending != listing.backward
        span = _beside(Span(keys.listed(listing)), listing.position, descending=descending)
        limit = MOST_READ if listing.employment_type or listing.agencies else listing.size + 1
        found = self._table.query(span, limit, descending=descending)
        rows = ((item["sk"], read_row(item["row"])) for item in found.items)
        looked = [(sk, row if _passes(row, listing) else None) for sk, row in rows]
        return page_of(looked, listing, more=found.more)

    def search(self, listing: Listing) -> Page[Row]:
        """One Query of the words that begin with the longest typed one; the rest is compared with the rows."""
        typed = [keys.cut(word, keys.WORD_BYTES) for word in typed_words(listing.text)]
        longest = _longest(typed)
        words = Span(f"WORD#{opening(longest)}", longest, longest + keys.HIGHEST)
        span = _beside(words, listing.position, descending=listing.backward)
        found = self._table.query(span, _reading(listing, typed), descending=listing.backward)
        looked = [(item["sk"], _fitting(item, listing, typed, longest)) for item in found.items]
        return page_of(looked, listing, more=found.more)

    def page_on(self, listing: Listing, day: date, known_at: datetime | None) -> Page[Row]:
        """A Query of today's list by name, or of the words, and a BatchGetItem of the careers of whom it names."""
        base = Listing(descending=listing.descending and not listing.text, backward=listing.backward)
        typed = [keys.cut(word, keys.WORD_BYTES) for word in typed_words(listing.text)]
        longest = _longest(typed) if typed else ""
        words = Span(f"WORD#{opening(longest)}", longest, longest + keys.HIGHEST) if typed else Span(keys.listed(base))
        descending = base.descending != base.backward
        span = _beside(words, listing.position, descending=descending)
        narrowed = typed or listing.agency or listing.agencies or listing.status or listing.employment_type
        most = MOST_CAREERS if narrowed else min(MOST_CAREERS, listing.size + 1)
        found = self._table.query(span, most, descending=descending)
        today = [(i["sk"], _fitting(i, base, typed, longest) if typed else read_row(i["row"])) for i in found.items]
        reached = [row for _, row in today if row and row.agency in (listing.agencies or {row.agency})]
        then = self._as_of(reached, day, known_at)
        looked = [(sk, then.get(row.id) if row else None) for sk, row in today]
        kept = [(sk, row if row and _asked(row, listing) else None) for sk, row in looked]
        return page_of(kept, listing, more=found.more)

    def _as_of(self, rows: list[Row], day: date, known_at: datetime | None) -> dict[str, Row]:
        """Those of these people who were known and had been employed by that day, as they were."""
        found = self._table.get_all([keys.career(row.id) for row in rows])
        then: dict[str, Row] = {}
        for row in rows:
            item = found.get(keys.career(row.id))
            record = record_as_of(read_career(row.id, item["career"]), day, known_at) if item else None
            if record and record.hire_date <= day:
                then[row.id] = row_of(replace(record, number=record.number or row.number))
        return then


def _longest(typed: list[str]) -> str:
    """The word by which a search reads. Raises Invalid (text)."""
    longest = max(typed, key=lambda word: (starts_search(word), len(word)), default="")
    if not starts_search(longest):
        raise Invalid({"text": "Enter at least two letters of a name, an employee number or an e-mail address."})
    return longest


def _asked(row: Row, listing: Listing) -> bool:
    """Whether a row is of the agency, department, status and type that are asked for."""
    return (
        listing.agency in ("", row.agency)
        and listing.department in ("", row.department)
        and listing.status in (None, row.status)
        and _passes(row, listing)
    )


def _beside(span: Span, position: str, *, descending: bool) -> Span:
    """The part of the span that lies behind the position in the direction of reading."""
    if not position:
        return span
    if descending:
        return Span(span.partition, span.low, keys.just_below(position))
    return Span(span.partition, keys.just_above(position), span.high)


def _passes(row: Row, listing: Listing) -> bool:
    """Whether the row is what no key answers."""
    of_type = listing.employment_type in (None, row.employment_type)
    return of_type and (not listing.agencies or row.agency in listing.agencies)


def _reading(listing: Listing, typed: list[str]) -> int:
    """A lone word finds a person twice only where two words of a name begin alike; other conditions pass many over."""
    narrowed = len(typed) > 1 or listing.agency or listing.status or listing.employment_type or listing.agencies
    return MOST_READ if narrowed else min(MOST_READ, 2 * listing.size)


def _fitting(item: Item, listing: Listing, typed: list[str], longest: str) -> Row | None:
    """The row, if it is what the listing asks for and this is the first of its words that answers the longest."""
    row = read_row(item["row"])
    first = min(w for w in row.words if w.startswith(longest))
    is_first = item["sk"].startswith(f"{first} ")
    found = all(any(w.startswith(t) for w in row.words) for t in typed)
    return row if is_first and found and _asked(row, listing) else None
