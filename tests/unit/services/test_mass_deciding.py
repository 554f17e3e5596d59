"""What a decision about a mass action leaves of it, and who is told of whose."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from humangov.domain.errors import Conflict, Invalid, Unseen
from humangov.domain.events import EventKind
from humangov.domain.mass import MassAction, MassPerson, MassStatus, Result
from humangov.domain.permissions import Role
from humangov.services.desk import Desk
from humangov.services.mass import list_all, list_people, start
from humangov.services.mass_deciding import NOT_YOUR_OWN, TRIES, reject, stop, submit, withdraw
from tests.builders import NOW, a_by, an_event, an_id
from tests.deciding import approve
from tests.fakes import FakeDesks
from tests.fakes.records import Records
from tests.masses import a_raise, a_staff, checked, people_of, prepared
from tests.unit.services.asking import another
from tests.unit.services.test_mass_checking import raised


@pytest.fixture
def supervisor(desks: FakeDesks) -> Desk:
    return desks.open_for(Role.SUPERVISOR)


@pytest.fixture
def ready(specialist: Desk) -> MassAction:
    a_staff(specialist, 1)
    return prepared(specialist)


class Late:
    """A store whose mass action somebody else saves before each of so many saves of ours."""

    def __init__(self, whole: Any, meanwhile: Any, times: int) -> None:
        self.whole, self.meanwhile, self.times = whole, meanwhile, times

    def __getattr__(self, name: str) -> Any:
        return getattr(self.whole, name)

    def save(self, before: MassAction, *more: Any) -> MassAction:
        if self.times:
            self.times -= 1
            self.meanwhile(self.whole.get(before.id))
        saved: MassAction = self.whole.save(before, *more)
        return saved


def late(desk: Desk, meanwhile: Any, times: int) -> Desk:
    store: Any = Late(desk.mass, meanwhile, times)
    return replace(desk, mass=store)


def another_person() -> MassPerson:
    return MassPerson(employee_id="1", number="2", name="Ada", sort_name="ada", result=Result.SKIPPED)


def touched(desk: Desk) -> Any:
    """A step of the work, which says nothing else."""
    return lambda now: desk.mass.save(now, replace(now, version=now.version + 1))


def test_who_approves_what_somebody_else_has_approved_is_told(
    specialist: Desk, supervisor: Desk, desks: FakeDesks, records: Records, ready: MassAction
) -> None:
    submit(specialist, ready.id)
    other = another(desks, Role.SUPERVISOR)
    second = late(supervisor, lambda now: approve(other, now.id), 1)
    for desk in (second, supervisor):
        with pytest.raises(Conflict) as told:
            approve(desk, ready.id)
        assert isinstance(told.value.current, MassAction)
        assert told.value.current.approved
        assert told.value.current.approved.id == other.principal.id
    assert approve(other, ready.id) == records.masses[ready.id]
    assert len(records.of_kind(EventKind.MASS_ACTION_APPROVED)) == 1


def test_an_approval_that_comes_late_is_never_of_a_preview_that_was_not_seen(
    specialist: Desk, supervisor: Desk, desks: FakeDesks, records: Records, ready: MassAction
) -> None:
    submit(specialist, ready.id)
    (person,) = people_of(specialist, ready)

    def turned(now: MassAction) -> None:
        raised(specialist, person.employee_id, 90_000)
        approve(another(desks, Role.SUPERVISOR), now.id)
        assert checked(specialist, now).preview == 2

    with pytest.raises(Unseen) as told:
        approve(late(supervisor, turned, 1), ready.id)
    assert ("Preview", "no. 2") in told.value.now.lines
    assert (records.masses[ready.id].status, records.masses[ready.id].approved) == (MassStatus.SUBMITTED, None)
    assert approve(supervisor, ready.id).approved


def test_who_comes_to_have_had_a_hand_in_it_while_they_approve_does_not(
    specialist: Desk, supervisor: Desk, records: Records, ready: MassAction
) -> None:
    submit(specialist, ready.id)
    hand = replace(supervisor.by(), at=NOW)
    theirs = late(
        supervisor, lambda now: specialist.mass.save(now, replace(now, version=now.version + 1, hands=(hand,))), 1
    )
    with pytest.raises(Invalid) as told:
        approve(theirs, ready.id)
    assert told.value.fields == {"form": NOT_YOUR_OWN}
    assert records.masses[ready.id].status is MassStatus.SUBMITTED


def test_who_stops_it_a_moment_after_another_finds_it_stopped(
    specialist: Desk, supervisor: Desk, desks: FakeDesks, records: Records, ready: MassAction
) -> None:
    submit(specialist, ready.id)
    approve(supervisor, ready.id)
    other = another(desks, Role.SUPERVISOR)
    now = stop(late(supervisor, lambda now: stop(other, now.id, "Wrong percentage"), 1), ready.id, "Too early")
    assert (now.status, now.decision) == (MassStatus.STOPPING, "Wrong percentage")
    assert len(records.of_kind(EventKind.MASS_ACTION_STOPPED)) == 1


def test_a_rejection_and_a_withdrawal_are_of_the_mass_action_whatever_its_preview(
    specialist: Desk, supervisor: Desk, desks: FakeDesks
) -> None:
    (person,) = a_staff(specialist, 1)
    for dollars, no in ((90_000, partial(reject, supervisor)), (95_000, partial(withdraw, specialist))):
        mass = submit(specialist, prepared(specialist).id)
        raised(specialist, person.id, dollars)
        approve(another(desks, Role.SUPERVISOR), mass.id)
        assert checked(specialist, mass).preview == 2
        assert not no(mass.id, "No budget").status.is_open


def test_a_decision_is_tried_so_often_and_then_told_what_there_is(
    specialist: Desk, records: Records, ready: MassAction
) -> None:
    with pytest.raises(Conflict) as told:
        submit(late(specialist, touched(specialist), TRIES), ready.id)
    assert told.value.current == records.masses[ready.id]
    assert submit(late(specialist, touched(specialist), TRIES - 1), ready.id).status is MassStatus.SUBMITTED


def test_whoever_works_on_it_lets_go_and_what_was_said_of_it_stays(
    specialist: Desk, supervisor: Desk, ready: MassAction
) -> None:
    held = replace(
        ready, version=ready.version + 1, position="at", holder="one", held_until=NOW, hands=(hand := a_by(),)
    )
    specialist.mass.save(ready, held)
    submitted = submit(specialist, ready.id)
    assert (submitted.position, submitted.holder, submitted.held_until) == ("", "", None)
    assert (submitted.version, submitted.decision, submitted.ended_at) == (held.version + 1, "", None)
    assert submitted.hands == (hand,)
    rejected = reject(supervisor, ready.id, "No budget")
    assert (rejected.approved, rejected.ended_at is None) == (None, False)


def test_what_is_approved_is_not_submitted_anew(supervisor: Desk, specialist: Desk, ready: MassAction) -> None:
    submit(specialist, ready.id)
    approve(supervisor, ready.id)
    with pytest.raises(Conflict):
        submit(supervisor, ready.id)


def test_whose_account_was_linked_since_they_asked_is_left_out_and_everybody_is_looked_at_from_the_start(
    desks: FakeDesks, supervisor: Desk, specialist: Desk, records: Records
) -> None:
    own, _ = a_staff(specialist, 2)
    mass = submit(specialist, prepared(specialist).id)
    account = desks.account(Role.SPECIALIST)
    records.accounts[account.id] = replace(account, employee_id=own.id)
    records.masses[mass.id] = replace(mass, checked=3, turned=2)
    done = approve(supervisor, mass.id)
    assert (done.left_out, done.checked, done.turned) == ((own.id,), 0, 0)


def test_stores_of_who_is_limited_to_agencies_hand_on_all_that_they_are_told(
    specialist: Desk, supervisor: Desk, desks: FakeDesks, records: Records, ready: MassAction
) -> None:
    submit(specialist, ready.id)
    desks.limit(Role.SUPERVISOR, "DMV")
    limited = desks.open_for(Role.SUPERVISOR)
    mass = approve(limited, ready.id)
    assert len(records.of_kind(EventKind.MASS_ACTION_APPROVED)) == 1
    (ours,), skipped = list_people(limited, mass, None, "").items, another_person()
    limited.mass.save(mass, replace(mass, version=mass.version + 1), an_event(), (skipped,))
    assert set(list_people(limited, mass, None, "").items) == {ours, skipped}
    assert list_people(limited, mass, Result.SKIPPED, "").items == (skipped,)


def test_the_pages_of_who_is_limited_to_agencies_go_on(desks: FakeDesks, ready: MassAction) -> None:
    desks.limit(Role.VIEWER, "DMV")
    viewer = desks.open_for(Role.VIEWER)
    assert [mass.id for mass in list_all(viewer, "").page.items] == [ready.id]
    assert list_all(viewer, ready.id).page.items == ()


def test_what_who_is_limited_to_agencies_starts_is_an_event(desks: FakeDesks, records: Records) -> None:
    desks.limit(Role.SPECIALIST, "DMV")
    limited = desks.open_for(Role.SPECIALIST)
    mass = start(limited, a_raise(), an_id())
    (event,) = records.of_kind(EventKind.MASS_ACTION_STARTED)
    assert event.subject == f"mass:{mass.id}"
