"""What somebody decides about a request, and who may."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from humangov.domain.actions import Action, ActionStatus
from humangov.domain.employees import Employee
from humangov.domain.errors import Conflict, Invalid, NotFound, NotPermitted
from humangov.domain.events import EventKind
from humangov.domain.permissions import Role
from humangov.services import approving
from humangov.services.actions import file_action, save_draft
from humangov.services.approving import (
    list_waiting,
    reject_action,
    return_action,
    view_request,
    who_went_on,
    withdraw_action,
)
from humangov.services.desk import Desk
from tests.builders import TODAY, an_id
from tests.deciding import approve_action
from tests.fakes import FakeDesks
from tests.fakes.records import Records
from tests.unit.services.asking import NEW_PERSON, another, asked, filed, proposal, recorded

DECISIONS = {
    "returned": (return_action, EventKind.ACTION_RETURNED, ActionStatus.RETURNED),
    "rejected": (reject_action, EventKind.ACTION_REJECTED, ActionStatus.REJECTED),
    "withdrawn": (withdraw_action, EventKind.ACTION_WITHDRAWN, ActionStatus.WITHDRAWN),
}


@pytest.fixture
def supervisor(desks: FakeDesks) -> Desk:
    return desks.open_for(Role.SUPERVISOR)


@pytest.fixture
def request_(specialist: Desk, employee: Employee) -> Action:
    return asked(specialist, employee.id)


def test_what_is_approved_is_recorded_with_both_names(
    supervisor: Desk, specialist: Desk, records: Records, employee: Employee, request_: Action
) -> None:
    saved = approve_action(supervisor, employee.id, request_.id, 1)
    assert (saved.pay_cents, saved.version) == (60_000_00, 2)
    action = records.actions[employee.id][request_.id]
    assert action.approved
    assert action.recorded
    assert (action.requested.id, action.approved.id) == (specialist.principal.id, supervisor.principal.id)
    assert action.requested.at < action.approved.at <= action.recorded.at
    assert (records.waiting, records.requests, [*records.documents]) == ({}, {}, [(employee.id, action.id)])
    (event,) = records.of_kind(EventKind.ACTION_RECORDED)
    assert (event.actor_id, event.about_id) == (supervisor.principal.id, action.id)


@pytest.mark.parametrize("role", [Role.SPECIALIST, Role.VIEWER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_only_supervisors_approve_return_and_reject(
    desks: FakeDesks, employee: Employee, request_: Action, role: Role
) -> None:
    desk = another(desks, role)
    with pytest.raises(NotPermitted):
        approve_action(desk, employee.id, request_.id, 1)
    for decide in (return_action, reject_action):
        with pytest.raises(NotPermitted):
            decide(desk, employee.id, request_.id, "No", 1)


def test_to_approve_twice_records_once(
    supervisor: Desk, records: Records, employee: Employee, request_: Action
) -> None:
    saved = approve_action(supervisor, employee.id, request_.id, 1)
    assert approve_action(supervisor, employee.id, request_.id, 1) == saved
    assert len(records.of_kind(EventKind.ACTION_RECORDED)) == 1


def test_who_approves_what_somebody_else_has_approved_is_told(
    desks: FakeDesks, supervisor: Desk, employee: Employee, request_: Action
) -> None:
    approve_action(supervisor, employee.id, request_.id, 1)
    with pytest.raises(Conflict) as conflict:
        approve_action(another(desks, Role.SUPERVISOR), employee.id, request_.id, 1)
    assert isinstance(conflict.value.current, Action)
    assert conflict.value.current.approved
    assert conflict.value.current.approved.id == supervisor.principal.id


def test_a_request_that_changed_since_it_was_looked_at_is_not_approved(
    supervisor: Desk, specialist: Desk, employee: Employee, request_: Action
) -> None:
    return_action(supervisor, employee.id, request_.id, "Too much", 1)
    again = filed(specialist, employee.id, proposal("894", pay_cents=90_000_00), request_.id).action
    assert again.version == 3
    with pytest.raises(Conflict) as conflict:
        approve_action(supervisor, employee.id, request_.id, 1)
    assert conflict.value.current == again


def test_an_approval_stands_though_the_record_changed_since_it_was_asked_for(
    specialist: Desk, supervisor: Desk, employee: Employee, request_: Action
) -> None:
    filed(specialist, employee.id, proposal(title="Chief"))
    saved = approve_action(supervisor, employee.id, request_.id, 1)
    assert (saved.title, saved.pay_cents, saved.version) == ("Chief", 60_000_00, 3)


def test_what_breaks_a_rule_by_now_is_not_approved_and_goes_on_waiting(
    desks: FakeDesks, supervisor: Desk, records: Records, employee: Employee, request_: Action
) -> None:
    recorded(desks, employee.id, proposal("317", effective=TODAY - timedelta(days=1)))
    before = deepcopy(records)
    with pytest.raises(Invalid) as invalid:
        approving.approve_action(supervisor, employee.id, request_.id, 1, "")
    assert "was separated" in invalid.value.fields["effective"]
    assert records == before
    shown = view_request(supervisor, employee.id, request_.id)
    assert (shown.preview, shown.problems) == (None, invalid.value.fields)


@pytest.mark.parametrize("what", DECISIONS)
def test_a_decision_has_a_reason_and_stays_visible(
    supervisor: Desk, records: Records, employee: Employee, request_: Action, what: str
) -> None:
    decide, kind, status = DECISIONS[what]
    for reason in ("", "  ", "x" * 201, "a\x00b"):
        with pytest.raises(Invalid) as invalid:
            decide(supervisor, employee.id, request_.id, reason, 1)
        assert set(invalid.value.fields) == {"reason"}
    after = decide(supervisor, employee.id, request_.id, " Not  now ", 1)
    assert (after.status, after.decision, after.version) == (status, "Not now", 2)
    assert records.requests[employee.id, request_.id] == after
    assert bool(records.waiting) is (status is ActionStatus.RETURNED)
    (event,) = records.of_kind(kind)
    assert (event.reason, event.about_id) == ("Not now", request_.id)


@pytest.mark.parametrize("what", DECISIONS)
def test_a_decision_that_is_sent_twice_is_one(
    supervisor: Desk, records: Records, employee: Employee, request_: Action, what: str
) -> None:
    decide, kind, _ = DECISIONS[what]
    assert decide(supervisor, employee.id, request_.id, "No", 1) == decide(
        supervisor, employee.id, request_.id, "No", 1
    )
    assert len(records.of_kind(kind)) == 1


@pytest.mark.parametrize("what", DECISIONS)
def test_what_is_approved_cannot_be_decided_otherwise_any_more(
    supervisor: Desk, records: Records, employee: Employee, request_: Action, what: str
) -> None:
    approve_action(supervisor, employee.id, request_.id, 1)
    before = deepcopy(records)
    with pytest.raises(Conflict) as conflict:
        DECISIONS[what][0](supervisor, employee.id, request_.id, "No", 1)
    assert isinstance(conflict.value.current, Action)
    assert (conflict.value.current.id, records) == (request_.id, before)


@pytest.mark.parametrize("what", ["rejected", "withdrawn"])
def test_what_has_ended_is_not_approved(
    supervisor: Desk, records: Records, employee: Employee, request_: Action, what: str
) -> None:
    DECISIONS[what][0](supervisor, employee.id, request_.id, "No", 1)
    with pytest.raises(Conflict):
        approve_action(supervisor, employee.id, request_.id, 2)
    assert records.employees[employee.id] == employee


def test_a_returned_request_is_submitted_anew_and_a_draft_is_withdrawn(
    specialist: Desk, supervisor: Desk, records: Records, employee: Employee, request_: Action
) -> None:
    returned = return_action(supervisor, employee.id, request_.id, "Too much", 1)
    with pytest.raises(Conflict):
        approve_action(supervisor, employee.id, request_.id, returned.version)
    again = filed(specialist, employee.id, proposal("894", pay_cents=59_000_00), request_.id).action
    assert (again.status, again.decision, again.version) == (ActionStatus.SUBMITTED, "", 3)
    draft = save_draft(specialist, employee.id, proposal("894", pay_cents=1), an_id())
    withdraw_action(specialist, employee.id, draft.id, "A mistake", 1)
    assert [*records.waiting] == [request_.id]


def test_a_request_that_nobody_made_is_not_found(supervisor: Desk, employee: Employee) -> None:
    for who, what in ((employee.id, an_id()), (an_id(), an_id()), ("", "")):
        with pytest.raises(NotFound):
            approve_action(supervisor, who, what, 1)
        with pytest.raises(NotFound):
            view_request(supervisor, who, what)
        with pytest.raises(NotFound):
            withdraw_action(supervisor, who, what, "No", 1)


@pytest.mark.parametrize("decide", [approve_action, withdraw_action, view_request])
def test_an_appointment_that_is_approved_while_it_is_read_is_found_as_the_action_that_it_became(
    specialist: Desk, supervisor: Desk, desks: FakeDesks, decide: Callable[..., object]
) -> None:
    file_action(specialist, "", proposal("100", **NEW_PERSON), token := an_id(), 0)
    late = another(desks, Role.SUPERVISOR)

    class Slow:
        """Reads the request after somebody approved it, who came after the look for a career."""

        def get(self, *which: str) -> Action:
            approve_action(supervisor, token, token, 1)
            return late.requests.get(*which)

    words: tuple[Any, ...] = (1,) if decide is approve_action else ("No", 1)
    slow = replace(late, requests=Slow())  # type: ignore[arg-type] # all that is called
    if decide is view_request:
        assert view_request(slow, token, token).action.approved
        return
    with pytest.raises(Conflict) as conflict:
        decide(slow, token, token, *words)
    assert isinstance(conflict.value.current, Action)
    assert who_went_on(late, conflict.value.current) == (supervisor.principal.id, supervisor.principal.name)


def test_a_decision_about_what_is_approved_meanwhile_is_told_what_it_became(
    specialist: Desk, supervisor: Desk, desks: FakeDesks, employee: Employee, request_: Action
) -> None:
    class Slow:
        """Saves the request after somebody approved it, who came after the reading."""

        def __getattr__(self, name: str) -> object:
            return getattr(specialist.requests, name)

        def save(self, *parts: Any) -> Action:
            approve_action(supervisor, employee.id, request_.id, 1)
            return specialist.requests.save(*parts)

    slow = replace(specialist, requests=Slow())  # type: ignore[arg-type] # a store
    with pytest.raises(Conflict) as conflict:
        withdraw_action(slow, employee.id, request_.id, "A slip", 1)
    assert isinstance(conflict.value.current, Action)
    assert conflict.value.current.status is ActionStatus.PROCESSED


def test_the_queue_has_a_bound(
    specialist: Desk, employee: Employee, request_: Action, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(specialist, employee.id)
    assert len(list_waiting(specialist)) == 2
    monkeypatch.setattr(approving, "MOST_WAITING", 1)
    assert [line.action_id for line in list_waiting(specialist)] == [request_.id]


def test_somebody_to_be_appointed_is_looked_at_and_approved_before_they_are_on_file(
    specialist: Desk, supervisor: Desk, records: Records
) -> None:
    token = an_id()
    file_action(specialist, "", proposal("100", **NEW_PERSON), token, 0)
    shown = view_request(supervisor, token, token)
    assert (shown.is_new, shown.person.list_name, shown.problems) == (True, "Ito, Ana", {})
    assert approve_action(supervisor, token, token, 1) == records.employees[token]
    withdrawn = file_action(
        specialist, "", proposal("100", **{**NEW_PERSON, "last_name": "Ruiz"}), other := an_id(), 0
    ).action
    withdraw_action(specialist, other, other, "Went elsewhere", withdrawn.version)
    assert [*records.employees] == [token]


def test_the_queue_shows_everybody_s_requests_and_only_ones_own_drafts(
    desks: FakeDesks, specialist: Desk, supervisor: Desk, employee: Employee, request_: Action
) -> None:
    mine = save_draft(specialist, employee.id, proposal("894", pay_cents=1), an_id())
    assert [w.action_id for w in list_waiting(specialist)] == [request_.id, mine.id]
    assert [w.action_id for w in list_waiting(supervisor)] == [request_.id]
    assert list_waiting(another(desks, Role.SUPERVISOR, "wyoming")) == ()
