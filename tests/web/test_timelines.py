"""The picture of a career: where things stand on it."""

from datetime import date

import pytest

from humangov.domain.employees import PayBasis, Status
from humangov.domain.timeline import Stretch
from humangov.web.timelines import LEFT, PAY_BOTTOM, PAY_TOP, WIDTH, Timeline, drawn
from tests.builders import TODAY, an_employee


def stretch(begin: date, end: date | None = None, **facts: object) -> Stretch:
    return Stretch(begin, end, an_employee(**facts))


def picture(*stretches: Stretch) -> Timeline:
    found = drawn(stretches, TODAY)
    assert found is not None
    return found


def test_nothing_is_drawn_of_a_career_in_which_nothing_stands() -> None:
    assert drawn((), TODAY) is None


def test_a_raise_is_a_step_up_on_its_day() -> None:
    raised = date(2021, 7, 1)
    found = picture(stretch(date(2019, 7, 1), raised, pay_cents=40_000_00), stretch(raised, pay_cents=50_000_00))
    (path,), (band,) = found.pay, found.positions
    first, second = found.amounts
    assert path == f"M{LEFT}.0 {PAY_BOTTOM}.0V{PAY_BOTTOM}.0H{second.x}V{PAY_TOP}.0H{WIDTH}.0"
    assert (first.text, second.text) == ("$40,000", "$50,000")
    assert (band.x, band.x + band.width, band.text) == (LEFT, WIDTH, "Licensing examiner")
    assert LEFT < second.x < found.today < WIDTH


def test_a_leave_is_shaded_where_it_is_and_a_separation_leaves_a_gap() -> None:
    begin, away, gone = date(2019, 7, 1), date(2021, 1, 1), date(2022, 1, 1)
    found = picture(
        stretch(begin, away), stretch(away, gone, status=Status.LEAVE), stretch(gone, status=Status.SEPARATED)
    )
    (leave,), (band,) = found.leaves, found.positions
    assert leave.text == "On leave"
    assert band.x + band.width == pytest.approx(leave.x + leave.width)
    assert leave.x + leave.width < found.today
    assert found.pay[0].endswith(f"H{leave.x + leave.width:.1f}")


def test_pay_by_the_hour_and_by_the_year_are_lines_of_their_own() -> None:
    day = date(2021, 7, 1)
    hourly = stretch(date(2019, 7, 1), day, pay_cents=28_50, pay_basis=PayBasis.HOURLY)
    assert len(picture(hourly, stretch(day)).pay) == 2


@pytest.mark.parametrize("begin", [date(1975, 1, 1), date(2015, 7, 1), date(2025, 11, 15), TODAY, date(2026, 12, 1)])
def test_a_long_and_a_short_career_have_a_dozen_ticks_at_most(begin: date) -> None:
    found = picture(stretch(begin))
    assert 0 < len(found.ticks) <= 13
    assert all(LEFT <= tick.x <= WIDTH for tick in found.ticks)


def test_amounts_that_would_stand_in_each_other_are_left_out_but_the_last() -> None:
    days = [date(2015, 1, 1), *(date(2026, 1, day) for day in range(1, 20))]
    raises = [
        stretch(day, end, pay_cents=40_000_00 + n * 100_00)
        for n, (day, end) in enumerate(zip(days, [*days[1:], None], strict=True))
    ]
    found = picture(*raises)
    assert [mark.text for mark in found.amounts] == ["$40,000", "$41,900"]
