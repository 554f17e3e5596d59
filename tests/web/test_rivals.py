"""Two open requests for one position, or for one number, are told of each other before anybody decides."""

import pytest

from humangov.domain.permissions import Role
from tests.builders import a_position, facts
from tests.web.markup import read
from tests.web.people import APPOINTMENT, another, checked, file, on_file
from tests.web.site import Site, Visitor

TOLD = "Somebody else is asked for in this position"


@pytest.fixture
def seat(site: Site) -> str:
    site.desks.records().positions["P-9"] = a_position(facts(), number="P-9")
    return "P-9"


def into(site: Site, visitor: Visitor, number: str, name: str) -> str:
    """The page of a request to move somebody into a position."""
    path = f"/employees/{on_file(site, last_name=name).id}/actions/new?code=721"
    answer = file(visitor, path, effective="2026-03-01", position=number, reason="Transfer")
    return str(answer.headers["Location"])


def test_two_requests_for_one_position_are_told_of_each_other_at_check_and_to_who_approves(
    site: Site, specialist: Visitor, supervisor: Visitor, seat: str
) -> None:
    first = into(site, specialist, seat, "Ames")
    assert TOLD not in supervisor.get(first).main
    path = f"/employees/{on_file(site, last_name='Boyd').id}/actions/new?code=721"
    page = checked(specialist, path, effective="2026-03-01", position=seat.lower(), reason="Transfer")
    assert page.status == 200
    assert TOLD in page.main
    assert page.link("Ames, José, asked for by HR specialist Lee") == first
    second = into(site, another(site, Role.SPECIALIST), seat, "Cole")
    assert supervisor.get(first).link("Cole, José, asked for by Kim Ito") == second
    assert supervisor.get(second).link("Ames, José, asked for by HR specialist Lee") == first
    specialist.fill(f"{first}/withdraw", reason="Not needed")
    assert TOLD not in supervisor.get(second).main


def test_a_request_that_came_for_the_same_position_after_the_look_is_shown_before_the_other_is_approved(
    site: Site, specialist: Visitor, supervisor: Visitor, seat: str
) -> None:
    first = into(site, specialist, seat, "Ames")
    page = supervisor.get(first)
    into(site, specialist, seat, "Boyd")
    answer = read(supervisor.fetch(first, "POST", data=page.fields(first)), breadcrumbs=True)
    assert answer.status == 409
    assert "Asked for in the same position" in answer.main
    assert supervisor.fetch(first, "POST", data=answer.fields(first)).status_code == 303


def test_a_number_that_an_open_request_asks_for_is_told_at_the_check(site: Site, specialist: Visitor) -> None:
    first = file(specialist, "/employees/new", **APPOINTMENT, number="E-77").headers["Location"]
    typed = {**APPOINTMENT, "first_name": "Ana", "last_name": "Ito", "birth_date": "1991-01-01", "number": "e-77"}
    page = checked(specialist, "/employees/new", **typed)
    assert page.status == 200
    assert page.link("O’Neill-Brown, Zoë, asked for by HR specialist Lee") == first
    assert not page.all("main [data-focus]")
    fields = page.fields() | page.ticked("another_person") | {"step": "file"}
    assert specialist.fetch("/employees/new", "POST", data=fields).status_code == 303
