"""File documents; and what an upload that dies leaves."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest

from humangov.domain.documents import Document
from humangov.domain.employees import Employee
from humangov.domain.errors import Invalid, NotFound, Unavailable
from humangov.domain.events import Change, EventKind
from humangov.domain.organization import tree_of
from humangov.domain.troubles import ChoreName
from humangov.services.desk import Desk
from humangov.services.employees import view_employee
from humangov.services.uploads import UPLOAD_LASTS, Upload
from tests import samples
from tests.builders import AGENCIES, TODAY, an_employee, an_id
from tests.chores import do
from tests.fakes import FakeDesks
from tests.fakes.documents import FakeFiles
from tests.fakes.records import Records
from tests.unit.services.filing import LIMIT, a_file, add, replaced


def test_a_filed_document_has_its_content_digest_and_size(
    specialist: Desk, records: Records, employee: Employee
) -> None:
    token = an_id()
    filed = add(
        specialist, employee, a_file(name="C:\\x\\Le\u202etter.PDF"), token, title=" My  letter ", note="a\r\nb "
    )
    assert (filed.id, filed.title, filed.note, filed.file_name) == (token, "My letter", "a\nb", "Letter.PDF")
    assert (filed.size_bytes, filed.sha256) == (len(samples.PDF), hashlib.sha256(samples.PDF).hexdigest())
    assert (filed.media_type, filed.version, filed.added_by) == ("application/pdf", 1, "HR specialist Lee")
    assert records.objects[filed.object_key].content == samples.PDF
    assert records.objects[filed.object_key].media_type == "application/pdf"
    assert not records.uploads


def test_filing_is_an_event_with_the_file_in_words(records: Records, employee: Employee, document: Document) -> None:
    (event,) = records.events
    assert (event.kind, event.subject) == (EventKind.DOCUMENT_ADDED, f"employee:{employee.id}")
    assert (event.about, event.about_id) == ("Letter", document.id)
    assert event.changes == (Change("file", "", "letter.pdf (version 1)"),)
    assert event.subject_label.endswith("García, José")


@pytest.mark.parametrize(
    ("changes", "upload", "fields"),
    [
        ({"title": " "}, None, {"title"}),
        ({"dated": TODAY + timedelta(days=1)}, None, {"dated"}),
        ({"note": "x" * 2_001}, None, {"note"}),
        ({}, a_file(b""), {"file"}),
        ({}, a_file(samples.PDF[:50]), {"file"}),
        ({}, a_file(samples.PNG), {"file"}),
        ({}, a_file(b"x" * (LIMIT + 1), "a.txt"), {"file"}),
        ({"title": ""}, a_file(b""), {"title", "file"}),
    ],
)
def test_what_is_wrong_is_told_at_once_and_nothing_is_stored(
    specialist: Desk,
    records: Records,
    employee: Employee,
    changes: dict[str, Any],
    upload: Upload | None,
    fields: set[str],
) -> None:
    with pytest.raises(Invalid) as caught:
        add(specialist, employee, upload, **changes)
    assert set(caught.value.fields) == fields
    assert records == Records(
        employees=records.employees, accounts=records.accounts, tree=tree_of(AGENCIES), agencies_version=1
    )


def test_nobody_has_no_documents(specialist: Desk, records: Records) -> None:
    with pytest.raises(NotFound):
        add(specialist, an_employee())
    assert not records.objects


def test_the_same_form_sent_twice_files_once(
    specialist: Desk, desks: FakeDesks, records: Records, employee: Employee
) -> None:
    token = an_id()
    first, second = (add(specialist, employee, token=token) for _ in range(2))
    assert first == second
    assert len(records.events) == 1
    desks.clock.advance(UPLOAD_LASTS + timedelta(seconds=1))
    do(specialist, ChoreName.UPLOAD)
    assert list(records.objects) == [first.object_key]


def test_a_form_that_comes_back_with_another_file_loses_nothing_silently(specialist: Desk, employee: Employee) -> None:
    token = an_id()
    add(specialist, employee, token=token)
    with pytest.raises(Invalid) as caught:
        add(specialist, employee, a_file(samples.PNG, "b.png"), token)
    told = "This form has filed letter.pdf already. Open a new form to file another one."
    assert caught.value.fields == {"file": told}


@pytest.mark.parametrize("operation", ["files.put", "documents.add"])
def test_an_upload_that_dies_leaves_nothing_visible_and_is_swept(
    desks: FakeDesks, specialist: Desk, records: Records, employee: Employee, operation: str
) -> None:
    desks.calls.failing.add(operation)
    with pytest.raises(Unavailable):
        add(specialist, employee)
    desks.calls.failing.clear()
    assert view_employee(specialist, employee.id).documents == ()
    assert len(records.uploads) == 1
    desks.clock.advance(UPLOAD_LASTS + timedelta(minutes=1))
    kept = add(specialist, employee)
    do(specialist, ChoreName.UPLOAD)
    assert list(records.objects) == [kept.object_key]
    assert not records.uploads


def test_an_upload_that_cannot_be_noted_stores_nothing(
    desks: FakeDesks, specialist: Desk, records: Records, employee: Employee
) -> None:
    desks.calls.failing.add("documents.begin_upload")
    with pytest.raises(Unavailable):
        add(specialist, employee)
    assert not records.objects


def test_an_upload_under_way_is_not_swept(
    desks: FakeDesks, specialist: Desk, records: Records, employee: Employee
) -> None:
    desks.calls.failing.add("documents.add")
    with pytest.raises(Unavailable):
        add(specialist, employee)
    desks.clock.advance(UPLOAD_LASTS - timedelta(minutes=1))
    do(specialist, ChoreName.UPLOAD)
    assert len(records.objects) == 1


def test_a_sweep_that_dies_goes_on_the_next_time(desks: FakeDesks, specialist: Desk, records: Records) -> None:
    specialist.documents.begin_upload(specialist.new_id(), "k")
    desks.clock.advance(2 * UPLOAD_LASTS)
    desks.calls.failing.add("documents.close_upload")
    with pytest.raises(Unavailable):
        do(specialist, ChoreName.UPLOAD)
    desks.calls.failing.clear()
    do(specialist, ChoreName.UPLOAD)
    assert records.uploads
    desks.clock.advance(2 * UPLOAD_LASTS)
    do(specialist, ChoreName.UPLOAD)
    assert not records.uploads


@pytest.mark.parametrize("erased_first", [True, False])
@pytest.mark.parametrize("replacing", [True, False])
def test_a_file_that_took_longer_than_its_upload_lasts_is_refused_and_leaves_nothing(
    desks: FakeDesks,
    specialist: Desk,
    records: Records,
    document: Document,
    employee: Employee,
    monkeypatch: pytest.MonkeyPatch,
    *,
    erased_first: bool,
    replacing: bool,
) -> None:
    put = FakeFiles.put

    def stalled(files: FakeFiles, *content: Any) -> None:
        if not erased_first:
            put(files, *content)
        desks.clock.advance(2 * UPLOAD_LASTS)
        do(specialist, ChoreName.UPLOAD)
        if erased_first:
            put(files, *content)

    def act() -> Document:
        new = a_file(samples.PNG, "b.png")
        return replaced(specialist, document, new) if replacing else add(specialist, employee, new)

    with monkeypatch.context() as patch:
        patch.setattr(FakeFiles, "put", stalled)
        with pytest.raises(Invalid) as caught:
            act()
    told = "This file took too long to arrive, so nothing of it was kept. File it again."
    assert caught.value.fields == {"file": told}
    assert (list(records.objects), records.uploads) == ([document.object_key], {})
    assert view_employee(specialist, employee.id).documents == (document,)
    assert act().file_name == "b.png"
