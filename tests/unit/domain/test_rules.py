"""The rules of an employee's record: each message, and both sides of each boundary."""

from datetime import date, timedelta
from typing import Any

import pytest

from humangov.domain.employees import LABELS, PayBasis, Status
from humangov.domain.rules import email_problem, problems
from tests.builders import AGENCIES, TODAY, an_employee

ADDRESS = {"street": "1 Main St", "city": "Davis", "region": "CA", "postal_code": "95616"}


def told(**changes: Any) -> dict[str, str]:
    """What is wrong with a valid employee after these changes."""
    return problems(an_employee(**changes), AGENCIES, TODAY)


def test_a_whole_record_breaks_no_rule() -> None:
    whole = {
        "phone": "916-555-0100",
        "email": "ana@dmv.ca.gov",
        "emergency_name": "Li",
        "emergency_phone": "+44 20 7946 0958",
    }
    assert told(**whole, **ADDRESS, former_names=("Ana Ruiz",), suffix="Jr.") == {}


@pytest.mark.parametrize("name", ["José", "O'Brien", "ʻOkina", "Smith-Jones", "李", "X Æ A-12", "Ng"])
def test_names_of_every_kind_are_fine(name: str) -> None:
    assert told(first_name="", last_name=name) == {}
    assert told(first_name=name, last_name="") == {}


@pytest.mark.parametrize("parts", [("", ""), ("-", "'"), (" ", ".")])
def test_somebody_has_a_name(parts: tuple[str, str]) -> None:
    found = told(first_name=parts[0], last_name=parts[1])
    assert found == {"last_name": "Enter a first name or a last name. One-word names go in the last name."}


@pytest.mark.parametrize("field", ["agency", "department", "title"])
def test_agency_department_and_title_are_needed(field: str) -> None:
    assert told(**{field: ""})[field] == f"Enter the {LABELS[field].lower()}."


@pytest.mark.parametrize("number", ["1", "A-1024", "a" * 20, "000123"])
def test_numbers_of_letters_digits_and_hyphens_are_fine(number: str) -> None:
    assert told(number=number) == {}


@pytest.mark.parametrize("number", ["", "a" * 21, "-1", "A 1", "É1", "١٢", "1\n"])
def test_other_numbers_are_refused(number: str) -> None:
    assert told(number=number)["number"].startswith("Use 1 to 20 letters, digits and hyphens")


TEXTS = ["first_name", "middle_name", "last_name", "suffix", "preferred_name", "title", "emergency_relationship"]


@pytest.mark.parametrize("field", TEXTS)
def test_texts_have_at_most_100_characters_that_can_be_printed(field: str) -> None:
    assert told(**{field: "x" * 100}) == {}
    assert told(**{field: "x" * 10_000})[field] == "Use at most 100 characters. You have 10,000."
    assert told(**{field: "x\x00"})[field].startswith("Remove the characters")


def test_a_reason_for_separation_may_be_longer() -> None:
    gone = {"status": Status.SEPARATED, "status_since": TODAY}
    assert told(**gone, separation_reason="x" * 200) == {}
    assert "separation_reason" in told(**gone, separation_reason="x" * 201)
    assert told(**gone) == {"separation_reason": "Enter the reason for the separation."}


def test_former_names_may_be_as_long_as_a_whole_legal_name() -> None:
    assert told(former_names=("x" * 403,)) == {}
    assert told(former_names=("Ana", "x" * 404))["former_names"].startswith("Use at most 403")


def test_there_are_at_most_twenty_former_names() -> None:
    names = tuple(f"Name {n}" for n in range(21))
    assert told(former_names=names[:20]) == {}
    assert told(former_names=names)["former_names"].startswith("Keep at most 20")


PHONES = [
    "9165550100",
    "916-555-0100",
    "(916) 555-0100",
    "916.555.0100",
    "1 916 555 0100",
    "+1 916 555 0100",
    "916-555-0100 x12",
    "916-555-0100 ext. 12345",
    "916-555-0100 Extension 9",
    "916-555-0100 #7",
    "+44 20 7946 0958",
    "+52 (55) 1234-5678",
]


@pytest.mark.parametrize("field", ["phone", "emergency_phone"])
@pytest.mark.parametrize("typed", PHONES)
def test_phone_numbers_are_read_however_they_are_spaced(typed: str, field: str) -> None:
    assert field not in told(**{"emergency_name": "Li", "emergency_phone": "9165550100", field: typed})


@pytest.mark.parametrize(
    "typed",
    [
        "5550100",
        "916-555-010",
        "91655501000",
        "+1 916 555 010",
        "+0 916 555 0100",
        "++9165550100",
        "call me",
        "916-555-0100 x",
        "٩١٦٥٥٥٠١٠٠",
        "9" * 41,
        "+" + "9" * 16,
    ],
)
def test_what_is_no_phone_number_is_refused(typed: str) -> None:
    assert told(phone=typed)["phone"].startswith("Enter ten digits")


@pytest.mark.parametrize("missing", list(ADDRESS))
def test_an_address_is_whole_or_there_is_none(missing: str) -> None:
    assert told(**{**ADDRESS, missing: ""}) == {
        missing: told(**{**ADDRESS, missing: ""})[missing],
    }
    assert told(**{**ADDRESS, missing: ""})[missing].endswith("or clear the address.")
    assert told() == {}


@pytest.mark.parametrize("region", ["CA", "PR", "DC", "AE"])
def test_states_territories_and_the_armed_forces_are_regions(region: str) -> None:
    assert told(**{**ADDRESS, "region": region}) == {}


def test_other_regions_are_refused() -> None:
    assert told(**{**ADDRESS, "region": "XX"}) == {"region": "Choose a state or territory from the list."}


@pytest.mark.parametrize(
    ("code", "fine"), [("95814", True), ("95814-0001", True), ("9581", False), ("95814-1", False), ("١٢٣٤٥", False)]
)
def test_zip_codes_have_five_digits_or_nine(code: str, *, fine: bool) -> None:
    assert ("postal_code" not in told(**{**ADDRESS, "postal_code": code})) is fine


def test_an_emergency_contact_has_name_and_phone() -> None:
    assert told(emergency_name="Li") == {"emergency_phone": "Enter the phone number of the emergency contact."}
    assert told(emergency_phone="9165550100") == {"emergency_name": "Enter the name of the emergency contact."}


@pytest.mark.parametrize("email", ["ana.lee@agency.gov", "ana+hr@dmv.ca.gov", "josé@correo.mx", "a@b.co"])
def test_addresses_are_fine(email: str) -> None:
    assert email_problem(email) == ""
    assert told(email=email) == {}


@pytest.mark.parametrize(
    "email",
    [
        "ana",
        "ana@",
        "@agency.gov",
        "ana@agency",
        "ana lee@agency.gov",
        "a@b..gov",
        "x" * 10_000,
        "a\x00@b.gov",
        "a@b.gov\n",
        "\ud800@b.gov",
    ],
)
def test_what_is_no_address_is_refused_with_an_example(email: str) -> None:
    assert told(email=email) == {"email": "Enter an address with an @ and a domain, such as ana.lee@agency.gov."}


def test_the_agency_is_one_of_the_state() -> None:
    assert told(agency="NASA")["agency"] == "Choose an agency from the list."


def test_the_department_is_one_of_the_agency() -> None:
    assert told(department="BRI") == {"department": "Choose a department of Department of Motor Vehicles."}


@pytest.mark.parametrize(("hundredths", "fine"), [(0, False), (1, True), (100, True), (101, False), (-1, False)])
def test_the_full_time_equivalent_is_from_a_hundredth_to_one(hundredths: int, *, fine: bool) -> None:
    assert ("fte_hundredths" not in told(fte_hundredths=hundredths)) is fine


@pytest.mark.parametrize(
    ("cents", "basis", "message"),
    [
        (1, PayBasis.ANNUAL, ""),
        (0, PayBasis.ANNUAL, "Enter an amount above zero."),
        (-1, PayBasis.HOURLY, "Enter an amount above zero."),
        (2_000_000_00, PayBasis.ANNUAL, ""),
        (2_000_000_01, PayBasis.ANNUAL, "Enter at most $2,000,000 a year, or change the pay basis."),
        (1_000_00, PayBasis.HOURLY, ""),
        (1_000_01, PayBasis.HOURLY, "Enter at most $1,000 an hour, or change the pay basis."),
    ],
)
def test_pay_is_above_zero_and_no_slip_of_the_keyboard(cents: int, basis: PayBasis, message: str) -> None:
    assert told(pay_cents=cents, pay_basis=basis).get("pay_cents", "") == message


def dates(born: date, hired: date) -> dict[str, str]:
    return told(birth_date=born, hire_date=hired, status_since=hired)


@pytest.mark.parametrize("born", [date(1899, 12, 31), TODAY + timedelta(days=1)])
def test_a_birth_date_lies_between_1900_and_today(born: date) -> None:
    assert dates(born, TODAY) == {"birth_date": "Enter a birth date from 1900 to today."}
    assert dates(date(1900, 1, 1), date(1914, 1, 1)) == {}


@pytest.mark.parametrize("hired", [date(1984, 5, 17), date(1980, 1, 1)])
def test_nobody_is_hired_before_they_are_born(hired: date) -> None:
    expected = {"hire_date": "Enter a hire date after the birth date, or correct the birth date."}
    assert dates(date(1984, 5, 17), hired) == expected


@pytest.mark.parametrize(
    ("born", "last_day_too_young"),
    [
        (date(2000, 6, 15), date(2014, 6, 14)),
        (date(2008, 2, 29), date(2022, 2, 28)),
        (date(2000, 3, 1), date(2014, 2, 28)),
        (date(2000, 12, 31), date(2014, 12, 30)),
    ],
)
def test_fourteen_is_the_lowest_age_also_for_those_born_on_a_leap_day(born: date, last_day_too_young: date) -> None:
    young = {"hire_date": "The person would be under 14. Check the birth date and the hire date."}
    assert dates(born, last_day_too_young) == young
    assert dates(born, last_day_too_young + timedelta(days=1)) == {}


def test_a_hire_date_lies_within_a_year_from_today() -> None:
    assert dates(date(1984, 5, 17), TODAY + timedelta(days=366)) == {}
    later = dates(date(1984, 5, 17), TODAY + timedelta(days=367))
    assert later == {"hire_date": "Enter a hire date within a year from today."}


def test_nobody_stands_anywhere_before_they_are_hired() -> None:
    found = told(status=Status.LEAVE, hire_date=date(2020, 1, 2), status_since=date(2020, 1, 1))
    said = "The person has been on leave since January 1, 2020. Enter a hire date on or before that day."
    assert found == {"hire_date": said}
    assert told(status=Status.LEAVE, hire_date=date(2020, 1, 1), status_since=date(2020, 1, 1)) == {}


def test_all_problems_are_told_at_once() -> None:
    found = told(first_name="", last_name="", pay_cents=0, phone="1", number="?", agency="")
    assert set(found) == {"last_name", "pay_cents", "phone", "number", "agency"}
