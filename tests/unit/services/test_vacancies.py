"""Positions to choose from for somebody."""

from datetime import date

import pytest

from humangov.domain.errors import NotFound
from humangov.domain.permissions import Role
from humangov.services.vacancies import Vacancies, find_vacancies
from tests.builders import TODAY, a_position, an_incumbency, facts
from tests.fakes import FakeDesks

PLACE = ("DMV", "LIC")


@pytest.fixture
def desks(desks: FakeDesks) -> FakeDesks:
    """Vacant, half filled, full, closed and in another agency."""
    closed = facts(effective=date(2020, 1, 1), open=False)
    kept = [
        a_position(number="065-1"),
        a_position(facts(title="Chief examiner", job_class="1733"), number="065-2"),
        a_position(number="065-3", incumbents=(an_incumbency(fte_hundredths=60),)),
        a_position(number="065-4", incumbents=(an_incumbency(employee_id="full"),)),
        a_position(facts(), closed, number="065-5"),
        a_position(facts(agency="DOT", unit="BRI"), number="DOT-1"),
    ]
    desks.records().positions |= {position.number: position for position in kept}
    return desks


def told(found: Vacancies) -> list[tuple[str, int]]:
    return [(vacancy.number, vacancy.free) for vacancy in found.found]


def test_what_has_room_is_found_with_what_is_free_of_it(desks: FakeDesks) -> None:
    desk = desks.open_for(Role.SPECIALIST)
    with desks.metered() as usage:
        found = find_vacancies(desk, *PLACE)
    assert usage.operations == {"positions.in_unit": 1}
    assert told(found) == [("065-1", 100), ("065-2", 100), ("065-3", 40)]


def test_who_sits_in_a_position_can_choose_it_again(desks: FakeDesks) -> None:
    found = find_vacancies(desks.open_for(Role.SPECIALIST), *PLACE, "065-4", employee_id="full")
    assert told(found) == [("065-4", 100)]


@pytest.mark.parametrize("words", ["chief", "EXAMINER chief", "1733", "065-2"])
def test_words_of_number_title_and_class_narrow_it(desks: FakeDesks, words: str) -> None:
    assert told(find_vacancies(desks.open_for(Role.SPECIALIST), *PLACE, words)) == [("065-2", 100)]


def test_a_number_is_found_in_any_unit_by_one_read_more(desks: FakeDesks) -> None:
    with desks.metered() as usage:
        assert told(find_vacancies(desks.open_for(Role.SPECIALIST), *PLACE, "dot-1")) == [("DOT-1", 100)]
    assert usage.operations == {"positions.in_unit": 1, "positions.many": 1}
    assert told(find_vacancies(desks.open_for(Role.SPECIALIST), "", "", "dot-1")) == [("DOT-1", 100)]


def test_a_position_is_vacant_on_the_day_that_is_asked_for(desks: FakeDesks) -> None:
    desk = desks.open_for(Role.SPECIALIST)
    assert "065-5" in dict(told(find_vacancies(desk, *PLACE, day=date(2019, 1, 1))))
    assert told(find_vacancies(desk, *PLACE, day=date(2010, 1, 1))) == []
    assert told(find_vacancies(desk, *PLACE, day=TODAY, text="nothing")) == []


def test_who_is_limited_to_agencies_learns_of_no_other_position(desks: FakeDesks) -> None:
    desks.limit(Role.SPECIALIST, "DMV")
    desk = desks.open_for(Role.SPECIALIST)
    assert told(find_vacancies(desk, *PLACE, "DOT-1")) == []
    with pytest.raises(NotFound):
        find_vacancies(desk, "DOT", "BRI")
