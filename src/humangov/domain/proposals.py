"""What an action that is asked for would do to a career, and every rule that it would break."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from humangov.domain.actions import Action, text_problems
from humangov.domain.career import Step, steps
from humangov.domain.codes import NAMES, allowed_from
from humangov.domain.employees import Employee, differences, in_sentence
from humangov.domain.errors import Invalid
from humangov.domain.organization import Agency
from humangov.domain.rules import LATEST_HIRE, problems
from humangov.domain.text import long_date

# What an appointment cannot do without.
NEEDED = ("birth_date", "agency", "department", "title", "pay_cents")

# A rule about one of these may name another one: a street without a city, an hourly pay of 58,240.
_TOGETHER = (
    NAMES,
    frozenset({"agency", "department"}),
    frozenset({"pay_cents", "pay_basis"}),
    frozenset({"street", "city", "region", "postal_code"}),
    frozenset({"emergency_name", "emergency_phone"}),
)


@dataclass(frozen=True, slots=True)
class Preview:
    """What an action would do: its own step (None for a cancellation), and those after it, recomputed.

    `ledger` is the whole career with the action in it, its links set on both ends.
    """

    action: Action
    step: Step | None
    later: tuple[Step, ...]
    ledger: tuple[Action, ...]


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
    if found:
        raise Invalid(found)
    ledger = with_action(actions, action)
    affected = _affected(actions, action, steps(ledger))
    own = next((step for step in affected if step.action.id == action.id), None)
    later = tuple(step for step in affected if step is not own)
    found = {**(_step_problems(own, agencies, today) if own else {}), **_later_problems(action, later)}
    if found:
        raise Invalid(found)
    return Preview(action, own, later, ledger)


def _affected(actions: Sequence[Action], action: Action, whole: Sequence[Step]) -> list[Step]:
    """The steps from the action on, or from the one that it cancels or corrects."""
    touched = {action.id, action.cancels, action.corrects}
    since = min(a.effective for a in (*actions, action) if a.id in touched)
    return [step for step in whole if step.action.effective >= since or step.action.id == action.id]


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
    return {}


def _date_problems(actions: Sequence[Action], action: Action, today: date) -> dict[str, str]:
    if action.effective > today + LATEST_HIRE:
        return {"effective": "Enter a date within a year from today."}
    first = next((a for a in actions if a.first and a.stands), None)
    if first and not (action.first or action.is_edit or action.cancels) and action.effective < first.effective:
        return {"effective": f"Enter {long_date(first.effective)} or later: that was the first day."}
    return {}


def _step_problems(step: Step, agencies: Iterable[Agency], today: date) -> dict[str, str]:
    action, before, after = step.action, step.before, step.after
    if before and before.status not in allowed_from(action.nature):
        return {"effective": f"{_standing(before)} on {long_date(action.effective)}. {_WHAT_TO_DO}"}
    own = {*_concerned(action), *(("hire_date",) if action.first or "birth_date" in action.changes else ())}
    found = {name: text for name, text in problems(after, agencies, today).items() if name in own}
    if "hire_date" in found:
        found["birth_date" if action.is_edit else "effective"] = found.pop("hire_date")
    found |= {name: f"Enter the {in_sentence(name)}." for name in NEEDED if name in own and not getattr(after, name)}
    idle = before and not (found or action.is_edit or action.corrects or differences(before, after))
    return {"form": "This changes nothing. Change a field, or leave without saving."} if idle else found


def _concerned(action: Action) -> frozenset[str]:
    """The fields that the action changes, and those that a rule of theirs may name instead."""
    changed = frozenset(action.changes)
    return changed.union(*(group for group in _TOGETHER if changed & group))


_WHAT_TO_DO = "Choose another date, or another action."


def _standing(employee: Employee) -> str:
    since = long_date(employee.status_since)
    return f"{employee.display_name} was {employee.status.label.lower()} (since {since})"


def _later_problems(action: Action, later: Sequence[Step]) -> dict[str, str]:
    """What has been recorded already must still make sense."""
    for step in later:
        if step.before and step.before.status not in allowed_from(step.action.nature):
            name = f"{step.action.label} of {long_date(step.action.effective)}"
            where = "target" if action.cancels else "effective"
            return {where: f"{name} would not be possible any more: cancel it first, or choose another date."}
    return {}
