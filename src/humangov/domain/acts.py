"""Acts: the only ways in which an employee's record comes to be and changes.

Each kind of act may change certain fields and nothing else, so that a record's history is a list of acts and not of
edits.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from humangov.domain.employees import BOOKKEEPING, Employee, Status
from humangov.domain.errors import Invalid
from humangov.domain.organization import Agency
from humangov.domain.rules import problems
from humangov.domain.text import text_problem, tidy


class ActKind(StrEnum):
    """The kinds of act."""

    APPOINTMENT = "appointment"
    NAME = "name"
    CONTACT = "contact"
    JOB = "job"
    PAY = "pay"
    CORRECTION = "correction"
    LEAVE = "leave"
    RETURN = "return"
    SEPARATION = "separation"
    REINSTATEMENT = "reinstatement"

    @property
    def label(self) -> str:
        """The act as a menu names it."""
        return RULES[self].label

    @property
    def fields(self) -> frozenset[str]:
        """The fields that the act may change."""
        return RULES[self].fields


@dataclass(frozen=True, slots=True)
class _Rule:
    """What an act may change, from which statuses to which, and whether it has a date and a reason of its own."""

    label: str
    fields: frozenset[str]
    done: str
    allowed_from: frozenset[Status] = frozenset({Status.ACTIVE, Status.LEAVE})
    leads_to: Status | None = None

    @property
    def dated(self) -> bool:
        """Whether the act has an effective date and a reason."""
        return self.leads_to is not None


_ALL = frozenset(f.name for f in fields(Employee)) - BOOKKEEPING
_ANY = frozenset(Status)
RULES = {
    ActKind.APPOINTMENT: _Rule("Appoint", _ALL - {"status", "status_since", "separation_reason"}, "appointed", frozenset()),
    ActKind.NAME: _Rule(
        "Change the name",
        frozenset({"first_name", "middle_name", "last_name", "suffix", "preferred_name", "former_names"}),
        "name changed",
        _ANY,
    ),
    ActKind.CONTACT: _Rule(
        "Change contact details",
        frozenset(
            "email phone street city region postal_code emergency_name emergency_relationship emergency_phone".split()
        ),
        "contact details changed",
        _ANY,
    ),
    ActKind.JOB: _Rule(
        "Change the job", frozenset({"agency", "department", "title", "employment_type", "fte_hundredths"}), "job changed"
    ),
    ActKind.PAY: _Rule("Change the pay", frozenset({"pay_cents", "pay_basis"}), "pay changed"),
    ActKind.CORRECTION: _Rule(
        "Correct number or dates", frozenset({"number", "birth_date", "hire_date"}), "record corrected", _ANY
    ),
    ActKind.LEAVE: _Rule("Place on leave", frozenset(), "placed on leave", frozenset({Status.ACTIVE}), Status.LEAVE),
    ActKind.RETURN: _Rule("Return from leave", frozenset(), "returned from leave", frozenset({Status.LEAVE}), Status.ACTIVE),
    ActKind.SEPARATION: _Rule("Separate", frozenset(), "separated", leads_to=Status.SEPARATED),
    ActKind.REINSTATEMENT: _Rule(
        "Reinstate", frozenset(), "reinstated", frozenset({Status.SEPARATED}), Status.ACTIVE
    ),
}


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its kind, the new values of the fields that it changes, and for dated kinds since when and why."""

    kind: ActKind
    changes: Mapping[str, Any] = field(default_factory=dict)
    effective: date | None = None
    reason: str = ""


def possible_acts(status: Status) -> tuple[ActKind, ...]:
    """The acts that can be done to a person of this status, in the order of a menu."""
    return tuple(kind for kind, rule in RULES.items() if status in rule.allowed_from)


def apply(act: Act, employee: Employee, agencies: Iterable[Agency], now: datetime, today: date) -> Employee:
    """The record after the act, one version on.

    Raises Invalid: the act is not possible from this status, changes fields that its kind may not, or breaks a rule.
    """
    rule = RULES[act.kind]
    if employee.status not in rule.allowed_from:
        raise Invalid({"act": f"{employee.display_name} is {employee.status.label.lower()}. Reload the record to see what is possible."})
    if alien := set(act.changes) - rule.fields:
        raise Invalid(dict.fromkeys(alien, "This act cannot change this field."))
    after = replace(employee, **act.changes, version=employee.version + 1, updated_at=now)
    after = _keep_former_name(employee, after)
    if rule.leads_to:
        after = _dated(act, after, rule.leads_to, today)
    checked = {*rule.fields, "effective", "separation_reason"}
    if found := {name: text for name, text in problems(after, agencies, today).items() if name in checked}:
        raise Invalid(found)
    return after


def _keep_former_name(before: Employee, after: Employee) -> Employee:
    """A legal name that is given up stays findable."""
    if before.legal_name == after.legal_name or before.legal_name in after.former_names:
        return after
    return replace(after, former_names=(*after.former_names, before.legal_name))


def _dated(act: Act, employee: Employee, status: Status, today: date) -> Employee:
    """The new status with its date and reason. Dates to come are refused until they can be kept waiting."""
    reason = tidy(act.reason)
    found = {}
    if act.effective is None or act.effective > today:
        found["effective"] = "Enter the date on which it took effect, today or earlier."
    elif employee.status is not Status.ACTIVE and act.effective < employee.status_since:
        found["effective"] = f"Enter a date on or after {employee.status_since:%B} {employee.status_since.day}, {employee.status_since.year}."
    if wrong := text_problem(reason, 200) or ("" if reason else "Enter the reason."):
        found["reason"] = wrong
    if found or act.effective is None:
        raise Invalid(found)
    separation_reason = reason[:100] if status is Status.SEPARATED else ""
    return replace(employee, status=status, status_since=act.effective, separation_reason=separation_reason)
