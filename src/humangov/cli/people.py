"""Made-up people of the demo: names, jobs and careers drawn from lists by a seeded dice. Nobody of them exists."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from humangov.cli.agencies import POSTS, SHARED, Post
from humangov.cli.names import CITIES, FIRST, LAST, ONE_WORD, STREETS
from humangov.domain.acts import Act, ActKind
from humangov.domain.employees import EmploymentType, PayBasis
from humangov.domain.states import State
from humangov.domain.text import fold

# The demo's last day: fixed, so that every run makes the same people.
LAST_DAY = date(2026, 10, 30)
YEARS, YEAR_DAYS = 35, 365
MOST_HOURLY_CENTS = 20_000
RELATIONS = ("Spouse", "Parent", "Sibling", "Partner", "Friend", "Adult child")
REASONS = ("Retirement", "Resignation", "End of appointment", "Transfer to another employer")
LEAVES = ("Parental leave", "Medical leave", "Military leave")


@dataclass(frozen=True, slots=True)
class Career:
    """A person: the appointment's fields, the acts that follow in their order, and the days of the folder's papers.

    `entropy` is ten random bytes that make the ids.
    """

    values: dict[str, Any]
    acts: tuple[tuple[date, Act], ...]
    papers: tuple[date, ...]
    entropy: bytes


def careers(state: State, how_many: int) -> list[Career]:
    """The people of a state: the same for every run."""
    dice = Random(f"humangov {state.slug}")  # noqa: S311 a dice that falls the same way each time
    return [_career(dice, state, index) for index in range(how_many)]


def _career(dice: Random, state: State, index: int) -> Career:
    hired = _workday(LAST_DAY - timedelta(days=int(YEARS * YEAR_DAYS * dice.random() ** 1.6) + 40))
    names = _names(dice)
    email = ".".join((*fold(f"{names['first_name']} {names['last_name']}").split(), str(index)))
    values = {
        "number": f"{100_000 + index}",
        "email": f"{email}@{state.slug}.example",
        "birth_date": _born(dice, hired),
        "hire_date": hired,
        **names,
        **_job(dice, dice.choice(POSTS)),
        **_contact(dice, state),
    }
    papers = 1 + (dice.random() < 0.2) + (dice.random() < 0.1)
    days = (hired, hired, _after(hired, 0.5))[:papers]
    return Career(values, tuple(_acts(dice, values)), days, dice.randbytes(10))


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


def _job(dice: Random, post: Post) -> dict[str, Any]:
    titles = [(post.title, post.thousands, sum(weight for *_, weight in SHARED)), *SHARED]
    title, thousands, _ = dice.choices(titles, [weight for *_, weight in titles])[0]
    monthly_dollars = int(thousands * 1_000 * dice.uniform(0.85, 1.25)) // 12
    hourly = dice.random() < 0.08
    return {
        "agency": post.agency,
        "department": post.department,
        "title": title,
        "employment_type": dice.choices(tuple(EmploymentType), (80, 8, 5, 3, 3, 1))[0],
        "fte_hundredths": 100 if dice.random() < 0.9 else dice.choice((50, 60, 75, 80)),
        "pay_cents": monthly_dollars * 1_200 // 2_080 // 5 * 5 if hourly else monthly_dollars * 1_200,
        "pay_basis": PayBasis.HOURLY if hourly else PayBasis.ANNUAL,
    }


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


def _acts(dice: Random, values: dict[str, Any]) -> list[tuple[date, Act]]:
    """What happened since: a raise, a new name or a promotion for some, and for one in eight a leave or the end."""
    hired, pay, title = values["hire_date"], values["pay_cents"], values["title"]
    stayed = (LAST_DAY - hired).days > 2 * YEAR_DAYS
    acts = []
    if dice.random() < 0.15 and stayed:
        pay = _raised(pay, 3)
        acts.append((_after(hired, 0.3), Act(ActKind.PAY, {"pay_cents": pay})))
    if dice.random() < 0.03:
        acts.append((_after(hired, 0.4), Act(ActKind.NAME, {"last_name": dice.choice(LAST)})))
    if dice.random() < 0.06 and stayed:
        promoted = Act(ActKind.JOB, {"title": f"Senior {title[0].lower()}{title[1:]}"})
        acts += [(_after(hired, 0.6), act) for act in (promoted, Act(ActKind.PAY, {"pay_cents": _raised(pay, 8)}))]
    fate, day = dice.random(), _after(hired, 0.8)
    if fate < 0.07:
        acts.append((day, Act(ActKind.SEPARATION, {}, day, dice.choice(REASONS))))
    elif fate < 0.12:
        acts.append((day, Act(ActKind.LEAVE, {}, day, dice.choice(LEAVES))))
    return acts


def _raised(cents: int, percent: int) -> int:
    """In whole dollars a month, or by the hour in five cents."""
    step = 1_200 if cents > MOST_HOURLY_CENTS else 5
    return cents * (100 + percent) // (100 * step) * step


def _after(hired: date, part: float) -> date:
    """A working day when this part of the time from the appointment to the demo's last day has passed."""
    return _workday(hired + timedelta(days=int((LAST_DAY - hired).days * part)))


def _workday(day: date) -> date:
    """The day, or the Monday after it."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day
