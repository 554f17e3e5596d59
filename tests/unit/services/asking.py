"""Proposals, and an office of two who take them through."""

from datetime import date
from typing import Any

from humangov.domain.actions import Action
from humangov.domain.employees import Employee
from humangov.domain.errors import Invalid
from humangov.domain.permissions import Role
from humangov.services.actions import Filed, file_action
from humangov.services.desk import Desk
from humangov.services.proposing import Proposal
from tests.builders import TODAY, an_account, an_id
from tests.deciding import approve_action
from tests.fakes import FakeDesks
from tests.fakes.desks import ORIGIN

NEW_PERSON: dict[str, Any] = {
    "first_name": "Ana",
    "last_name": "Ito",
    "birth_date": date(1990, 2, 28),
    "agency": "DMV",
    "department": "LIC",
    "title": "Examiner",
    "pay_cents": 52_000_00,
}


def another(desks: FakeDesks, role: Role, slug: str = "california", person: str = "") -> Desk:
    """The desk of one more account of a role, linked to an employee if one is given."""
    return desks.open(desks.states[slug], an_account(role=role, employee_id=person).principal, ORIGIN)


def proposal(code: str = "740", **more: Any) -> Proposal:
    """A new title from today on, unless told otherwise; changes of the record are given by name."""
    words = {n: more.pop(n) for n in ("reason", "authority", "remarks", "exception", "target") if n in more}
    effective = more.pop("effective", TODAY)
    changes = more or ({"title": "Chief"} if code == "740" else {})
    return Proposal(code=code, effective=effective, changes=changes, **{"reason": "As agreed", **words})


def filed(desk: Desk, employee_id: str, asked: Proposal, token: str = "") -> Filed:
    """What becomes of it, filed by somebody who sees the record as it is."""
    version = desk.employees.get(employee_id).version if employee_id else 0
    return file_action(desk, employee_id, asked, token or an_id(), version)


def asked(desk: Desk, employee_id: str, **more: Any) -> Action:
    """A raise that waits."""
    return filed(desk, employee_id, proposal("894", pay_cents=more.pop("pay_cents", 60_000_00), **more)).action


def recorded(desks: FakeDesks, employee_id: str, wanted: Proposal) -> tuple[str, Employee]:
    """The action's id and the record, filed by a specialist and approved by a supervisor where that is needed."""
    done = filed(desks.open_for(Role.SPECIALIST), employee_id, wanted)
    if done.employee:
        return done.action.id, done.employee
    owner, action = done.action.employee_id, done.action
    return action.id, approve_action(desks.open_for(Role.SUPERVISOR), owner, action.id, action.version)


def refused(desk: Desk, employee_id: str, wanted: Proposal) -> dict[str, str]:
    """What is said against it."""
    try:
        filed(desk, employee_id, wanted)
    except Invalid as invalid:
        return invalid.fields
    raise AssertionError("it was accepted")
