"""What the system made from the record is an official paper: nobody replaces it, withdraws it or files in its place."""

import ast
from collections.abc import Callable
from typing import Any

import pytest

from humangov.domain.documents import NOT_BY_HAND, Document, DocumentType, Maker
from humangov.domain.errors import Conflict, Invalid, NotPermitted, Sealed
from humangov.domain.permissions import Permission, Role
from humangov.services import documents
from humangov.services.actions import file_action
from humangov.services.notices import file_notice
from humangov.services.proposing import Proposal
from tests.architecture.tree import functions, modules, some
from tests.builders import TODAY, a_document, an_id
from tests.fakes.desks import FakeDesks
from tests.fakes.records import Records
from tests.unit.services.filing import a_file, add, replaced, withdraw
from tests.unit.services.test_notices import employed, raised

# How each service that changes a document is called by somebody who means it.
CALLS: dict[str, Callable[..., Any]] = {
    "replace_document": lambda desk, notice: replaced(desk, notice, a_file()),
    "withdraw_document": withdraw,
    "changeable_document": lambda desk, notice: documents.changeable_document(desk, notice.employee_id, notice.id),
    "add_document": lambda desk, notice: add(desk, desk.employees.get(notice.employee_id), token=notice.id),
}


def changing() -> set[str]:
    """The services that save a document, found by looking: those whose code reaches the store's add or change."""
    found = set()
    for module in modules("src/humangov/services"):
        for function in functions(module):
            saves = {"documents.add", "documents.change"}
            called = {ast.unparse(n.func) for n in ast.walk(function) if isinstance(n, ast.Call)}
            if any(name.endswith(tuple(saves)) for name in called) and not function.name.startswith("_"):
                found.add(function.name)
    return found


def everything(records: Records) -> tuple[Any, ...]:
    return {k: list(v) for k, v in records.documents.items()}, dict(records.objects), dict(records.uploads)


@pytest.fixture
def notice(desks: FakeDesks) -> Document:
    person = employed(desks.open_for(Role.SPECIALIST))
    return desks.open_for(Role.VIEWER).documents.get(person.id, raised(desks, person))


def test_every_service_that_saves_a_document_is_tried() -> None:
    assert set(some(changing())) - set(CALLS) == set()


@pytest.mark.parametrize("verb", sorted(CALLS))
@pytest.mark.parametrize("role", list(Role))
def test_nobody_of_any_role_changes_a_notice(desks: FakeDesks, notice: Document, role: Role, verb: str) -> None:
    desk, before = desks.open_for(role), everything(desks.records())
    refused = Sealed if Permission.CHANGE_RECORDS in desk.principal.permissions else NotPermitted
    with pytest.raises(refused):
        CALLS[verb](desk, notice)
    assert everything(desks.records()) == before


def test_a_notice_is_the_system_s_and_a_letter_a_person_s(desks: FakeDesks, notice: Document) -> None:
    letter = add(desks.open_for(Role.SPECIALIST), desks.records().employees[notice.employee_id])
    assert (notice.made_by, letter.made_by) == (Maker.SYSTEM, Maker.PERSON)


@pytest.mark.parametrize("status", ["asked for", "recorded"])
def test_nothing_is_filed_in_the_place_of_a_notice_that_is_to_come(desks: FakeDesks, status: str) -> None:
    specialist = desks.open_for(Role.SPECIALIST)
    person, token = employed(specialist), an_id()
    if status == "recorded":
        desks.calls.failing = {"files.put"}
        token = raised(desks, person)
        desks.calls.failing = set()
    else:
        proposal = Proposal(code="894", effective=TODAY, changes={"pay_cents": 60_000_00}, reason="Raise")
        file_action(specialist, person.id, proposal, token, 1)
    with pytest.raises(Sealed):
        add(specialist, person, token=token)
    assert desks.records().documents == {}


def test_an_action_cannot_take_the_place_of_a_document(desks: FakeDesks) -> None:
    specialist = desks.open_for(Role.SPECIALIST)
    person = employed(specialist)
    letter = add(specialist, person)
    proposal = Proposal(code="894", effective=TODAY, changes={"pay_cents": 60_000_00}, reason="Raise")
    with pytest.raises(Invalid) as refused:
        file_action(specialist, person.id, proposal, letter.id, 1)
    assert set(refused.value.fields) == {"form"}


def test_a_document_under_an_action_s_id_is_never_taken_for_its_notice(desks: FakeDesks) -> None:
    person = employed(desks.open_for(Role.SPECIALIST))
    desks.calls.failing = {"files.put"}
    action_id = raised(desks, person)
    desks.calls.failing = set()
    desks.records().documents[person.id, action_id] = [a_document(id=action_id, employee_id=person.id)]
    with pytest.raises(Conflict):
        file_notice(desks.open_for(Role.VIEWER), person.id, action_id)
    assert desks.records().notices == {action_id: person.id}


def test_what_only_the_system_files_is_neither_filed_nor_replaced_by_hand(desks: FakeDesks) -> None:
    desk, person = desks.open_for(Role.SPECIALIST), employed(desks.open_for(Role.SPECIALIST))
    with pytest.raises(Invalid) as wrong:
        add(desk, person, type=DocumentType.PERSONNEL_ACTION)
    assert wrong.value.fields == {"type": NOT_BY_HAND}
    old = a_document(employee_id=person.id, type=DocumentType.PERSONNEL_ACTION)
    desks.records().documents[person.id, old.id] = [old]
    with pytest.raises(Invalid) as wrong:
        replaced(desk, old, a_file())
    assert wrong.value.fields["file"].startswith(NOT_BY_HAND)
    assert withdraw(desk, old).withdrawn_by
