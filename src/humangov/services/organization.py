"""Agencies and their units: look at them, and add, rename, move, close and open them again, each from a day on.

Codes never change and nothing is removed: a closed unit keeps its name on the records of its time.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from humangov.domain.employees import Status
from humangov.domain.errors import Conflict, Invalid, NotFound
from humangov.domain.events import Change, EventKind
from humangov.domain.lists import Listing
from humangov.domain.organization import Overview, code_problem, unit_name_problem
from humangov.domain.permissions import Permission
from humangov.domain.text import long_date, tidy
from humangov.domain.units import FIRST_DAY, Tree, Unit, UnitVersion, tree_problems
from humangov.services.desk import Desk

SUBJECT = "settings:agencies"
LATEST = timedelta(days=5 * 366)
# How many positions are named to whom must move them first.
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Place:
    """Which unit (without a code the agency itself), from which day on, and the version of the tree that was seen."""

    agency: str
    code: str
    effective: date | None
    version: int


def view_organization(desk: Desk) -> Overview:
    """Agencies, units and headcount, for the forms that choose from them."""
    desk.require(Permission.USE_OWN_ACCOUNT)
    return desk.organization.overview()


def add_agency(desk: Desk, place: Place, name: str) -> None:
    """Add an agency from a day on. Raises Invalid (code, name, effective) and Conflict (current Overview)."""
    desk.require(Permission.MANAGE_SETTINGS)
    before = desk.organization.overview()
    code, name = tidy(place.agency).upper(), tidy(name)
    unit = Unit(code, "", (UnitVersion(_day(place), name),))
    if _is_done(before, place, unit):
        return
    _refuse({**_code_problems(code, before.tree.unit(code)), **_name_problems(name), **_day_problems(desk, place)})
    _add(desk, before, unit, Change("agency", "", f"{code} {name}"))


def add_unit(desk: Desk, place: Place, name: str, parent: str) -> None:
    """Add a unit beneath another one (`parent` "": right beneath its agency) from a day on.

    Raises NotFound, Invalid (code, name, parent, effective) and Conflict.
    """
    desk.require(Permission.MANAGE_SETTINGS)
    before = desk.organization.overview()
    _unit(before, place.agency, "")
    code, name = tidy(place.code).upper(), tidy(name)
    unit = Unit(place.agency, code, (UnitVersion(_day(place), name, parent),))
    if _is_done(before, place, unit):
        return
    taken = before.tree.unit(place.agency, code) if code else None
    _refuse({**_code_problems(code, taken), **_name_problems(name), **_day_problems(desk, place)})
    _add(desk, before, unit, Change("unit", "", f"{place.agency} {code} {name}"))


def rename_unit(desk: Desk, place: Place, name: str) -> None:
    """Give an agency or a unit another name. Raises NotFound, Invalid (name, effective) and Conflict."""
    desk.require(Permission.MANAGE_SETTINGS)
    name = tidy(name)
    _change(desk, place, "rename", lambda v: (v.name, name), _name_problems(name), name=name)


def move_unit(desk: Desk, place: Place, parent: str) -> None:
    """Put a unit beneath another one of its agency, or right beneath the agency (""). What lies beneath it comes along.

    Raises NotFound, Invalid (parent, effective) and Conflict.
    """
    desk.require(Permission.MANAGE_SETTINGS)
    if not place.code:
        raise NotFound
    _change(desk, place, "move", lambda v: (v.parent or place.agency, parent or place.agency), {}, parent=parent)


def close_unit(desk: Desk, place: Place) -> None:
    """Close an agency or a unit: from that day on nobody can be placed there.

    Raises NotFound, Conflict, and Invalid (effective) while open units, open positions or people remain.
    """
    desk.require(Permission.MANAGE_SETTINGS)
    problems = _day_problems(desk, place) or _still_there(desk, place)
    _change(desk, place, "close", lambda _: ("open", "closed"), problems, open=False)


def open_unit(desk: Desk, place: Place) -> None:
    """Open a closed agency or unit again. Raises NotFound, Invalid (effective, parent) and Conflict."""
    desk.require(Permission.MANAGE_SETTINGS)
    _change(desk, place, "open", lambda _: ("closed", "open"), {}, open=True)


def _add(desk: Desk, before: Overview, unit: Unit, change: Change) -> None:
    begins = unit.versions[0].effective.isoformat()
    _save(desk, before, before.tree.with_unit(unit), unit, change, act="add", effective=begins)


Said = Callable[[UnitVersion], tuple[str, str]]


def _change(desk: Desk, place: Place, act: str, said: Said, problems: dict[str, str], **changes: object) -> None:
    """Change a unit from a day on, unless that changes nothing."""
    before = desk.organization.overview()
    unit = _unit(before, place.agency, place.code)
    wrong = _day_problems(desk, place, unit)
    now, tree = unit.on(_day(place)), before.tree if wrong else before.tree.changed(unit, _day(place), **changes)
    # The same form sent twice finds done what it asks for, in a tree that is another one for that very reason.
    _must_be(before, place, done=tree == before.tree and not wrong)
    _refuse({**problems, **wrong})
    if tree == before.tree or now is None:
        return
    old, new = said(now)
    label = f"{place.agency} {place.code}".strip()
    change = Change("unit" if place.code else "agency", f"{label} {old}", f"{label} {new}")
    _save(desk, before, tree, unit, change, act=act, effective=_day(place).isoformat())


def _still_there(desk: Desk, place: Place) -> dict[str, str]:
    """Positions that are open in the unit on that day or later; and for a day that has come, people who are there."""
    if not place.code:
        return {}
    numbers = list(_open_positions(desk, place))
    if numbers:
        named = ", ".join(numbers[:_NAMED]) + (" and others" if len(numbers) > _NAMED else "")
        return {"effective": f"Move or close its open positions first: {named}."}
    statuses = [s for s in Status if s is not Status.SEPARATED] if _day(place) <= desk.today() else []
    listings = (Listing(agency=place.agency, department=place.code, status=s) for s in statuses)
    people = any(desk.directory.page(listing).items for listing in listings)
    return {"effective": "People work there. Transfer them first, or choose a day to come."} if people else {}


def _open_positions(desk: Desk, place: Place) -> Iterator[str]:
    """The numbers of those, up to one more than are named."""
    found, after = 0, ""
    while found <= _NAMED:
        page = desk.positions.in_unit(place.agency, place.code, after)
        for position in page.items:
            days = [_day(place), *(v.effective for v in position.versions if v.effective > _day(place))]
            facts = (position.facts_on(day) for day in days)
            if any(f and f.open and (f.agency, f.unit) == (place.agency, place.code) for f in facts):
                found += 1
                yield position.number
        if not (after := page.after):
            return


def _day(place: Place) -> date:
    """The effective day, which was checked."""
    return place.effective or FIRST_DAY


def _day_problems(desk: Desk, place: Place, unit: Unit | None = None) -> dict[str, str]:
    latest = desk.today() + LATEST
    if place.effective is None:
        return {"effective": "Enter the day from which this is so."}
    if not FIRST_DAY <= place.effective <= latest:
        return {"effective": f"Enter a day from 1900 to {long_date(latest)}."}
    if unit and unit.on(place.effective) is None:
        begins = long_date(unit.versions[0].effective)
        return {"effective": f"This unit begins on {begins}. Enter that day or a later one."}
    return {}


def _name_problems(name: str) -> dict[str, str]:
    return {"name": wrong} if (wrong := unit_name_problem(name)) else {}


def _code_problems(code: str, taken: Unit | None) -> dict[str, str]:
    wrong = code_problem(code) or ("This code is in use. Choose another." if taken else "")
    return {"code": wrong} if wrong else {}


def _refuse(problems: dict[str, str]) -> None:
    if problems:
        raise Invalid(problems)


def _is_done(before: Overview, place: Place, unit: Unit) -> bool:
    """Whether the same form has added this unit before. Raises Conflict where others changed the tree meanwhile."""
    done = before.version != place.version and before.tree.unit(unit.agency, unit.code) == unit
    _must_be(before, place, done=done)
    return done


def _must_be(before: Overview, place: Place, *, done: bool) -> None:
    """Go on only with the tree that was seen, or where what is asked for is so already."""
    if before.version != place.version and not done:
        raise Conflict(before)


def _unit(overview: Overview, agency: str, code: str) -> Unit:
    unit = overview.tree.unit(agency, code)
    if unit is None:
        raise NotFound
    return unit


def _save(desk: Desk, before: Overview, tree: Tree, unit: Unit, change: Change, **more: str) -> None:
    """Save the tree in which the unit was changed. `more`: act, and effective as ISO 8601."""
    _refuse(tree_problems(tree, unit, date.fromisoformat(more["effective"])))
    event = desk.event(EventKind.AGENCIES_CHANGED, SUBJECT, "Agencies and units", changes=(change,), **more)
    desk.organization.save_units(before, tree, event)
