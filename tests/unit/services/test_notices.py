"""Notices of actions, filed in the person's folder."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from humangov.domain.documents import DocumentType
from humangov.domain.employees import Employee
from humangov.domain.errors import Unavailable
from humangov.domain.permissions import Role
from humangov.domain.troubles import ChoreName
from humangov.services.actions import file_action
from humangov.services.desk import Desk
from humangov.services.notices import notice_of
from humangov.services.printing import print_notice
from humangov.services.proposing import Proposal
from tests.builders import TODAY, an_employee, an_entry, an_event, an_id
from tests.chores import do
from tests.deciding import approve_action
from tests.fakes.desks import FakeDesks


def raised(desks: FakeDesks, person: Employee, **changes: Any) -> str:
    """The id of a pay change that a specialist asks for and a supervisor approves."""
    token = an_id()
    proposal = Proposal(code="894", effective=TODAY, changes={"pay_cents": 60_000_00}, reason="General raise")
    specialist, supervisor = desks.open_for(Role.SPECIALIST), desks.open_for(Role.SUPERVISOR)
    version = specialist.employees.get(person.id).version
    filed = file_action(specialist, person.id, replace(proposal, **changes), token, version)
    approve_action(supervisor, person.id, filed.action.id, filed.action.version)
    return token


def employed(desk: Desk) -> Employee:
    return desk.employees.record(an_entry(an_employee()), an_event())


def text_of(content: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def stored(desks: FakeDesks, employee_id: str, action_id: str) -> bytes:
    desk = desks.open_for(Role.VIEWER)
    document = desk.documents.get(employee_id, action_id)
    return b"".join(desk.files.open(document.object_key).pieces)


def test_an_approved_action_has_its_notice_in_the_folder(desks: FakeDesks) -> None:
    person = employed(desks.open_for(Role.SPECIALIST))
    action_id = raised(desks, person)
    document = desks.open_for(Role.VIEWER).documents.get(person.id, action_id)
    assert (document.type, document.dated) == (DocumentType.PERSONNEL_ACTION, TODAY)
    assert document.title == "Notice: 894 General adjustment, effective Mar 2, 2026"
    text = text_of(stored(desks, person.id, action_id))
    said = (
        "894 General adjustment",
        "$58,240 a year",
        "$60,000 a year",
        "General raise",
        "HR supervisor Lee",
        action_id,
    )
    assert [words for words in said if words not in text] == []
    assert desks.records().notices == {}


def test_a_notice_that_could_not_be_filed_is_filed_later_and_once(desks: FakeDesks) -> None:
    person = employed(desks.open_for(Role.SPECIALIST))
    desks.calls.failing = {"files.put"}
    action_id = raised(desks, person)
    assert desks.records().notices == {action_id: person.id}
    desks.calls.failing = set()
    desk = desks.open_for(Role.VIEWER)
    do(desk, ChoreName.NOTICE)
    first = stored(desks, person.id, action_id)
    do(desk, ChoreName.NOTICE)
    assert stored(desks, person.id, action_id) == first
    assert len(desks.records().objects) == 1


@pytest.mark.parametrize("failing", ["documents.begin_upload", "files.put", "documents.add", "documents.close_notice"])
def test_whatever_fails_on_the_way_the_notice_is_there_in_the_end_and_no_other(desks: FakeDesks, failing: str) -> None:
    person = employed(desks.open_for(Role.SPECIALIST))
    desks.calls.failing = {failing}
    action_id = raised(desks, person)
    with pytest.raises(Unavailable):
        do(desks.open_for(Role.VIEWER), ChoreName.NOTICE)
    desks.calls.failing = set()
    do(desks.open_for(Role.VIEWER), ChoreName.NOTICE)
    folder = desks.open_for(Role.VIEWER).employees.folder(person.id)
    assert [document.id for document in folder.documents] == [action_id]
    assert desks.records().notices == {}


def test_a_notice_says_what_was_known_then_whatever_was_recorded_since(desks: FakeDesks) -> None:
    desk = desks.open_for(Role.SPECIALIST)
    person = employed(desk)
    action_id = raised(desks, person)
    first = stored(desks, person.id, action_id)
    raised(desks, person, effective=date(2026, 2, 2), changes={"pay_cents": 59_000_00})
    folder = desk.employees.career(person.id)
    action = next(a for a in folder.actions if a.id == action_id)
    again = print_notice(notice_of(desk, folder, action, desk.organization.overview()))
    assert again == first


def test_a_correction_and_a_cancellation_name_what_they_are_about(desks: FakeDesks) -> None:
    person = employed(desks.open_for(Role.SPECIALIST))
    target = raised(desks, person)
    corrected = raised(desks, person, code="002", target=target, changes={"pay_cents": 61_000_00}, reason="A slip")
    text = text_of(stored(desks, person.id, corrected))
    assert "Corrects 894 General adjustment of Mar 2, 2026, recorded Mar 2, 2026" in text
    assert "$60,000 a year" in text
    assert "$61,000 a year" in text
    cancelled = raised(desks, person, code="001", target=corrected, changes={}, reason="Not meant")
    text = text_of(stored(desks, person.id, cancelled))
    assert "Cancels 002 Correction of 894 General adjustment" in text
    assert "$58,240 a year" in text
