"""The administration of accounts, and the invitation that a person takes up."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from humangov.domain.accounts import AccountStatus
from humangov.domain.events import EventKind
from humangov.domain.permissions import Role
from tests.web.markup import Page, read
from tests.web.people import on_file
from tests.web.site import Site, Visitor

NEW_PASSWORD = "violet anchors hum at noon"
PERSON = {"name": "José O’Brien-Ōkina", "email": "jose@agency.gov", "role": "viewer"}


def invited(administrator: Visitor, **typed: str) -> tuple[Page, str]:
    """The page after an invitation, and the path of its one-time link."""
    page = read(administrator.fill("/admin/accounts/new", **(PERSON | typed)), breadcrumbs=True)
    return page, urlsplit(page.one("#invitation-link").get_text()).path


def test_the_list_names_everybody_with_role_and_status(site: Site, administrator: Visitor) -> None:
    site.desks.account(Role.VIEWER)
    page = administrator.get("/admin/accounts")
    rows = [row.get_text(" ", strip=True) for row in page.all("tbody tr")]
    assert rows == [
        "Administrator Lee (you) administrator@california.gov Administrator All Active",
        "HR viewer Lee viewer@california.gov HR viewer All Active",
    ]


def test_a_person_is_invited_sets_a_password_and_is_signed_in(site: Site, administrator: Visitor) -> None:
    page, path = invited(administrator)
    assert "It is shown only this once" in page.main
    assert "72 hours" in page.main
    assert page.one("#invitation-link").get_text().startswith("http://california.localhost:8000/invitation/")
    newcomer = site.visitor()
    welcome = newcomer.get(path)
    assert "José O’Brien-Ōkina" in welcome.main
    assert welcome.one("#password")["autocomplete"] == "new-password"
    assert welcome.one("#username")["autocomplete"] == "username"
    answer = newcomer.fetch(path, "POST", data=welcome.fields() | {"password": NEW_PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    newcomer.account = site.desks.account(Role.VIEWER)
    assert "You are signed in" in newcomer.get("/").main


def test_an_invitation_works_once(site: Site, administrator: Visitor) -> None:
    _, path = invited(administrator)
    first = site.visitor()
    first.fetch(path, "POST", data=first.get(path).fields() | {"password": NEW_PASSWORD})
    gone = site.visitor().get(path, status=404)
    assert gone.h1 == "This invitation does not work any more"
    assert "ask the administrator" in gone.main.lower()


def test_an_invitation_runs_out(site: Site, administrator: Visitor) -> None:
    _, path = invited(administrator)
    site.desks.clock.advance(timedelta(hours=72))
    assert site.visitor().get(path, status=404).h1 == "This invitation does not work any more"


def test_an_invitation_works_in_its_own_state_only(site: Site, administrator: Visitor) -> None:
    _, path = invited(administrator)
    assert site.visitor(slug="wyoming").fetch(path).status_code == 404


@pytest.mark.parametrize("password", ["", "short", "password" * 2, "x" * 10_000, "california california", "\x00" * 20])
def test_a_weak_first_password_is_refused_in_words(site: Site, administrator: Visitor, password: str) -> None:
    _, path = invited(administrator)
    newcomer = site.visitor()
    page = newcomer.post(path, newcomer.get(path).fields() | {"password": password}, status=422)
    assert page.one("#password-error").get_text()
    assert page.one("#error-summary a")["href"] == "#password"
    assert page.value("password") == ""


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"email": "no address"}, "email"),
        ({"email": "x" * 10_000}, "email"),
        ({"name": ""}, "name"),
        ({"name": "x" * 10_000}, "name"),
        ({"name": "Go to http://evil.example"}, "name"),
        ({"name": "Ana Lee (www.evil)"}, "name"),
        ({"name": "Ana evil.example"}, "name"),
        ({"name": "t.co/x"}, "name"),
        ({"name": "ana@evil.example"}, "name"),
        ({"name": "Ana\x00Lee"}, "name"),
        ({"name": "Ana\u202eLee"}, "name"),
        ({"role": "governor"}, "role"),
        ({"role": ""}, "role"),
        ({"email": "administrator@california.gov"}, "email"),
    ],
)
def test_a_wrong_invitation_says_what_to_do_and_loses_nothing(
    site: Site, administrator: Visitor, typed: dict[str, str], field: str
) -> None:
    fields = administrator.get("/admin/accounts/new").fields() | PERSON | typed
    page = administrator.post("/admin/accounts/new", fields, status=422)
    assert page.one("#error-summary").get_text(strip=True)
    assert [str(a["href"]) for a in page.all("#error-summary a")] == [f"#{field}"]
    for name in {"name", "email"} - {field}:
        assert page.value(name) == fields[name]
    assert len(site.desks.records().accounts) == 1


def test_name_and_role_are_changed(site: Site, administrator: Visitor) -> None:
    viewer = site.desks.account(Role.VIEWER)
    answer = administrator.fill(f"/admin/accounts/{viewer.id}", name="Ana Lee", role="auditor")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/admin/accounts")
    assert "Ana Lee is Auditor" in administrator.get("/admin/accounts").main
    saved = site.desks.records().accounts[viewer.id]
    assert (saved.name, saved.role) == ("Ana Lee", Role.AUDITOR)
    (event,) = site.desks.records().of_kind(EventKind.ACCOUNT_CHANGED)
    assert [(c.field, c.before, c.after) for c in event.changes] == [
        ("name", "HR viewer Lee", "Ana Lee"),
        ("role", "HR viewer", "Auditor"),
    ]


def test_the_second_of_two_is_told_what_stands_there_and_may_choose(site: Site, administrator: Visitor) -> None:
    viewer = site.desks.account(Role.VIEWER)
    path = f"/admin/accounts/{viewer.id}"
    mine = administrator.get(path).fields() | {"name": "Mine"}
    administrator.fill(path, name="Theirs")
    page = administrator.post(path, mine, status=409)
    assert "the account is now Theirs, HR viewer" in page.main
    assert page.value("name") == "Mine"
    assert administrator.fetch(path, "POST", data=page.fields()).status_code == 303
    assert site.desks.records().accounts[viewer.id].name == "Mine"


def test_an_administrator_cannot_lock_the_own_door(site: Site, administrator: Visitor) -> None:
    own = site.desks.account(Role.ADMINISTRATOR)
    page = administrator.post(
        f"/admin/accounts/{own.id}",
        administrator.get(f"/admin/accounts/{own.id}").fields() | {"role": "viewer"},
        status=422,
    )
    assert "Ask another administrator" in page.main
    for act in ("disable", "invite"):
        path = f"/admin/accounts/{own.id}/{act}"
        assert "Ask another administrator" in read(administrator.fill(path)).main
    assert site.desks.records().accounts[own.id] == own


def test_disabling_asks_first_and_says_who_is_affected(site: Site, administrator: Visitor) -> None:
    viewer = site.desks.account(Role.VIEWER)
    page = administrator.get(f"/admin/accounts/{viewer.id}/disable")
    assert page.h1 == "Disable the account of HR viewer Lee?"
    assert viewer.email in page.main
    assert administrator.fetch(page.response.request.path, "POST", data=page.fields()).status_code == 303
    assert site.desks.records().accounts[viewer.id].status is AccountStatus.DISABLED
    assert "Disabled" in administrator.get("/admin/accounts").main


def test_a_confirmation_of_something_that_has_changed_is_not_taken(site: Site, administrator: Visitor) -> None:
    viewer = site.desks.account(Role.VIEWER)
    confirm = administrator.get(f"/admin/accounts/{viewer.id}/disable").fields()
    administrator.fill(f"/admin/accounts/{viewer.id}", name="Other")
    page = administrator.post(f"/admin/accounts/{viewer.id}/disable", confirm, status=409)
    assert "the account is now Other, HR viewer, active" in page.main
    assert site.desks.records().accounts[viewer.id].status is AccountStatus.ACTIVE


def test_a_new_invitation_lets_a_disabled_person_back_in(site: Site, administrator: Visitor) -> None:
    viewer = site.desks.account(Role.VIEWER)
    site.desks.records().accounts[viewer.id] = replace(viewer, status=AccountStatus.DISABLED)
    page = administrator.get(f"/admin/accounts/{viewer.id}")
    assert page.all("main h2")[0].get_text() == "Enable again"
    link = read(administrator.fill(f"/admin/accounts/{viewer.id}/invite")).one("#invitation-link")
    newcomer = site.visitor()
    path = urlsplit(link.get_text()).path
    data = newcomer.get(path).fields() | {"password": NEW_PASSWORD}
    assert newcomer.fetch(path, "POST", data=data).status_code == 303


def test_an_unknown_account_is_not_found(administrator: Visitor) -> None:
    assert administrator.get("/admin/accounts/01J00000000000000000000000", status=404).h1 == "Page not found"


def test_the_own_record_is_said_by_number(site: Site, administrator: Visitor) -> None:
    person, viewer = on_file(site, number="E77"), site.desks.account(Role.VIEWER)
    path = f"/admin/accounts/{viewer.id}"
    page = read(administrator.fill(path, employee_number="E78"))
    assert "No employee of the state has this number" in page.one("#employee_number-error").get_text()
    administrator.fill(path, employee_number="e77")
    assert site.desks.records().accounts[viewer.id].employee_id == person.id
    assert administrator.get(path).value("employee_number") == "E77"
