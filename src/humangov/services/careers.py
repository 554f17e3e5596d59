"""Careers that were decided elsewhere, brought in whole, as an operator's import does it.

Every action passes the checks of its day, in the order in which they were recorded. What fits is saved in one
transaction: for most people that is all of it, in the place of one for each action.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from humangov.domain.actions import Action, By
from humangov.domain.career import record_as_of
from humangov.domain.codes import CANCELLATION, CORRECTION, status_after
from humangov.domain.employees import Employee
from humangov.domain.errors import Invalid, NotFound
from humangov.domain.permissions import Permission
from humangov.domain.positions import Incumbency, Position, seat_problem, seated
from humangov.domain.proposals import Preview
from humangov.domain.seats import changed_numbers, incumbencies, sat_otherwise, seating_problems
from humangov.services.desk import Desk
from humangov.services.folders import Entry, Folder, Stage
from humangov.services.proposing import Proposal, build, judged
from humangov.services.recording import entered_event, is_recorded, of_today

# How many of a transaction's 100 items an entry leaves for its actions: see aws/ledger.py. The rows of somebody new are
# 39 at most, and for each action come the action, its event, two for each position and three for counters.
ROOM_OF_A_NEW_PERSON, ROOM_OF_A_CHANGE = 55, 12
Seats = Mapping[str, tuple[Incumbency, ...]]
_OF_AN_ACTION, _OF_ITS_SEATS, _OF_ITS_COUNTERS, _OF_ITS_LINK = 2, 4, 3, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """An action of a career: what it is, when it was recorded, and who asked for it and approved it.

    `token` (a ULID) becomes its id; that of the first appointment is the person's.
    """

    proposal: Proposal
    token: str
    recorded_at: datetime
    requested: By
    approved: By | None = None


@dataclass(frozen=True, slots=True)
class _Step:
    """An action as it was recorded, and what it did to the career of then."""

    seen: Preview
    stage: Stage


def file_career(desk: Desk, decided: Sequence[Decided]) -> Employee:
    """Record the career of a new person, the first appointment first. Done before, in part or whole: goes on.

    The record is that of the desk's day. No notices are made: they were when it was decided. Raises Invalid and
    NotFound for an action that breaks a rule, Conflict and AlreadyExists; what came before may be saved then.
    """
    desk.require(Permission.MOVE_STATES)
    count = _fitting(decided, ROOM_OF_A_NEW_PERSON)
    employee = _entered(desk, None, decided[:count])
    # What is there of an earlier run may be less than this batch.
    left = decided[count:] if employee.token == decided[count - 1].token else decided
    while left:
        folder = desk.employees.career(employee.id)
        employee, left = folder.employee, [each for each in left if not is_recorded(folder, each.token)]
        if left:
            count = _fitting(left, ROOM_OF_A_CHANGE)
            employee, left = _entered(desk, folder, left[:count]), left[count:]
    return employee


def _fitting(decided: Sequence[Decided], room: int) -> int:
    """How many of the actions fit into a transaction with so much room: at least one."""
    for count, each in enumerate(decided):
        room -= _items(each.proposal)
        if room < 0 and count:
            return count
    return len(decided)


def _items(proposal: Proposal) -> int:
    """The most that an action adds to a transaction."""
    about = proposal.code in {CANCELLATION, CORRECTION}
    moving = about or status_after(proposal.code) is not None or "agency" in proposal.changes
    seats = _OF_ITS_SEATS if about else _items_of_seats(proposal.code, proposal.changes)
    return _OF_AN_ACTION + seats + _OF_ITS_COUNTERS * moving + _OF_ITS_LINK * about


def _items_of_seats(code: str, changes: Mapping[str, object]) -> int:
    """Whoever is separated leaves the position."""
    return _OF_ITS_SEATS * (code[:1] == "3" or not {"position", "fte_hundredths"}.isdisjoint(changes))


def _entered(desk: Desk, folder: Folder | None, decided: Sequence[Decided]) -> Employee:
    """Save actions in one transaction."""
    before, was = (folder.employee, folder.actions) if folder else (None, ())
    steps: list[_Step] = []
    for each in decided:
        steps.append(_recorded(desk, steps[-1].stage.ledger if steps else was, each, before, decided[0].token))
    last = steps[-1].stage
    after = of_today(last.ledger, before, decided[-1].token, desk)
    entry = Entry(
        before=before,
        after=replace(after, updated_at=decided[-1].recorded_at),
        was=was,
        ledger=last.ledger,
        day=last.day,
        earlier=(*(step.stage for step in steps[:-1]), replace(last, event=None)),
    )
    if last.event is None:
        raise NotFound
    return desk.employees.record(_seated(desk, entry, steps), last.event)


def _recorded(desk: Desk, ledger: tuple[Action, ...], each: Decided, before: Employee | None, token: str) -> _Step:
    """The action as if it were recorded on its day, after those before it."""
    then = replace(desk, clock=lambda: each.recorded_at)
    person = record_as_of(ledger, then.today())
    career = Folder(person, (), (), ledger) if person else None
    case = build(then, career, each.proposal, each.token, before.id if before else token)
    seen = judged(then, case)
    action = replace(seen.action, requested=each.requested, approved=each.approved)
    after = tuple(action if a.id == action.id else a for a in seen.ledger)
    record = record_as_of(after, then.today())
    if record is None:
        raise NotFound
    return _Step(
        replace(seen, action=action), Stage(then.today(), after, entered_event(seen, action, record, case, then))
    )


def _seated(desk: Desk, entry: Entry, steps: Sequence[_Step]) -> Entry:
    """The entry with the positions in which the person comes to sit: one read. Raises Invalid (position, exception).

    Room among others is looked for once, at the end: whether they came before or after is not the career's to say.
    """
    was, now = incumbencies(entry.was, entry.before), incumbencies(entry.ledger, entry.after)
    on_the_way = {step.seen.step.after.position for step in steps if step.seen.step} - {""}
    numbers = {*was, *now, *on_the_way}
    positions = desk.positions.many(numbers) if numbers else {}
    empty = {number: replace(position, incumbents=()) for number, position in positions.items()}
    before = was
    for step in steps:
        then = incumbencies(step.stage.ledger, entry.after) if _reseats(step.seen.action) else before
        if wrong := _seating_problems(step, before, then, empty):
            raise Invalid(wrong)
        before = then
    changed = [positions[n] for n in changed_numbers(was, now) if n in positions]
    filled = (seat_problem(position, entry.after.id, now.get(position.number, ())) for position in changed)
    if full := next(filter(None, filled), ""):
        raise Invalid({"position": full})
    return replace(entry, seats=tuple((p, seated(p, entry.after.id, now.get(p.number, ()))) for p in changed))


def _reseats(action: Action) -> bool:
    """Whether the person may sit somewhere else, or otherwise, by an action."""
    return action.first or bool(action.cancels or action.corrects) or _items_of_seats(action.code, action.changes) > 0


def _seating_problems(step: _Step, before: Seats, now: Seats, positions: Mapping[str, Position]) -> dict[str, str]:
    """Why there is no room for the person, whom the action finds in some seats and leaves in others."""
    after = step.seen.step.after if step.seen.step else None
    changed = changed_numbers(before, now)
    moved = {n: now.get(n, ()) for n in changed if sat_otherwise(before.get(n, ()), now.get(n, ()))}
    return seating_problems(step.seen.action, after, moved, positions)
