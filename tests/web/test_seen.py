"""What is recorded is what was seen and what was typed."""

from datetime import date

import pytest

from humangov.domain.employees import Employee
from humangov.domain.permissions import Role
from tests.web.careers import acted
from tests.web.markup import Page, read
from tests.web.people import another, checked, file, on_file
from tests.web.site import Site, Visitor


@pytest.fixture
def person(site: Site) -> Employee:
    return on_file(site)


def raise_for(visitor: Visitor, person: Employee) -> str:
    """The page of a raise that is asked for, to $60,000."""
    path = f"/employees/{person.id}/actions/new?code=894"
    return file(visitor, path, effective="2026-03-01", pay_cents="60000", reason="Merit").headers["Location"]


def promoted(site: Site, person: Employee) -> None:
    acted(site, person, "702", date(2026, 2, 27), changes={"pay_cents": 80_000_00, "title": "Chief"})


def decided(visitor: Visitor, path: str, fields: dict[str, str]) -> Page:
    return read(visitor.fetch(path, "POST", data=fields), breadcrumbs=True)


def test_an_approval_on_a_page_that_shows_something_else_is_answered_with_what_changed(
    site: Site, specialist: Visitor, supervisor: Visitor, person: Employee
) -> None:
    path = raise_for(specialist, person)
    page = supervisor.get(path)
    assert "Pay $58,240 a year $60,000 a year" in page.main
    promoted(site, person)
    answer = decided(supervisor, path, page.fields(path))
    assert (answer.status, site.desks.records().employees[person.id].pay_cents) == (409, 80_000_00)
    assert "Not approved: this is not what you saw" in answer.main
    rows = [row.get_text(" ", strip=True) for row in answer.all("table")[0].select("tbody tr")]
    assert "Pay from Mar 1, 2026 $58,240 a year → $60,000 a year $80,000 a year → $60,000 a year" in rows
    assert "Pay $80,000 a year $60,000 a year" in answer.main
    assert supervisor.fetch(path, "POST", data=answer.fields(path)).headers["Location"] == "/actions"
    assert site.desks.records().employees[person.id].pay_cents == 60_000_00


@pytest.mark.parametrize("shown", ["", "made up"])
def test_a_page_whose_sealed_part_got_lost_approves_nothing(
    site: Site, specialist: Visitor, supervisor: Visitor, person: Employee, shown: str
) -> None:
    path = raise_for(specialist, person)
    fields = supervisor.get(path).fields(path)
    assert decided(supervisor, path, fields | {"shown": shown}).status == 409
    assert site.desks.records().employees[person.id] == person


def test_what_somebody_else_was_shown_does_not_count(
    site: Site, specialist: Visitor, supervisor: Visitor, person: Employee
) -> None:
    path = raise_for(specialist, person)
    theirs = another(site, Role.SUPERVISOR).get(path).value("shown")
    assert decided(supervisor, path, supervisor.get(path).fields(path) | {"shown": theirs}).status == 409


def test_an_edit_meanwhile_is_told_and_the_effect_is_the_same(
    site: Site, specialist: Visitor, supervisor: Visitor, person: Employee
) -> None:
    path = raise_for(specialist, person)
    fields = supervisor.get(path).fields(path)
    specialist.fill(f"/employees/{person.id}/edit/contact", phone="916-555-0100")
    answer = decided(supervisor, path, fields)
    assert answer.status == 409
    assert "What you decide about is still the same in each line" in answer.main


def test_what_became_impossible_meanwhile_is_shown_without_a_button(
    site: Site, specialist: Visitor, supervisor: Visitor, person: Employee
) -> None:
    path = raise_for(specialist, person)
    fields = supervisor.get(path).fields(path)
    acted(site, person, "317", date(2026, 2, 1))
    answer = decided(supervisor, path, fields)
    assert answer.status == 422
    assert "was separated" in answer.main


def test_the_check_page_says_what_is_set_without_a_change_and_what_is_no_part_of_the_action(
    site: Site, specialist: Visitor, person: Employee
) -> None:
    acted(site, person, "894", date(2026, 3, 1), changes={"pay_cents": 62_000_00})
    path = f"/employees/{person.id}/actions/new?code=702"
    typed = {"effective": "2026-02-01", "title": "Chief", "reason": "Merit"}
    page = checked(specialist, path, **typed, pay_cents="58240")
    said = "This action also sets what the record of that day says already"
    assert f"{said}: Pay ($58,240 a year), Pay basis (Annual)." in page.main
    page = checked(specialist, path, **typed)
    assert said not in page.main
    assert "Not part of this action, so it stays as it is on that day: " in page.main
    assert "Pay ($58,240 a year)" in page.main


def test_what_a_request_asks_for_stays_a_part_of_it_though_the_record_has_become_so(
    site: Site, specialist: Visitor, supervisor: Visitor, person: Employee
) -> None:
    path = raise_for(specialist, person)
    supervisor.fill(f"{path}/return", reason="When?")
    acted(site, person, "894", date(2026, 3, 2), changes={"pay_cents": 60_000_00})
    file(specialist, f"{path}/change", effective="2026-02-15")
    (request,) = site.desks.records().requests.values()
    assert request.changes["pay_cents"] == 60_000_00
    assert supervisor.fill(path).headers["Location"] == "/actions"
