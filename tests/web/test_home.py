"""The home page: what each role needs first."""

from dataclasses import replace
from pathlib import Path

from humangov.domain.employees import Status
from humangov.domain.events import Change, EventKind
from humangov.domain.permissions import Role
from humangov.web.sentences import what_happened
from tests.builders import an_employee, an_event
from tests.fakes.desks import FakeDesks
from tests.web.site import Site, Visitor, a_site


def staffed(desks: FakeDesks) -> None:
    people = [
        an_employee(),
        an_employee(),
        an_employee(status=Status.LEAVE),
        an_employee(agency="DOT", department="ROA"),
    ]
    desks.records().employees.update({person.id: person for person in people})


def test_every_number_leads_to_the_list_behind_it(site: Site, specialist: Visitor) -> None:
    staffed(site.desks)
    page = specialist.get("/")
    row = page.all("tbody tr")[0]
    assert row.get_text(" ", strip=True) == "Department of Motor Vehicles 2 1 0 3"
    assert [a["href"] for a in row.select("a")] == [
        "/employees?agency=DMV&status=active",
        "/employees?agency=DMV&status=leave",
        "/employees?agency=DMV",
    ]
    assert [a["href"] for a in page.all("tfoot a")] == [
        "/employees?status=active",
        "/employees?status=leave",
        "/employees",
    ]


def test_recent_changes_are_told_in_words(site: Site, viewer: Visitor) -> None:
    site.desks.records().events.append(an_event(act="Contact details changed"))
    page = viewer.get("/")
    assert "E1 García, José : contact details changed by Dana Lee Mar 2, 2026, 9:30 AM PST" in page.main
    assert page.link("E1 García").startswith("/employees/")


def test_without_changes_it_says_so(viewer: Visitor) -> None:
    assert "Nothing has changed yet." in viewer.get("/").main


def test_an_administrator_sees_the_work_of_one_and_no_names(site: Site, administrator: Visitor) -> None:
    staffed(site.desks)
    site.desks.records().events.append(an_event())
    page = administrator.get("/")
    assert page.link("Accounts") == "/admin/accounts"
    assert "García" not in page.text
    assert not [a for a in page.all("main a") if str(a["href"]).startswith("/employees")]


def test_who_may_add_employees_finds_the_button(specialist: Visitor, viewer: Visitor) -> None:
    assert specialist.get("/").link("Add an employee") == "/employees/new"
    assert "Add an employee" not in viewer.get("/").main


def test_a_state_without_agencies_says_what_comes_first(tmp_path: Path) -> None:
    site = a_site(tmp_path, FakeDesks(agencies=()))
    assert "An administrator adds agencies" in site.visitor(Role.VIEWER).get("/").main
    assert site.visitor(Role.ADMINISTRATOR).get("/").link("Add agencies") == "/admin/agencies"


def test_what_happened_says_each_kind() -> None:
    appointed = an_event(kind=EventKind.EMPLOYEE_APPOINTED, act="100 Permanent appointment", effective="2026-01-05")
    assert what_happened(appointed) == "appointed, effective Jan 5, 2026"
    promotion = an_event(kind=EventKind.ACTION_SUBMITTED, act="702 Promotion", effective="2027-03-01")
    assert what_happened(promotion) == "702 Promotion submitted for approval, effective Mar 1, 2027"
    came = replace(promotion, kind=EventKind.ACTION_TOOK_EFFECT)
    assert what_happened(came) == "702 Promotion took effect on Mar 1, 2027"
    assert what_happened(an_event(kind=EventKind.DOCUMENT_ADDED, about="Letter")) == "document filed: Letter"
    agencies = an_event(kind=EventKind.AGENCIES_CHANGED, changes=(Change("agency", "", "DMV Motor Vehicles"),))
    assert what_happened(agencies) == "agency added: DMV Motor Vehicles"
    renamed = replace(agencies, changes=(Change("agency", "DMV Motors", "DMV Motor Vehicles"),))
    assert what_happened(renamed) == "agency renamed from DMV Motors to DMV Motor Vehicles"
    assert what_happened(an_event(act="unknown")) == "record changed"
