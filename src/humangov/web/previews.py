"""What an action would do, in words: the record of the day before and after, and every later action recomputed."""

from dataclasses import dataclass, replace
from datetime import date

from humangov.domain.actions import Action
from humangov.domain.career import record_as_of, steps
from humangov.domain.events import Change
from humangov.domain.organization import Overview
from humangov.domain.permissions import ROLE_PERMISSIONS, Permission, Role
from humangov.domain.proposals import Preview
from humangov.domain.wording import changes_between

# Those who approve, as a sentence names them.
APPROVERS = " or ".join(role.label for role in Role if Permission.APPROVE_ACTIONS in ROLE_PERMISSIONS[role])
_ISSUED = "Issued when the appointment is recorded"


@dataclass(frozen=True, slots=True)
class DayChanged:
    """A day whose record the action changes, field by field. `is_first`: nothing was on file before."""

    day: date
    is_first: bool
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Later:
    """A later action: what it does to the record as the ledger stands, and what it would do with this action in it."""

    action: Action
    was: tuple[Change, ...]
    now: tuple[Change, ...]

    @property
    def differs(self) -> bool:
        """Whether it would do something else."""
        return self.was != self.now


@dataclass(frozen=True, slots=True)
class Told:
    """An action's effect: the days that it touches, and the later actions."""

    days: tuple[DayChanged, ...]
    later: tuple[Later, ...]


def told(asked: Action, preview: Preview, overview: Overview) -> Told:
    """The preview in words. `asked` is the action as it was asked for."""
    before = tuple(a for a in preview.ledger if a.id != asked.id)
    targets = (a.effective for a in before if a.id in {asked.corrects, asked.cancels})
    days = (_day(before, preview, day, overview) for day in sorted({asked.effective, *targets}))
    issued = asked.first and not asked.changes["number"]
    shown = (_with_number(day) if issued else day for day in days)
    return Told(tuple(day for day in shown if day.changes), _later(before, preview, overview))


def _day(before: tuple[Action, ...], preview: Preview, day: date, overview: Overview) -> DayChanged:
    was, now = record_as_of(before, day), record_as_of(preview.ledger, day)
    return DayChanged(day, was is None, changes_between(was, now, overview) if now else ())


def _with_number(day: DayChanged) -> DayChanged:
    """Which number a new person gets is not known yet."""
    changes = (replace(c, after=_ISSUED) if c.field == "number" else c for c in day.changes)
    return replace(day, changes=tuple(changes))


def _later(before: tuple[Action, ...], preview: Preview, overview: Overview) -> tuple[Later, ...]:
    was = {step.action.id: changes_between(step.before, step.after, overview) for step in steps(before)}
    acts = (step for step in preview.later if not step.action.is_edit)
    return tuple(
        Later(step.action, was.get(step.action.id, ()), changes_between(step.before, step.after, overview))
        for step in acts
    )
