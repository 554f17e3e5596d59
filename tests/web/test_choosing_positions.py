"""The position of an action is chosen from vacancies, and not typed."""

from datetime import date

import pytest

from humangov.domain.employees import Employee
from tests.builders import a_position, an_incumbency, facts
from tests.web.markup import Page, read
from tests.web.people import on_file
from tests.web.site import Site, Visitor

PROMOTION = {"effective": "2026-03-01", "reason": "Merit", "title": "Chief examiner"}


@pytest.fixture
def person(site: Site) -> Employee:
    """José García of DMV Licensing, which has two positions with room and one that is full."""
    kept = [
        a_position(number="065-1"),
        a_position(facts(title="Chief examiner"), number="065-2", incumbents=(an_incumbency(fte_hundredths=60),)),
        a_position(number="065-3", incumbents=(an_incumbency(from_day=date(2020, 1, 1)),)),
        a_position(facts(agency="DOT", unit="BRI"), number="DOT-1"),
    ]
    site.desks.records().positions |= {position.number: position for position in kept}
    return on_file(site)


def path(person: Employee) -> str:
    return f"/employees/{person.id}/actions/new?code=702"


def sent(visitor: Visitor, person: Employee, step: str, **typed: str) -> Page:
    return read(visitor.fill(path(person), **PROMOTION, **typed, step=step), breadcrumbs=True)


def offered(page: Page) -> list[str]:
    return [" ".join(option.get_text().split()) for option in page.all("#position option")]


def test_the_vacancies_of_the_unit_are_listed_and_what_was_typed_stays(specialist: Visitor, person: Employee) -> None:
    assert offered(specialist.get(path(person))) == ["No position"]
    page = sent(specialist, person, "find")
    assert offered(page) == [
        "No position",
        "065-1 Licensing examiner, class 1731, 1.00 free, $48,000 to $61,000 a year",
        "065-2 Chief examiner, class 1731, 0.40 free, $48,000 to $61,000 a year",
    ]
    assert "2 vacant positions found" in page.main
    assert (page.value("title"), page.value("position")) == ("Chief examiner", "")
    assert page.all("#position[data-focus]")


def test_words_narrow_the_list_and_another_unit_has_its_own(specialist: Visitor, person: Employee) -> None:
    assert len(offered(sent(specialist, person, "find", position_search="chief"))) == 2
    assert offered(sent(specialist, person, "find", unit="DOT/BRI"))[1].startswith("DOT-1 Licensing examiner")
    assert "No vacant positions found for “diver”" in sent(specialist, person, "find", position_search="diver").main


def test_a_number_that_is_known_is_chosen_by_it(specialist: Visitor, person: Employee) -> None:
    page = sent(specialist, person, "check", position_search="065-1")
    assert page.status == 200
    assert not page.h1.startswith("Check:")
    assert (page.value("position"), page.value("position_search")) == ("065-1", "")
    checked = read(specialist.fetch(path(person), "POST", data={**page.fields(), "step": "check"}))
    assert checked.h1.startswith("Check: 702 Promotion")
    assert "065-1" in checked.main


@pytest.mark.parametrize("words", ["examiner", "065-3", "no such"])
def test_what_was_looked_for_and_not_chosen_is_not_passed_over(
    specialist: Visitor, person: Employee, words: str
) -> None:
    page = sent(specialist, person, "check", position_search=words)
    assert page.status == 422
    assert "Choose the position from the list" in page.one("#position_search-error").get_text()


def test_enter_in_a_field_checks_and_does_not_search(specialist: Visitor, person: Employee) -> None:
    first = specialist.get(path(person)).all("main form[method=post] button")[0]
    assert (first["name"], first["value"], first["tabindex"]) == ("step", "check", "-1")
