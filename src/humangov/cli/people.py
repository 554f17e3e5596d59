"""Made-up people of the demo: names, jobs and careers drawn from lists by a seeded dice. Nobody of them exists."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from humangov.cli.names import FIRST, LAST
from humangov.domain.acts import Act, ActKind
from humangov.domain.employees import EmploymentType, PayBasis
from humangov.domain.organization import Agency, Department
from humangov.domain.states import State

# The demo's last day: fixed, so that every run makes the same people.
LAST_DAY = date(2026, 10, 30)
ONE_WORD = ("Suharto", "Devi", "Tenzin", "Budi")
STREETS = [
    "Alder",
    "Birch",
    "Cedar",
    "Dogwood",
    "Elm",
    "Fir",
    "Hazel",
    "Juniper",
    "Laurel",
    "Maple",
    "Oak",
    "Pine",
    "Spruce",
    "Walnut",
    "Willow",
]
CITIES = [
    "Cedar Falls",
    "Clearwater Springs",
    "Fort Juniper",
    "Lake Willow",
    "Mill Creek",
    "New Haven Mills",
    "Pine Ridge",
    "Stony Point",
]
RELATIONS = ("Spouse", "Parent", "Sibling", "Partner", "Friend", "Adult child")
REASONS = ("Retirement", "Resignation", "End of appointment", "Transfer to another employer")
TITLES = (
    ("Office technician", 41_000),
    ("Program analyst", 62_000),
    ("Associate analyst", 74_000),
    ("Staff services manager", 98_000),
    ("Information technology specialist", 92_000),
    ("Accounting officer", 58_000),
    ("Custodian", 36_500),
    ("Field inspector", 66_000),
    ("Attorney", 128_000),
    ("Research scientist", 88_000),
)
_AGENCIES = {
    "Department of Agriculture": "Animal Health,Plant Industry,Markets and Fairs",
    "Department of Corrections": "Facilities,Parole,Health Services,Training",
    "Department of Education": "Curriculum,School Finance,Special Education",
    "Department of Environmental Quality": "Air,Water,Land and Waste",
    "Department of Finance": "Budget,Accounting,Audits",
    "Department of Fish and Wildlife": "Fisheries,Habitat,Enforcement",
    "Department of General Services": "Real Estate,Procurement,Fleet",
    "Department of Health": "Public Health,Licensing,Laboratories,Vital Records",
    "Department of Human Resources": "Classification,Benefits,Labor Relations",
    "Department of Labor": "Wage and Hour,Safety,Workforce",
    "Department of Motor Vehicles": "Driver Services,Registration,Field Offices",
    "Department of Natural Resources": "Forestry,Parks,Geology",
    "Department of Revenue": "Income Tax,Sales Tax,Collections",
    "Department of Transportation": "Highways,Bridges,Traffic Safety,Public Transit,Rail",
}


def agencies() -> tuple[Agency, ...]:
    """The agencies that every demo state has."""
    return tuple(
        Agency(_code(name), name, tuple(Department(_code(part), part) for part in parts.split(",")))
        for name, parts in _AGENCIES.items()
    )


def _code(name: str) -> str:
    """A code from the words that tell: "Department of Motor Vehicles" gives MOTORVEHICLE's first twelve letters."""
    return "".join(word for word in name.split() if word not in {"Department", "of", "and"}).upper()[:12]


@dataclass(frozen=True, slots=True)
class Career:
    """A person: the appointment's fields, the acts that follow, and how many papers are in the folder.

    `entropy` is ten random bytes that make the ids.
    """

    values: dict[str, Any]
    acts: tuple[tuple[date, Act], ...]
    papers: int
    entropy: bytes


def careers(state: State, how_many: int) -> list[Career]:
    """The people of a state: the same for every run."""
    dice = Random(f"humangov {state.slug}")  # noqa: S311 a dice that falls the same way each time
    return [_career(dice, state, index) for index in range(how_many)]


def _career(dice: Random, state: State, index: int) -> Career:
    title, pay = dice.choice(TITLES)
    hired = LAST_DAY - timedelta(days=int(35 * 365 * dice.random() ** 1.6) + 40)
    first, last = ("", dice.choice(ONE_WORD)) if dice.random() < 0.005 else (dice.choice(FIRST), dice.choice(LAST))
    agency = dice.choice(agencies())
    hourly = dice.random() < 0.08
    cents = int(pay * dice.uniform(0.85, 1.25)) * 100
    values = {
        "number": f"{100_000 + index}",
        "first_name": first,
        "middle_name": dice.choice(FIRST) if dice.random() < 0.3 else "",
        "last_name": last,
        "suffix": dice.choice(("Jr.", "III")) if dice.random() < 0.02 else "",
        "preferred_name": dice.choice(FIRST) if dice.random() < 0.05 else "",
        "email": f"employee{100_000 + index}@{state.slug}.example",
        "phone": f"({dice.randint(201, 989)}) 555-01{dice.randint(0, 99):02d}",
        "birth_date": hired - timedelta(days=dice.randint(19 * 366, 45 * 365)),
        "agency": agency.code,
        "department": dice.choice(agency.departments).code,
        "title": title,
        "employment_type": _type(dice),
        "fte_hundredths": 100 if dice.random() < 0.9 else dice.choice((50, 60, 75, 80)),
        "pay_cents": cents // 2080 // 5 * 5 if hourly else cents,
        "pay_basis": PayBasis.HOURLY if hourly else PayBasis.ANNUAL,
        "hire_date": hired,
        **_contact(dice, state),
    }
    papers = 1 + (dice.random() < 0.2) + (dice.random() < 0.1)
    return Career(values, tuple(_acts(dice, values, hired)), papers, dice.randbytes(10))


def _type(dice: Random) -> EmploymentType:
    return dice.choices(tuple(EmploymentType), (80, 8, 5, 3, 3, 1))[0]


def _contact(dice: Random, state: State) -> dict[str, str]:
    return {
        "street": f"{dice.randint(10, 9_999)} {dice.choice(STREETS)} {dice.choice(('Street', 'Avenue', 'Lane'))}",
        "city": dice.choice(CITIES),
        "region": state.code,
        "postal_code": f"{dice.randint(10_000, 99_999)}",
        "emergency_name": f"{dice.choice(FIRST)} {dice.choice(LAST)}",
        "emergency_relationship": dice.choice(RELATIONS),
        "emergency_phone": f"({dice.randint(201, 989)}) 555-01{dice.randint(0, 99):02d}",
    }


def _acts(dice: Random, values: dict[str, Any], hired: date) -> list[tuple[date, Act]]:
    """What happened since: a raise for some, a new name for few, and for one in eight a leave or the end."""
    days = (LAST_DAY - hired).days
    acts = []
    if dice.random() < 0.15:
        more = int(values["pay_cents"] * 1.03) // 5 * 5
        acts.append((hired + timedelta(days=days // 3), Act(ActKind.PAY, {"pay_cents": more})))
    if dice.random() < 0.03:
        acts.append((hired + timedelta(days=days // 2), Act(ActKind.NAME, {"last_name": dice.choice(LAST)})))
    fate, day = dice.random(), hired + timedelta(days=days * 4 // 5)
    if fate < 0.07:
        acts.append((day, Act(ActKind.SEPARATION, {}, day, dice.choice(REASONS))))
    elif fate < 0.12:
        acts.append(
            (day, Act(ActKind.LEAVE, {}, day, dice.choice(("Parental leave", "Medical leave", "Military leave"))))
        )
    return acts
