"""Positions: facts and incumbents of a day, seats, pay ranges and supervisors."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from humangov.domain.employees import PayBasis
from humangov.domain.positions import (
    MOST_INCUMBENCIES,
    Incumbency,
    Position,
    flowing_changes,
    number_problem,
    overfull_problem,
    range_problem,
    seat_problem,
    seated,
    supervisor_problem,
)
from tests.builders import a_position, an_incumbency, facts

BEGIN = date(2015, 7, 1)
SPRING, FALL = date(2026, 3, 1), date(2026, 9, 1)


def test_the_facts_of_a_day_are_those_of_the_last_version_that_has_begun() -> None:
    later = facts(effective=SPRING, title="Chief")
    position = a_position(facts(), later)
    assert position.facts_on(BEGIN - timedelta(days=1)) is None
    assert position.facts_on(BEGIN) == position.facts_on(SPRING - timedelta(days=1)) == facts()
    assert position.facts_on(SPRING) == position.facts_on(date(2100, 1, 1)) == later


def test_who_leaves_is_gone_on_the_day_on_which_the_next_one_comes() -> None:
    first, second = an_incumbency(to_day=SPRING), an_incumbency(from_day=SPRING, to_day=FALL)
    position = a_position(incumbents=(first, second))
    assert position.incumbents_on(SPRING - timedelta(days=1)) == (first,)
    assert position.incumbents_on(SPRING) == (second,)
    assert (position.is_vacant_on(SPRING), position.is_vacant_on(FALL)) == (False, True)


def test_a_position_that_is_closed_or_not_there_yet_is_not_vacant() -> None:
    position = a_position(facts(), facts(effective=FALL, open=False))
    assert not position.is_vacant_on(BEGIN - timedelta(days=1))
    assert not position.is_vacant_on(FALL)
    assert (position.free_on(SPRING), position.free_on(FALL)) == (100, 0)


def test_what_is_free_is_what_nobody_has() -> None:
    position = a_position(incumbents=(an_incumbency(fte_hundredths=60),))
    assert position.free_on(SPRING) == 40
    assert not position.is_vacant_on(SPRING)


def test_a_person_s_new_spans_take_the_place_of_their_old_ones() -> None:
    other = an_incumbency(to_day=SPRING)
    position = a_position(incumbents=(other, an_incumbency(employee_id="one", from_day=SPRING)))
    after = seated(position, "one", (an_incumbency(employee_id="one", from_day=FALL),))
    assert [(i.employee_id, i.from_day) for i in after.incumbents] == [(other.employee_id, BEGIN), ("one", FALL)]
    assert after.version == position.version + 1
    assert seated(after, "one", ()).incumbents == (other,)


@pytest.mark.parametrize(
    ("span", "said"),
    [
        ({"from_day": date(2015, 6, 30)}, "begins on July 1, 2015"),
        ({"from_day": FALL, "to_day": date(2026, 12, 1)}, "closed on November 1, 2026"),
        ({"from_day": date(2026, 2, 28)}, "filled on February 28, 2026: 2.00 of its 1.00"),
        ({"from_day": date(2014, 1, 1), "to_day": date(2014, 2, 1)}, "begins on"),
        ({"from_day": SPRING, "to_day": FALL}, ""),
    ],
)
def test_a_seat_needs_a_position_that_is_open_and_free_on_every_day(span: dict[str, date], said: str) -> None:
    closing = facts(effective=date(2026, 11, 1), open=False)
    position = a_position(facts(), closing, incumbents=(an_incumbency(to_day=SPRING),))
    wrong = seat_problem(position, "one", (an_incumbency(employee_id="one", **span),))
    assert said in wrong
    assert bool(wrong) == bool(said)


def test_a_person_does_not_stand_in_their_own_way() -> None:
    position = a_position(incumbents=(an_incumbency(employee_id="one"),))
    assert seat_problem(position, "one", (an_incumbency(employee_id="one", from_day=SPRING),)) == ""
    assert "2.00 of its 1.00" in seat_problem(position, "two", (an_incumbency(employee_id="two"),))


def test_somebody_who_is_to_come_stands_in_the_way_of_who_stays() -> None:
    position = a_position(incumbents=(an_incumbency(from_day=FALL),))
    assert "filled on September 1, 2026" in seat_problem(position, "one", (an_incumbency(employee_id="one"),))
    assert seat_problem(position, "one", (an_incumbency(employee_id="one", to_day=FALL),)) == ""


def test_a_position_holds_no_more_incumbents_than_fit() -> None:
    day = timedelta(days=1)
    spans = (an_incumbency(from_day=BEGIN + n * day, to_day=BEGIN + (n + 1) * day) for n in range(MOST_INCUMBENCIES))
    position = a_position(incumbents=tuple(spans))
    assert "too many" in seat_problem(position, "one", (an_incumbency(employee_id="one", from_day=date(2026, 1, 1)),))


FTES = st.sampled_from([25, 50, 100])
DAYS = st.integers(0, 20).map(lambda n: BEGIN + timedelta(days=n))


@st.composite
def incumbencies(draw: st.DrawFn) -> Incumbency:
    first = draw(DAYS)
    last = draw(st.none() | st.integers(1, 10).map(lambda n: first + timedelta(days=n)))
    who = draw(st.sampled_from(["one", "two", "three"]))
    return an_incumbency(employee_id=who, from_day=first, to_day=last, fte_hundredths=draw(FTES))


@given(st.lists(incumbencies(), max_size=4), incumbencies(), FTES)
def test_a_seat_is_refused_exactly_when_a_day_has_too_many(
    others: list[Incumbency], mine: Incumbency, fte: int
) -> None:
    position = a_position(facts(fte_hundredths=fte), incumbents=tuple(others))
    after = seated(position, mine.employee_id, (mine,))
    days = (BEGIN + timedelta(days=n) for n in range(60))
    naive = any(mine.covers(d) and sum(i.fte_hundredths for i in after.incumbents_on(d)) > fte for d in days)
    assert bool(seat_problem(position, mine.employee_id, (mine,))) == naive


def test_a_change_that_leaves_those_who_sit_there_no_room_is_refused() -> None:
    smaller = a_position(facts(), facts(effective=SPRING, fte_hundredths=50), incumbents=(an_incumbency(to_day=FALL),))
    closed = a_position(facts(), facts(effective=SPRING, open=False), incumbents=(an_incumbency(from_day=FALL),))
    assert "On March 1, 2026 people hold 1.00" in overfull_problem(smaller, SPRING)
    assert "On September 1, 2026" in overfull_problem(closed, SPRING)
    assert overfull_problem(smaller, FALL) == ""


@pytest.mark.parametrize(
    ("cents", "basis", "said"),
    [
        (48_000_00, PayBasis.ANNUAL, ""),
        (61_000_00, PayBasis.ANNUAL, ""),
        (61_000_01, PayBasis.ANNUAL, "outside $48,000 to $61,000 a year"),
        (47_999_99, PayBasis.ANNUAL, "outside $48,000 to $61,000 a year"),
        (30_00, PayBasis.HOURLY, "outside $48,000 to $61,000 a year"),
    ],
)
def test_a_pay_outside_the_range_is_told_with_the_range(cents: int, basis: PayBasis, said: str) -> None:
    assert range_problem(facts(), cents, basis) == said


def test_a_position_without_a_range_takes_any_pay() -> None:
    assert range_problem(facts(pay_from_cents=0, pay_to_cents=0), 1, PayBasis.HOURLY) == ""
    hourly = facts(pay_from_cents=18_25, pay_to_cents=24_00, pay_basis=PayBasis.HOURLY)
    assert range_problem(hourly, 1, PayBasis.HOURLY) == "outside $18.25 to $24.00 an hour"


def under(number: str, *steps: tuple[date, str]) -> Position:
    """A position with its supervisor from each day on."""
    return a_position(*(facts(effective=day, supervisor=above) for day, above in steps), number=number)


def test_a_position_is_not_supervised_by_itself_or_by_one_beneath_it() -> None:
    itself = under("A", (BEGIN, "A"))
    assert "cannot supervise itself" in supervisor_problem(itself, {}, BEGIN)
    others = {"B": under("B", (BEGIN, "C")), "C": under("C", (BEGIN, ""), (FALL, "A"))}
    wrong = supervisor_problem(under("A", (BEGIN, "B")), others, SPRING)
    assert "On September 1, 2026 position C is itself beneath position A" in wrong
    assert supervisor_problem(under("A", (BEGIN, "B"), (FALL, "")), others, SPRING) == ""


def test_a_circle_of_others_does_not_hold_up_the_check() -> None:
    others = {"B": under("B", (BEGIN, "C")), "C": under("C", (BEGIN, "B"))}
    assert supervisor_problem(under("A", (BEGIN, "B")), others, BEGIN) == ""
    assert supervisor_problem(under("A", (BEGIN, "Z")), {}, BEGIN) == ""


def test_what_flows_to_an_incumbent_are_the_fields_of_their_record_that_differ() -> None:
    after = facts(effective=SPRING, title="Chief", unit="REG", fte_hundredths=50, supervisor="P-0")
    assert flowing_changes(facts(), after) == {"title": "Chief", "department": "REG"}
    assert flowing_changes(facts(), facts(effective=SPRING)) == {}


@pytest.mark.parametrize(("number", "fits"), [("1", True), ("065-1024-001", True), ("", False), ("a", False)])
def test_a_number_has_capitals_digits_and_hyphens(number: str, fits: bool) -> None:  # noqa: FBT001 from a table
    assert (number_problem(number) == "") is fits


def test_a_position_is_vacant_since_the_last_left_or_since_it_was_opened() -> None:
    left = an_incumbency(from_day=date(2015, 7, 1), to_day=date(2020, 1, 1))
    closed, opened = (facts(effective=date(year, 1, 1), open=open_) for year, open_ in ((2021, False), (2022, True)))
    position = a_position(facts(), closed, opened, incumbents=(left,))
    since = [position.vacant_since(date(year, 6, 1)) for year in (2016, 2020, 2021, 2023)]
    assert since == [None, date(2020, 1, 1), None, date(2022, 1, 1)]
    assert a_position(facts()).vacant_since(date(2026, 1, 1)) == date(2015, 7, 1)
