"""What can start, stop or change pay takes two people: by whatever code, and by undoing it too."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from humangov.domain.actions import ActionStatus, By
from humangov.domain.career import pay_moved
from humangov.domain.codes import DEFAULTS, PAY_FACTS, ActionCode
from humangov.domain.edits import EDITS
from humangov.domain.employees import Employee, Status
from humangov.domain.errors import LikelyDuplicate
from humangov.domain.permissions import Role, operator
from humangov.services.actions import file_decided
from humangov.services.desk import Desk
from tests.builders import NOW, TODAY, an_event
from tests.deciding import approve_action
from tests.fakes import FakeDesks
from tests.fakes.desks import ORIGIN
from tests.fakes.records import Records
from tests.unit.services.asking import NEW_PERSON, filed, proposal, recorded

A_MONTH = timedelta(days=30)
AWAY, GONE = TODAY - 6 * A_MONTH, TODAY - 2 * A_MONTH
CODES = {code.code: code for code in DEFAULTS}


def said(code: ActionCode) -> dict[str, Any]:
    """Other values for fields that the code may change, pay among them if it may."""
    other = {"pay_cents": 60_000_00, "fte_hundredths": 80, "title": "Chief", "last_name": "Garza"}
    return {name: value for name, value in other.items() if name in code.fields}


def bring_to(desks: FakeDesks, employee: Employee, code: ActionCode) -> None:
    """Let the person stand where an action of the code is possible."""
    if code.code[0] == "2":
        recorded(desks, employee.id, proposal("460", effective=AWAY))
    if code.appoints:
        recorded(desks, employee.id, proposal("317", effective=AWAY))


def alone(code: ActionCode) -> bool:
    return code.code in {"740", "790", "780"}


@pytest.mark.parametrize("code", DEFAULTS, ids=lambda code: code.code)
def test_who_asks_for_what_moves_pay_waits_whatever_the_code(
    desks: FakeDesks, specialist: Desk, employee: Employee, code: ActionCode
) -> None:
    bring_to(desks, employee, code)
    done = filed(specialist, employee.id, proposal(code.code, **said(code)))
    assert (done.employee is not None) is alone(code)


@pytest.mark.parametrize("code", DEFAULTS, ids=lambda code: code.code)
@pytest.mark.parametrize("undo", ["cancelled", "corrected", "moved"])
def test_who_undoes_what_moved_pay_waits_as_well(
    desks: FakeDesks, specialist: Desk, employee: Employee, code: ActionCode, undo: str
) -> None:
    bring_to(desks, employee, code)
    before = recorded(desks, employee.id, proposal(code.code, effective=GONE, **said(code)))[0]
    wanted = {
        "cancelled": proposal("001", target=before),
        "corrected": proposal("002", target=before, effective=None, reason="In other words"),
        "moved": proposal("002", target=before, effective=GONE + A_MONTH),
    }[undo]
    done = filed(specialist, employee.id, wanted)
    assert (done.employee is not None) is alone(code)


def test_nobody_comes_into_pay_alone_by_a_separation_that_is_cancelled(
    desks: FakeDesks, specialist: Desk, employee: Employee
) -> None:
    left, _ = recorded(desks, employee.id, proposal("317", effective=GONE))
    request = filed(specialist, employee.id, proposal("001", target=left)).action
    assert request.status is ActionStatus.SUBMITTED
    assert specialist.employees.get(employee.id).status is Status.SEPARATED
    approve_action(desks.open_for(Role.SUPERVISOR), employee.id, request.id, request.version)
    assert specialist.employees.get(employee.id).status is Status.ACTIVE


def test_what_an_action_did_to_pay_counts_and_not_what_its_code_may_do_by_now(
    desks: FakeDesks, specialist: Desk, employee: Employee
) -> None:
    """An import brings a code that the list does not have; the state takes a field from one that it has."""
    office = desks.open(desks.states["california"], operator("ana"), ORIGIN)
    file_decided(office, employee.id, proposal("721", pay_cents=70_000_00, effective=GONE), "moved", By("b", "B", NOW))
    overview = office.organization.overview()
    office.organization.save_codes(overview, (replace(overview.code("721"), fields=("title",)),), an_event())
    assert filed(specialist, employee.id, proposal("721", title="Chief")).employee
    assert filed(specialist, employee.id, proposal("001", target="moved")).employee is None


def allow_alone(desks: FakeDesks, *codes: str, **changes: Any) -> None:
    office = desks.open(desks.states["california"], operator("ana"), ORIGIN)
    overview = office.organization.overview()
    own = tuple(replace(CODES[code], alone_because="Payroll checks each", **changes) for code in codes)
    office.organization.save_codes(overview, own, an_event())


def test_a_state_that_says_why_lets_one_person_do_it_and_undo_it(
    desks: FakeDesks, specialist: Desk, employee: Employee
) -> None:
    allow_alone(desks, "460")
    away = filed(specialist, employee.id, proposal("460", effective=GONE))
    assert away.employee
    assert filed(specialist, employee.id, proposal("001", target=away.action.id)).employee
    assert filed(specialist, employee.id, proposal("317")).employee is None


def test_a_reason_lets_one_person_move_no_more_of_pay_than_its_code_can(
    desks: FakeDesks, specialist: Desk, employee: Employee
) -> None:
    raised, _ = recorded(desks, employee.id, proposal("894", pay_cents=60_000_00, effective=GONE))
    allow_alone(desks, "894", fields=("fte_hundredths",))
    assert filed(specialist, employee.id, proposal("894", fte_hundredths=80)).employee
    assert filed(specialist, employee.id, proposal("001", target=raised)).employee is None


def test_a_likeness_is_told_also_where_nobody_else_looks(
    desks: FakeDesks, specialist: Desk, records: Records, employee: Employee
) -> None:
    allow_alone(desks, "100", fields=CODES["100"].fields)
    same = {**NEW_PERSON, "first_name": "Jose", "last_name": "Garcia", "birth_date": employee.birth_date}
    with pytest.raises(LikelyDuplicate):
        filed(specialist, "", proposal("100", **same))
    assert len(records.employees) == 1


def test_no_edit_of_facts_reaches_what_moves_pay() -> None:
    assert not [kind for kind, edit in EDITS.items() if edit.fields & PAY_FACTS]


def test_nothing_moves_between_a_career_and_itself(desks: FakeDesks, employee: Employee) -> None:
    recorded(desks, employee.id, proposal("317", effective=GONE))
    actions = desks.open_for(Role.SPECIALIST).employees.career(employee.id).actions
    assert pay_moved(actions, actions) == frozenset()
    assert pay_moved(actions[:1], actions) == {"status"}
