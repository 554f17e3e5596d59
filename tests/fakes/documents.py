"""The documents of one state and their contents, in memory."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from ulid import ULID

from humangov.domain.documents import Document, Scan
from humangov.domain.errors import Conflict, NotFound, Sealed, UploadSwept
from humangov.domain.events import Event
from humangov.services.folders import Content
from tests.fakes.records import Calls, Records, StoredObject

PIECE_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class FakeDocuments:
    """See ports.DocumentStore."""

    records: Records
    calls: Calls

    def get(self, employee_id: str, document_id: str) -> Document:
        self.calls.note("documents.get")
        return self._all(employee_id, document_id)[-1]

    def versions(self, employee_id: str, document_id: str) -> tuple[Document, ...]:
        self.calls.note("documents.versions")
        return tuple(reversed(self._all(employee_id, document_id)))

    def add(self, document: Document, event: Event) -> Document:
        self.calls.note("documents.add")
        self.records.once(event)
        if document.employee_id not in self.records.employees:
            raise NotFound
        key = (document.employee_id, document.id)
        if key in self.records.documents:
            return self.records.documents[key][-1]
        self._close(document)
        self.records.documents[key] = [document]
        self.records.tell(event)
        self.calls.changed("documents.add")
        return document

    def change(self, before: Document, after: Document, event: Event) -> Document:
        self.calls.note("documents.change")
        self.records.once(event)
        if before.is_sealed:
            raise Sealed
        versions = self._all(after.employee_id, after.id)
        current = versions[-1]
        unchanged = (current.version, current.token) == (before.version, before.token)
        if not unchanged and current.token == after.token:
            return current
        if not unchanged:
            raise Conflict(current)
        if after.version == before.version:
            versions.pop()
        else:
            self._close(after)
        versions.append(after)
        self.records.tell(event)
        self.calls.changed("documents.change")
        return after

    def begin_upload(self, upload_id: str, key: str) -> None:
        self.calls.note("documents.begin_upload")
        self.records.uploads[upload_id] = key

    def stale_uploads(self, before: datetime) -> Iterator[tuple[str, str]]:
        self.calls.note("documents.stale_uploads")
        uploads = sorted(self.records.uploads.items())
        return iter([(i, key) for i, key in uploads if ULID.from_str(i).datetime < before])

    def claim_upload(self, upload_id: str, at: datetime, lapsed: datetime) -> bool:
        self.calls.note("documents.claim_upload")
        claimed = self.records.claims.get(upload_id)
        if upload_id not in self.records.uploads or (claimed and claimed >= lapsed):
            return False
        self.records.claims[upload_id] = at
        return True

    def close_upload(self, upload_id: str) -> None:
        self.calls.note("documents.close_upload")
        self.records.uploads.pop(upload_id, None)
        self.records.claims.pop(upload_id, None)

    def wanted_notices(self) -> Iterator[tuple[str, str]]:
        self.calls.note("documents.wanted_notices")
        return iter(sorted(self.records.notices.items()))

    def close_notice(self, action_id: str) -> None:
        self.calls.note("documents.close_notice")
        self.records.notices.pop(action_id, None)

    def _all(self, employee_id: str, document_id: str) -> list[Document]:
        if (employee_id, document_id) not in self.records.documents:
            raise NotFound
        return self.records.documents[employee_id, document_id]

    def _close(self, document: Document) -> None:
        if document.object_id not in self.records.uploads or document.object_id in self.records.claims:
            raise UploadSwept
        del self.records.uploads[document.object_id]


@dataclass(frozen=True, slots=True)
class FakeFiles:
    """See ports.FileStore."""

    records: Records
    calls: Calls

    def put(self, key: str, content: BinaryIO, size_bytes: int, sha256: str, media_type: str) -> None:
        self.calls.note("files.put")
        content.seek(0)
        body = content.read(size_bytes)
        if hashlib.sha256(body).hexdigest() != sha256:
            raise ValueError("The content is not that of the digest.")
        self.records.objects[key] = StoredObject(body, media_type)

    def open(self, key: str, first: int | None = None, last: int | None = None) -> Content:
        self.calls.note("files.open")
        stored = self.records.objects.get(key)
        start = first or 0
        if stored is None or (first is not None and start >= len(stored.content)):
            raise NotFound
        part = stored.content[start : None if last is None else last + 1]
        return Content(_pieces(part), len(part), start, len(stored.content))

    def link(self, key: str) -> str:
        return f"https://store.example/{key}?signature=only-for-the-proxy"

    def scanned(self, key: str) -> Scan:
        return self.records.scans.get(key, Scan.OFF)

    def erase(self, key: str) -> None:
        self.calls.note("files.erase")
        self.records.objects.pop(key, None)


def _pieces(content: bytes) -> Iterator[bytes]:
    return (content[n : n + PIECE_BYTES] for n in range(0, len(content), PIECE_BYTES))
