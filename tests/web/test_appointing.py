"""The appointment of a new person: the form, what it would do, a likely duplicate, a draft, the second person."""

from datetime import date
from typing import Any

import pytest

from humangov.domain.actions import ActionStatus
from humangov.domain.employees import Status
from humangov.domain.events import EventKind
from tests.web.markup import Page, read
from tests.web.people import APPOINTMENT, appoint, appointed, approve, checked, file, messages, on_file
from tests.web.site import Site, Visitor

NEW = "/employees/new"


def check(visitor: Visitor, **typed: Any) -> Page:
    """The page that answers the form when it is to be checked."""
    return checked(visitor, NEW, **(APPOINTMENT | typed))


def test_an_appointment_waits_for_a_second_person_who_makes_the_record(site: Site, specialist: Visitor) -> None:
    answer = appoint(specialist)
    page = specialist.get(answer.headers["Location"])
    assert page.h1 == "100 Permanent appointment: Zoë O’Neill-Brown"
    assert "It waits for an HR supervisor to approve it." in page.main
    assert not site.desks.records().employees
    path = approve(site, answer).partition("/requests/")[0]
    assert specialist.get(path).h1 == "Zoë O’Neill-Brown"
    made = next(iter(site.desks.records().employees.values()))
    assert (made.pay_cents, made.agency, made.department, made.fte_hundredths) == (58_240_00, "DOT", "BRI", 100)
    assert (made.hire_date, made.number) == (date(2026, 1, 5), "000001")


def test_the_check_shows_all_of_the_record_to_be(specialist: Visitor) -> None:
    page = check(specialist)
    for line in (
        "Employee number Issued when the appointment is recorded",
        "Hire date Jan 5, 2026",
        "Pay $58,240 a year",
    ):
        assert line in page.main
    assert "Before" not in page.main


def test_the_same_form_sent_twice_asks_once(site: Site, specialist: Visitor) -> None:
    fields = {**check(specialist).fields(), "step": "file"}
    first, second = (specialist.fetch(NEW, "POST", data=fields) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert len(site.desks.records().of_kind(EventKind.ACTION_SUBMITTED)) == 1


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"last_name": "", "first_name": ""}, "last_name", "Enter a first name or a last name"),
        ({"last_name": "x" * 10_000}, "last_name", "Use at most 100 characters. You have 10,000."),
        ({"title": "Chief\x07"}, "title", "Remove the characters that cannot be printed"),
        ({"first_name": "Zoë\u202eevil"}, "first_name", "Remove the characters that cannot be printed"),
        ({"birth_date": "2999-01-01"}, "birth_date", "from 1900 to today"),
        ({"birth_date": "2024-02-30"}, "birth_date", "Enter a day that exists"),
        ({"birth_date": "2020-01-01", "effective": "2010-01-01"}, "effective", "after the birth date"),
        ({"birth_date": "2020-01-01"}, "effective", "under 14"),
        ({"effective": ""}, "effective", "Enter the first day"),
        ({"code": ""}, "code", "Choose the kind of appointment"),
        ({"reason": ""}, "reason", "Enter the reason"),
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
        ({"unit": "DOT/NOPE"}, "unit", "Choose a department of"),
    ],
)
def test_bad_input_has_its_message_beside_its_field_and_loses_nothing(
    site: Site, specialist: Visitor, typed: dict[str, str], field: str, message: str
) -> None:
    page = check(specialist, **typed)
    assert page.status == 422
    assert message in " ".join(messages(page.all(f"#{field}-error")))
    assert page.value("title" if field != "title" else "last_name")
    assert not site.desks.records().employees


def test_an_unknown_choice_is_refused_in_words(specialist: Visitor) -> None:
    page = check(specialist, pay_basis="weekly")
    assert page.status == 422


def test_a_likely_duplicate_is_shown_before_it_is_asked_for(site: Site, specialist: Visitor) -> None:
    on_file(site, first_name="Zoe", last_name="O'Neill Brown", birth_date=date(1990, 2, 28))
    page = read(appoint(specialist), breadcrumbs=True)
    assert page.status == 409
    assert "Is this person on file already?" in page.main
    assert "O'Neill Brown, Zoe" in page.main
    assert "$58,240 a year" in page.main
    assert not site.desks.records().requests
    answer = specialist.fetch(NEW, "POST", data={**page.fields(), "another_person": "y", "step": "file"})
    approve(site, answer)
    assert len(site.desks.records().employees) == 2


def test_who_said_that_it_is_another_person_is_not_asked_again(site: Site, specialist: Visitor) -> None:
    on_file(site, first_name="Zoe", last_name="O'Neill Brown", birth_date=date(1990, 2, 28))
    page = read(appoint(specialist))
    page = read(specialist.fetch(NEW, "POST", data={**page.fields(), "another_person": "y", "step": "back"}))
    page = read(specialist.fetch(NEW, "POST", data={**page.fields(), "title": "Engineer", "step": "check"}))
    assert specialist.fetch(NEW, "POST", data={**page.fields(), "step": "file"}).status_code == 303


@pytest.mark.parametrize(("field", "value"), [("email", "jose@dmv.gov"), ("number", "E77")])
def test_a_taken_number_or_e_mail_is_told_to_who_approves(
    site: Site, specialist: Visitor, supervisor: Visitor, field: str, value: str
) -> None:
    owner = on_file(site, **{field: value})
    answer = appoint(specialist, **{field: value})
    if answer.status_code == 409:
        fields = read(answer).fields() | {"another_person": "y", "step": "file"}
        answer = specialist.fetch(NEW, "POST", data=fields)
    refused = read(supervisor.fill(answer.headers["Location"]))
    assert refused.status == 422
    assert "Another employee has this" in refused.one("#error-summary").get_text()
    assert refused.link("Open the record that has it") == f"/employees/{owner.id}"


def test_fields_that_nobody_asked_for_change_nothing(site: Site, specialist: Visitor) -> None:
    appointed(site, specialist, status="separated", version="77", id="chosen", separation_reason="x")
    made: Any = next(iter(site.desks.records().employees.values()))
    assert (made.status, made.version, made.separation_reason) == (Status.ACTIVE, 1, "")
    assert made.id != "chosen"


def test_a_draft_is_kept_and_gone_on_with(site: Site, specialist: Visitor) -> None:
    answer = specialist.fill(NEW, **(APPOINTMENT | {"reason": "", "step": "draft"}))
    path = answer.headers["Location"]
    assert "kept as a draft" in specialist.get(path).main
    assert not site.desks.records().employees
    form = specialist.get(f"{path}/change")
    assert (form.value("title"), form.value("effective")) == ("Bridge inspector", "2026-01-05")
    assert form.one("#code option[selected]")["value"] == "100"
    file(specialist, f"{path}/change", reason="Vacancy filled")
    (asked,) = site.desks.records().requests.values()
    assert (asked.status, path.rsplit("/", 1)[1]) == (ActionStatus.SUBMITTED, asked.id)


@pytest.mark.parametrize("field", ["birth_date", "effective", "title", "pay_cents", "unit", "code"])
def test_a_draft_needs_what_makes_it_a_record(site: Site, specialist: Visitor, field: str) -> None:
    page = read(specialist.fill(NEW, **(APPOINTMENT | {field: "", "step": "draft"})))
    assert page.status == 422
    assert page.all(f"#{field}-error")


@pytest.mark.parametrize(
    "typed",
    [
        {"birth_date": "", "effective": "x", "title": "", "pay_cents": "x"},
        {"last_name": "x" * 101, "number": "a b", "title": "\x07", "pay_cents": "0", "phone": "12", "city": "x"},
    ],
)
def test_messages_above_the_form_stand_in_the_order_of_the_form(specialist: Visitor, typed: dict[str, str]) -> None:
    page = check(specialist, **typed)
    summary = [str(a["href"])[1:] for a in page.all("#error-summary a")]
    fields = [str(tag["id"]) for tag in page.all("main form [id]") if tag["id"] in summary]
    assert summary == fields
    assert len(summary) > 3
