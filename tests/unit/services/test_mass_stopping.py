"""A mass action that is stopped, or fails for one person, while it is being recorded."""

from datetime import timedelta

import pytest

from humangov.domain.errors import Conflict, Invalid
from humangov.domain.events import EventKind
from humangov.domain.mass import MassAction, MassStatus, Result
from humangov.domain.permissions import Role
from humangov.services.desk import Desk
from humangov.services.mass_deciding import stop
from humangov.services.mass_people import FAULT
from humangov.services.massing import LEASE, work_on
from tests.fakes import FakeDesks
from tests.fakes.records import Records
from tests.masses import a_staff, as_system, of_mass, people_of, prepared, watched, worked
from tests.unit.services.test_massing import approved


@pytest.fixture
def supervisor(desks: FakeDesks) -> Desk:
    return desks.open_for(Role.SUPERVISOR)


@pytest.fixture
def running(specialist: Desk, supervisor: Desk) -> MassAction:
    a_staff(specialist, 40)
    return approved(specialist, supervisor, prepared(specialist))


def test_what_is_recorded_stays_and_nobody_else_is(
    specialist: Desk, supervisor: Desk, records: Records, running: MassAction
) -> None:
    work_on(as_system(specialist), running.id, "one", 10)
    stop(supervisor, running.id, "Wrong percentage")
    ended = worked(specialist, running)
    assert (ended.status, ended.done, ended.pending) == (MassStatus.STOPPED, 10, 30)
    assert (ended.stopped and ended.stopped.name, ended.decision) == (supervisor.principal.name, "Wrong percentage")
    assert ended.ended_at
    assert len(of_mass(records, running)) == 10
    assert [p.result for p in people_of(specialist, ended)] == [Result.DONE] * 10 + [Result.PENDING] * 30
    (event,) = records.of_kind(EventKind.MASS_ACTION_STOPPED)
    assert (event.actor_name, event.reason) == (supervisor.principal.name, "Wrong percentage")
    assert not [*specialist.mass.unfinished()]


@pytest.mark.parametrize("after", [0, 1, 7, 8, 20, 39])
def test_the_step_that_is_under_way_sees_it_soon_and_is_told_as_it_was(
    specialist: Desk, supervisor: Desk, records: Records, running: MassAction, after: int
) -> None:
    left = [after]

    def meanwhile(employee_id: str) -> None:
        if not left[0]:
            stop(supervisor, running.id, "Wrong percentage")
        left[0] -= 1

    desk = watched(as_system(specialist), meanwhile)
    while work_on(desk, running.id, "one"):
        pass
    ended = specialist.mass.get(running.id)
    recorded = {a.employee_id for a in of_mass(records, running)}
    assert ended.status is MassStatus.STOPPED
    assert ended.done == len(recorded)
    assert len(recorded) == after
    assert {p.employee_id for p in people_of(specialist, ended) if p.result is Result.DONE} == recorded


def test_another_worker_ends_it_only_when_the_lease_of_the_first_is_over(
    desks: FakeDesks, specialist: Desk, supervisor: Desk, running: MassAction
) -> None:
    work_on(as_system(specialist), running.id, "one", 10)
    stop(supervisor, running.id, "Wrong percentage")
    work_on(as_system(specialist), running.id, "two")
    assert specialist.mass.get(running.id).status is MassStatus.STOPPING
    desks.clock.advance(LEASE + timedelta(seconds=1))
    assert worked(specialist, running, "two").status is MassStatus.STOPPED


@pytest.mark.parametrize("silent", [1, 3, 8, 24])
@pytest.mark.parametrize("before_saving", [False, True], ids=["reading", "saving"])
@pytest.mark.parametrize("stopped", [False, True], ids=["lapsed", "stopped"])
def test_a_worker_that_was_silent_records_nobody_once_another_has_taken_over(
    desks: FakeDesks,
    specialist: Desk,
    supervisor: Desk,
    records: Records,
    silent: int,
    before_saving: bool,  # noqa: FBT001 an axis
    stopped: bool,  # noqa: FBT001 an axis
) -> None:
    staff = a_staff(specialist, 24)
    mass = approved(specialist, supervisor, prepared(specialist))
    left = [silent]

    def meanwhile(_: str) -> None:
        left[0] -= 1
        if left[0] == 0:
            if stopped:
                stop(supervisor, mass.id, "Wrong percentage")
            desks.clock.advance(LEASE + timedelta(seconds=1))
            work_on(as_system(specialist), mass.id, "two", 5)

    slow = watched(as_system(specialist), meanwhile, "record" if before_saving else "career")
    assert not work_on(slow, mass.id, "one")
    desks.clock.advance(LEASE + timedelta(seconds=1))
    ended = worked(specialist, mass, "three")
    paid = {p.id for p in staff if specialist.employees.get(p.id).pay_cents != p.pay_cents}
    assert {p.employee_id for p in people_of(specialist, ended) if p.result is Result.DONE} == paid
    assert (ended.done, ended.pending) == (len(paid), 24 - len(paid))
    assert len(of_mass(records, mass)) == len(paid) == (silent - 1 if stopped else 24)


def test_stopped_twice_it_is_stopped_once(
    specialist: Desk, supervisor: Desk, records: Records, running: MassAction
) -> None:
    first = stop(supervisor, running.id, "Wrong percentage")
    assert stop(supervisor, running.id, "Another reason") == first
    ended = worked(specialist, running)
    assert stop(supervisor, running.id, "Wrong percentage") == ended
    assert len(records.of_kind(EventKind.MASS_ACTION_STOPPED)) == 1


def test_what_is_not_being_recorded_cannot_be_stopped(specialist: Desk, supervisor: Desk, running: MassAction) -> None:
    done = worked(specialist, running)
    with pytest.raises(Conflict) as caught:
        stop(supervisor, running.id, "Too late")
    assert caught.value.current == done
    with pytest.raises(Conflict):
        stop(supervisor, prepared(specialist).id, "Not asked for yet")


def test_it_takes_a_reason(supervisor: Desk, running: MassAction) -> None:
    with pytest.raises(Invalid) as caught:
        stop(supervisor, running.id, " ")
    assert set(caught.value.fields) == {"reason"}


def test_a_fault_at_one_person_is_told_with_them_and_keeps_nobody_else_waiting(
    specialist: Desk, supervisor: Desk, records: Records, caplog: pytest.LogCaptureFixture
) -> None:
    staff = a_staff(specialist, 12)
    broken = {staff[3].id}

    def read(employee_id: str) -> None:
        if employee_id in broken:
            raise AttributeError("García")

    desk = watched(specialist, read)
    mass = prepared(desk)
    assert [p.result for p in people_of(specialist, mass)].count(Result.PENDING) == 11
    approved(specialist, supervisor, mass)
    broken.add(staff[7].id)
    done = worked(desk, mass)
    assert len(of_mass(records, mass)) == 10
    assert (done.status, done.done, done.failed) == (MassStatus.DONE, 10, 2)
    failed = [p for p in people_of(specialist, done) if p.result is Result.FAILED]
    assert {(p.employee_id, p.why) for p in failed} == {(staff[3].id, FAULT), (staff[7].id, FAULT)}
    told = [r.__dict__ for r in caplog.records if r.message == "mass action failed for a person"]
    assert [(r["employee"], r["error"]) for r in told] == [
        (staff[3].id, "AttributeError"),
        (staff[7].id, "AttributeError"),
    ]
