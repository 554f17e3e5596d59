"""What stands in the place of another action, or takes it away."""

from humangov.domain.employees import Employee, Status
from humangov.services.desk import Desk
from tests.builders import TODAY, an_employee, an_entry, an_event
from tests.fakes import FakeDesks
from tests.fakes.records import Records
from tests.unit.services.asking import NEW_PERSON, filed, proposal, recorded, refused


def test_a_correction_stands_in_the_place_of_what_it_corrects_and_both_say_so(
    desks: FakeDesks, records: Records, employee: Employee
) -> None:
    first, _ = recorded(desks, employee.id, proposal(title="Cheif"))
    second, _ = recorded(desks, employee.id, proposal(department="REG"))
    fixed, now = recorded(desks, employee.id, proposal("002", target=first, title="Chief"))
    ledger = records.actions[employee.id]
    assert (now.title, now.department) == ("Chief", "REG")
    assert (ledger[first].corrected_by, ledger[fixed].corrects) == (fixed, first)
    assert (ledger[fixed].sequence, ledger[second].sequence) == (1, 2)
    assert (ledger[fixed].nature, ledger[fixed].label) == ("740", "002 Correction of 740 Position change")


def test_a_cancelled_action_is_as_if_it_had_not_been_and_both_say_so(
    desks: FakeDesks, records: Records, employee: Employee
) -> None:
    first, _ = recorded(desks, employee.id, proposal())
    undone, now = recorded(desks, employee.id, proposal("001", target=first))
    ledger = records.actions[employee.id]
    assert now.title == employee.title
    assert (ledger[first].cancelled_by, ledger[undone].cancels) == (undone, first)
    assert (ledger[undone].nature, ledger[undone].label) == ("", "001 Cancellation of 740 Position change")


def test_a_cancellation_that_waits_is_behind_all_that_is_there_of_its_day(
    desks: FakeDesks, specialist: Desk, employee: Employee
) -> None:
    raised, _ = recorded(desks, employee.id, proposal("894", pay_cents=60_000_00))
    recorded(desks, employee.id, proposal(title="Chief"))
    undoing = filed(specialist, employee.id, proposal("001", target=raised)).action
    assert (undoing.effective, undoing.sequence) == (TODAY, 3)


def test_a_correction_of_the_first_appointment_may_change_the_name_the_job_and_the_pay(desks: FakeDesks) -> None:
    first, person = recorded(desks, "", proposal("100", **NEW_PERSON))
    changes = {"last_name": "Itoh", "title": "Chief", "pay_cents": 53_000_00}
    _, now = recorded(desks, person.id, proposal("002", target=first, **changes))
    assert {name: getattr(now, name) for name in changes} == changes


def test_a_correction_of_a_separation_may_change_its_reason_and_of_no_other_action(
    desks: FakeDesks, specialist: Desk, employee: Employee
) -> None:
    gone, _ = recorded(desks, employee.id, proposal("317", reason="Moved away"))
    _, now = recorded(desks, employee.id, proposal("002", target=gone, separation_reason="Moved abroad"))
    assert (now.status, now.separation_reason) == (Status.SEPARATED, "Moved abroad")
    other = an_employee()
    specialist.employees.record(an_entry(other), an_event())
    titled, _ = recorded(desks, other.id, proposal(title="Chief"))
    wanted = proposal("002", target=titled, separation_reason="Moved abroad")
    assert refused(specialist, other.id, wanted) == {"separation_reason": "This action cannot change this field."}
