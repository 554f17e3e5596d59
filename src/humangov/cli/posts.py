"""The demo's positions: who sits where, what is left free, and the managers and directors above them."""

import hashlib
import zlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from ulid import ULID

from humangov.cli.agencies import AGENCIES, POSTS, Post
from humangov.domain.employees import PayBasis
from humangov.domain.positions import Position, PositionFacts

# The day of the agencies and of the first positions: before the first appointment.
FOUNDED = date(1990, 7, 2)
DIRECTOR, DIRECTOR_THOUSANDS = "Director", 165
MANAGER, MANAGER_THOUSANDS = "Department manager", 118
# The unit of every agency in which its director sits.
OFFICE = "OFFICE"
HOURS_A_YEAR = 2_080
# What people of a title are paid at least and at most, in hundredths of what it pays in the middle.
LEAST, MOST = 70, 140
# Which departments have one more position than people: every third, and each of these positions is new.
VACANT_EVERY, VACANT_SINCE = 3, date(2026, 4, 1)


@dataclass(frozen=True, slots=True)
class Job:
    """What somebody does: in which department, under which title, for about so many thousand dollars a year."""

    agency: str
    department: str
    title: str
    thousands: int
    basis: PayBasis = PayBasis.ANNUAL

    @property
    def job_class(self) -> str:
        """The class of the title: four digits, the same in all departments."""
        return f"{1_000 + zlib.crc32(self.title.encode()) % 9_000}"

    def cents(self, hundredths: int) -> int:
        """A part of the middle pay: whole dollars a month, or five cents an hour."""
        monthly_dollars = self.thousands * hundredths * 10 // 12
        if self.basis is PayBasis.HOURLY:
            return monthly_dollars * 1_200 // HOURS_A_YEAR // 5 * 5
        return monthly_dollars * 1_200


class Posts:
    """The positions of a state as careers take and leave them. The same careers make the same positions."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[Job, date]] = {}
        self._counts: dict[tuple[str, str], int] = defaultdict(int)
        self._free: dict[Job, list[tuple[date, str]]] = defaultdict(list)
        leading = [*(director_of(agency.code) for agency in AGENCIES), *map(manager_of, POSTS)]
        for job in leading:
            self._free[job].append((FOUNDED, self._new(job, FOUNDED)))

    def _new(self, job: Job, since: date) -> str:
        department = (job.agency, job.department)
        self._counts[department] += 1
        number = _number(job.agency, job.department, self._counts[department])
        self._made[number] = (job, since)
        return number

    def take(self, job: Job, day: date) -> str:
        """A position in which somebody can sit from a day on: one that was left before, or else a new one."""
        free = next((left for left in self._free[job] if left[0] <= day), None)
        if free is None:
            return self._new(job, day)
        self._free[job].remove(free)
        return free[1]

    def has_free(self, job: Job, day: date) -> bool:
        """Whether there is one that was left."""
        return any(since <= day for since, _ in self._free[job])

    def leave(self, number: str, day: date) -> None:
        """Whoever sits there is gone from a day on."""
        if number:
            self._free[self._made[number][0]].append((day, number))

    def all(self) -> list[Position]:
        """Every position, with those that nobody ever had."""
        for post in POSTS[::VACANT_EVERY]:
            self._new(Job(post.agency, post.department, post.title, post.thousands), VACANT_SINCE)
        return [_position(number, *made) for number, made in self._made.items()]


def manager_of(post: Post) -> Job:
    """Who is above everybody in a department."""
    return Job(post.agency, post.department, MANAGER, MANAGER_THOUSANDS)


def director_of(agency: str) -> Job:
    """Who is above everybody in an agency."""
    return Job(agency, OFFICE, DIRECTOR, DIRECTOR_THOUSANDS)


def _number(agency: str, unit: str, index: int) -> str:
    """As in AGR-MAR-0003: the first is that of who leads the unit."""
    return f"{agency[:3]}-{unit[:3]}-{index:04}"


def _position(number: str, job: Job, since: date) -> Position:
    above = {DIRECTOR: "", MANAGER: _number(job.agency, OFFICE, 1)}
    facts = PositionFacts(
        effective=since,
        title=job.title,
        job_class=job.job_class,
        agency=job.agency,
        unit=job.department,
        pay_from_cents=job.cents(LEAST),
        pay_to_cents=job.cents(MOST),
        pay_basis=job.basis,
        supervisor=above.get(job.title, _number(job.agency, job.department, 1)),
    )
    return Position(number=number, versions=(facts,), token=_token(number, since))


def _token(number: str, since: date) -> str:
    """The same ULID for the same position in every run."""
    stamp = int(datetime.combine(since, time(18), UTC).timestamp() * 1_000)
    return str(ULID.from_bytes(stamp.to_bytes(6, "big") + hashlib.sha256(number.encode()).digest()[:10]))
