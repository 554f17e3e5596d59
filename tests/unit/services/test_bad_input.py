"""Bad input of personnel actions: each rule is told beside its field, says what to do, and nothing is saved."""

from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest

from humangov.domain.employees import Employee, PayBasis, Status
from humangov.domain.errors import Invalid, NotFound
from humangov.domain.rules import LATEST_HIRE
from humangov.services.actions import file_action
from humangov.services.desk import Desk
from humangov.services.proposing import Proposal
from tests.builders import TODAY, an_id
from tests.fakes import FakeDesks
from tests.fakes.records import Records
from tests.unit.services.asking import NEW_PERSON, filed, proposal, recorded, refused

YESTERDAY = TODAY - timedelta(days=1)
HIRED = date(2015, 7, 1)

# A proposal about somebody who has been active in DMV Licensing since July 2015: its field, and what is said there.
WRONG: dict[str, tuple[Proposal, str, str]] = {
    "no date": (proposal(effective=None), "effective", "Enter the date on which it takes effect."),
    "before the first day": (
        proposal(effective=HIRED - timedelta(days=1)),
        "effective",
        "Enter July 1, 2015 or later: that was the first day.",
    ),
    "too far ahead": (
        proposal(effective=TODAY + LATEST_HIRE + timedelta(days=1)),
        "effective",
        "Enter a date within a year from today.",
    ),
    "not possible": (
        proposal("292"),
        "effective",
        "José García was active (since July 1, 2015) on March 2, 2026. Choose another date, or another action.",
    ),
    "appointed while employed": (
        proposal("100", pay_cents=1_00),
        "effective",
        "José García was active (since July 1, 2015) on March 2, 2026. Choose another date, or another action.",
    ),
    "pay below zero": (proposal("894", pay_cents=-1), "pay_cents", "Enter an amount above zero."),
    "no pay": (proposal("894", pay_cents=0), "pay_cents", "Enter an amount above zero."),
    "pay above the maximum": (
        proposal("894", pay_cents=2_000_000_01),
        "pay_cents",
        "Enter at most $2,000,000 a year, or change the pay basis.",
    ),
    "a yearly pay by the hour": (
        proposal("894", pay_basis=PayBasis.HOURLY),
        "pay_cents",
        "Enter at most $1,000 an hour, or change the pay basis.",
    ),
    "nothing changed": (
        proposal(title="Licensing examiner"),
        "form",
        "This changes nothing. Change a field, or leave without saving.",
    ),
    "no change": (Proposal(code="740", effective=TODAY, reason="x"), "form", "This changes nothing. Change a field"),
    "no reason": (proposal(reason=" "), "reason", "Enter the reason."),
    "a long reason": (proposal(reason="x" * 201), "reason", "Use at most 200 characters. You have 201."),
    "remarks that cannot be printed": (proposal(remarks="a\u202eb"), "remarks", "Remove the characters"),
    "an alien field": (proposal(pay_cents=1_00), "pay_cents", "This action cannot change this field."),
    "a field of no record": (proposal(salary=1), "salary", "This action cannot change this field."),
    "its own number": (proposal(version=7), "version", "This action cannot change this field."),
    "an empty field": (proposal(title=""), "title", "Enter the position title."),
    "a missing field": (proposal(department=None), "department", "Enter the department."),
    "an unknown agency": (proposal(agency="NASA"), "agency", "Choose an agency from the list."),
    "another agency's department": (
        proposal(department="ROA"),
        "department",
        "Choose a department of Department of Motor Vehicles.",
    ),
    "an agency without its department": (
        proposal(agency="DOT"),
        "department",
        "Choose a department of Department of Transportation.",
    ),
    "more than full time": (
        proposal("782", fte_hundredths=101),
        "fte_hundredths",
        "Enter a number from 0.01 to 1.00. Full time is 1.00.",
    ),
    "no position of this number": (
        proposal(position="P-999"),
        "position",
        "There is no such position. Enter the number of one that there is, or leave it empty.",
    ),
    "nobody's name": (
        proposal("780", first_name="", last_name=""),
        "last_name",
        "Enter a first name or a last name. One-word names go in the last name.",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_saved(
    specialist: Desk, records: Records, employee: Employee, case: str
) -> None:
    wanted, field, text = WRONG[case]
    before = deepcopy(records)
    told = refused(specialist, employee.id, wanted)
    assert set(told) == {field}
    assert told[field].startswith(text)
    assert records == before


@pytest.mark.parametrize(
    ("field", "text"),
    {
        "birth_date": "Enter the birth date.",
        "agency": "Enter the agency.",
        "department": "Enter the department.",
        "title": "Enter the position title.",
        "pay_cents": "Enter the pay.",
    }.items(),
)
def test_an_appointment_does_without_none_of_these(specialist: Desk, records: Records, field: str, text: str) -> None:
    for missing in (None, ""):
        with pytest.raises(Invalid) as invalid:
            filed(specialist, "", proposal("100", **{**NEW_PERSON, field: missing}))
        assert invalid.value.fields[field] == text
    left_out = {name: value for name, value in NEW_PERSON.items() if name != field}
    assert refused(specialist, "", proposal("100", **left_out)) == {field: text}
    assert not records.requests


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"birth_date": date(2013, 1, 1)}, "effective"),
        ({"birth_date": date(1899, 12, 31)}, "birth_date"),
        ({"email": "ana"}, "email"),
        ({"number": "#"}, "number"),
        ({"street": "1 Main St"}, "city"),
        ({"emergency_name": "Bo"}, "emergency_phone"),
        ({"job_class": "x" * 101}, "job_class"),
        ({"hire_date": TODAY}, "hire_date"),
        ({"status": Status.LEAVE}, "status"),
    ],
)
def test_all_that_an_appointment_says_is_held_to_the_rules(
    specialist: Desk, changes: dict[str, Any], field: str
) -> None:
    assert field in refused(specialist, "", proposal("100", **{**NEW_PERSON, **changes}))


def test_a_person_can_be_appointed_a_year_ahead_and_not_a_day_more(specialist: Desk) -> None:
    last = TODAY + LATEST_HIRE
    assert filed(specialist, "", proposal("100", effective=last, **NEW_PERSON)).action.effective == last
    told = refused(specialist, "", proposal("100", effective=last + timedelta(days=1), **NEW_PERSON))
    assert told == {"effective": "Enter a date within a year from today."}


def test_after_a_separation_nothing_is_possible_but_an_appointment_or_another_name(
    desks: FakeDesks, specialist: Desk, employee: Employee
) -> None:
    recorded(desks, employee.id, proposal("317", effective=YESTERDAY, reason="Moved away"))
    said = "José García was separated (since March 1, 2026) on March 2, 2026. Choose another date, or another action."
    for code in ("740", "894", "460", "317", "292"):
        changes = {"894": {"pay_cents": 1_00}}.get(code, {})
        assert refused(specialist, employee.id, proposal(code, **changes)) == {"effective": said}
    assert filed(specialist, employee.id, proposal("780", last_name="Ruiz")).employee
    _, back = recorded(desks, employee.id, proposal("140", pay_cents=61_000_00))
    assert (back.status, back.separation_reason, back.hire_date) == (Status.ACTIVE, "", HIRED)


def test_what_was_recorded_for_later_is_not_made_impossible(
    desks: FakeDesks, specialist: Desk, employee: Employee
) -> None:
    recorded(desks, employee.id, proposal("460", effective=YESTERDAY))
    told = refused(specialist, employee.id, proposal("317", effective=YESTERDAY - timedelta(days=1)))
    assert told == {
        "effective": "460 Leave without pay of March 1, 2026 would not be possible any more: cancel it first, or "
        "choose another date."
    }


def test_what_others_build_on_is_cancelled_last(desks: FakeDesks, specialist: Desk, employee: Employee) -> None:
    away, _ = recorded(desks, employee.id, proposal("460", effective=YESTERDAY))
    recorded(desks, employee.id, proposal("292"))
    told = refused(specialist, employee.id, proposal("001", target=away))
    assert told["target"].startswith("292 Return to duty of March 2, 2026 would not be possible any more")


def test_a_move_to_another_agency_does_not_leave_later_departments_without_one(
    desks: FakeDesks, specialist: Desk, employee: Employee
) -> None:
    recorded(desks, employee.id, proposal(department="REG"))
    moved = proposal(effective=YESTERDAY, agency="DOT", department="ROA")
    told = refused(specialist, employee.id, moved)
    assert told["effective"].startswith("740 Position change of March 2, 2026 would not fit any more: Choose a dep")


def test_what_is_cancelled_or_corrected_already_is_neither_again(
    desks: FakeDesks, specialist: Desk, employee: Employee
) -> None:
    gone, _ = recorded(desks, employee.id, proposal())
    undo, _ = recorded(desks, employee.id, proposal("001", target=gone))
    wrong, _ = recorded(desks, employee.id, proposal(title="Cheif"))
    recorded(desks, employee.id, proposal("002", target=wrong, title="Chief"))
    cancelled = {"target": "740 Position change is cancelled. Record a new action instead."}
    corrected = {
        "target": "740 Position change was corrected already. Choose the correction, which stands in its place."
    }
    for code in ("001", "002"):
        assert refused(specialist, employee.id, proposal(code, target=gone)) == cancelled
        assert refused(specialist, employee.id, proposal(code, target=wrong)) == corrected
    assert "is cancelled" in refused(specialist, employee.id, proposal("001", target=undo))["target"]


@pytest.mark.parametrize("code", ["001", "002"])
def test_what_stands_in_nobody_s_career_is_not_cancelled_or_corrected(
    specialist: Desk, employee: Employee, code: str
) -> None:
    for target in ("", an_id()):
        with pytest.raises(NotFound):
            filed(specialist, employee.id, proposal(code, target=target))
    with pytest.raises(NotFound):
        file_action(specialist, "", proposal(code, target=employee.id), an_id(), 0)


def test_a_correction_that_corrects_nothing_is_refused(desks: FakeDesks, specialist: Desk, employee: Employee) -> None:
    done, _ = recorded(desks, employee.id, proposal())
    same = proposal("002", target=done, title="Chief", effective=None)
    assert set(refused(specialist, employee.id, same)) == {"form"}
    assert filed(specialist, employee.id, proposal("002", target=done, authority="GC 1", effective=None)).employee


def test_an_appointment_that_others_follow_is_not_cancelled(
    desks: FakeDesks, specialist: Desk, employee: Employee
) -> None:
    recorded(desks, employee.id, proposal())
    told = refused(specialist, employee.id, proposal("001", target=employee.id))
    assert told == {"target": "Other actions follow this appointment. Cancel those first, or record a separation."}


def test_a_first_day_is_not_corrected_to_after_what_followed_it(
    desks: FakeDesks, specialist: Desk, employee: Employee
) -> None:
    recorded(desks, employee.id, proposal(effective=date(2015, 8, 1)))
    told = refused(specialist, employee.id, proposal("002", target=employee.id, effective=date(2015, 9, 1)))
    assert told == {
        "effective": "740 Position change of August 1, 2015 would be before the first day: cancel it first, or choose "
        "another date."
    }
    _, now = recorded(desks, employee.id, proposal("002", target=employee.id, effective=date(2015, 8, 1)))
    assert (now.hire_date, now.title) == (date(2015, 8, 1), "Chief")
