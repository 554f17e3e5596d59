"""Made-up people of the demo: names, jobs and careers drawn from lists by a seeded dice. Nobody of them exists."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from humangov.cli.agencies import POSTS, SHARED, Post
from humangov.cli.lives import APPOINTMENTS, LAST_DAY, YEAR_DAYS, Deed, Life, workday
from humangov.cli.names import CITIES, FIRST, LAST, ONE_WORD, STREETS
from humangov.cli.posts import Job, Posts, director_of, manager_of
from humangov.domain.employees import EmploymentType, PayBasis
from humangov.domain.positions import Position
from humangov.domain.states import State
from humangov.domain.text import fold

YEARS = 35
RELATIONS = ("Spouse", "Parent", "Sibling", "Partner", "Friend", "Adult child")
# How many have a numbered position, have been appointed to a first day to come, and are paid above their range.
SEATED_SHARE, TO_COME_SHARE, ABOVE_SHARE = 0.9, 0.006, 0.008
LOOKING_AHEAD_SHARE = 0.03


@dataclass(frozen=True, slots=True)
class Career:
    """A person: what has happened, the appointment first and in the order in which it was recorded, and their papers.

    `papers` are the days of the papers in the folder, `entropy` ten random bytes that make the ids.
    """

    deeds: tuple[Deed, ...]
    papers: tuple[date, ...]
    entropy: bytes

    @property
    def values(self) -> dict[str, Any]:
        """The fields of the record that the appointment made."""
        return self.deeds[0].changes

    @property
    def hired(self) -> date:
        """The first day."""
        return self.deeds[0].effective


@dataclass(frozen=True, slots=True)
class Population:
    """The people of a state and their positions, and somebody who is to come."""

    careers: list[Career]
    positions: list[Position]
    newcomer: Career


def population(state: State, how_many: int) -> Population:
    """The people of a state and the positions in which they sit: the same for every run."""
    dice, posts = Random(f"humangov {state.slug}"), Posts()  # noqa: S311 a dice that falls the same way each time
    people = [_career(dice, posts, state, index) for index in range(how_many)]
    positions = posts.all()
    return Population(people, positions, _career(dice, posts, state, how_many))


def _career(dice: Random, posts: Posts, state: State, index: int) -> Career:
    to_come = dice.random() < TO_COME_SHARE
    days = -dice.randint(5, 60) if to_come else int(YEARS * YEAR_DAYS * dice.random() ** 1.6) + 40
    hired = workday(LAST_DAY - timedelta(days=days))
    names = _names(dice)
    email = ".".join((*fold(f"{names['first_name']} {names['last_name']}").split(), str(index)))
    person = {
        "number": f"{100_000 + index}",
        "email": f"{email}@{state.slug}.example",
        "birth_date": _born(dice, hired),
        **names,
        **_contact(dice, state),
    }
    life = _begun(dice, posts, hired, person)
    life.live(life.deeds[0].changes["employment_type"])
    if dice.random() < LOOKING_AHEAD_SHARE and not to_come:
        life.look_ahead()
    papers = 0 if to_come else 1 + (dice.random() < 0.2) + (dice.random() < 0.1)
    return Career(tuple(life.deeds), (hired, hired, _half_way(hired))[:papers], dice.randbytes(10))


def _begun(dice: Random, posts: Posts, hired: date, person: dict[str, Any]) -> Life:
    """The person on the first day of work."""
    kind = dice.choices(tuple(EmploymentType), (80, 8, 5, 3, 3, 1))[0]
    job = _job(dice, posts, hired)
    pay_cents = job.cents(146 if dice.random() < ABOVE_SHARE else dice.randint(72, 100))
    fte_hundredths = 100 if dice.random() < 0.9 else dice.choice((50, 60, 75, 80))
    position = posts.take(job, hired) if dice.random() < SEATED_SHARE else ""
    life = Life(dice, posts, job, pay_cents, fte_hundredths, position, person["last_name"], person["birth_date"])
    work = {
        "agency": job.agency,
        "department": job.department,
        "position": position,
        "title": job.title,
        "job_class": job.job_class,
        "employment_type": kind,
        "fte_hundredths": fte_hundredths,
        "pay_cents": pay_cents,
        "pay_basis": job.basis,
    }
    life.add(APPOINTMENTS.get(kind, "100"), hired, {**person, **work})
    return life


def _job(dice: Random, posts: Posts, hired: date) -> Job:
    """What somebody is appointed to: to lead the department or the agency, where nobody does."""
    post: Post = dice.choice(POSTS)
    titles = [(post.title, post.thousands, sum(weight for *_, weight in SHARED)), *SHARED]
    title, thousands, _ = dice.choices(titles, [weight for *_, weight in titles])[0]
    basis = PayBasis.HOURLY if dice.random() < 0.08 else PayBasis.ANNUAL
    leading = {"Attorney": director_of(post.agency), "Staff services manager": manager_of(post)}.get(title)
    free = leading if leading and posts.has_free(leading, hired) else None
    return free or Job(post.agency, post.department, title, thousands, basis)


def _half_way(hired: date) -> date:
    """A working day when half of the time from the appointment to the demo's last day has passed."""
    return workday(hired + timedelta(days=(LAST_DAY - hired).days // 2))


def _names(dice: Random) -> dict[str, str]:
    first, last = ("", dice.choice(ONE_WORD)) if dice.random() < 0.005 else (dice.choice(FIRST), dice.choice(LAST))
    return {
        "first_name": first,
        "middle_name": dice.choice(FIRST) if first and dice.random() < 0.3 else "",
        "last_name": last,
        "suffix": "III" if dice.random() < 0.01 else "",
        "preferred_name": dice.choice(FIRST) if dice.random() < 0.05 else "",
    }


def _born(dice: Random, hired: date) -> date:
    """At least 20 when hired, and at most 68 at the end."""
    most_days = min(45 * YEAR_DAYS, 68 * YEAR_DAYS - (LAST_DAY - hired).days)
    return hired - timedelta(days=dice.randint(20 * (YEAR_DAYS + 1), most_days))


def _contact(dice: Random, state: State) -> dict[str, str]:
    return {
        "phone": _phone(dice),
        "street": f"{dice.randint(10, 9_999)} {dice.choice(STREETS)} {dice.choice(('Street', 'Avenue', 'Lane'))}",
        "city": dice.choice(CITIES),
        "region": state.code,
        "postal_code": f"{dice.randint(10_000, 99_999)}",
        "emergency_name": f"{dice.choice(FIRST)} {dice.choice(LAST)}",
        "emergency_relationship": dice.choice(RELATIONS),
        "emergency_phone": _phone(dice),
    }


def _phone(dice: Random) -> str:
    """A number of the hundred that are kept for fiction (555-0100 to 555-0199)."""
    return f"({dice.randint(201, 989)}) 555-01{dice.randint(0, 99):02d}"
