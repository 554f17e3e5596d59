"""The contract of ports.EmployeeStore."""

import random
from dataclasses import replace
from datetime import date

import pytest

from humangov.domain.employees import Employee, Status, row_of
from humangov.domain.errors import AlreadyExists, Conflict, NotFound
from humangov.domain.events import EventFilter
from humangov.services.desk import Desk
from tests.builders import AGENCIES, a_document, an_employee, an_entry, an_event, an_id, changed
from tests.contract.worlds import begun


def test_a_record_comes_back_as_it_was_saved(desk: Desk) -> None:
    whole = an_employee(
        middle_name="ʻAnakē",
        suffix="Jr.",
        preferred_name="Pepe",
        former_names=("José O'Brien", "José 李"),
        email="Jose.Garcia@agency.gov",
        fte_hundredths=50,
        emergency_name="Ana",
        emergency_phone="916-555-0100",
    )
    assert desk.employees.record(an_entry(whole), an_event()) == whole
    assert desk.employees.get(whole.id) == whole


def test_a_record_that_was_never_saved_is_not_found(desk: Desk) -> None:
    for strange in (an_id(), "", "x" * 3000, "#", "é" * 2000):
        with pytest.raises(NotFound):
            desk.employees.get(strange)
        with pytest.raises(NotFound):
            desk.employees.folder(strange)


def test_another_states_employee_is_not_found(desk: Desk, neighbor: Desk) -> None:
    theirs = neighbor.employees.record(an_entry(an_employee(email="a@agency.gov")), an_event())
    with pytest.raises(NotFound):
        desk.employees.get(theirs.id)
    with pytest.raises(NotFound):
        desk.employees.folder(theirs.id)
    assert desk.employees.same_person(replace(theirs, id=an_id())) == ()


def test_the_folder_has_the_record_and_current_documents_newest_first(desk: Desk) -> None:
    employee = desk.employees.record(an_entry(an_employee()), an_event())
    first, second = (a_document(employee_id=employee.id, id=f"01J0000000000000000000000{n}") for n in "12")
    for document in (second, first):
        desk.documents.add(begun(desk, document), an_event())
    newer = replace(first, version=2, token=an_id(), object_id=an_id())
    desk.documents.change(first, begun(desk, newer), an_event())
    folder = desk.employees.folder(employee.id)
    assert folder.employee == employee
    assert folder.documents == (second, newer)


def test_the_same_form_sent_twice_creates_one_record(desk: Desk) -> None:
    employee = an_employee(email="jose@agency.gov")
    desk.employees.record(an_entry(employee), an_event())
    again = desk.employees.record(an_entry(replace(employee, number="77")), an_event())
    assert again == employee
    assert desk.organization.overview().count() == 1
    assert len(desk.audit.page(EventFilter(views=False), "", 25).items) == 1


@pytest.mark.parametrize(("field", "value", "other"), [("number", "A-7", "a-7"), ("email", "a@x.gov", "A@X.gov")])
def test_a_number_or_an_email_belongs_to_one_record_case_ignored(
    desk: Desk, field: str, value: str, other: str
) -> None:
    owner = desk.employees.record(an_entry(an_employee(**{field: value})), an_event())
    with pytest.raises(AlreadyExists) as taken:
        desk.employees.record(an_entry(an_employee(last_name="Other", **{field: other})), an_event())
    assert (taken.value.field, taken.value.owner_id) == (field, owner.id)
    assert desk.organization.overview().count() == 1


def test_a_change_that_takes_anothers_email_is_refused_and_saves_nothing(desk: Desk) -> None:
    owner = desk.employees.record(an_entry(an_employee(email="ana@agency.gov")), an_event())
    employee = desk.employees.record(an_entry(an_employee()), an_event())
    with pytest.raises(AlreadyExists) as taken:
        desk.employees.record(an_entry(changed(employee, email="Ana@agency.gov", title="Chief"), employee), an_event())
    assert (taken.value.field, taken.value.owner_id) == ("email", owner.id)
    assert desk.employees.get(employee.id) == employee


def test_a_form_that_has_saved_before_is_told_when_its_next_save_is_refused(desk: Desk) -> None:
    owner = desk.employees.record(an_entry(an_employee(email="ana@agency.gov")), an_event())
    employee = desk.employees.record(an_entry(an_employee()), an_event())
    saved = desk.employees.record(an_entry(changed(employee, title="Chief"), employee), an_event())
    with pytest.raises(AlreadyExists) as taken:
        desk.employees.record(an_entry(changed(saved, token=saved.token, email="ana@agency.gov"), saved), an_event())
    assert (taken.value.field, taken.value.owner_id) == ("email", owner.id)
    assert desk.employees.get(employee.id) == saved


def test_a_number_and_an_email_that_are_given_up_are_free_again(desk: Desk) -> None:
    employee = desk.employees.record(an_entry(an_employee(number="7", email="jose@agency.gov")), an_event())
    desk.employees.record(an_entry(changed(employee, number="8", email=""), employee), an_event())
    other = an_employee(number="7", email="jose@agency.gov", last_name="Other")
    assert desk.employees.record(an_entry(other), an_event()) == other


def test_an_email_that_only_changes_its_case_stays_ones_own(desk: Desk) -> None:
    employee = desk.employees.record(an_entry(an_employee(email="jose@agency.gov")), an_event())
    after = changed(employee, email="Jose@agency.gov")
    assert desk.employees.record(an_entry(after, employee), an_event()) == after


def test_of_two_writers_the_second_is_told_and_sees_the_record_as_it_is(desk: Desk) -> None:
    employee = desk.employees.record(an_entry(an_employee()), an_event())
    first, second = changed(employee, title="Chief"), changed(employee, title="Clerk", agency="DOT", department="ROA")
    desk.employees.record(an_entry(first, employee), an_event())
    with pytest.raises(Conflict) as conflict:
        desk.employees.record(an_entry(second, employee), an_event())
    assert conflict.value.current == first
    assert desk.organization.overview().headcount == {("DMV", Status.ACTIVE): 1}


def test_the_same_change_sent_twice_is_saved_once(desk: Desk) -> None:
    employee = desk.employees.record(an_entry(an_employee()), an_event())
    after = changed(employee, status=Status.LEAVE)
    desk.employees.record(an_entry(after, employee), an_event())
    assert desk.employees.record(an_entry(replace(after, title="typed later"), employee), an_event()) == after
    assert desk.organization.overview().headcount == {("DMV", Status.LEAVE): 1}


def test_a_change_of_a_record_that_is_not_there_is_not_found(desk: Desk) -> None:
    employee = an_employee()
    with pytest.raises(NotFound):
        desk.employees.record(an_entry(changed(employee), employee), an_event())


def test_issued_numbers_count_up_and_have_six_digits(desk: Desk, neighbor: Desk) -> None:
    numbers = [desk.employees.next_number() for _ in range(3)]
    assert numbers == sorted(set(numbers))
    assert all(len(n) == 6 and n.isdecimal() for n in numbers)
    assert neighbor.employees.next_number() == numbers[0]


def test_an_issued_number_is_none_that_was_given_by_hand(desk: Desk) -> None:
    first = desk.employees.next_number()
    given = {f"{int(first) + n:06}" for n in range(1, 8)}
    for number in given:
        desk.employees.record(an_entry(an_employee(number=number)), an_event())
    assert desk.employees.next_number() not in given


def test_a_likely_duplicate_has_the_same_name_and_birth_date_or_email(desk: Desk) -> None:
    like = desk.employees.record(an_entry(an_employee(first_name="JOSE", last_name="Garcia")), an_event())
    mail = desk.employees.record(an_entry(an_employee(last_name="Other", email="jose@agency.gov")), an_event())
    desk.employees.record(an_entry(an_employee(birth_date=date(1990, 1, 1))), an_event())
    rows = desk.employees.same_person(an_employee(email="Jose@agency.gov"))
    assert {row.id for row in rows} == {like.id, mail.id}
    assert row_of(like) in rows


def test_whose_a_number_or_an_e_mail_is_is_known_case_ignored(desk: Desk, neighbor: Desk) -> None:
    employee = desk.employees.record(an_entry(an_employee(number="A-7", email="jose@agency.gov")), an_event())
    assert desk.employees.whose("number", "a-7") == employee.id
    assert desk.employees.whose("email", "Jose@Agency.GOV") == employee.id
    for field, value in (("number", "A-70"), ("number", ""), ("email", ""), ("email", "a-7")):
        assert desk.employees.whose(field, value) == ""
    assert neighbor.employees.whose("number", "A-7") == ""


def test_a_record_is_not_its_own_duplicate(desk: Desk) -> None:
    employee = desk.employees.record(an_entry(an_employee(email="jose@agency.gov")), an_event())
    assert desk.employees.same_person(employee) == ()


def test_a_corrected_birth_date_moves_the_likeness(desk: Desk) -> None:
    employee = desk.employees.record(an_entry(an_employee()), an_event())
    desk.employees.record(an_entry(changed(employee, birth_date=date(1985, 5, 17)), employee), an_event())
    assert desk.employees.same_person(an_employee()) == ()
    assert len(desk.employees.same_person(an_employee(birth_date=date(1985, 5, 17)))) == 1


def test_at_most_ten_duplicates_are_named(desk: Desk) -> None:
    for _ in range(12):
        desk.employees.record(an_entry(an_employee()), an_event())
    assert len(desk.employees.same_person(an_employee())) == 10


def test_headcount_is_a_recount_after_any_acts(desk: Desk) -> None:
    dice, people = random.Random(7), dict[str, Employee]()
    for _ in range(25):
        if len(people) < 4 or dice.random() < 0.3:
            created = desk.employees.record(an_entry(_placed(an_employee(), dice)), an_event())
            people[created.id] = created
            continue
        before = dice.choice([*people.values()])
        people[before.id] = desk.employees.record(an_entry(_placed(changed(before), dice), before), an_event())
    counted: dict[tuple[str, Status], int] = {}
    for person in people.values():
        counted[person.agency, person.status] = counted.get((person.agency, person.status), 0) + 1
    assert desk.organization.overview().headcount == counted


def _placed(employee: Employee, dice: random.Random) -> Employee:
    agency = dice.choice(AGENCIES)
    department = dice.choice(agency.departments).code
    return replace(employee, agency=agency.code, department=department, status=dice.choice([*Status]))
