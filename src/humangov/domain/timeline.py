"""A career in stretches: which position, which pay and which status from when to when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from humangov.domain.actions import Action
from humangov.domain.career import spans
from humangov.domain.employees import Employee, Status


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on which position, pay and status stay as they are: until before `end`, None while no end is known."""

    begin: date
    end: date | None
    record: Employee

    @property
    def last_day(self) -> date | None:
        """The last of these days; None while no end is known."""
        return self.end - timedelta(days=1) if self.end else None

    @property
    def is_employed(self) -> bool:
        """Whether the person holds a job on these days."""
        return self.record.status is not Status.SEPARATED

    @property
    def is_away(self) -> bool:
        """Whether the person is on leave or suspended."""
        return self.record.status in {Status.LEAVE, Status.SUSPENDED}


def stretches(actions: Iterable[Action]) -> tuple[Stretch, ...]:
    """The career as it is known today and will be, the oldest stretch first."""
    kept: list[tuple[date, Employee]] = []
    for day, record in spans(actions):
        if not kept or _told(kept[-1][1]) != _told(record):
            kept.append((day, record))
    ends = [*(day for day, _ in kept[1:]), None]
    return tuple(Stretch(day, end, record) for (day, record), end in zip(kept, ends, strict=True))


def _told(record: Employee) -> tuple[Any, ...]:
    return record.position, record.title, record.pay_cents, record.pay_basis, record.status
