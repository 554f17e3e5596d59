"""Headcount of any day: what the actions move, by the day on which they take effect."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from humangov.domain.actions import Action
from humangov.domain.career import spans
from humangov.domain.employees import Status

# A day, an agency and a status, and by how many people their headcount differs from the day before.
Moves = Counter[tuple[date, str, Status]]


def moves(actions: Iterable[Action]) -> Moves:
    """What a career adds to the headcount and takes from it: 1 and -1 at each change of agency or status."""
    found: Moves = Counter()
    before: tuple[str, Status] | None = None
    for day, record in spans(actions):
        now = (record.agency, record.status)
        if now != before:
            found[day, *now] += 1
            if before:
                found[day, *before] -= 1
        before = now
    return found


def moved(before: Iterable[Action], after: Iterable[Action]) -> Moves:
    """What the headcount of each day gains and loses when a career becomes another one."""
    change = moves(after)
    change.subtract(moves(before))
    return Counter({key: n for key, n in change.items() if n})
