"""What somebody is shown of a request."""

from datetime import timedelta

import pytest

from humangov.domain.actions import Action
from humangov.domain.employees import Employee
from humangov.domain.errors import NotFound
from humangov.domain.events import EventKind
from humangov.domain.permissions import Role
from humangov.domain.shown import Shown
from humangov.services import approving
from humangov.services.actions import file_action, save_draft
from humangov.services.alike import Alike
from humangov.services.approving import reject_action, return_action, view_request, who_went_on
from humangov.services.desk import Desk
from humangov.services.subjects import label_of
from tests.builders import TODAY, an_employee, an_id
from tests.fakes import FakeDesks
from tests.fakes.records import Records
from tests.unit.services.asking import NEW_PERSON, asked, filed, proposal, recorded


@pytest.fixture
def supervisor(desks: FakeDesks) -> Desk:
    return desks.open_for(Role.SUPERVISOR)


@pytest.fixture
def request_(specialist: Desk, employee: Employee) -> Action:
    return asked(specialist, employee.id)


def test_to_look_at_a_request_is_an_event_and_shows_what_it_would_do(
    supervisor: Desk, records: Records, employee: Employee, request_: Action
) -> None:
    shown = view_request(supervisor, employee.id, request_.id)
    assert shown.preview
    assert shown.preview.step
    assert (shown.person, shown.is_new, shown.problems) == (employee, False, {})
    assert shown.preview.step.after.pay_cents == 60_000_00
    (event,) = records.of_kind(EventKind.EMPLOYEE_VIEWED)
    assert (event.subject, event.about) == (f"employee:{employee.id}", "894 General adjustment")
    assert (event.subject_label, event.agency) == (label_of(employee), employee.agency)
    assert (shown.action, shown.owner, shown.alike) == (request_, "", Alike())
    assert shown.told
    assert shown.overview == supervisor.organization.overview()
    assert [event.kind for event in shown.history] == [EventKind.ACTION_SUBMITTED]


def test_the_way_of_a_request_tells_of_no_other_and_begins_at_its_start(
    specialist: Desk, supervisor: Desk, employee: Employee, request_: Action
) -> None:
    asked(specialist, employee.id, pay_cents=61_000_00)
    return_action(supervisor, employee.id, request_.id, "Too much", 1)
    way = view_request(supervisor, employee.id, request_.id).history
    assert [event.kind for event in way] == [EventKind.ACTION_SUBMITTED, EventKind.ACTION_RETURNED]


def test_neither_looks_nor_what_others_are_about_push_the_way_of_a_request_out_of_reach(
    specialist: Desk, supervisor: Desk, records: Records, request_: Action, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(approving, "MOST_EVENTS", 2)
    other = an_employee()
    records.employees[other.id] = other
    for _ in range(3):
        view_request(supervisor, request_.employee_id, request_.id)
        asked(specialist, other.id)
    way = view_request(supervisor, request_.employee_id, request_.id).history
    assert [event.kind for event in way] == [EventKind.ACTION_SUBMITTED]


def test_a_request_stands_behind_what_was_recorded_of_its_day_meanwhile_and_an_action_stays_where_it_is(
    desks: FakeDesks, supervisor: Desk, employee: Employee, request_: Action
) -> None:
    titled, _ = recorded(desks, employee.id, proposal(title="Chief"))
    assert (request_.sequence, view_request(supervisor, employee.id, request_.id).action.sequence) == (1, 2)
    recorded(desks, employee.id, proposal(title="Clerk"))
    assert view_request(supervisor, employee.id, request_.id).action.sequence == 3
    assert view_request(supervisor, employee.id, titled).action.sequence == 1


def test_a_correction_that_waits_stands_where_that_stood_what_it_corrects_unless_it_moves_it_to_another_day(
    desks: FakeDesks, specialist: Desk, supervisor: Desk, employee: Employee
) -> None:
    yesterday = TODAY - timedelta(days=1)
    raised, _ = recorded(desks, employee.id, proposal("894", pay_cents=60_000_00))
    for day in (TODAY, yesterday):
        recorded(desks, employee.id, proposal(title=f"Chief of {day}", effective=day))
    places = {}
    for day in (TODAY, yesterday):
        wanted = proposal("002", target=raised, pay_cents=61_000_00, effective=day)
        fixing = filed(specialist, employee.id, wanted).action
        places[day] = view_request(supervisor, employee.id, fixing.id).action.sequence
    assert places == {TODAY: 1, yesterday: 2}


def test_of_what_has_ended_nothing_is_previewed(supervisor: Desk, employee: Employee, request_: Action) -> None:
    reject_action(supervisor, employee.id, request_.id, "No budget", 1)
    shown = view_request(supervisor, employee.id, request_.id)
    assert (shown.preview, shown.told, shown.shown, shown.problems) == (None, None, Shown(0, ()), {})


def test_a_request_that_is_not_possible_any_more_says_why(
    desks: FakeDesks, supervisor: Desk, employee: Employee, request_: Action
) -> None:
    recorded(desks, employee.id, proposal("317"))
    shown = view_request(supervisor, employee.id, request_.id)
    assert (shown.preview, shown.told, shown.shown, shown.owner) == (None, None, Shown(0, ()), "")
    assert set(shown.problems) == {"effective"}


def test_a_request_for_a_number_that_is_taken_by_now_says_whose_it_is(
    specialist: Desk, supervisor: Desk, records: Records
) -> None:
    token = an_id()
    file_action(specialist, "", proposal("100", **NEW_PERSON, number="E9"), token, 0)
    taker = an_employee(number="E9")
    records.employees[taker.id] = taker
    shown = view_request(supervisor, token, token)
    assert shown.problems == {"number": "Another employee has this employee number."}
    assert (shown.owner, shown.preview) == (taker.id, None)


def test_the_drafts_of_others_are_not_looked_at(
    desks: FakeDesks, specialist: Desk, supervisor: Desk, employee: Employee
) -> None:
    draft = save_draft(specialist, employee.id, proposal(), an_id())
    assert view_request(specialist, employee.id, draft.id).action == draft
    with pytest.raises(NotFound):
        view_request(supervisor, employee.id, draft.id)


def test_who_comes_second_is_told_who_did_the_last_step(
    specialist: Desk, supervisor: Desk, records: Records, employee: Employee, request_: Action
) -> None:
    assert who_went_on(supervisor, request_) == (specialist.principal.id, specialist.principal.name)
    returned = return_action(supervisor, employee.id, request_.id, "Too much", 1)
    assert who_went_on(specialist, returned) == (supervisor.principal.id, supervisor.principal.name)
    again = filed(specialist, employee.id, proposal("894", pay_cents=59_000_00), request_.id).action
    assert who_went_on(supervisor, again) == (specialist.principal.id, specialist.principal.name)
    records.events.clear()
    assert who_went_on(supervisor, again) == ("", "")
