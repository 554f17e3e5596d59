"""The administration of agencies and units."""

import pytest

from humangov.domain.events import EventKind
from tests.web.markup import read
from tests.web.people import messages
from tests.web.site import Site, Visitor

FALL = "2026-09-01"


def test_an_agency_and_a_unit_are_added_and_can_be_chosen(
    site: Site, administrator: Visitor, specialist: Visitor
) -> None:
    assert administrator.fill("/admin/agencies/new", code="fin", name="Department of Finance").status_code == 303
    answer = administrator.fill("/admin/agencies/FIN/units/new", code="BUD", name="Budget")
    assert answer.headers["Location"] == "/admin/agencies/FIN"
    assert "Department of Finance (FIN)" in administrator.get("/admin/agencies").main
    assert specialist.get("/employees/new").all('option[value="FIN/BUD"]')
    assert len(site.desks.records().of_kind(EventKind.AGENCIES_CHANGED)) == 2


def test_a_unit_is_added_beneath_another_one(administrator: Visitor) -> None:
    beneath = administrator.get("/admin/agencies/DMV/units/LIC").link("Add a unit beneath")
    assert administrator.fill(beneath, code="EXA", name="Exams").status_code == 303
    page = administrator.get("/admin/agencies/DMV/units/EXA")
    crumbs = [link.get_text(strip=True) for link in page.all("nav[aria-label=Breadcrumbs] a")]
    assert crumbs == ["Home", "Agencies", "Department of Motor Vehicles", "Licensing"]
    assert administrator.get("/admin/agencies/DMV").all("main li li a[href='/admin/agencies/DMV/units/EXA']")


def test_names_change_from_a_day_on_and_codes_stay(administrator: Visitor) -> None:
    administrator.fill("/admin/agencies/DMV/changes/rename", name="Motor Vehicle Agency")
    administrator.fill("/admin/agencies/DMV/units/LIC/changes/rename", name="Licenses", effective=FALL)
    page = administrator.get("/admin/agencies/DMV")
    assert page.h1 == "Motor Vehicle Agency"
    assert "Licensing (LIC)" in page.main
    assert "Sep 1, 2026 (to come) Licenses" in administrator.get("/admin/agencies/DMV/units/LIC").main


def test_a_unit_is_moved_closed_and_opened_again(administrator: Visitor) -> None:
    administrator.fill("/admin/agencies/DMV/units/LIC/changes/move", parent="REG")
    assert administrator.get("/admin/agencies/DMV").all("main li li a[href$='LIC']")
    administrator.fill("/admin/agencies/DMV/units/LIC/changes/close")
    assert "Not open today Licensing (LIC)" in administrator.get("/admin/agencies/DMV").main
    page = administrator.get("/admin/agencies/DMV/units/LIC")
    administrator.fill(page.link("Open again"))
    assert "Open today" in administrator.get("/admin/agencies/DMV/units/LIC").main


@pytest.mark.parametrize(
    ("path", "typed", "field", "says"),
    [
        ("new", {"code": "D", "name": "x"}, "code", "2 to 12"),
        ("new", {"code": "DMV", "name": "x"}, "code", "in use"),
        ("new", {"code": "NEW", "name": ""}, "name", "Enter a name"),
        ("new", {"code": "NEW", "name": "n" * 10_000}, "name", "at most 100"),
        ("new", {"code": "NEW", "name": "a\x1bb"}, "name", "cannot be printed"),
        ("new", {"code": "NEW", "name": "x", "effective": "2026-02-30"}, "effective", "a day that exists"),
        ("new", {"code": "NEW", "name": "x", "effective": ""}, "effective", "Enter the day"),
        ("DMV/units/LIC/changes/move", {"parent": "EXA"}, "parent", "itself beneath Licensing"),
        ("DMV/units/LIC/changes/close", {}, "effective", "Exams is still open beneath it"),
        ("DMV/units/EXA/changes/rename", {"effective": "2026-03-01"}, "effective", "begins on March 2, 2026"),
    ],
)
def test_bad_input_is_told_beside_its_field(
    administrator: Visitor, path: str, typed: dict[str, str], field: str, says: str
) -> None:
    administrator.fill("/admin/agencies/DMV/units/new", code="EXA", name="Exams", parent="LIC")
    page = read(administrator.fill(f"/admin/agencies/{path}", **typed))
    assert page.status == 422
    assert says in " ".join(messages(page.all(f"#{field}-error")))


@pytest.mark.parametrize(
    "path",
    [
        "NOPE",
        "NOPE/units/new",
        "NOPE/units/X",
        "DMV/units/NOPE",
        "DMV/changes/move",
        "DMV/changes/nope",
        "DMV/units/NOPE/changes/rename",
    ],
)
def test_what_is_not_there_is_not_found(administrator: Visitor, path: str) -> None:
    administrator.get(f"/admin/agencies/{path}", status=404)


def test_the_second_of_two_administrators_is_told_and_can_save_again(administrator: Visitor) -> None:
    fields = administrator.get("/admin/agencies/new").fields()
    administrator.fill("/admin/agencies/DMV/changes/rename", name="Motor Vehicle Agency")
    typed = fields | {"code": "FIN", "name": "Finance"}
    page = read(administrator.fetch("/admin/agencies/new", "POST", data=typed))
    assert "Somebody else changed the agencies meanwhile" in page.main
    assert administrator.fetch("/admin/agencies/new", "POST", data=page.fields()).status_code == 303
