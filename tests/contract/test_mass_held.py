"""A run of a mass action records nothing but what was previewed, and nothing for who does not hold it any more."""

from dataclasses import replace
from datetime import timedelta

import pytest

from humangov.domain.events import Change
from humangov.domain.lists import Listing
from humangov.domain.mass import MassStatus, Result
from humangov.domain.permissions import operator
from humangov.services.desk import Desk
from humangov.services.mass_deciding import stop
from humangov.services.massing import LEASE, work_on
from tests.builders import TODAY, an_entry, an_event, changed
from tests.contract.test_mass import a_state, approved
from tests.masses import as_system, pays, people_of, watched, worked


def supervisor(desk: Desk) -> Desk:
    return replace(desk, principal=operator("somebody-else"))


@pytest.mark.parametrize("stopped", [True, False], ids=["stopped", "taken over"])
@pytest.mark.parametrize("silent", [1, 3, 5])
def test_who_was_silent_records_nobody_of_one_that_was_stopped_or_taken_over(
    desk: Desk,
    stopped: bool,  # noqa: FBT001 an axis
    silent: int,
) -> None:
    mass = approved(desk, worked(desk, a_state(desk, 5)))
    before = {p.id: desk.employees.get(p.id) for p in desk.directory.page_on(Listing(size=100), TODAY, None).items}
    late, left = desk.now() + LEASE + timedelta(seconds=1), [silent]

    def meanwhile(_: str) -> None:
        left[0] -= 1
        if left[0] == 0:
            if stopped:
                stop(supervisor(desk), mass.id, "Wrong percentage")
            work_on(replace(as_system(desk), clock=lambda: late), mass.id, "two", 2)

    assert not work_on(watched(as_system(desk), meanwhile, "record"), mass.id, "one")
    ended = worked(replace(desk, clock=lambda: late + 2 * LEASE), mass, "three")
    paid = {one for one, pay in pays(desk, [*before.values()]).items() if pay != before[one].pay_cents}
    assert {p.employee_id for p in people_of(desk, ended) if p.result is Result.DONE} == paid
    assert (ended.done, len(paid)) == ((silent - 1,) * 2 if stopped else (5, 5))


def test_for_who_changed_since_the_preview_nothing_is_recorded(desk: Desk) -> None:
    mass = approved(desk, worked(desk, a_state(desk, 2)))
    first, second = people_of(desk, mass)
    career = desk.employees.career(first.employee_id)
    raised = replace(career.actions[0], changes={**career.actions[0].changes, "pay_cents": 80_000_00})
    after = changed(career.employee, pay_cents=80_000_00)
    desk.employees.record(replace(an_entry(after, career.employee), ledger=(raised,)), an_event())
    done = worked(desk, mass)
    assert (done.status, done.done, done.changed, done.pending) == (MassStatus.DONE, 1, 1, 0)
    (listed,) = desk.mass.people(mass.id, Result.CHANGED, "", 5).items
    assert listed.changes == (Change("pay_cents", "$80,000 a year", "$82,400 a year"),)
    assert "$50,000 a year to $51,500 a year" in listed.seen
    assert pays(desk, [after]) == {first.employee_id: 80_000_00}
    assert people_of(desk, done)[1].employee_id == second.employee_id
