"""People on file in California, for tests of pages."""

from io import BytesIO
from typing import Any

from humangov.domain.documents import Document, DocumentType
from humangov.domain.employees import Employee
from humangov.domain.events import EventKind
from humangov.domain.permissions import Role
from humangov.services.documents import Details, Upload, add_document
from tests.builders import TODAY, an_employee, an_entry, an_event, an_id
from tests.samples import PDF
from tests.web.site import Site, Visitor

APPOINTMENT = {
    "first_name": "Zoë",
    "last_name": "O’Neill-Brown",
    "birth_date": "1990-02-28",
    "hire_date": "2026-01-05",
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


def a_filed_document(site: Site, employee: Employee, content: bytes = PDF, name: str = "letter.pdf") -> Document:
    """A document in the employee's folder."""
    details = Details(DocumentType.APPOINTMENT, "Appointment letter", TODAY)
    upload = Upload(name, BytesIO(content), len(content))
    return add_document(site.desks.open_for(Role.SPECIALIST), employee.id, details, upload, 1_000_000, an_id())


def messages(page_errors: list[Any]) -> list[str]:
    """The words of error messages, without the one that only a screen reader says."""
    return [e.get_text(" ", strip=True).removeprefix("Error: ") for e in page_errors]


def appoint(visitor: Visitor, **typed: Any) -> Any:
    """The answer to the form of an appointment."""
    return visitor.fill("/employees/new", **(APPOINTMENT | typed))
