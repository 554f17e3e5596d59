"""Whom a mass action chooses, and what its rule makes of each record."""

from typing import Any

from humangov.domain.employees import Employee, EmploymentType, PayBasis
from humangov.domain.mass import NOT_IN_SELECTION, MassAction, Rule, RuleKind, Selection
from humangov.domain.text import fold

# Full time in hours a year: 52 weeks of 40 hours.
HOURS_A_YEAR = 2_080


def is_chosen(selection: Selection, record: Employee) -> bool:
    """Whether a record is of the selection."""
    return (
        selection.agency in ("", record.agency)
        and selection.department in ("", record.department)
        and record.status in selection.statuses
        and record.employment_type in (selection.employment_types or EmploymentType)
        and fold(selection.title) in fold(record.title)
        and selection.job_class.casefold() in ("", record.job_class.casefold())
    )


def changes_for(mass: MassAction, record: Employee) -> dict[str, Any] | str:
    """The new values of a record as it stands on the effective day, or in words why this person is skipped."""
    if not is_chosen(mass.selection, record):
        return NOT_IN_SELECTION
    rule = mass.rule
    if rule.kind is RuleKind.AMOUNT and rule.basis is not record.pay_basis:
        return f"Paid {record.pay_basis.unit}; the amount is {rule.basis.unit}."
    changes = _changes(rule, record)
    if rule.kind is not RuleKind.STATUS and all(getattr(record, name) == value for name, value in changes.items()):
        return "Has this already: nothing would change."
    return changes


def _changes(rule: Rule, record: Employee) -> dict[str, Any]:
    if rule.kind is RuleKind.PERCENT:
        return {"pay_cents": raised(record.pay_cents, record.pay_basis, rule.percent_hundredths)}
    if rule.kind is RuleKind.AMOUNT:
        return {"pay_cents": record.pay_cents + rule.amount_cents}
    return dict(rule.values)


def raised(pay_cents: int, basis: PayBasis, percent_hundredths: int) -> int:
    """A pay raised by hundredths of a percent: to the nearest dollar a year or cent an hour, a half goes up."""
    unit = 100 if basis is PayBasis.ANNUAL else 1
    whole = pay_cents * (100_00 + percent_hundredths)
    return (2 * whole + 100_00 * unit) // (2 * 100_00 * unit) * unit


def yearly(record: Employee) -> int:
    """What a record's pay comes to in a year, in cents: the hours of full time, times the full-time equivalent."""
    year = record.pay_cents * (1 if record.pay_basis is PayBasis.ANNUAL else HOURS_A_YEAR)
    return year * record.fte_hundredths // 100
