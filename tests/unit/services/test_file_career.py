"""Careers that are brought in whole."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from humangov.domain.career import record_as_of
from humangov.domain.employees import Status, differences
from humangov.domain.errors import Invalid, NotPermitted
from humangov.domain.events import EventKind
from humangov.domain.permissions import Role, operator
from humangov.services import careers
from humangov.services.careers import Decided, file_career
from humangov.services.desk import Desk
from humangov.services.proposing import Proposal
from tests.builders import TODAY, a_by, a_position, an_event, an_id, facts
from tests.fakes.desks import ORIGIN, FakeDesks

HIRED = date(2015, 7, 1)
NEW = {
    "number": "A-1",
    "first_name": "José",
    "last_name": "García",
    "birth_date": date(1984, 5, 17),
    "agency": "DMV",
    "department": "LIC",
    "title": "Licensing examiner",
    "pay_cents": 50_000_00,
}


@pytest.fixture
def desk(desks: FakeDesks) -> Desk:
    return desks.open(desks.states["california"], operator("tests"), ORIGIN)


def decided(code: str, day: date, *, late: int = 0, **more: Any) -> Decided:
    """An action that was recorded on its day, or so many days later."""
    at = datetime.combine(day + timedelta(days=late), time(18), UTC)
    proposal = Proposal(code=code, effective=day, **{"reason": "As decided", **more})
    approved = replace(a_by("Kim Park"), at=at)
    return Decided(
        proposal=proposal, token=an_id(at), recorded_at=at, requested=a_by("Ada Cole", at), approved=approved
    )


def a_career(**first: Any) -> list[Decided]:
    """Appointed, paid more, on leave and back, and to be paid more soon."""
    return [
        decided("100", HIRED, changes={**NEW, **first}),
        decided("892", date(2018, 7, 2), changes={"pay_cents": 52_000_00}),
        decided("460", date(2020, 1, 6)),
        decided("293", date(2020, 3, 2), late=9),
        decided("894", date(2026, 5, 1), late=-70, changes={"pay_cents": 54_000_00}),
    ]


def test_a_career_is_saved_at_once_and_the_record_is_its_fold(desk: Desk, desks: FakeDesks) -> None:
    career = a_career()
    with desks.metered() as usage:
        employee = file_career(desk, career)
    assert usage.operations == {"organization.overview": len(career), "employees.record": 1}
    folder = desk.employees.career(employee.id)
    fold = record_as_of(folder.actions, TODAY)
    assert fold
    assert (folder.employee, differences(employee, fold)) == (employee, {})
    assert (employee.id, employee.version, employee.due) == (career[0].token, 1, date(2026, 5, 1))


def test_every_action_says_who_asked_who_approved_and_when_it_was_recorded(desk: Desk, desks: FakeDesks) -> None:
    career = a_career()
    employee = file_career(desk, career)
    actions = {a.id: a for a in desk.employees.career(employee.id).actions}
    for each in career:
        action = actions[each.token]
        assert (action.requested, action.approved, action.recorded_at) == (
            each.requested,
            each.approved,
            each.recorded_at,
        )
    events = [e for e in desks.records().events if e.subject == f"employee:{employee.id}"]
    assert [e.kind for e in events] == [EventKind.EMPLOYEE_APPOINTED] + [EventKind.ACTION_RECORDED] * 4
    assert [e.at for e in events] == [each.recorded_at for each in career]
    assert desks.records().notices == {}


def test_each_action_is_known_from_its_own_day_on(desk: Desk, desks: FakeDesks) -> None:
    employee = file_career(desk, a_career())
    known = desk.organization.headcount_on(date.min, date(2020, 3, 5), date(2020, 3, 5))
    assert known == {("DMV", Status.LEAVE): 1}
    late = desk.organization.headcount_on(date.min, date(2020, 3, 5), date(2020, 3, 12))
    assert late == {("DMV", Status.ACTIVE): 1}
    assert set(desks.records().actions[employee.id]) <= set(desks.records().recorded_on)


def test_the_same_career_again_changes_nothing(desk: Desk, desks: FakeDesks) -> None:
    career = a_career()
    employee = file_career(desk, career)
    events = len(desks.records().events)
    assert file_career(desk, career) == employee
    assert len(desks.records().events) == events


def test_what_does_not_fit_is_saved_behind_and_a_run_that_was_broken_off_goes_on(
    desk: Desk, desks: FakeDesks, monkeypatch: pytest.MonkeyPatch
) -> None:
    career = a_career()
    whole = file_career(desk, career)
    ledger = desk.employees.career(whole.id).actions
    monkeypatch.setattr(careers, "ROOM_OF_A_NEW_PERSON", 12)
    other = FakeDesks()
    again = other.open(other.states["california"], desk.principal, ORIGIN)
    file_career(again, career[:2])
    assert file_career(again, career).version > 1
    found = again.employees.career(whole.id)
    assert [(a.id, a.effective, a.changes) for a in found.actions] == [(a.id, a.effective, a.changes) for a in ledger]
    assert differences(found.employee, whole) == {}


def test_positions_are_filled_and_left_as_the_career_says(desk: Desk) -> None:
    first, second = (desk.positions.create(a_position(), an_event()).number for _ in range(2))
    moved = decided("721", date(2019, 7, 1), changes={"position": second})
    employee = file_career(desk, [*a_career(position=first)[:2], moved])
    assert [(i.from_day, i.to_day) for i in desk.positions.get(first).incumbents] == [(HIRED, date(2019, 7, 1))]
    assert [(i.from_day, i.to_day) for i in desk.positions.get(second).incumbents] == [(date(2019, 7, 1), None)]
    assert employee.position == second


def test_two_who_follow_each_other_in_a_position_may_be_brought_in_in_any_order(desk: Desk) -> None:
    one, other = (desk.positions.create(a_position(), an_event()).number for _ in range(2))
    left = decided("721", date(2019, 7, 1), changes={"position": other})
    came = decided("721", date(2019, 7, 1), changes={"position": one})
    for career in ([*a_career(position="", number="A-2")[:2], came], [*a_career(position=one)[:2], left]):
        file_career(desk, career)
    assert [(i.from_day, i.to_day) for i in desk.positions.get(one).incumbents] == [
        (HIRED, date(2019, 7, 1)),
        (date(2019, 7, 1), None),
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"position": "NONE"}, "position"), ({"position": "P-FULL"}, "position"), ({"pay_cents": 0}, "pay_cents")],
)
def test_a_career_that_breaks_a_rule_is_not_saved(
    desk: Desk, desks: FakeDesks, changes: dict[str, Any], field: str
) -> None:
    desk.positions.create(a_position(facts(effective=date(2020, 1, 1)), number="P-FULL"), an_event())
    with pytest.raises(Invalid) as wrong:
        file_career(desk, a_career(**changes))
    assert field in wrong.value.fields
    assert desks.records().employees == {}


def test_no_role_may_bring_in_careers(desks: FakeDesks) -> None:
    for role in Role:
        with pytest.raises(NotPermitted):
            file_career(desks.open_for(role), a_career())


@pytest.mark.parametrize("count", [1, 5, 30, 90])
def test_no_transaction_is_given_more_than_it_holds(count: int) -> None:
    raises = [decided("892", HIRED + timedelta(days=30 * n), changes={"pay_cents": n}) for n in range(1, count)]
    fitting = careers._fitting([*a_career()[:1], *raises], careers.ROOM_OF_A_NEW_PERSON)
    assert 1 <= fitting <= min(count, 26)
