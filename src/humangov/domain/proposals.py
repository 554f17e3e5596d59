"""What an action that is asked for would do to a career, and every rule that it would break."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from itertools import takewhile

from humangov.domain.actions import Action, text_problems
from humangov.domain.career import Step, steps
from humangov.domain.codes import PAY, allowed_from
from humangov.domain.edits import ADDRESS, EMERGENCY
from humangov.domain.employees import Employee, differences, in_sentence
from humangov.domain.errors import Invalid
from humangov.domain.organization import Agency
from humangov.domain.rules import LATEST_HIRE, problems
from humangov.domain.text import long_date

# What an appointment cannot do without.
NEEDED = ("birth_date", "agency", "department", "title", "pay_cents")
# What is right or wrong together: who changes one of them answers for all.
TOGETHER = (
    frozenset({"first_name", "last_name"}),
    frozenset({"agency", "department"}),
    frozenset({"birth_date", "hire_date"}),
    *(PAY, ADDRESS, EMERGENCY),
)
_ALL = frozenset(f.name for f in fields(Employee))
_WHAT_TO_DO = "Choose another date, or another action."
_IDLE = {"form": "This changes nothing. Change a field, or leave without saving."}


@dataclass(frozen=True, slots=True)
class Preview:
    """What an action would do: its own step (None for a cancellation), and those after it, recomputed.

    `ledger` is the whole career with the action in it, its links set on both ends.
    """

    action: Action
    step: Step | None
    later: tuple[Step, ...]
    ledger: tuple[Action, ...]


def _can_be_folded(found: Mapping[str, str], action: Action, today: date) -> bool:
    """Whether the rest can be judged though this is wrong: words, or a day that is too far ahead."""
    lies_ahead = action.effective > today + LATEST_HIRE
    return not found.keys() & {"target", "form"} and ("effective" not in found or lies_ahead)


def with_action(actions: Sequence[Action], action: Action) -> tuple[Action, ...]:
    """The ledger with one more processed action; the one that it cancels or corrects says so."""
    linked = [
        replace(a, cancelled_by=action.id)
        if a.id == action.cancels
        else replace(a, corrected_by=action.id)
        if a.id == action.corrects
        else a
        for a in actions
        if a.id != action.id
    ]
    return (*linked, action)


def preview(actions: Sequence[Action], action: Action, agencies: Iterable[Agency], today: date) -> Preview:
    """What a processed action would do to a career.

    Raises Invalid: fields `effective`, `target`, `form`, the action's own texts, and those of the record.
    """
    found = {**text_problems(action), **_target_problems(actions, action), **_date_problems(actions, action, today)}
    if found and not _can_be_folded(found, action, today):
        raise Invalid(found)
    ledger = with_action(actions, action)
    was, now = steps(actions), steps(ledger)
    # What stands before the action's place, and was never behind it, is as it was.
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(was, now, strict=False)))
    own = next((step for step in now[same:] if step.action.id == action.id), None)
    later = tuple(step for step in now[same:] if step is not own)
    kept = tuple(agencies)
    found = (_step_problems(actions, own, kept, today) if own else {}) | found
    if found := found or _later_problems(action, _touched(actions, action), was, later, kept, today):
        raise Invalid(found)
    return Preview(action, own, later, ledger)


def _target_problems(actions: Sequence[Action], action: Action) -> dict[str, str]:
    """What is cancelled or corrected must stand; an appointment can only be cancelled when nothing followed it."""
    wanted = action.cancels or action.corrects
    if not wanted:
        return {}
    target = next((a for a in actions if a.id == wanted), None)
    if target is None or target.is_edit:
        return {"target": "There is no such action in this career. Choose one from its list."}
    if target.cancelled_by or target.cancels:
        return {"target": f"{target.label} is cancelled. Record a new action instead."}
    if target.corrected_by:
        return {"target": f"{target.label} was corrected already. Choose the correction, which stands in its place."}
    if action.cancels and target.first and any(a.stands and a.id != wanted and not a.is_edit for a in actions):
        return {"target": "Other actions follow this appointment. Cancel those first, or record a separation."}
    return _IDLE if action.corrects and _said(target) == _said(action) else {}


def _said(action: Action) -> tuple[object, ...]:
    """All that a correction can change of an action."""
    return (
        action.effective,
        dict(action.changes),
        action.reason,
        action.authority,
        action.remarks,
        action.exception,
    )


def _date_problems(actions: Sequence[Action], action: Action, today: date) -> dict[str, str]:
    if action.effective > today + LATEST_HIRE:
        return {"effective": "Enter a date within a year from today."}
    first = next((a for a in actions if a.first and a.stands), None)
    if first and not (action.first or action.is_edit or action.cancels) and action.effective < first.effective:
        return {"effective": f"Enter {long_date(first.effective)} or later: that was the first day."}
    return {}


def _touched(actions: Sequence[Action], action: Action) -> frozenset[str]:
    """The fields for whose rules an action answers: of a correction what it corrects, and not all that it repeats."""
    if action.makes_person:
        return _ALL
    was = next((a for a in actions if a.id and a.id in {action.cancels, action.corrects}), None)
    old: Mapping[str, object] = was.changes if was else {}
    own = {name for name in {*action.changes, *old} if action.changes.get(name) != old.get(name)}
    if action.first and was and was.effective != action.effective:
        own.add("hire_date")
    return frozenset(own).union(*(group for group in TOGETHER if group & own))


def _step_problems(actions: Sequence[Action], step: Step, agencies: Iterable[Agency], today: date) -> dict[str, str]:
    action, before, after = step.action, step.before, step.after
    if before and before.status not in allowed_from(action.nature):
        return {"effective": f"{_standing(before)} on {long_date(action.effective)}. {_WHAT_TO_DO}"}
    own = _touched(actions, action)
    found = {name: text for name, text in problems(after, agencies, today).items() if name in own}
    if "hire_date" in found:
        found["birth_date" if action.is_edit else "effective"] = found.pop("hire_date")
    lacking = {name: f"Enter the {in_sentence(name)}." for name in NEEDED if name in own and not getattr(after, name)}
    found = lacking | found
    idle = before and not (found or action.is_edit or action.corrects or differences(before, after))
    return _IDLE if idle else found


def _standing(employee: Employee) -> str:
    since = long_date(employee.status_since)
    return f"{employee.display_name} was {employee.status.label.lower()} (since {since})"


def _later_problems(
    action: Action,
    touched: frozenset[str],
    was: Sequence[Step],
    later: Sequence[Step],
    agencies: Iterable[Agency],
    today: date,
) -> dict[str, str]:
    """What has been recorded already must still make sense."""
    where = "target" if action.cancels else "effective"
    before = {step.action.id: step.after for step in was}
    for step in later:
        name = f"{step.action.label} of {long_date(step.action.effective)}"
        if step.before and step.before.status not in allowed_from(step.action.nature):
            return {where: f"{name} would not be possible any more: cancel it first, or choose another date."}
        if action.first and not step.action.is_edit and step.action.effective < action.effective:
            return {where: f"{name} would be before the first day: cancel it first, or choose another date."}
        both = touched & _touched((), step.action)
        if both and (wrong := _new_problem(both, before.get(step.action.id), step.after, agencies, today)):
            return {where: f"{name} would not fit any more: {wrong} Correct it first, or choose another date."}
    return {}


def _new_problem(
    names: frozenset[str], was: Employee | None, now: Employee, agencies: Iterable[Agency], today: date
) -> str:
    """What is wrong with these fields of a record and was not before."""
    found = problems(now, agencies, today)
    old = problems(was, agencies, today) if found and was else {}
    return next((text for name, text in found.items() if name in names and name not in old), "")
