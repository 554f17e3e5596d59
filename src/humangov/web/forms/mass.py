"""The forms of mass actions."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, groupby
from typing import Any

from wtforms import Field, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.widgets import CheckboxInput

from humangov.domain.codes import FAMILIES, ActionCode
from humangov.domain.employees import LABELS, EmploymentType, PayBasis
from humangov.domain.mass import EMPLOYED, MassAction, Rule, RuleKind, Selection
from humangov.domain.organization import Overview
from humangov.domain.text import tidy_lines
from humangov.services.mass import MassProposal
from humangov.web.forms.base import NeededIf, RecordForm, choices
from humangov.web.forms.employees import unit_choice, unit_choices
from humangov.web.forms.fields import DayField, SignedField, TextField, required

# Where a message of the domain goes whose field is a part of a choice.
_SHOWN_AT = {"agency": "unit", "department": "unit", "new_agency": "new_unit", "new_department": "new_unit"}
_VALUES = ("title", "job_class", "employment_type")
# The fields of each kind of change.
OF_KIND = {
    RuleKind.PERCENT: ("percent",),
    RuleKind.AMOUNT: ("amount", "basis"),
    RuleKind.VALUES: ("new_unit", *(f"new_{name}" for name in _VALUES)),
}


def _checks(label: str, offered: Iterable[EmploymentType] | Iterable[Any]) -> Field:
    return SelectMultipleField(
        label, choices=choices((c.value, c.label) for c in offered), option_widget=CheckboxInput(), default=[]
    )


class MassForm(RecordForm):
    """A new mass action: whom, what, since when and why. `unit` is "AGENCY/" or "AGENCY/DEPARTMENT"."""

    code = SelectField("Action", validators=required("Choose an action."))
    effective = DayField("Effective date", validators=required("Enter the date on which it takes effect."))
    unit = SelectField("Agency or department", default="")
    job_class = TextField(LABELS["job_class"], default="")
    title = TextField("Position title has in it", default="")
    employment_types = _checks(LABELS["employment_type"], EmploymentType)
    statuses = _checks(LABELS["status"], EMPLOYED)
    kind = RadioField("Kind of change", choices=choices((k.value, k.label) for k in RuleKind), default="percent")
    percent = SignedField(
        "Percent", validators=[NeededIf("for a percentage")], problem="Enter a percentage such as 3 or 2.75."
    )
    amount = SignedField(
        "Dollars", validators=[NeededIf("for an amount")], problem="Enter dollars and cents, such as 1,200 or 0.75."
    )
    basis = SelectField("The amount is", choices=choices((b.value, b.unit) for b in PayBasis), default="annual")
    new_unit = SelectField("New agency and department", default="")
    new_title = TextField("New position title", default="")
    new_job_class = TextField("New class", default="")
    new_employment_type = SelectField(
        "New employment type", choices=choices([("", "Unchanged"), *((t.value, t.label) for t in EmploymentType)])
    )
    reason = TextField("Reason", default="", validators=required("Enter the reason."))
    authority = TextField("Legal authority", default="")
    exception = TextField("Reason for pay outside of a range", default="")
    remarks = TextAreaField("Remarks", default="", filters=[lambda text: tidy_lines(text or "")])

    def offer(self, overview: Overview, codes: Iterable[ActionCode]) -> None:
        """Let the person choose among the state's codes and departments."""
        families = groupby(codes, lambda code: FAMILIES[code.code[0]].label)
        offered = (choices(((c.code, c.label) for c in group), family) for family, group in families)
        self.code.choices = [*choices([("", "Choose an action")]), *chain.from_iterable(offered)]
        self.unit.choices = [*choices([("", "All agencies")]), *chain.from_iterable(_units(overview))]
        self.new_unit.choices = unit_choices(overview, "Unchanged")

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Whether all that is shown reads well: of the kinds of change only the chosen one is."""
        for name in chain.from_iterable(names for kind, names in OF_KIND.items() if kind != self.kind.data):
            self[name].process_errors = []
        return super().validate(extra_validators)

    def show_problems(self, problems: dict[str, str]) -> None:
        """Put the messages of the domain beside the fields of this form."""
        self.show({_SHOWN_AT.get(name, name): text for name, text in problems.items()})


def _units(overview: Overview) -> Iterable[list[Any]]:
    for agency in overview.agencies:
        whole = (f"{agency.code}/", f"All of {agency.name}")
        units = (unit_choice(overview, agency.code, unit.code) for unit in agency.departments)
        yield choices([whole, *units], agency.name)


class ReasonForm(RecordForm):
    """A decision that needs a reason."""

    reason = TextField("Reason", default="", validators=required("Enter the reason."))


def proposal_of(form: MassForm) -> MassProposal:
    """What was typed."""
    agency, _, department = str(form.unit.data or "").partition("/")
    selection = Selection(
        agency=agency,
        department=department,
        job_class=form.job_class.data or "",
        title=form.title.data or "",
        employment_types=tuple(EmploymentType(text) for text in form.employment_types.data or ()),
        statuses=tuple(status for status in EMPLOYED if status in (form.statuses.data or ())),
    )
    return MassProposal(
        code=form.code.data or "",
        effective=form.effective.data,
        selection=selection,
        rule=_rule(form),
        reason=form.reason.data or "",
        authority=form.authority.data or "",
        remarks=form.remarks.data or "",
        exception=form.exception.data or "",
    )


def _rule(form: MassForm) -> Rule:
    """Of the fields below the choice only those that belong to it."""
    kind = RuleKind(form.kind.data or RuleKind.PERCENT)
    if kind is RuleKind.PERCENT:
        return Rule(kind=kind, percent_hundredths=form.percent.data or 0)
    if kind is RuleKind.AMOUNT:
        return Rule(kind=kind, amount_cents=form.amount.data or 0, basis=PayBasis(form.basis.data))
    return Rule(kind=kind, values=_values(form) if kind is RuleKind.VALUES else {})


def _values(form: MassForm) -> dict[str, Any]:
    typed = {name: form[f"new_{name}"].data for name in _VALUES}
    if typed["employment_type"]:
        typed["employment_type"] = EmploymentType(typed["employment_type"])
    agency, _, department = str(form.new_unit.data or "").partition("/")
    return {name: value for name, value in {**typed, "agency": agency, "department": department}.items() if value}


def typed_again(mass: MassAction) -> dict[str, Any]:
    """What was asked for, to be asked for again with a change."""
    chosen, rule = mass.selection, mass.rule
    values = {f"new_{name}": value for name, value in rule.values.items()}
    return {
        **{name: getattr(mass, name) for name in ("code", "effective", "reason", "authority", "exception", "remarks")},
        **values,
        "unit": f"{chosen.agency}/{chosen.department}" if chosen.agency else "",
        "new_unit": f"{rule.values['agency']}/{rule.values['department']}" if "agency" in rule.values else "",
        "job_class": chosen.job_class,
        "title": chosen.title,
        "employment_types": [t.value for t in chosen.employment_types],
        "statuses": [s.value for s in chosen.statuses],
        "kind": rule.kind.value,
        "percent": rule.percent_hundredths or None,
        "amount": rule.amount_cents or None,
        "basis": rule.basis.value,
    }
