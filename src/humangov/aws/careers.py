"""Ledgers as text: an action whole, a career in short for lists of another day, and its moves of the headcount."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from humangov.aws.items import compact, plain, read, read_fields
from humangov.domain.actions import Action, ActionStatus, By
from humangov.domain.employees import Employee, Status
from humangov.domain.headcount import Moves

# What a list row is made of; of all else the short ledger says nothing.
SHOWN = frozenset(
    {
        *("number", "first_name", "middle_name", "last_name", "suffix", "preferred_name"),
        *("agency", "department", "title", "employment_type", "status_since"),
    }
)
_UNSAID = {"birth_date": date.min, "pay_cents": 0, "agency": "", "department": "", "title": "", "number": ""}


def action_text(action: Action) -> str:
    """An action as one string."""
    return compact(plain(action))


def read_action(text: str) -> Action:
    """The action of a string made by `action_text`."""
    item = json.loads(text)
    return replace(read(Action, item), changes=read_fields(Employee, item.get("changes", {})))


def moves_text(moves: Moves) -> str:
    """Moves of the headcount as one string."""
    return compact([[day.isoformat(), agency, status.value, n] for (day, agency, status), n in sorted(moves.items())])


def read_moves(text: str) -> Moves:
    """The moves of a string made by `moves_text`."""
    return Moves({(date.fromisoformat(day), agency, Status(status)): n for day, agency, status, n in json.loads(text)})


def career_text(ledger: Iterable[Action]) -> str:
    """A ledger in short: the actions, and of the edits those that a list shows."""
    entries = (_entry(a) for a in ledger if not a.is_edit or SHOWN & set(a.changes))
    return compact(list(entries))


def _entry(action: Action) -> list[object]:
    told = plain(replace(action, changes={k: v for k, v in action.changes.items() if k in SHOWN})).get("changes", {})
    place = (action.effective.isoformat(), action.sequence, action.recorded_at.isoformat(), int(action.first))
    return [action.id, *place, action.nature, action.cancels, action.corrects, told]


def read_career(employee_id: str, text: str) -> tuple[Action, ...]:
    """The ledger of a string made by `career_text`: enough to fold list rows, and nothing else, from it."""
    return tuple(_read_entry(employee_id, *entry) for entry in json.loads(text))


def _read_entry(  # noqa: PLR0913, PLR0917 the parts of an entry, in their order
    employee_id: str,
    identity: str,
    effective: str,
    sequence: int,
    recorded: str,
    first: int,
    nature: str,
    cancels: str,
    corrects: str,
    told: dict[str, object],
) -> Action:
    by = By("", "", datetime.fromisoformat(recorded))
    changes = read_fields(Employee, told)
    return Action(
        id=identity,
        employee_id=employee_id,
        code=nature,
        title="",
        nature=nature,
        effective=date.fromisoformat(effective),
        sequence=sequence,
        first=bool(first),
        changes={**_UNSAID, **changes} if first else changes,
        status=ActionStatus.PROCESSED,
        requested=by,
        recorded=by,
        cancels=cancels,
        corrects=corrects,
    )
