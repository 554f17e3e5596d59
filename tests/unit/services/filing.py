"""Filing documents, in few words."""

import io
from typing import Any

from humangov.domain.documents import Document, DocumentType
from humangov.domain.employees import Employee
from humangov.services.desk import Desk
from humangov.services.documents import (
    Details,
    add_document,
    replace_document,
    withdraw_document,
)
from humangov.services.uploads import Upload
from tests import samples
from tests.builders import TODAY, an_id

LIMIT = 100_000


def a_file(content: bytes = samples.PDF, name: str = "letter.pdf") -> Upload:
    return Upload(name, io.BytesIO(content), len(content))


def add(desk: Desk, employee: Employee, upload: Upload | None = None, token: str = "", **changes: Any) -> Document:
    details = {"type": DocumentType.APPOINTMENT, "title": "Letter", "dated": TODAY, "note": "", **changes}
    return add_document(desk, employee.id, Details(**details), upload or a_file(), LIMIT, token or an_id())


def replaced(desk: Desk, document: Document, upload: Upload, version: int = 1, token: str = "") -> Document:
    return replace_document(desk, document.employee_id, document.id, upload, LIMIT, version, token or an_id())


def withdraw(
    desk: Desk, document: Document, reason: str = "Wrong person", version: int = 1, token: str = ""
) -> Document:
    return withdraw_document(desk, document.employee_id, document.id, reason, version, token or an_id())
