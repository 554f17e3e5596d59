"""Who sits where: a person's incumbencies, as the career makes them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from humangov.domain.actions import Action
from humangov.domain.career import steps
from humangov.domain.employees import Employee
from humangov.domain.positions import Incumbency, Position, range_problem, seat_problem


def incumbencies(actions: Iterable[Action], today: Employee | None) -> dict[str, tuple[Incumbency, ...]]:
    """The spans in each position, by its number: under the person's name of then, and today's where they still sit."""
    found: dict[str, list[Incumbency]] = {}
    sitting = ""
    for step in steps(actions):
        now, day = step.after, step.action.effective
        last = found[sitting][-1] if sitting else None
        if last and (now.position, now.fte_hundredths) == (sitting, last.fte_hundredths):
            continue
        if last:
            _end(found[sitting], day)
        sitting = now.position
        if sitting:
            found.setdefault(sitting, []).append(_begun(now, day, step.action.id))
    if sitting and today:
        last = found[sitting][-1]
        found[sitting][-1] = replace(last, number=today.number, name=today.list_name)
    return {number: tuple(spans) for number, spans in found.items() if spans}


def _begun(now: Employee, day: date, action_id: str) -> Incumbency:
    return Incumbency(
        employee_id=now.id,
        number=now.number,
        name=now.list_name,
        from_day=day,
        fte_hundredths=now.fte_hundredths,
        action_id=action_id,
    )


def _end(spans: list[Incumbency], day: date) -> None:
    """Nobody sits somewhere for less than a day."""
    last = spans.pop()
    if last.from_day < day:
        spans.append(replace(last, to_day=day))


def changed_numbers(
    was: Mapping[str, tuple[Incumbency, ...]], now: Mapping[str, tuple[Incumbency, ...]]
) -> tuple[str, ...]:
    """The numbers of the positions in which a person comes to sit, or sits no longer, or differently."""
    return tuple(number for number in dict.fromkeys((*was, *now)) if was.get(number) != now.get(number))


def seating_problems(
    action: Action,
    after: Employee | None,
    changed: Mapping[str, tuple[Incumbency, ...]],
    positions: Mapping[str, Position],
) -> dict[str, str]:
    """Why the person cannot sit where the action puts them, and a pay outside of the range without a reason.

    `changed` are the spans in every position in which they differ: what ends later than it did can meet a successor,
    whatever the action is. `after` is the record after the action; None for a cancellation.
    """
    if after and "position" in action.changes and after.position and after.position not in positions:
        return {"position": "There is no such position. Enter the number of one that there is, or leave it empty."}
    for number, spans in changed.items():
        position = positions.get(number)
        if position and (wrong := seat_problem(position, action.employee_id, spans)):
            return {_field_of(action, seated=after is not None and after.position == number): wrong}
    return _range_problems(action, after, positions) if after else {}


def _field_of(action: Action, *, seated: bool) -> str:
    """The field beside which it is said that a position is filled."""
    asked = next((name for name in ("position", "fte_hundredths") if name in action.changes), "")
    return (asked if seated else "") or ("target" if action.cancels else "effective")


def _range_problems(action: Action, after: Employee, positions: Mapping[str, Position]) -> dict[str, str]:
    position = positions.get(after.position)
    if position is None or not {"position", "pay_cents", "pay_basis"} & set(action.changes):
        return {}
    facts = position.facts_on(action.effective)
    outside = range_problem(facts, after.pay_cents, after.pay_basis) if facts else ""
    if outside and not action.exception:
        return {"exception": f"The pay is {outside}. Enter the reason for that, or another pay."}
    return {}


def sat_otherwise(was: Iterable[Incumbency], now: Iterable[Incumbency]) -> bool:
    """Whether somebody comes to sit somewhere on other days, or for another part of a full-time equivalent."""
    return [*map(_days, was)] != [*map(_days, now)]


def _days(span: Incumbency) -> tuple[date, date | None, int]:
    return span.from_day, span.to_day, span.fte_hundredths
