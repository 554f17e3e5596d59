"""The demo's papers: small, real PDFs that can be read."""

import unicodedata
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

import click

from humangov.domain.documents import DocumentType
from humangov.domain.employees import Employee
from humangov.domain.wording import money, us_date
from humangov.services.documents import Details
from humangov.services.uploads import Upload

if TYPE_CHECKING:
    from fpdf import FPDF


def paper(employee: Employee, state: str, index: int, day: date) -> tuple[Details, Upload]:
    """The first, second or third paper of a person's folder: appointment letter, identity specimen, appraisal."""
    kind, title, write = _KINDS[index]
    content = _pdf(f"State of {state}", title, day, write(employee, state))
    name = f"{title.lower().replace(' ', '-')}-{employee.number}.pdf"
    return Details(kind, title, day), Upload(name, BytesIO(content), len(content))


def _letter(employee: Employee, state: str) -> list[str]:
    return [
        f"To: {employee.legal_name}",
        f"You are appointed as {employee.title} with effect from {us_date(employee.hire_date)}.",
        f"Your pay is {money(employee.pay_cents, employee.pay_basis)}. Your employee number is {employee.number}.",
        f"Welcome to the service of the State of {state}.",
    ]


def _specimen(employee: Employee, state: str) -> list[str]:
    return [
        "SPECIMEN. This is not an identity document.",
        f"Name: {employee.legal_name}",
        f"Date of birth: {us_date(employee.birth_date)}",
        f"Shown to the State of {state} before the first day of work.",
    ]


def _appraisal(employee: Employee, state: str) -> list[str]:
    return [
        f"Employee: {employee.legal_name}, number {employee.number}",
        f"Position title: {employee.title}",
        "Overall rating: meets the standard.",
        f"Work for the State of {state} is careful, on time, and explained well to the public.",
    ]


_KINDS = (
    (DocumentType.APPOINTMENT, "Appointment letter", _letter),
    (DocumentType.IDENTITY, "Identity document", _specimen),
    (DocumentType.PERFORMANCE, "Performance appraisal", _appraisal),
)


def _pdf(head: str, title: str, day: date, lines: list[str]) -> bytes:
    """One page with a heading and lines, none of them wider than the page. The same bytes every time."""
    page = _page()
    page.set_title(title)
    page.set_creation_date(datetime.combine(day, time(), UTC))
    page.add_page()
    page.set_font("Helvetica", "B", 11)
    page.cell(0, 8, head, new_x="LMARGIN", new_y="NEXT")
    page.set_font("Helvetica", "B", 18)
    page.cell(0, 14, title, new_x="LMARGIN", new_y="NEXT")
    page.set_font("Helvetica", size=12)
    for line in (f"Date: {us_date(day)}", *lines):
        page.cell(0, 8, _printable(line), new_x="LMARGIN", new_y="NEXT")
    return bytes(page.output())


def _printable(text: str) -> str:
    """The text in the letters of the built-in fonts (Latin-1): others lose their accents, or become a "?"."""
    plain = "".join(c if ord(c) < 256 else unicodedata.normalize("NFKD", c)[0] for c in text.replace("ʻ", "'"))
    return plain.encode("latin-1", "replace").decode("latin-1")


def _page() -> "FPDF":
    try:
        from fpdf import FPDF
    except ModuleNotFoundError:
        raise click.ClickException("The demo needs fpdf2: pip install 'humangov[demo]'") from None
    return FPDF(format="letter")
