"""The forms by which people are appointed and acts are done: one for each group of fields."""

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

from wtforms import BooleanField, EmailField, HiddenField, RadioField, SelectField, TelField

from humangov.domain.acts import ActKind
from humangov.domain.employees import LABELS, Employee, EmploymentType, PayBasis
from humangov.domain.organization import Overview
from humangov.domain.states import STATES
from humangov.domain.text import tidy
from humangov.web.forms.base import RecordForm, choices
from humangov.web.forms.fields import DayField, FteField, MoneyField, TextField, required
from humangov.web.forms.seen import sealed_marks

REGIONS = choices(
    [
        ("", ""),
        *((s.code, s.name) for s in STATES),
        ("AA", "Armed Forces Americas"),
        ("AE", "Armed Forces Europe"),
        ("AP", "Armed Forces Pacific"),
    ]
)


class ActForm(RecordForm):
    """A form of an act. `base` carries marks of the values that the person saw: a conflict tells who changed what."""

    base = HiddenField()


class NameForm(ActForm):
    """Names."""

    first_name = TextField(LABELS["first_name"], default="")
    middle_name = TextField(LABELS["middle_name"], default="")
    last_name = TextField(LABELS["last_name"], default="")
    suffix = TextField(LABELS["suffix"], default="")
    preferred_name = TextField(LABELS["preferred_name"], default="")


class CorrectionForm(ActForm):
    """What identifies the person."""

    birth_date = DayField(LABELS["birth_date"], validators=required("Enter the birth date."))
    number = TextField(LABELS["number"], default="")
    hire_date = DayField(LABELS["hire_date"], validators=required("Enter the hire date."))


class JobForm(ActForm):
    """Where and as what the person works. `unit` is "AGENCY/DEPARTMENT": one choice, so that the two always fit."""

    unit = SelectField("Agency and department", validators=required("Choose an agency and department."))
    title = TextField(LABELS["title"], default="", validators=required("Enter the position title."))
    employment_type = SelectField(
        LABELS["employment_type"], choices=choices((t.value, t.label) for t in EmploymentType)
    )
    fte_hundredths = FteField(
        LABELS["fte_hundredths"], default=100, validators=required("Enter a number from 0.01 to 1.00.")
    )

    def offer(self, overview: Overview) -> None:
        """Let the person choose among the state's departments, by agency."""
        groups = (choices(((f"{a.code}/{d.code}", d.name) for d in a.departments), a.name) for a in overview.agencies)
        self.unit.choices = [*choices([("", "Choose a department")]), *chain.from_iterable(groups)]


class PayForm(ActForm):
    """Pay."""

    pay_cents = MoneyField("Pay in dollars", validators=required("Enter the pay."))
    pay_basis = RadioField(
        LABELS["pay_basis"], choices=choices((b.value, f"Dollars {b.unit}") for b in PayBasis), default="annual"
    )


class ContactForm(ActForm):
    """How to reach the person, and whom to call in an emergency."""

    email = EmailField(LABELS["email"], default="", filters=[lambda text: tidy(text or "").lower()])
    phone = TelField(LABELS["phone"], default="", filters=[lambda text: tidy(text or "")])
    street = TextField(LABELS["street"], default="")
    city = TextField(LABELS["city"], default="")
    region = SelectField(LABELS["region"], choices=REGIONS, default="")
    postal_code = TextField(LABELS["postal_code"], default="")
    emergency_name = TextField("Name", default="")
    emergency_relationship = TextField(LABELS["emergency_relationship"], default="")
    emergency_phone = TelField("Phone", default="", filters=[lambda text: tidy(text or "")])


class DatedForm(ActForm):
    """Since when and why."""

    effective = DayField("Effective date", validators=required("Enter the date on which it took effect."))
    reason = TextField("Reason", default="", validators=required("Enter the reason."))


class AppointForm(NameForm, CorrectionForm, JobForm, PayForm, ContactForm):
    """Everything about a new employee. The forms stand in the order of the page, and so do messages about them."""

    another_person = BooleanField("This is another person. Create a new record.")


FORM_OF: Mapping[ActKind, type[ActForm]] = {
    ActKind.NAME: NameForm,
    ActKind.CONTACT: ContactForm,
    ActKind.JOB: JobForm,
    ActKind.PAY: PayForm,
    ActKind.CORRECTION: CorrectionForm,
}


def form_of(kind: ActKind, employee: Employee, overview: Overview) -> ActForm:
    """The form of an act, filled with what is on file."""
    form = FORM_OF.get(kind, DatedForm)(obj=employee, data={"unit": _unit(employee)}, version=employee.version)
    if isinstance(form, JobForm):
        form.offer(overview)
    if not form.is_submitted():
        form.base.data = sealed_marks(kind, employee)
    return form


def refill(form: ActForm, employee: Employee, names: Iterable[str]) -> None:
    """Put what is on file into these fields, in the place of what was typed."""
    on_file = {name: getattr(employee, name) for name in names}
    if "agency" in on_file:
        on_file["unit"] = _unit(employee)
    for field in (field for field in form if field.name in on_file):
        field.raw_data = None
        field.process_data(on_file[field.name])


def _unit(employee: Employee) -> str:
    return f"{employee.agency}/{employee.department}"


_TYPES = {"employment_type": EmploymentType, "pay_basis": PayBasis}


def changes_of(form: ActForm) -> dict[str, Any]:
    """What was typed, as the record's fields."""
    values = {f.name: f.data for f in form if f.name in LABELS}
    if "unit" in form:
        values["agency"], _, values["department"] = str(form["unit"].data or "").partition("/")
    return {name: _TYPES[name](value) if name in _TYPES else value for name, value in values.items()}
