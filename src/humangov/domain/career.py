"""A career: the record as it stood on any day, folded from the ledger of actions.

Two times: an action is effective from a day on, and recorded at an instant. `known_at` asks what was believed then:
actions recorded later, and cancellations and corrections among them, are not known.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from humangov.domain.actions import Action, ActionStatus
from humangov.domain.codes import PAY_AFFECTING, appoints, status_after
from humangov.domain.employees import Employee, Status
from humangov.domain.rules import MOST_FORMER_NAMES

# Where no other day is given: the whole career, with what is still to come.
ALWAYS = date.max
CANCELLED = "The appointment was cancelled"


@dataclass(frozen=True, slots=True)
class Step:
    """An action that stands, and the record before and after it. There is no record before the first appointment."""

    action: Action
    before: Employee | None
    after: Employee


def standing(actions: Iterable[Action], known_at: datetime | None = None) -> tuple[Action, ...]:
    """The actions that are neither cancelled nor corrected, in the order in which they take effect."""
    known = [
        a for a in actions if a.status is ActionStatus.PROCESSED and (known_at is None or a.recorded_at <= known_at)
    ]
    undone = {a.cancels for a in known} | {a.corrects for a in known}
    return tuple(sorted((a for a in known if a.id not in undone and not a.cancels), key=_order))


def _order(action: Action) -> tuple[bool, date, int, datetime, str]:
    """The first appointment comes before all else: facts that are edited before the first day belong to it."""
    return not action.first, action.effective, action.sequence, action.recorded_at, action.id


def steps(actions: Iterable[Action], known_at: datetime | None = None, until: date = ALWAYS) -> tuple[Step, ...]:
    """What stands and is effective by a day, action by action, from the first appointment on, whenever that is.

    Empty where nothing of the person is known. An appointment that was cancelled, which was all there was, leaves a
    record of somebody who is not employed.
    """
    known = tuple(actions)
    stand = standing(known, known_at)
    stood = next((a for a in stand if a.first), None)
    first = stood or _cancelled_appointment(known, stand, known_at)
    if first is None:
        return ()
    # Whose appointment was cancelled is not hired until there is another one.
    hiring = None if stood else next((a for a in stand if appoints(a.nature)), None)
    record = _appointed(first, stood=stood is not None)
    found = [Step(first, None, record)]
    by_id = {action.id: action for action in known}
    for action in (a for a in stand if a is not first and a.effective <= until):
        before, record = record, _after(record, action, why_separated(action, by_id))
        record = replace(record, hire_date=action.effective) if action is hiring else record
        found.append(Step(action, before, record))
    return tuple(found)


def _cancelled_appointment(
    known: Sequence[Action], stand: Sequence[Action], known_at: datetime | None
) -> Action | None:
    """The first appointment as it last stood, where it stands no more: before all acts that do stand."""
    recorded = (a for a in known if a.first and a.recorded and (known_at is None or a.recorded_at <= known_at))
    last = max(recorded, key=lambda a: a.recorded_at, default=None)
    acts = (a.effective for a in stand if not a.is_edit)
    return replace(last, effective=min((last.effective, *acts))) if last else None


def _appointed(first: Action, *, stood: bool) -> Employee:
    """The record that a first appointment makes."""
    made = Employee(
        **{"status_since": first.effective, **first.changes},
        id=first.employee_id,
        hire_date=first.effective,
        created_at=first.recorded_at,
        updated_at=first.recorded_at,
    )
    return made if stood else replace(made, status=Status.SEPARATED, separation_reason=CANCELLED, position="")


def why_separated(action: Action, by_id: Mapping[str, Action]) -> str:
    """The reason of a separation as it stands: a correction has one of its own, and may say what that one is to be."""
    while "separation_reason" not in action.changes and action.corrects in by_id:
        action = by_id[action.corrects]
    return str(action.changes.get("separation_reason", action.reason))


def _after(record: Employee, action: Action, separation_reason: str) -> Employee:
    """The record after an action. The reason is that of a separation."""
    after = _with_former_name(record, replace(record, **action.changes, updated_at=action.recorded_at))
    status = status_after(action.nature)
    if status is None:
        return after
    gone = status is Status.SEPARATED
    after = replace(after, status=status, status_since=action.effective)
    return replace(after, separation_reason=separation_reason if gone else "", position="" if gone else after.position)


def _with_former_name(before: Employee, after: Employee) -> Employee:
    """A legal name that is given up stays findable; one that is taken up again is not a former one.

    Where there are too many, the oldest goes: nobody is kept from a new name by the number of the old ones.
    """
    if before.legal_name == after.legal_name:
        return after
    names = dict.fromkeys((*after.former_names, before.legal_name))
    former = tuple(name for name in names if name != after.legal_name)
    return replace(after, former_names=former[-MOST_FORMER_NAMES:])


def record_as_of(actions: Iterable[Action], day: date, known_at: datetime | None = None) -> Employee | None:
    """The record as it stood on a day; None where nothing of the person was known.

    Before the first day it is the appointment to come, with the status APPOINTED.
    """
    found = steps(actions, known_at, day)
    if not found:
        return None
    first, record = found[0].action, found[-1].after
    if day < first.effective and record.status is not Status.SEPARATED:
        return replace(record, status=Status.APPOINTED)
    return record


def next_due(actions: Iterable[Action], day: date) -> date | None:
    """The day after this one on which the next action takes effect; None where none is to come."""
    return min((a.effective for a in standing(actions) if a.effective > day), default=None)


def spans(actions: Iterable[Action]) -> tuple[tuple[date, Employee], ...]:
    """The record of each day on which it changed, from the first day on; the last one of a day counts."""
    found: dict[date, Employee] = {}
    for step in steps(actions):
        found[max(step.action.effective, min(found, default=step.action.effective))] = step.after
    return tuple(sorted(found.items()))


def pay_moved(was: Iterable[Action], now: Iterable[Action]) -> frozenset[str]:
    """What differs on any day between two careers of what moves pay: its fields, and "status" for being in pay."""
    old, new = spans(was), spans(now)
    days = {day for day, _ in (*old, *new)}
    return frozenset[str]().union(*(_pay_differences(_on(old, day), _on(new, day)) for day in days))


def _on(found: Sequence[tuple[date, Employee]], day: date) -> Employee | None:
    return next((record for since, record in reversed(found) if since <= day), None)


def _pay_differences(was: Employee | None, now: Employee | None) -> set[str]:
    fields = {name for name in PAY_AFFECTING if getattr(was, name, None) != getattr(now, name, None)}
    return fields if _in_pay(was) == _in_pay(now) else {*fields, "status"}


def _in_pay(record: Employee | None) -> bool:
    return record is not None and record.status is Status.ACTIVE
