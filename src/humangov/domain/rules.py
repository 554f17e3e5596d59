"""The rules that an employee's record keeps: each problem is a field with an instruction."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from email_validator import EmailNotValidError, validate_email

from humangov.domain.employees import EARLIEST_BIRTH, Employee, PayBasis, Status, in_sentence
from humangov.domain.organization import Agency
from humangov.domain.positions import number_problem
from humangov.domain.states import BY_CODE
from humangov.domain.text import REASON_TEXT, fold, long_date, text_problem

# 29 CFR 570.2: fourteen is the lowest age at which the Fair Labor Standards Act lets a person be employed.
YOUNGEST_YEARS = 14
LATEST_HIRE = timedelta(days=366)
# Above these a pay is taken for a slip of the keyboard.
MOST_PAY_CENTS = {PayBasis.ANNUAL: 2_000_000_00, PayBasis.HOURLY: 1_000_00}
# Addresses of members of the armed forces (USPS Publication 28, section 225).
_REGIONS = {*BY_CODE, "AA", "AE", "AP"}
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,19}")
_ZIP = re.compile(r"[0-9]{5}(-[0-9]{4})?")
# Ten digits of North America with or without its country code, or + and 8 to 15 digits (ITU-T E.164).
_PHONE = re.compile(r"1?[0-9]{10}|\+1[0-9]{10}|\+[2-9][0-9]{7,14}")
_SPACING = re.compile(r"[\s().\-/]")
_EXTENSION = re.compile(r"\s*(extension|ext|x|#)[.:]?\s*[0-9]{1,6}$")
_ADDRESS = ("street", "city", "region", "postal_code")
_NAMES = ("first_name", "middle_name", "last_name", "suffix", "preferred_name")
_TEXTS = (*_NAMES, "street", "city", "title", "job_class", "emergency_name", "emergency_relationship")
MOST_FORMER_NAMES = 20
# A former name is a whole legal name: four parts with spaces between them.
_FORMER_NAME = 403


def problems(employee: Employee, agencies: Iterable[Agency], today: date) -> dict[str, str]:
    """Every rule that the record breaks: field name to what to do about it."""
    found = {
        **_missing(employee),
        **_name_problems(employee),
        **_contact_problems(employee),
        **_job_problems(employee, {a.code: a for a in agencies}),
        **_pay_problems(employee),
        **_date_problems(employee, today),
    }
    found.update({name: wrong for name in _TEXTS if (wrong := text_problem(getattr(employee, name)))})
    if wrong := text_problem(employee.separation_reason, REASON_TEXT):
        found["separation_reason"] = wrong
    return found


def _missing(employee: Employee) -> dict[str, str]:
    required = ("agency", "department", "title")
    return {name: f"Enter the {in_sentence(name)}." for name in required if not getattr(employee, name)}


def _name_problems(employee: Employee) -> dict[str, str]:
    found = {}
    if not (fold(employee.first_name) or fold(employee.last_name)):
        found["last_name"] = "Enter a first name or a last name. One-word names go in the last name."
    if not _NUMBER.fullmatch(employee.number):
        found["number"] = "Use 1 to 20 letters, digits and hyphens, such as A-1024, and begin with a letter or digit."
    if len(employee.former_names) > MOST_FORMER_NAMES:
        found["former_names"] = f"Keep at most {MOST_FORMER_NAMES} former names. The history keeps them all."
    if wrong := next(filter(None, (text_problem(name, _FORMER_NAME) for name in employee.former_names)), ""):
        found["former_names"] = wrong
    return found


def _contact_problems(employee: Employee) -> dict[str, str]:
    found = _address_problems(employee)
    if employee.email and (wrong := email_problem(employee.email)):
        found["email"] = wrong
    for name in ("phone", "emergency_phone"):
        if (typed := getattr(employee, name)) and not _phone_reads(typed):
            found[name] = "Enter ten digits, such as 916-555-0100, or + and the country code."
    if employee.emergency_name and not employee.emergency_phone:
        found["emergency_phone"] = "Enter the phone number of the emergency contact."
    if employee.emergency_phone and not employee.emergency_name:
        found["emergency_name"] = "Enter the name of the emergency contact."
    return found


def _address_problems(employee: Employee) -> dict[str, str]:
    """An address is whole, or there is none."""
    parts = {name: getattr(employee, name) for name in _ADDRESS}
    missing = [name for name in _ADDRESS if any(parts.values()) and not parts[name]]
    found = {name: f"Enter the {in_sentence(name)}, or clear the address." for name in missing}
    if employee.region and employee.region not in _REGIONS:
        found["region"] = "Choose a state or territory from the list."
    if employee.postal_code and not _ZIP.fullmatch(employee.postal_code):
        found["postal_code"] = "Enter five digits, or five and four: 95814 or 95814-0001."
    return found


def email_problem(email: str) -> str:
    """What is wrong with an e-mail address, as an instruction; empty when nothing is."""
    try:
        validate_email(email, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return "Enter an address with an @ and a domain, such as ana.lee@agency.gov."
    return ""


def _phone_reads(typed: str) -> bool:
    """Whether it is a number however it is spaced, with or without an extension."""
    return len(typed) <= 40 and bool(_PHONE.fullmatch(_SPACING.sub("", _EXTENSION.sub("", typed.casefold()))))


def _job_problems(employee: Employee, agencies: Mapping[str, Agency]) -> dict[str, str]:
    found = {}
    agency = agencies.get(employee.agency)
    if employee.agency and not agency:
        found["agency"] = "Choose an agency from the list."
    if agency and employee.department and not agency.department(employee.department):
        found["department"] = f"Choose a department of {agency.name}."
    if employee.position and (wrong := number_problem(employee.position)):
        found["position"] = wrong
    if not 1 <= employee.fte_hundredths <= 100:
        found["fte_hundredths"] = "Enter a number from 0.01 to 1.00. Full time is 1.00."
    return found


def _pay_problems(employee: Employee) -> dict[str, str]:
    most = MOST_PAY_CENTS[employee.pay_basis]
    if employee.pay_cents <= 0:
        return {"pay_cents": "Enter an amount above zero."}
    if employee.pay_cents > most:
        return {"pay_cents": f"Enter at most ${most // 100:,} {employee.pay_basis.unit}, or change the pay basis."}
    return {}


def _date_problems(employee: Employee, today: date) -> dict[str, str]:
    found = {}
    born, hired = employee.birth_date, employee.hire_date
    if not EARLIEST_BIRTH <= born <= today:
        found["birth_date"] = "Enter a birth date from 1900 to today."
    elif hired <= born:
        found["hire_date"] = "Enter a hire date after the birth date, or correct the birth date."
    elif (hired.year - born.year) - ((hired.month, hired.day) < (born.month, born.day)) < YOUNGEST_YEARS:
        found["hire_date"] = f"The person would be under {YOUNGEST_YEARS}. Check the birth date and the hire date."
    if hired > today + LATEST_HIRE:
        found["hire_date"] = "Enter a hire date within a year from today."
    if employee.status_since < hired:
        since = f"{employee.status.label.lower()} since {long_date(employee.status_since)}"
        found["hire_date"] = f"The person has been {since}. Enter a hire date on or before that day."
    if employee.status is Status.SEPARATED and not employee.separation_reason:
        found["separation_reason"] = "Enter the reason for the separation."
    return found
