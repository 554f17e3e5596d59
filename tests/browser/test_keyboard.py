"""Everything by keyboard alone."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener, SignIn, Site


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.innerText || document.activeElement.name || ''")).strip()


def tab_to(page: Page, text: str, most: int = 60) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if focused(page) == text:
            return
    raise AssertionError(f"{text!r} was not reached by {most} presses of Tab")


def test_a_person_signs_in_finds_and_changes_somebody_by_keyboard(context: Opener, site: Site) -> None:
    page = context().new_page()
    page.goto(site.url("/sign-in"))
    tab_to(page, "email")
    page.keyboard.type("specialist@california.example")
    tab_to(page, "password")
    page.keyboard.type(site.password)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Home").wait_for()
    page.keyboard.press("/")
    page.keyboard.type("smith")
    page.keyboard.press("Enter")
    page.locator("[data-row-list]").wait_for()
    page.locator("tbody th a").first.focus()
    page.keyboard.press("ArrowDown")
    second = page.locator("tbody th a").nth(1).inner_text()
    assert focused(page) == second
    page.keyboard.press("Enter")
    page.get_by_role("link", name="History").wait_for()
    tab_to(page, "Edit")
    page.keyboard.press("Enter")
    tab_to(page, "Change contact details")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Change contact details").wait_for()
    tab_to(page, "phone")
    page.keyboard.press("Control+A")
    page.keyboard.type("916-555-0177")
    page.keyboard.press("Enter")
    expect(page.get_by_text("contact details changed")).to_be_visible()


def test_the_first_press_of_tab_offers_to_skip_to_the_content(sign_in: SignIn) -> None:
    page = sign_in()
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to main content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_escape_closes_a_menu_and_gives_the_focus_back(sign_in: SignIn) -> None:
    page = sign_in()
    page.get_by_text("Robin Castellane", exact=True).click()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert focused(page).startswith("Robin Castellane")
    expect(page.get_by_role("link", name="Your account")).not_to_be_visible()


def test_a_question_mark_shows_the_keys(sign_in: SignIn) -> None:
    page = sign_in()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).not_to_be_visible()


def test_a_refused_form_puts_the_focus_on_the_summary(sign_in: SignIn, site: Site) -> None:
    page = sign_in()
    page.goto(site.url("/employees/new"))
    page.get_by_role("button", name="Check").click()
    expect(page.locator("#error-summary")).to_be_focused()
    page.get_by_role("link", name="Position title: Enter the position title.").click()
    expect(page.get_by_label("Position title")).to_be_focused()


def test_two_minutes_before_the_session_ends_people_are_asked_and_can_stay(sign_in: SignIn, site: Site) -> None:
    page = sign_in()
    page.clock.install()
    page.goto(site.url("/employees"))
    page.clock.fast_forward("13:05")
    warning = page.get_by_role("dialog", name="Do you need more time?")
    expect(warning).to_be_visible()
    with page.expect_response("**/session/extend") as answered:
        page.get_by_role("button", name="Stay signed in").click()
    assert answered.value.ok
    expect(warning).not_to_be_visible()


def test_the_list_follows_what_is_typed(sign_in: SignIn, site: Site) -> None:
    page = sign_in()
    page.goto(site.url("/employees"))
    page.locator("#q").press_sequentially("okafor", delay=20)
    expect(page.locator("tbody th a").first).to_contain_text("Okafor")
    expect(page).to_have_url(site.url("/employees?q=okafor&size=25"))
