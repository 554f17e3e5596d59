"""Nobody acts on their own record: which record that is, and what is refused there."""

from dataclasses import replace
from datetime import date

import pytest

from humangov.domain.accounts import Account
from humangov.domain.actions import ActionStatus, waiting_line
from humangov.domain.edits import EditKind
from humangov.domain.employees import Employee
from humangov.domain.errors import Invalid, OwnRecord
from humangov.domain.events import Change, EventKind
from humangov.domain.mass import Result
from humangov.domain.permissions import Role
from humangov.services.accounts import OWN_RECORD, change_account, invite, view_account
from humangov.services.actions import check_action, save_draft
from humangov.services.approving import reject_action, return_action, withdraw_action
from humangov.services.desk import Desk
from humangov.services.edits import edit_facts
from humangov.services.employees import view_employee
from humangov.services.flowing import follow_position
from humangov.services.mass_deciding import submit
from humangov.services.mass_people import OWN
from humangov.services.own_records import NO_SUCH_NUMBER, NONE, own_record, with_number
from humangov.services.positions import change_position
from tests.builders import a_position, a_request, an_account, an_employee, an_entry, an_event, an_id
from tests.deciding import approve, approve_action
from tests.fakes import FakeDesks
from tests.fakes.desks import ORIGIN
from tests.fakes.records import Records
from tests.masses import hired, pays, people_of, prepared, worked
from tests.unit.services.asking import asked, filed, proposal, recorded
from tests.unit.services.filing import add


@pytest.fixture
def employee(specialist: Desk) -> Employee:
    """Somebody on file with an e-mail."""
    return specialist.employees.record(an_entry(an_employee(number="E77", email="Jose@agency.gov")), an_event())


def at_own_desk(desks: FakeDesks, role: Role, employee: Employee) -> Desk:
    """The desk of the state's account of a role, to whose owner this record belongs."""
    account = replace(desks.account(role), employee_id=employee.id)
    desks.records().accounts[account.id] = account
    return desks.open(desks.states["california"], account.principal, ORIGIN)


def test_nobody_asks_for_anything_on_their_own_record(desks: FakeDesks, records: Records, employee: Employee) -> None:
    own = at_own_desk(desks, Role.SPECIALIST, employee)
    acts = (
        lambda: check_action(own, employee.id, proposal(), an_id()),
        lambda: filed(own, employee.id, proposal()),
        lambda: save_draft(own, employee.id, proposal(), an_id()),
        lambda: edit_facts(own, employee.id, EditKind.CONTACT, {"phone": "916-555-0101"}, 1, an_id()),
        lambda: add(own, employee),
    )
    for act in acts:
        with pytest.raises(OwnRecord):
            act()
    assert (records.employees[employee.id], records.requests, records.documents) == (employee, {}, {})
    assert view_employee(own, employee.id).employee == employee


def test_nobody_decides_about_their_own_record(desks: FakeDesks, specialist: Desk, employee: Employee) -> None:
    request = asked(specialist, employee.id)
    own = at_own_desk(desks, Role.SUPERVISOR, employee)
    acts = (
        lambda: approve_action(own, employee.id, request.id, request.version),
        lambda: return_action(own, employee.id, request.id, "No", request.version),
        lambda: reject_action(own, employee.id, request.id, "No", request.version),
        lambda: withdraw_action(own, employee.id, request.id, "No", request.version),
    )
    for act in acts:
        with pytest.raises(OwnRecord):
            act()
    assert specialist.requests.get(employee.id, request.id) == request


def test_what_takes_effect_on_ones_own_record_is_entered_by_whoever_comes_first(
    desks: FakeDesks, employee: Employee
) -> None:
    recorded(desks, employee.id, proposal(title="Chief", effective=date(2026, 3, 9)))
    own = at_own_desk(desks, Role.SPECIALIST, employee)
    desks.clock.set(desks.clock.instant.replace(day=9))
    assert view_employee(own, employee.id).employee.title == "Chief"


def test_a_mass_action_leaves_out_who_had_a_hand_in_it_and_says_so(
    desks: FakeDesks, specialist: Desk, employee: Employee
) -> None:
    boss, other = hired(specialist, last_name="Boss"), hired(specialist, last_name="Other")
    asking, approving = at_own_desk(desks, Role.SPECIALIST, employee), at_own_desk(desks, Role.SUPERVISOR, boss)
    mass = prepared(asking)
    assert {p.employee_id: p.why for p in people_of(asking, mass)} == {employee.id: OWN, boss.id: "", other.id: ""}
    submit(asking, mass.id)
    done = worked(asking, approve(approving, mass.id))
    found = {p.employee_id: (p.result, p.why) for p in people_of(asking, done)}
    assert found == {
        employee.id: (Result.SKIPPED, OWN),
        boss.id: (Result.SKIPPED, OWN),
        other.id: (Result.DONE, ""),
    }
    assert (done.done, done.skipped) == (1, 2)
    assert pays(specialist, [employee, boss]) == {p.id: p.pay_cents for p in (employee, boss)}


def test_who_sits_in_a_position_does_not_follow_its_change_by_their_own_hand(
    desks: FakeDesks, specialist: Desk, employee: Employee
) -> None:
    specialist.positions.create(a_position(number="P"), an_event())
    recorded(desks, employee.id, proposal(position="P"))
    own = at_own_desk(desks, Role.SUPERVISOR, employee)
    token = an_id()
    change_position(own, "P", {"title": "Chief examiner"}, date(2026, 4, 1), own.positions.get("P").version, token)
    (followed,) = follow_position(own, "P", date(2026, 4, 1), token)
    assert followed.problem == "This is your own record. Somebody else records the action."


def test_an_invited_person_s_own_record_is_that_with_the_same_e_mail(
    administrator: Desk, records: Records, employee: Employee
) -> None:
    account = invite(administrator, "JOSE@agency.gov", "José", Role.VIEWER).account
    assert account.principal.owns(employee.id)
    (event,) = records.of_kind(EventKind.ACCOUNT_INVITED)
    assert Change(OWN_RECORD, "", "E77") in event.changes


def test_the_own_record_is_said_by_number_and_told(administrator: Desk, records: Records, employee: Employee) -> None:
    account = invite(administrator, "kim@agency.gov", "Kim", Role.VIEWER).account
    assert account.employee_id == ""
    changed = said(administrator, account, " e77 ")
    assert changed.principal.owns(employee.id)
    assert records.events[-1].changes == (Change(OWN_RECORD, "", "e77"),)
    assert said(administrator, changed, "E77") == changed
    assert said(administrator, changed, None) == changed
    assert said(administrator, changed, "").employee_id == ""


def said(administrator: Desk, account: Account, number: str | None) -> Account:
    name, role, limits = account.name, account.role, account.agencies
    return change_account(administrator, account.id, name, role, limits, account.version, number)


def test_an_equal_e_mail_suggests_the_own_record(desks: FakeDesks, administrator: Desk, employee: Employee) -> None:
    account = replace(desks.account(Role.VIEWER), email="jose@agency.gov")
    desks.records().accounts[account.id] = account
    own = own_record(administrator, view_account(administrator, account.id))
    assert (own.employee_id, own.number, own.suggested) == (employee.id, "E77", True)


def test_an_account_without_a_record_of_its_owner_s_has_none(desks: FakeDesks, administrator: Desk) -> None:
    own = own_record(administrator, desks.account(Role.VIEWER))
    assert (own.employee_id, own.number) == ("", "")
    assert with_number(administrator, " ") == NONE


def test_a_link_to_a_record_that_is_not_found_stays_when_a_name_is_changed(
    desks: FakeDesks, administrator: Desk
) -> None:
    account = replace(desks.account(Role.VIEWER), employee_id=an_id())
    desks.records().accounts[account.id] = account
    now = said(administrator, replace(account, name="Somebody Else"), None)
    assert (now.name, now.employee_id) == ("Somebody Else", account.employee_id)


def test_an_account_without_a_record_is_changed_without_a_look_for_its_e_mail(
    desks: FakeDesks, administrator: Desk, employee: Employee
) -> None:
    account = replace(desks.account(Role.VIEWER), email="jose@agency.gov")
    desks.records().accounts[account.id] = account
    with desks.metered() as usage:
        now = said(administrator, replace(account, name="Somebody Else"), "")
    assert (now.name, now.employee_id) == ("Somebody Else", "")
    assert not {name for name in usage.operations if name.startswith("employees.")}


@pytest.mark.parametrize("number", ["E78", "x" * 5_000, "\x00"])
def test_a_number_that_is_nobodys_is_told(administrator: Desk, employee: Employee, number: str) -> None:
    with pytest.raises(Invalid) as wrong:
        invite(administrator, "kim@agency.gov", "Kim", Role.VIEWER, (), number)
    assert wrong.value.fields == {"employee_number": NO_SUCH_NUMBER}


def test_a_request_about_oneself_waits_for_others() -> None:
    person = an_employee()
    line = waiting_line(a_request(person, status=ActionStatus.SUBMITTED), person)
    own, other = (an_account(role=Role.SUPERVISOR, employee_id=whose) for whose in (person.id, ""))
    assert (line.is_for(own.principal), line.is_for(other.principal)) == (False, True)
