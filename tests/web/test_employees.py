"""A person's page, and the appointment of a new one."""

from datetime import date
from typing import Any

import pytest

from humangov.domain.employees import Status
from humangov.domain.events import EventKind
from tests.web.markup import read
from tests.web.people import APPOINTMENT, appoint, messages, on_file
from tests.web.site import Site, Visitor


def test_the_page_tells_all_of_a_person_and_the_look_is_recorded_once(site: Site, viewer: Visitor) -> None:
    person = on_file(site, preferred_name="Pepe", email="jose@dmv.gov", former_names=("José Ruiz",))
    page = viewer.get(f"/employees/{person.id}")
    assert page.h1 == "Pepe García"
    for text in ("José García", "José Ruiz", "$58,240 a year", "jose@dmv.gov", "May 17, 1984", "Licensing examiner"):
        assert text in page.main
    assert [e.actor_name for e in site.desks.records().of_kind(EventKind.EMPLOYEE_VIEWED)] == ["HR viewer Lee"]


def test_acts_are_offered_by_name_to_those_who_may(site: Site, viewer: Visitor, specialist: Visitor) -> None:
    person = on_file(site, status=Status.SEPARATED, separation_reason="Retirement")
    assert "Reinstate" not in viewer.get(f"/employees/{person.id}").main
    page = specialist.get(f"/employees/{person.id}")
    assert page.link("Reinstate") == f"/employees/{person.id}/acts/reinstatement"
    assert "Change the pay" not in page.main


@pytest.mark.parametrize("identity", ["01ARZ3NDEKTSV4RRFFQ69G5FAV", "x", "%00", "a" * 300])
def test_nobody_there_is_not_found(viewer: Visitor, identity: str) -> None:
    assert viewer.get(f"/employees/{identity}", status=404).h1 == "Page not found"


def test_another_states_person_looks_like_nobody(site: Site, viewer: Visitor) -> None:
    person = on_file(site, slug="wyoming")
    theirs = viewer.get(f"/employees/{person.id}", status=404)
    nobody = viewer.get("/employees/01ARZ3NDEKTSV4RRFFQ69G5FAV", status=404)
    assert theirs.h1 == nobody.h1
    assert not site.desks.records("wyoming").of_kind(EventKind.EMPLOYEE_VIEWED)


def test_a_person_is_appointed_and_gets_a_number(site: Site, specialist: Visitor) -> None:
    answer = appoint(specialist)
    assert answer.status_code == 303
    page = specialist.get(answer.headers["Location"])
    assert page.h1 == "Zoë O’Neill-Brown"
    assert "is appointed, with number" in page.main
    made = next(iter(site.desks.records().employees.values()))
    assert (made.pay_cents, made.agency, made.department, made.fte_hundredths) == (58_240_00, "DOT", "BRI", 100)


def test_the_same_form_sent_twice_appoints_once(site: Site, specialist: Visitor) -> None:
    fields = specialist.get("/employees/new").fields() | APPOINTMENT
    first, second = (specialist.fetch("/employees/new", "POST", data=fields) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert len(site.desks.records().employees) == 1
    assert len(site.desks.records().of_kind(EventKind.EMPLOYEE_APPOINTED)) == 1


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"last_name": "", "first_name": ""}, "last_name", "Enter a first name or a last name"),
        ({"last_name": "x" * 10_000}, "last_name", "Use at most 100 characters. You have 10,000."),
        ({"title": "Chief\x07"}, "title", "Remove the characters that cannot be printed"),
        ({"first_name": "Zoë\u202eevil"}, "first_name", "Remove the characters that cannot be printed"),
        ({"birth_date": "2999-01-01"}, "birth_date", "from 1900 to today"),
        ({"birth_date": "2024-02-30"}, "birth_date", "Enter a day that exists"),
        ({"birth_date": "2020-01-01", "hire_date": "2010-01-01"}, "hire_date", "after the birth date"),
        ({"birth_date": "2020-01-01"}, "hire_date", "under 14"),
        ({"hire_date": ""}, "hire_date", "Enter the hire date"),
        ({"pay_cents": "-5"}, "pay_cents", "Enter dollars and cents above zero"),
        ({"pay_cents": "0"}, "pay_cents", "above zero"),
        ({"pay_cents": "9999999"}, "pay_cents", "at most $2,000,000 a year"),
        ({"pay_cents": "12.345"}, "pay_cents", "Enter dollars and cents"),
        ({"fte_hundredths": "1.5"}, "fte_hundredths", "from 0.01 to 1.00"),
        ({"email": "nobody"}, "email", "Enter an address with an @"),
        ({"phone": "12"}, "phone", "Enter ten digits"),
        ({"postal_code": "123"}, "postal_code", "Enter five digits"),
        ({"emergency_name": "Ana"}, "emergency_phone", "phone number of the emergency contact"),
        ({"number": "a b"}, "number", "letters, digits and hyphens"),
        ({"unit": "DOT/NOPE"}, "unit", "Not a valid choice"),
    ],
)
def test_bad_input_has_its_message_beside_its_field_and_loses_nothing(
    site: Site, specialist: Visitor, typed: dict[str, str], field: str, message: str
) -> None:
    page = read(appoint(specialist, **typed))
    assert page.status == 422
    assert message in " ".join(messages(page.all(f"#{field}-error")))
    assert page.value("title" if field != "title" else "last_name")
    assert not site.desks.records().employees


def test_an_unknown_choice_is_refused_in_words(specialist: Visitor) -> None:
    page = read(appoint(specialist, pay_basis="weekly"))
    assert page.status == 422


def test_a_likely_duplicate_is_shown_first_and_can_be_another_person(site: Site, specialist: Visitor) -> None:
    on_file(site, first_name="Zoe", last_name="O'Neill Brown", birth_date=date(1990, 2, 28))
    page = read(appoint(specialist))
    assert page.status == 409
    assert "Is this person on file already?" in page.main
    assert "O'Neill Brown, Zoe" in page.main
    assert page.value("title") == "Bridge inspector"
    answer = specialist.fetch("/employees/new", "POST", data={**page.fields(), "another_person": "y"})
    assert answer.status_code == 303
    assert len(site.desks.records().employees) == 2


@pytest.mark.parametrize(("field", "value"), [("email", "jose@dmv.gov"), ("number", "E77")])
def test_a_taken_number_or_e_mail_says_whose_it_is(site: Site, specialist: Visitor, field: str, value: str) -> None:
    owner = on_file(site, **{field: value})
    page = read(appoint(specialist, **{field: value}, another_person="y"))
    assert page.status == 422
    assert "Another employee has this" in page.one(f"#{field}-error").get_text()
    assert page.link("Open the record that has it") == f"/employees/{owner.id}"


def test_who_said_that_it_is_another_person_is_not_asked_again(site: Site, specialist: Visitor) -> None:
    on_file(site, first_name="Zoe", last_name="O'Neill Brown", birth_date=date(1990, 2, 28), number="E77")
    page = read(appoint(specialist, number="E77"))
    page = read(specialist.fetch("/employees/new", "POST", data={**page.fields(), "another_person": "y"}))
    assert page.status == 422
    assert specialist.fetch("/employees/new", "POST", data={**page.fields(), "number": ""}).status_code == 303


def test_fields_that_nobody_asked_for_change_nothing(site: Site, specialist: Visitor) -> None:
    appoint(specialist, status="separated", version="77", id="chosen", separation_reason="x")
    made: Any = next(iter(site.desks.records().employees.values()))
    assert (made.status, made.version, made.separation_reason) == (Status.ACTIVE, 1, "")
    assert made.id != "chosen"


@pytest.mark.parametrize(
    "typed",
    [
        {"birth_date": "", "hire_date": "x", "title": "", "pay_cents": "x"},
        {"last_name": "x" * 101, "number": "a b", "title": "\x07", "pay_cents": "0", "phone": "12", "city": "x"},
    ],
)
def test_messages_above_the_form_stand_in_the_order_of_the_form(specialist: Visitor, typed: dict[str, str]) -> None:
    page = read(appoint(specialist, **typed))
    summary = [str(a["href"])[1:] for a in page.all("#error-summary a")]
    fields = [str(tag["id"]) for tag in page.all("main form [id]") if tag["id"] in summary]
    assert summary == fields
    assert len(summary) > 3
