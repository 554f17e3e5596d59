"""The contract of ports: who is probably the same new person, and whose a number or an e-mail is."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from humangov.domain.actions import Action, ActionStatus, seat_of, waiting_line
from humangov.domain.permissions import Principal, Role
from humangov.services.desk import Desk
from humangov.services.scope import SOMEBODY_ASKED_FOR
from tests.builders import an_account, an_action, an_employee, an_entry, an_event, an_id

PERSON = {"first_name": "Zoë", "last_name": "De La Cruz", "birth_date": date(1990, 2, 28), "agency": "DMV"}
SAME = {"first_name": "Delacruz", "last_name": "Zoe", "birth_date": date(1990, 2, 28), "agency": "DMV"}
OTHER = {"first_name": "Ana", "last_name": "Ito", "birth_date": date(1991, 1, 1), "agency": "DOT"}


def appointment(desk: Desk, **said: Any) -> Action:
    """An appointment that is asked for."""
    token, status = an_id(), said.pop("status", ActionStatus.SUBMITTED)
    changes = {"number": "", "email": "", **said}
    asked = an_action(
        id=token, employee_id=token, code="100", first=True, changes=changes, recorded=None, status=status
    )
    return saved(desk, None, asked)


def saved(desk: Desk, before: Action | None, after: Action) -> Action:
    known = {k: v for k, v in after.changes.items() if k in ("number", "first_name", "last_name", "agency")}
    line = waiting_line(after, an_employee(id=after.employee_id, **known))
    return desk.requests.save(before, after, line, an_event())


def later(desk: Desk, before: Action, **changes: Any) -> Action:
    return saved(desk, before, replace(before, version=before.version + 1, **changes))


def found(desk: Desk, action: Action) -> list[str]:
    return [line.action_id for line in desk.requests.alike(action)]


def test_two_requests_for_one_person_find_each_other(desk: Desk) -> None:
    one, other, nobody = appointment(desk, **PERSON), appointment(desk, **SAME), appointment(desk, **OTHER)
    assert (found(desk, one), found(desk, other), found(desk, nobody)) == ([other.id], [one.id], [])
    (line,) = desk.requests.alike(one)
    assert (line.name, line.requested_by) == ("Zoe, Delacruz", "Dana Lee")


@pytest.mark.parametrize("said", [{"number": "E-77"}, {"email": "Zoe@agency.gov"}])
def test_a_number_and_an_e_mail_are_found_too_whatever_their_case(desk: Desk, said: dict[str, str]) -> None:
    one = appointment(desk, **PERSON, **said)
    other = appointment(desk, **OTHER, **{name: value.lower() for name, value in said.items()})
    assert (found(desk, one), found(desk, other)) == ([other.id], [one.id])


@pytest.mark.parametrize("status", [ActionStatus.WITHDRAWN, ActionStatus.REJECTED])
def test_what_ended_is_not_found_and_what_is_returned_is(desk: Desk, status: ActionStatus) -> None:
    one, other = appointment(desk, **PERSON), appointment(desk, **SAME)
    one = later(desk, one, status=ActionStatus.RETURNED)
    assert found(desk, other) == [one.id]
    later(desk, one, status=status)
    assert found(desk, other) == []


def test_drafts_are_not_found_until_they_are_asked_for(desk: Desk) -> None:
    draft, other = appointment(desk, **PERSON, status=ActionStatus.DRAFT), appointment(desk, **SAME)
    assert (found(desk, other), found(desk, draft)) == ([], [other.id])
    later(desk, draft, status=ActionStatus.SUBMITTED)
    assert found(desk, other) == [draft.id]


def test_a_request_is_found_by_what_it_says_now(desk: Desk) -> None:
    one, other, third = appointment(desk, **PERSON), appointment(desk, **SAME), appointment(desk, **OTHER)
    later(desk, one, changes={**one.changes, **OTHER})
    assert (found(desk, other), found(desk, third)) == ([], [one.id])


def test_a_request_that_is_recorded_is_a_record_and_no_request(desk: Desk) -> None:
    one, other = appointment(desk, **PERSON), appointment(desk, **SAME)
    person = an_employee(id=one.id, **PERSON)
    desk.employees.record(replace(an_entry(person), request=one), an_event())
    assert found(desk, other) == []
    assert [row.id for row in desk.employees.same_person(an_employee(**SAME))] == [one.id]


def test_a_request_about_somebody_on_file_finds_nobody(desk: Desk) -> None:
    appointment(desk, **PERSON)
    assert found(desk, an_action(changes=PERSON)) == []


def test_another_states_requests_and_values_are_not_found(desk: Desk, neighbor: Desk) -> None:
    one = appointment(neighbor, **PERSON)
    theirs = neighbor.employees.record(an_entry(an_employee(email="jose@agency.gov")), an_event())
    assert found(desk, replace(one, id=an_id())) == []
    assert desk.employees.taken(replace(theirs, id=an_id())) == {}


def test_a_taken_number_and_e_mail_are_told_with_whose_they_are(desk: Desk) -> None:
    kept = desk.employees.record(an_entry(an_employee(number="E77", email="Jose@agency.gov")), an_event())
    assert desk.employees.taken(an_employee(number="e77", email="jose@AGENCY.gov")) == {
        "number": kept.id,
        "email": kept.id,
    }
    assert desk.employees.taken(an_employee(number="E78")) == {}
    assert desk.employees.taken(an_employee(number="", email="")) == {}
    assert desk.employees.taken(kept) == {}


def test_who_is_limited_to_another_agency_learns_that_there_is_somebody_and_not_who(desk: Desk) -> None:
    kept = desk.employees.record(an_entry(an_employee(number="E77")), an_event())
    one = appointment(desk, **PERSON)
    principal: Principal = replace(an_account(role=Role.SPECIALIST).principal, agencies=("DOT",))
    limited = replace(desk, principal=principal)
    assert limited.requests.alike(replace(one, id=an_id())) == (SOMEBODY_ASKED_FOR,)
    assert limited.employees.taken(an_employee(number="E77", agency="DOT")) == {"number": ""}
    assert kept.agency == "DMV"


def test_requests_for_one_position_find_each_other_whoever_they_are_about(desk: Desk) -> None:
    moves = an_action(code="721", changes={"position": "P-9"}, status=ActionStatus.SUBMITTED, recorded=None)
    one, other = saved(desk, None, moves), appointment(desk, **PERSON, position="p-9")
    for action, found_one in ((one, other), (other, one)):
        assert [line.action_id for line in desk.requests.alike(action, seat_of)] == [found_one.id]
        assert found(desk, action) == []
    later(desk, one, changes={"position": ""})
    assert desk.requests.alike(other, seat_of) == ()
