"""Nobody approves what they had a hand in."""

from dataclasses import replace

import pytest

from humangov.domain.actions import Action
from humangov.domain.employees import Employee
from humangov.domain.errors import Invalid
from humangov.domain.permissions import Role
from humangov.services.actions import save_draft
from humangov.services.approving import NOT_YOUR_OWN, THEIR_OWN, list_waiting, return_action
from humangov.services.desk import Desk
from humangov.services.home import Waits, view_home
from tests.builders import an_account, an_id
from tests.deciding import approve_action
from tests.fakes import FakeDesks
from tests.fakes.desks import ORIGIN
from tests.fakes.records import Records
from tests.unit.services.asking import another, asked, filed, proposal


@pytest.fixture
def request_(specialist: Desk, employee: Employee) -> Action:
    return asked(specialist, employee.id)


def test_nobody_approves_what_they_ask_for(desks: FakeDesks, records: Records, employee: Employee) -> None:
    both = desks.open_for(Role.SUPERVISOR)
    request = asked(both, employee.id)
    with pytest.raises(Invalid) as invalid:
        approve_action(both, employee.id, request.id, 1)
    assert invalid.value.fields == {"form": NOT_YOUR_OWN}
    assert records.employees[employee.id] == employee
    assert approve_action(another(desks, Role.SUPERVISOR), employee.id, request.id, 1).version == 2


def test_who_asks_is_who_asked_last(desks: FakeDesks, specialist: Desk, employee: Employee, request_: Action) -> None:
    """Whoever submits a returned request is answerable for it, whoever began it."""
    one, two = another(desks, Role.SUPERVISOR), another(desks, Role.SUPERVISOR)
    return_action(one, employee.id, request_.id, "Too much", 1)
    again = filed(two, employee.id, proposal("894", pay_cents=59_000_00), request_.id).action
    with pytest.raises(Invalid):
        approve_action(two, employee.id, request_.id, again.version)
    assert approve_action(one, employee.id, request_.id, again.version).pay_cents == 59_000_00


def test_whoever_had_a_hand_in_any_version_does_not_approve_it(
    desks: FakeDesks, records: Records, employee: Employee
) -> None:
    one, two, three, four = (another(desks, Role.SUPERVISOR) for _ in range(4))
    request = asked(one, employee.id)
    for editor in (two, three):
        returned = return_action(four, employee.id, request.id, "Say why", request.version)
        request = filed(editor, employee.id, proposal("894", pay_cents=60_000_00), returned.id).action
    assert [by.id for by in request.hands] == [one.principal.id, two.principal.id]
    for desk in (one, two, three):
        with pytest.raises(Invalid) as invalid:
            approve_action(desk, employee.id, request.id, request.version)
        assert invalid.value.fields == {"form": NOT_YOUR_OWN}
    assert [w.is_for(desk.principal) for w in list_waiting(four) for desk in (one, two, three, four)] == [
        *[False] * 3,
        True,
    ]
    approve_action(four, employee.id, request.id, request.version)
    assert records.actions[employee.id][request.id].hands == request.hands


def test_who_kept_a_draft_and_got_it_back_is_one_hand(specialist: Desk, employee: Employee) -> None:
    draft = save_draft(specialist, employee.id, proposal("894", pay_cents=59_000_00), an_id())
    request = filed(specialist, employee.id, proposal("894", pay_cents=60_000_00), draft.id).action
    assert (request.requested.id, request.hands) == (specialist.principal.id, ())


def test_an_account_in_another_role_of_the_same_person_is_still_the_same_account(
    desks: FakeDesks, employee: Employee
) -> None:
    account = an_account(role=Role.SPECIALIST)
    request = asked(desks.open(desks.states["california"], account.principal, ORIGIN), employee.id)
    promoted = replace(account, role=Role.SUPERVISOR).principal
    with pytest.raises(Invalid):
        approve_action(desks.open(desks.states["california"], promoted, ORIGIN), employee.id, request.id, 1)


def test_nobody_approves_by_another_account_what_they_had_a_hand_in(desks: FakeDesks, employee: Employee) -> None:
    person = an_id()
    one, two = another(desks, Role.SPECIALIST, person=person), another(desks, Role.SUPERVISOR, person=person)
    colleague, reader = another(desks, Role.SPECIALIST), another(desks, Role.SUPERVISOR, person=an_id())
    request = asked(one, employee.id)
    for editor in (None, colleague):
        if editor:
            returned = return_action(reader, employee.id, request.id, "Say why", request.version)
            request = filed(editor, employee.id, proposal("894", pay_cents=59_000_00), returned.id).action
        with pytest.raises(Invalid) as invalid:
            approve_action(two, employee.id, request.id, request.version)
        assert invalid.value.fields == {"form": NOT_YOUR_OWN}
        assert [view_home(desk).waits for desk in (two, reader)] == [Waits(), Waits(to_approve=1)]
    assert approve_action(reader, employee.id, request.id, request.version).pay_cents == 59_000_00


def test_who_somebody_was_when_they_asked_stays_though_the_account_is_linked_anew(
    desks: FakeDesks, employee: Employee
) -> None:
    person = an_id()
    account, approver = an_account(role=Role.SPECIALIST), another(desks, Role.SUPERVISOR, person=person)
    first, later = (
        desks.open(desks.states["california"], replace(account, employee_id=linked).principal, ORIGIN)
        for linked in (person, "")
    )
    draft = save_draft(first, employee.id, proposal("894", pay_cents=59_000_00), an_id())
    request = filed(later, employee.id, proposal("894", pay_cents=60_000_00), draft.id).action
    assert [by.person for by in (request.requested, *request.hands)] == ["", person]
    with pytest.raises(Invalid):
        approve_action(approver, employee.id, request.id, request.version)


def test_accounts_that_are_linked_to_nobody_are_not_taken_for_one_person(desks: FakeDesks, employee: Employee) -> None:
    request = asked(another(desks, Role.SPECIALIST), employee.id)
    assert approve_action(another(desks, Role.SUPERVISOR), employee.id, request.id, 1).version == 2


def linked(desks: FakeDesks, desk: Desk, person: str) -> Desk:
    """The desk of an account that is linked to an employee from now on."""
    account = replace(desks.records().accounts[desk.principal.id], employee_id=person)
    desks.records().accounts[account.id] = account
    return desks.open(desks.states["california"], account.principal, ORIGIN)


def test_who_asked_is_known_by_another_account_though_both_were_linked_later(
    desks: FakeDesks, employee: Employee, request_: Action, specialist: Desk
) -> None:
    person = an_id()
    linked(desks, specialist, person)
    with pytest.raises(Invalid) as wrong:
        approve_action(another(desks, Role.SUPERVISOR, person=person), employee.id, request_.id, 1)
    assert wrong.value.fields == {"form": NOT_YOUR_OWN}


def test_what_somebody_asked_about_their_own_record_before_they_were_linked_to_it_is_not_approved(
    desks: FakeDesks, employee: Employee, request_: Action, specialist: Desk
) -> None:
    linked(desks, specialist, employee.id)
    with pytest.raises(Invalid) as wrong:
        approve_action(another(desks, Role.SUPERVISOR), employee.id, request_.id, 1)
    assert wrong.value.fields == {"form": THEIR_OWN}
