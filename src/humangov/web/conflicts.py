"""Two people at one record: what is on file now beside what was typed, and which of the two the second one chooses."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import request

from humangov.domain.employees import LABELS, Employee
from humangov.domain.organization import Overview
from humangov.domain.wording import spoken
from humangov.web.forms.employees import FactsForm, changes_of, refill
from humangov.web.forms.seen import is_as_seen

# What makes no sense without the other is chosen together: a department with its agency, a basis with its amount.
_ROW_OF = {"department": "agency", "pay_basis": "pay_cents"}
_LABELS = LABELS | {"agency": "Agency and department"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One row of a conflict, in words; `mine` says which of the two is chosen at first."""

    name: str
    label: str
    theirs: str
    yours: str
    mine: bool


def kept_as_mine(typed: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, without what the person chose to leave as the other one saved it."""
    return {name: value for name, value in typed.items() if _choice(_row(name)) != "theirs"}


def take_theirs(form: FactsForm, employee: Employee) -> None:
    """Put what the person chose of the other one's into the form that comes back."""
    refill(form, employee, {name for name in changes_of(form) if _choice(_row(name)) == "theirs"})


def differences(form: FactsForm, seen: Mapping[str, str], now: Employee, overview: Overview) -> list[Difference]:
    """The rows in which what was typed is not what is on file; `seen` are the marks of what the person saw.

    Chosen at first is what the person changed; of the rest, what the other one saved.
    """
    typed = changes_of(form)
    mine = replace(now, **typed)
    changed: dict[str, bool] = {}
    for name in (name for name, value in typed.items() if value != getattr(now, name)):
        changed[_row(name)] = changed.get(_row(name), False) or not is_as_seen(seen, name, typed[name])
    return [
        Difference(row, _LABELS[row], _said(row, now, overview), _said(row, mine, overview), _is_mine(row, was_changed))
        for row, was_changed in changed.items()
    ]


def _row(name: str) -> str:
    return _ROW_OF.get(name, name)


def _choice(row: str) -> str:
    return request.form.get(f"keep-{row}", "")


def _is_mine(row: str, was_changed: bool) -> bool:  # noqa: FBT001 private
    return _choice(row) == "yours" if _choice(row) else was_changed


def _said(row: str, employee: Employee, overview: Overview) -> str:
    parts = ("agency", "department") if row == "agency" else (row,)
    return ", ".join(spoken(part, getattr(employee, part), employee, overview) for part in parts) or "–"
