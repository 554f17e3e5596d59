"""A state that moves: where it is, where it goes, and what is seen of it."""

import io
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from humangov.aws.bundle_compare import Comparison
from humangov.aws.bundle_export import Export
from humangov.aws.bundle_import import Import
from humangov.aws.clients import OperatorClients
from humangov.domain.documents import DocumentType
from humangov.domain.events import EventFilter
from humangov.domain.lists import Listing
from humangov.domain.organization import tree_of
from humangov.domain.states import Installed
from humangov.services.bundles import record_export, record_import
from humangov.services.contents import open_document
from humangov.services.desk import Desk
from humangov.services.documents import Details, add_document, replace_document, view_document
from humangov.services.uploads import Upload
from tests import samples
from tests.builders import AGENCIES, TODAY, a_session, an_account, an_employee, an_entry, an_event, an_id, minutes
from tests.contract.worlds import Aws, now, open_desk

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

MOST = 1_000_000
LETTER = Details(DocumentType.APPOINTMENT, "Letter", TODAY)


@dataclass
class World:
    """California with an employee of two documents, and an empty table and bucket."""

    aws: Aws
    clients: OperatorClients
    fresh: Installed
    folder: Path

    @property
    def s3(self) -> "S3Client":
        return self.aws.clients.s3

    @property
    def bucket(self) -> str:
        return self.aws.california.bucket

    def export(self, installed: Installed | None = None) -> None:
        desk = open_desk(self.aws.desks)
        export = Export(self.clients, installed or self.aws.california, self.folder, now, str)
        export.run(lambda: record_export(desk), {})

    def importing(self, into: Installed | None = None) -> Import:
        return Import(self.clients, into or self.fresh, self.folder, lambda: datetime.now(UTC), str)

    def bring_in(self) -> None:
        importing = self.importing()
        importing.run()
        importing.finish(lambda: record_import(self.desk(), "0" * 64))

    def desk(self) -> Desk:
        """California's desk, where it came in."""
        return open_desk(replace_state(self.aws, self.fresh).desks)

    def problems(self, installed: Installed | None = None) -> list[str]:
        comparison = Comparison(self.clients, installed or self.fresh, self.folder, datetime.now(UTC))
        return [*comparison.problems()]


def replace_state(aws: Aws, installed: Installed) -> Aws:
    """The world whose California lies elsewhere."""
    aws.registry.put(installed)
    return aws


def upload(content: bytes, name: str = "letter.pdf") -> Upload:
    return Upload(name, io.BytesIO(content), len(content))


def fill(desk: Desk) -> None:
    """An employee with a letter of two versions and a picture, an account, agencies, and an upload under way."""
    desk.organization.save_units(desk.organization.overview(), tree_of(AGENCIES), an_event())
    employee = desk.employees.record(an_entry(an_employee()), an_event())
    letter = add_document(desk, employee.id, LETTER, upload(samples.PDF), MOST, an_id())
    replace_document(desk, employee.id, letter.id, upload(samples.PNG, "letter.png"), MOST, 1, an_id())
    add_document(desk, employee.id, LETTER, upload(samples.PNG, "picture.png"), MOST, an_id())
    account = an_account()
    desk.accounts.create(account, an_event())
    desk.accounts.open_session(a_session(account), now() + minutes(15), an_event())
    desk.documents.begin_upload(an_id(), "documents/none")


def seen(desk: Desk) -> dict[str, Any]:
    """What the services show of a state, bytes of documents included."""
    listing = Listing(size=100)
    (row,) = desk.directory.page(listing).items
    folder = desk.employees.folder(row.id)
    documents = [view_document(desk, row.id, document.id) for document in folder.documents]
    versions = [
        (one, version.version) for viewed in documents for one in [viewed.document] for version in viewed.versions
    ]
    return {
        "folder": folder,
        "documents": documents,
        "contents": [
            b"".join(open_document(desk, row.id, one.id, version=version).content.pieces) for one, version in versions
        ],
        "found": desk.directory.search(replace(listing, text="garc")).items,
        "overview": desk.organization.overview(),
        "accounts": desk.accounts.all(),
        "history": desk.audit.page(EventFilter(subject=f"employee:{row.id}", views=False), "", 100).items,
    }
