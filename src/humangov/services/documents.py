"""Documents: file them, replace them, withdraw them, and look at what is known of them. How they arrive: uploads.py."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from humangov.domain.documents import (
    NOT_BY_HAND,
    Document,
    DocumentType,
    Held,
    Maker,
    Scan,
    document_problems,
)
from humangov.domain.employees import Employee
from humangov.domain.errors import Conflict, Invalid, Sealed, UploadSwept
from humangov.domain.events import Change, Event, EventKind
from humangov.domain.notices import Undoing, undoings
from humangov.domain.permissions import Permission
from humangov.domain.text import reason_problem, tidy, tidy_lines
from humangov.services.desk import Desk
from humangov.services.folders import Folder
from humangov.services.looking import look_into
from humangov.services.subjects import label_of, subject_of
from humangov.services.uploads import Admitted, Looker, Upload, admitted_to, digest_of, placed


@dataclass(frozen=True, slots=True)
class Details:
    """What a person typed about a document."""

    type: DocumentType
    title: str
    dated: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Viewed:
    """A document's versions, newest first, whose it is, and what the scan for malware says of the current one.

    Of a notice whose action stands no more `undoing` says why, and `notices` which actions have one.
    """

    employee: Employee
    versions: tuple[Document, ...]
    scan: Scan
    undoing: Undoing | None = None
    notices: frozenset[str] = frozenset()

    @property
    def document(self) -> Document:
        """The current version."""
        return self.versions[0]


def add_document(
    desk: Desk,
    employee_id: str,
    details: Details,
    upload: Upload | Held,
    most_bytes: int,
    token: str,
    *,
    look: Looker = look_into,
) -> Document:
    """File a new document. `token` (a ULID) becomes its id: the same form sent twice files it once.

    What was held is filed as it is: its uploader said so. Raises NotFound (no such employee), Sealed (the place of a
    notice), Asked (Held) and Invalid (fields file, type, title, dated, note; UploadSwept is one of file).
    """
    desk.require(Permission.CHANGE_RECORDS, employee_id)
    folder = desk.employees.folder(employee_id)
    if any(action.id == token for action in (*folder.in_short, *folder.requests)):
        raise Sealed
    employee = folder.employee
    details, arrived = _checked(details, upload, most_bytes, desk.today(), look)
    document = placed(desk, _new(desk, employee_id, details, token), arrived)
    event = _event(desk, EventKind.DOCUMENT_ADDED, employee, document)
    saved = _saved(desk, document, lambda: desk.documents.add(document, event))
    if saved.version == 1 and saved.sha256 != document.sha256:
        raise Invalid({"file": f"This form has filed {saved.file_name} already. Open a new form to file another one."})
    return saved


def replace_document(
    desk: Desk, employee_id: str, document_id: str, upload: Upload | Held, most_bytes: int, version: int, token: str
) -> Document:
    """File a new version; the old one stays readable.

    Raises NotFound, Sealed, Conflict (current Document), Asked (Held), Invalid (file).
    """
    desk.require(Permission.CHANGE_RECORDS, employee_id)
    employee = desk.employees.get(employee_id)
    before = _unsealed(desk, employee_id, document_id)
    if before.token == token and before.sha256 == digest_of(upload):
        return before
    _must_be(before, version)
    if before.looks_sealed:
        raise Invalid({"file": f"{NOT_BY_HAND} Withdraw this one, and file the other as a document of its own."})
    arrived = admitted_to(upload, most_bytes, look_into)
    after = placed(desk, replace(before, version=version + 1, token=token), arrived)
    event = _event(desk, EventKind.DOCUMENT_REPLACED, employee, after, before)
    return _saved(desk, after, lambda: desk.documents.change(before, after, event))


def withdraw_document(
    desk: Desk, employee_id: str, document_id: str, reason: str, version: int, token: str
) -> Document:
    """Mark a document as withdrawn: it stays in the file.

    Raises NotFound, Sealed, Conflict (current Document), Invalid (reason).
    """
    desk.require(Permission.CHANGE_RECORDS, employee_id)
    employee = desk.employees.get(employee_id)
    before = _unsealed(desk, employee_id, document_id)
    if before.token == token:
        return before
    _must_be(before, version)
    reason, name = tidy(reason), desk.principal.name
    if wrong := reason_problem(reason):
        raise Invalid({"reason": wrong})
    after = replace(before, withdrawn_at=desk.now(), withdrawn_by=name, withdrawal_reason=reason, token=token)
    event = replace(_event(desk, EventKind.DOCUMENT_WITHDRAWN, employee, after), reason=reason)
    return desk.documents.change(before, after, event)


def view_document(desk: Desk, employee_id: str, document_id: str) -> Viewed:
    """A document with all its versions, newest first; the look is recorded. Raises NotFound."""
    desk.require(Permission.READ_RECORDS)
    versions = desk.documents.versions(employee_id, document_id)
    seen = versions[0]
    folder, undoing = fate_of(desk, seen)
    employee = folder.employee
    about = f"{seen.title} (version {seen.version})"
    subject, label = subject_of(employee_id), label_of(employee)
    desk.saw(EventKind.DOCUMENT_VIEWED, subject, label, about=about, about_id=seen.id, agency=employee.agency)
    notices = frozenset(document.id for document in folder.documents if document.is_sealed)
    return Viewed(employee, versions, desk.files.scanned(seen.object_key), undoing, notices)


def fate_of(desk: Desk, document: Document) -> tuple[Folder, Undoing | None]:
    """Whose a document is, and what became of the action of which it is the notice. One read. Raises NotFound.

    Only of a notice the folder is more than the record.
    """
    if not document.is_sealed:
        return Folder(desk.employees.get(document.employee_id), ()), None
    folder = desk.employees.career(document.employee_id)
    return folder, undoings(folder.actions).get(document.id)


def changeable_document(desk: Desk, employee_id: str, document_id: str) -> Viewed:
    """The same of a document that is about to be changed. Raises NotFound, Sealed."""
    desk.require(Permission.CHANGE_RECORDS, employee_id)
    viewed = view_document(desk, employee_id, document_id)
    if viewed.document.is_sealed:
        raise Sealed
    return viewed


def _unsealed(desk: Desk, employee_id: str, document_id: str) -> Document:
    """The document, if a person filed it."""
    document = desk.documents.get(employee_id, document_id)
    if document.is_sealed:
        raise Sealed
    return document


def _must_be(document: Document, version: int) -> None:
    """Go on only if nobody replaced or withdrew the document meanwhile."""
    if document.version != version or document.withdrawn_at:
        raise Conflict(document)


def _checked(
    details: Details, upload: Upload | Held, most_bytes: int, today: date, look: Looker
) -> tuple[Details, Admitted | Held]:
    """All that is wrong is told in one round, what is typed and the file."""
    details = replace(details, title=tidy(details.title), note=tidy_lines(details.note))
    found = document_problems(details.title, details.dated, details.note, today)
    if details.type.is_the_systems:
        found["type"] = NOT_BY_HAND
    try:
        arrived = admitted_to(upload, most_bytes, look)
    except Invalid as wrong:
        raise Invalid(found | wrong.fields) from None
    if found:
        raise Invalid(found)
    return details, arrived


def _new(desk: Desk, employee_id: str, details: Details, token: str) -> Document:
    return Document(
        id=token,
        token=token,
        employee_id=employee_id,
        type=details.type,
        title=details.title,
        dated=details.dated,
        note=details.note,
        file_name="",
        media_type="",
        size_bytes=0,
        sha256="",
        version=1,
        object_id="",
        added_at=desk.now(),
        added_by=desk.principal.name,
        made_by=Maker.PERSON,
    )


def _saved(desk: Desk, document: Document, save: Callable[[], Document]) -> Document:
    """Save the record of a content that is stored. A sweep that came first may have erased before all had arrived."""
    try:
        return save()
    except UploadSwept:
        desk.files.erase(document.object_key)
        raise


def _event(desk: Desk, kind: EventKind, employee: Employee, after: Document, before: Document | None = None) -> Event:
    """The event of a change: which file it is now, and which it was."""
    was = f"{before.file_name} (version {before.version})" if before else ""
    change = Change("file", was, f"{after.file_name} (version {after.version})")
    changes = () if kind is EventKind.DOCUMENT_WITHDRAWN else (change,)
    about = {"about": after.title, "about_id": after.id, "agency": employee.agency}
    return desk.event(kind, subject_of(after.employee_id), label_of(employee), changes=changes, **about)
