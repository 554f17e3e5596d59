"""Edits of facts that are no acts."""

from datetime import date

import pytest

from humangov.domain.edits import EditKind
from humangov.domain.employees import Employee
from humangov.domain.errors import AlreadyExists, Conflict, Invalid, NotFound
from humangov.domain.events import Change, EventKind
from humangov.services.desk import Desk
from humangov.services.edits import edit_facts
from tests.builders import an_employee, an_id
from tests.fakes.records import Records


def test_an_edit_changes_the_record_and_is_told_before_and_after(
    specialist: Desk, records: Records, employee: Employee
) -> None:
    saved = edit_facts(specialist, employee.id, EditKind.CONTACT, {"phone": " 916-555-0100 "}, 1, an_id())
    assert (saved.phone, saved.version) == ("916-555-0100", 2)
    assert records.employees[employee.id] == saved
    (event,) = records.of_kind(EventKind.EMPLOYEE_CHANGED)
    assert (event.act, event.effective, event.changes) == (
        "Contact details changed",
        "",
        (Change("phone", "", "916-555-0100"),),
    )


def test_an_edit_stands_in_the_ledger_like_all_that_changes_a_record(
    specialist: Desk, records: Records, employee: Employee
) -> None:
    token = an_id()
    edit_facts(specialist, employee.id, EditKind.CONTACT, {"phone": "916-555-0100"}, 1, token)
    assert records.actions[employee.id][token].is_edit


@pytest.mark.parametrize("field", ["title", "pay_cents", "number", "status", "id", "salary"])
def test_an_edit_sets_no_other_field(specialist: Desk, employee: Employee, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        edit_facts(specialist, employee.id, EditKind.CONTACT, {field: "x"}, 1, an_id())
    assert set(caught.value.fields) == {field}


def test_a_number_is_corrected_but_not_left_out(specialist: Desk, employee: Employee) -> None:
    kind = EditKind.IDENTITY
    assert edit_facts(specialist, employee.id, kind, {"number": "B-1"}, 1, an_id()).number == "B-1"
    with pytest.raises(Invalid) as caught:
        edit_facts(specialist, employee.id, kind, {"number": ""}, 2, an_id())
    assert set(caught.value.fields) == {"number"}


def test_a_birth_date_after_the_first_day_is_told_beside_it(specialist: Desk, employee: Employee) -> None:
    with pytest.raises(Invalid) as caught:
        edit_facts(specialist, employee.id, EditKind.IDENTITY, {"birth_date": date(2016, 1, 1)}, 1, an_id())
    assert set(caught.value.fields) == {"birth_date"}


@pytest.mark.parametrize(
    ("typed", "field"), [({"street": "1 Elm Street"}, "city"), ({"emergency_name": "Ana Lee"}, "emergency_phone")]
)
def test_what_belongs_together_is_asked_for_together(
    specialist: Desk, employee: Employee, typed: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        edit_facts(specialist, employee.id, EditKind.CONTACT, typed, 1, an_id())
    assert field in caught.value.fields


def test_who_saves_second_is_told_and_gets_the_record_as_it_is(specialist: Desk, employee: Employee) -> None:
    first = edit_facts(specialist, employee.id, EditKind.CONTACT, {"phone": "916-555-0100"}, 1, an_id())
    with pytest.raises(Conflict) as caught:
        edit_facts(specialist, employee.id, EditKind.CONTACT, {"phone": "916-555-0101"}, 1, an_id())
    assert caught.value.current == first


def test_the_same_edit_sent_twice_is_done_once(specialist: Desk, records: Records, employee: Employee) -> None:
    token = an_id()
    sent = [edit_facts(specialist, employee.id, EditKind.CONTACT, {"phone": "916-555-0100"}, 1, token) for _ in "12"]
    assert sent[0] == sent[1]
    assert len(records.of_kind(EventKind.EMPLOYEE_CHANGED)) == 1


def test_an_edit_that_changes_nothing_saves_nothing(specialist: Desk, records: Records, employee: Employee) -> None:
    assert edit_facts(specialist, employee.id, EditKind.CONTACT, {"phone": ""}, 1, an_id()) == employee
    assert not records.events


@pytest.mark.parametrize(("field", "value"), [("number", "e77"), ("email", "ANA@dmv.gov")])
def test_number_and_email_belong_to_one_record(
    specialist: Desk, records: Records, employee: Employee, field: str, value: str
) -> None:
    owner = an_employee(number="E77", email="ana@dmv.gov")
    records.employees[owner.id] = owner
    kind = EditKind.CONTACT if field == "email" else EditKind.IDENTITY
    with pytest.raises(AlreadyExists) as caught:
        edit_facts(specialist, employee.id, kind, {field: value}, 1, an_id())
    assert (caught.value.field, caught.value.owner_id) == (field, owner.id)


def test_an_edit_of_nobody_is_not_found(specialist: Desk) -> None:
    with pytest.raises(NotFound):
        edit_facts(specialist, "none", EditKind.CONTACT, {"phone": "916-555-0100"}, 1, an_id())
