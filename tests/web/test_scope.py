"""The pages of somebody who is limited to some agencies, and those on which an administrator limits them."""

import zlib
from base64 import urlsafe_b64decode
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from humangov.domain.employees import Employee
from humangov.domain.events import EventKind
from humangov.domain.permissions import Role
from tests.builders import TODAY, an_employee, an_event
from tests.web.markup import read
from tests.web.people import APPOINTMENT, another, appoint, appointed, approve, checked, file
from tests.web.site import Site, Visitor

JOB = {"agency": "DOT", "department": "BRI"}


@pytest.fixture
def limited(site: Site) -> Visitor:
    """A specialist who is limited to Transportation and State Parks."""
    site.desks.limit(Role.SPECIALIST, "DOT", "PARKS")
    return site.visitor(Role.SPECIALIST)


def on_file(site: Site, **changes: Any) -> Employee:
    """An employee of Motor Vehicles, unless told otherwise."""
    employee = an_employee(**changes)
    site.desks.records().employees[employee.id] = employee
    return employee


def test_the_directory_shows_and_offers_the_own_agencies_only(site: Site, limited: Visitor) -> None:
    mine, theirs = on_file(site, **JOB, last_name="Okafor"), on_file(site, last_name="Okonkwo")
    for path in ("/employees", "/employees?q=ok"):
        page = limited.get(path)
        assert mine.list_name in page.main
        assert theirs.list_name not in page.text
        options = [option.get_text() for option in page.all("#agency option")]
        assert options == ["All your agencies", "Department of Transportation", "State Parks"]
    assert "1 employee" in limited.get("/employees").main
    assert limited.fetch("/employees?agency=DMV").status_code == 400


def test_a_list_of_several_agencies_that_was_not_read_to_its_end_says_so(site: Site, limited: Visitor) -> None:
    people = [an_employee(first_name=f"A{n}") for n in range(230)]
    mine = an_employee(**JOB, last_name="Zhu")
    site.desks.records().employees.update({e.id: e for e in (*people, mine)})
    page = limited.get("/employees")
    assert "The list is long and was not read to its end" in page.main
    assert mine.list_name in limited.get(page.link("Keep looking")).main


def test_a_link_to_the_next_page_names_nobody_and_is_good_for_the_same_agencies(site: Site, limited: Visitor) -> None:
    people = [an_employee(first_name=f"A{n}", last_name="Okonkwo") for n in range(230)]
    site.desks.records().employees.update({e.id: e for e in people})
    link = limited.get("/employees").link("Keep looking")
    (cursor,) = parse_qs(urlsplit(link).query)["after"]
    assert not any(person.id in _every_reading(cursor) for person in people)
    assert "okonkwo" not in _every_reading(cursor)
    site.desks.limit(Role.SPECIALIST, "DOT")
    assert limited.fetch(link).status_code == 400


def _every_reading(text: str) -> str:
    """The text, and what it is when it is taken for base64, as it is or compressed."""
    found = [text]
    for part in text.strip(".").split("."):
        raw = urlsafe_b64decode(part + "=" * (-len(part) % 4))
        found.append(raw.decode(errors="replace"))
        with suppress(zlib.error):
            found.append(zlib.decompress(raw).decode(errors="replace"))
    return " ".join(found).lower()


def test_who_is_transferred_out_is_gone(site: Site, limited: Visitor) -> None:
    mine = on_file(site, **JOB)
    path = f"/employees/{mine.id}"
    stale = limited.get(f"{path}/edit/contact").fields()
    assert limited.get(path).h1
    transfer = {"effective": TODAY.isoformat(), "unit": "DMV/LIC", "reason": "Transfer"}
    approve(site, file(another(site, Role.SPECIALIST), f"{path}/actions/new?code=721", **transfer))
    assert limited.get(path, status=404).h1 == "Page not found"
    phone = {"phone": "916-555-0101"}
    assert limited.fetch(f"{path}/edit/contact", "POST", data=stale | phone).status_code == 404


def test_the_forms_offer_and_take_the_own_agencies_only(site: Site, limited: Visitor) -> None:
    offered = {str(option["value"]) for option in limited.get("/employees/new").all("#unit option")}
    assert offered == {"", "DOT/BRI", "DOT/ROA", "PARKS/NOR"}
    assert checked(limited, "/employees/new", **APPOINTMENT | {"unit": "DMV/LIC"}).status == 422
    assert not site.desks.records().requests
    path = appointed(site, limited)
    (mine,) = site.desks.records().employees.values()
    transfer = {"effective": TODAY.isoformat(), "unit": "DMV/LIC", "reason": "Transfer"}
    assert checked(limited, f"{path}/actions/new?code=721", **transfer).status == 422
    assert site.desks.records().employees[mine.id] == mine


def test_the_queue_shows_requests_of_the_own_agencies_only(site: Site, limited: Visitor) -> None:
    mine, theirs = on_file(site, **JOB, last_name="Okafor"), on_file(site, last_name="Okonkwo")
    promotion = {"effective": TODAY.isoformat(), "title": "Lead", "reason": "Merit"}
    paths = [
        file(another(site, Role.SPECIALIST), f"/employees/{person.id}/actions/new?code=702", **promotion).headers[
            "Location"
        ]
        for person in (mine, theirs)
    ]
    page = limited.get("/actions")
    assert mine.list_name in page.main
    assert theirs.list_name not in page.text
    assert [limited.fetch(path).status_code for path in paths] == [200, 404]


def test_a_likely_duplicate_in_another_agency_is_told_without_a_name(site: Site, limited: Visitor) -> None:
    theirs = on_file(site, first_name="Zoë", last_name="O’Neill-Brown", birth_date=an_employee().birth_date)
    page = read(appoint(limited, birth_date=theirs.birth_date.isoformat()))
    assert page.status == 409
    assert "Somebody in another agency. Your account does not show who" in page.main
    assert theirs.number not in page.text
    assert theirs.id not in page.text
    data = page.fields() | {"another_person": "y", "step": "file"}
    assert limited.fetch("/employees/new", "POST", data=data).status_code == 303


def test_the_home_page_is_of_the_own_agencies(site: Site, limited: Visitor) -> None:
    on_file(site, **JOB)
    on_file(site)
    assert "Nothing has changed in your agencies yet." in limited.get("/").main
    records = site.desks.records()
    records.events += [an_event(subject_label="Mine", agency="DOT"), an_event(subject_label="Theirs", agency="DMV")]
    page = limited.get("/")
    assert [row.get_text(" ", strip=True) for row in page.all("tfoot tr")] == ["All your agencies 1 1"]
    assert "Mine" in page.main
    assert "Theirs" not in page.text
    records.events += [an_event(agency="DMV") for _ in range(100)]
    assert "Only the state’s newest changes were looked through" in limited.get("/").main


def test_one_s_own_account_names_the_agencies(site: Site, limited: Visitor, viewer: Visitor) -> None:
    assert "Department of Transportation, State Parks" in limited.get("/account").main
    assert "Agencies All" in viewer.get("/account").one("main").get_text(" ", strip=True)


def test_an_administrator_invites_somebody_for_some_agencies(site: Site, administrator: Visitor) -> None:
    page = administrator.get("/admin/accounts/new")
    assert "Tick none for all agencies" in page.main
    fields = page.fields() | {"name": "Ana Lee", "email": "ana@agency.gov", "role": "viewer"}
    made = administrator.post("/admin/accounts/new", fields | {"agencies": ["DOT", "DMV"]})
    assert "HR viewer, limited to DMV, DOT" in made.main
    assert "Ana Lee ana@agency.gov HR viewer DMV, DOT Invited" in [
        row.get_text(" ", strip=True) for row in administrator.get("/admin/accounts").all("tbody tr")
    ]
    (event,) = site.desks.records().of_kind(EventKind.ACCOUNT_INVITED)
    assert [(c.field, c.after) for c in event.changes] == [("role", "HR viewer"), ("agencies", "DMV, DOT")]


def test_a_limit_acts_at_once_and_is_lifted_again(site: Site, administrator: Visitor, viewer: Visitor) -> None:
    theirs, account = on_file(site), site.desks.account(Role.VIEWER)
    path = f"/admin/accounts/{account.id}"
    fields = administrator.get(path).fields()
    assert administrator.fetch(path, "POST", data=fields | {"agencies": ["DOT"]}).status_code == 303
    assert "HR viewer, limited to DOT" in administrator.get("/admin/accounts").main
    assert viewer.fetch(f"/employees/{theirs.id}").status_code == 404
    page = administrator.get(path)
    assert [str(box["value"]) for box in page.all('input[name="agencies"][checked]')] == ["DOT"]
    assert "HR viewer Lee, at once, finds, sees and changes only employees who work there" in page.main
    fields = {name: value for name, value in page.fields().items() if name != "agencies"}
    assert administrator.fetch(path, "POST", data=fields).status_code == 303
    assert viewer.fetch(f"/employees/{theirs.id}").status_code == 200
    changes = [event.changes for event in site.desks.records().of_kind(EventKind.ACCOUNT_CHANGED)]
    assert [(c.before, c.after) for (c,) in changes] == [("All", "DOT"), ("DOT", "All")]


@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_who_must_see_all_is_not_limited(site: Site, administrator: Visitor, role: str) -> None:
    account = site.desks.account(Role.VIEWER)
    path = f"/admin/accounts/{account.id}"
    fields = administrator.get(path).fields() | {"role": role}
    page = administrator.post(path, fields | {"agencies": ["DOT"]}, status=422)
    assert "is never limited to agencies" in page.one("#agencies-error").get_text()
    assert page.one("#error-summary a")["href"] == "#agencies"
    assert site.desks.records().accounts[account.id] == account


def test_an_agency_that_the_state_does_not_have_is_refused(site: Site, administrator: Visitor) -> None:
    fields = administrator.get("/admin/accounts/new").fields() | {"name": "Ana", "email": "ana@agency.gov"}
    page = administrator.post("/admin/accounts/new", fields | {"agencies": ["NASA"]}, status=422)
    assert page.one("#agencies-error").get_text()
    assert len(site.desks.records().accounts) == 1


def test_the_second_of_two_administrators_is_told_of_the_limit(site: Site, administrator: Visitor) -> None:
    account = site.desks.account(Role.VIEWER)
    path = f"/admin/accounts/{account.id}"
    mine = administrator.get(path).fields() | {"name": "Mine"}
    administrator.fill(path, agencies=["DOT"])
    page = administrator.post(path, mine, status=409)
    assert "the account is now HR viewer Lee, HR viewer, limited to DOT, active" in page.main
