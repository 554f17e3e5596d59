"""Once a mass action is approved everybody is looked at again: what was not seen is not recorded."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from humangov.domain.errors import Unseen
from humangov.domain.events import Change, EventKind
from humangov.domain.mass import MassAction, MassPerson, MassStatus, Result
from humangov.domain.mass_wording import mass_shown
from humangov.domain.permissions import Role
from humangov.services import mass_deciding
from humangov.services.desk import Desk
from humangov.services.mass_deciding import stop, submit
from humangov.services.mass_people import OWN
from humangov.services.massing import LEASE, work_on
from tests.builders import TODAY, an_action, an_entry, an_event, changed
from tests.deciding import approve
from tests.fakes import FakeDesks
from tests.fakes.records import Records
from tests.masses import a_staff, as_system, checked, hired, of_mass, pays, people_of, prepared, worked
from tests.unit.services.asking import another

RAISED, AT_FIRST = "$60,000 a year", "$58,240 a year"


@pytest.fixture
def supervisor(desks: FakeDesks) -> Desk:
    return desks.open_for(Role.SUPERVISOR)


def asked(specialist: Desk) -> MassAction:
    return submit(specialist, prepared(specialist).id)


def raised(desk: Desk, employee_id: str, dollars: int, effective: date = TODAY) -> None:
    """Somebody gets a pay by an action of their own."""
    career = desk.employees.career(employee_id)
    act = an_action(code="892", title="Step increase", employee_id=employee_id, effective=effective)
    act = replace(act, changes={"pay_cents": dollars * 100})
    after = changed(career.employee, **(act.changes if effective <= TODAY else {}))
    entry = an_entry(after, career.employee, was=career.actions, ledger=(*career.actions, act))
    desk.employees.record(entry, an_event())


def of(desk: Desk, mass: MassAction, employee_id: str) -> MassPerson:
    return next(p for p in people_of(desk, mass) if p.employee_id == employee_id)


def test_what_would_be_something_else_by_now_is_not_recorded_and_waits_to_be_decided_about_anew(
    specialist: Desk, supervisor: Desk, records: Records
) -> None:
    person, other = hired(specialist, last_name="Ames"), hired(specialist, last_name="Boyd")
    mass = asked(specialist)
    before = mass_shown(mass, specialist.organization.overview()).digest
    raised(specialist, person.id, 60_000)
    approve(supervisor, mass.id)
    now = worked(specialist, mass)
    assert (now.status, now.approved, now.turned, now.done, of_mass(records, mass)) == (
        *(MassStatus.SUBMITTED, None, 1, 0),
        [],
    )
    shown = of(specialist, now, person.id)
    assert (shown.result, shown.seen) == (Result.PENDING, f"pay {AT_FIRST} to $59,987 a year")
    assert shown.changes == (Change("pay_cents", RAISED, "$61,800 a year"),)
    assert specialist.mass.people(mass.id, Result.CHANGED, "", 5).items == (shown,)
    assert now.yearly_cents == sum(p.yearly_cents for p in people_of(specialist, now))
    assert len(records.of_kind(EventKind.MASS_ACTION_TURNED)) == 1
    with pytest.raises(Unseen):
        mass_deciding.approve(supervisor, mass.id, before)
    approve(supervisor, mass.id)
    done = worked(specialist, mass)
    assert (done.status, done.done, done.changed) == (MassStatus.DONE, 2, 0)
    assert pays(specialist, [person, other]) == {person.id: 61_800_00, other.id: 59_987_00}
    assert specialist.mass.people(mass.id, Result.CHANGED, "", 5).items == (of(specialist, done, person.id),)


def test_later_actions_are_shown_with_each_person_and_are_a_part_of_what_is_approved(
    specialist: Desk, supervisor: Desk, records: Records
) -> None:
    later = TODAY + timedelta(days=30)
    known, other = hired(specialist, last_name="Ames"), hired(specialist, last_name="Boyd")
    raised(specialist, known.id, 80_000, later)
    mass = asked(specialist)
    told = "892 Step increase of Apr 1, 2026: Pay $59,987 a year → $80,000 a year"
    assert of(specialist, mass, known.id).later == (f"{told} (as it stands: Pay {AT_FIRST} → $80,000 a year)",)
    assert of(specialist, mass, other.id).later == ()
    raised(specialist, other.id, 70_000, later)
    approve(supervisor, mass.id)
    now = worked(specialist, mass)
    assert (now.status, now.turned, of_mass(records, mass)) == (MassStatus.SUBMITTED, 1, [])
    assert "$70,000 a year" in of(specialist, now, other.id).later[0]


def test_a_later_action_that_comes_between_the_look_and_the_record_keeps_it_from_being_recorded(
    specialist: Desk, supervisor: Desk
) -> None:
    person = hired(specialist)
    mass = asked(specialist)
    checked(specialist, approve(supervisor, mass.id))
    raised(specialist, person.id, 70_000, TODAY + timedelta(days=30))
    done = worked(specialist, mass)
    assert (done.status, done.done, done.changed) == (MassStatus.DONE, 0, 1)
    assert of(specialist, done, person.id).seen == f"pay {AT_FIRST} to $59,987 a year"


def test_for_whom_it_is_not_possible_any_more_nothing_is_recorded_and_the_others_are_decided_about(
    specialist: Desk, supervisor: Desk
) -> None:
    leaves, stays = hired(specialist, last_name="Ames"), hired(specialist, last_name="Boyd")
    mass = asked(specialist)
    moved = changed(leaves, agency="DOT", department="BRI")
    specialist.employees.record(an_entry(moved, leaves), an_event())
    approve(supervisor, mass.id)
    now = worked(specialist, mass)
    gone = of(specialist, now, leaves.id)
    assert (gone.result, gone.why) == (Result.CHANGED, "Not in the selection any more.")
    assert (now.status, now.changed, now.pending) == (MassStatus.SUBMITTED, 1, 1)
    approve(supervisor, mass.id)
    done = worked(specialist, mass)
    assert (done.done, done.changed, done.pending) == (1, 1, 0)
    assert pays(specialist, [stays]) == {stays.id: 59_987_00}


def test_the_own_record_of_who_approves_is_left_out_without_a_decision_anew(desks: FakeDesks, specialist: Desk) -> None:
    own, other = hired(specialist, last_name="Ames"), hired(specialist, last_name="Boyd")
    mass = asked(specialist)
    desk = desks.open_for(Role.SUPERVISOR)
    approve(replace(desk, principal=replace(desk.principal, employee_id=own.id)), mass.id)
    done = worked(specialist, mass)
    assert (done.status, done.done, done.skipped) == (MassStatus.DONE, 1, 1)
    assert of(specialist, done, other.id).result is Result.DONE


def test_whose_approval_was_void_is_recorded_as_the_next_preview_says(desks: FakeDesks, specialist: Desk) -> None:
    own, other = hired(specialist, last_name="Ames"), hired(specialist, last_name="Boyd")
    mass = asked(specialist)
    raised(specialist, other.id, 60_000)
    desk = desks.open_for(Role.SUPERVISOR)
    approve(replace(desk, principal=replace(desk.principal, employee_id=own.id)), mass.id)
    now = checked(specialist, mass)
    assert (now.status, now.pending, of(specialist, now, own.id).result) == (MassStatus.SUBMITTED, 2, Result.PENDING)
    approve(another(desks, Role.SUPERVISOR), mass.id)
    done = worked(specialist, mass)
    assert (done.done, done.skipped, of(specialist, done, own.id).result) == (2, 0, Result.DONE)


def test_whose_hand_in_it_is_known_since_is_skipped_in_the_next_preview(
    desks: FakeDesks, specialist: Desk, supervisor: Desk, records: Records
) -> None:
    own, other = hired(specialist, last_name="Ames"), hired(specialist, last_name="Boyd")
    mass = asked(specialist)
    account = desks.account(Role.SPECIALIST)
    records.accounts[account.id] = replace(account, employee_id=own.id)
    raised(specialist, other.id, 60_000)
    approve(supervisor, mass.id)
    now = checked(specialist, mass)
    assert (now.status, now.turned, now.pending, now.skipped) == (MassStatus.SUBMITTED, 1, 1, 1)
    assert (of(specialist, now, own.id).result, of(specialist, now, own.id).why) == (Result.SKIPPED, OWN)
    assert now.yearly_cents == of(specialist, now, other.id).yearly_cents
    approve(supervisor, mass.id)
    done = worked(specialist, mass)
    assert (done.done, done.skipped) == (1, 1)


def test_many_who_changed_are_looked_at_and_recorded_in_steps_that_can_be_saved(
    specialist: Desk, supervisor: Desk
) -> None:
    staff = a_staff(specialist, 60)
    mass = asked(specialist)
    for person in staff:
        raised(specialist, person.id, 60_000)
    approve(supervisor, mass.id)
    assert worked(specialist, mass, most=48).turned == 60
    approve(supervisor, mass.id)
    done = worked(specialist, mass, most=48)
    assert (done.done, {*pays(specialist, staff).values()}) == (60, {61_800_00})


def test_stopped_while_everybody_is_looked_at_nobody_is_recorded(
    specialist: Desk, supervisor: Desk, records: Records, desks: FakeDesks
) -> None:
    a_staff(specialist, 20)
    mass = asked(specialist)
    approve(supervisor, mass.id)
    work_on(as_system(specialist), mass.id, "one", 5)
    assert stop(supervisor, mass.id, "Wrong percentage").status is MassStatus.STOPPING
    desks.clock.advance(LEASE + timedelta(seconds=1))
    ended = worked(specialist, mass, "two")
    assert (ended.status, ended.done, ended.pending, of_mass(records, mass)) == (MassStatus.STOPPED, 0, 20, [])
