"""What an HR specialist comes for, from the sign-in page to the line in the audit log."""

import re
from pathlib import Path

from fpdf import FPDF
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn, Site


def a_pdf(folder: Path, text: str) -> Path:
    document = FPDF()
    document.add_page()
    document.set_font("Helvetica", size=14)
    document.multi_cell(0, 10, text)
    file = folder / "Commendation letter.pdf"
    document.output(str(file))
    return file


def open_somebody(page: Page, site: Site, text: str = "garcia") -> str:
    """The address of an active person with this name, whose page is open."""
    page.goto(site.url("/employees"))
    expect(page.get_by_text(re.compile(r"25\d employees"))).to_be_visible()
    page.get_by_label("Name, number or e-mail").last.fill(text)
    page.get_by_label("Status", exact=True).select_option("active")
    page.get_by_role("button", name="Find").click()
    page.locator("tbody th a").first.click()
    page.get_by_role("link", name="History").wait_for()
    return page.url


def file_document(page: Page, file: Path) -> None:
    page.get_by_role("link", name="File a document").click()
    page.get_by_label("Files").set_input_files(file)
    page.get_by_label("Type").select_option(label="Correspondence")
    page.get_by_label("Title").fill("Commendation")
    page.get_by_label("Date on the document").fill("2026-01-15")
    page.get_by_role("button", name="File", exact=True).click()
    page.get_by_text("Filed: Commendation letter.pdf.").wait_for()


def test_a_person_is_found_among_many_a_pdf_is_filed_and_seen_and_the_log_tells(
    sign_in: SignIn, site: Site, tmp_path: Path
) -> None:
    page = sign_in("specialist")
    person = open_somebody(page, site)
    name = page.get_by_role("heading", level=1).inner_text()
    file_document(page, a_pdf(tmp_path, "For outstanding work."))
    with page.expect_response(lambda answer: "/content" in answer.url) as preview:
        page.get_by_role("link", name="Commendation", exact=True).first.click()
    assert (preview.value.status, preview.value.headers["content-type"]) == (200, "application/pdf")
    expect(page.locator("iframe.hg-preview")).to_have_attribute("title", "Preview of Commendation")
    with page.expect_download() as kept:
        page.get_by_role("link", name="Download").click()
    assert kept.value.suggested_filename == "Commendation letter.pdf"
    assert Path(kept.value.path()).read_bytes() == (tmp_path / "Commendation letter.pdf").read_bytes()
    auditor = sign_in("auditor")
    auditor.goto(site.url(f"/audit?employee={person.rsplit('/', 1)[-1]}"))
    for line in ("Document added", "Document downloaded", "Employee viewed"):
        expect(auditor.get_by_role("cell", name=line).first).to_be_visible()
    expect(auditor.locator("tbody")).to_contain_text(name.split()[-1])


def test_everything_works_without_script(sign_in: SignIn, site: Site, tmp_path: Path) -> None:
    page = sign_in("specialist", script=False)
    open_somebody(page, site, "lopez")
    file_document(page, a_pdf(tmp_path, "Filed without script."))
    page.get_by_role("link", name="Overview").click()
    page.get_by_text("Edit", exact=True).click()
    page.get_by_role("link", name="Change contact details").click()
    page.get_by_label("Phone").first.fill("(916) 555-0123")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("contact details changed")).to_be_visible()
    page.get_by_role("link", name="History").click()
    expect(page.get_by_text(re.compile(r"Phone changed from .* to \(916\) 555-0123"))).to_be_visible()


def test_two_who_edit_at_once_choose_field_by_field(sign_in: SignIn, site: Site) -> None:
    first, second = sign_in("specialist"), sign_in("specialist")
    person = open_somebody(first, site, "nguyen")
    for page in (first, second):
        page.goto(f"{person}/edit/contact")
    first.locator("#phone").fill("916-555-0101")
    first.get_by_role("button", name="Save").click()
    expect(first.get_by_text("contact details changed")).to_be_visible()
    second.locator("#phone").fill("916-555-0102")
    second.get_by_role("button", name="Save").click()
    expect(second.get_by_role("heading", level=1)).to_contain_text("Somebody else saved first")
    expect(second.get_by_role("radio", name="Phone: keep 916-555-0102")).to_be_checked()
    second.get_by_role("button", name="Save what is chosen").click()
    expect(second.get_by_text("916-555-0102")).to_be_visible()


def test_typed_text_survives_the_end_of_the_session(sign_in: SignIn, site: Site) -> None:
    page = sign_in("specialist")
    page.goto(site.url("/employees/new"))
    page.locator("#first_name").fill("Zoë")
    page.get_by_label("Position title").fill("Bridge inspector")
    elsewhere = sign_in("specialist")
    elsewhere.goto(site.url("/account"))
    elsewhere.get_by_role("button", name="Sign out everywhere").click()
    elsewhere.get_by_label("Password").wait_for()
    page.get_by_role("button", name="Check").click()
    page.locator("#email").fill("specialist@california.example")
    page.get_by_label("Password").fill(site.password)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Go on with the form").click()
    expect(page.locator("#first_name")).to_have_value("Zoë")
    expect(page.get_by_label("Position title")).to_have_value("Bridge inspector")
