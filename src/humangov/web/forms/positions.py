"""The forms of positions."""

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, RadioField, SelectField

from humangov.domain.employees import PayBasis
from humangov.domain.organization import Overview
from humangov.domain.positions import PositionFacts
from humangov.web.forms.base import Needed, NeededIf, RecordForm, choices
from humangov.web.forms.employees import unit_choice, unit_choices
from humangov.web.forms.fields import DayField, FteField, MoneyField, TextField


class StateForm(RecordForm):
    """From which day on a position is closed, or open again."""

    effective = DayField("Effective date", validators=[Needed()])


class PositionForm(StateForm):
    """What a position is from a day on."""

    unit = SelectField("Agency and unit", validators=[Needed()])
    title = TextField("Position title", default="", validators=[Needed()])
    job_class = TextField("Class", default="")
    fte_hundredths = FteField("Full-time equivalent", default=100, validators=[Needed()])
    pay_from_cents = MoneyField("Lowest pay in dollars", validators=[NeededIf("if there is a highest")])
    pay_to_cents = MoneyField("Highest pay in dollars", validators=[NeededIf("if there is a lowest")])
    pay_basis = RadioField(
        "Pay basis", choices=choices((b.value, f"Dollars {b.unit}") for b in PayBasis), default="annual"
    )
    supervisor = TextField("Supervisor’s position number", default="", filters=[lambda text: (text or "").upper()])
    follow = BooleanField("Those who sit in the position follow: record a position change (740) for each of them")

    def offer(self, overview: Overview, also: Iterable[str] = ()) -> None:
        """Let the person choose among the open units of today, by agency, and what the position is in already."""
        offered = unit_choices(overview, "Choose a unit")
        known = {choice.value for choice in offered}
        others = (unit_choice(overview, *place.split("/")) for place in also if place not in known)
        self.unit.choices = [*offered, *choices(others)]


class NewPositionForm(PositionForm):
    """A new position."""

    number = TextField("Position number", default="", validators=[Needed()])


def values_of(form: PositionForm) -> dict[str, Any]:
    """What was typed, as fields of PositionFacts: all but the day."""
    agency, _, unit = str(form.unit.data or "").partition("/")
    return {
        "agency": agency,
        "unit": unit,
        "title": form.title.data or "",
        "job_class": form.job_class.data or "",
        "fte_hundredths": form.fte_hundredths.data or 0,
        "pay_from_cents": form.pay_from_cents.data or 0,
        "pay_to_cents": form.pay_to_cents.data or 0,
        "pay_basis": next((b for b in PayBasis if b == form.pay_basis.data), PayBasis.ANNUAL),
        "supervisor": form.supervisor.data or "",
    }


def filled_with(facts: PositionFacts) -> dict[str, Any]:
    """The fields of the form that say these facts."""
    named = ("title", "job_class", "fte_hundredths", "supervisor")
    pay = {name: getattr(facts, name) or None for name in ("pay_from_cents", "pay_to_cents")}
    said = {name: getattr(facts, name) for name in named}
    return {**said, **pay, "pay_basis": facts.pay_basis.value, "unit": f"{facts.agency}/{facts.unit}"}
