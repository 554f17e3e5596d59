"""The audit log, a person's history, and who has seen a person."""

from datetime import UTC, datetime, timedelta

import pytest

from humangov.domain.events import EventKind
from humangov.domain.permissions import Role
from tests.web.markup import Page
from tests.web.people import appointed, file, on_file
from tests.web.site import Site, Visitor


def lines(page: Page) -> list[str]:
    return [row.get_text(" ", strip=True) for row in page.all("tbody tr")]


def test_every_change_and_every_look_is_in_the_log_newest_first(
    site: Site, specialist: Visitor, auditor: Visitor
) -> None:
    path = appointed(site, specialist)
    site.desks.clock.advance(timedelta(seconds=1))
    specialist.get(path)
    site.desks.clock.advance(timedelta(seconds=1))
    found = [row for row in lines(auditor.get("/audit")) if "Employee" in row]
    assert ["viewed" in found[0], "appointed" in found[1]] == [True, True]
    assert "O’Neill-Brown, Zoë" in found[0]


def test_reading_the_log_is_itself_an_event(site: Site, auditor: Visitor) -> None:
    auditor.get("/audit")
    assert [e.actor_name for e in site.desks.records().of_kind(EventKind.AUDIT_VIEWED)] == ["Auditor Lee"]


def test_the_log_is_filtered_by_person_record_action_and_day(
    site: Site, viewer: Visitor, specialist: Visitor, auditor: Visitor
) -> None:
    one, other = on_file(site), on_file(site, last_name="Boone")
    viewer.get(f"/employees/{one.id}")
    specialist.get(f"/employees/{other.id}")
    assert len(lines(auditor.get("/audit?action=employee.viewed"))) == 2
    actor = site.desks.records().of_kind(EventKind.EMPLOYEE_VIEWED)[0].actor_id
    assert len(lines(auditor.get(f"/audit?actor={actor}&action=employee.viewed"))) == 1
    assert "Boone" in lines(auditor.get(f"/audit?employee={other.id}&action=employee.viewed"))[0]
    assert len(lines(auditor.get("/audit?action=employee.viewed&day=2026-03-02"))) == 2
    assert "No events" in auditor.get("/audit?action=employee.viewed&day=2026-03-01").main


def test_each_filter_of_the_log_can_be_taken_away(auditor: Visitor) -> None:
    page = auditor.get("/audit?action=employee.viewed&day=2026-03-02")
    assert [a["href"] for a in page.all(".hg-removable a")] == [
        "/audit?day=2026-03-02",
        "/audit?action=employee.viewed",
    ]


def test_older_events_are_a_page_further(site: Site, viewer: Visitor, auditor: Visitor) -> None:
    person = on_file(site)
    for _ in range(60):
        viewer.get(f"/employees/{person.id}")
        site.desks.clock.advance(timedelta(seconds=1))
    first = auditor.get("/audit?action=employee.viewed")
    assert len(lines(first)) == 50
    assert len(lines(auditor.get(first.link("Older")))) == 10


@pytest.mark.parametrize("query", ["day=2026-02-30", "day=x", "action=nothing", "before=forged"])
def test_an_address_of_the_log_that_makes_no_sense_is_told(auditor: Visitor, query: str) -> None:
    assert auditor.get(f"/audit?{query}", status=400).h1 == "This link does not work"


def test_the_history_says_changes_in_plain_words(site: Site, specialist: Visitor) -> None:
    person = on_file(site)
    specialist.fill(f"/employees/{person.id}/edit/contact", phone="916-555-0101")
    site.desks.clock.advance(timedelta(seconds=1))
    moved = f"/employees/{person.id}/actions/new?code=740"
    file(specialist, moved, effective="2026-02-01", title="Examiner of boats", reason="Other work")
    page = specialist.get(f"/employees/{person.id}/history")
    assert "Phone set to 916-555-0101." in page.main
    assert [p.get_text() for p in page.all(".hg-events > li")[1].select(":scope > p")] == [
        "740 Position change recorded, effective Feb 1, 2026.",
        "Position title changed from Licensing examiner to Examiner of boats.",
    ]
    assert "Reason: Other work" in page.main
    assert "by HR specialist Lee" in page.main


def test_the_auditor_sees_who_has_seen_a_person_and_others_do_not(
    site: Site, viewer: Visitor, auditor: Visitor
) -> None:
    person = on_file(site)
    viewer.get(f"/employees/{person.id}")
    assert any("HR viewer Lee Employee viewed" in line for line in lines(auditor.get(f"/employees/{person.id}/views")))
    viewer.get(f"/employees/{person.id}/views", status=403)
    assert "Who has seen this" not in viewer.get(f"/employees/{person.id}").main


def test_an_employee_is_found_by_number(site: Site, viewer: Visitor, auditor: Visitor) -> None:
    person, other = on_file(site, number="A-77"), on_file(site, number="A-770", last_name="Boone")
    for someone in (person, other):
        viewer.get(f"/employees/{someone.id}")
    answer = auditor.fetch("/audit?number=a-77&action=employee.viewed")
    assert answer.headers["Location"] == f"/audit?action=employee.viewed&employee={person.id}"
    page = auditor.get(answer.headers["Location"])
    assert [("García" in line, "Boone" in line) for line in lines(page)] == [(True, False)]
    assert page.all(".hg-removable a")[0].get_text(" ", strip=True).startswith("A-77 García, José")


@pytest.mark.parametrize("number", ["999999", "x", "9" * 10_000, "%00"])
def test_a_number_that_nobody_has_is_told_beside_its_field(auditor: Visitor, number: str) -> None:
    assert "No employee has this number" in auditor.get(f"/audit?number={number}").one("#number-error").get_text()


def test_a_day_is_the_state_s_own(site: Site) -> None:
    person = on_file(site)
    site.desks.clock.set(datetime(2026, 3, 3, 7, 59, tzinfo=UTC))
    site.visitor(Role.VIEWER).get(f"/employees/{person.id}")
    auditor = site.visitor(Role.AUDITOR)
    assert len(lines(auditor.get("/audit?action=employee.viewed&day=2026-03-02"))) == 1
    assert "11:59 PM PST" in auditor.get("/audit?action=employee.viewed").main
    assert "No events" in auditor.get("/audit?action=employee.viewed&day=2026-03-03").main
