"""A career as people read it: every entry that was ever recorded, and what it changed in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from humangov.domain.actions import Action
from humangov.domain.career import Step, steps
from humangov.domain.codes import JOB, NAMES, PAY
from humangov.domain.events import Change
from humangov.domain.notices import undoings
from humangov.domain.organization import Overview
from humangov.domain.wording import changes_between

# What a first appointment is told by: the rest of the record that it makes stands on the person's page.
_TOLD_OF_A_FIRST = NAMES | JOB | PAY | {"number"}
# What the effective day, the reason and the names say already.
_SAID = frozenset({"status_since", "separation_reason", "former_names", "hire_date"})
# What a row tells of an action that sets everything.
_IN_BRIEF = frozenset({"title", "department", "pay_cents"})


@dataclass(frozen=True, slots=True)
class Line:
    """An entry, and what it changes, or changed while it stood.

    `undone_by` is the 001 or 002 that took it out of the record, `undoes` the entry that it is a 001 or 002 of, and
    `to_come` whether it takes effect after today. `fate` is what became of it ("Cancelled" too where its correction is
    cancelled), "" while it stands.
    """

    action: Action
    changes: tuple[Change, ...]
    undone_by: Action | None
    undoes: Action | None
    to_come: bool
    fate: str = ""

    @property
    def brief(self) -> tuple[Change, ...]:
        """What a row has room for: all changes, but of a first appointment only what it is known by."""
        if any(change.before for change in self.changes):
            return self.changes
        return tuple(change for change in self.changes if change.field in _IN_BRIEF)


def chronicle(actions: Sequence[Action], overview: Overview, today: date) -> tuple[Line, ...]:
    """Every entry of a ledger, the newest first: by its effective day, the order within it, and when it was known."""
    by_id = {action.id: action for action in actions}
    standing = {step.action.id: step for step in steps(actions)}
    undone = undoings(actions)
    lines = (
        _line(action, by_id, standing.get(action.id) or _once(actions, action, by_id), overview, today)
        for action in sorted(actions, key=_place, reverse=True)
    )
    return tuple(replace(line, fate=undone[i].label) if (i := line.action.id) in undone else line for line in lines)


def _place(action: Action) -> tuple[date, int, str, str]:
    return action.effective, action.sequence, action.recorded_at.isoformat(), action.id


def _line(action: Action, by_id: dict[str, Action], step: Step | None, overview: Overview, today: date) -> Line:
    undone_by = by_id.get(action.cancelled_by or action.corrected_by)
    undoes = by_id.get(action.cancels or action.corrects)
    to_come = action.effective > today and undone_by is None and not action.cancels
    return Line(action, _changes(step, overview), undone_by, undoes, to_come)


def _changes(step: Step | None, overview: Overview) -> tuple[Change, ...]:
    if step is None:
        return ()
    found = changes_between(step.before, step.after, overview)
    if step.before is None:
        return tuple(change for change in found if change.field in _TOLD_OF_A_FIRST)
    # Of a corrected separation the entry's own reason is that of the correction.
    said = _SAID - {"separation_reason"} if step.action.corrects else _SAID
    return tuple(change for change in found if change.field not in said)


def _once(actions: Iterable[Action], action: Action, by_id: dict[str, Action]) -> Step | None:
    """The step that an undone entry was, in the ledger as it stood just before that; None for a 001."""
    undone_by = by_id.get(action.cancelled_by or action.corrected_by)
    if undone_by is None:
        return None
    known = [a for a in actions if a.recorded_at <= undone_by.recorded_at and a.id != undone_by.id]
    return next((step for step in steps(known) if step.action.id == action.id), None)
