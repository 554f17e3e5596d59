"""Mass actions from the start to the decision: asked for, looked at, approved by somebody else."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from humangov.domain.employees import Status
from humangov.domain.errors import Conflict, Invalid, NotFound
from humangov.domain.events import EventKind
from humangov.domain.mass import MassStatus, Result, Rule, RuleKind, Selection
from humangov.domain.permissions import Role
from humangov.services.actions import file_action
from humangov.services.desk import Desk
from humangov.services.home import Waits, view_home
from humangov.services.mass import list_all, list_open, list_people, start, view
from humangov.services.mass_deciding import NOT_YOUR_OWN, reject, submit, withdraw
from humangov.services.proposing import Proposal
from tests.builders import TODAY, a_mass, an_event, an_id
from tests.deciding import approve
from tests.fakes import FakeDesks
from tests.fakes.records import Records
from tests.masses import a_raise, a_staff, hired, prepared, worked
from tests.unit.services.asking import another


@pytest.fixture
def supervisor(desks: FakeDesks) -> Desk:
    return desks.open_for(Role.SUPERVISOR)


def test_a_mass_action_begins_with_its_preview_and_says_who_asks(specialist: Desk, records: Records) -> None:
    mass = start(specialist, a_raise(reason="  General   raise "), token := an_id())
    assert (mass.id, mass.status, mass.label) == (token, MassStatus.PREPARING, "894 General adjustment")
    assert (mass.reason, mass.requested.id) == ("General raise", specialist.principal.id)
    assert mass.selection.statuses == (Status.ACTIVE, Status.LEAVE, Status.SUSPENDED)
    (event,) = records.of_kind(EventKind.MASS_ACTION_STARTED)
    assert (event.subject, event.act, event.reason) == (f"mass:{token}", "894 General adjustment", "General raise")


def test_the_same_form_sent_twice_starts_one(specialist: Desk, records: Records) -> None:
    token = an_id()
    first = start(specialist, a_raise(), token)
    assert start(specialist, a_raise(reason="Another"), token) == first
    assert len(records.masses) == 1


def test_a_mass_action_that_breaks_rules_is_not_started(specialist: Desk, records: Records) -> None:
    wrong = a_raise(effective=None)
    with pytest.raises(Invalid) as caught:
        start(specialist, wrong, an_id())
    assert set(caught.value.fields) == {"effective"}
    with pytest.raises(Invalid) as caught:
        start(specialist, a_raise(reason="", selection=Selection(agency="X"), rule=Rule(kind=RuleKind.STATUS)), an_id())
    assert set(caught.value.fields) == {"reason", "agency", "kind"}
    assert records.masses == {}


def test_it_is_looked_at_asked_for_and_approved_by_somebody_else(
    specialist: Desk, supervisor: Desk, records: Records
) -> None:
    a_staff(specialist, 3)
    mass = prepared(specialist)
    assert (mass.status, mass.chosen, mass.pending) == (MassStatus.READY, 3, 3)
    assert submit(specialist, mass.id).status is MassStatus.SUBMITTED
    approved = approve(supervisor, mass.id)
    assert approved.status is MassStatus.CHECKING
    assert approved.approved
    assert approved.approved.id == supervisor.principal.id
    kinds = [e.kind for e in records.events if e.subject == f"mass:{mass.id}"]
    assert kinds == [
        EventKind.MASS_ACTION_STARTED,
        EventKind.MASS_ACTION_PREPARED,
        EventKind.MASS_ACTION_SUBMITTED,
        EventKind.MASS_ACTION_APPROVED,
    ]


def test_nobody_approves_their_own(supervisor: Desk) -> None:
    a_staff(supervisor, 1)
    mass = prepared(supervisor)
    submit(supervisor, mass.id)
    with pytest.raises(Invalid) as caught:
        approve(supervisor, mass.id)
    assert caught.value.fields == {"form": NOT_YOUR_OWN}


def test_who_submits_what_a_colleague_built_does_not_approve_it(
    specialist: Desk, supervisor: Desk, desks: FakeDesks, records: Records
) -> None:
    (person,) = a_staff(specialist, 1)
    mass = prepared(specialist)
    submit(supervisor, mass.id)
    with pytest.raises(Invalid) as caught:
        approve(supervisor, mass.id)
    assert caught.value.fields == {"form": NOT_YOUR_OWN}
    worked(specialist, approve(another(desks, Role.SUPERVISOR), mass.id))
    (action,) = (a for a in records.actions[person.id].values() if a.mass)
    assert (action.requested.id, [by.id for by in action.hands]) == (specialist.principal.id, [supervisor.principal.id])


def test_nobody_approves_by_another_account_what_they_asked_for_or_submitted(
    specialist: Desk, desks: FakeDesks
) -> None:
    a_staff(specialist, 1)
    person = an_id()
    one, two = another(desks, Role.SPECIALIST, person=person), another(desks, Role.SUPERVISOR, person=person)
    for asks, submits in ((one, specialist), (specialist, one)):
        mass = prepared(asks)
        submit(submits, mass.id)
        with pytest.raises(Invalid) as caught:
            approve(two, mass.id)
        assert caught.value.fields == {"form": NOT_YOUR_OWN}
        assert view_home(two).waits == Waits()
    assert approve(another(desks, Role.SUPERVISOR, person=an_id()), mass.id).status is MassStatus.CHECKING


def test_what_is_asked_twice_is_done_once(specialist: Desk, supervisor: Desk, records: Records) -> None:
    a_staff(specialist, 1)
    mass = prepared(specialist)
    assert submit(specialist, mass.id) == submit(specialist, mass.id)
    assert approve(supervisor, mass.id) == approve(supervisor, mass.id)
    assert len(records.of_kind(EventKind.MASS_ACTION_APPROVED)) == 1


def test_one_that_would_change_nobody_is_not_asked_for(specialist: Desk) -> None:
    mass = prepared(specialist)
    with pytest.raises(Invalid) as caught:
        submit(specialist, mass.id)
    assert set(caught.value.fields) == {"form"}


def test_steps_come_in_their_order(specialist: Desk, supervisor: Desk) -> None:
    a_staff(specialist, 1)
    mass = start(specialist, a_raise(), an_id())
    with pytest.raises(Conflict):
        submit(specialist, mass.id)
    with pytest.raises(Conflict):
        approve(supervisor, mass.id)
    mass = worked(specialist, mass)
    with pytest.raises(Conflict):
        reject(supervisor, mass.id, "Not yet")
    with pytest.raises(NotFound):
        submit(specialist, an_id())


def test_what_is_rejected_or_withdrawn_stays_with_its_reason(specialist: Desk, supervisor: Desk) -> None:
    a_staff(specialist, 1)
    mass = prepared(specialist)
    submit(specialist, mass.id)
    with pytest.raises(Invalid) as caught:
        reject(supervisor, mass.id, "  ")
    assert set(caught.value.fields) == {"reason"}
    gone = reject(supervisor, mass.id, "No budget")
    assert (gone.status, gone.decision, gone.ended_at is None) == (MassStatus.REJECTED, "No budget", False)
    with pytest.raises(Conflict):
        withdraw(specialist, mass.id, "Too late")
    other = withdraw(specialist, start(specialist, a_raise(), an_id()).id, "A slip")
    assert (other.status, other.decision) == (MassStatus.WITHDRAWN, "A slip")
    assert worked(specialist, other) == other
    assert list_open(specialist) == ()


def test_it_is_withdrawn_while_somebody_works_on_the_preview(desks: FakeDesks, specialist: Desk) -> None:
    a_staff(specialist, 12)
    mass = start(specialist, a_raise(), an_id())

    class Late:
        """Saves after a step of the work came in between."""

        came = False

        def __getattr__(self, name: str) -> Any:
            return getattr(specialist.mass, name)

        def save(self, *parts: object) -> object:
            if not self.came:
                self.came = True
                now = specialist.mass.get(mass.id)
                specialist.mass.save(now, replace(now, version=now.version + 1, looked_at=5))
            return specialist.mass.save(*parts)  # type: ignore[arg-type] # as they came

    gone = withdraw(replace(specialist, mass=Late()), mass.id, "A slip")  # type: ignore[arg-type] # a store
    assert (gone.status, gone.looked_at) == (MassStatus.WITHDRAWN, 5)


def test_lists_show_all_newest_first_and_apart_what_has_not_ended(specialist: Desk, desks: FakeDesks) -> None:
    made = []
    for _ in range(3):
        desks.clock.advance(timedelta(minutes=1))
        made.append(start(specialist, a_raise(), specialist.new_id()))
    withdraw(specialist, made[1].id, "A slip")
    assert [m.id for m in list_all(specialist, "").page.items] == [m.id for m in reversed(made)]
    assert [m.id for m in list_open(specialist)] == [made[0].id, made[2].id]
    assert [m.id for m in list_all(specialist, made[1].id).page.items] == [made[0].id]


def test_figures_name_nobody_and_a_look_at_its_people_is_recorded(specialist: Desk, records: Records) -> None:
    a_staff(specialist, 2)
    hired(specialist, last_name="Zuse", pay_cents=2_000_000_00)
    mass = prepared(specialist)
    assert view(specialist, mass.id).mass == mass
    assert records.of_kind(EventKind.MASS_ACTION_VIEWED) == []
    page = list_people(specialist, mass, None, "")
    assert [person.name for person in page.items] == ["García 0000, José", "García 0001, José", "Zuse, José"]
    assert [p.name for p in list_people(specialist, mass, Result.FAILED, "").items] == ["Zuse, José"]
    assert len(records.of_kind(EventKind.MASS_ACTION_VIEWED)) == 2
    with pytest.raises(Invalid):
        list_people(specialist, mass, Result.DONE, "")


def test_who_is_limited_to_agencies_sees_and_approves_what_reaches_no_further(
    desks: FakeDesks, specialist: Desk
) -> None:
    a_staff(specialist, 1)
    of_all, of_dmv = prepared(specialist, selection=Selection()), prepared(specialist)
    for mass in (of_all, of_dmv):
        submit(specialist, mass.id)
    desks.limit(Role.SUPERVISOR, "DMV", "DOT")
    limited = desks.open_for(Role.SUPERVISOR)
    assert [m.id for m in list_open(limited)] == [m.id for m in list_all(limited, "").page.items] == [of_dmv.id]
    with pytest.raises(NotFound):
        view(limited, of_all.id)
    with pytest.raises(NotFound):
        approve(limited, of_all.id)
    assert approve(limited, of_dmv.id).status is MassStatus.CHECKING


def test_who_is_limited_starts_none_that_reaches_further(desks: FakeDesks, records: Records) -> None:
    desks.limit(Role.SPECIALIST, "DOT")
    desk = desks.open_for(Role.SPECIALIST)
    with pytest.raises(Invalid) as caught:
        start(desk, a_raise(), an_id())
    assert set(caught.value.fields) == {"agency"}
    with pytest.raises(NotFound):
        desk.mass.create(a_mass(selection=Selection(agency="DMV", statuses=(Status.ACTIVE,))), an_event())
    assert records.masses == {}


def test_who_works_elsewhere_by_now_is_not_in_a_mass_action_of_the_agency_of_then(specialist: Desk) -> None:
    gone, stays = (hired(specialist, last_name=name) for name in ("Gone", "Stays"))
    mass = prepared(specialist, effective=TODAY)
    assert {p.employee_id for p in list_people(specialist, mass, None, "").items} == {gone.id, stays.id}
    moved = Proposal(code="740", effective=TODAY, changes={"agency": "DOT", "department": "BRI"}, reason="Needed")
    file_action(specialist, gone.id, moved, an_id(), specialist.employees.get(gone.id).version)
    again = prepared(specialist, effective=TODAY - timedelta(days=1))
    assert {p.employee_id for p in list_people(specialist, again, None, "").items} == {stays.id}
