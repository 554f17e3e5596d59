"""Mass actions as people read them: whom, what, and how far."""

from humangov.domain.effects import TEXTS
from humangov.domain.employees import LABELS, EmploymentType
from humangov.domain.mass import MassAction, Rule, RuleKind, Selection
from humangov.domain.organization import Overview
from humangov.domain.shown import Shown
from humangov.domain.wording import money, us_date


def percent(hundredths: int) -> str:
    """A percentage: "3", "2.75"."""
    text = f"{abs(hundredths) / 100:.2f}".rstrip("0").rstrip(".")
    return f"-{text}" if hundredths < 0 else text


def rule_text(rule: Rule, overview: Overview) -> str:
    """What is done: "Pay raised by 3 percent, to the nearest dollar a year or cent an hour"."""
    if rule.kind is RuleKind.STATUS:
        return "What the code does by itself"
    if rule.kind is RuleKind.PERCENT:
        way = "raised" if rule.percent_hundredths > 0 else "lowered"
        by = f"{percent(abs(rule.percent_hundredths))} percent"
        return f"Pay {way} by {by}, to the nearest dollar a year or cent an hour"
    if rule.kind is RuleKind.AMOUNT:
        way = "raised" if rule.amount_cents > 0 else "lowered"
        return f"Pay {way} by {money(abs(rule.amount_cents), rule.basis)}"
    return "; ".join(_value_text(rule, name, overview) for name in LABELS if name in rule.values)


def _value_text(rule: Rule, name: str, overview: Overview) -> str:
    value = rule.values[name]
    if name == "agency":
        value = overview.agency_name(value)
    elif name == "department":
        value = overview.department_name(rule.values.get("agency", ""), value)
    elif name == "employment_type":
        value = EmploymentType(value).label
    return f"{LABELS[name]} set to {value}"


def selection_facts(selection: Selection, overview: Overview) -> list[tuple[str, str]]:
    """Whom it is for: label and value of each filter."""
    agency = selection.agency
    department = overview.department_name(agency, selection.department) if selection.department else ""
    return [
        ("Agency", overview.agency_name(agency) if agency else "All agencies"),
        ("Department", department),
        ("Class", selection.job_class),
        ("Position title", f"Has “{selection.title}” in it" if selection.title else ""),
        ("Employment type", ", ".join(t.label for t in selection.employment_types)),
        ("Status", ", ".join(s.label for s in selection.statuses)),
    ]


def selection_text(selection: Selection, overview: Overview) -> str:
    """The same in one line, for a list."""
    said = [value for label, value in selection_facts(selection, overview) if value and label != "Status"]
    return ", ".join(said)


def mass_shown(mass: MassAction, overview: Overview) -> Shown:
    """All that whoever approves a mass action is shown of it: what is asked for, and what its preview came to."""
    asked = [("Effective date", us_date(mass.effective)), ("What it does", rule_text(mass.rule, overview))]
    texts = [(label, str(getattr(mass, name))) for name, label in TEXTS.items()]
    figures = {"In the selection": mass.chosen, "To be recorded": mass.pending, "Skipped": mass.skipped}
    figures |= {"Changed since": mass.changed}
    counts = [(label, f"{n:,}") for label, n in {**figures, "Not possible": mass.failed}.items()]
    counts += [("A year", money(mass.yearly_cents)), ("Preview", f"no. {mass.preview}")]
    lines = (*asked, *selection_facts(mass.selection, overview), *texts, *counts)
    return Shown(0, tuple(lines))
