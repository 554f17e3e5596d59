"""The work on mass actions: the preview, the run, and what happens when it is broken off."""

import random
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

import pytest

from humangov.domain.employees import Employee, PayBasis, Status
from humangov.domain.events import Change, EventKind
from humangov.domain.mass import MassAction, MassStatus, Result, Rule, RuleKind, Selection, action_id_of
from humangov.domain.permissions import Role
from humangov.domain.troubles import ChoreName
from humangov.services.desk import Desk
from humangov.services.mass import start
from humangov.services.mass_deciding import submit, withdraw
from humangov.services.massing import LEASE, work_on
from tests.builders import TODAY, a_position, an_entry, an_event, an_id, changed, facts
from tests.chores import do
from tests.deciding import approve
from tests.fakes import FakeDesks
from tests.fakes.records import Records
from tests.masses import (
    Killed,
    a_raise,
    a_staff,
    as_system,
    checked,
    hired,
    killing,
    of_mass,
    pays,
    people_of,
    prepared,
    worked,
)


@pytest.fixture
def supervisor(desks: FakeDesks) -> Desk:
    return desks.open_for(Role.SUPERVISOR)


def approved(specialist: Desk, supervisor: Desk, mass: MassAction) -> MassAction:
    submit(specialist, mass.id)
    return checked(specialist, approve(supervisor, mass.id))


def test_a_preview_shows_before_and_after_and_what_it_adds_to_a_year(specialist: Desk) -> None:
    hired(specialist)
    mass = prepared(specialist)
    (person,) = people_of(specialist, mass)
    assert person.changes == (Change("pay_cents", "$58,240 a year", "$59,987 a year"),)
    assert (person.result, person.yearly_cents, mass.yearly_cents) == (Result.PENDING, 1_747_00, 1_747_00)
    assert (mass.looked_at, mass.holder, mass.held_until) == (1, "", None)


def test_it_is_for_those_who_stand_in_the_selection_on_the_effective_day(specialist: Desk, supervisor: Desk) -> None:
    hired(specialist, last_name="Stays")
    hired(specialist, last_name="Elsewhere", agency="DOT", department="BRI")
    hired(
        specialist, last_name="Gone", status=Status.SEPARATED, status_since=date(2025, 9, 1), separation_reason="Left"
    )
    moves = worked(
        specialist,
        start(
            specialist,
            a_raise(
                code="790",
                effective=TODAY + timedelta(days=30),
                selection=Selection(agency="DOT"),
                rule=Rule(kind=RuleKind.VALUES, values={"agency": "DMV", "department": "REG"}),
            ),
            an_id(),
        ),
    )
    worked(specialist, approved(specialist, supervisor, moves))
    early, late = (prepared(specialist, effective=TODAY + timedelta(days=n)) for n in (1, 60))
    assert [p.name for p in people_of(specialist, early)] == ["Stays, José"]
    assert [p.name for p in people_of(specialist, late)] == ["Elsewhere, José", "Stays, José"]


def test_each_filter_narrows_the_preview(specialist: Desk) -> None:
    hired(specialist, last_name="One", job_class="LX-2")
    hired(specialist, last_name="Two", job_class="LX-3")
    hired(specialist, last_name="Three", title="Chief examiner")
    for selection, expected in (
        (Selection(job_class="LX-2"), ["One, José"]),
        (Selection(title="chief"), ["Three, José"]),
        (Selection(agency="DMV", department="REG"), []),
        (Selection(statuses=(Status.LEAVE,)), []),
    ):
        assert [p.name for p in people_of(specialist, prepared(specialist, selection=selection))] == expected


def test_a_preview_says_who_is_skipped_and_for_whom_it_is_not_possible_and_why(specialist: Desk) -> None:
    hired(specialist, last_name="Hourly", pay_cents=28_50, pay_basis=PayBasis.HOURLY)
    hired(specialist, last_name="Most", pay_cents=1_999_999_00)
    rule = Rule(kind=RuleKind.AMOUNT, amount_cents=1_000_00)
    mass = prepared(specialist, rule=rule)
    hourly, most = people_of(specialist, mass)
    assert (hourly.result, hourly.why) == (Result.SKIPPED, "Paid an hour; the amount is a year.")
    assert most.result is Result.FAILED
    assert most.why.startswith("Enter at most $2,000,000 a year")
    assert (mass.chosen, mass.skipped, mass.failed, mass.pending) == (2, 1, 1, 0)


def test_a_pay_outside_of_the_range_asks_for_the_reason_that_the_mass_action_gives(
    specialist: Desk, supervisor: Desk
) -> None:
    specialist.positions.create(a_position(facts(pay_to_cents=59_000_00), number="P-1"), an_event())
    person = hired(specialist, position="P-1")
    (failed,) = people_of(specialist, prepared(specialist))
    assert failed.result is Result.FAILED
    assert "outside $48,000 to $59,000 a year" in failed.why
    mass = prepared(specialist, exception="Agreed with the union")
    worked(specialist, approved(specialist, supervisor, mass))
    assert specialist.employees.get(person.id).pay_cents == 59_987_00


def test_everybody_has_the_action_of_those_who_asked_and_approved(
    specialist: Desk, supervisor: Desk, records: Records
) -> None:
    staff = a_staff(specialist, 12)
    mass = prepared(specialist, authority="Act 12", remarks="As agreed")
    done = worked(specialist, approved(specialist, supervisor, mass))
    assert (done.status, done.done, done.pending, done.ended_at is None) == (MassStatus.DONE, 12, 0, False)
    actions = of_mass(records, mass)
    assert {a.id for a in actions} == {action_id_of(mass.id, e.id) for e in staff}
    one = actions[0]
    assert (one.requested, one.approved, one.authority, one.remarks) == (
        mass.requested,
        done.approved,
        "Act 12",
        "As agreed",
    )
    assert one.recorded
    assert one.recorded.id == supervisor.principal.id
    recorded = records.of_kind(EventKind.ACTION_RECORDED)
    assert {(e.actor_id, e.request_id) for e in recorded} == {(supervisor.principal.id, mass.id)}
    assert all(p.result is Result.DONE and not p.why for p in people_of(specialist, done))
    assert pays(specialist, staff) == {e.id: round(e.pay_cents * 1.03 / 100) * 100 for e in staff}


def test_a_furlough_changes_the_status_and_nothing_else(specialist: Desk, supervisor: Desk) -> None:
    person = hired(specialist)
    mass = prepared(specialist, code="472", rule=Rule(kind=RuleKind.STATUS))
    (shown,) = people_of(specialist, mass)
    assert shown.changes == (Change("status", "Active", "On leave"),)
    worked(specialist, approved(specialist, supervisor, mass))
    assert specialist.employees.get(person.id).status is Status.LEAVE


def test_for_who_changed_after_the_preview_nothing_is_recorded_and_both_are_told(
    specialist: Desk, supervisor: Desk
) -> None:
    person, other = hired(specialist, last_name="Ames"), hired(specialist, last_name="Boyd")
    mass = approved(specialist, supervisor, prepared(specialist))
    career = specialist.employees.career(person.id)
    raised = replace(career.actions[0], changes={**career.actions[0].changes, "pay_cents": 60_000_00})
    specialist.employees.record(
        replace(an_entry(changed(person, pay_cents=60_000_00), person), ledger=(raised,)), an_event()
    )
    moved = changed(other, agency="DOT", department="BRI")
    specialist.employees.record(an_entry(moved, other), an_event())
    done = worked(specialist, mass)
    first, second = people_of(specialist, done)
    assert (first.result, first.yearly_cents) == (Result.CHANGED, 0)
    assert first.changes == (Change("pay_cents", "$60,000 a year", "$61,800 a year"),)
    assert first.seen == "pay $58,240 a year to $59,987 a year"
    assert specialist.employees.get(person.id).pay_cents == 60_000_00
    assert (second.result, second.why) == (Result.SKIPPED, "Not in the selection any more.")
    assert (done.done, done.changed, done.skipped, done.pending, done.yearly_cents) == (0, 1, 1, 0, 0)
    assert specialist.mass.people(mass.id, Result.CHANGED, "", 5).items == (first,)


def test_a_record_that_changed_without_another_effect_is_recorded(specialist: Desk, supervisor: Desk) -> None:
    person = hired(specialist)
    mass = approved(specialist, supervisor, prepared(specialist))
    specialist.employees.record(an_entry(changed(person, phone="555-0100"), person), an_event())
    done = worked(specialist, mass)
    assert (done.done, done.changed) == (1, 0)
    assert specialist.employees.get(person.id).pay_cents == 59_987_00


def test_two_workers_do_not_work_at_the_same_time_until_the_lease_lapses(specialist: Desk, desks: FakeDesks) -> None:
    a_staff(specialist, 12)
    mass = start(specialist, a_raise(), an_id())
    system = as_system(specialist)
    assert work_on(system, mass.id, "one", 5)
    held = specialist.mass.get(mass.id)
    assert not work_on(system, mass.id, "two", 5)
    assert specialist.mass.get(mass.id) == held
    desks.clock.advance(LEASE + timedelta(seconds=1))
    assert work_on(system, mass.id, "two", 5)
    assert not work_on(system, mass.id, "one", 5)
    assert specialist.mass.get(mass.id).holder == "two"


def test_what_is_withdrawn_during_a_step_is_not_brought_back(specialist: Desk) -> None:
    a_staff(specialist, 12)
    mass = start(specialist, a_raise(), an_id())
    system = as_system(specialist)
    work_on(system, mass.id, "one", 5)

    class Meanwhile:
        """A directory during whose reading somebody withdraws it."""

        def page_on(self, *parts: object) -> object:
            withdraw(specialist, mass.id, "A slip")
            return specialist.directory.page_on(*parts)  # type: ignore[arg-type] # as they came

    assert not work_on(replace(system, directory=Meanwhile()), mass.id, "one", 5)  # type: ignore[arg-type] # a store
    assert specialist.mass.get(mass.id).status is MassStatus.WITHDRAWN


def test_chores_go_through_all_that_is_unfinished_the_oldest_first(specialist: Desk) -> None:
    a_staff(specialist, 3)
    one, two = (start(specialist, a_raise(), an_id()) for _ in range(2))
    do(specialist, ChoreName.MASS)
    assert [specialist.mass.get(m.id).status for m in (one, two)] == [MassStatus.READY] * 2


@pytest.mark.parametrize("seed", range(12))
def test_killed_at_any_point_and_taken_up_again_nobody_is_done_twice_and_nobody_is_left(
    desks: FakeDesks, specialist: Desk, supervisor: Desk, records: Records, seed: int
) -> None:
    chance = random.Random(seed)
    staff = a_staff(specialist, 40)
    mass = start(specialist, a_raise(), an_id())
    for step in ("preview", "run"):
        kills = 0
        while specialist.mass.get(mass.id).status.is_working:
            kills += 1
            with suppress(Killed), killing(desks, chance.randrange(1, 60)):
                worked(specialist, mass, f"{step} {kills}", chance.randrange(1, 20))
            desks.clock.advance(LEASE + timedelta(seconds=1))
        assert kills > 1
        if step == "preview":
            approved(specialist, supervisor, mass)
    assert_whole(specialist, records, mass, staff)


def assert_whole(desk: Desk, records: Records, mass: MassAction, staff: list[Employee]) -> None:
    done = desk.mass.get(mass.id)
    assert (done.status, done.chosen, done.done, done.pending) == (MassStatus.DONE, len(staff), len(staff), 0)
    assert sorted(a.id for a in of_mass(records, mass)) == sorted(action_id_of(mass.id, e.id) for e in staff)
    assert len(records.of_kind(EventKind.ACTION_RECORDED)) == len(staff)
    assert pays(desk, staff) == {e.id: round(e.pay_cents * 1.03 / 100) * 100 for e in staff}
    assert done.yearly_cents == sum(p.yearly_cents for p in people_of(desk, done))
    assert [p.result for p in people_of(desk, done)] == [Result.DONE] * len(staff)
