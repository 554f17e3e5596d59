"""What axe cannot see: what is announced, what is covered, what can be selected, where a link leads the eye."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn, Site

# Each writing into the dialog's text, as a screen reader would read it.
LISTEN = """() => {
  window.said = [];
  const place = document.querySelector('#session-warning-text');
  const all = {childList: true, subtree: true, characterData: true};
  new MutationObserver(() => said.push(place.textContent)).observe(place, all);
}"""
IN_SIGHT = """() => {
  const box = document.activeElement.getBoundingClientRect();
  return document.activeElement.contains(document.elementFromPoint(box.x + 4, box.y + 4));
}"""


def test_the_session_dialog_says_each_change_of_minutes_once(sign_in: SignIn, site: Site) -> None:
    page = sign_in()
    page.clock.install()
    page.goto(site.url("/account"))
    page.evaluate(LISTEN)
    seconds = int(page.locator("body").get_attribute("data-session-seconds") or 0)
    page.clock.run_for((seconds - 115) * 1000)
    dialog = page.get_by_role("dialog", name="Do you need more time?")
    expect(dialog).to_have_accessible_description(re.compile("two minutes"))
    page.clock.run_for(100_000)
    said = page.evaluate("said")
    assert len(said) == 1
    assert "one minute" in said[0]


def test_a_search_that_failed_says_so_and_goes_away_with_the_next_one(sign_in: SignIn, site: Site) -> None:
    page = sign_in()
    page.goto(site.url("/employees"))
    told, asked = page.locator("[data-live-failed]"), re.compile(r"/employees\?q=")
    page.route(asked, lambda route: route.abort())
    page.locator("#q").press_sequentially("gar")
    expect(told).to_contain_text("The search failed")
    expect(page.locator("p[aria-live]").last).to_contain_text("The search failed")
    page.unroute(asked)
    page.route(asked, lambda route: route.fulfill(status=401, json={}))
    page.locator("#q").press_sequentially("c")
    expect(told).to_contain_text("Your session has ended")
    page.unroute(asked)
    page.locator("#q").press_sequentially("i")
    expect(told).to_be_hidden()


def test_an_employee_number_can_be_selected_and_the_row_still_leads_to_the_person(sign_in: SignIn, site: Site) -> None:
    page = sign_in()
    page.goto(site.url("/employees"))
    number = page.locator("tbody td[data-label=Number]").first
    number.dblclick()
    page.wait_for_timeout(400)
    assert page.evaluate("getSelection().toString()").strip() == number.inner_text()
    assert page.url == site.url("/employees")
    page.evaluate("getSelection().empty()")
    page.locator("tbody td[data-label=Title]").first.click()
    page.wait_for_url(re.compile(r"/employees/\w{26}$"))


def test_a_link_of_the_error_summary_shows_the_label_and_focuses_the_field(sign_in: SignIn, site: Site) -> None:
    page = sign_in(width=320)
    page.goto(site.url("/employees/new"))
    page.get_by_role("button", name="Check").click()
    page.locator("#error-summary a").last.click()
    field = page.evaluate("document.activeElement.id")
    label = page.locator(f"label[for={field}]")
    expect(label).to_be_in_viewport(ratio=1)
    assert page.locator("#error-summary a").last.get_attribute("href") == f"#{field}"


def test_what_is_focused_in_a_list_is_not_under_its_head(sign_in: SignIn, site: Site) -> None:
    page = sign_in()
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto(site.url("/employees"))
    rows = page.locator("tbody th a")
    rows.last.focus()
    for _ in range(rows.count() - 1):
        page.keyboard.press("Shift+Tab")
        assert page.evaluate(IN_SIGHT), page.evaluate("document.activeElement.outerHTML")


def test_a_list_can_be_sorted_on_a_phone(sign_in: SignIn, site: Site) -> None:
    page = sign_in(width=320)
    page.goto(site.url("/employees"))
    hired = page.locator("thead").get_by_role("link", name="Hired")
    expect(hired).to_be_visible()
    hired.click()
    page.wait_for_url(re.compile("sort=hired"))


def test_an_open_menu_stays_on_a_phones_screen_and_closes_when_the_focus_goes_on(sign_in: SignIn, site: Site) -> None:
    page = sign_in(width=320)
    page.goto(site.url("/employees"))
    page.locator("tbody th a").first.click()
    page.locator("summary", has_text="Edit").click()
    page.keyboard.press("Tab")
    expect(page.locator("a:focus")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    for _ in range(2):
        page.keyboard.press("Tab")
    expect(page.locator(".hg-menu[open]")).to_have_count(0)


def a_mass_action(page: Page, site: Site) -> None:
    page.goto(site.url("/actions/mass/new"))
    page.get_by_label("Action", exact=False).first.select_option("894")
    page.get_by_label("Effective date").fill("2026-12-01")
    page.get_by_label("Percent", exact=False).last.fill("2")
    page.locator("[name=reason]").fill("General adjustment")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/actions/mass/\w{26}$"))
    page.get_by_role("button", name="Submit for approval").wait_for(timeout=60_000)


def test_a_finished_preview_shows_its_button_without_reload(sign_in: SignIn, site: Site) -> None:
    page = sign_in()
    a_mass_action(page, site)
    here = page.url
    progress = f'<div data-progress="{here}"><p data-progress-on>Making the preview</p></div>'
    before = re.sub(r"(<main.*?>).*(</main>)", rf"\1{progress}\2", page.content(), flags=re.DOTALL)
    page.route(here, lambda route: route.fulfill(body=before, content_type="text/html"), times=1)
    page.goto(here)
    expect(page.get_by_role("button", name="Submit for approval")).to_have_count(0)
    expect(page.get_by_role("button", name="Submit for approval")).to_be_visible()
    assert page.url == here


def test_forced_colours_tell_the_page_that_is_open(sign_in: SignIn) -> None:
    page = sign_in()
    page.emulate_media(forced_colors="active")
    line = "e => getComputedStyle(e).borderBottomColor"
    here = page.locator(".hg-nav [aria-current]").evaluate(line)
    assert {page.locator(".hg-nav a:not([aria-current])").nth(i).evaluate(line) for i in range(3)}.isdisjoint({here})


def test_a_shortcut_that_is_switched_off_does_nothing_and_a_changed_one_works(sign_in: SignIn, site: Site) -> None:
    page = sign_in("viewer")
    page.keyboard.press("/")
    expect(page.locator("#site-search")).to_be_focused()
    page.goto(site.url("/account/shortcuts"))
    page.get_by_label("Key that goes to the search box").fill("g")
    page.get_by_label("Key that shows the shortcuts").fill("")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("heading", name="Your account").wait_for()
    for key in "/?":
        page.keyboard.press(key)
    expect(page.locator("#site-search")).not_to_be_focused()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("g")
    expect(page.locator("#site-search")).to_be_focused()
