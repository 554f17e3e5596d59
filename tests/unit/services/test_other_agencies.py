"""Requests and positions of other agencies, before somebody who is limited to some."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from humangov.domain.actions import Action, ActionStatus, waiting_line
from humangov.domain.employees import Employee
from humangov.domain.errors import Invalid, NotFound
from humangov.domain.permissions import Role
from humangov.services.approving import (
    approve_action,
    list_waiting,
    reject_action,
    return_action,
    view_request,
    who_went_on,
    withdraw_action,
)
from humangov.services.desk import Desk
from humangov.services.offering import offer_request
from humangov.services.positions import BENEATH, change_position, create_position
from humangov.services.scope import OUTSIDE
from tests.builders import TODAY, a_position, a_request, an_employee, an_event, an_id, facts
from tests.deciding import seen
from tests.fakes import FakeDesks
from tests.fakes.records import Records
from tests.unit.services.asking import NEW_PERSON, another, asked, filed, proposal

DEEDS: dict[str, Callable[[Desk, Action, str], object]] = {
    "look": lambda d, a, _: view_request(d, a.employee_id, a.id),
    "approve": lambda d, a, seen: approve_action(d, a.employee_id, a.id, a.version, seen),
    "return": lambda d, a, _: return_action(d, a.employee_id, a.id, "No", a.version),
    "reject": lambda d, a, _: reject_action(d, a.employee_id, a.id, "No", a.version),
    "withdraw": lambda d, a, _: withdraw_action(d, a.employee_id, a.id, "No", a.version),
    "change": lambda d, a, _: offer_request(d, a.employee_id, a.id),
}


@pytest.fixture
def dot(desks: FakeDesks) -> Desk:
    """The desk of a supervisor who is limited to Transportation; José García works for Motor Vehicles."""
    desks.limit(Role.SUPERVISOR, "DOT")
    return desks.open_for(Role.SUPERVISOR)


def requests_of(desks: FakeDesks, employee: Employee) -> dict[str, Action]:
    """A raise of José's, and an appointment to Motor Vehicles."""
    specialist = another(desks, Role.SPECIALIST)
    return {
        "of somebody on file": asked(specialist, employee.id),
        "of somebody new": filed(specialist, "", proposal("100", **NEW_PERSON)).action,
    }


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("whose", ["of somebody on file", "of somebody new"])
def test_a_request_about_another_agency_is_not_found_whatever_is_asked_of_it(
    desks: FakeDesks, dot: Desk, records: Records, employee: Employee, whose: str, deed: str
) -> None:
    request = requests_of(desks, employee)[whose]
    digest = seen(another(desks, Role.SUPERVISOR), request.employee_id, request.id)
    if deed == "change":
        request = replace(request, status=ActionStatus.RETURNED)
        records.requests[request.employee_id, request.id] = request
    before, people = dict(records.requests), dict(records.employees)
    with pytest.raises(NotFound):
        DEEDS[deed](dot, request, digest)
    assert (records.requests, records.employees) == (before, people)


def test_the_same_deeds_are_done_where_no_limit_stands_in_the_way(
    desks: FakeDesks, records: Records, employee: Employee
) -> None:
    for deed in DEEDS.values():
        desk = another(desks, Role.SUPERVISOR)
        request = asked(another(desks, Role.SPECIALIST), employee.id, pay_cents=60_000_00 + len(records.events))
        if deed is DEEDS["change"]:
            request = return_action(desk, employee.id, request.id, "No", request.version)
        assert deed(desk, request, seen(desk, employee.id, request.id))


def test_a_request_of_the_own_agencies_is_decided_and_those_of_others_do_not_wait(
    desks: FakeDesks, dot: Desk, records: Records, employee: Employee
) -> None:
    requests_of(desks, employee)
    mine = an_employee(last_name="Okafor", agency="DOT", department="BRI")
    records.employees[mine.id] = mine
    request = asked(another(desks, Role.SPECIALIST), mine.id)
    assert [line.action_id for line in list_waiting(dot)] == [request.id]
    assert approve_action(dot, mine.id, request.id, 1, seen(dot, mine.id, request.id)).pay_cents == 60_000_00
    assert who_went_on(dot, records.actions[mine.id][request.id]) == (dot.principal.id, dot.principal.name)


def test_a_request_about_another_agency_is_not_saved(dot: Desk, records: Records, employee: Employee) -> None:
    request = a_request(employee, status=ActionStatus.SUBMITTED)
    with pytest.raises(Invalid) as wrong:
        dot.requests.save(None, request, waiting_line(request, employee), an_event())
    assert (wrong.value.fields, records.requests) == ({"agency": OUTSIDE}, {})


@pytest.fixture
def chart(records: Records) -> None:
    """P-1 of Motor Vehicles, under P-3 of Transportation; P-2 of Transportation under nobody."""
    bridges = facts(agency="DOT", unit="BRI")
    kept = (
        a_position(facts(supervisor="P-3"), number="P-1"),
        a_position(bridges, number="P-2"),
        a_position(bridges, number="P-3"),
    )
    records.positions |= {position.number: position for position in kept}


@pytest.mark.usefixtures("chart")
def test_the_supervisor_field_does_not_tell_whether_another_agency_has_a_position(dot: Desk, records: Records) -> None:
    said = {}
    for number in ("P-1", "P-77"):
        with pytest.raises(Invalid) as wrong:
            change_position(dot, "P-2", {"supervisor": number}, TODAY, 1, an_id())
        said[number] = wrong.value.fields["supervisor"].replace(number, "")
        with pytest.raises(Invalid) as wrong:
            create_position(dot, "P-9", facts(agency="DOT", unit="BRI", supervisor=number), an_id())
        assert wrong.value.fields["supervisor"].replace(number, "") == said[number]
    assert said["P-1"] == said["P-77"]
    assert change_position(dot, "P-2", {"supervisor": "P-3"}, TODAY, 1, an_id()).facts_on(TODAY)
    assert records.positions["P-2"].version == 2


@pytest.mark.usefixtures("chart")
def test_a_supervisor_elsewhere_that_was_there_before_keeps_nobody_from_other_changes(
    dot: Desk, administrator: Desk
) -> None:
    change_position(administrator, "P-2", {"supervisor": "P-1"}, TODAY, 1, an_id())
    now = change_position(dot, "P-2", {"title": "Chief"}, TODAY, 2, an_id()).facts_on(TODAY)
    assert now
    assert (now.title, now.supervisor) == ("Chief", "P-1")


@pytest.mark.usefixtures("chart")
def test_a_circle_by_way_of_another_agency_is_told_without_its_positions(dot: Desk, administrator: Desk) -> None:
    change_position(administrator, "P-2", {"supervisor": "P-1"}, TODAY, 1, an_id())
    with pytest.raises(Invalid) as wrong:
        change_position(dot, "P-3", {"supervisor": "P-2"}, TODAY, 1, an_id())
    assert wrong.value.fields == {"supervisor": BENEATH}
    with pytest.raises(Invalid) as wrong:
        change_position(administrator, "P-3", {"supervisor": "P-2"}, TODAY, 1, an_id())
    assert "P-1" in wrong.value.fields["supervisor"]
