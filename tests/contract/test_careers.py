"""Careers by chance on AWS's interface, against the book of what was done: fewer than on the fakes, and the same."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from humangov.aws.desks import AwsDesks
from tests.careers.comparing import compare_day, compare_positions, compare_today
from tests.careers.office import Office, steps
from tests.contract.worlds import aws_world
from tests.fakes.clock import FakeClock


@settings(max_examples=8)
@given(steps(8, 14), st.integers(-70, 60), st.none() | st.integers(-60, 0))
def test_whatever_an_office_does_is_told_as_the_book_tells_it(
    history: list[tuple[str, int, int, int]], ahead: int, known: int | None
) -> None:
    clock = FakeClock()
    with aws_world() as aws:
        office = Office(AwsDesks(aws.clients, aws.registry, clock), clock)
        for step in history:
            office.do(*step)
        compare_today(office)
        compare_positions(office)
        day = office.today + timedelta(days=ahead)
        compare_day(office, day, None if known is None else office.today + timedelta(days=known))
