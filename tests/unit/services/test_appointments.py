"""Appoint a person."""

from datetime import date, timedelta
from typing import Any

import pytest

from humangov.domain.acts import Act, ActKind
from humangov.domain.employees import PayBasis, Status
from humangov.domain.errors import AlreadyExists, Invalid, LikelyDuplicate, Unavailable
from humangov.domain.events import Change, EventKind
from humangov.services.desk import Desk
from humangov.services.employees import appoint, record_act
from tests.builders import TODAY, an_id
from tests.fakes import FakeDesks
from tests.fakes.records import Records

TYPED: dict[str, Any] = {
    "first_name": " José ",
    "last_name": "García",
    "birth_date": date(1984, 5, 17),
    "agency": "DMV",
    "department": "LIC",
    "title": "Examiner",
    "pay_cents": 58_240_00,
    "pay_basis": PayBasis.ANNUAL,
    "hire_date": date(2026, 1, 5),
}


def appointment(**changes: Any) -> Act:
    return Act(ActKind.APPOINTMENT, {**TYPED, **changes})


def test_an_appointed_person_is_on_file_with_an_issued_number(specialist: Desk, records: Records) -> None:
    token = an_id()
    saved = appoint(specialist, appointment(), token)
    assert records.employees == {token: saved}
    assert (saved.number, saved.first_name, saved.version, saved.token) == ("000001", "José", 1, token)
    assert (saved.status, saved.status_since) == (Status.ACTIVE, date(2026, 1, 5))


def test_issued_numbers_count_up_and_leave_out_given_ones(specialist: Desk) -> None:
    given = appoint(specialist, appointment(number="000001", last_name="Lee"), an_id())
    issued = [appoint(specialist, appointment(last_name=name), an_id()).number for name in ("Diaz", "Ngo")]
    assert (given.number, issued) == ("000001", ["000002", "000003"])


def test_an_appointment_is_an_event_in_words(specialist: Desk, records: Records) -> None:
    saved = appoint(specialist, appointment(), an_id())
    (event,) = records.of_kind(EventKind.EMPLOYEE_APPOINTED)
    assert (event.act, event.effective, event.reason) == ("appointment", "", "")
    assert event.subject_label == "000001 García, José"
    told = {change.field: change for change in event.changes}
    assert told["agency"] == Change("agency", "", "Department of Motor Vehicles")
    assert told["pay_cents"].after == "$58,240 a year"
    assert event.subject == f"employee:{saved.id}"


@pytest.mark.parametrize("field", ["birth_date", "hire_date", "pay_cents", "agency", "department", "title"])
@pytest.mark.parametrize("kind", ["left out", "empty"])
def test_what_is_needed_is_asked_for(specialist: Desk, records: Records, field: str, kind: str) -> None:
    values = {name: value for name, value in TYPED.items() if name != field}
    act = Act(ActKind.APPOINTMENT, values if kind == "left out" else {**values, field: None})
    with pytest.raises(Invalid) as caught:
        appoint(specialist, act, an_id())
    assert set(caught.value.fields) == {field}
    assert caught.value.fields[field].startswith("Enter the ")
    assert not records.employees


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("pay_cents", -1),
        ("birth_date", TODAY + timedelta(days=1)),
        ("first_name", "x" * 10_000),
        ("hire_date", date(1984, 1, 1)),
    ],
)
def test_rules_are_told_and_nothing_is_saved_or_counted(
    specialist: Desk, records: Records, field: str, value: object
) -> None:
    with pytest.raises(Invalid) as caught:
        appoint(specialist, appointment(**{field: value}), an_id())
    assert field in caught.value.fields
    assert not records.events
    assert records.issued_numbers == 0


@pytest.mark.parametrize("field", ["status", "id", "version", "separation_reason", "salary"])
def test_an_appointment_sets_no_other_field(specialist: Desk, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        appoint(specialist, appointment(**{field: "x"}), an_id())
    assert set(caught.value.fields) == {field}


def test_the_same_form_sent_twice_appoints_once(specialist: Desk, records: Records) -> None:
    token = an_id()
    first, second = (appoint(specialist, appointment(), token) for _ in range(2))
    assert first == second
    assert len(records.employees) == len(records.events) == 1


def test_a_form_that_comes_back_with_somebody_else_in_it_loses_nobody_silently(
    specialist: Desk, records: Records
) -> None:
    token = an_id()
    appoint(specialist, appointment(), token)
    with pytest.raises(Invalid) as caught:
        appoint(specialist, appointment(first_name="Ana"), token)
    assert caught.value.fields == {
        "form": "This form has appointed José García already. Open a new form to appoint somebody else."
    }
    assert len(records.employees) == 1


def test_a_form_sent_twice_shows_the_record_as_it_is_by_then(specialist: Desk) -> None:
    token = an_id()
    saved = appoint(specialist, appointment(), token)
    later = record_act(specialist, saved.id, Act(ActKind.JOB, {"title": "Chief"}), 1, an_id())
    assert appoint(specialist, appointment(), token) == later


@pytest.mark.parametrize(
    "changes", [{"first_name": "JOSE", "last_name": "Garcia"}, {"last_name": "Lee", "email": "Jose@dmv.gov"}]
)
def test_a_likely_duplicate_is_shown_before_anything_is_saved(
    specialist: Desk, records: Records, changes: dict[str, str]
) -> None:
    known = appoint(specialist, appointment(email="jose@dmv.gov"), an_id())
    with pytest.raises(LikelyDuplicate) as caught:
        appoint(specialist, appointment(**changes), an_id())
    assert [getattr(row, "id", "") for row in caught.value.rows] == [known.id]
    assert len(records.employees) == 1


def test_another_person_of_the_same_name_and_birth_date_is_appointed_when_that_is_said(specialist: Desk) -> None:
    first = appoint(specialist, appointment(), an_id())
    second = appoint(specialist, appointment(), an_id(), another_person=True)
    assert first.number != second.number


@pytest.mark.parametrize(("field", "value"), [("number", "a-7"), ("email", "JOSE@dmv.gov")])
def test_number_and_email_belong_to_one_record(specialist: Desk, field: str, value: str) -> None:
    owner = appoint(specialist, appointment(number="A-7", email="jose@dmv.gov"), an_id())
    with pytest.raises(AlreadyExists) as caught:
        appoint(specialist, appointment(first_name="Ana", **{field: value}), an_id(), another_person=True)
    assert (caught.value.field, caught.value.owner_id) == (field, owner.id)


@pytest.mark.parametrize("operation", ["employees.create", "employees.next_number", "organization.overview", "*"])
def test_an_appointment_that_fails_leaves_nothing(
    desks: FakeDesks, specialist: Desk, records: Records, operation: str
) -> None:
    desks.calls.failing.add(operation)
    with pytest.raises(Unavailable):
        appoint(specialist, appointment(), an_id())
    assert not records.employees
    assert not records.events
