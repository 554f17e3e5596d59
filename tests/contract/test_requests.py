"""The contract of ports.RequestStore."""

from dataclasses import replace
from datetime import date

import pytest

from humangov.aws.careers import action_text, read_action
from humangov.aws.items import plain, read
from humangov.domain.actions import Action, ActionStatus, Waiting, waiting_line
from humangov.domain.employees import EmploymentType, PayBasis
from humangov.domain.errors import Conflict, NotFound
from humangov.domain.events import EventFilter, EventKind
from humangov.domain.permissions import operator
from humangov.services.desk import Desk
from tests.builders import TODAY, a_by, an_action, an_employee, an_entry, an_event, an_id

ASKED, WITHDRAWN = ActionStatus.SUBMITTED, ActionStatus.WITHDRAWN


def a_request(**changes: object) -> Action:
    return an_action(**{"status": ASKED, "recorded": None, **changes})


def saved(desk: Desk, request: Action, before: Action | None = None) -> Action:
    event = an_event(kind=EventKind.ACTION_SUBMITTED)
    person = an_employee(id=request.employee_id)
    return desk.requests.save(before, request, waiting_line(request, person), event)


def later(request: Action, **changes: object) -> Action:
    return replace(request, version=request.version + 1, **changes)  # type: ignore[arg-type] # names of fields


def test_a_request_comes_back_as_it_was_saved(desk: Desk) -> None:
    whole = a_request(
        code="002",
        title="Correction of 100 Permanent appointment",
        nature="100",
        first=True,
        changes={
            "birth_date": date(1984, 5, 17),
            "pay_cents": 58_240_00,
            "pay_basis": PayBasis.HOURLY,
            "suffix": "",
            "employment_type": EmploymentType.INTERN,
            "former_names": ("José O'Brien",),
            "fte_hundredths": 50,
        },
        authority="Gov. Code 19815",
        remarks="One line\nand another",
        exception="Market",
        corrects=an_id(),
        decision="Which title?",
        mass=an_id(),
        hands=(a_by(), a_by(name="Kim Ito", person=an_id())),
        version=7,
    )
    assert saved(desk, whole) == whole
    assert desk.requests.get(whole.employee_id, whole.id) == whole


def test_a_request_of_before_hands_were_kept_is_read_as_one_hand() -> None:
    request = a_request()
    assert "hands" not in action_text(request)
    found = read_action(action_text(request))
    assert (found.hands, found.requested.person) == ((), "")
    asker = replace(operator("ana"), id=request.requested.id)
    assert found.is_work_of(asker)
    assert not found.is_work_of(replace(asker, id="another"))


def test_the_queue_tells_whose_hands_were_in_a_request_and_a_line_of_before_that_nobody_is_known(desk: Desk) -> None:
    person = an_id()
    saved(desk, a_request(requested=a_by(person=person)))
    (line,) = desk.requests.waiting(10, lambda line: line.status is ASKED)
    assert line.persons == (person,)
    approver = replace(operator("ana"), employee_id=person)
    assert not line.is_for(approver)
    before = {name: value for name, value in plain(line).items() if name != "persons"}
    assert read(Waiting, before).is_for(approver)


def test_a_request_that_was_never_saved_or_is_another_persons_is_not_found(desk: Desk) -> None:
    request = saved(desk, a_request())
    for person, action in ((request.employee_id, an_id()), (an_id(), request.id), ("", ""), ("x" * 3000, "#")):
        with pytest.raises(NotFound):
            desk.requests.get(person, action)


def test_another_states_request_is_not_found(desk: Desk, neighbor: Desk) -> None:
    theirs = saved(neighbor, a_request())
    assert desk.requests.waiting(10, bool) == ()
    with pytest.raises(NotFound):
        desk.requests.get(theirs.employee_id, theirs.id)


def test_the_same_form_sent_twice_asks_once(desk: Desk) -> None:
    request = saved(desk, a_request())
    assert saved(desk, replace(request, reason="typed later")) == request
    assert len(desk.requests.waiting(10, bool)) == 1
    assert len(desk.audit.page(EventFilter(), "", 10).items) == 1


def test_of_two_who_decide_the_second_is_told_what_is_so_now(desk: Desk) -> None:
    request = saved(desk, a_request())
    returned = saved(desk, later(request, status=ActionStatus.RETURNED, decision="Which title?"), request)
    with pytest.raises(Conflict) as conflict:
        saved(desk, later(request, status=WITHDRAWN), request)
    assert conflict.value.current == returned
    assert desk.requests.get(request.employee_id, request.id) == returned


def test_the_same_decision_sent_twice_is_saved_once(desk: Desk) -> None:
    request = saved(desk, a_request())
    withdrawn = later(request, status=WITHDRAWN, decision="A mistake")
    assert saved(desk, withdrawn, request) == saved(desk, withdrawn, request) == withdrawn
    assert len(desk.audit.page(EventFilter(), "", 10).items) == 2


def test_the_queue_has_the_open_requests_of_all_people_the_oldest_first(desk: Desk) -> None:
    first, second, third = (saved(desk, a_request()) for _ in range(3))
    saved(desk, later(second, status=WITHDRAWN, decision="A mistake"), second)
    assert [line.action_id for line in desk.requests.waiting(10, bool)] == [first.id, third.id]
    assert [line.action_id for line in desk.requests.waiting(1, bool)] == [first.id]


def test_the_line_of_a_request_says_whose_it_is_and_how_far(desk: Desk) -> None:
    draft = saved(desk, a_request(status=ActionStatus.DRAFT))
    request = saved(desk, later(draft, status=ASKED, requested=a_by("Sam Ito")), draft)
    (line,) = desk.requests.waiting(10, bool)
    assert line == waiting_line(request, an_employee(id=request.employee_id))
    assert (line.status, line.requested_by, line.effective) == (ASKED, "Sam Ito", TODAY)


def test_a_request_that_ended_stays_in_the_folder_and_one_that_is_processed_does_not(desk: Desk) -> None:
    employee = desk.employees.record(an_entry(an_employee()), an_event())
    ended, processed = (saved(desk, a_request(employee_id=employee.id)) for _ in range(2))
    rejected = saved(desk, later(ended, status=ActionStatus.REJECTED, decision="No"), ended)
    assert desk.employees.folder(employee.id).requests == (processed, rejected)
    entry = an_entry(replace(employee, version=2, token=processed.id), employee, request=processed)
    desk.employees.record(entry, an_event())
    assert desk.employees.folder(employee.id).requests == (rejected,)
    assert desk.requests.waiting(10, bool) == ()


def test_a_request_that_is_processed_is_not_found_and_cannot_be_changed_or_asked_anew(desk: Desk) -> None:
    request = saved(desk, a_request())
    employee = an_employee(id=request.employee_id)
    desk.employees.record(an_entry(employee, request=request), an_event())
    with pytest.raises(NotFound):
        desk.requests.get(request.employee_id, request.id)
    with pytest.raises(NotFound):
        saved(desk, later(request, status=WITHDRAWN), request)
    with pytest.raises(NotFound):
        saved(desk, request)
    assert desk.requests.waiting(10, bool) == ()
