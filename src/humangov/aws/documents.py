"""The records of documents of one state, and the uploads that are under way. Contents are in files.py."""

from collections.abc import Collection, Iterator
from datetime import datetime

from humangov.aws import keys
from humangov.aws.audit import event_write
from humangov.aws.careers import read_career
from humangov.aws.items import Item, plain, read
from humangov.aws.table import FEW, Span, Table
from humangov.aws.writes import ABSENT, PRESENT, Condition, Refused, Write, check, delete, put, unchanged, update
from humangov.domain.documents import Document, Maker
from humangov.domain.errors import Conflict, NotFound, Sealed, UploadSwept
from humangov.domain.events import Event


def read_document(item: Item, actions: Collection[str]) -> Document:
    """The document of an item. One of before `made_by` was made by the system if it is filed under an action's id."""
    maker = Maker.SYSTEM if item["sk"].split("#")[1] in actions else Maker.PERSON
    return read(Document, {"made_by": maker, **item})


class Documents:
    """See ports.DocumentStore."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, employee_id: str, document_id: str) -> Document:
        """One GetItem; for a document of before `made_by` another one."""
        item = self._table.get(keys.document(employee_id, document_id))
        if item is None:
            raise NotFound
        return self._read(item, employee_id)

    def _read(self, item: Item, employee_id: str) -> Document:
        career = None if "made_by" in item else self._table.get(keys.career(employee_id))
        return read_document(item, [a.id for a in read_career(employee_id, career["career"])] if career else [])

    def versions(self, employee_id: str, document_id: str) -> tuple[Document, ...]:
        """One GetItem, then one Query of the versions before that: what is replaced between them is told once."""
        current = self.get(employee_id, document_id)
        if current.version == 1:
            return (current,)
        partition, first = keys.version(employee_id, document_id, 1)
        _, last = keys.version(employee_id, document_id, current.version - 1)
        former = self._table.walk(Span(partition, first, last), descending=True)
        return (current, *(read_document(item, [current.id] * current.is_sealed) for item in former))

    def add(self, document: Document, event: Event) -> Document:
        """One TransactWriteItems. The id is the form's token: a document that is there already is this form's."""
        employee = check(keys.profile(document.employee_id), PRESENT)
        record = put(keys.document(document.employee_id, document.id), plain(document), ABSENT)
        try:
            self._table.commit([employee, record, _closed(document.object_id)], event_write(event))
        except Refused as refused:
            if employee.key in refused.keys:
                raise NotFound from refused
            if record.key not in refused.keys:
                raise UploadSwept from refused
            return self.get(document.employee_id, document.id)
        return document

    def change(self, before: Document, after: Document, event: Event) -> Document:
        """One TransactWriteItems. A withdrawal keeps the version, so the token tells one change from the other."""
        if before.is_sealed:
            raise Sealed
        same = unchanged(version=before.version, token=before.token)
        writes = [put(keys.document(after.employee_id, after.id), plain(after), same)]
        if after.version > before.version:
            kept = keys.version(before.employee_id, before.id, before.version)
            writes += [put(kept, plain(before), ABSENT), _closed(after.object_id)]
        try:
            self._table.commit(writes, event_write(event))
        except Refused as refused:
            current = self.get(after.employee_id, after.id)
            if current.token == after.token:
                return current
            if writes[0].key not in refused.keys:
                raise UploadSwept from refused
            raise Conflict(current) from refused
        return after

    def begin_upload(self, upload_id: str, key: str) -> None:
        """One PutItem."""
        self._table.save(put((keys.PENDING, upload_id), {"object": key}))

    def stale_uploads(self, before: datetime) -> Iterator[tuple[str, str]]:
        """A Query for each few: upload ids sort by time."""
        span = Span(keys.PENDING, high=keys.just_below(keys.floor(before)))
        return ((item["sk"], item.get("object", "")) for item in self._table.walk(span, size=FEW))

    def claim_upload(self, upload_id: str, at: datetime, lapsed: datetime) -> bool:
        """One UpdateItem: whoever saves a record or sweeps at the same moment, one of them is first."""
        free = Condition(
            "#state = :state AND (attribute_not_exists(#claimed) OR #claimed < :was_claimed)",
            {"claimed": _seconds(lapsed)},
        )
        try:
            self._table.save(update((keys.PENDING, upload_id), {}, {"claimed": _seconds(at)}, free))
        except Refused:
            return False
        return True

    def close_upload(self, upload_id: str) -> None:
        """One DeleteItem."""
        self._table.save(delete((keys.PENDING, upload_id)))

    def wanted_notices(self) -> Iterator[tuple[str, str]]:
        """A Query for each few."""
        return ((item["sk"], item.get("employee", "")) for item in self._table.walk(Span(keys.NOTICES), size=FEW))

    def close_notice(self, action_id: str) -> None:
        """One DeleteItem."""
        self._table.save(delete((keys.NOTICES, action_id)))


def _closed(upload_id: str) -> Write:
    """Close an upload that is open, and that no sweep has claimed."""
    return delete((keys.PENDING, upload_id), unchanged(claimed=""))


def _seconds(at: datetime) -> int:
    return int(at.timestamp())
