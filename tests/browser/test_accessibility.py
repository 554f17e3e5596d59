"""Every page that somebody can come to, as each role: accessible on a desk and a phone, in forced colours, on paper.

The pages are found by following links, from the home page on. What no link leads to must be named here with the reason.
"""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page
from werkzeug.routing import MapAdapter

from humangov.app import create_app
from humangov.domain.permissions import Role
from humangov.web.sessions import OPEN_ENDPOINTS
from tests.browser.conftest import SignIn, Site
from tests.browser.looking import Looking
from tests.browser.walking import NO_PAGES, Walk
from tests.fakes.desks import FakeDesks
from tests.web.permission_matrix import MATRIX
from tests.web.site import fake_assets, settings

MOST_BYTES = 120 * 1024
ROLES = {"specialist": Role.SPECIALIST, "supervisor": Role.SUPERVISOR, "viewer": Role.VIEWER, "auditor": Role.AUDITOR}
ROLES["admin"] = Role.ADMINISTRATOR
# What is asked for by a form, and what is wrong: pages that no link leads to. And a unit that has positions.
DAYS = ["/?as_of=2024-03-01", "/employees?as_of=2024-03-01", "/employees?as_of=2024-02-30&known_at=soon"]
SEARCHES = ["/employees?q=gar&status=active", "/employees?q=nobodyatall", "/employees?q=x"]
BY_FORM = {
    "specialist": [*SEARCHES, *DAYS, "/organization?as_of=2024-02-29", "/nothing-here", "/admin/accounts"],
    "admin": ["/organization?unit=FINANCE/BUDGET"],
    "auditor": ["/audit?action=employee.changed&day=2020-01-01"],
}
# Linked only where the state sends mail, which the demo does not: beside a page that is linked.
BESIDE = {"accounts.renew": ("/invite", "/send")}
NOT_REACHED = {
    "mass.stop": "only while a mass action is being recorded, which takes a second here; it looks as mass.reject does",
}


@pytest.fixture(scope="session")
def urls(tmp_path_factory: pytest.TempPathFactory) -> MapAdapter:
    folder = tmp_path_factory.mktemp("assets")
    return create_app(settings(), FakeDesks(), fake_assets(folder)).url_map.bind("california.localhost")


@pytest.fixture(scope="session")
def makes() -> set[str]:
    """Those of the pages that were looked at: what roles share is looked at once."""
    return set()


@pytest.fixture(scope="session")
def invited() -> dict[str, str]:
    """The link of an invitation, once somebody was invited."""
    return {}


def invite(page: Page, site: Site, name: str, role: str) -> None:
    page.goto(site.url("/admin/accounts/new"))
    page.get_by_label("Name").fill(name)
    page.get_by_label("E-mail").fill(f"{name.lower().replace(' ', '.')}@california.example")
    page.locator("label", has_text=role).first.click()
    page.get_by_role("button", name="Make the invitation").click()
    page.wait_for_load_state()


def a_mass_action(page: Page, site: Site, *, submit: bool) -> None:
    page.goto(site.url("/actions/mass/new"))
    page.locator("[name=code]").select_option("894")
    page.locator("[name=effective]").fill("2026-12-01")
    page.locator("[name=percent]").fill("2")
    page.locator("[name=reason]").fill("General adjustment")
    page.locator("[name=exception]").fill("The agreement says so")
    page.locator("main form[method=post] button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/actions/mass/\w{26}$"))
    button = page.get_by_role("button", name="Submit for approval")
    button.wait_for(timeout=120_000)
    if submit:
        button.click()
        page.get_by_text("Submitted. An HR supervisor").wait_for()


def a_draft(page: Page, site: Site) -> str:
    """The address of a request that waits to be submitted by the person who made it."""
    page.goto(site.url("/employees?status=active"))
    person = page.locator("tbody th a").last.get_attribute("href")
    page.goto(site.url(f"{person}/actions/new?code=894"))
    page.locator("[name=effective]").fill("2026-12-01")
    page.get_by_role("button", name="Save as draft").click()
    page.get_by_text("kept as a draft").first.wait_for()
    return urlsplit(page.url).path


def a_filed_document(page: Page, site: Site) -> str:
    """The address of a document that a person filed: the system's own cannot be replaced or withdrawn."""
    page.goto(site.url("/employees?status=active"))
    person = page.locator("tbody th a").first.get_attribute("href")
    page.goto(site.url(f"{person}/documents"))
    filed = page.locator("tbody th a").filter(has_not_text="Notice").first.get_attribute("href")
    assert filed
    return filed


@pytest.fixture(scope="module")
def arranged() -> dict[str, list[str]]:
    """What was arranged for the walks already: by role, what its walk begins with as well."""
    return {}


@pytest.fixture
def arrange(sign_in: SignIn, site: Site, arranged: dict[str, list[str]], invited: dict[str, str]) -> None:
    """States that the demo does not have: mass actions, accounts that wait, a draft of a supervisor's own."""
    if arranged:
        return
    page = sign_in("admin")
    invite(page, site, "Kim Ito", "HR supervisor")
    invite(page, site, "Bo Diaz", "HR viewer")
    invited["link"] = page.locator("#invitation-link").inner_text()
    page = sign_in("specialist")
    a_mass_action(page, site, submit=True)
    a_mass_action(page, site, submit=False)
    arranged["specialist"] = [a_filed_document(page, site)]
    arranged["supervisor"] = [*arranged["specialist"], a_draft(sign_in("supervisor"), site)]


def told(walk: Walk, who: str) -> None:
    print(f"walk: {len(walk.visited)} pages as {who}; {len(walk.makes)} makes of pages were looked at so far")
    assert not walk.looking.broken, "\n".join(walk.looking.broken)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_every_page_that_a_role_can_come_to_is_accessible(
    sign_in: SignIn,
    site: Site,
    urls: MapAdapter,
    makes: set[str],
    role: str,
    arrange: None,
    arranged: dict[str, list[str]],
) -> None:
    walk = Walk(sign_in(role), site, urls, makes)
    walk.go("/", *BY_FORM.get(role, ()), *arranged.get(role, ()))
    walk.go(*(path.replace(*BESIDE[kind[0]]) for kind, path in [*walk.visited.items()] if kind[0] in BESIDE))
    due = {row.removeprefix("GET ") for row, roles in MATRIX.items() if row.startswith("GET ") and ROLES[role] in roles}
    missed = due - walk.endpoints - OPEN_ENDPOINTS - NO_PAGES.keys() - NOT_REACHED.keys()
    assert not missed, f"no page of these was found by links: {sorted(missed)}"
    told(walk, role)


def test_every_page_that_is_open_to_all_is_accessible(
    sign_in: SignIn, site: Site, urls: MapAdapter, makes: set[str], arrange: None, invited: dict[str, str]
) -> None:
    page = sign_in("viewer")
    page.context.clear_cookies()
    walk = Walk(page, site, urls, makes)
    link = re.sub(r"^https?://[^/]+", "", invited["link"])
    walk.go("/sign-in", "/sign-in?next=/account", link, "/invitation/unknown/unknown")
    assert {"sign_in.sign_in", "sign_in.invitation", "accessibility.show"} <= walk.endpoints
    page.goto(f"http://nowhere.localhost:{site.port}/")
    walk.looking.look()
    told(walk, "nobody")


def test_dialogs_are_as_accessible_as_pages(sign_in: SignIn) -> None:
    page = sign_in()
    for dialog in ("session-warning", "keys-help"):
        page.evaluate(f"document.getElementById('{dialog}').showModal()")
        looking = Looking(page)
        looking.axe()
        assert not looking.broken, "\n".join(looking.broken)
        page.evaluate(f"document.getElementById('{dialog}').close()")


def test_what_is_not_walked_exists_and_says_why() -> None:
    named = {row.removeprefix("GET ") for row in MATRIX}
    assert NOT_REACHED.keys() | NO_PAGES.keys() <= named
    assert all((*NOT_REACHED.values(), *NO_PAGES.values()))


def test_a_first_visit_weighs_little(sign_in: SignIn, site: Site) -> None:
    page = sign_in()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    weights: list[float] = []
    session.on("Network.loadingFinished", lambda event: weights.append(event["encodedDataLength"]))
    page.goto(site.url("/employees"), wait_until="networkidle")
    print(f"first visit of the directory: {sum(weights) / 1024:.0f} KB in {len(weights)} answers")
    assert sum(weights) <= MOST_BYTES
