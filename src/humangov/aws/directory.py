"""The directory of one state, from rows that are shaped for it."""

from humangov.aws import keys
from humangov.aws.items import Item, read_row
from humangov.aws.pages import page_of
from humangov.aws.table import Span, Table
from humangov.domain.employees import Row
from humangov.domain.errors import Invalid
from humangov.domain.lists import Listing, Page
from humangov.domain.text import opening, starts_search, typed_words

# The most items that one page reads where no key answers all that is asked.
MOST_READ = 200


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
        longest = max(typed, key=lambda word: (starts_search(word), len(word)), default="")
        if not starts_search(longest):
            raise Invalid({"text": "Enter at least two letters of a name, an employee number or an e-mail address."})
        words = Span(f"WORD#{opening(longest)}", longest, longest + keys.HIGHEST)
        span = _beside(words, listing.position, descending=listing.backward)
        found = self._table.query(span, _reading(listing, typed), descending=listing.backward)
        looked = [(item["sk"], _fitting(item, listing, typed, longest)) for item in found.items]
        return page_of(looked, listing, more=found.more)


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
    asked = (
        item["sk"].startswith(f"{first} "),
        all(any(w.startswith(t) for w in row.words) for t in typed),
        listing.agency in ("", row.agency),
        listing.department in ("", row.department),
        listing.status in (None, row.status),
        _passes(row, listing),
    )
    return row if all(asked) else None
