"""A person's page: what is on file today, and what is to come."""

from humangov.domain.actions import Action, ActionStatus
from humangov.domain.employees import Status
from humangov.domain.permissions import Role
from tests.builders import a_by, an_action
from tests.web.people import on_file
from tests.web.site import Site, Visitor


def asked(site: Site, employee_id: str, status: ActionStatus, by: str = "Ana Lee") -> Action:
    request = an_action(employee_id=employee_id, status=status, recorded=None, requested=a_by(by))
    site.desks.records().requests[employee_id, request.id] = request
    return request


def test_the_position_leads_to_its_page_and_the_class_is_said(site: Site, viewer: Visitor) -> None:
    person = on_file(site, position="P-7", job_class="1731")
    page = viewer.get(f"/employees/{person.id}")
    assert page.link("P-7") == "/positions/P-7"
    assert "Class 1731" in page.main


def test_open_requests_are_linked_and_others_are_not(site: Site, viewer: Visitor) -> None:
    person = on_file(site)
    waiting = asked(site, person.id, ActionStatus.SUBMITTED)
    asked(site, person.id, ActionStatus.WITHDRAWN)
    page = viewer.get(f"/employees/{person.id}")
    assert [a["href"] for a in page.all('main a[href*="/requests/"]')] == [
        f"/employees/{person.id}/requests/{waiting.id}"
    ]
    assert "effective Mar 2, 2026: waiting for approval, requested by Ana Lee on Mar 2, 2026" in page.main


def test_a_draft_is_shown_to_whose_it_is(site: Site, viewer: Visitor, specialist: Visitor) -> None:
    person = on_file(site)
    draft = asked(site, person.id, ActionStatus.DRAFT)
    assert "/requests/" not in str(viewer.get(f"/employees/{person.id}").one("main"))
    mine = a_by()
    site.desks.records().requests[person.id, draft.id] = an_action(
        id=draft.id,
        employee_id=person.id,
        status=ActionStatus.DRAFT,
        recorded=None,
        requested=type(mine)(site.desks.account(Role.SPECIALIST).id, "HR specialist Lee", mine.at),
    )
    assert "/requests/" in str(specialist.get(f"/employees/{person.id}").one("main"))


def test_nothing_is_said_of_what_is_not_to_come(site: Site, viewer: Visitor) -> None:
    page = viewer.get(f"/employees/{on_file(site).id}")
    assert "takes effect" not in page.main
    assert "Open requests" not in page.main


def test_a_suspension_is_said(site: Site, viewer: Visitor) -> None:
    person = on_file(site, status=Status.SUSPENDED)
    assert "Suspended since Jul 1, 2015" in viewer.get(f"/employees/{person.id}").main


def test_job_and_pay_is_a_tab_of_every_page_of_the_person(site: Site, viewer: Visitor) -> None:
    person = on_file(site)
    for part in ("", "/documents", "/history"):
        assert viewer.get(f"/employees/{person.id}{part}").link("Job and pay") == f"/employees/{person.id}/career"
    page = viewer.get(f"/employees/{person.id}/career")
    assert page.one('.hg-tabs a[aria-current="page"]').get_text() == "Job and pay"


def test_every_page_about_a_person_has_the_same_head(site: Site, auditor: Visitor, specialist: Visitor) -> None:
    person = on_file(site)
    base = f"/employees/{person.id}"
    heads = {auditor.get(base + part).one(".hg-meta").get_text() for part in ("", "/career", "/documents", "/views")}
    own = ("/history", "/documents/new", "/edit/contact", "/actions/new", "/actions/new?code=740")
    heads |= {specialist.get(base + part).one(".hg-meta").get_text() for part in own}
    (head,) = heads
    assert "Department of Motor Vehicles, Licensing" in head
