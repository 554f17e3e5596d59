"""People on file in California, for tests of pages."""

from io import BytesIO
from typing import Any

from werkzeug.test import TestResponse

from humangov.domain.documents import Document, DocumentType
from humangov.domain.employees import Employee
from humangov.domain.events import EventKind
from humangov.domain.permissions import Role
from humangov.services.documents import Details, add_document
from humangov.services.uploads import Upload
from tests.builders import TODAY, an_account, an_employee, an_entry, an_event, an_id
from tests.samples import PDF
from tests.web.markup import Page, read
from tests.web.site import Site, Visitor

APPOINTMENT = {
    "first_name": "Zoë",
    "last_name": "O’Neill-Brown",
    "birth_date": "1990-02-28",
    "code": "100",
    "effective": "2026-01-05",
    "reason": "Vacancy filled",
    "unit": "DOT/BRI",
    "title": "Bridge inspector",
    "employment_type": "permanent",
    "fte_hundredths": "1.00",
    "pay_cents": "$58,240",
    "pay_basis": "annual",
}


def on_file(site: Site, slug: str = "california", **changes: Any) -> Employee:
    """An employee of a state, José García unless told otherwise."""
    desk = site.desks.open_for(Role.SPECIALIST, slug)
    employee = an_employee(**changes)
    return desk.employees.record(
        an_entry(employee), an_event(kind=EventKind.EMPLOYEE_APPOINTED, subject=f"employee:{employee.id}")
    )


def another(site: Site, role: Role, employee_id: str = "") -> Visitor:
    """A second account of a role, limited to no agency; of an employee, if one is given."""
    visitor, account = site.visitor(), an_account(role=role, name="Kim Ito", employee_id=employee_id)
    site.desks.records().accounts[account.id] = account
    site.sign_in(visitor, account)
    return visitor


def a_filed_document(site: Site, employee: Employee, content: bytes = PDF, name: str = "letter.pdf") -> Document:
    """A document in the employee's folder."""
    details = Details(DocumentType.APPOINTMENT, "Appointment letter", TODAY)
    upload = Upload(name, BytesIO(content), len(content))
    return add_document(site.desks.open_for(Role.SPECIALIST), employee.id, details, upload, 1_000_000, an_id())


def messages(page_errors: list[Any]) -> list[str]:
    """The words of error messages, without the one that only a screen reader says."""
    return [e.get_text(" ", strip=True).removeprefix("Error: ") for e in page_errors]


def checked(visitor: Visitor, path: str, **typed: Any) -> Page:
    """The page that answers the form of an action when it is to be checked: what it would do, or what is wrong."""
    return read(visitor.fill(path, **typed, step="check"), breadcrumbs=True)


def file(visitor: Visitor, path: str, **typed: Any) -> TestResponse:
    """The answer to the form of an action that was checked, and then recorded or asked for."""
    page = checked(visitor, path, **typed)
    assert page.status == 200, page.main
    return visitor.fetch(path, "POST", data={**page.fields(), "step": "file"})


def approve(site: Site, asked: TestResponse) -> str:
    """Let the supervisor approve what an answer leads to; returns the page of the request."""
    path = asked.headers["Location"]
    answer = site.visitor(Role.SUPERVISOR).fill(path)
    assert answer.status_code == 303, answer.text
    return path


def appoint(visitor: Visitor, **typed: Any) -> TestResponse:
    """The answer to an appointment that is asked for."""
    return file(visitor, "/employees/new", **(APPOINTMENT | typed))


def appointed(site: Site, visitor: Visitor, **typed: Any) -> str:
    """The page of a person whose appointment was asked for and approved."""
    return approve(site, appoint(visitor, **typed)).partition("/requests/")[0]
