"""The directory and the headcount of any day, as known on any other: against a naive count of the careers.

The careers are made by hypothesis and recorded one entry after the other, each on its own day: retroactive and future
actions, corrections, cancellations, and edits of what a list shows.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from humangov.domain.actions import Action, By, next_sequence
from humangov.domain.career import next_due, record_as_of
from humangov.domain.employees import Employee, EmploymentType, Row, Status, row_of
from humangov.domain.lists import Listing
from humangov.domain.moments import end_of
from humangov.domain.opening import opening
from humangov.domain.proposals import with_action
from humangov.services.desk import Desk
from humangov.services.folders import Entry
from tests.builders import TODAY, an_action, an_employee, an_event, an_id
from tests.contract.worlds import WORLDS, open_desk

FIRST_DAYS = [date(2025, 9, 1), date(2026, 1, 15), date(2026, 6, 1)]
DAYS = [
    date(2025, 8, 1),
    date(2025, 9, 1),
    date(2025, 12, 31),
    date(2026, 2, 1),
    TODAY,
    date(2026, 6, 1),
    date(2027, 3, 1),
]
LATEST = timedelta(days=366)
# What an action can be: a code, and what it changes.
KINDS: list[tuple[str, dict[str, Any]]] = [
    ("721", {"agency": "DOT", "department": "ROA"}),
    ("721", {"agency": "DMV", "department": "REG"}),
    ("702", {"title": "Chief examiner", "pay_cents": 70_000_00}),
    ("508", {"employment_type": EmploymentType.TEMPORARY}),
    ("780", {"last_name": "Núñez"}),
    ("", {"preferred_name": "Pepe"}),
    ("460", {}),
    ("450", {}),
    ("292", {}),
    ("317", {}),
    ("140", {}),
]


@dataclass
class Person:
    """Somebody with a career, and the days on which its entries were recorded."""

    ledger: tuple[Action, ...]
    record: Employee
    recorded_on: dict[str, date] = field(default_factory=dict)

    def known(self, day: date) -> list[Action]:
        """What was recorded by the end of a day."""
        return [a for a in self.ledger if self.recorded_on[a.id] <= day]

    def on(self, day: date, known_on: date) -> Employee | None:
        """The naive answer: the fold of what was known, of who had started by that day."""
        record = record_as_of(self.known(known_on), day)
        return record if record and record.status is not Status.APPOINTED else None


@dataclass
class Place:
    """A desk, and everybody whom it has on file."""

    desk: Desk
    people: list[Person] = field(default_factory=list)


@pytest.fixture(scope="module", params=WORLDS)
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    with WORLDS[request.param]() as desks:
        yield Place(open_desk(desks))


def noon(day: date) -> datetime:
    return datetime.combine(day, time(20), UTC)


def appointed(place: Place, name: str, first_day: date, recorded: date) -> Person:
    """A new person, appointed by an entry of that day."""
    bare = an_employee(last_name=name, hire_date=first_day, status_since=first_day, created_at=noon(recorded))
    ledger = opening(bare)
    person = Person(ledger, bare, {ledger[0].id: recorded})
    save(place, person, (), None, recorded)
    place.people.append(person)
    return person


def save(place: Place, person: Person, was: tuple[Action, ...], before: Employee | None, recorded: date) -> None:
    """Record the ledger as it is now by an entry of that day."""
    record = record_as_of(person.ledger, TODAY)
    assert record
    version = before.version + 1 if before else 1
    after = replace(record, version=version, token=an_id(), due=next_due(person.ledger, TODAY))
    entry = Entry(before=before, after=after, was=was, ledger=person.ledger, day=recorded)
    person.record = place.desk.employees.record(entry, an_event())


def acted(place: Place, person: Person, recorded: date, **changes: Any) -> None:
    """One more entry of the career, recorded on that day."""
    values: dict[str, Any] = {"recorded": By("d", "Dana", noon(recorded)), "employee_id": person.record.id}
    action = an_action(**values, **changes)
    action = replace(action, sequence=next_sequence(person.ledger, action.effective))
    was = person.ledger
    person.ledger = with_action(was, action)
    person.recorded_on[action.id] = recorded
    save(place, person, was, person.record, recorded)


@dataclass(frozen=True)
class Doing:
    """Something that happens to a career: an act, or the undoing of the nth one."""

    kind: tuple[str, dict[str, Any]]
    effective: date
    recorded_after_days: int
    undo: str = ""
    nth: int = 0


doings = st.builds(
    Doing,
    kind=st.sampled_from(KINDS),
    effective=st.sampled_from(DAYS),
    recorded_after_days=st.integers(0, 60),
    undo=st.sampled_from(["", "", "", "cancels", "corrects"]),
    nth=st.integers(0, 9),
)


def happened(place: Place, first_day: date, career: list[Doing]) -> Person:
    """A person with this career: what cannot be cancelled or corrected any more happens as an act."""
    recorded = min(first_day, date(2025, 9, 1)) - timedelta(days=20)
    person = appointed(place, "García", first_day, recorded)
    for doing in career:
        recorded = min(recorded + timedelta(days=doing.recorded_after_days), TODAY)
        code, changes = doing.kind
        standing = [a for a in person.ledger if a.stands and not a.first and not a.is_edit]
        more: dict[str, Any] = {"code": code, "changes": changes, "effective": max(doing.effective, first_day)}
        if doing.undo and standing:
            target = standing[doing.nth % len(standing)]
            more |= {doing.undo: target.id, "effective": target.effective}
            more |= {"code": "001", "nature": "", "changes": {}} if doing.undo == "cancels" else {}
            more |= {"code": "002", "nature": target.nature} if doing.undo == "corrects" else {}
        acted(place, person, recorded, **more)
    return person


def rows_on(place: Place, listing: Listing, day: date, known_on: date) -> list[Row]:
    """Every page of the directory of a day."""
    found: list[Row] = []
    while True:
        page = place.desk.directory.page_on(listing, day, end_of(known_on, place.desk.state.time_zone))
        assert len(page.items) <= listing.size
        found.extend(page.items)
        if not page.after:
            return found
        listing = replace(listing, position=page.after)


def naive_rows(place: Place, day: date, known_on: date) -> list[Row]:
    """The people of a day in the order of today's names."""
    people = sorted(place.people, key=lambda p: (p.record.sort_name, p.record.id))
    return [row_of(record) for person in people if (record := person.on(day, known_on))]


def naive_count(place: Place, day: date, known_on: date) -> dict[tuple[str, Status], int]:
    return dict(Counter((row.agency, row.status) for row in naive_rows(place, day, known_on)))


def counted(place: Place, day: date, known_on: date) -> dict[tuple[str, Status], int]:
    return dict(place.desk.organization.headcount_on(min(known_on, day - LATEST), day, known_on))


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(first_day=st.sampled_from(FIRST_DAYS), career=st.lists(doings, max_size=6))
def test_any_career_is_listed_and_counted_on_any_day_as_it_was_known(
    place: Place, first_day: date, career: list[Doing]
) -> None:
    person = happened(place, first_day, career)
    knowing = sorted({*person.recorded_on.values(), TODAY, min(person.recorded_on.values()) - timedelta(days=1)})
    for day in DAYS:
        for known_on in {knowing[0], knowing[len(knowing) // 2], TODAY}:
            assert counted(place, day, known_on) == naive_count(place, day, known_on)
            assert rows_on(place, Listing(size=100), day, known_on) == naive_rows(place, day, known_on)


@pytest.fixture(scope="module")
def few(place: Place) -> Place:
    """Three people of a name that nobody else has, with careers."""
    moved = {"agency": "DOT", "department": "ROA"}
    for n, first_day in enumerate(FIRST_DAYS):
        person = appointed(place, f"Okonkwo{n}", first_day, date(2025, 8, 20))
        acted(place, person, date(2026, 2, 1), code="721", effective=first_day, changes=moved)
        acted(place, person, TODAY, code="460", effective=date(2026, 6, 1), changes={})
    return place


@pytest.mark.parametrize(
    "listing",
    [
        Listing(text="okonk"),
        Listing(text="okonk jos", agency="DOT"),
        Listing(text="okonk", agency="DMV"),
        Listing(text="okonk", agency="DOT", department="ROA", status=Status.LEAVE),
        Listing(text="okonk", employment_type=EmploymentType.SEASONAL),
    ],
)
def test_a_search_and_filters_of_a_day_find_who_fits_then(few: Place, listing: Listing) -> None:
    for day in DAYS:
        for known_on in (date(2025, 8, 19), date(2026, 1, 1), TODAY):
            wanted = [
                row
                for row in naive_rows(few, day, known_on)
                if row.name.startswith("Okonkwo")
                and listing.agency in ("", row.agency)
                and listing.department in ("", row.department)
                and listing.status in (None, row.status)
                and listing.employment_type in (None, row.employment_type)
            ]
            assert rows_on(few, listing, day, known_on) == wanted


@pytest.mark.parametrize("descending", [False, True])
def test_pages_of_a_day_go_forwards_and_backwards(few: Place, *, descending: bool) -> None:
    known_at = end_of(TODAY, few.desk.state.time_zone)
    first = Listing(size=2, descending=descending)
    page = few.desk.directory.page_on(first, TODAY, known_at)
    ahead = few.desk.directory.page_on(replace(first, position=page.after), TODAY, known_at)
    back = few.desk.directory.page_on(replace(first, position=ahead.before, backward=True), TODAY, known_at)
    assert back.items == page.items
    rows = naive_rows(few, TODAY, TODAY)
    assert [*page.items, *ahead.items] == (rows[::-1] if descending else rows)[: len(page.items) + len(ahead.items)]
