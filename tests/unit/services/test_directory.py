"""Find people: pages, filters and searches."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from humangov.domain.employees import EmploymentType, Row, Status
from humangov.domain.errors import BadLink, Invalid, Unavailable
from humangov.domain.lists import Listing, Sort
from humangov.domain.permissions import Role
from humangov.services.desk import Desk
from humangov.services.directory import list_employees
from tests.builders import an_employee
from tests.fakes import FakeDesks
from tests.fakes.records import Records

ALL = Listing()


@pytest.fixture
def people(records: Records) -> list[str]:
    """Sixty people: their list names in order."""
    for n in range(60):
        person = an_employee(
            first_name=f"Ana{n:02}",
            last_name="Lee" if n % 2 else "Ruiz",
            agency="DOT" if n % 3 == 0 else "DMV",
            department="BRI" if n % 3 == 0 else "LIC",
            status=Status.LEAVE if n % 5 == 0 else Status.ACTIVE,
            employment_type=EmploymentType.SEASONAL if n % 20 == 0 else EmploymentType.PERMANENT,
            hire_date=date(2000 + n % 20, 1, 1),
        )
        records.employees[person.id] = person
    return sorted(e.list_name for e in records.employees.values())


def walk(desk: Desk, listing: Listing) -> Iterator[tuple[Row, ...]]:
    """The pages from the listing's position to the end."""
    while True:
        page = list_employees(desk, listing).page
        yield page.items
        if not page.after:
            return
        listing = replace(listing, position=page.after)


def names(desk: Desk, listing: Listing) -> list[str]:
    return [row.name for rows in walk(desk, listing) for row in rows]


@pytest.mark.parametrize("size", [25, 50, 100])
def test_pages_have_everybody_once_and_in_order(viewer: Desk, people: list[str], size: int) -> None:
    assert [len(rows) for rows in walk(viewer, Listing(size=size))] == {25: [25, 25, 10], 50: [50, 10], 100: [60]}[size]
    assert names(viewer, Listing(size=size)) == people


def test_the_other_direction_is_the_same_backwards(viewer: Desk, people: list[str]) -> None:
    assert names(viewer, Listing(descending=True)) == people[::-1]


def test_the_page_before_is_the_one_that_one_came_from(viewer: Desk, people: list[str]) -> None:
    first = list_employees(viewer, ALL).page
    second = list_employees(viewer, Listing(position=first.after)).page
    back = list_employees(viewer, Listing(position=second.before, backward=True)).page
    assert (back.items, back.before, first.before) == (first.items, "", "")
    assert back.after == first.after


def test_hire_dates_and_agencies_are_orders_too(viewer: Desk, people: list[str]) -> None:
    hired = [row.hire_date for rows in walk(viewer, Listing(sort=Sort.HIRED)) for row in rows]
    agencies = [row.agency for rows in walk(viewer, Listing(sort=Sort.AGENCY)) for row in rows]
    assert (hired, agencies) == (sorted(hired), sorted(agencies))


@pytest.mark.parametrize(
    ("listing", "count"),
    [
        (ALL, 60),
        (Listing(agency="DOT"), 20),
        (Listing(agency="DOT", status=Status.LEAVE), 4),
        (Listing(status=Status.ACTIVE), 48),
        (Listing(status=Status.SEPARATED), 0),
    ],
)
def test_filters_that_are_counted_say_how_many_there_are(
    viewer: Desk, people: list[str], listing: Listing, count: int
) -> None:
    assert list_employees(viewer, listing).count == len(names(viewer, listing)) == count


@pytest.mark.parametrize(
    ("listing", "found"),
    [
        (Listing(agency="DOT", department="BRI"), 20),
        (Listing(employment_type=EmploymentType.SEASONAL), 3),
        (Listing(text="lee"), 30),
        (Listing(text="LÉE ana0"), 5),
        (Listing(text="ruiz", agency="DMV", status=Status.LEAVE), 4),
        (Listing(text="nobody"), 0),
    ],
)
def test_other_filters_and_searches_are_not_counted(
    viewer: Desk, people: list[str], listing: Listing, found: int
) -> None:
    assert list_employees(viewer, listing).count is None
    assert len(names(viewer, listing)) == found


def test_a_search_of_blanks_is_the_list(viewer: Desk, people: list[str]) -> None:
    assert list_employees(viewer, Listing(text="  \t ")) == list_employees(viewer, ALL)


@pytest.mark.parametrize("text", ["x" * 101, "x" * 10_000, "a\x00b", "a", "'", "-- ."])
def test_a_text_that_cannot_be_searched_is_told_what_to_do(viewer: Desk, text: str) -> None:
    with pytest.raises(Invalid) as caught:
        list_employees(viewer, Listing(text=text))
    assert set(caught.value.fields) == {"text"}


@pytest.mark.parametrize(
    "listing",
    [
        Listing(size=26),
        Listing(size=100_000),
        Listing(agency="NASA"),
        Listing(agency="DMV", department="BRI"),
        Listing(department="LIC"),
    ],
)
def test_a_listing_of_what_there_is_not_is_a_bad_link(viewer: Desk, listing: Listing) -> None:
    with pytest.raises(BadLink):
        list_employees(viewer, listing)


def test_two_reads_are_enough_however_many_there_are(desks: FakeDesks, viewer: Desk, people: list[str]) -> None:
    for listing in (ALL, Listing(text="lee"), Listing(agency="DOT", sort=Sort.HIRED)):
        with desks.metered() as usage:
            list_employees(viewer, listing)
        assert usage.calls == 2


def test_another_states_people_are_not_in_the_list(desks: FakeDesks, people: list[str]) -> None:
    listed = list_employees(desks.open_for(Role.VIEWER, "wyoming"), ALL)
    assert (listed.page.items, listed.count) == ((), 0)


def test_a_store_that_does_not_answer_is_told(desks: FakeDesks, viewer: Desk) -> None:
    desks.calls.failing.add("directory.page")
    with pytest.raises(Unavailable):
        list_employees(viewer, ALL)


def test_a_filter_that_no_key_answers_reads_a_bounded_number_and_goes_on(viewer: Desk, records: Records) -> None:
    for n in range(450):
        last = EmploymentType.INTERN if n == 449 else EmploymentType.PERMANENT
        person = an_employee(first_name=f"A{n:03}", employment_type=last)
        records.employees[person.id] = person
    pages = list(walk(viewer, Listing(employment_type=EmploymentType.INTERN)))
    assert [len(rows) for rows in pages] == [0, 0, 1]
