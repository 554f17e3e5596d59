"""A career by keyboard alone: appointed, promoted in the future, corrected, printed, raised with others.

Each page is accessible.
"""

from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.conftest import SignIn, Site
from tests.browser.looking import TAGS

# The day in California, which is not always that of the machine.
TODAY = datetime.now(ZoneInfo("America/Los_Angeles")).date()
FIRST_DAY, PROMOTED = TODAY - timedelta(days=7), TODAY + timedelta(days=30)
# What has the focus, as a person would name it: a link or button by its words, a field by its name.
FOCUSED = "(e => ['A', 'BUTTON', 'SUMMARY'].includes(e.tagName) ? e.innerText : e.name || '')"
NAME = "Quillfeather"


def go_to(page: Page, text: str, most: int = 250) -> None:
    """Press Tab until the focus is at what begins with this text."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if " ".join(str(page.evaluate(f"{FOCUSED}(document.activeElement)")).split()).startswith(text):
            return
    raise AssertionError(f"{text!r} was not reached by {most} presses of Tab")


def press(page: Page, text: str) -> None:
    """Go to a link or button, and on to where it leads."""
    go_to(page, text)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def unfold(page: Page, text: str) -> None:
    """Open what is folded away."""
    go_to(page, text)
    page.keyboard.press("Enter")


def typed(page: Page, **values: str) -> None:
    """Type into these fields, in the order of the page, in the place of what stands there."""
    for name, text in values.items():
        go_to(page, name)
        if page.evaluate("document.activeElement.type") == "text":
            page.keyboard.press("Control+A")
        page.keyboard.type(text)


def day(value: date) -> str:
    """A date as it is typed into a date field."""
    return f"{value:%m%d%Y}"


def check_and_submit(page: Page, code: str) -> None:
    """From a field of the form to the request that waits."""
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Check: ")
    expect(page.get_by_text("A second person must approve it")).to_be_visible()
    is_accessible(page)
    press(page, "Submit for approval")
    expect(page.get_by_text(f"{code}: submitted. It waits for approval.")).to_be_visible()
    is_accessible(page)


def approve(page: Page, code: str) -> None:
    """The supervisor finds the request in the queue."""
    press(page, "Actions")
    page.get_by_role("heading", name="For you to approve").wait_for()
    press(page, NAME)
    expect(page.get_by_role("heading", level=1)).to_contain_text(code)
    is_accessible(page)
    press(page, "Approve")
    expect(page.get_by_text(f"{code} is recorded, effective")).to_be_visible()


def is_accessible(page: Page) -> None:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    assert found.violations_count == 0, found.generate_report()


def appoint(page: Page) -> None:
    press(page, "Add an employee")
    page.get_by_role("heading", name="Add an employee").wait_for()
    typed(page, code="100", effective=day(FIRST_DAY), first_name="Ottoline", last_name=NAME, birth_date="02281990")
    typed(page, unit="Department of Finance: Budget", title="Budget analyst", pay_cents="58,240")
    typed(page, reason="Selected from the list")
    check_and_submit(page, "100 Permanent appointment")


def open_person(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type(NAME)
    page.keyboard.press("Enter")
    page.locator("[data-row-list]").wait_for()
    press(page, NAME)
    page.get_by_role("heading", level=1, name=f"Ottoline {NAME}").wait_for()


def promote(page: Page) -> None:
    open_person(page)
    press(page, "Record an action")
    press(page, "702 Promotion")
    page.get_by_role("heading", level=1, name="702 Promotion").wait_for()
    typed(page, effective=day(PROMOTED), title="Senior budget analyst", pay_cents="62,000", reason="Merit")
    check_and_submit(page, "702 Promotion")


def correct(page: Page) -> None:
    open_person(page)
    press(page, "Job and pay")
    unfold(page, "Details of 702 Promotion")
    press(page, "Correct this action")
    page.get_by_role("heading", level=1, name="002 Correction of 702 Promotion").wait_for()
    expect(page.get_by_label("Pay in dollars")).to_have_value("62000.00")
    is_accessible(page)
    typed(page, pay_cents="63,000", reason="Slip of the pen")
    check_and_submit(page, "002 Correction of 702 Promotion")


def print_notice(page: Page) -> None:
    """The notice of the correction lies in the folder; what is kept of it is the file that was filed."""
    unfold(page, "Details of 002 Correction of 702 Promotion")
    press(page, "Notice of 002 Correction of 702 Promotion")
    page.get_by_role("heading", level=1, name="Notice: 002 Correction of 702 Promotion").wait_for()
    expect(page.locator("iframe.hg-preview")).to_be_visible()
    is_accessible(page)
    kept = []
    for _ in range(2):
        go_to(page, "Download")
        with page.expect_download() as download:
            page.keyboard.press("Enter")
        kept.append(Path(download.value.path()).read_bytes())
    assert kept[0] == kept[1]
    told = " ".join(p.extract_text() for p in PdfReader(BytesIO(kept[0])).pages)
    for words in ("Ottoline", "002 Correction of 702 Promotion", "$62,000 a year", "$63,000 a year", "Slip of the pen"):
        assert words in told


def raise_budget_analysts(specialist: Page, supervisor: Page) -> None:
    """Three percent for all of a title, from today on."""
    press(specialist, "Actions")
    press(specialist, "Mass actions")
    press(specialist, "New mass action")
    typed(specialist, code="894", effective=day(TODAY), title="Budget analyst")
    typed(specialist, percent="3", reason="Agreement of the year", exception="The agreement says so")
    with specialist.expect_navigation():
        specialist.keyboard.press("Enter")
    specialist.get_by_role("button", name="Submit for approval").wait_for(timeout=60_000)
    expect(specialist.get_by_text(NAME).first).to_be_visible()
    is_accessible(specialist)
    press(specialist, "Submit for approval")
    # Others of this code may wait as well.
    supervisor.goto(specialist.url)
    is_accessible(supervisor)
    press(supervisor, "Approve")
    supervisor.get_by_role("heading", name="People", exact=True).wait_for(timeout=120_000)
    expect(supervisor.get_by_text(NAME).first).to_be_visible()
    is_accessible(supervisor)


def test_a_person_is_appointed_promoted_and_corrected_by_keyboard(sign_in: SignIn, site: Site) -> None:
    specialist, supervisor = sign_in("specialist"), sign_in("supervisor")
    appoint(specialist)
    approve(supervisor, "100 Permanent appointment")
    promote(specialist)
    approve(supervisor, "702 Promotion")
    correct(specialist)
    approve(supervisor, "002 Correction of 702 Promotion")
    open_person(specialist)
    expect(specialist.get_by_text("$58,240 a year")).to_be_visible()
    press(specialist, "Job and pay")
    expect(specialist.locator(".hg-career")).to_contain_text("002 Correction of 702 Promotion")
    expect(specialist.locator(".hg-career").get_by_text("→ $63,000 a year").first).to_be_visible()
    is_accessible(specialist)
    print_notice(specialist)
    raise_budget_analysts(specialist, supervisor)
    open_person(specialist)
    expect(specialist.get_by_text("$59,987 a year")).to_be_visible()


def test_what_was_typed_stays_when_it_is_refused_checked_and_changed(sign_in: SignIn, site: Site) -> None:
    page = sign_in("specialist", script=False)
    page.goto(site.url("/employees?status=active"))
    page.locator("tbody th a").first.click()
    page.get_by_role("link", name="Record an action").click()
    page.get_by_role("link", name="740 Position change").click()
    page.get_by_label("Position title").fill("Examiner of boats")
    page.get_by_label("Reason", exact=False).first.fill("Care of a child")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("link", name="Effective date: Enter the date on which it takes effect.")).to_be_visible()
    page.get_by_label("Effective date").fill(PROMOTED.isoformat())
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_text("Nobody else must approve it")).to_be_visible()
    page.get_by_role("button", name="Back to change").click()
    expect(page.locator("#reason")).to_have_value("Care of a child")
    expect(page.get_by_label("Effective date")).to_have_value(PROMOTED.isoformat())
