"""How far a mass action reaches: to the agencies to which whoever asked is limited."""

from contextlib import suppress
from datetime import timedelta

import pytest

from humangov.domain.errors import Invalid
from humangov.domain.mass import Result, Rule, RuleKind, Selection
from humangov.domain.permissions import Role
from humangov.services.desk import Desk
from humangov.services.mass import start
from humangov.services.mass_deciding import submit
from humangov.services.massing import LEASE
from tests.builders import an_entry, an_event, an_id, changed
from tests.deciding import approve
from tests.fakes import FakeDesks
from tests.fakes.records import Records
from tests.masses import Killed, a_raise, checked, hired, killing, of_mass, people_of, worked


def test_who_is_limited_to_agencies_reaches_nobody_else(desks: FakeDesks, specialist: Desk, records: Records) -> None:
    hired(specialist, last_name="Dmv")
    roads = hired(specialist, last_name="Dot", agency="DOT", department="BRI")
    leaves = hired(specialist, last_name="Leaver", agency="DOT", department="BRI")
    desks.limit(Role.SPECIALIST, "DOT", "PARKS")
    mass = start(desks.open_for(Role.SPECIALIST), a_raise(selection=Selection()), an_id())
    assert mass.reach == ("DOT", "PARKS")
    mass = worked(specialist, mass)
    assert [p.employee_id for p in people_of(specialist, mass)] == [roads.id, leaves.id]
    submit(specialist, mass.id)
    checked(specialist, approve(desks.open_for(Role.SUPERVISOR), mass.id))
    specialist.employees.record(an_entry(changed(leaves, agency="DMV", department="LIC"), leaves), an_event())
    done = worked(specialist, mass)
    assert [(p.result, p.why) for p in people_of(specialist, done)] == [
        (Result.DONE, ""),
        (Result.SKIPPED, "Not in the selection any more."),
    ]
    assert {a.employee_id for a in of_mass(records, mass)} == {roads.id}


def test_who_was_recorded_in_a_broken_off_step_and_then_left_the_agencies_is_told_as_recorded(
    desks: FakeDesks, specialist: Desk, records: Records
) -> None:
    leaves = hired(specialist, agency="DOT", department="BRI")
    desks.limit(Role.SPECIALIST, "DOT")
    mass = worked(specialist, start(desks.open_for(Role.SPECIALIST), a_raise(selection=Selection()), an_id()))
    submit(specialist, mass.id)
    checked(specialist, approve(desks.open_for(Role.SUPERVISOR), mass.id))
    with suppress(Killed), killing(desks, 1, at="mass.save"):
        worked(specialist, mass)
    (action,) = of_mass(records, mass)
    now = specialist.employees.career(leaves.id)
    moved = changed(now.employee, agency="DMV", department="LIC")
    specialist.employees.record(an_entry(moved, now.employee, was=now.actions, ledger=now.actions), an_event())
    desks.clock.advance(LEASE + timedelta(seconds=1))
    done = worked(specialist, mass, "two")
    assert [(p.employee_id, p.result) for p in people_of(specialist, done)] == [(action.employee_id, Result.DONE)]
    assert (done.done, done.skipped) == (1, 0)


def test_nobody_of_a_limit_is_moved_out_of_it(desks: FakeDesks, specialist: Desk) -> None:
    hired(specialist)
    desks.limit(Role.SPECIALIST, "DMV")
    desk = desks.open_for(Role.SPECIALIST)
    move = Rule(kind=RuleKind.VALUES, values={"agency": "DOT", "department": "BRI"})
    with pytest.raises(Invalid) as caught:
        start(desk, a_raise(code="790", rule=move), an_id())
    assert set(caught.value.fields) == {"new_unit"}
