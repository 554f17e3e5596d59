"""The contract of ports.EmployeeStore about the ledger: what an entry saves, what it refuses, what is due."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from humangov.aws import keys
from humangov.aws.employees import TOO_MUCH
from humangov.aws.items import encoded
from humangov.domain.actions import Action, ActionStatus, waiting_line
from humangov.domain.career import next_due, record_as_of
from humangov.domain.codes import ActionCode
from humangov.domain.employees import Employee, Status
from humangov.domain.errors import Conflict, Invalid, NotFound, Unavailable
from humangov.domain.events import EventFilter
from humangov.domain.lists import Listing
from humangov.domain.opening import opening
from humangov.domain.organization import Overview
from humangov.domain.positions import Position, seated
from humangov.services.desk import Desk
from humangov.services.folders import Entry
from tests.builders import (
    NOW,
    TODAY,
    a_by,
    a_position,
    an_action,
    an_employee,
    an_entry,
    an_event,
    an_id,
    an_incumbency,
    facts,
)
from tests.contract.unlucky import LOST, unlucky
from tests.contract.worlds import Aws, open_desk

TOMORROW = TODAY + timedelta(days=1)


def appointed(desk: Desk, **changes: Any) -> Employee:
    return desk.employees.record(an_entry(an_employee(**changes)), an_event())


def next_entry(desk: Desk, employee_id: str, *actions: Action, day: date = TODAY, **changes: Any) -> Entry:
    """What makes the ledger one with these actions, by the fold."""
    folder = desk.employees.career(employee_id)
    kept = [a for a in folder.actions if a.id not in {b.id for b in actions}]
    ledger, before = (*kept, *actions), folder.employee
    after = record_as_of(ledger, day)
    assert after
    after = replace(after, version=before.version + 1, token=an_id(), due=next_due(ledger, day))
    entry = Entry(before=before, after=after, was=folder.actions if folder.stored else (), ledger=ledger, day=day)
    return replace(entry, **changes)


def act(employee: Employee, effective: date = TODAY, sequence: int = 1, **changes: Any) -> Action:
    return an_action(employee_id=employee.id, effective=effective, sequence=sequence, **changes)


def leave(employee: Employee, effective: date, **changes: Any) -> Action:
    return act(employee, effective, code="460", title="Leave without pay", changes={}, **changes)


def test_a_ledger_comes_back_whole_and_in_the_order_in_which_it_takes_effect(desk: Desk) -> None:
    employee = appointed(desk)
    late, second = act(employee, TOMORROW), act(employee, sequence=2, approved=a_by("Ana Ito"), authority="GC 1")
    first = act(employee)
    for action in (late, second, first):
        desk.employees.record(next_entry(desk, employee.id, action), an_event())
    folder = desk.employees.career(employee.id)
    assert folder.actions == (opening(employee)[0], first, second, late)
    assert folder.stored
    assert folder.employee.due == TOMORROW
    assert desk.employees.folder(employee.id).actions == ()


def test_a_record_that_is_older_than_the_ledger_gets_the_one_that_must_have_led_to_it(desk: Desk) -> None:
    away = an_employee(status=Status.LEAVE, status_since=date(2020, 2, 29))
    employee = desk.employees.record(an_entry(away, ledger=()), an_event())
    folder = desk.employees.career(employee.id)
    assert (folder.actions, folder.stored) == (opening(employee), False)
    back = act(employee, code="292", changes={})
    desk.employees.record(next_entry(desk, employee.id, back), an_event())
    assert desk.employees.career(employee.id).actions == (*opening(employee), back)
    assert desk.organization.headcount_on(TODAY, date(2020, 3, 1), TODAY) == {("DMV", Status.LEAVE): 1}


def test_another_states_career_is_not_found_and_nothing_of_it_is_due(desk: Desk, neighbor: Desk) -> None:
    theirs = appointed(neighbor)
    neighbor.employees.record(next_entry(neighbor, theirs.id, act(theirs, TOMORROW)), an_event())
    for strange in (theirs.id, an_id(), "", "x" * 3000):
        with pytest.raises(NotFound):
            desk.employees.career(strange)
    assert tuple(desk.employees.due(TOMORROW)) == ()
    assert tuple(neighbor.employees.due(TOMORROW)) == (theirs.id,)


def test_an_action_and_the_one_that_cancels_it_name_each_other(desk: Desk) -> None:
    employee = appointed(desk)
    desk.employees.record(next_entry(desk, employee.id, raised := act(employee)), an_event())
    undoing = act(employee, sequence=2, code="001", nature="", changes={}, cancels=raised.id)
    linked = replace(raised, cancelled_by=undoing.id)
    desk.employees.record(next_entry(desk, employee.id, linked, undoing), an_event())
    assert desk.employees.career(employee.id).actions[1:] == (linked, undoing)


def test_an_entry_of_a_record_that_is_another_one_by_now_is_refused_whole(desk: Desk) -> None:
    employee = appointed(desk)
    mine = next_entry(desk, employee.id, leave(employee, TOMORROW))
    theirs = desk.employees.record(next_entry(desk, employee.id, act(employee)), an_event())
    with pytest.raises(Conflict) as conflict:
        desk.employees.record(mine, an_event())
    assert conflict.value.current == theirs
    assert len(desk.employees.career(employee.id).actions) == 2
    assert tuple(desk.employees.due(TOMORROW)) == ()
    assert desk.organization.headcount_on(TODAY, TOMORROW, TODAY) == {("DMV", Status.ACTIVE): 1}


def asked(desk: Desk, employee: Employee) -> Action:
    request = act(employee, status=ActionStatus.SUBMITTED, recorded=None)
    return desk.requests.save(None, request, waiting_line(request, employee), an_event())


def withdrawn(desk: Desk, request: Action, employee: Employee) -> Action:
    after = replace(request, status=ActionStatus.WITHDRAWN, version=2)
    return desk.requests.save(request, after, waiting_line(after, employee), an_event())


def test_an_entry_of_a_request_that_was_withdrawn_is_refused_and_the_record_stays(desk: Desk) -> None:
    employee = appointed(desk)
    request = asked(desk, employee)
    withdrawn(desk, request, employee)
    with pytest.raises(Conflict) as conflict:
        desk.employees.record(next_entry(desk, employee.id, act(employee), request=request), an_event())
    assert conflict.value.current == employee


def test_an_appointment_whose_request_was_withdrawn_is_refused_and_there_is_nobody_to_name(desk: Desk) -> None:
    employee = an_employee()
    request = asked(desk, employee)
    withdrawn(desk, request, employee)
    with pytest.raises(Conflict) as conflict:
        desk.employees.record(an_entry(employee, request=request), an_event())
    assert conflict.value.current is None
    assert desk.organization.overview().count() == 0


def sitting(position: Position, employee: Employee) -> tuple[Position, Position]:
    return position, seated(position, employee.id, [an_incumbency(employee_id=employee.id, from_day=TODAY)])


def test_an_entry_seats_a_person_in_their_position_and_its_unit(desk: Desk) -> None:
    employee, position = appointed(desk), desk.positions.create(a_position(), an_event())
    seats = (sitting(position, employee),)
    desk.employees.record(next_entry(desk, employee.id, act(employee), seats=seats), an_event())
    assert desk.positions.get(position.number) == seats[0][1]
    assert desk.positions.in_unit("DMV", "LIC").items[0].incumbents == seats[0][1].incumbents


def test_an_entry_that_saw_a_position_as_it_is_no_more_is_refused_and_the_record_stays(desk: Desk) -> None:
    employee, position = appointed(desk), desk.positions.create(a_position(), an_event())
    entry = next_entry(desk, employee.id, act(employee), seats=(sitting(position, employee),))
    now = desk.positions.change(position, replace(position, version=2, token=an_id()), an_event())
    with pytest.raises(Conflict) as conflict:
        desk.employees.record(entry, an_event())
    assert conflict.value.current == employee
    assert desk.positions.get(position.number) == now


def test_what_is_to_come_is_due_on_its_day_the_oldest_first(desk: Desk) -> None:
    one, two, three = (appointed(desk, first_name=name) for name in ("Ana", "Bo", "Cy"))
    for employee, days in ((one, 3), (two, 2), (three, 9)):
        day = TODAY + timedelta(days=days)
        desk.employees.record(next_entry(desk, employee.id, act(employee, day)), an_event())
    assert tuple(desk.employees.due(TODAY + timedelta(days=1))) == ()
    assert tuple(desk.employees.due(TODAY + timedelta(days=3))) == (two.id, one.id)
    assert next(desk.employees.due(TODAY + timedelta(days=3))) == two.id


def test_what_was_entered_on_its_day_is_due_no_more_and_the_next_one_is(desk: Desk) -> None:
    employee = appointed(desk)
    after = TOMORROW + timedelta(days=1)
    for day in (TOMORROW, after):
        desk.employees.record(next_entry(desk, employee.id, act(employee, day)), an_event())
    desk.employees.record(next_entry(desk, employee.id, day=TOMORROW), an_event())
    assert desk.employees.get(employee.id).due == after
    assert tuple(desk.employees.due(TOMORROW)) == ()
    assert tuple(desk.employees.due(after)) == (employee.id,)


def test_headcount_of_a_day_counts_who_stood_where_by_what_was_known(desk: Desk) -> None:
    employee = appointed(desk)
    appointed(desk, first_name="Ana", agency="DOT", department="ROA", hire_date=TOMORROW, status_since=TOMORROW)
    away = leave(employee, TODAY - timedelta(days=40))
    desk.employees.record(next_entry(desk, employee.id, away, day=TOMORROW), an_event())

    def counted(day: date, known: date) -> object:
        return desk.organization.headcount_on(TODAY - timedelta(days=400), day, known)

    assert counted(TODAY, TODAY) == {("DMV", Status.ACTIVE): 1}
    assert counted(TODAY, TOMORROW) == {("DMV", Status.LEAVE): 1}
    assert counted(TOMORROW, TOMORROW) == {("DMV", Status.LEAVE): 1, ("DOT", Status.ACTIVE): 1}
    assert counted(TODAY - timedelta(days=41), TOMORROW) == {("DMV", Status.ACTIVE): 1}
    assert counted(date(2015, 6, 30), TOMORROW) == {}
    assert counted(TOMORROW, TODAY - timedelta(days=1)) == {}


def test_the_list_of_another_day_shows_people_as_they_stood_and_were_known(desk: Desk) -> None:
    employee = appointed(desk)
    starting = appointed(desk, first_name="Ana", hire_date=TOMORROW, status_since=TOMORROW)
    away = leave(employee, TODAY, recorded=a_by(at=NOW + timedelta(days=2)))
    desk.employees.record(next_entry(desk, employee.id, away), an_event())

    def listed(day: date, known: datetime | None = None) -> list[tuple[str, Status]]:
        return [(row.id, row.status) for row in desk.directory.page_on(Listing(), day, known).items]

    assert listed(TODAY) == [(employee.id, Status.LEAVE)]
    assert listed(TODAY, NOW) == [(employee.id, Status.ACTIVE)]
    assert listed(TOMORROW) == [(starting.id, Status.ACTIVE), (employee.id, Status.LEAVE)]
    assert listed(date(2015, 6, 30)) == []


def test_codes_in_which_a_state_differs_are_saved_once_and_read_with_the_agencies(desk: Desk) -> None:
    own = (ActionCode(code="731", title="Detail", fields=("position",), second_person=True),)
    desk.organization.save_codes(Overview(), own, an_event())
    overview = desk.organization.overview()
    assert (overview.own_codes, overview.codes_version) == (own, 1)
    assert overview.code("731") == own[0]
    with pytest.raises(Conflict) as conflict:
        desk.organization.save_codes(Overview(), (), an_event())
    assert conflict.value.current == overview


def raw(aws: Aws, partition: str) -> list[dict[str, Any]]:
    """What lies in a partition of California's table."""
    values = encoded({":pk": partition})
    found = aws.dynamodb.query(
        TableName=aws.california.table, KeyConditionExpression="pk = :pk", ExpressionAttributeValues=values
    )
    return found["Items"]


def test_the_notice_of_an_approved_action_is_marked_as_still_to_be_filed(aws: Aws) -> None:
    desk = open_desk(aws.desks)
    employee = appointed(desk)
    approved, decided_elsewhere = act(employee, approved=a_by()), act(employee, sequence=2)
    for action in (approved, decided_elsewhere):
        desk.employees.record(next_entry(desk, employee.id, action), an_event())
    desk.employees.record(next_entry(desk, employee.id, replace(approved, cancelled_by=an_id())), an_event())
    assert [(i["sk"]["S"], i["employee"]["S"]) for i in raw(aws, keys.NOTICES)] == [(approved.id, employee.id)]


def test_a_process_looks_for_what_is_due_until_it_finds_nothing_and_anew_on_the_next_day(aws: Aws) -> None:
    desks = aws.desks
    desk = open_desk(desks)
    employee = appointed(desk)
    desk.employees.record(next_entry(desk, employee.id, act(employee, TOMORROW)), an_event())

    def queries(day: date) -> int:
        with desks.metered() as usage:
            tuple(open_desk(desks).employees.due(day))
        return usage.operations.get("Query", 0)

    assert [queries(TODAY), queries(TODAY)] == [1, 0]
    assert [queries(TOMORROW), queries(TOMORROW)] == [1, 1]
    desk.employees.record(next_entry(desk, employee.id, day=TOMORROW), an_event())
    assert [queries(TOMORROW), queries(TOMORROW), queries(TODAY)] == [1, 0, 0]
    with desks.metered() as usage:
        tuple(open_desk(desks, "wyoming").employees.due(TOMORROW))
    assert usage.operations["Query"] == 1


def test_an_entry_whose_answer_was_lost_is_done_when_the_form_comes_again(aws: Aws) -> None:
    desk, client = unlucky(aws, "transact_write_items", done=True)
    employee = appointed(desk)
    request = asked(desk, employee)
    entry = next_entry(desk, employee.id, act(employee, TOMORROW, approved=a_by()), request=request)
    client._ways = [LOST]
    with pytest.raises(Unavailable):
        desk.employees.record(entry, an_event())
    assert desk.employees.record(entry, an_event()) == entry.after
    assert len(desk.employees.career(employee.id).actions) == 2
    assert len(desk.audit.page(EventFilter(), "", 10).items) == 3


def test_what_is_more_than_a_transaction_holds_is_refused_whole(aws: Aws) -> None:
    desk = open_desk(aws.desks)
    employee = appointed(desk)
    positions = [a_position(facts(), number=f"P{n}") for n in range(60)]
    seats = tuple(sitting(position, employee) for position in positions)
    with pytest.raises(Invalid) as refused:
        desk.employees.record(next_entry(desk, employee.id, act(employee), seats=seats), an_event())
    assert refused.value.fields == {"form": TOO_MUCH}
    assert desk.employees.get(employee.id) == employee
