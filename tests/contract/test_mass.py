"""The contract of ports.MassStore, and the work on mass actions with what lies below it."""

import random
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest

from humangov.aws import keys
from humangov.domain.employees import EmploymentType, PayBasis, Status
from humangov.domain.errors import Conflict, Invalid, NotFound
from humangov.domain.events import Change, EventFilter, EventKind
from humangov.domain.lists import Listing
from humangov.domain.mass import (
    MOST_PEOPLE,
    MassAction,
    MassPerson,
    MassStatus,
    Result,
    Rule,
    RuleKind,
    Selection,
    action_id_of,
)
from humangov.domain.organization import Overview, tree_of
from humangov.domain.permissions import operator
from humangov.services.desk import Desk
from humangov.services.mass import start
from humangov.services.mass_deciding import submit
from humangov.services.massing import LEASE, work_on
from tests.builders import AGENCIES, NOW, TODAY, a_by, a_mass, an_event, an_id
from tests.contract.worlds import Aws
from tests.deciding import approve
from tests.masses import a_raise, a_staff, as_system, checked, pays, people_of, worked


def a_person(name: str = "García, José", **changes: Any) -> MassPerson:
    identity = an_id()
    values = {"employee_id": identity, "number": "E1", "name": name, "sort_name": name.casefold()}
    return MassPerson(**{**values, **changes})


def stepped(mass: MassAction, **changes: Any) -> MassAction:
    return replace(mass, version=mass.version + 1, **changes)


def names(desk: Desk, mass: MassAction, result: Result | None = None) -> list[str]:
    return [p.name for p in desk.mass.people(mass.id, result, "", 100).items]


WHOLE = a_mass(
    authority="Act 12",
    remarks="As\nagreed",
    exception="Agreed",
    selection=Selection(
        agency="DMV",
        department="LIC",
        job_class="LX-2",
        title="examiner",
        employment_types=(EmploymentType.EXEMPT,),
        statuses=(Status.ACTIVE,),
    ),
    rule=Rule(
        kind=RuleKind.VALUES,
        basis=PayBasis.HOURLY,
        amount_cents=1,
        values={"agency": "DOT", "department": "BRI", "employment_type": EmploymentType.INTERN},
    ),
    approved=a_by("Kim Roe"),
    decision="No",
    looked_at=9,
    chosen=5,
    done=1,
    skipped=2,
    failed=1,
    yearly_cents=-7,
    position="a   b",
    holder="one",
    held_until=NOW,
    ended_at=NOW,
)


def test_a_mass_action_comes_back_as_it_was_saved(desk: Desk) -> None:
    assert desk.mass.create(WHOLE, an_event()) == WHOLE
    found = desk.mass.get(WHOLE.id)
    assert found == WHOLE
    assert type(found.rule.values["employment_type"]) is EmploymentType


def test_one_that_was_never_saved_is_not_found(desk: Desk) -> None:
    for strange in (an_id(), "", "x" * 3000, "#"):
        with pytest.raises(NotFound):
            desk.mass.get(strange)


def test_another_states_mass_actions_are_not_seen(desk: Desk, neighbor: Desk) -> None:
    theirs = neighbor.mass.create(a_mass(), an_event())
    neighbor.mass.save(theirs, stepped(theirs), None, [a_person()])
    with pytest.raises(NotFound):
        desk.mass.get(theirs.id)
    assert desk.mass.underway() == ()
    assert desk.mass.page("", 10).items == ()
    assert desk.mass.people(theirs.id, None, "", 10).items == ()


def test_the_same_form_sent_twice_makes_one(desk: Desk) -> None:
    mass = desk.mass.create(a_mass(), an_event())
    assert desk.mass.create(replace(mass, reason="Typed later"), an_event()) == mass
    assert len(desk.audit.page(EventFilter(views=False), "", 25).items) == 1


def test_of_two_who_save_the_second_is_told_and_nothing_of_theirs_is_saved(desk: Desk) -> None:
    mass = desk.mass.create(a_mass(), an_event())
    first = desk.mass.save(mass, stepped(mass, looked_at=1), None, [a_person("First")])
    with pytest.raises(Conflict) as conflict:
        desk.mass.save(mass, stepped(mass, looked_at=2), an_event(), [a_person("Second")])
    assert conflict.value.current == first
    assert names(desk, mass) == ["First"]
    assert len(desk.audit.page(EventFilter(views=False), "", 25).items) == 1


def test_as_many_people_as_there_may_be_are_saved_with_it_at_once(desk: Desk) -> None:
    mass = desk.mass.create(a_mass(), an_event())
    people = [a_person(f"P{n:02}", result=Result.FAILED, why="No") for n in range(MOST_PEOPLE)]
    ended = stepped(mass, status=MassStatus.DONE)
    desk.mass.save(mass, ended, an_event(), people)
    assert len(names(desk, mass)) == len(names(desk, mass, Result.FAILED)) == MOST_PEOPLE


def test_a_person_comes_back_whole_and_in_the_place_of_what_was_said_before(desk: Desk) -> None:
    mass = desk.mass.create(a_mass(), an_event())
    person = a_person(changes=(Change("pay_cents", "$1", "$2"),), yearly_cents=100)
    mass = desk.mass.save(mass, stepped(mass), None, [person])
    assert desk.mass.people(mass.id, None, "", 5).items == (person,)
    done = replace(person, result=Result.SKIPPED, why="Left")
    mass = desk.mass.save(mass, stepped(mass), None, [done])
    assert desk.mass.people(mass.id, None, "", 5).items == (done,)
    assert desk.mass.people(mass.id, Result.SKIPPED, "", 5).items == (done,)


def test_people_come_by_name_a_page_at_a_time_and_those_of_a_result_alone(desk: Desk) -> None:
    mass = desk.mass.create(a_mass(), an_event())
    made = {"E": Result.PENDING, "B": Result.FAILED, "D": Result.SKIPPED, "A": Result.DONE, "C": Result.FAILED}
    desk.mass.save(mass, stepped(mass), None, [a_person(n, result=r) for n, r in made.items()])
    assert names(desk, mass) == ["A", "B", "C", "D", "E"]
    first = desk.mass.people(mass.id, None, "", 2)
    second = desk.mass.people(mass.id, None, first.after, 2)
    last = desk.mass.people(mass.id, None, second.after, 2)
    assert [[p.name for p in page.items] for page in (first, second, last)] == [["A", "B"], ["C", "D"], ["E"]]
    assert last.after == ""
    assert (names(desk, mass, Result.FAILED), names(desk, mass, Result.SKIPPED)) == (["B", "C"], ["D"])
    page = desk.mass.people(mass.id, Result.FAILED, "", 1)
    assert [p.name for p in desk.mass.people(mass.id, Result.FAILED, page.after, 1).items] == ["C"]
    with pytest.raises(Invalid):
        desk.mass.people(mass.id, Result.DONE, "", 1)


def test_lists_are_newest_first_and_what_has_ended_is_not_under_way(desk: Desk) -> None:
    made = [desk.mass.create(a_mass(id=an_id(NOW + timedelta(days=n))), an_event()) for n in range(3)]
    desk.mass.save(made[1], ended := stepped(made[1], status=MassStatus.WITHDRAWN), an_event())
    assert [m.id for m in desk.mass.underway()] == [made[0].id, made[2].id]
    first = desk.mass.page("", 2)
    assert [m.id for m in first.items] == [made[2].id, made[1].id]
    assert first.items[1] == ended
    assert [m.id for m in desk.mass.page(first.after, 2).items] == [made[0].id]
    assert desk.mass.page(first.after, 2).after == ""


def a_state(desk: Desk, how_many: int) -> MassAction:
    """People on file and a raise for them."""
    desk.organization.save_units(Overview(), tree_of(AGENCIES), an_event())
    a_staff(desk, how_many)
    return start(desk, a_raise(), an_id())


def approved(desk: Desk, mass: MassAction) -> MassAction:
    submit(desk, mass.id)
    return checked(desk, approve(replace(desk, principal=operator("somebody-else")), mass.id))


def test_a_raise_is_prepared_and_recorded_in_every_world(desk: Desk) -> None:
    mass = worked(desk, a_state(desk, 7))
    assert (mass.status, mass.chosen, mass.looked_at) == (MassStatus.READY, 7, 7)
    done = worked(desk, approved(desk, mass))
    assert (done.status, done.done) == (MassStatus.DONE, 7)
    people = people_of(desk, done)
    assert [p.changes[0].after for p in people][:2] == ["$51,500 a year", "$51,579 a year"]
    career = desk.employees.career(people[0].employee_id)
    assert career.actions[-1].id == action_id_of(mass.id, people[0].employee_id)
    assert career.actions[-1].mass == mass.id


class Killed(BaseException):
    """The process ends here."""


class Mortal:
    """A client at one of whose calls the process ends: before the call, or when it is done and nobody hears of it."""

    def __init__(self, client: object, calls: int, *, done: bool) -> None:
        self._client, self._left, self._done = client, calls, done

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._client, name)

        def said(**request: Any) -> Any:
            self._left -= 1
            if self._left == 0:
                if self._done:
                    call(**request)
                raise Killed
            return call(**request)

        return said


@pytest.mark.parametrize("seed", range(3))
def test_killed_at_any_call_and_taken_up_again_nobody_is_done_twice_and_nobody_is_left(aws: Aws, seed: int) -> None:
    chance, desk = random.Random(seed), aws.desk_on(aws.dynamodb)
    mass = a_state(desk, 14)
    before = {p.id: desk.employees.get(p.id) for p in desk.directory.page_on(Listing(size=100), TODAY, None).items}
    at = NOW
    for step in range(2):
        while desk.mass.get(mass.id).status.is_working:
            at += LEASE + timedelta(seconds=1)
            client = cast("Any", Mortal(aws.dynamodb, chance.randrange(1, 25), done=chance.random() < 0.5))
            with suppress(Killed):
                worker = replace(as_system(aws.desk_on(client)), clock=lambda now=at: now)  # type: ignore[misc] # the loop's instant
                while work_on(worker, mass.id, str(at), chance.randrange(1, 8)):
                    pass
        if step == 0:
            approved(desk, mass)
    done = desk.mass.get(mass.id)
    assert (done.status, done.chosen, done.done) == (MassStatus.DONE, 14, 14)
    assert pays(desk, [*before.values()]) == {e.id: round(e.pay_cents * 1.03 / 100) * 100 for e in before.values()}
    for person in before.values():
        assert [a.id for a in desk.employees.career(person.id).actions if a.mass] == [action_id_of(mass.id, person.id)]
    events = desk.audit.page(EventFilter(kinds=frozenset({EventKind.ACTION_RECORDED})), "", 100).items
    assert len(events) == 14


def test_a_step_costs_two_calls_a_person_and_few_around_them(aws: Aws) -> None:
    desk = aws.desk_on(aws.dynamodb)
    mass = a_state(desk, 10)
    with aws.desks.metered() as preview:
        assert not work_on(as_system(desk), mass.id, "one")
    # The mass action, the lease and the organization; a page of people as of the day; each career; all saved at once.
    around = {"GetItem": 1, "BatchGetItem": 1, "TransactWriteItems": 2}
    assert preview.operations == {**around, "Query": 1 + 1 + 10}
    submit(desk, mass.id)
    approve(replace(desk, principal=operator("somebody-else")), mass.id)
    with aws.desks.metered() as look:
        assert work_on(as_system(desk), mass.id, "one")
    assert look.operations == {"GetItem": 1, "Query": 1 + 1 + 10, "TransactWriteItems": 2}
    with aws.desks.metered() as run:
        assert not work_on(as_system(desk), mass.id, "one")
    assert run.operations == {"GetItem": 1, "Query": 1 + 1 + 10, "TransactWriteItems": 2 + 10}


def test_lists_cost_one_query_and_what_is_under_way_one_read_more(aws: Aws) -> None:
    desk = aws.desk_on(aws.dynamodb)
    with aws.desks.metered() as nothing:
        desk.mass.underway()
    mass = desk.mass.create(a_mass(), an_event())
    with aws.desks.metered() as usage:
        desk.mass.underway()
        desk.mass.page("", 25)
        desk.mass.people(mass.id, None, "", 50)
    assert (nothing.operations, usage.operations) == ({"Query": 1}, {"Query": 3, "BatchGetItem": 1})


def test_a_persons_place_in_the_lists_is_their_name_and_id() -> None:
    person = a_person("Núñez", sort_name="nunez")
    assert keys.mass_person(person) == f"nunez   {person.employee_id}"
    assert keys.mass_people("M1") == "MASS#M1"
    assert keys.mass_people("M1", Result.FAILED) == "MASS#M1#FAILED"


def test_who_changed_since_the_preview_stands_with_the_changed_whatever_comes_of_them(desk: Desk) -> None:
    mass = desk.mass.create(a_mass(status=MassStatus.CHECKING), an_event())
    person = a_person("Ames", seen="pay $1 to $2", later=("702 Promotion of Apr 1, 2026: nothing",))
    mass = desk.mass.save(mass, stepped(mass), None, [person])
    assert desk.mass.people(mass.id, Result.CHANGED, "", 5).items == (person,)
    failed = replace(person, result=Result.FAILED, why="No code")
    desk.mass.save(mass, stepped(mass), None, [failed])
    for result in (None, Result.CHANGED, Result.FAILED):
        assert desk.mass.people(mass.id, result, "", 5).items == (failed,)
