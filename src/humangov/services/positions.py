"""Positions: look at one, and create, change, close and open them again, each from a day on.

Who sits in a position is not changed here: that comes with a personnel action.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from humangov.domain.dated import with_change
from humangov.domain.errors import Conflict, Invalid
from humangov.domain.events import Event, EventKind
from humangov.domain.organization import Overview
from humangov.domain.permissions import Permission
from humangov.domain.position_rules import position_changes, position_problems
from humangov.domain.positions import (
    Incumbency,
    Position,
    PositionFacts,
    number_problem,
    overfull_problem,
    supervisor_problem,
)
from humangov.domain.text import long_date, tidy
from humangov.domain.units import FIRST_DAY
from humangov.services.desk import Desk

LATEST = timedelta(days=5 * 366)
# So many levels of supervisors are followed, each with one read.
MOST_ABOVE = 12
BENEATH = "This position would supervise itself, by way of others. Choose a supervisor that is not beneath it."


@dataclass(frozen=True, slots=True)
class Seen:
    """A position with the organization that names its units. `names`: whether its people are named."""

    position: Position
    overview: Overview
    names: bool


def position_number(typed: str) -> str:
    """A position's number as it is kept: in capitals."""
    return tidy(typed).upper()


def view_position(desk: Desk, number: str) -> Seen:
    """A position, its people nameless for whoever may not read records. Two reads. Raises NotFound."""
    desk.require(Permission.READ_POSITIONS)
    position = desk.positions.get(position_number(number))
    names = Permission.READ_RECORDS in desk.principal.permissions
    seen = within(position, desk.principal.agencies) if names else nameless(position)
    return Seen(seen, desk.organization.overview(), names)


def create_position(desk: Desk, number: str, facts: PositionFacts, token: str) -> Position:
    """Create a position from a day on. The same form sent twice creates it once.

    Raises Invalid (number, and the fields of PositionFacts) and AlreadyExists (number).
    """
    desk.require(Permission.MANAGE_POSITIONS)
    position = Position(number=position_number(number), versions=(facts,), token=token)
    overview = desk.organization.overview()
    wrong = number_problem(position.number)
    _refuse({"number": wrong} if wrong else {}, _problems(desk, position, overview, facts.effective))
    event = _event(desk, EventKind.POSITION_CREATED, position, None, facts, overview)
    return desk.positions.create(position, event)


def change_position(
    desk: Desk, number: str, changes: Mapping[str, object], effective: date | None, version: int, token: str
) -> Position:
    """Change fields of PositionFacts from a day on. What is changed stays so until a later version says otherwise.

    Changing nothing saves nothing. Raises NotFound, Conflict with the current Position, and Invalid: field "effective"
    where people who sit in it no longer could.
    """
    desk.require(Permission.MANAGE_POSITIONS)
    before = desk.positions.get(position_number(number))
    if before.token == token:
        return before
    if before.version != version:
        raise Conflict(before)
    day, was = _from_day(desk, before, effective)
    after = replace(before, version=version + 1, token=token, versions=with_change(before.versions, day, changes))
    if after.versions == before.versions:
        return before
    overview = desk.organization.overview()
    _refuse(_problems(desk, after, overview, day, before))
    now = after.facts_on(day) or was
    event = _event(desk, EventKind.POSITION_CHANGED, after, was, replace(now, effective=day), overview)
    return desk.positions.change(before, after, event)


def _from_day(desk: Desk, position: Position, effective: date | None) -> tuple[date, PositionFacts]:
    """The effective day, and what the position is on it so far."""
    wrong = _day_problem(desk, effective)
    if wrong or effective is None:
        raise Invalid({"effective": wrong})
    facts = position.facts_on(effective)
    if facts is None:
        begins = long_date(position.versions[0].effective)
        raise Invalid({"effective": f"This position begins on {begins}. Enter that day or a later one."})
    return effective, facts


def _day_problem(desk: Desk, day: date | None) -> str:
    latest = desk.today() + LATEST
    if day is None:
        return "Enter the day from which this is so."
    return "" if FIRST_DAY <= day <= latest else f"Enter a day from 1900 to {long_date(latest)}."


def _problems(
    desk: Desk, position: Position, overview: Overview, since: date, before: Position | None = None
) -> dict[str, str]:
    """All that is wrong with a position from a day on; `before` is what it was."""
    if wrong := _day_problem(desk, since):
        return {"effective": wrong}
    found = position_problems(position, overview.tree, since)
    if wrong := overfull_problem(position, since):
        found["effective"] = wrong
    if wrong := _above_problem(desk, position, since, before):
        found["supervisor"] = wrong
    return found


def _above_problem(desk: Desk, position: Position, since: date, before: Position | None) -> str:
    """What is wrong with the supervisors, those of the supervisors included.

    Whoever is limited to agencies names a position of theirs, and learns of no other whether there is one: what was
    said before stays possible.
    """
    above = _supervisors(position, since) - {position.number}
    kept = _supervisors(before, since) if before else set[str]()
    found: dict[str, Position] = {}
    for _ in range(MOST_ABOVE):
        if not above - set(found):
            break
        read = desk.positions.many(sorted(above - set(found))[:100])
        if not found and (
            missing := next((n for n in sorted(above) if not _can_be_named(desk, read.get(n), since, kept)), "")
        ):
            return f"There is no position {missing} that is open then. Enter the number of one that is."
        found |= read
        above = {n for p in read.values() for n in _supervisors(p, since)} - {position.number}
    wrong = supervisor_problem(position, found, since)
    return wrong if all(p.is_ever_in(desk.principal.agencies) for p in found.values()) else wrong and BENEATH


def _supervisors(position: Position, since: date) -> set[str]:
    days = [since, *(v.effective for v in position.versions if v.effective > since)]
    return {facts.supervisor for day in days if (facts := position.facts_on(day)) and facts.supervisor}


def _can_be_named(desk: Desk, position: Position | None, day: date, kept: Collection[str]) -> bool:
    if position is None or not position.is_open_on(day):
        return False
    return position.number in kept or position.is_ever_in(desk.principal.agencies)


def _refuse(*problems: Mapping[str, str]) -> None:
    found = {field: text for one in problems for field, text in one.items()}
    if found:
        raise Invalid(found)


def _event(
    desk: Desk, kind: EventKind, position: Position, was: PositionFacts | None, now: PositionFacts, overview: Overview
) -> Event:
    return desk.event(
        kind,
        f"position:{position.number}",
        f"{position.number} {now.title}",
        changes=position_changes(was, now, overview.tree),
        effective=now.effective.isoformat(),
    )


def within(position: Position, agencies: tuple[str, ...]) -> Position:
    """The position with the names of those only who sat in it while it was in these agencies (none: in any)."""
    if not agencies:
        return position
    theirs = {i for place in position.units if place[0] in agencies for i in position.incumbents_in(*place)}
    return replace(position, incumbents=tuple(i if i in theirs else _unnamed(i) for i in position.incumbents))


def nameless(position: Position) -> Position:
    """The position for whoever may not read records: they learn when it was filled, not by whom."""
    return replace(position, incumbents=tuple(map(_unnamed, position.incumbents)))


def _unnamed(incumbency: Incumbency) -> Incumbency:
    return replace(incumbency, employee_id="", number="", name="", action_id="")
