"""Every page, as each role, on a desk and on a phone: axe finds nothing, nothing is cut off, no policy is broken."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page

from humangov.web.blueprints import ALL
from tests.browser.conftest import SignIn, Site

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MOST_BYTES = 120 * 1024
PAGES = {
    "specialist": [
        "/",
        "/employees",
        "/employees?q=gar&status=active",
        "/employees?q=nobodyatall",
        "/employees?q=x",
        "/employees?agency=FINANCE&type=permanent&sort=hired&dir=desc",
        "/?as_of=2024-03-01",
        "/employees?as_of=2024-03-01",
        "/employees?as_of=2024-02-30&known_at=soon",
        "/employees/new",
        "{person}",
        "{person}/career",
        "{person}?as_of=2024-03-01&known_at=2026-01-01",
        "{person}?as_of=1950-01-01",
        "{person}/history",
        "{person}/documents",
        "{person}/documents/new",
        "{document}",
        "{document}/replace",
        "{document}/withdraw",
        "{person}/edit/contact",
        "{person}/edit/identity",
        "{person}/actions/new",
        *(f"{{person}}/actions/new?code={code}" for code in ["702", "780", "460"]),
        "{action}/correct",
        "{action}/cancel",
        "/actions",
        "/actions?queue=drafts",
        "{draft}",
        "{draft}/change",
        "{draft}/withdraw",
        "/actions/mass",
        "/actions/mass/new",
        "/organization",
        "/organization?unit=FINANCE/BUDGET&as_of=2024-02-29",
        "{position}",
        "/account",
        "/account/password",
        "/nothing-here",
        "/admin/accounts",
    ],
    "auditor": ["/audit", "/audit?action=employee.changed&day=2020-01-01", "{person}", "{person}/views"],
    "supervisor": ["/actions?queue=approve", "{request}", "{request}/return", "{request}/reject"],
    "admin": [
        "/",
        "/admin/accounts",
        "/admin/accounts/new",
        "{account}",
        "{account}/disable",
        "{account}/invite",
        "{waiting}",
        "{waiting}/approve",
        "{waiting}/refuse",
        "/admin/codes",
        "/admin/codes/new",
        "/admin/codes/317",
        "/organization?unit=FINANCE/BUDGET",
        "{position}",
        "{position}/change",
        "{position}/state/close",
        "/positions/new",
        "/admin/agencies",
        "/admin/agencies/new",
        "/admin/agencies/FINANCE",
        "/admin/agencies/FINANCE/changes/close",
        "/admin/agencies/FINANCE/units/new",
        "/admin/agencies/FINANCE/units/BUDGET",
        "/admin/agencies/FINANCE/units/BUDGET/changes/move",
    ],
}
OPEN = ["/sign-in", "/invitation/unknown/unknown"]


def a_waiting_account(page: Page, site: Site) -> str:
    """An account that an administrator asks for; asked for when it is first looked for."""
    page.goto(site.url("/admin/accounts"))
    waiting = page.locator("a[href$='/approve']")
    if waiting.count() == 0:
        page.goto(site.url("/admin/accounts/new"))
        page.get_by_label("Name").fill("Kim Ito")
        page.get_by_label("E-mail").fill("kim.ito@california.example")
        page.locator("label", has_text="HR supervisor").first.click()
        page.get_by_role("button", name="Make the invitation").click()
        page.goto(site.url("/admin/accounts"))
    return str(waiting.first.get_attribute("href")).removesuffix("/approve")


def places(page: Page, site: Site, role: str) -> dict[str, str]:
    """Where the pages of this role's records are."""
    if role == "admin":
        page.goto(site.url("/admin/accounts"))
        link = page.locator("tbody a[href^='/admin/accounts/']").last
        found = {"account": str(link.get_attribute("href")), "waiting": a_waiting_account(page, site)}
        return {**found, "position": a_position(page, site)}
    if role == "supervisor":
        return {"request": a_request(page, site, "approve")}
    page.goto(site.url("/employees?status=active"))
    person = str(page.locator("tbody th a").first.get_attribute("href"))
    page.goto(site.url(f"{person}/documents"))
    document = str(page.locator("tbody th a").first.get_attribute("href"))
    found = {"person": person, "document": document, "position": a_position(page, site)}
    page.goto(site.url(f"{person}/career"))
    correct = page.locator("a[href$='/correct']").first
    if role == "specialist":
        found["action"] = str(correct.get_attribute("href")).removesuffix("/correct")
        found["draft"] = a_request(page, site, "drafts")
    return found


def a_request(page: Page, site: Site, queue: str) -> str:
    page.goto(site.url(f"/actions?queue={queue}"))
    return str(page.locator("tbody th a").first.get_attribute("href"))


def a_position(page: Page, site: Site) -> str:
    page.goto(site.url("/organization?unit=FINANCE/BUDGET"))
    return str(page.locator("a[href^='/positions/']").first.get_attribute("href"))


def problems_of(page: Page, url: str, width: int) -> list[str]:
    broken: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            broken.append(f"{url}: {message.text}")

    page.on("console", listen)
    page.goto(url)
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    for violation in found.response["violations"]:
        nodes = "; ".join(node["html"][:120] for node in violation["nodes"][:3])
        broken.append(f"{url}: {violation['id']}: {violation['help']}: {nodes}")
    wide = int(page.evaluate("document.documentElement.scrollWidth"))
    if wide > width:
        broken.append(f"{url}: {wide} px wide on a screen of {width} px")
    page.remove_listener("console", listen)
    return broken


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("role", sorted(PAGES))
def test_axe_finds_nothing(sign_in: SignIn, site: Site, role: str, width: int) -> None:
    page = sign_in(role, width)
    names = places(page, site, role)
    broken: list[str] = []
    for path in PAGES[role]:
        broken += problems_of(page, site.url(path.format(**names)), width)
    print(f"axe: {len(PAGES[role])} pages as {role} at {width} px")
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_on_pages_that_are_open_to_all(sign_in: SignIn, site: Site, width: int) -> None:
    page = sign_in("viewer", width)
    page.context.clear_cookies()
    broken = [problem for path in OPEN for problem in problems_of(page, site.url(path), width)]
    broken += problems_of(page, f"http://nowhere.localhost:{site.port}/", width)
    assert not broken, "\n".join(broken)


def test_refused_and_conflicting_forms_are_as_accessible_as_others(sign_in: SignIn, site: Site) -> None:
    page = sign_in()
    page.goto(site.url("/employees/new"))
    page.get_by_role("button", name="Check").click()
    page.locator("#error-summary").wait_for()
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    assert found.violations_count == 0, found.generate_report()


def test_every_page_of_the_site_is_looked_at() -> None:
    """A new page that is not in PAGES fails here."""
    looked_at = {re.sub(r"\?.*", "", p) for pages in PAGES.values() for p in pages} | set(OPEN)
    shapes = {re.sub(r"\{\w+\}", "*", p) for p in looked_at}
    assert len(ALL) >= 12
    for part in (
        "edit",
        "correct",
        "cancel",
        "change",
        "return",
        "reject",
        "history",
        "views",
        "documents",
        "disable",
        "invite",
        "replace",
        "withdraw",
        "units",
        "organization",
        "state",
    ):
        assert any(part in shape for shape in shapes), part


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
