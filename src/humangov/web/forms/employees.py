"""The fields of an employee's record in forms: groups that the forms of actions and edits are made of."""

from collections.abc import Iterable
from itertools import chain
from typing import Any

from wtforms import EmailField, HiddenField, RadioField, SelectField, TelField

from humangov.domain.employees import LABELS, Employee, EmploymentType, PayBasis
from humangov.domain.organization import Overview
from humangov.domain.positions import range_text
from humangov.domain.states import STATES
from humangov.domain.text import tidy
from humangov.domain.wording import fte
from humangov.services.vacancies import Vacancy
from humangov.web.forms.base import NeededIf, RecordForm, choices
from humangov.web.forms.fields import DayField, FteField, MoneyField, TextField, required

REGIONS = choices(
    [
        ("", ""),
        *((s.code, s.name) for s in STATES),
        ("AA", "Armed Forces Americas"),
        ("AE", "Armed Forces Europe"),
        ("AP", "Armed Forces Pacific"),
    ]
)
_OF_AN_ADDRESS = NeededIf("in an address")
TAKEN = {
    "email": "Another employee has this e-mail. Use a different one, or open that record.",
    "number": "Another employee has this number. Use a different one, or leave it empty.",
}


class FactsForm(RecordForm):
    """A form about a record. `base` carries marks of the values that the person saw: they tell what was changed."""

    base = HiddenField()


class NameForm(FactsForm):
    """The legal name."""

    first_name = TextField(LABELS["first_name"], default="", validators=[NeededIf("if there is no last name")])
    middle_name = TextField(LABELS["middle_name"], default="")
    last_name = TextField(LABELS["last_name"], default="", validators=[NeededIf("if there is no first name")])
    suffix = TextField(LABELS["suffix"], default="")


class IdentityForm(FactsForm):
    """What the person is called, and what identifies them."""

    preferred_name = TextField(LABELS["preferred_name"], default="")
    birth_date = DayField(LABELS["birth_date"], validators=required("Enter the birth date."))
    number = TextField(LABELS["number"], default="")


class JobForm(FactsForm):
    """Where and as what the person works. `unit` is "AGENCY/DEPARTMENT": one choice, so that the two always fit."""

    # Whether there is such a unit, the service says: a form that is only checked needs no list of them.
    unit = SelectField(
        "Agency and department", validate_choice=False, validators=required("Choose an agency and department.")
    )
    position = SelectField(
        "Position", validate_choice=False, default="", filters=[lambda text: (text or "").strip().upper()]
    )
    position_search = TextField("Find a vacant position", default="")
    title = TextField(LABELS["title"], default="", validators=required("Enter the position title."))
    job_class = TextField(LABELS["job_class"], default="")
    employment_type = SelectField(
        LABELS["employment_type"], choices=choices((t.value, t.label) for t in EmploymentType)
    )
    fte_hundredths = FteField(
        LABELS["fte_hundredths"], default=100, validators=required("Enter a number from 0.01 to 1.00.")
    )


class PayForm(FactsForm):
    """Pay."""

    pay_cents = MoneyField("Pay in dollars", validators=required("Enter the pay."))
    pay_basis = RadioField(
        LABELS["pay_basis"], choices=choices((b.value, f"Dollars {b.unit}") for b in PayBasis), default="annual"
    )


class ContactForm(FactsForm):
    """How to reach the person, and whom to call in an emergency."""

    email = EmailField(LABELS["email"], default="", filters=[lambda text: tidy(text or "").lower()])
    phone = TelField(LABELS["phone"], default="", filters=[lambda text: tidy(text or "")])
    street = TextField(LABELS["street"], default="", validators=[_OF_AN_ADDRESS])
    city = TextField(LABELS["city"], default="", validators=[_OF_AN_ADDRESS])
    region = SelectField(LABELS["region"], choices=REGIONS, default="", validators=[_OF_AN_ADDRESS])
    postal_code = TextField(LABELS["postal_code"], default="", validators=[_OF_AN_ADDRESS])
    emergency_name = TextField("Name", default="", validators=[NeededIf("if there is a phone number")])
    emergency_relationship = TextField(LABELS["emergency_relationship"], default="")
    emergency_phone = TelField(
        "Phone", [NeededIf("if there is a name")], default="", filters=[lambda text: tidy(text or "")]
    )


def unit_choices(overview: Overview, none: str = "Choose a department") -> list[Any]:
    """The departments that the person may choose from, by agency. What is chosen is read without the list around it."""
    groups = (
        choices((unit_choice(overview, a.code, d.code) for d in a.departments), a.name) for a in overview.agencies
    )
    return [*choices([("", none)]), *chain.from_iterable(groups)]


def unit_choice(overview: Overview, agency: str, department: str) -> tuple[str, str]:
    """A department as a choice: "Agriculture: Administration Division"."""
    name = f"{overview.agency_name(agency)}: {overview.department_name(agency, department)}"
    return f"{agency}/{department}", name


def position_choices(chosen: str, vacancies: Iterable[Vacancy]) -> list[Any]:
    """No position, the one that is chosen, and others to choose: "065-1024 Examiner, class 1731, 0.50 free"."""
    named = {vacancy.number: _vacancy_text(vacancy) for vacancy in vacancies}
    others = {chosen: chosen, **named} if chosen else named
    return choices([("", "No position"), *others.items()])


def _vacancy_text(vacancy: Vacancy) -> str:
    facts = vacancy.facts
    told = [facts.title, f"class {facts.job_class}" if facts.job_class else "", f"{fte(vacancy.free)} free"]
    return f"{vacancy.number} {', '.join(filter(None, [*told, range_text(facts)]))}"


def refill(form: FactsForm, employee: Employee, names: Iterable[str]) -> None:
    """Put what is on file into these fields, in the place of what was typed."""
    on_file = {name: getattr(employee, name) for name in names}
    if "agency" in on_file:
        on_file["unit"] = unit_of(employee)
    for field in (field for field in form if field.name in on_file):
        field.raw_data = None
        field.process_data(on_file[field.name])


def unit_of(employee: Employee) -> str:
    """The agency and department as one choice."""
    return f"{employee.agency}/{employee.department}"


_TYPES = {"employment_type": EmploymentType, "pay_basis": PayBasis}


def changes_of(form: FactsForm) -> dict[str, Any]:
    """What was typed, as the record's fields."""
    values = {f.name: f.data for f in form if f.name in LABELS}
    if "unit" in form:
        values["agency"], _, values["department"] = str(form["unit"].data or "").partition("/")
    return {name: _TYPES[name](value) if name in _TYPES else value for name, value in values.items()}
