"""Acts: the only ways in which an employee's record comes to be and changes.

Each kind of act may change certain fields and nothing else, so that a record's history is a list of acts and not of
edits.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from humangov.domain.employees import BOOKKEEPING, Employee, Status, in_sentence
from humangov.domain.errors import Invalid
from humangov.domain.organization import Agency
from humangov.domain.rules import MOST_FORMER_NAMES, problems
from humangov.domain.text import long_date, reason_problem, tidy


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
    """What an act may change, and from which statuses to which. One that leads to a status has a date and a reason."""

    label: str
    fields: frozenset[str]
    done: str
    allowed_from: frozenset[Status] = frozenset({Status.ACTIVE, Status.LEAVE})
    leads_to: Status | None = None


_ALL = frozenset(f.name for f in fields(Employee)) - BOOKKEEPING
_STATUS = frozenset({"status", "status_since", "separation_reason"})
_NAMES = frozenset({"first_name", "middle_name", "last_name", "suffix", "preferred_name", "former_names"})
_ADDRESS = frozenset({"street", "city", "region", "postal_code"})
_CONTACT = _ADDRESS | {"email", "phone", "emergency_name", "emergency_relationship", "emergency_phone"}
_JOB = frozenset({"agency", "department", "title", "employment_type", "fte_hundredths"})
_DATES = frozenset({"number", "birth_date", "hire_date"})
_NONE: frozenset[str] = frozenset()
_ANY = frozenset(Status)
_AWAY, _GONE = frozenset({Status.LEAVE}), frozenset({Status.SEPARATED})
RULES = {
    ActKind.APPOINTMENT: _Rule("Appoint", _ALL - _STATUS, "appointed", frozenset()),
    ActKind.NAME: _Rule("Change the name", _NAMES, "name changed", _ANY),
    ActKind.CONTACT: _Rule("Change contact details", _CONTACT, "contact details changed", _ANY),
    ActKind.JOB: _Rule("Change the job", _JOB, "job changed"),
    ActKind.PAY: _Rule("Change the pay", frozenset({"pay_cents", "pay_basis"}), "pay changed"),
    ActKind.CORRECTION: _Rule("Correct number or dates", _DATES, "record corrected", _ANY),
    ActKind.LEAVE: _Rule("Place on leave", _NONE, "placed on leave", frozenset({Status.ACTIVE}), Status.LEAVE),
    ActKind.RETURN: _Rule("Return from leave", _NONE, "returned from leave", _AWAY, Status.ACTIVE),
    ActKind.SEPARATION: _Rule("Separate", _NONE, "separated", leads_to=Status.SEPARATED),
    ActKind.REINSTATEMENT: _Rule("Reinstate", _NONE, "reinstated", _GONE, Status.ACTIVE),
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


def checked_changes(act: Act) -> dict[str, Any]:
    """The act's new values with their texts tidied.

    Raises Invalid: a field that this kind of act may not change, or a field that cannot be without a value.
    """
    if alien := set(act.changes) - act.kind.fields:
        raise Invalid(dict.fromkeys(alien, "This act cannot change this field."))
    if missing := [name for name, value in act.changes.items() if value is None]:
        raise Invalid({name: f"Enter the {in_sentence(name)}." for name in missing})
    return {name: _tidied(value) for name, value in act.changes.items()}


def _tidied(value: Any) -> Any:  # noqa: ANN401 fields are of many types
    if isinstance(value, tuple):
        return tuple(dict.fromkeys(text for text in map(tidy, value) if text))
    return tidy(value) if type(value) is str else value


def apply(act: Act, employee: Employee, agencies: Iterable[Agency], now: datetime, today: date) -> Employee:
    """The record after the act, one version on.

    Raises Invalid: the act is not possible from this status, changes fields that its kind may not, or breaks a rule.
    """
    rule = RULES[act.kind]
    if employee.status not in rule.allowed_from:
        standing = f"{employee.display_name} is {employee.status.label.lower()}."
        raise Invalid({"act": f"{standing} Reload the record to see what is possible."})
    after = replace(employee, **checked_changes(act), version=employee.version + 1, updated_at=now)
    after = _since_hired(employee, _with_former_name(employee, after))
    if rule.leads_to:
        after = _dated(act, after, rule.leads_to, today)
    broken = problems(after, agencies, today)
    if found := {name: text for name, text in broken.items() if name in rule.fields}:
        raise Invalid(found)
    return after


def _with_former_name(before: Employee, after: Employee) -> Employee:
    """A legal name that is given up stays findable; one that is taken up again is not a former one.

    Where there are too many, the oldest goes: nobody is kept from a new name by the number of the old ones.
    """
    if before.legal_name == after.legal_name:
        return after
    names = dict.fromkeys((*after.former_names, before.legal_name))
    former = tuple(name for name in names if name != after.legal_name)
    return replace(after, former_names=former[-MOST_FORMER_NAMES:])


def _since_hired(before: Employee, after: Employee) -> Employee:
    """Who has stood where they stand since the hire date still does when that date is corrected."""
    if before.status is Status.ACTIVE and before.status_since == before.hire_date:
        return replace(after, status_since=after.hire_date)
    return after


def _dated(act: Act, employee: Employee, status: Status, today: date) -> Employee:
    """The new status with its date and reason."""
    reason = tidy(act.reason)
    wrong = {"effective": _date_problem(act.effective, employee, today), "reason": reason_problem(reason)}
    if any(wrong.values()) or act.effective is None:
        raise Invalid({name: text for name, text in wrong.items() if text})
    separation_reason = reason if status is Status.SEPARATED else ""
    return replace(employee, status=status, status_since=act.effective, separation_reason=separation_reason)


def _date_problem(effective: date | None, employee: Employee, today: date) -> str:
    """Dates to come are refused until they can be kept waiting; acts follow each other in time."""
    if employee.status_since > today:
        return f"{employee.display_name} starts on {long_date(employee.status_since)}. Correct the hire date first."
    if effective is None or effective > today:
        return "Enter the date on which it took effect, today or earlier."
    if effective < employee.status_since:
        return f"Enter a date on or after {long_date(employee.status_since)}: {_standing(employee)} since then."
    return ""


def _standing(employee: Employee) -> str:
    return f"{employee.display_name} has been {employee.status.label.lower()}"
