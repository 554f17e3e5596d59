"""What is inside a document: given out when its scan for malware found nothing, and recorded before that."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from tempfile import TemporaryFile

from humangov.domain.documents import Document, Scan
from humangov.domain.employees import Employee
from humangov.domain.errors import NotFound, Unsafe, Unscanned
from humangov.domain.events import EventKind
from humangov.domain.files import BY_MEDIA_TYPE
from humangov.domain.permissions import Permission
from humangov.services.desk import Desk
from humangov.services.documents import fate_of
from humangov.services.folders import Content
from humangov.services.looking import shown_as_jpeg
from humangov.services.subjects import label_of, subject_of

# Told the size in bytes, answers the first and last byte wanted, or None for all of them.
Choose = Callable[[int], tuple[int, int] | None]


@dataclass(frozen=True, slots=True)
class Opened:
    """A document whose content is open."""

    document: Document
    content: Content


@dataclass(frozen=True, slots=True)
class Linked:
    """A document, where its content can be fetched for a minute, and its first and last byte wanted (None: all)."""

    document: Document
    url: str
    span: tuple[int, int] | None


def open_document(
    desk: Desk,
    employee_id: str,
    document_id: str,
    *,
    version: int | None = None,
    choose: Choose | None = None,
    download: bool = False,
) -> Opened:
    """The content of a version (None: the current). It is recorded before it is given.

    Raises NotFound, Unscanned, Unsafe, and what `choose` raises.
    """
    desk.require(Permission.READ_RECORDS)
    document, span = _released(desk, employee_id, document_id, version, choose, download=download)
    return Opened(document, desk.files.open(document.object_key, *(span or (None, None))))


def link_document(
    desk: Desk,
    employee_id: str,
    document_id: str,
    *,
    version: int | None = None,
    choose: Choose | None = None,
    download: bool = False,
) -> Linked:
    """Where a proxy of ours, and nobody else, may fetch the content: as open_document, without opening it."""
    desk.require(Permission.READ_RECORDS)
    document, span = _released(desk, employee_id, document_id, version, choose, download=download)
    return Linked(document, desk.files.link(document.object_key), span)


def picture_of(desk: Desk, employee_id: str, document_id: str, *, version: int | None = None) -> bytes:
    """A version that no browser shows, as JPEG. It is recorded before it is given.

    Raises NotFound where nothing is made of its kind, Unscanned, Unsafe, and Unavailable.
    """
    desk.require(Permission.READ_RECORDS)
    document = _version(desk, employee_id, document_id, version)
    kind = BY_MEDIA_TYPE.get(document.media_type)
    if kind is None or not kind.shown_as_jpeg:
        raise NotFound
    opened = open_document(desk, employee_id, document_id, version=document.version)
    with TemporaryFile() as file:
        file.writelines(opened.content.pieces)
        file.flush()
        return shown_as_jpeg(file)


def _released(
    desk: Desk, employee_id: str, document_id: str, version: int | None, choose: Choose | None, *, download: bool
) -> tuple[Document, tuple[int, int] | None]:
    """The document and the bytes wanted of it, scanned where files are, and recorded as seen.

    The name of a notice whose action stands no more says so.
    """
    document = _version(desk, employee_id, document_id, version)
    folder, undoing = fate_of(desk, document)
    _require_clean(desk.files.scanned(document.object_key))
    span = choose(document.size_bytes) if choose else None
    _saw(desk, EventKind.DOCUMENT_DOWNLOADED if download else EventKind.DOCUMENT_VIEWED, folder.employee, document)
    return replace(document, file_name=undoing.named(document.file_name)) if undoing else document, span


def _require_clean(scan: Scan) -> None:
    """Go on only with a content in which nothing was found, or where nobody scans."""
    if scan is Scan.WAITING:
        raise Unscanned
    if not scan.releases:
        raise Unsafe


def _version(desk: Desk, employee_id: str, document_id: str, version: int | None) -> Document:
    if version is None:
        return desk.documents.get(employee_id, document_id)
    found = (d for d in desk.documents.versions(employee_id, document_id) if d.version == version)
    if document := next(found, None):
        return document
    raise NotFound


def _saw(desk: Desk, kind: EventKind, employee: Employee, document: Document) -> None:
    """Record a look at a version."""
    about = f"{document.title} (version {document.version})"
    subject, label = subject_of(employee.id), label_of(employee)
    desk.saw(kind, subject, label, about=about, about_id=document.id, agency=employee.agency)
