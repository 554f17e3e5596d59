"""The rules that a position keeps: each problem is a field with an instruction."""

from collections.abc import Iterator
from datetime import date

from humangov.domain.events import Change
from humangov.domain.positions import MOST_VERSIONS, Position, PositionFacts, range_text
from humangov.domain.rules import MOST_PAY_CENTS
from humangov.domain.text import fold, long_date, text_problem
from humangov.domain.units import Tree
from humangov.domain.wording import us_date

MOST_CLASS = 20


def position_problems(position: Position, tree: Tree, since: date) -> dict[str, str]:
    """What is wrong with a position from a day on, seats and supervisors apart: field to what to do about it."""
    if len(position.versions) > MOST_VERSIONS:
        return {"form": f"A position has at most {MOST_VERSIONS} versions. Close it, and create a new one."}
    found: dict[str, str] = {}
    for facts in (v for v in position.versions if v.effective >= since):
        found = {**_fact_problems(facts), **found}
    wrong = next(_unit_problems(position, tree, since), "")
    if any(not v.unit for v in position.versions):
        wrong = "Choose the unit to which the position belongs."
    return {**found, "unit": wrong} if wrong else found


def _fact_problems(facts: PositionFacts) -> dict[str, str]:
    wrong = {
        "title": text_problem(facts.title) if fold(facts.title) else "Enter the position title.",
        "job_class": text_problem(facts.job_class, MOST_CLASS),
        "fte_hundredths": "" if 1 <= facts.fte_hundredths <= 100 else "Enter a number from 0.01 to 1.00.",
        **_range_problems(facts),
    }
    return {field: text for field, text in wrong.items() if text}


def _range_problems(facts: PositionFacts) -> dict[str, str]:
    low, high, most = facts.pay_from_cents, facts.pay_to_cents, MOST_PAY_CENTS[facts.pay_basis]
    if high and not low:
        return {"pay_from_cents": "Enter the lowest pay too, or clear the highest."}
    if low > high:
        return {"pay_to_cents": "Enter a highest pay that is not below the lowest, or clear both."}
    if high > most:
        return {"pay_to_cents": f"Enter at most ${most // 100:,} {facts.pay_basis.unit}, or change the pay basis."}
    return {}


def _unit_problems(position: Position, tree: Tree, since: date) -> Iterator[str]:
    """Each day on which the position is open in a unit that is not."""
    days = {v.effective for u in tree.units if u.place in position.units for v in u.versions}
    turns = {day for day in (*days, *(v.effective for v in position.versions)) if day > since}
    for day in [since, *sorted(turns)]:
        facts = position.facts_on(day)
        if facts and facts.open and not tree.on(day).is_open(facts.agency, facts.unit):
            name = tree.name(facts.agency, facts.unit)
            yield f"{name} is not open on {long_date(day)}. Choose a unit that is open from then on, or another day."


def position_changes(before: PositionFacts | None, after: PositionFacts, tree: Tree) -> tuple[Change, ...]:
    """What a change did to a position, in words."""
    old, new = (_words(before, tree) if before else {}), _words(after, tree)
    pairs = ((field, old.get(field, ""), text) for field, text in new.items())
    return tuple(Change(field, was, text) for field, was, text in pairs if was != text)


def _words(facts: PositionFacts, tree: Tree) -> dict[str, str]:
    return {
        "title": facts.title,
        "job_class": facts.job_class,
        "unit": f"{tree.name(facts.agency)}, {tree.name(facts.agency, facts.unit)}",
        "fte_hundredths": f"{facts.fte_hundredths / 100:.2f}",
        "pay range": range_text(facts),
        "supervisor": facts.supervisor,
        "state": "open" if facts.open else f"closed from {us_date(facts.effective)}",
    }
