"""A decision is about what was seen, and about nothing else."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest

from humangov.domain.edits import EditKind
from humangov.domain.employees import Employee
from humangov.domain.errors import LikelyDuplicate, Unseen
from humangov.domain.mass_wording import mass_shown
from humangov.domain.permissions import Role
from humangov.services.actions import file_action
from humangov.services.approving import approve_action, view_request
from humangov.services.desk import Desk
from humangov.services.edits import edit_facts
from humangov.services.mass_deciding import approve, submit
from tests.builders import TODAY, an_employee, an_event, an_id
from tests.deciding import seen
from tests.fakes import FakeDesks
from tests.fakes.records import Records
from tests.masses import a_staff, prepared
from tests.unit.services.asking import NEW_PERSON, asked, filed, proposal, recorded

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
MEANWHILE = {
    "a promotion": proposal("702", pay_cents=80_000_00, title="Chief"),
    "one of the day before": proposal("702", pay_cents=80_000_00, effective=YESTERDAY),
    "one to come": proposal("702", pay_cents=80_000_00, effective=TOMORROW),
    "another title": proposal("740", title="Chief"),
}


@pytest.fixture
def supervisor(desks: FakeDesks) -> Desk:
    return desks.open_for(Role.SUPERVISOR)


@pytest.mark.parametrize("what", MEANWHILE)
def test_what_was_recorded_after_the_look_keeps_the_approval_from_being_one_of_something_else(
    desks: FakeDesks, supervisor: Desk, specialist: Desk, records: Records, employee: Employee, what: str
) -> None:
    request = asked(specialist, employee.id, pay_cents=60_000_00)
    before = view_request(supervisor, employee.id, request.id).shown
    _, meanwhile = recorded(desks, employee.id, MEANWHILE[what])
    with pytest.raises(Unseen) as unseen:
        approve_action(supervisor, employee.id, request.id, 1, before.digest)
    assert (records.employees[employee.id], records.requests[employee.id, request.id]) == (meanwhile, request)
    assert unseen.value.now == view_request(supervisor, employee.id, request.id).shown
    assert approve_action(supervisor, employee.id, request.id, 1, unseen.value.now.digest).pay_cents == 60_000_00


@pytest.mark.parametrize("digest", ["", "0" * 32])
def test_nobody_approves_what_they_never_looked_at(
    supervisor: Desk, specialist: Desk, records: Records, employee: Employee, digest: str
) -> None:
    request = asked(specialist, employee.id)
    with pytest.raises(Unseen):
        approve_action(supervisor, employee.id, request.id, 1, digest)
    assert records.employees[employee.id] == employee


def test_a_new_try_does_not_approve_what_came_between_the_reading_and_the_saving(
    desks: FakeDesks, supervisor: Desk, specialist: Desk, records: Records, employee: Employee
) -> None:
    request = asked(specialist, employee.id)
    digest = seen(supervisor, employee.id, request.id)

    class Busy:
        """Records after somebody else did."""

        def __getattr__(self, name: str) -> object:
            return getattr(supervisor.employees, name)

        def record(self, *entry: Any) -> Employee:
            recorded(desks, employee.id, MEANWHILE["a promotion"])
            return supervisor.employees.record(*entry)

    with pytest.raises(Unseen):
        approve_action(replace(supervisor, employees=cast("Any", Busy())), employee.id, request.id, 1, digest)
    assert records.employees[employee.id].pay_cents == 80_000_00


def other_names(desk: Desk) -> None:
    """The state calls a department otherwise."""
    overview = desk.organization.overview()
    tree = overview.tree
    units = tuple(replace(u, versions=tuple(replace(v, name=f"New {v.name}") for v in u.versions)) for u in tree.units)
    desk.organization.save_units(overview, replace(tree, units=units), an_event())


def test_words_that_were_shown_count_too(
    supervisor: Desk, specialist: Desk, administrator: Desk, employee: Employee
) -> None:
    request = filed(specialist, employee.id, proposal("721", agency="DOT", department="BRI", pay_cents=9_000_00)).action
    digest = seen(supervisor, employee.id, request.id)
    other_names(administrator)
    with pytest.raises(Unseen):
        approve_action(supervisor, employee.id, request.id, 1, digest)


def test_an_edit_of_the_record_is_looked_at_again(supervisor: Desk, specialist: Desk, employee: Employee) -> None:
    """The version of the record is a part of what was seen: the record is saved on the condition that it still is."""
    request = asked(specialist, employee.id)
    digest = seen(supervisor, employee.id, request.id)
    edit_facts(specialist, employee.id, EditKind.CONTACT, {"phone": "916-555-0100"}, 1, an_id())
    with pytest.raises(Unseen):
        approve_action(supervisor, employee.id, request.id, 1, digest)


def test_who_is_like_somebody_new_is_seen_before_they_are_approved_as_another_person(
    supervisor: Desk, specialist: Desk, records: Records
) -> None:
    token = an_id()
    file_action(specialist, "", proposal("100", **NEW_PERSON), token, 0)
    alone = seen(supervisor, token, token)
    alike = an_employee(**{name: NEW_PERSON[name] for name in ("first_name", "last_name", "birth_date")})
    records.employees[alike.id] = alike
    with pytest.raises(Unseen):
        approve_action(supervisor, token, token, 1, alone, another_person=True)
    both = seen(supervisor, token, token)
    with pytest.raises(LikelyDuplicate):
        approve_action(supervisor, token, token, 1, both)
    assert approve_action(supervisor, token, token, 1, both, another_person=True) == records.employees[token]


def test_a_mass_action_is_approved_as_it_was_seen(supervisor: Desk, specialist: Desk, records: Records) -> None:
    a_staff(specialist, 2)
    mass = submit(specialist, prepared(specialist).id)
    for digest in ("", "0" * 32):
        with pytest.raises(Unseen) as unseen:
            approve(supervisor, mass.id, digest)
        assert unseen.value.now == mass_shown(mass, supervisor.organization.overview())
    assert records.masses[mass.id] == mass
