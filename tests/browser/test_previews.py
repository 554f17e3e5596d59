"""Documents are shown in their page, under the policies of their contents: nothing but a browser can tell."""

from pathlib import Path

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.browser.conftest import SignIn, Site
from tests.browser.test_journey import a_pdf, open_somebody
from tests.samples import PNG


@pytest.fixture
def page(sign_in: SignIn, site: Site, tmp_path: Path) -> Page:
    """The folder of somebody with a document of each kind that is shown."""
    (tmp_path / "badge.png").write_bytes(PNG)
    (tmp_path / "note.txt").write_text("Seen by the supervisor.")
    page = sign_in("specialist")
    open_somebody(page, site, "martinez")
    page.get_by_role("link", name="Documents").first.click()
    page.get_by_role("link", name="File a document").click()
    page.get_by_label("Type").select_option(label="Correspondence")
    page.get_by_label("Date on the document").fill("2026-01-15")
    files = (a_pdf(tmp_path, "For outstanding work."), tmp_path / "badge.png", tmp_path / "note.txt")
    page.get_by_label("Files").set_input_files(files)
    page.get_by_role("button", name="File", exact=True).click()
    page.get_by_text("Filed: ").wait_for()
    return page


def preview(page: Page, title: str) -> Frame:
    """What the document's page shows of it."""
    page.get_by_role("link", name=title, exact=True).first.click()
    frame = page.locator("iframe.hg-preview").element_handle().content_frame()
    assert frame
    frame.wait_for_load_state()
    return frame


def test_a_pdf_is_shown_by_the_browsers_viewer(page: Page) -> None:
    frame = preview(page, "Commendation letter")
    # The viewer stands in a frame of its own; where a policy keeps it from starting there is none.
    page.wait_for_timeout(1_000)
    assert len(frame.child_frames) == 1


def test_a_picture_is_shown(page: Page) -> None:
    frame = preview(page, "badge")
    assert frame.locator("img").evaluate("(picture) => picture.complete && picture.naturalWidth > 0")


def test_a_text_is_shown(page: Page) -> None:
    expect(preview(page, "note").locator("body")).to_have_text("Seen by the supervisor.")
