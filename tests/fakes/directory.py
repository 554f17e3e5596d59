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
        typed = typed_words(listing.text)
        longest = max(typed, key=lambda word: (starts_search(word), len(word)), default="")
        if not starts_search(longest):
            raise Invalid({"text": "Enter at least two letters of a name, an employee number or an e-mail address."})

        def fits(entry: Entry) -> bool:
            position, row = entry
            first = min(word for word in row.words if word.startswith(longest))
            found = all(any(word.startswith(t) for word in row.words) for t in typed)
            return found and _passes(row, listing) and _keyed(row, listing) and position.startswith(f"{first} ")

        entries = _word_entries(self.records.employees.values(), longest)
        return _page(entries, replace(listing, descending=False), fits)

    def page_on(self, listing: Listing, day: date, known_at: datetime | None) -> Page[Row]:
        self.calls.note("directory.page_on")
        plain = Listing(
            descending=listing.descending and not listing.text, backward=listing.backward, size=listing.size
        )
        plain = replace(plain, text=listing.text, position=listing.position)
        entries = [(_position(e, Sort.NAME), row_of(e)) for e in self.records.employees.values()]
        if plain.text:
            typed = typed_words(plain.text)
            longest = max(typed, key=lambda word: (starts_search(word), len(word)), default="")
            entries = _word_entries(self.records.employees.values(), longest)

        def then(entry: Entry) -> Row | None:
            actions = self.records.actions.get(entry[1].id, {}).values()
            record = record_as_of(actions, day, known_at)
            row = row_of(record) if record and record.hire_date <= day else None
            kind = row and listing.employment_type in (None, row.employment_type)
            return row if row and kind and _keyed(row, listing) else None

        page = _page(entries, plain, lambda entry: then(entry) is not None, most=100)
        return replace(page, items=tuple(row for r in page.items if (row := then(("", r)))))


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
