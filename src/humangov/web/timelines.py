"""The picture of a career: where its positions, pay and leaves stand on a line of days. The template draws it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from humangov.domain.timeline import Stretch
from humangov.domain.wording import money

# All in units of the picture, which are pixels where it is as wide as the page.
WIDTH, LEFT = 1200, 70
PAY_TOP, PAY_BOTTOM = 68, 96
_MOST_TICKS, _LABEL_WIDTH = 12, 84
_MONTHS_APART = (1, 3, 6, 12, 24, 60, 120, 240)


@dataclass(frozen=True, slots=True)
class Band:
    """Something that lasts: a position or a leave."""

    x: float
    width: float
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A word at a place."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """All that is drawn. `pay` are the lines' paths: one for each time in which the pay was reckoned alike."""

    positions: tuple[Band, ...]
    leaves: tuple[Band, ...]
    pay: tuple[str, ...]
    amounts: tuple[Mark, ...]
    ticks: tuple[Mark, ...]
    today: float
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class _Axis:
    """The days from the first to the last that are drawn."""

    first: date
    last: date

    def x(self, day: date | None) -> float:
        """The place of a day; of the end where there is no day."""
        share = ((day or self.last) - self.first) / (self.last - self.first)
        return round(LEFT + share * (WIDTH - LEFT), 1)

    def band(self, begin: date, end: date | None, text: str) -> Band:
        """What lasts from a day until before another."""
        return Band(self.x(begin), round(self.x(end) - self.x(begin), 1), text)


def drawn(stretches: Sequence[Stretch], today: date) -> Timeline | None:
    """The picture; None of a career in which nothing stands."""
    if not stretches:
        return None
    first, latest = stretches[0].begin, max(today, stretches[-1].begin)
    axis = _Axis(first, latest + max(timedelta(days=45), (latest - first) / 16))
    lines = [(axis, held) for held in _reckoned_alike(stretches)]
    return Timeline(
        tuple(_positions(axis, stretches)),
        tuple(axis.band(s.begin, s.end, s.record.status.label) for s in stretches if s.is_away),
        tuple(_path(*line) for line in lines),
        tuple(mark for line in lines for mark in _amounts(*line)),
        tuple(Mark(axis.x(day), 0, text) for day, text in _ticks(axis)),
        axis.x(max(today, first)),
        tuple(stretches),
    )


def _positions(axis: _Axis, stretches: Sequence[Stretch]) -> Iterator[Band]:
    """Neighbours with the same position are one band."""
    for (employed, number, title), found in groupby(
        stretches, lambda s: (s.is_employed, s.record.position, s.record.title)
    ):
        held = [*found]
        if employed:
            yield axis.band(held[0].begin, held[-1].end, f"{number} {title}".strip())


def _reckoned_alike(stretches: Sequence[Stretch]) -> Iterator[list[Stretch]]:
    """Runs in which the pay can be compared: employed, and paid by the year or by the hour throughout."""
    for (employed, _), found in groupby(stretches, lambda s: (s.is_employed, s.record.pay_basis)):
        if employed:
            yield [*found]


def _height(held: Sequence[Stretch], cents: int) -> float:
    low, high = min(s.record.pay_cents for s in held), max(s.record.pay_cents for s in held)
    share = (cents - low) / (high - low) if high > low else 0.5
    return round(PAY_BOTTOM - share * (PAY_BOTTOM - PAY_TOP), 1)


def _path(axis: _Axis, held: Sequence[Stretch]) -> str:
    """Steps: level while the pay stays, upright where it changes."""
    begin = f"M{axis.x(held[0].begin)} {_height(held, held[0].record.pay_cents)}"
    return begin + "".join(f"V{_height(held, s.record.pay_cents)}H{axis.x(s.end)}" for s in held)


def _amounts(axis: _Axis, held: Sequence[Stretch]) -> Iterator[Mark]:
    """What the pay was, where there is room to say it: the last one always."""
    end, found = float(WIDTH + _LABEL_WIDTH), list[Mark]()
    changed = [s for i, s in enumerate(held) if not i or held[i - 1].record.pay_cents != s.record.pay_cents]
    for s in reversed(changed):
        at = min(axis.x(s.begin), WIDTH - _LABEL_WIDTH)
        if at + _LABEL_WIDTH <= end:
            end = at
            found.append(Mark(at, _height(held, s.record.pay_cents) - 5, money(s.record.pay_cents)))
    return reversed(found)


def _ticks(axis: _Axis) -> Iterator[tuple[date, str]]:
    """First days of years, or of months where the time is short: a dozen at most."""
    months = (axis.last.year - axis.first.year) * 12 + axis.last.month - axis.first.month
    apart = next((step for step in _MONTHS_APART if months / step <= _MOST_TICKS), _MONTHS_APART[-1])
    begin = axis.first.year * 12 + axis.first.month
    for month in range(-(-begin // apart) * apart, axis.last.year * 12 + axis.last.month, apart):
        day = date(month // 12, month % 12 + 1, 1)
        yield day, str(day.year) if day.month == 1 else f"{day:%b %Y}"
