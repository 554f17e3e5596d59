"""The contract of ports.DocumentStore."""

from dataclasses import replace
from datetime import date

import pytest

from humangov.aws import keys
from humangov.aws.items import encoded
from humangov.domain.documents import Document, DocumentType, Maker
from humangov.domain.errors import Conflict, NotFound, Sealed, UploadSwept
from humangov.domain.events import EventFilter, EventKind
from humangov.domain.opening import opening
from humangov.services.desk import Desk
from tests.builders import NOW, a_by, a_document, an_employee, an_entry, an_event, an_id, minutes
from tests.contract.worlds import Aws, begun, open_desk


@pytest.fixture
def document(desk: Desk) -> Document:
    """A document that is filed."""
    employee = desk.employees.record(an_entry(an_employee()), an_event())
    return desk.documents.add(begun(desk, a_document(employee_id=employee.id)), an_event(kind=EventKind.DOCUMENT_ADDED))


def next_version(document: Document) -> Document:
    return replace(document, version=document.version + 1, object_id=an_id(), token=an_id(), file_name="newer.pdf")


def withdrawn(document: Document) -> Document:
    return replace(document, withdrawn_at=NOW, withdrawn_by="Dana Lee", withdrawal_reason="Misfiled", token=an_id())


def test_a_document_comes_back_as_it_was_saved(desk: Desk, document: Document) -> None:
    whole = a_document(
        employee_id=document.employee_id,
        type=DocumentType.LICENSE,
        title="Führerschein",
        note="Two\nlines",
        dated=date(2026, 1, 31),
        withdrawn_at=NOW,
        withdrawn_by="Dana",
        withdrawal_reason="Misfiled",
    )
    assert desk.documents.add(begun(desk, whole), an_event()) == whole
    assert desk.documents.get(whole.employee_id, whole.id) == whole
    assert desk.documents.get(document.employee_id, document.id) == document


def test_a_document_that_was_never_filed_is_not_found(desk: Desk, document: Document) -> None:
    for employee_id, document_id in ((document.employee_id, an_id()), (an_id(), document.id), ("x" * 3000, "y" * 2000)):
        with pytest.raises(NotFound):
            desk.documents.get(employee_id, document_id)
        with pytest.raises(NotFound):
            desk.documents.versions(employee_id, document_id)


def test_another_states_document_is_not_found(neighbor: Desk, document: Document) -> None:
    with pytest.raises(NotFound):
        neighbor.documents.get(document.employee_id, document.id)
    with pytest.raises(NotFound):
        neighbor.documents.versions(document.employee_id, document.id)


def test_a_document_needs_an_employee_of_the_same_state(desk: Desk, neighbor: Desk) -> None:
    theirs = neighbor.employees.record(an_entry(an_employee()), an_event())
    with pytest.raises(NotFound):
        desk.documents.add(begun(desk, a_document(employee_id=theirs.id)), an_event())
    assert desk.audit.page(EventFilter(), "", 25).items == ()


def test_the_same_form_sent_twice_files_one_document(desk: Desk, document: Document) -> None:
    twice = begun(desk, replace(document, object_id=an_id(), title="Twice"))
    again = desk.documents.add(twice, an_event())
    assert again == document
    assert desk.employees.folder(document.employee_id).documents == (document,)


def test_a_new_version_keeps_the_old_ones_newest_first(desk: Desk, document: Document) -> None:
    second = desk.documents.change(document, begun(desk, next_version(document)), an_event())
    third = desk.documents.change(second, begun(desk, next_version(second)), an_event())
    assert desk.documents.get(document.employee_id, document.id) == third
    assert desk.documents.versions(document.employee_id, document.id) == (third, second, document)


def test_a_withdrawal_makes_no_version(desk: Desk, document: Document) -> None:
    gone = desk.documents.change(document, withdrawn(document), an_event())
    assert desk.documents.versions(document.employee_id, document.id) == (gone,)


def test_of_two_writers_the_second_is_told_and_sees_the_document_as_it_is(desk: Desk, document: Document) -> None:
    gone = desk.documents.change(document, withdrawn(document), an_event())
    for late in (withdrawn(document), begun(desk, next_version(document))):
        with pytest.raises(Conflict) as conflict:
            desk.documents.change(document, late, an_event())
        assert conflict.value.current == gone
    assert desk.documents.versions(document.employee_id, document.id) == (gone,)


def test_the_same_change_sent_twice_is_saved_once(desk: Desk, document: Document) -> None:
    second = desk.documents.change(document, begun(desk, next_version(document)), an_event())
    assert desk.documents.change(document, begun(desk, replace(second, object_id=an_id())), an_event()) == second
    assert len(desk.documents.versions(document.employee_id, document.id)) == 2


def test_a_change_of_a_document_that_is_not_there_is_not_found(desk: Desk) -> None:
    document = a_document()
    with pytest.raises(NotFound):
        desk.documents.change(document, withdrawn(document), an_event())


def test_a_record_closes_its_upload(desk: Desk, document: Document) -> None:
    added = a_document(employee_id=document.employee_id)
    replacing = next_version(document)
    for one in (added, replacing):
        begun(desk, one)
    assert len(tuple(desk.documents.stale_uploads(NOW + minutes(1)))) == 2
    desk.documents.add(added, an_event())
    desk.documents.change(document, replacing, an_event())
    assert tuple(desk.documents.stale_uploads(NOW + minutes(1))) == ()


def test_a_refused_record_leaves_its_upload_to_be_swept(desk: Desk, document: Document) -> None:
    late = next_version(document)
    desk.documents.change(document, withdrawn(document), an_event())
    desk.documents.begin_upload(late.object_id, late.object_key)
    with pytest.raises(Conflict):
        desk.documents.change(document, late, an_event())
    assert tuple(desk.documents.stale_uploads(NOW + minutes(1))) == ((late.object_id, late.object_key),)


def test_stale_uploads_are_those_begun_before_oldest_first(desk: Desk, neighbor: Desk) -> None:
    begun = [an_id(NOW + minutes(n)) for n in range(4)]
    for upload_id in reversed(begun):
        desk.documents.begin_upload(upload_id, f"documents/{upload_id}")
    expected = tuple((upload_id, f"documents/{upload_id}") for upload_id in begun)
    assert tuple(desk.documents.stale_uploads(NOW + minutes(2))) == expected[:2]
    assert tuple(desk.documents.stale_uploads(NOW + minutes(60))) == expected
    assert tuple(desk.documents.stale_uploads(NOW - minutes(1))) == ()
    assert tuple(neighbor.documents.stale_uploads(NOW + minutes(60))) == ()


def test_a_closed_upload_is_forgotten_and_closing_it_again_is_no_error(desk: Desk) -> None:
    upload_id = an_id()
    desk.documents.begin_upload(upload_id, "documents/1")
    for _ in range(2):
        desk.documents.close_upload(upload_id)
    assert tuple(desk.documents.stale_uploads(NOW + minutes(1))) == ()


def claimed(desk: Desk, upload_id: str, at: int = 120) -> bool:
    """Whether a sweep so many minutes from now gets the upload; a claim lapses after an hour."""
    return desk.documents.claim_upload(upload_id, NOW + minutes(at), NOW + minutes(at - 60))


def test_of_two_sweeps_one_gets_an_upload_and_after_its_time_another(desk: Desk, neighbor: Desk) -> None:
    upload_id = an_id()
    desk.documents.begin_upload(upload_id, "documents/1")
    assert [claimed(desk, upload_id, at) for at in (120, 121, 180, 181)] == [True, False, False, True]
    assert not claimed(neighbor, upload_id)


def test_an_upload_that_is_closed_or_never_began_cannot_be_claimed(desk: Desk, document: Document) -> None:
    assert not claimed(desk, document.object_id)
    assert not claimed(desk, an_id())
    assert tuple(desk.documents.stale_uploads(NOW + minutes(1))) == ()


def test_a_record_that_comes_before_the_sweep_is_saved_and_its_object_is_safe(desk: Desk, document: Document) -> None:
    added, replacing = a_document(employee_id=document.employee_id), next_version(document)
    desk.documents.add(begun(desk, added), an_event())
    desk.documents.change(document, begun(desk, replacing), an_event())
    assert not claimed(desk, added.object_id)
    assert not claimed(desk, replacing.object_id)


@pytest.mark.parametrize("closed", [False, True])
def test_a_record_that_comes_after_the_sweep_is_told_and_nothing_is_saved(
    desk: Desk, document: Document, *, closed: bool
) -> None:
    added, replacing = a_document(employee_id=document.employee_id), next_version(document)
    events = desk.audit.page(EventFilter(), "", 25).items
    for late in (added, replacing):
        assert claimed(desk, begun(desk, late).object_id)
        if closed:
            desk.documents.close_upload(late.object_id)
    with pytest.raises(UploadSwept):
        desk.documents.add(added, an_event())
    with pytest.raises(UploadSwept):
        desk.documents.change(document, replacing, an_event())
    assert desk.employees.folder(document.employee_id).documents == (document,)
    assert desk.documents.versions(document.employee_id, document.id) == (document,)
    assert desk.audit.page(EventFilter(), "", 25).items == events


def test_a_record_that_is_saved_already_is_given_back_however_its_second_upload_ends(
    desk: Desk, document: Document
) -> None:
    again = begun(desk, replace(document, object_id=an_id()))
    assert claimed(desk, again.object_id)
    assert desk.documents.add(again, an_event()) == document
    second = desk.documents.change(document, begun(desk, next_version(document)), an_event())
    later = begun(desk, replace(second, object_id=an_id()))
    assert claimed(desk, later.object_id)
    assert desk.documents.change(document, later, an_event()) == second


def test_a_withdrawal_needs_no_upload(desk: Desk, document: Document) -> None:
    gone = withdrawn(document)
    assert desk.documents.change(document, gone, an_event()) == gone


def test_notices_are_wanted_until_they_are_closed(desk: Desk) -> None:
    people = [an_employee(), an_employee()]
    wanted = []
    for person in people:
        approved = replace(opening(person)[0], id=an_id(), approved=a_by())
        desk.employees.record(an_entry(person, ledger=(approved,)), an_event())
        wanted.append((approved.id, person.id))
    assert tuple(desk.documents.wanted_notices()) == tuple(wanted)
    assert next(desk.documents.wanted_notices()) == wanted[0]
    desk.documents.close_notice(wanted[0][0])
    desk.documents.close_notice(wanted[0][0])
    assert tuple(desk.documents.wanted_notices()) == tuple(wanted[1:])


def test_what_the_system_made_is_changed_by_nobody(desk: Desk, document: Document) -> None:
    notice = desk.documents.add(
        begun(desk, a_document(employee_id=document.employee_id, made_by=Maker.SYSTEM)), an_event()
    )
    for after in (withdrawn(notice), begun(desk, next_version(notice))):
        with pytest.raises(Sealed):
            desk.documents.change(notice, after, an_event())
    assert desk.documents.versions(notice.employee_id, notice.id) == (notice,)


def test_an_item_of_before_makers_is_the_system_s_if_it_is_filed_under_an_action_s_id(aws: Aws) -> None:
    desk = open_desk(aws.desks)
    person = desk.employees.record(an_entry(an_employee()), an_event())
    action = opening(person)[0]
    for document_id in (action.id, an_id()):
        document = begun(desk, a_document(id=document_id, employee_id=person.id, made_by=Maker.SYSTEM))
        desk.documents.add(document, an_event())
        pk, sk = keys.document(person.id, document_id)
        table = aws.california.table
        item = aws.dynamodb.get_item(TableName=table, Key=encoded({"pk": pk, "sk": sk}))["Item"]
        assert item.pop("made_by")
        aws.dynamodb.put_item(TableName=table, Item=item)
        maker = Maker.SYSTEM if document_id == action.id else Maker.PERSON
        assert desk.documents.get(person.id, document_id).made_by is maker
        assert desk.documents.versions(person.id, document_id)[0].made_by is maker
        for folder in (desk.employees.folder(person.id), desk.employees.career(person.id)):
            assert {d.id: d.made_by for d in folder.documents}[document_id] is maker
