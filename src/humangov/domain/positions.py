"""Positions: numbered seats of a unit, what they are from each day on, and who sits in them from when to when.

A day's facts are those of the last version that has begun. An incumbency's `to_day` is the first day on which it is
over, so that two that meet share no day; None while no end is known.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from humangov.domain.dated import version_on
from humangov.domain.employees import PayBasis
from humangov.domain.text import long_date
from humangov.domain.wording import money

NUMBER = re.compile(r"[A-Z0-9][A-Z0-9-]{0,19}")
# So many of each fit into an item and a transaction with room to spare.
MOST_VERSIONS, MOST_INCUMBENCIES = 40, 400


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionFacts:
    """What a position is from a day on.

    Its full-time equivalent in hundredths, its pay range in whole cents for `pay_basis` (0 and 0 where it has none),
    and the number of the position that supervises it, "" for none.
    """

    effective: date
    title: str
    job_class: str = ""
    agency: str
    unit: str
    fte_hundredths: int = 100
    pay_from_cents: int = 0
    pay_to_cents: int = 0
    pay_basis: PayBasis = PayBasis.ANNUAL
    supervisor: str = ""
    open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Incumbency:
    """A person in a position from a day on, until `to_day` (the first day after it), by a personnel action."""

    employee_id: str
    number: str
    name: str
    from_day: date
    to_day: date | None = None
    fte_hundredths: int = 100
    action_id: str = ""

    @property
    def last_day(self) -> date | None:
        """The last day on which the person sits there; None while no end is known."""
        return self.to_day - timedelta(days=1) if self.to_day else None

    def covers(self, day: date) -> bool:
        """Whether the person sits there on a day."""
        return self.from_day <= day and (self.to_day is None or day < self.to_day)

    def meets(self, first: date, end: date | None) -> bool:
        """Whether it has a day in common with the days from `first` until before `end`."""
        return (end is None or self.from_day < end) and (self.to_day is None or first < self.to_day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A position with its whole timeline, oldest first.

    `version` counts the saved changes from 1; `token` is that of the last form, so that it is done once.
    """

    number: str
    version: int = 1
    versions: tuple[PositionFacts, ...]
    incumbents: tuple[Incumbency, ...] = ()
    token: str = ""

    def facts_on(self, day: date) -> PositionFacts | None:
        """What the position is on a day; None before it exists."""
        return version_on(self.versions, day)

    def is_open_on(self, day: date) -> bool:
        """Whether people can sit in it on a day."""
        facts = self.facts_on(day)
        return facts is not None and facts.open

    def incumbents_on(self, day: date) -> tuple[Incumbency, ...]:
        """Who sits in it on a day."""
        return tuple(i for i in self.incumbents if i.covers(day))

    def is_vacant_on(self, day: date) -> bool:
        """Whether it is open on a day and nobody sits in it."""
        return self.is_open_on(day) and not self.incumbents_on(day)

    def vacant_since(self, day: date) -> date | None:
        """The first of the days in a row up to this one on which it was vacant; None where it is not."""
        if not self.is_vacant_on(day):
            return None
        left = (i.to_day for i in self.incumbents if i.to_day and i.to_day <= day)
        closed = [True, *(not version.open for version in self.versions)]
        opened = (v.effective for v, was in zip(self.versions, closed, strict=False) if was and v.effective <= day)
        return max((*left, *opened))

    def free_on(self, day: date) -> int:
        """The full-time equivalent, in hundredths, that is free on a day; 0 where the position is not open."""
        facts = self.facts_on(day)
        taken = sum(i.fte_hundredths for i in self.incumbents_on(day))
        return max(0, facts.fte_hundredths - taken) if facts and facts.open else 0

    @property
    def units(self) -> tuple[tuple[str, str], ...]:
        """Every (agency, unit) in which it ever is, each once."""
        return tuple(dict.fromkeys((v.agency, v.unit) for v in self.versions))

    def is_ever_in(self, agencies: Collection[str]) -> bool:
        """Whether it was, is or will be in one of these agencies; none are all."""
        return not agencies or any(version.agency in agencies for version in self.versions)

    def incumbents_in(self, agency: str, unit: str) -> tuple[Incumbency, ...]:
        """Who sits in it on a day on which it is in that unit."""
        ends = [*(v.effective for v in self.versions[1:]), None]
        spans = [
            (v.effective, end)
            for v, end in zip(self.versions, ends, strict=True)
            if (v.agency, v.unit) == (agency, unit)
        ]
        return tuple(i for i in self.incumbents if any(i.meets(first, end) for first, end in spans))


def number_problem(number: str) -> str:
    """What is wrong with a position's number, as an instruction; empty when nothing is."""
    fits = NUMBER.fullmatch(number)
    return "" if fits else "Use 1 to 20 capital letters, digits and hyphens, such as 065-1024."


def seated(position: Position, employee_id: str, spans: Iterable[Incumbency]) -> Position:
    """The position's next version, in which the person sits in these spans and in no others."""
    others = (i for i in position.incumbents if i.employee_id != employee_id)
    incumbents = sorted([*others, *spans], key=lambda i: (i.from_day, i.employee_id))
    return replace(position, version=position.version + 1, incumbents=tuple(incumbents))


def seat_problem(position: Position, employee_id: str, spans: Iterable[Incumbency]) -> str:
    """Why the person cannot sit there in these spans (besides those who do), as an instruction; empty when they can."""
    after = seated(position, employee_id, spans)
    mine = [i for i in after.incumbents if i.employee_id == employee_id]
    if len(after.incumbents) > MOST_INCUMBENCIES:
        return f"Position {position.number} has had too many incumbents to hold another. Use a new position."
    days = sorted({day for span in mine for day in turning_days(after, span.from_day, span.to_day)})
    return next((wrong for day in days if (wrong := _trouble_on(after, day))), "")


def overfull_problem(position: Position, since: date) -> str:
    """Why those who sit in the position from a day on no longer can, as an instruction; empty when they can."""
    days = (day for day in turning_days(position, since, None) if position.incumbents_on(day))
    full = next((day for day in days if _trouble_on(position, day)), None)
    if full is None:
        return ""
    taken = sum(i.fte_hundredths for i in position.incumbents_on(full)) / 100
    return f"On {long_date(full)} people hold {taken:.2f} full-time equivalent of it. Transfer or separate them first."


def turning_days(position: Position, first: date, end: date | None) -> Iterator[date]:
    """The first day, and each later one before `end` on which facts change or somebody comes or goes, in order."""
    leaving = (i.to_day for i in position.incumbents if i.to_day)
    days = {*(v.effective for v in position.versions), *(i.from_day for i in position.incumbents), *leaving}
    yield first
    yield from sorted(day for day in days if first < day and (end is None or day < end))


def _trouble_on(position: Position, day: date) -> str:
    facts = position.facts_on(day)
    if facts is None:
        begins = long_date(position.versions[0].effective)
        return f"Position {position.number} begins on {begins}. Choose that day or a later one, or another position."
    if not facts.open:
        return f"Position {position.number} is closed on {long_date(day)}. Choose a position that is open then."
    taken = sum(i.fte_hundredths for i in position.incumbents_on(day))
    if taken <= facts.fte_hundredths:
        return ""
    sums = f"{taken / 100:.2f} of its {facts.fte_hundredths / 100:.2f} full-time equivalent"
    return (
        f"Position {position.number} is filled on {long_date(day)}: {sums} would be taken. "
        "Choose a vacant position, another day, or a lower full-time equivalent."
    )


def range_problem(facts: PositionFacts, pay_cents: int, pay_basis: PayBasis) -> str:
    """How a pay lies outside the position's range: "outside $48,000 to $61,000 a year"; empty when it does not.

    An hourly pay and a yearly range cannot be compared, so that too is outside.
    """
    if not facts.pay_to_cents:
        return ""
    inside = facts.pay_from_cents <= pay_cents <= facts.pay_to_cents and pay_basis is facts.pay_basis
    return "" if inside else f"outside {range_text(facts)}"


def range_text(facts: PositionFacts) -> str:
    """The pay range: "$48,000 to $61,000 a year"; empty where there is none."""
    if not facts.pay_to_cents:
        return ""
    low = money(facts.pay_from_cents, facts.pay_basis).removesuffix(f" {facts.pay_basis.unit}")
    return f"{low} to {money(facts.pay_to_cents, facts.pay_basis)}"


def supervisor_problem(position: Position, others: Mapping[str, Position], since: date) -> str:
    """Why a position cannot be supervised as it says from a day on, as an instruction; empty when it can.

    `others` has every position above it. Each day is tried on which one of them changes its supervisor.
    """
    changes = {v.effective for p in (position, *others.values()) for v in p.versions if v.effective > since}
    return next((wrong for day in [since, *sorted(changes)] if (wrong := _circle_on(position, others, day))), "")


def _circle_on(position: Position, others: Mapping[str, Position], day: date) -> str:
    above, seen = position, set[str]()
    while (facts := above.facts_on(day)) and facts.supervisor not in ("", *seen):
        if facts.supervisor == position.number:
            return _circle_text(position, above, day)
        seen.add(facts.supervisor)
        if facts.supervisor not in others:
            return ""
        above = others[facts.supervisor]
    return ""


def _circle_text(position: Position, above: Position, day: date) -> str:
    if above is position:
        return "A position cannot supervise itself. Choose another supervisor."
    return (
        f"On {long_date(day)} position {above.number} is itself beneath position {position.number}. "
        "Choose a supervisor that is not beneath it, or change that one first."
    )


# What of a position is also said in its incumbents' records, and the name of the field there.
_FLOWING = {"title": "title", "job_class": "job_class", "agency": "agency", "unit": "department"}


def flowing_changes(before: PositionFacts, after: PositionFacts) -> dict[str, str]:
    """What changes in an incumbent's record when it follows the position: field of Employee to its new value."""
    return {ours: getattr(after, n) for n, ours in _FLOWING.items() if getattr(before, n) != getattr(after, n)}
