"""The home page: what each role needs first."""

from dataclasses import replace
from pathlib import Path

import pytest

from humangov.domain.actions import ActionStatus, By, waiting_line
from humangov.domain.employees import Status
from humangov.domain.events import Change, EventKind
from humangov.domain.permissions import Role
from humangov.web.sentences import what_happened
from tests.builders import NOW, TODAY, a_by, an_action, an_employee, an_event
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
    assert row.get_text(" ", strip=True) == "Department of Motor Vehicles 2 1 3"
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


def test_only_statuses_in_which_there_is_somebody_have_a_column(site: Site, viewer: Visitor) -> None:
    assert [th.get_text() for th in viewer.get("/").all("thead th")] == ["Agency", "All"]
    suspended = an_employee(status=Status.SUSPENDED)
    site.desks.records().employees[suspended.id] = suspended
    assert [th.get_text() for th in viewer.get("/").all("thead th")] == ["Agency", "Suspended", "All"]


def waiting(site: Site, status: ActionStatus, role: Role | None = None) -> None:
    """A request that waits, of the account of a role or of somebody else."""
    by = By(site.desks.account(role).id, "Lee", NOW) if role else a_by()
    request = an_action(status=status, requested=by, recorded=None)
    site.desks.records().waiting[request.id] = waiting_line(request, an_employee())


def waits(visitor: Visitor) -> dict[str, str]:
    """What waits for somebody: the number by the part of the queue that it leads to."""
    return {str(li.select_one("a")["href"]): li.strong.get_text() for li in visitor.get("/").all(".hg-stats li")}  # type: ignore[index,union-attr]


def test_what_waits_comes_first_and_leads_to_the_queue(site: Site, specialist: Visitor) -> None:
    supervisor = site.visitor(Role.SUPERVISOR)
    waiting(site, ActionStatus.SUBMITTED)
    for status in (ActionStatus.SUBMITTED, ActionStatus.RETURNED, ActionStatus.DRAFT, ActionStatus.DRAFT):
        waiting(site, status, Role.SUPERVISOR)
    parts = [f"/actions?queue={part}" for part in ("approve", "returned", "drafts", "asked")]
    assert waits(supervisor) == dict(zip(parts, "1121", strict=True))
    assert waits(specialist) == dict.fromkeys(parts[1:], "0")
    headings = [h2.get_text() for h2 in supervisor.get("/").all("main h2")]
    assert headings == ["Waiting for you", "Headcount", "Recent changes"]


def test_who_does_not_act_has_nothing_waiting(viewer: Visitor, auditor: Visitor, administrator: Visitor) -> None:
    for visitor in (viewer, auditor, administrator):
        assert "Waiting for you" not in visitor.get("/").main


def test_a_queue_that_is_longer_than_what_is_read_says_at_least(site: Site) -> None:
    for _ in range(200):
        waiting(site, ActionStatus.SUBMITTED)
    assert waits(site.visitor(Role.SUPERVISOR))["/actions?queue=approve"] == "at least 200"


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


PARTS = {
    "organization.overview": "The headcount cannot be read just now",
    "audit.page": "Recent changes cannot be read just now",
    "requests.waiting": "What waits for you cannot be read just now",
}


@pytest.mark.parametrize("call", PARTS)
def test_a_part_that_does_not_answer_is_said_to_be_missing_and_the_others_are_shown(
    site: Site, specialist: Visitor, call: str
) -> None:
    staffed(site.desks)
    site.desks.calls.failing.add(call)
    page = specialist.get("/")
    assert [text for text in PARTS.values() if text in page.main] == [PARTS[call]]
    assert "Reload the page in a minute." in page.main
    assert [h.get_text() for h in page.all("main h2")] == ["Waiting for you", "Headcount", "Recent changes"]


def test_what_takes_effect_today_is_no_part_without_which_there_is_no_page(tmp_path: Path) -> None:
    site = a_site(tmp_path, idle=True)
    specialist = site.visitor(Role.SPECIALIST)
    staffed(site.desks)
    person = next(iter(site.desks.records().employees.values()))
    site.desks.records().employees[person.id] = replace(person, due=TODAY)
    site.desks.calls.failing.add("employees.due")
    assert "cannot be read" not in specialist.get("/").main


def test_a_page_of_which_no_part_answers_is_a_503(site: Site, specialist: Visitor, administrator: Visitor) -> None:
    site.desks.calls.failing |= {*PARTS}
    for visitor in (specialist, administrator):
        assert visitor.fetch("/").status_code == 503
