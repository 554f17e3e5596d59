"""What arrives to be filed: looked into, stored, and held where its uploader is asked; and what dies on its way.

A document's content is stored first and its record after it, in the transaction that also closes the upload: what dies
in between leaves an object that nobody sees. A chore sweeps it: it claims it first, and then no record is saved.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import BinaryIO

from humangov.domain.documents import Document, Held, object_key, safe_file_name
from humangov.domain.errors import Asked, Invalid, NotFound
from humangov.domain.files import FileKind, told_at_the_door
from humangov.domain.looks import Caution, Look
from humangov.domain.permissions import Permission
from humangov.domain.troubles import Item
from humangov.services.desk import Desk

# An upload older than this is not coming any more: no request lives that long.
UPLOAD_LASTS = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it arrived: its name, its content (seekable) and its size."""

    file_name: str
    content: BinaryIO
    size_bytes: int


# Opens a file, and says what it found.
Looker = Callable[[FileKind, BinaryIO], Look]


@dataclass(frozen=True, slots=True)
class Admitted:
    """A file that may be filed: its kind, and what its uploader is asked about."""

    upload: Upload
    kind: FileKind
    cautions: tuple[Caution, ...]


def dead_uploads(desk: Desk) -> Iterator[Item]:
    """The uploads that died before their record was saved."""
    desk.require(Permission.DO_CHORES)
    return (Item(upload_id, key) for upload_id, key in desk.documents.stale_uploads(desk.now() - UPLOAD_LASTS))


def sweep_upload(desk: Desk, item: Item) -> bool:
    """Erase the object of one of these. Who dies in between leaves it to a sweep of later."""
    desk.require(Permission.DO_CHORES)
    now = desk.now()
    if not item.of:
        raise NotFound
    if desk.documents.claim_upload(item.id, now, now - UPLOAD_LASTS):
        desk.files.erase(item.of)
        desk.documents.close_upload(item.id)
    return False


def admitted_to(upload: Upload | Held, most_bytes: int, look: Looker) -> Admitted | Held:
    """What may be filed. What was held was looked into before. Raises Invalid (file)."""
    if isinstance(upload, Held):
        return upload
    kind = told_at_the_door(upload.file_name, upload.content, upload.size_bytes, most_bytes)
    if isinstance(kind, str):
        raise Invalid({"file": kind})
    looked = look(kind, upload.content)
    if looked.refused:
        raise Invalid({"file": looked.refused.told(kind.name, kind.again)})
    return Admitted(upload, kind, looked.cautions)


def placed(desk: Desk, document: Document, arrived: Admitted | Held) -> Document:
    """The document with its content in the store, under an upload that its record's transaction closes.

    Raises Asked: what is asked about waits there, so that it need not be sent again, and a sweep erases it after its
    time. And Invalid where what was held is another document's.
    """
    if isinstance(arrived, Held):
        document = _kept(document, arrived)
        desk.must_save()
        return replace(document, added_at=desk.now(), added_by=desk.principal.name)
    desk.must_save()
    stored = _stored(desk, document, arrived)
    if arrived.cautions:
        raise Asked(_held(stored, arrived.cautions))
    return stored


def _kept(document: Document, held: Held) -> Document:
    """The document with the content that was held for it, and for no other. Raises Invalid."""
    if (held.employee_id, held.document_id) != (document.employee_id, document.id):
        raise Invalid({"file": "This file was chosen for another document. Choose it again."})
    return replace(document, **{name: getattr(held, name) for name in _OF_CONTENT})


def _held(stored: Document, cautions: tuple[Caution, ...]) -> Held:
    content = {name: getattr(stored, name) for name in _OF_CONTENT}
    return Held(employee_id=stored.employee_id, document_id=stored.id, **(content | {"cautions": cautions}))


_OF_CONTENT = ("object_id", "file_name", "media_type", "size_bytes", "sha256", "cautions")


def _stored(desk: Desk, document: Document, arrived: Admitted) -> Document:
    upload, kind = arrived.upload, arrived.kind
    upload_id = desk.new_id()
    key = object_key(document.employee_id, document.id, upload_id)
    sha256 = _sha256(upload.content)
    desk.documents.begin_upload(upload_id, key)
    desk.files.put(key, upload.content, upload.size_bytes, sha256, kind.media_type)
    return replace(
        document,
        file_name=safe_file_name(upload.file_name),
        media_type=kind.media_type,
        size_bytes=upload.size_bytes,
        sha256=sha256,
        object_id=upload_id,
        added_at=desk.now(),
        added_by=desk.principal.name,
        cautions=(),
    )


def digest_of(upload: Upload | Held) -> str:
    """The SHA-256 of the content."""
    return upload.sha256 if isinstance(upload, Held) else _sha256(upload.content)


def _sha256(content: BinaryIO) -> str:
    """The digest, read in pieces. Leaves the position at the start."""
    digest = hashlib.sha256()
    content.seek(0)
    while piece := content.read(1_048_576):
        digest.update(piece)
    content.seek(0)
    return digest.hexdigest()
