"""What somebody typed over what the form showed is part of the action, whatever the record is on its day."""

from datetime import date

from humangov.domain.career import record_as_of
from humangov.domain.employees import Employee
from humangov.domain.events import Change
from humangov.domain.mass import Rule, RuleKind, Selection
from humangov.domain.permissions import Role
from humangov.services.actions import check_action
from humangov.services.desk import Desk
from humangov.services.mass_deciding import submit
from tests.builders import an_id
from tests.deciding import approve
from tests.fakes import FakeDesks
from tests.fakes.records import Records
from tests.masses import hired, prepared, worked
from tests.unit.services.asking import NEW_PERSON, proposal, recorded

JAN, FEB, MAR = date(2026, 1, 5), date(2026, 2, 1), date(2026, 3, 1)


def test_a_value_that_stands_on_the_day_already_is_kept_when_what_lies_before_is_corrected(
    desks: FakeDesks, records: Records
) -> None:
    first, person = recorded(desks, "", proposal("100", effective=JAN, **{**NEW_PERSON, "pay_cents": 50_000_00}))
    recorded(desks, person.id, proposal("894", effective=MAR, pay_cents=55_000_00))
    recorded(desks, person.id, proposal("702", effective=FEB, title="Senior examiner", pay_cents=50_000_00))
    recorded(desks, person.id, proposal("002", target=first, effective=JAN, pay_cents=48_000_00))
    ledger = records.actions[person.id].values()
    pays = {day: record.pay_cents for day in (JAN, date(2026, 2, 15), MAR) if (record := record_as_of(ledger, day))}
    assert pays == {JAN: 48_000_00, date(2026, 2, 15): 50_000_00, MAR: 55_000_00}


def test_the_preview_says_what_is_so_already_and_what_is_not_part_of_it(specialist: Desk, employee: Employee) -> None:
    asked = proposal("702", title="Chief", pay_cents=employee.pay_cents)
    told = check_action(specialist, employee.id, asked, an_id()).told
    assert told.same == (Change("pay_cents", "$58,240 a year", "$58,240 a year"),)
    left = {change.field: change.after for change in told.unsaid}
    assert (left["agency"], left["fte_hundredths"]) == ("Department of Motor Vehicles", "1.00")
    assert not {"title", "pay_cents"} & set(left)


def test_what_a_mass_action_sets_is_set_for_who_has_a_part_of_it_already(
    specialist: Desk, desks: FakeDesks, records: Records
) -> None:
    person = hired(specialist)
    values = {"title": person.title, "job_class": "LX-9"}
    rule = Rule(kind=RuleKind.VALUES, values=values)
    mass = prepared(specialist, code="740", selection=Selection(agency="DMV"), rule=rule)
    submit(specialist, mass.id)
    worked(specialist, approve(desks.open_for(Role.SUPERVISOR), mass.id))
    (action,) = (a for a in records.actions[person.id].values() if a.mass)
    assert action.changes == values
