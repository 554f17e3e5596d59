"""The employee's record: what it holds, and the names by which people look for it."""

from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum

from humangov.domain.text import fold, words

EARLIEST_BIRTH = date(1900, 1, 1)


class Status(StrEnum):
    """Where the employee stands today."""

    ACTIVE = "active"
    LEAVE = "leave"
    SUSPENDED = "suspended"
    SEPARATED = "separated"
    APPOINTED = "appointed"

    @property
    def label(self) -> str:
        """The status as people say it."""
        return _STATUSES[self]


# APPOINTED is who has been appointed to a first day that is still to come.
_STATUSES = {
    Status.ACTIVE: "Active",
    Status.LEAVE: "On leave",
    Status.SUSPENDED: "Suspended",
    Status.SEPARATED: "Separated",
    Status.APPOINTED: "Not started",
}


class EmploymentType(StrEnum):
    """The kind of appointment."""

    PERMANENT = "permanent"
    PROBATIONARY = "probationary"
    TEMPORARY = "temporary"
    SEASONAL = "seasonal"
    EXEMPT = "exempt"
    INTERN = "intern"

    @property
    def label(self) -> str:
        """The type as people say it."""
        return self.value.capitalize()


class PayBasis(StrEnum):
    """What the pay is for: a year or an hour."""

    ANNUAL = "annual"
    HOURLY = "hourly"

    @property
    def label(self) -> str:
        """The basis as people say it."""
        return self.value.capitalize()

    @property
    def unit(self) -> str:
        """The words behind an amount: "$58,240 a year"."""
        return "a year" if self is PayBasis.ANNUAL else "an hour"


@dataclass(frozen=True, slots=True, kw_only=True)
class Employee:
    """One person's current record in one state.

    Pay is whole cents for `pay_basis`; `fte_hundredths` is the full-time equivalent, 1 to 100. `version` counts the
    saved changes from 1; `token` is the form token of the last one, so that the same form sent twice saves once. `due`
    is the day on which the next action that is known already takes effect. `position` is the number of the person's
    position, "" for none.
    """

    id: str
    number: str
    first_name: str = ""
    middle_name: str = ""
    last_name: str = ""
    suffix: str = ""
    preferred_name: str = ""
    former_names: tuple[str, ...] = ()
    email: str = ""
    phone: str = ""
    birth_date: date
    street: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    emergency_name: str = ""
    emergency_relationship: str = ""
    emergency_phone: str = ""
    agency: str
    department: str
    position: str = ""
    title: str
    job_class: str = ""
    employment_type: EmploymentType = EmploymentType.PERMANENT
    fte_hundredths: int = 100
    pay_cents: int
    pay_basis: PayBasis = PayBasis.ANNUAL
    hire_date: date
    status: Status = Status.ACTIVE
    status_since: date
    separation_reason: str = ""
    version: int = 1
    token: str = ""
    due: date | None = None
    created_at: datetime
    updated_at: datetime

    @property
    def legal_name(self) -> str:
        """The legal name in reading order."""
        return " ".join(p for p in (self.first_name, self.middle_name, self.last_name, self.suffix) if p)

    @property
    def display_name(self) -> str:
        """The name in headings: the preferred first name, if any, with the last name."""
        short = " ".join(p for p in (self.preferred_name or self.first_name, self.last_name, self.suffix) if p)
        return short or self.legal_name

    @property
    def list_name(self) -> str:
        """The name in lists: "Garcia, José"; a one-word name stands alone."""
        given = " ".join(p for p in (self.preferred_name or self.first_name, self.middle_name, self.suffix) if p)
        return ", ".join(p for p in (self.last_name, given) if p)

    @property
    def sort_name(self) -> str:
        """Folded names in the order of `list_name`.

        The two spaces between them sort below the one inside a double name: all of De come before De La Cruz.
        """
        names = (self.last_name, self.preferred_name or self.first_name, self.middle_name)
        return "  ".join(folded for folded in map(fold, names) if folded)

    @property
    def search_words(self) -> tuple[str, ...]:
        """Every folded word by which a search finds the record."""
        names = (self.first_name, self.middle_name, self.last_name, self.preferred_name, *self.former_names)
        exact = (self.number.casefold(), self.email.casefold())
        return tuple(sorted({*words(*names), *(e for e in exact if e)}))

    @property
    def likeness(self) -> str:
        """Equal for two records of probably the same person: first and last name in any order, and birth date.

        Neither accents nor the spaces, hyphens and apostrophes inside a name count: De La Cruz is Delacruz.
        """
        return likeness_of(self.first_name, self.last_name, self.birth_date)


def likeness_of(first_name: str, last_name: str, birth_date: date) -> str:
    """See Employee.likeness."""
    names = sorted(fold(name).replace(" ", "") for name in (first_name, last_name))
    return "|".join((*names, birth_date.isoformat()))


@dataclass(frozen=True, slots=True)
class Row:
    """What a list shows of an employee. `words` are the folded search words."""

    id: str
    number: str
    name: str
    title: str
    agency: str
    department: str
    status: Status
    employment_type: EmploymentType
    hire_date: date
    words: tuple[str, ...] = field(default=(), compare=False)


def row_of(employee: Employee) -> Row:
    """The list row of a record."""
    return Row(
        employee.id,
        employee.number,
        employee.list_name,
        employee.title,
        employee.agency,
        employee.department,
        employee.status,
        employee.employment_type,
        employee.hire_date,
        employee.search_words,
    )


LABELS = {
    "number": "Employee number",
    "first_name": "First name",
    "middle_name": "Middle name",
    "last_name": "Last name",
    "suffix": "Suffix",
    "preferred_name": "Preferred first name",
    "former_names": "Former names",
    "email": "Work e-mail",
    "phone": "Phone",
    "birth_date": "Birth date",
    "street": "Street address",
    "city": "City",
    "region": "State of residence",
    "postal_code": "ZIP code",
    "emergency_name": "Emergency contact",
    "emergency_relationship": "Relationship",
    "emergency_phone": "Emergency phone",
    "agency": "Agency",
    "department": "Department",
    "position": "Position",
    "title": "Position title",
    "job_class": "Class",
    "employment_type": "Employment type",
    "fte_hundredths": "Full-time equivalent",
    "pay_cents": "Pay",
    "pay_basis": "Pay basis",
    "hire_date": "Hire date",
    "status": "Status",
    "status_since": "Status since",
    "separation_reason": "Reason for separation",
}


def in_sentence(field: str) -> str:
    """A field's label inside a sentence: "the ZIP code", "the work e-mail"."""
    label = LABELS[field]
    return label if label.startswith("ZIP") else label[0].lower() + label[1:]


# The fields that describe the record itself, not the person.
BOOKKEEPING = frozenset({"id", "version", "token", "due", "created_at", "updated_at"})


def differences(before: Employee | None, after: Employee) -> dict[str, tuple[object, object]]:
    """The person's fields that differ, each with its value before (None for a new record) and after."""
    found: dict[str, tuple[object, object]] = {}
    for name in (f.name for f in fields(Employee) if f.name not in BOOKKEEPING):
        old, new = (getattr(before, name) if before else None), getattr(after, name)
        if old != new and (before or new not in ("", ())):
            found[name] = (old, new)
    return found
