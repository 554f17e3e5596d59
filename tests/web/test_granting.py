"""What takes two administrators, on its pages."""

from urllib.parse import urlsplit

import pytest

from humangov.domain.permissions import Role
from tests.web.markup import Page, read
from tests.web.people import another, on_file
from tests.web.site import Site, Visitor
from tests.web.test_accounts import NEW_PASSWORD, PERSON


def waits(site: Site, administrator: Visitor, **typed: str) -> Page:
    """The page after somebody asked for a supervisor, which shows the code."""
    answer = administrator.fill("/admin/accounts/new", **(PERSON | {"role": "supervisor"} | typed))
    page = administrator.get(answer.headers["Location"])
    assert "It waits for a second administrator." in page.main
    return page


def test_a_supervisor_is_let_in_by_two_administrators_who_know_half_each(site: Site, administrator: Visitor) -> None:
    asked = waits(site, administrator)
    code = asked.one("#link-code").get_text()
    second = another(site, Role.ADMINISTRATOR)
    path = str(second.get("/admin/accounts").all("main table a")[0]["href"])
    assert path == f"{asked.response.request.path}/approve"
    page = second.get(path)
    assert "Administrator Lee asked for this" in page.main
    assert code not in page.main
    assert code not in second.get(path.removesuffix("/approve")).main
    link = read(second.fetch(path, "POST", data=page.fields()), breadcrumbs=True)
    assert code not in link.main
    assert code in administrator.get(asked.response.request.path).main
    door, newcomer = urlsplit(link.one("#invitation-link").get_text()).path, site.visitor()
    fields = newcomer.get(door).fields() | {"password": NEW_PASSWORD}
    refused = newcomer.post(door, fields | {"code": "AAAA-AAAA"}, status=422)
    assert "This is not the code" in refused.one("#code-error").get_text()
    assert newcomer.fetch(door, "POST", data=fields | {"code": code}).headers["Location"] == "/"


def test_the_home_of_another_administrator_says_what_waits(site: Site, administrator: Visitor) -> None:
    second = another(site, Role.ADMINISTRATOR)
    assert "to approve" not in second.get("/").main
    waits(site, administrator)
    assert second.get("/").link("1 grant to approve") == "/admin/accounts"
    assert "to approve" not in administrator.get("/").main
    site.desks.calls.failing.add("accounts.all")
    assert "What waits to be approved cannot be read just now" in second.get("/").main


def test_who_asked_is_not_offered_to_approve_and_can_take_it_back(site: Site, administrator: Visitor) -> None:
    path = waits(site, administrator).response.request.path
    page = administrator.get(f"{path}/approve")
    assert [b.get_text() for b in page.all("main button")] == []
    assert "another administrator approves it" in page.main
    refused = read(administrator.fetch(f"{path}/approve", "POST", data=page.fields()))
    assert "Another administrator must approve it" in refused.one("#error-summary").get_text()
    administrator.fill(f"{path}/refuse")
    assert "Refused: nothing changes for José O’Brien-Ōkina." in administrator.get("/admin/accounts").main
    assert "Nothing waits for this account." in administrator.get(f"{path}/approve").main


def test_a_role_that_was_changed_meanwhile_is_shown_again_before_it_is_approved(
    site: Site, administrator: Visitor
) -> None:
    path = waits(site, administrator).response.request.path
    second = another(site, Role.ADMINISTRATOR)
    seen = second.get(f"{path}/approve").fields()
    administrator.fill(f"{path}/refuse")
    administrator.fill(f"{path}/invite")
    page = second.post(f"{path}/approve", seen, status=409)
    assert "Not approved: this is not what you saw" in page.main
    assert "Status Invited Disabled" in page.main
    assert "Administrator Lee asked for this" in page.main
    assert page.response.request.path == f"{path}/approve"
    assert "is ready" in read(second.fetch(f"{path}/approve", "POST", data=page.fields()), breadcrumbs=True).h1


@pytest.mark.parametrize("act", ["approve", "refuse"])
def test_a_stale_decision_on_a_grant_says_what_was_seen_and_what_is(
    site: Site, administrator: Visitor, act: str
) -> None:
    specialist = site.desks.account(Role.SPECIALIST)
    path = f"/admin/accounts/{specialist.id}"
    administrator.fill(path, role="supervisor")
    second = another(site, Role.ADMINISTRATOR)
    seen = second.get(f"{path}/{act}").fields()
    administrator.fill(f"{path}/refuse")
    administrator.fill(path, role="administrator", name="Ana Lee")
    page = second.post(f"{path}/{act}", seen, status=409)
    assert page.all("main table")[0].get_text(" ", strip=True).startswith("What is not as you saw it What You saw Now")
    assert "Role HR specialist → HR supervisor HR specialist → Administrator" in page.main
    assert "Account HR specialist Lee, specialist@california.gov Ana Lee, specialist@california.gov" in page.main
    assert second.fetch(f"{path}/{act}", "POST", data=page.fields()).status_code == 303


def test_a_grant_that_is_gone_says_that_nothing_waits_any_more(site: Site, administrator: Visitor) -> None:
    path = waits(site, administrator).response.request.path
    second, third = another(site, Role.ADMINISTRATOR), another(site, Role.ADMINISTRATOR)
    seen = second.get(f"{path}/approve").fields()
    assert third.fill(f"{path}/approve").status_code == 200
    page = second.post(f"{path}/approve", seen, status=409)
    assert "Role – → HR supervisor –" in page.main
    assert "Nothing waits for this account." in page.main


def test_the_role_of_somebody_new_is_the_first_that_is_told_of_a_grant(site: Site, administrator: Visitor) -> None:
    path = waits(site, administrator).response.request.path
    page = another(site, Role.ADMINISTRATOR).get(f"{path}/approve")
    assert page.all("main tbody tr")[0].get_text(" ", strip=True) == "Role – HR supervisor"


def test_a_button_leads_to_what_waits(site: Site, administrator: Visitor) -> None:
    path = waits(site, administrator).response.request.path
    for page in (path, "/admin/accounts"):
        for who, label in ((another(site, Role.ADMINISTRATOR), "Review"), (administrator, "Look at it")):
            (button,) = who.get(page).all(f'main a.usa-button[href="{path}/approve"]')
            assert button.get_text(" ", strip=True).startswith(label)


def test_a_name_is_saved_while_something_waits_though_an_own_record_could_be_suggested(
    site: Site, administrator: Visitor
) -> None:
    specialist = site.desks.account(Role.SPECIALIST)
    on_file(site, email=specialist.email)
    path = f"/admin/accounts/{specialist.id}"
    assert administrator.get(path).value("employee_number")
    administrator.fill(path, role="supervisor", employee_number="")
    answer = administrator.fill(path, name="Ana Lee")
    assert answer.status_code == 303, read(answer).main
    assert site.desks.records().accounts[specialist.id].name == "Ana Lee"


def test_a_raised_role_waits_and_a_lowered_one_acts_at_once(site: Site, administrator: Visitor) -> None:
    specialist = site.desks.account(Role.SPECIALIST)
    path = f"/admin/accounts/{specialist.id}"
    administrator.fill(path, role="supervisor")
    assert site.desks.records().accounts[specialist.id].role is Role.SPECIALIST
    second = another(site, Role.ADMINISTRATOR)
    page = second.get(f"{path}/approve")
    assert "Role HR specialist HR supervisor Agencies All All Own record, employee number – –" in page.main
    assert "asked for: role." in second.get(path).main
    for act, typed in (("", {"role": "viewer"}), ("/invite", {})):
        refused = read(administrator.fill(f"{path}{act}", **typed))
        assert "Something waits for a second administrator already" in refused.one("#error-summary").get_text()
    assert second.fetch(f"{path}/approve", "POST", data=page.fields()).headers["Location"] == "/admin/accounts"
    assert site.desks.records().accounts[specialist.id].role is Role.SUPERVISOR
    administrator.fill(path, role="viewer")
    assert site.desks.records().accounts[specialist.id].role is Role.VIEWER


def test_a_second_account_of_an_employee_is_refused_in_words(site: Site, administrator: Visitor) -> None:
    person = on_file(site, number="E77")
    viewer, auditor = site.desks.account(Role.VIEWER), site.desks.account(Role.AUDITOR)
    administrator.fill(f"/admin/accounts/{viewer.id}", employee_number="E77")
    page = read(administrator.fill(f"/admin/accounts/{auditor.id}", employee_number="E77"))
    assert (
        "viewer@california.gov is the account of this employee already" in page.one("#employee_number-error").get_text()
    )
    page = read(administrator.fill("/admin/accounts/new", **PERSON, employee_number="E77"))
    assert "Disable that one first" in page.one("#employee_number-error").get_text()
    administrator.fill(f"/admin/accounts/{viewer.id}/disable")
    administrator.fill(f"/admin/accounts/{auditor.id}", employee_number="E77")
    assert site.desks.records().accounts[auditor.id].employee_id == person.id
    page = read(administrator.fill(f"/admin/accounts/{viewer.id}/invite"))
    assert "auditor@california.gov is the account of this employee already" in page.one("#error-summary").get_text()


def test_a_grant_that_would_make_a_second_account_of_an_employee_is_not_approved(
    site: Site, administrator: Visitor
) -> None:
    on_file(site, number="E77")
    path = waits(site, administrator, employee_number="E77").response.request.path
    administrator.fill(f"{path}/refuse")
    viewer = site.desks.account(Role.VIEWER)
    administrator.fill(f"{path}/invite")
    administrator.fill(f"/admin/accounts/{viewer.id}", employee_number="E77")
    page = read(another(site, Role.ADMINISTRATOR).fill(f"{path}/approve"))
    assert "viewer@california.gov is the account of this employee already" in page.one("#error-summary").get_text()
