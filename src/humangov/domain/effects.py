"""What an action would do, in words: the record of the day before and after, and every later action recomputed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from humangov.domain.actions import Action
from humangov.domain.career import record_as_of, steps
from humangov.domain.employees import LABELS
from humangov.domain.events import Change
from humangov.domain.organization import Overview
from humangov.domain.proposals import Preview
from humangov.domain.shown import Line
from humangov.domain.wording import changes_between, spoken, us_date

# So many later actions of a person are told in the list of a mass action.
MOST_LATER = 5
_ISSUED = "Issued when the appointment is recorded"
TEXTS = {
    "reason": "Reason",
    "authority": "Legal authority",
    "remarks": "Remarks",
    "exception": "Reason for pay outside the range",
}


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
    """An action's effect: the days that it touches, and the later actions.

    `same` are fields that it sets to what they are on its day already, `unsaid` those that it could set and leaves as
    they are.
    """

    days: tuple[DayChanged, ...]
    later: tuple[Later, ...]
    same: tuple[Change, ...] = ()
    unsaid: tuple[Change, ...] = ()


def told(asked: Action, preview: Preview, overview: Overview, fields: Iterable[str]) -> Told:
    """The preview in words. `asked` is the action as it was asked for, `fields` are those that it may change."""
    before = tuple(a for a in preview.ledger if a.id != asked.id)
    targets = (a.effective for a in before if a.id in {asked.corrects, asked.cancels})
    days = (_day(before, preview, day, overview) for day in sorted({asked.effective, *targets}))
    issued = asked.first and not asked.changes["number"]
    shown = [_with_number(day) if issued else day for day in days]
    said = _own(asked, before)
    differing = {change.field for day in shown for change in day.changes}
    return Told(
        tuple(day for day in shown if day.changes),
        _later(before, preview, overview),
        _standing(preview, said - differing, overview),
        _standing(preview, frozenset(fields) - said - differing, overview),
    )


def _own(asked: Action, before: Iterable[Action]) -> frozenset[str]:
    """The fields of which an action itself says something: a correction not those that it only repeats."""
    old = next((a.changes for a in before if a.id == asked.corrects), {})
    return frozenset(name for name, value in asked.changes.items() if name not in old or old[name] != value)


def _standing(preview: Preview, names: Iterable[str], overview: Overview) -> tuple[Change, ...]:
    """What stands in these fields on the day of the action, before and after it."""
    record = preview.step.after if preview.step and preview.step.before else None
    if record is None:
        return ()
    ordered = sorted(names, key=list(LABELS).index)
    values = ((name, spoken(name, getattr(record, name), record, overview)) for name in ordered)
    return tuple(Change(name, value, value) for name, value in values)


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


def effect_lines(action: Action, effect: Told) -> Iterator[Line]:
    """All that a page says of an action and its effect, line by line."""
    yield "Effective date", us_date(action.effective)
    yield from ((label, text) for name, label in TEXTS.items() if (text := getattr(action, name)))
    for day in effect.days:
        yield from ((f"{LABELS[c.field]} from {us_date(day.day)}", _turn(c)) for c in day.changes)
    for change in (*effect.same, *effect.unsaid):
        part = "as before" if change in effect.same else "not part of this action"
        yield f"{LABELS[change.field]}, {part}", change.after
    for later in effect.later:
        label = f"{later.action.label} of {us_date(later.action.effective)}"
        yield label, f"as it stands: {_turns(later.was)}; as it would be: {_turns(later.now)}"


def later_words(later: Sequence[Later]) -> tuple[str, ...]:
    """The next few later actions, a line each: what it would do then, and what it does as it stands if that differs."""
    shown = tuple(_later_line(one) for one in later[:MOST_LATER])
    more = len(later) - len(shown)
    return (*shown, f"and {more} more later {'action' if more == 1 else 'actions'}") if more else shown


def _later_line(later: Later) -> str:
    now, was = _turns(later.now), _turns(later.was)
    line = f"{later.action.label} of {us_date(later.action.effective)}: {now}"
    return f"{line} (as it stands: {was})" if later.differs else line


def _turn(change: Change) -> str:
    return f"{change.before or 'nothing'} → {change.after or 'nothing'}"


def _turns(changes: Iterable[Change]) -> str:
    return ", ".join(f"{LABELS[c.field]} {_turn(c)}" for c in changes) or "nothing"
