"""Careers by chance, at the level of the services, against the book of what was done."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.careers.comparing import compare_day, compare_positions, compare_today
from tests.careers.office import Office, steps
from tests.fakes import FakeDesks

SPAN = st.integers(-70, 60)


@settings(max_examples=150)
@given(steps(3, 14), SPAN, st.none() | st.integers(-60, 0))
def test_whatever_an_office_does_each_day_is_told_as_the_book_tells_it(
    history: list[tuple[str, int, int, int]], ahead: int, known: int | None
) -> None:
    desks = FakeDesks(agencies=())
    office = Office(desks, desks.clock)
    for step in history:
        office.do(*step)
        compare_today(office)
    compare_positions(office)
    day = office.today + timedelta(days=ahead)
    compare_day(office, day, None if known is None else office.today + timedelta(days=known))
