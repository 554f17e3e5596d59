"""The administration of agencies and departments."""

import pytest

from humangov.domain.events import EventKind
from tests.web.markup import read
from tests.web.people import messages
from tests.web.site import Site, Visitor


def test_an_agency_and_a_department_are_added_and_can_be_chosen(
    site: Site, administrator: Visitor, specialist: Visitor
) -> None:
    assert administrator.fill("/admin/agencies/new", code="fin", name="Department of Finance").status_code == 303
    administrator.fill("/admin/agencies/FIN/departments/new", code="BUD", name="Budget")
    assert "Department of Finance (FIN)" in administrator.get("/admin/agencies").main
    assert specialist.get("/employees/new").all('option[value="FIN/BUD"]')
    assert len(site.desks.records().of_kind(EventKind.AGENCIES_CHANGED)) == 2


def test_names_change_and_codes_stay(administrator: Visitor) -> None:
    administrator.fill("/admin/agencies/DMV", name="Motor Vehicle Agency")
    administrator.fill("/admin/agencies/DMV/departments/LIC", name="Licenses")
    page = administrator.get("/admin/agencies")
    assert "Motor Vehicle Agency (DMV)" in page.main
    assert "Licenses (LIC)" in page.main


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"code": "D", "name": "x"}, "code", "2 to 12"),
        ({"code": "DMV", "name": "x"}, "code", "in use"),
        ({"code": "NEW", "name": ""}, "name", "Enter a name"),
        ({"code": "NEW", "name": "n" * 10_000}, "name", "at most 100"),
        ({"code": "NEW", "name": "a\x1bb"}, "name", "cannot be printed"),
    ],
)
def test_bad_input_is_told_beside_its_field(
    administrator: Visitor, typed: dict[str, str], field: str, says: str
) -> None:
    page = read(administrator.fill("/admin/agencies/new", **typed))
    assert page.status == 422
    assert says in " ".join(messages(page.all(f"#{field}-error")))


@pytest.mark.parametrize("path", ["NOPE", "NOPE/departments/new", "NOPE/departments/X", "DMV/departments/NOPE"])
def test_what_is_not_there_is_not_found(administrator: Visitor, path: str) -> None:
    administrator.get(f"/admin/agencies/{path}", status=404)


def test_the_second_of_two_administrators_is_told_and_can_save_again(administrator: Visitor) -> None:
    fields = administrator.get("/admin/agencies/new").fields()
    administrator.fill("/admin/agencies/DMV", name="Motor Vehicle Agency")
    page = read(administrator.fetch("/admin/agencies/new", "POST", data=fields | {"code": "FIN", "name": "Finance"}))
    assert "Somebody else changed the agencies meanwhile" in page.main
    assert administrator.fetch("/admin/agencies/new", "POST", data=page.fields()).status_code == 303
