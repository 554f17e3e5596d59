"""What waits, and what somebody decides about it: the queue, a request, its buttons, and two who decide at once."""

from datetime import date
from typing import Any

import pytest

from humangov.domain.actions import ActionStatus
from humangov.domain.employees import Employee
from humangov.domain.permissions import Role
from tests.web.careers import acted
from tests.web.markup import Page, read
from tests.web.people import another, appoint, file, on_file
from tests.web.site import Site, Visitor

PROMOTION = {"effective": "2026-03-01", "title": "Senior examiner", "reason": "Merit"}


@pytest.fixture
def person(site: Site) -> Employee:
    return on_file(site)


def asked(visitor: Visitor, person: Employee, **typed: Any) -> str:
    """The page of a promotion that this visitor asks for."""
    path = f"/employees/{person.id}/actions/new?code=702"
    return file(visitor, path, **PROMOTION | typed).headers["Location"]


def decide(visitor: Visitor, path: str, verb: str, reason: str = "Say why") -> None:
    assert visitor.fill(f"{path}/{verb}", reason=reason).headers["Location"] == "/actions"


def queue(page: Page) -> dict[str, list[str]]:
    """The persons in each queue, by its heading."""
    sections = page.all("main section")
    return {
        s.h2.get_text(" ", strip=True).split(" (")[0]: [row.th.a.get_text() for row in s.select("tbody tr")]  # type: ignore[union-attr] # each has them
        for s in sections
    }


def the_request(site: Site) -> Any:
    (found,) = site.desks.records().requests.values()
    return found


def test_the_queue_shows_each_what_is_theirs_to_do(
    site: Site, specialist: Visitor, supervisor: Visitor, viewer: Visitor, person: Employee
) -> None:
    asked(specialist, person)
    asked(supervisor, on_file(site, last_name="Boone"))
    assert queue(supervisor.get("/actions")) == {
        "For you to approve": ["García, José"],
        "You asked for": ["Boone, José"],
    }
    assert queue(specialist.get("/actions")) == {"You asked for": ["García, José"], "Others asked for": ["Boone, José"]}
    assert list(queue(viewer.get("/actions"))) == ["Others asked for"]


def test_what_was_returned_and_drafts_come_before_what_waits(
    site: Site, specialist: Visitor, supervisor: Visitor, person: Employee
) -> None:
    path = f"/employees/{person.id}/actions/new?code=702"
    specialist.fill(path, **PROMOTION, step="draft")
    decide(supervisor, asked(specialist, on_file(site, last_name="Boone")), "return")
    asked(specialist, on_file(site, last_name="Cole"))
    page = specialist.get("/actions")
    assert queue(page) == {
        "Returned to you": ["Boone, José"],
        "Your drafts": ["García, José"],
        "You asked for": ["Cole, José"],
    }
    assert "García, José" not in supervisor.get("/actions").main


def test_one_part_of_the_queue_has_an_address_of_its_own(
    site: Site, specialist: Visitor, supervisor: Visitor, person: Employee
) -> None:
    asked(specialist, person)
    asked(supervisor, on_file(site, last_name="Boone"))
    page = supervisor.get("/actions?queue=approve")
    assert queue(page) == {"For you to approve": ["García, José"]}
    assert page.link("For you to approve") == "/actions"
    assert "Nothing waits" in supervisor.get("/actions?queue=drafts").main
    assert len(queue(supervisor.get("/actions?queue=none-such"))) == 2


def test_a_queue_without_anything_says_so(specialist: Visitor, administrator: Visitor) -> None:
    page = specialist.get("/actions")
    assert "Nothing waits" in page.main
    assert page.one('nav [aria-current="page"][href="/actions"]')
    assert "Actions" not in administrator.get("/").one("nav").get_text()


def test_the_line_of_a_request_tells_all_that_is_needed_to_choose(
    site: Site, specialist: Visitor, supervisor: Visitor, person: Employee
) -> None:
    path = asked(specialist, person)
    page = supervisor.get("/actions")
    row = page.one("main tbody tr").get_text(" ", strip=True)
    place = "Mar 1, 2026 Overdue Department of Motor Vehicles"
    assert row == f"García, José {person.number} 702 Promotion {place} HR specialist Lee 0 since Mar 2, 2026"
    assert page.link("García, José") == path


def test_an_approved_request_is_recorded_and_stays_to_be_seen(
    site: Site, specialist: Visitor, supervisor: Visitor, person: Employee
) -> None:
    path = asked(specialist, person)
    page = supervisor.get(path)
    assert "Position title Licensing examiner Senior examiner" in page.main
    answer = supervisor.fetch(path, "POST", data=page.fields(path))
    assert answer.headers["Location"] == "/actions"
    assert "702 Promotion is recorded, effective Mar 1, 2026" in supervisor.get("/actions").main
    assert site.desks.records().employees[person.id].title == "Senior examiner"
    ended = specialist.get(path)
    assert "approved by HR supervisor Lee" in ended.main
    assert not ended.all("main form")


@pytest.mark.parametrize("by", [Role.SUPERVISOR, Role.SPECIALIST])
def test_nobody_approves_what_they_asked_for(site: Site, person: Employee, by: Role) -> None:
    supervisor = another(site, Role.SUPERVISOR, "the same employee")
    path = asked(supervisor if by is Role.SUPERVISOR else another(site, by, "the same employee"), person)
    page = supervisor.get(path)
    assert "You asked for this action: an HR supervisor other than you must approve it." in page.main
    assert not [b for b in page.all("main button") if b.get_text() == "Approve"]
    refused = read(supervisor.fetch(path, "POST", data=page.fields()))
    assert refused.status == 422
    assert "Somebody else must approve it" in refused.one("#error-summary").get_text()
    assert "For you to approve" not in queue(supervisor.get("/actions"))
    assert another(site, Role.SUPERVISOR).fill(path).headers["Location"] == "/actions"
    assert site.desks.records().employees[person.id].title == "Senior examiner"


def test_who_asked_first_does_not_approve_what_a_colleague_submits_again(
    site: Site, specialist: Visitor, supervisor: Visitor, person: Employee
) -> None:
    path = asked(supervisor, person)
    decide(another(site, Role.SUPERVISOR), path, "return")
    assert file(specialist, f"{path}/change").headers["Location"] == path
    page = supervisor.get(path)
    assert "You asked for this action before: an HR supervisor other than you must approve it." in page.main
    refused = read(supervisor.fetch(path, "POST", data=page.fields()))
    assert (refused.status, site.desks.records().employees[person.id]) == (422, person)
    assert "For you to approve" not in queue(supervisor.get("/actions"))
    assert "0 to approve" in supervisor.get("/").main


def test_a_returned_request_is_changed_and_submitted_again(
    site: Site, specialist: Visitor, supervisor: Visitor, person: Employee
) -> None:
    path = asked(specialist, person)
    decide(supervisor, path, "return", "Which class?")
    page = specialist.get(path)
    assert "Which class?" in page.main
    assert page.link("Change and submit again") == f"{path}/change"
    form = specialist.get(f"{path}/change")
    assert "Which class?" in form.main
    assert (form.value("title"), form.value("reason")) == ("Senior examiner", "Merit")
    assert file(specialist, f"{path}/change", job_class="1732").headers["Location"] == path
    request = the_request(site)
    assert (request.status, request.changes) == (
        ActionStatus.SUBMITTED,
        {"title": "Senior examiner", "job_class": "1732"},
    )
    assert "Which class?" in specialist.get(path).main
    assert supervisor.fill(path).status_code == 303
    assert site.desks.records().employees[person.id].job_class == "1732"


def test_a_correction_that_was_returned_is_gone_on_with_as_one(
    site: Site, specialist: Visitor, supervisor: Visitor, person: Employee
) -> None:
    correct = f"/employees/{person.id}/actions/{person.id}/correct"
    path = file(specialist, correct, last_name="Garza", reason="Slip").headers["Location"]
    decide(supervisor, path, "return")
    form = specialist.get(f"{path}/change")
    assert (form.h1, form.value("last_name")) == (
        "Change 002 Correction of 100 Permanent appointment: José García",
        "Garza",
    )
    file(specialist, f"{path}/change", last_name="Gárza")
    supervisor.fill(path)
    assert site.desks.records().employees[person.id].last_name == "Gárza"


def test_the_appointment_of_somebody_new_can_be_returned_and_changed(
    site: Site, specialist: Visitor, supervisor: Visitor
) -> None:
    path = appoint(specialist).headers["Location"]
    decide(supervisor, path, "return", "Which bridge?")
    file(specialist, f"{path}/change", title="Bridge inspector, Bay")
    supervisor.fill(path)
    assert [e.title for e in site.desks.records().employees.values()] == ["Bridge inspector, Bay"]


@pytest.mark.parametrize(
    ("verb", "role", "done"),
    [("reject", Role.SUPERVISOR, "702 Promotion rejected"), ("withdraw", Role.SPECIALIST, "702 Promotion withdrawn")],
)
def test_what_ended_stays_visible_with_its_reason(
    site: Site, specialist: Visitor, person: Employee, verb: str, role: Role, done: str
) -> None:
    path = asked(specialist, person)
    decide(site.visitor(role), path, verb, "No budget")
    page = specialist.get(path)
    assert "No budget" in page.main
    assert done in page.main
    assert not page.all("main form")
    assert "Nothing waits" in specialist.get("/actions").main
    assert site.desks.records().employees[person.id] == person


@pytest.mark.parametrize("verb", ["return", "reject", "withdraw"])
@pytest.mark.parametrize("reason", ["", "y" * 10_000])
def test_a_decision_needs_a_reason_that_can_be_read(
    site: Site, specialist: Visitor, supervisor: Visitor, person: Employee, verb: str, reason: str
) -> None:
    path = asked(specialist, person)
    page = read(supervisor.fill(f"{path}/{verb}", reason=reason), breadcrumbs=True)
    assert page.status == 422
    assert page.all("#reason-error")
    assert page.value("reason") == reason
    assert the_request(site).status is ActionStatus.SUBMITTED


@pytest.mark.parametrize("verb", ["", "/return", "/reject"])
def test_who_decides_second_is_told_that_nothing_was_done(
    site: Site, specialist: Visitor, supervisor: Visitor, person: Employee, verb: str
) -> None:
    path = asked(specialist, person)
    fields = supervisor.get(f"{path}{verb}").fields()
    decide(specialist, path, "withdraw", "Not needed")
    answer = supervisor.fetch(f"{path}{verb}", "POST", data=fields | {"reason": "Say why"})
    assert answer.headers["Location"] == path
    assert "HR specialist Lee has withdrawn this request meanwhile" in supervisor.get(path).main
    assert the_request(site).decision == "Not needed"


def test_what_was_changed_since_it_was_looked_at_is_not_approved(
    site: Site, specialist: Visitor, supervisor: Visitor, person: Employee
) -> None:
    path = asked(specialist, person)
    fields = supervisor.get(path).fields(path)
    decide(another(site, Role.SUPERVISOR), path, "return")
    file(specialist, f"{path}/change", title="Chief examiner")
    assert supervisor.fetch(path, "POST", data=fields).headers["Location"] == path
    assert site.desks.records().employees[person.id] == person


def test_two_who_change_a_returned_request_lose_nothing_silently(
    site: Site, specialist: Visitor, supervisor: Visitor, person: Employee
) -> None:
    path = asked(specialist, person)
    decide(supervisor, path, "return")
    mine = another(site, Role.SPECIALIST)
    fields = mine.get(f"{path}/change").fields() | {"title": "Chief examiner", "step": "file"}
    file(specialist, f"{path}/change", title="Lead examiner")
    answer = mine.fetch(f"{path}/change", "POST", data=fields)
    assert answer.headers["Location"] == path
    assert "nothing of yours was saved" in mine.get(path).main
    assert the_request(site).changes["title"] == "Lead examiner"


def test_what_cannot_be_recorded_any_more_says_why_and_offers_no_button(
    site: Site, specialist: Visitor, supervisor: Visitor, person: Employee
) -> None:
    path = asked(specialist, person, effective="2026-03-01")
    acted(site, person, "317", date(2026, 2, 1), reason="Moving away")
    page = supervisor.get(path)
    assert "As it stands now, it cannot be recorded" in page.main
    assert "was separated" in page.main
    assert not [b for b in page.all("main button") if b.get_text() == "Approve"]


@pytest.mark.parametrize("verb", ["return", "reject", "withdraw", "change"])
def test_what_is_over_cannot_be_decided_again(
    site: Site, specialist: Visitor, supervisor: Visitor, person: Employee, verb: str
) -> None:
    path = asked(specialist, person)
    supervisor.fill(path)
    assert supervisor.fetch(f"{path}/{verb}").headers["Location"] == path


def test_a_request_that_is_none_is_not_found(site: Site, supervisor: Visitor, person: Employee) -> None:
    supervisor.get(f"/employees/{person.id}/requests/none", status=404)
    supervisor.get("/employees/none/requests/none", status=404)


def test_who_only_reads_sees_a_request_and_no_button(
    site: Site, specialist: Visitor, viewer: Visitor, person: Employee
) -> None:
    page = viewer.get(asked(specialist, person))
    assert "It waits for an HR supervisor to approve it." in page.main
    assert not page.all("main form")
