"""The directory of one state, in memory."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from humangov.domain.career import record_as_of
from humangov.domain.employees import Employee, Row, row_of
from humangov.domain.errors import Invalid
from humangov.domain.lists import Listing, Page, Sort
from humangov.domain.text import starts_search, typed_words
from tests.fakes.records import Calls, Records

MOST_READ = 200
Entry = tuple[str, Row]


@dataclass(frozen=True, slots=True)
class FakeDirectory:
    """See ports.Directory."""

    records: Records
    calls: Calls

    def page(self, listing: Listing) -> Page[Row]:
        self.calls.note("directory.page")
        people = (e for e in self.records.employees.values() if _keyed(row_of(e), listing))
        entries = [(_position(e, listing.sort), row_of(e)) for e in people]
        return _page(entries, listing, lambda entry: _passes(entry[1], listing))

    def search(self, listing: Listing) -> Page[Row]:
        self.calls.note("directory.search")
        entries = _word_entries(self.records.employees.values(), _longest(listing.text))

        def fits(entry: Entry) -> bool:
            return _passes(entry[1], listing) and _keyed(entry[1], listing) and _says(entry, listing.text)

        return _page(entries, replace(listing, descending=False), fits)

    def page_on(self, listing: Listing, day: date, known_at: datetime | None) -> Page[Row]:
        self.calls.note("directory.page_on")
        people, text = self.records.employees.values(), listing.text
        entries = (
            _word_entries(people, _longest(text)) if text else [(_position(e, Sort.NAME), row_of(e)) for e in people]
        )

        def then(now: Row) -> Row | None:
            reached = now.agency in (listing.agencies or {now.agency})
            record = record_as_of(self.records.actions.get(now.id, {}).values(), day, known_at) if reached else None
            row = row_of(record) if record and record.hire_date <= day else None
            return row if row and _passes(row, listing) and _keyed(row, listing) else None

        def fits(entry: Entry) -> bool:
            return (not text or _says(entry, text)) and then(entry[1]) is not None

        order = replace(listing, descending=listing.descending and not text)
        page = _page(entries, order, fits, most=100)
        return replace(page, items=tuple(row for now in page.items if (row := then(now))))


def _longest(text: str) -> str:
    """The word by which a search reads. Raises Invalid."""
    longest = max(typed_words(text), key=lambda word: (starts_search(word), len(word)), default="")
    if not starts_search(longest):
        raise Invalid({"text": "Enter at least two letters of a name, an employee number or an e-mail address."})
    return longest


def _says(entry: Entry, text: str) -> bool:
    """Whether a row has all typed words, and the entry is that of its first word for the longest."""
    position, row = entry
    first = min(word for word in row.words if word.startswith(_longest(text)))
    found = all(any(word.startswith(typed) for word in row.words) for typed in typed_words(text))
    return found and position.startswith(f"{first} ")


def _word_entries(people: Iterable[Employee], beginning: str) -> list[Entry]:
    """One for each search word with this beginning."""
    found = ((word, e) for e in people for word in e.search_words if word.startswith(beginning))
    return [(f"{word} {e.sort_name}   {e.id}", row_of(e)) for word, e in found]


def _keyed(row: Row, listing: Listing) -> bool:
    return (
        listing.agency in ("", row.agency)
        and listing.department in ("", row.department)
        and listing.status in (None, row.status)
    )


def _passes(row: Row, listing: Listing) -> bool:
    of_type = listing.employment_type in (None, row.employment_type)
    return of_type and (not listing.agencies or row.agency in listing.agencies)


def _position(employee: Employee, sort: Sort) -> str:
    first = {Sort.NAME: "", Sort.HIRED: f"{employee.hire_date.isoformat()} ", Sort.AGENCY: f"{employee.agency} "}[sort]
    return f"{first}{employee.sort_name}   {employee.id}"


def _page(entries: list[Entry], listing: Listing, fits: Callable[[Entry], bool], most: int = MOST_READ) -> Page[Row]:
    """The entries beside the listing's position that fit, of the first MOST_READ."""
    falling = listing.descending != listing.backward
    ordered = sorted(entries, key=lambda entry: entry[0], reverse=falling)
    if at := listing.position:
        ordered = [entry for entry in ordered if (entry[0] < at if falling else entry[0] > at)]
    looked = ordered[:most]
    fitting = [n for n, entry in enumerate(looked) if fits(entry)]
    if len(fitting) > listing.size:
        looked = looked[: fitting[listing.size - 1] + 1]
    rows = tuple(entry[1] for entry in looked if fits(entry))
    nearest = looked[0][0] if looked else listing.position
    further = looked[-1][0] if len(ordered) > len(looked) else ""
    if listing.backward:
        return Page(rows[::-1], before=further, after=nearest, looked_at=len(looked))
    return Page(rows, before=nearest if at else "", after=further, looked_at=len(looked))
