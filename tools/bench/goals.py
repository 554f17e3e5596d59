"""The goals of docs/performance.md, and what a run says of each."""

from collections.abc import Iterator

from bench.figures import Result

MOST_TIMES_FLOOR = 2.0
LEAST_TIMES_SLOWER = 100


def answers(result: Result) -> Iterator[tuple[str, str, str]]:
    """Each goal, whether it is reached, and by what."""
    for goal, missed, found in (_costs(result), _floor(result), _predecessor(result)):
        yield goal, "no" if missed else "yes", found


def _costs(result: Result) -> tuple[str, bool, str]:
    differ = [name for name, found in result.by_page.items() if len({(one.calls, one.units) for one in found}) > 1]
    goal = "calls and capacity units equal at both sizes"
    return goal, bool(differ), f"they differ: {', '.join(differ)}" if differ else "equal on every page"


def _floor(result: Result) -> tuple[str, bool, str]:
    """At both sizes, on pages that make a call: a page that makes none has no floor but an empty program."""
    pages = [one for one in result.pages if one.calls]
    missed = [one for one in pages if one.times_floor > MOST_TIMES_FLOOR]
    above = [f"{one.page}, {one.people:,} people, {one.times_floor:.2f}" for one in missed]
    goal = f"CPU at most {MOST_TIMES_FLOOR:g} times the floor, on pages that make calls"
    spread = f"{min(p.times_floor for p in pages):.2f} to {max(p.times_floor for p in pages):.2f} times"
    return goal, bool(above), f"{spread}; above: {'; '.join(above)}" if above else spread


def _predecessor(result: Result) -> tuple[str, bool, str]:
    largest = max(result.predecessor, key=lambda old: old.people)
    times = largest.times_slower
    goal = f"directory at least {LEAST_TIMES_SLOWER} times as fast as the predecessor's way, {largest.people:,} people"
    return goal, times < LEAST_TIMES_SLOWER, f"{times:.0f} times"
