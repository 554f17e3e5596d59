"""The appointment of a new person: the form, what it would do, a likely duplicate, a draft, the second person."""

from datetime import date
from typing import Any

import pytest

from humangov.domain.actions import ActionStatus
from humangov.domain.employees import Status
from humangov.domain.events import EventKind
from humangov.domain.permissions import Role
from tests.web.markup import Page, read
from tests.web.people import APPOINTMENT, another, appoint, appointed, approve, checked, file, messages, on_file
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
    answer = specialist.fetch(NEW, "POST", data={**page.fields(), **page.ticked("another_person"), "step": "file"})
    supervisor = site.visitor(Role.SUPERVISOR)
    assert supervisor.fill(answer.headers["Location"], another_person="y").headers["Location"] == "/actions"
    assert len(site.desks.records().employees) == 2


def test_who_said_that_it_is_another_person_is_not_asked_again(site: Site, specialist: Visitor) -> None:
    on_file(site, first_name="Zoe", last_name="O'Neill Brown", birth_date=date(1990, 2, 28))
    page = read(appoint(specialist))
    page = read(specialist.fetch(NEW, "POST", data={**page.fields(), **page.ticked("another_person"), "step": "back"}))
    page = read(specialist.fetch(NEW, "POST", data={**page.fields(), "title": "Engineer", "step": "check"}))
    assert specialist.fetch(NEW, "POST", data={**page.fields(), "step": "file"}).status_code == 303


TAKEN = pytest.mark.parametrize(("field", "value"), [("email", "jose@dmv.gov"), ("number", "E77")])


@TAKEN
def test_a_taken_number_or_e_mail_is_told_when_it_is_checked(
    site: Site, specialist: Visitor, field: str, value: str
) -> None:
    owner = on_file(site, **{field: value})
    page = check(specialist, **{field: value.upper()})
    assert page.status == 422
    assert "Another employee has this" in page.one(f"#{field}-error").get_text()
    assert page.link("Open the record that has it") == f"/employees/{owner.id}"
    assert not site.desks.records().requests


@TAKEN
def test_a_number_or_e_mail_that_was_taken_meanwhile_is_told_to_who_approves(
    site: Site, specialist: Visitor, supervisor: Visitor, field: str, value: str
) -> None:
    path = appoint(specialist, **{field: value}).headers["Location"]
    fields = supervisor.get(path).fields(path)
    owner = on_file(site, last_name="Boone", **{field: value})
    page = supervisor.get(path)
    assert "As it stands now, it cannot be recorded" in page.main
    assert page.link("Open the record that has it") == f"/employees/{owner.id}"
    assert not [b for b in page.all("main button") if b.get_text() == "Approve"]
    refused = read(supervisor.fetch(path, "POST", data=fields))
    assert refused.status == (422 if field == "number" else 409)
    assert "Another employee has this" in refused.main
    assert list(site.desks.records().employees) == [owner.id]


def test_one_person_who_is_asked_for_twice_is_told_to_who_submits_and_to_who_approves(
    site: Site, specialist: Visitor, supervisor: Visitor
) -> None:
    first = appoint(specialist).headers["Location"]
    page = read(appoint(another(site, Role.SPECIALIST), first_name="Zoe", number="Z1"), breadcrumbs=True)
    assert page.status == 409
    assert page.link("O’Neill-Brown, Zoë, asked for by HR specialist Lee") == first
    other = another(site, Role.SPECIALIST)
    page = read(appoint(other, first_name="Zoe", number="Z1"))
    answer = other.fetch(NEW, "POST", data={**page.fields(), **page.ticked("another_person"), "step": "file"})
    second = answer.headers["Location"]
    for path, text in ((first, "O’Neill-Brown, Zoe, asked for by Kim Ito"), (second, "O’Neill-Brown, Zoë, asked for")):
        page = supervisor.get(path)
        assert "Is this person on file already?" in page.main
        assert text in page.main
        assert not page.all("main [data-focus]")
        refused = read(supervisor.fetch(path, "POST", data=page.fields(path)))
        assert refused.status == 422
        said = refused.one("#error-summary li").get_text(" ", strip=True)
        assert said == "Say that this is another person, or return or reject the request."
        tick = str(refused.one("#error-summary a")["href"])
        assert refused.one(f"main input[type=checkbox]{tick}")
        assert [str(e["id"]) for e in refused.all("main [data-focus]")] == ["error-summary"]
        assert refused.main.index("Is this person on file already?") < refused.main.index("What happened to it")
    assert not site.desks.records().employees
    supervisor.fetch(second, "POST", data=supervisor.get(second).fields(second) | {"another_person": "y"})
    assert list(site.desks.records().employees) == [second.rsplit("/", 1)[1]]
    page = supervisor.get(first)
    assert "O’Neill-Brown, Zoe, number Z1" in page.main
    assert "asked for by" not in page.main
    approved = supervisor.fetch(first, "POST", data=page.fields(first) | {"another_person": "y"})
    assert approved.headers["Location"] == "/actions"


def test_who_comes_on_file_between_the_look_and_the_approval_is_shown_first(
    site: Site, specialist: Visitor, supervisor: Visitor
) -> None:
    path = appoint(specialist).headers["Location"]
    fields = supervisor.get(path).fields(path)
    kept = on_file(site, first_name="Zoe", last_name="O'Neill Brown", birth_date=date(1990, 2, 28))
    page = read(supervisor.fetch(path, "POST", data=fields | {"another_person": "y"}), breadcrumbs=True)
    assert page.status == 409
    assert f"O'Neill Brown, Zoe, number {kept.number}" in page.main
    assert [*site.desks.records().employees] == [kept.id]


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
