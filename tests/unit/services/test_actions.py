"""Ask for actions: filed, drafted, sent twice, looked at first."""

from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta

import pytest

from humangov.domain.actions import ActionStatus
from humangov.domain.employees import Employee, Status
from humangov.domain.errors import Conflict, Invalid, LikelyDuplicate, NotFound
from humangov.domain.events import EventKind
from humangov.domain.organization import Overview
from humangov.domain.permissions import Role, operator
from humangov.services.actions import check_action, file_action, file_decided, save_draft
from humangov.services.approving import reject_action
from humangov.services.desk import Desk
from tests.builders import NOW, TODAY, a_by, an_event, an_id
from tests.deciding import approve_action
from tests.fakes import FakeDesks
from tests.fakes.desks import ORIGIN
from tests.fakes.records import Records
from tests.unit.services.asking import NEW_PERSON, another, asked, filed, proposal, recorded


@pytest.fixture
def supervisor(desks: FakeDesks) -> Desk:
    return desks.open_for(Role.SUPERVISOR)


@pytest.fixture
def office(desks: FakeDesks) -> Desk:
    """An operator's desk."""
    return desks.open(desks.states["california"], operator("ana"), ORIGIN)


def test_an_action_that_nobody_else_must_approve_is_recorded_at_once(
    specialist: Desk, records: Records, employee: Employee
) -> None:
    wanted = proposal(title="Chief", authority=" GC  19815 ", remarks="One\r\n two ")
    done = filed(specialist, employee.id, wanted)
    assert done.employee
    assert (done.employee.title, done.employee.version) == ("Chief", 2)
    action = records.actions[employee.id][done.action.id]
    assert (action.status, action.label) == (ActionStatus.PROCESSED, "740 Position change")
    assert (action.authority, action.remarks, action.sequence) == ("GC 19815", "One\ntwo", 1)
    assert action.approved
    assert action.approved.id == action.requested.id == specialist.principal.id
    assert [*records.documents] == [(employee.id, action.id)]
    (event,) = records.of_kind(EventKind.ACTION_RECORDED)
    assert (event.act, event.about_id, event.reason) == ("740 Position change", action.id, "As agreed")
    assert [(c.field, c.before, c.after) for c in event.changes] == [("title", "Licensing examiner", "Chief")]


def test_what_moves_pay_waits_for_somebody_else_and_changes_nothing_yet(
    specialist: Desk, records: Records, employee: Employee
) -> None:
    request = asked(specialist, employee.id)
    assert request.status is ActionStatus.SUBMITTED
    assert records.employees[employee.id] == employee
    assert employee.id not in records.actions
    (line,) = records.waiting.values()
    assert (line.action_id, line.name, line.requested_by_id) == (request.id, "García, José", specialist.principal.id)
    assert len(records.of_kind(EventKind.ACTION_SUBMITTED)) == 1


def test_the_same_form_sent_twice_records_once(specialist: Desk, records: Records, employee: Employee) -> None:
    token = an_id()
    first = file_action(specialist, employee.id, proposal(), token, 1)
    again = file_action(specialist, employee.id, proposal(title="typed later"), token, 1)
    assert again.employee == first.employee
    assert len(records.of_kind(EventKind.ACTION_RECORDED)) == 1


def test_the_same_form_sent_twice_asks_once(specialist: Desk, records: Records, employee: Employee) -> None:
    token = an_id()
    raised = proposal("894", pay_cents=60_000_00)
    assert file_action(specialist, employee.id, raised, token, 1) == file_action(
        specialist, employee.id, raised, token, 1
    )
    assert len(records.of_kind(EventKind.ACTION_SUBMITTED)) == 1


def test_an_appointment_that_is_sent_again_after_it_was_approved_makes_nobody_twice(
    specialist: Desk, supervisor: Desk, records: Records
) -> None:
    token = an_id()
    file_action(specialist, "", proposal("100", **NEW_PERSON), token, 0)
    made = approve_action(supervisor, token, token, 1)
    assert file_action(specialist, "", proposal("100", **NEW_PERSON), token, 0).employee == made
    assert (len(records.employees), records.waiting, records.issued_numbers) == (1, {}, 1)


def test_who_saw_the_record_as_it_is_no_more_is_shown_the_record_as_it_is(specialist: Desk, employee: Employee) -> None:
    now = filed(specialist, employee.id, proposal()).employee
    with pytest.raises(Conflict) as conflict:
        file_action(specialist, employee.id, proposal(title="Clerk"), an_id(), 1)
    assert conflict.value.current == now


def test_a_person_or_a_code_that_is_not_there_is_not_found(specialist: Desk, employee: Employee) -> None:
    for who, code in ((an_id(), "740"), (employee.id, "999"), (employee.id, ""), ("", "740"), ("", "292")):
        with pytest.raises(NotFound):
            file_action(specialist, who, proposal(code), an_id(), 1)


def test_a_code_that_is_offered_no_more_is_not_found(specialist: Desk, office: Desk, employee: Employee) -> None:
    overview = office.organization.overview()
    retired = replace(overview.code("740"), active=False)
    office.organization.save_codes(overview, (retired,), an_event())
    with pytest.raises(NotFound):
        filed(specialist, employee.id, proposal())


def test_a_person_who_is_probably_on_file_is_shown_before_anybody_is_asked(
    specialist: Desk, records: Records, employee: Employee
) -> None:
    same = {**NEW_PERSON, "first_name": "Jose", "last_name": "Garcia", "birth_date": employee.birth_date}
    with pytest.raises(LikelyDuplicate):
        file_action(specialist, "", proposal("100", **same), an_id(), 0)
    assert not records.requests
    file_action(specialist, "", proposal("100", **same), an_id(), 0, another_person=True)
    assert len(records.requests) == 1


def test_an_appointed_person_gets_the_next_number_and_the_whole_record(desks: FakeDesks, records: Records) -> None:
    hired = date(2026, 1, 5)
    _, saved = recorded(desks, "", proposal("100", effective=hired, **{**NEW_PERSON, "first_name": " Ana "}))
    assert (saved.number, saved.first_name, saved.status, saved.hire_date) == ("000001", "Ana", Status.ACTIVE, hired)
    assert (saved.version, saved.status_since) == (1, hired)
    (event,) = records.of_kind(EventKind.EMPLOYEE_APPOINTED)
    assert event.subject_label == "000001 Ito, Ana"


def test_looking_at_what_an_action_would_do_saves_nothing_but_the_look(
    specialist: Desk, records: Records, employee: Employee
) -> None:
    before = deepcopy(records)
    checked = check_action(specialist, employee.id, proposal(effective=TODAY - timedelta(days=9)), an_id())
    assert checked.preview.step
    assert checked.preview.step.before
    assert (checked.preview.step.before.title, checked.preview.step.after.title) == ("Licensing examiner", "Chief")
    assert (checked.needs_second_person, checked.preview.later) == (False, ())
    (event,) = records.events
    records.events.clear()
    assert (event.kind, records) == (EventKind.EMPLOYEE_VIEWED, before)


def test_what_comes_after_a_retroactive_action_is_shown_recomputed(desks: FakeDesks, employee: Employee) -> None:
    recorded(desks, employee.id, proposal(title="Chief"))
    before = TODAY - timedelta(days=30)
    checked = check_action(
        desks.open_for(Role.SPECIALIST), employee.id, proposal("894", effective=before, pay_cents=70_000_00), an_id()
    )
    assert checked.needs_second_person
    (later,) = checked.preview.later
    assert (later.after.title, later.after.pay_cents) == ("Chief", 70_000_00)


def test_what_was_on_the_same_day_before_is_not_shown_as_changed(desks: FakeDesks, employee: Employee) -> None:
    recorded(desks, employee.id, proposal(title="Chief"))
    checked = check_action(desks.open_for(Role.SPECIALIST), employee.id, proposal(title="Clerk"), an_id())
    assert checked.preview.later == ()


def test_a_draft_is_kept_though_it_breaks_rules_and_is_submitted_by_the_same_form(
    specialist: Desk, records: Records, employee: Employee
) -> None:
    token = an_id()
    draft = save_draft(specialist, employee.id, proposal("894", pay_cents=-1), token)
    assert (draft.status, draft.version) == (ActionStatus.DRAFT, 1)
    changed = save_draft(specialist, employee.id, proposal("894", pay_cents=1), token)
    assert (changed.version, changed.changes) == (2, {"pay_cents": 1})
    request = file_action(specialist, employee.id, proposal("894", pay_cents=60_000_00), token, 1).action
    assert (request.status, request.version) == (ActionStatus.SUBMITTED, 3)
    assert [line.status for line in records.waiting.values()] == [ActionStatus.SUBMITTED]


def test_a_draft_of_what_needs_no_approval_is_recorded_and_gone(
    specialist: Desk, records: Records, employee: Employee
) -> None:
    token = an_id()
    save_draft(specialist, employee.id, proposal(title="Clerk"), token)
    assert filed(specialist, employee.id, proposal(), token).employee
    assert (records.waiting, records.requests) == ({}, {})


def test_what_was_asked_for_decided_or_recorded_is_no_draft_any_more(
    specialist: Desk, supervisor: Desk, records: Records, employee: Employee
) -> None:
    request = asked(specialist, employee.id)
    done = filed(specialist, employee.id, proposal())
    rejected = asked(specialist, employee.id, pay_cents=61_000_00)
    reject_action(supervisor, employee.id, rejected.id, "No money", 1)
    before = deepcopy(records)
    for token in (request.id, done.action.id, rejected.id):
        with pytest.raises(Conflict):
            save_draft(specialist, employee.id, proposal(title="Clerk"), token)
    assert records == before


def test_a_request_that_ended_is_not_asked_for_anew_by_its_form(
    specialist: Desk, supervisor: Desk, employee: Employee
) -> None:
    request = asked(specialist, employee.id)
    rejected = reject_action(supervisor, employee.id, request.id, "No money", 1)
    with pytest.raises(Conflict) as conflict:
        filed(specialist, employee.id, proposal("894", pay_cents=1_00), request.id)
    assert conflict.value.current == rejected


def test_what_was_decided_elsewhere_is_recorded_once_and_without_a_notice_unless_somebody_approved(
    office: Desk, records: Records
) -> None:
    token, by = an_id(), a_by(at=NOW)
    made = file_decided(office, "", proposal("100", **NEW_PERSON), token)
    assert file_decided(office, "", proposal("100", **NEW_PERSON), token) == made
    raised = file_decided(office, made.id, proposal("894", pay_cents=60_000_00), action := an_id(), by)
    assert file_decided(office, made.id, proposal("894", pay_cents=60_000_00), action, by) == raised
    assert (raised.pay_cents, raised.version) == (60_000_00, 2)
    assert records.notices == {action: made.id}
    assert len(records.events) == 2


def test_somebody_of_another_state_can_neither_be_acted_on_nor_asked_about(
    desks: FakeDesks, employee: Employee, specialist: Desk
) -> None:
    request = asked(specialist, employee.id)
    theirs = another(desks, Role.SPECIALIST, "wyoming")
    with pytest.raises(NotFound):
        file_action(theirs, employee.id, proposal(), an_id(), 1)
    with pytest.raises(NotFound):
        approve_action(another(desks, Role.SUPERVISOR, "wyoming"), employee.id, request.id, 1)


def test_to_cancel_or_correct_what_moved_pay_takes_two_even_where_its_code_says_otherwise_by_now(
    desks: FakeDesks, office: Desk, specialist: Desk, employee: Employee
) -> None:
    raised, _ = recorded(desks, employee.id, proposal("894", pay_cents=60_000_00))
    assert filed(specialist, employee.id, proposal("002", target=raised, reason="Typo")).employee is None
    overview = office.organization.overview()
    bare = replace(overview.code("894"), fields=())
    office.organization.save_codes(overview, (bare,), an_event())
    assert filed(specialist, employee.id, proposal("001", target=raised)).employee is None


def test_the_overview_of_a_state_without_agencies_appoints_nobody(desks: FakeDesks) -> None:
    bare = FakeDesks(agencies=())
    assert bare.open_for(Role.SPECIALIST).organization.overview() == Overview()
    with pytest.raises(Invalid) as invalid:
        recorded(bare, "", proposal("100", **NEW_PERSON))
    assert "agency" in invalid.value.fields


def test_two_actions_on_one_day_keep_their_order(desks: FakeDesks, employee: Employee) -> None:
    past = TODAY - timedelta(days=3)
    titles = [recorded(desks, employee.id, proposal(title=t, effective=past))[1].title for t in ("Clerk", "Chief")]
    assert titles == ["Clerk", "Chief"]
