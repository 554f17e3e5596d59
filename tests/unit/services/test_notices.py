"""Notices of actions, filed in the person's folder."""

import sys
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from humangov.domain.documents import DocumentType
from humangov.domain.employees import Employee
from humangov.domain.errors import Unavailable
from humangov.domain.permissions import Role
from humangov.domain.troubles import MOST_TRIES, ChoreName
from humangov.services import apart, budgets
from humangov.services.actions import file_action
from humangov.services.chores import list_troubles, try_again
from humangov.services.desk import Desk
from humangov.services.notices import notice_of, unprinted
from humangov.services.printing import print_notice
from humangov.services.proposing import Proposal
from tests.builders import TODAY, an_employee, an_entry, an_event, an_id
from tests.chores import as_system, do
from tests.deciding import approve_action
from tests.fakes.desks import FakeDesks


@pytest.fixture
def desks(desks: FakeDesks) -> FakeDesks:
    desks.printer = print_notice
    return desks


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


def test_a_notice_of_what_nobody_else_approved_names_nobody_as_who_approved(desks: FakeDesks) -> None:
    specialist = desks.open_for(Role.SPECIALIST)
    person, token = employed(specialist), an_id()
    title = Proposal(code="740", effective=TODAY, changes={"title": "Chief"}, reason="As agreed")
    assert file_action(specialist, person.id, title, token, 1).employee
    alone, seconded = (text_of(stored(desks, person.id, made)) for made in (token, raised(desks, person)))
    # Who asked is named once on both, and who approved on one.
    assert [text.count(specialist.principal.name) for text in (alone, seconded)] == [1, 1]
    assert [text.count("HR supervisor Lee") for text in (alone, seconded)] == [0, 1]


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


# Makes the typesetter panic: a public issue of it, typst/typst 8667.
PANIC = (
    "\u0648\u0649 \u064a \u064b \u0650 \u0651 \u0652 \u0653 \u0654 \u0655\u0656 \u0657 \u0658 \u0659 \u065a\u065b"
    " \u065c \u065d \u065e \u065f\u0660\u0661"
)


def test_a_text_that_breaks_the_typesetter_breaks_nothing_else_and_is_told(
    desks: FakeDesks, caplog: pytest.LogCaptureFixture
) -> None:
    broken, whole = (employed(desks.open_for(Role.SPECIALIST)) for _ in range(2))
    action_id = raised(desks, broken, reason=PANIC)
    assert desks.records().employees[broken.id].pay_cents == 60_000_00
    [line] = [record for record in caplog.records if record.name == "humangov.printing"]
    told = {name: line.__dict__[name] for name in ("state", "action", "employee", "how")}
    assert told == {"state": "california", "action": action_id, "employee": broken.id, "how": "exit 1"}
    assert PANIC not in caplog.text
    desks.calls.failing = {"files.put"}
    raised(desks, whole)
    desks.calls.failing = set()
    do(desks.open_for(Role.VIEWER), ChoreName.NOTICE)
    assert desks.records().notices == {action_id: broken.id}
    viewer = desks.open_for(Role.VIEWER)
    assert unprinted(viewer, viewer.employees.career(broken.id)) == {action_id}
    assert unprinted(viewer, viewer.employees.career(whole.id)) == set()


def test_what_cannot_be_printed_is_set_aside_and_printed_after_a_fix_when_an_operator_says_so(
    desks: FakeDesks, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, viewer = employed(desks.open_for(Role.SPECIALIST)), desks.open_for(Role.VIEWER)
    with monkeypatch.context() as broken_release:
        broken_release.setattr(apart, "COMMAND", ("false",))
        action_id = raised(desks, person)
        for hours in range(1, MOST_TRIES):
            desks.clock.instant += timedelta(hours=hours)
            do(viewer, ChoreName.NOTICE)
        [trouble] = list_troubles(as_system(viewer))
        assert (trouble.item, trouble.is_aside, trouble.error) == (action_id, True, "Unprintable")
    desks.clock.instant += timedelta(days=1)
    do(viewer, ChoreName.NOTICE)
    assert desks.records().documents == {}
    try_again(as_system(viewer), action_id)
    do(viewer, ChoreName.NOTICE)
    assert desks.records().notices == {}
    assert unprinted(viewer, viewer.employees.career(person.id)) == set()
    assert list_troubles(as_system(viewer)) == ()


def test_what_a_request_had_no_time_for_is_printed_by_the_chores_and_no_trouble(
    desks: FakeDesks, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    person, viewer = employed(desks.open_for(Role.SPECIALIST)), desks.open_for(Role.VIEWER)
    with monkeypatch.context() as slow, budgets.within(2.0):
        slow.setattr(apart, "COMMAND", (sys.executable, "-c", "import time; time.sleep(60)"))
        action_id = raised(desks, person)
    assert desks.records().notices == {action_id: person.id}
    assert list_troubles(as_system(viewer)) == ()
    assert not caplog.records
    do(viewer, ChoreName.NOTICE)
    assert desks.records().notices == {}
    assert stored(desks, person.id, action_id)
