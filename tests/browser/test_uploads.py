"""Several files with script: each in a request of its own, so that only a file and not their sum has a limit."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import SignIn, Site
from tests.browser.test_journey import open_somebody
from tests.corpus.pdfs import CASES

MEBIBYTE = 1024 * 1024
FORM = re.compile(r"/documents/new(\?|$)")


def text_file(folder: Path, name: str, mebibytes: int = 0) -> Path:
    """A text file of about this size; no two are the same."""
    file = folder / name
    line = f"{name} and nothing else\n"
    file.write_text(line * (mebibytes * MEBIBYTE // len(line) + 1))
    return file


@pytest.fixture
def page(sign_in: SignIn, site: Site) -> Page:
    """The form of new documents of somebody, filled but for the files."""
    page = sign_in("specialist")
    open_somebody(page, site, "smith")
    page.get_by_role("link", name="Documents").first.click()
    page.get_by_role("link", name="File a document").click()
    page.get_by_label("Type").select_option(label="Correspondence")
    page.get_by_label("Date on the document").fill("2026-01-15")
    return page


def press(page: Page) -> None:
    page.get_by_role("button", name="File", exact=True).click()


def choose(page: Page, *files: Path) -> None:
    page.get_by_label("Files").set_input_files(files)
    press(page)


def chosen(page: Page) -> list[str]:
    """The names of the files that are chosen now."""
    found = page.evaluate("[...document.querySelector('[type=file]').files].map((file) => file.name)")
    return [str(name) for name in found]


def told(page: Page) -> list[str]:
    """The messages of the summary."""
    page.locator("#error-summary").wait_for()
    return [item.strip() for item in page.locator("#error-summary li").all_inner_texts()]


def sent(page: Page, answer: Callable[[int, Route], None]) -> list[int]:
    """Answers the form's requests, numbered from 1; returns their numbers as they come."""
    numbers: list[int] = []

    def handle(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        numbers.append(len(numbers) + 1)
        answer(numbers[-1], route)

    page.route(FORM, handle)
    return numbers


def test_three_files_that_are_too_large_for_one_request_are_filed_and_told_once(page: Page, tmp_path: Path) -> None:
    numbers = sent(page, lambda _, route: route.continue_())
    choose(page, *(text_file(tmp_path, name, 12) for name in ("a.txt", "b.txt", "c.txt")))
    expect(page.locator(".hg-progress")).to_contain_text(re.compile(r"Filing \d of 3: "))
    expect(page.locator(".usa-alert--success")).to_have_text("Filed: a.txt, b.txt, c.txt.", timeout=60_000)
    assert numbers == [1, 2, 3]
    expect(page.locator("tbody th a", has_text=re.compile("^[abc]$"))).to_have_count(3)


def test_a_file_that_is_too_large_is_told_unsent_and_stays_chosen_alone(page: Page, tmp_path: Path) -> None:
    numbers = sent(page, lambda _, route: route.continue_())
    large = text_file(tmp_path, "large.txt", 26)
    choose(page, text_file(tmp_path, "one.txt"), large, text_file(tmp_path, "two.txt"))
    says = "Files: large.txt: This file is larger than 25.0 MB. Scan it in black and white, or in two parts."
    assert told(page) == [says]
    expect(page.locator("#error-summary h2")).to_have_text("Not all is filed")
    expect(page.locator("[data-filed]")).to_contain_text("one.txt, two.txt.")
    assert (numbers, chosen(page)) == ([1, 2], ["large.txt"])
    choose(page, text_file(tmp_path, "smaller.txt"))
    expect(page.locator(".usa-alert--success")).to_have_text("Filed: one.txt, two.txt, smaller.txt.")


def test_a_connection_that_breaks_in_between_loses_nothing(page: Page, tmp_path: Path) -> None:
    numbers = sent(page, lambda n, route: route.abort("connectionreset") if n == 2 else route.continue_())
    choose(page, *(text_file(tmp_path, name) for name in ("first.txt", "second.txt", "third.txt")))
    [says] = told(page)
    assert says.startswith("Files: second.txt, third.txt: The connection broke.")
    expect(page.locator("[data-filed]")).to_contain_text("first.txt.")
    assert (numbers, chosen(page)) == ([1, 2], ["second.txt", "third.txt"])
    press(page)
    expect(page.locator(".usa-alert--success")).to_have_text("Filed: first.txt, second.txt, third.txt.")


def test_a_refused_file_does_not_keep_the_others_back(page: Page, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    choose(page, empty, text_file(tmp_path, "after.txt"))
    [says] = told(page)
    assert says.startswith("Files: empty.txt: This file is empty.")
    expect(page.locator("[data-filed]")).to_contain_text("after.txt.")
    assert chosen(page) == ["empty.txt"]


def test_what_is_wrong_with_the_form_is_told_once_and_no_more_is_sent(page: Page, tmp_path: Path) -> None:
    numbers = sent(page, lambda _, route: route.continue_())
    page.get_by_label("Date on the document").fill("")
    choose(page, text_file(tmp_path, "x.txt"), text_file(tmp_path, "y.txt"))
    assert told(page) == ["Date on the document: Enter the date on the document."]
    assert (numbers, chosen(page)) == ([1], ["x.txt", "y.txt"])
    page.get_by_label("Date on the document").fill("2026-01-15")
    press(page)
    expect(page.locator(".usa-alert--success")).to_have_text("Filed: x.txt, y.txt.")


def test_more_than_ten_files_are_told_unsent(page: Page, tmp_path: Path) -> None:
    numbers = sent(page, lambda _, route: route.continue_())
    choose(page, *(text_file(tmp_path, f"{n}.txt") for n in range(11)))
    assert told(page) == ["Files: Choose at most 10 files at once. You chose 11."]
    assert numbers == []


@pytest.mark.parametrize(
    ("status", "says", "requests"),
    [
        (413, "This is too large for HumanGov.", 2),
        (429, "Too much was sent at once.", 1),
        (503, "HumanGov did not answer as it should (503).", 1),
    ],
)
def test_an_answer_without_a_page_is_told_in_words(
    page: Page, tmp_path: Path, status: int, says: str, requests: int
) -> None:
    numbers = sent(page, lambda _, route: route.fulfill(status=status, body="<h1>Not ours</h1>"))
    choose(page, text_file(tmp_path, "x.txt"), text_file(tmp_path, "y.txt"))
    assert says in " ".join(told(page))
    assert (len(numbers), chosen(page)) == (requests, ["x.txt", "y.txt"])
    expect(page.get_by_role("button", name="File", exact=True)).to_be_enabled()


def test_a_session_that_ended_leads_to_the_sign_in_with_what_was_typed(
    page: Page, sign_in: SignIn, site: Site, tmp_path: Path
) -> None:
    page.get_by_label("Note").fill("Keep this")
    elsewhere = sign_in("specialist")
    elsewhere.goto(site.url("/account"))
    elsewhere.get_by_role("button", name="Sign out everywhere").click()
    elsewhere.get_by_label("Password").wait_for()
    choose(page, text_file(tmp_path, "x.txt", 12), text_file(tmp_path, "y.txt", 12), text_file(tmp_path, "z.txt", 12))
    page.locator("#email").fill("specialist@california.example")
    page.get_by_label("Password").fill(site.password)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Go on with the form").click()
    expect(page.get_by_label("Note")).to_have_value("Keep this")


def test_a_file_that_is_asked_about_is_filed_by_a_tick_beside_another_and_not_sent_again(
    page: Page, tmp_path: Path
) -> None:
    locked = tmp_path / "locked.pdf"
    locked.write_bytes(next(case for case in CASES if case.name == "locked.pdf").make())
    numbers = sent(page, lambda _, route: route.continue_())
    choose(page, locked, text_file(tmp_path, "after.txt"))
    [says] = told(page)
    assert "locked.pdf: It needs a password." in says
    expect(page.locator("[data-filed]")).to_contain_text("after.txt.")
    assert (numbers, chosen(page)) == ([1, 2], [])
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("link", name="locked.pdf").click()
    page.keyboard.press("Space")
    expect(page.get_by_label("Keep locked.pdf")).to_be_checked()
    press(page)
    expect(page.locator(".usa-alert--success")).to_have_text("Filed: after.txt, locked.pdf.")
