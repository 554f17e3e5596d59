"""Replace documents, withdraw them, and open them."""

import pytest

from humangov.domain.documents import Document, Scan
from humangov.domain.errors import Conflict, Invalid, NotFound, Unavailable, Unsafe, Unscanned
from humangov.domain.events import Change, EventKind
from humangov.domain.permissions import Role
from humangov.services.contents import link_document, open_document
from humangov.services.desk import Desk
from humangov.services.documents import view_document
from humangov.services.employees import view_employee
from tests import samples
from tests.builders import an_employee, an_id
from tests.fakes import FakeDesks
from tests.fakes.records import Records
from tests.unit.services.filing import a_file, replaced, withdraw


def test_a_new_version_replaces_the_old_one_which_stays_readable(
    specialist: Desk, records: Records, document: Document
) -> None:
    after = replaced(specialist, document, a_file(samples.PNG, "scan.png"))
    assert (after.id, after.version, after.file_name, after.title) == (document.id, 2, "scan.png", "Letter")
    assert view_document(specialist, document.employee_id, document.id).versions == (after, document)
    old = open_document(specialist, document.employee_id, document.id, version=1)
    assert b"".join(old.content.pieces) == samples.PDF
    assert not records.uploads


def test_replacing_is_told_before_and_after(specialist: Desk, records: Records, document: Document) -> None:
    replaced(specialist, document, a_file(samples.PNG, "scan.png"))
    (event,) = records.of_kind(EventKind.DOCUMENT_REPLACED)
    assert event.changes == (Change("file", "letter.pdf (version 1)", "scan.png (version 2)"),)


def test_the_same_replacement_sent_twice_is_done_once(specialist: Desk, records: Records, document: Document) -> None:
    token = an_id()
    first, second = (replaced(specialist, document, a_file(samples.PNG, "s.png"), 1, token) for _ in range(2))
    assert first == second
    assert len(records.objects) == 2


def test_a_replacement_that_comes_back_with_another_file_is_a_conflict(specialist: Desk, document: Document) -> None:
    token = an_id()
    replaced(specialist, document, a_file(samples.PNG, "s.png"), 1, token)
    with pytest.raises(Conflict):
        replaced(specialist, document, a_file(samples.JPEG, "s.jpg"), 1, token)


def test_who_replaces_second_is_told(specialist: Desk, document: Document) -> None:
    first = replaced(specialist, document, a_file(samples.PNG, "s.png"))
    with pytest.raises(Conflict) as caught:
        replaced(specialist, document, a_file(samples.JPEG, "s.jpg"))
    assert caught.value.current == first


def test_a_replacement_is_looked_into_as_well(specialist: Desk, records: Records, document: Document) -> None:
    with pytest.raises(Invalid) as caught:
        replaced(specialist, document, a_file(samples.PNG))
    assert set(caught.value.fields) == {"file"}
    assert len(records.objects) == 1


def test_a_withdrawn_document_stays_in_the_file_marked(specialist: Desk, records: Records, document: Document) -> None:
    after = withdraw(specialist, document, " Wrong  person ")
    assert (after.withdrawal_reason, after.withdrawn_by, after.version) == ("Wrong person", "HR specialist Lee", 1)
    assert after.withdrawn_at is not None
    assert view_employee(specialist, document.employee_id).documents == (after,)
    (event,) = records.of_kind(EventKind.DOCUMENT_WITHDRAWN)
    assert (event.reason, event.changes) == ("Wrong person", ())
    assert records.objects


@pytest.mark.parametrize("reason", ["", "  ", "x" * 201, "a\x00"])
def test_a_withdrawal_has_a_reason(specialist: Desk, document: Document, reason: str) -> None:
    with pytest.raises(Invalid) as caught:
        withdraw(specialist, document, reason)
    assert set(caught.value.fields) == {"reason"}


def test_the_same_withdrawal_sent_twice_is_done_once(specialist: Desk, records: Records, document: Document) -> None:
    token = an_id()
    assert withdraw(specialist, document, token=token) == withdraw(specialist, document, token=token)
    assert len(records.of_kind(EventKind.DOCUMENT_WITHDRAWN)) == 1


def test_a_withdrawn_document_is_neither_replaced_nor_withdrawn_again(specialist: Desk, document: Document) -> None:
    withdraw(specialist, document)
    with pytest.raises(Conflict):
        withdraw(specialist, document)
    with pytest.raises(Conflict):
        replaced(specialist, document, a_file())


def test_looking_at_a_document_is_an_event(viewer: Desk, records: Records, document: Document) -> None:
    view_document(viewer, document.employee_id, document.id)
    event = records.events[-1]
    assert (event.kind, event.about, event.about_id) == (EventKind.DOCUMENT_VIEWED, "Letter (version 1)", document.id)
    assert event.subject_label.endswith("García, José")


@pytest.mark.parametrize(("download", "kind"), [(False, "document.viewed"), (True, "document.downloaded")])
def test_content_is_recorded_before_it_is_given(
    desks: FakeDesks, viewer: Desk, records: Records, document: Document, kind: str, *, download: bool
) -> None:
    opened = open_document(viewer, document.employee_id, document.id, download=download)
    assert b"".join(opened.content.pieces) == samples.PDF
    assert records.events[-1].kind == kind
    desks.calls.failing.add("audit.record")
    with desks.metered() as usage, pytest.raises(Unavailable):
        open_document(viewer, document.employee_id, document.id, download=download)
    assert "files.open" not in usage.operations


def test_a_link_is_recorded_before_it_is_given(
    desks: FakeDesks, viewer: Desk, records: Records, document: Document
) -> None:
    linked = link_document(viewer, document.employee_id, document.id, choose=lambda size: (1, size - 2), download=True)
    assert document.object_key in linked.url
    assert linked.span == (1, document.size_bytes - 2)
    assert records.events[-1].kind == "document.downloaded"
    desks.calls.failing.add("audit.record")
    with pytest.raises(Unavailable):
        link_document(viewer, document.employee_id, document.id)


@pytest.mark.parametrize(("scan", "refusal"), [("waiting", Unscanned), ("threat", Unsafe), ("failed", Unsafe)])
def test_a_content_is_given_only_when_its_scan_found_nothing(
    viewer: Desk, records: Records, document: Document, scan: str, refusal: type[Exception]
) -> None:
    records.scans[document.object_key] = Scan(scan)
    for give in (open_document, link_document):
        with pytest.raises(refusal):
            give(viewer, document.employee_id, document.id)
    assert not records.of_kind(EventKind.DOCUMENT_VIEWED), "what was not given was not seen"
    assert view_document(viewer, document.employee_id, document.id).scan is Scan(scan)
    records.scans[document.object_key] = Scan.CLEAN
    assert open_document(viewer, document.employee_id, document.id).document == document


def test_a_part_of_the_content_can_be_asked_for(viewer: Desk, document: Document) -> None:
    opened = open_document(viewer, document.employee_id, document.id, choose=lambda size: (1, size - 2))
    assert b"".join(opened.content.pieces) == samples.PDF[1:-1]
    assert (opened.content.start, opened.content.whole) == (1, len(samples.PDF))


@pytest.mark.parametrize("version", [0, 2, -1])
def test_a_version_that_never_was_is_not_found(viewer: Desk, document: Document, version: int) -> None:
    with pytest.raises(NotFound):
        open_document(viewer, document.employee_id, document.id, version=version)


def test_a_document_is_found_with_its_own_employee_and_state_only(
    desks: FakeDesks, viewer: Desk, records: Records, document: Document
) -> None:
    other = an_employee()
    records.employees[other.id] = other
    for desk, owner in ((viewer, other.id), (desks.open_for(Role.VIEWER, "wyoming"), document.employee_id)):
        with pytest.raises(NotFound):
            view_document(desk, owner, document.id)
        with pytest.raises(NotFound):
            open_document(desk, owner, document.id)
