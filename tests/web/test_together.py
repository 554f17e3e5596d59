"""All that is wrong with a form is told in one round: what does not read, and what the rules say of the rest."""

import pytest

from humangov.domain.permissions import Role
from tests.web.people import APPOINTMENT, on_file
from tests.web.site import Site, Visitor
from tests.web.test_walk import kept

BAD_APPOINTMENT = {**APPOINTMENT, "effective": "2026-02-30", "phone": "12", "postal_code": "x", "reason": ""}
POSITION = {"number": "065 1!", "unit": "DMV/LIC", "title": "", "effective": "soon", "pay_to_cents": "5"}
CASES = {
    "/employees/new": (BAD_APPOINTMENT, {"effective", "phone", "postal_code", "reason"}),
    "{person}/actions/new?code=892": (
        {"effective": "2031-01-01", "pay_cents": "-"},
        {"effective", "pay_cents", "reason"},
    ),
    "{person}/actions/new?code=780": (
        {"effective": "", "first_name": "", "last_name": ""},
        {"effective", "last_name", "reason"},
    ),
    "{person}/edit/identity": ({"birth_date": "soon", "number": "no number!"}, {"birth_date", "number"}),
    "/positions/new": (POSITION, {"effective", "number", "title", "pay_from_cents"}),
    "/admin/agencies/new": ({"effective": "soon", "code": "a b", "name": ""}, {"effective", "code", "name"}),
    "/actions/mass/new": (
        {"code": "894", "effective": "2031-01-01", "percent": "much", "reason": ""},
        {"effective", "percent", "reason"},
    ),
}


def told(visitor: Visitor, path: str, typed: dict[str, str]) -> tuple[set[str], dict[str, str]]:
    """What the summary leads to, and what the fields hold then."""
    fields = visitor.get(path).fields()
    step = {"step": "check"} if "actions/new" in path or path == "/employees/new" else {}
    page = visitor.post(path, fields | typed | step, status=422)
    links = {str(link["href"])[1:] for link in page.all("#error-summary a")}
    chosen = {"pay_basis", "unit", "code", "employment_type"}
    return links, {name: page.value(name) for name in typed if name not in chosen}


@pytest.mark.parametrize("path", sorted(CASES))
def test_all_that_is_wrong_is_told_in_one_round(site: Site, path: str) -> None:
    typed, wrong = CASES[path]
    role = Role.ADMINISTRATOR if path.startswith(("/admin", "/positions")) else Role.SPECIALIST
    person = on_file(site)
    visitor = site.visitor(role)
    before = kept(site.desks.records())
    found, holds = told(visitor, path.format(person=f"/employees/{person.id}"), typed)
    assert found >= wrong
    assert holds == {name: typed[name] for name in holds}
    assert kept(site.desks.records()) == before


def test_what_only_does_not_read_is_told_alone_and_nothing_is_saved(site: Site) -> None:
    typed = {**APPOINTMENT, "effective": "2026-02-30"}
    found, _ = told(site.visitor(Role.SPECIALIST), "/employees/new", typed)
    assert found == {"effective"}


def test_a_field_that_does_not_read_is_told_once(site: Site) -> None:
    person = on_file(site)
    visitor = site.visitor(Role.SPECIALIST)
    fields = visitor.get(f"/employees/{person.id}/edit/identity").fields()
    page = visitor.post(f"/employees/{person.id}/edit/identity", fields | {"birth_date": "soon"}, status=422)
    assert len(page.all("#error-summary a")) == 1
