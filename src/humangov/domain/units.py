"""The organisation as a tree of units: agencies, and beneath each of them divisions and units, by their days.

An agency's own node has the code "". A unit of an agency names its parent by its code, "" for the agency itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from humangov.domain.dated import version_on, with_change
from humangov.domain.text import fold, long_date

# From when the units are that were kept before they had days.
FIRST_DAY = date(1900, 1, 1)
# How many units may lie one beneath another under an agency.
MOST_LEVELS = 6
# Every page that names a unit reads all of them: no more than this, as they are stored.
MOST_BYTES = 200_000

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class UnitVersion:
    """What a unit is from a day on."""

    effective: date
    name: str
    parent: str = ""
    open: bool = True


@dataclass(frozen=True, slots=True)
class Unit:
    """An agency (code "") or a unit of one, with its versions, oldest first. The codes never change."""

    agency: str
    code: str
    versions: tuple[UnitVersion, ...]

    @property
    def place(self) -> Place:
        """Its agency and its code, by which it is found."""
        return self.agency, self.code

    def on(self, day: date) -> UnitVersion | None:
        """What it is on a day; None before it begins."""
        return version_on(self.versions, day)


@dataclass(frozen=True, slots=True)
class Standing:
    """The tree as it stands on a day: every unit that has begun, the closed ones among them."""

    day: date
    units: Mapping[Place, UnitVersion]

    def is_open(self, agency: str, code: str = "") -> bool:
        """Whether the unit is there and open."""
        found = self.units.get((agency, code))
        return found is not None and found.open

    def name(self, agency: str, code: str = "") -> str:
        """The unit's name; its code where it is unknown."""
        found = self.units.get((agency, code))
        return found.name if found else code or agency

    def agencies(self) -> tuple[Place, ...]:
        """The open agencies, by name."""
        return self._by_name(place for place in self.units if not place[1])

    def children(self, agency: str, code: str = "") -> tuple[Place, ...]:
        """The open units right beneath an agency or a unit, by name."""
        units = self.units.items()
        return self._by_name(p for p, v in units if p[0] == agency and p[1] and v.parent == code)

    def beneath(self, agency: str) -> tuple[Place, ...]:
        """All open units of an agency, however deep, by name."""
        return self._by_name(p for p in self.units if p[0] == agency and p[1])

    def path(self, agency: str, code: str) -> tuple[Place, ...]:
        """The way from the agency down to the unit, both included."""
        found: list[Place] = []
        while code and (agency, code) not in found and (agency, code) in self.units:
            found.append((agency, code))
            code = self.units[agency, code].parent
        return ((agency, ""), *reversed(found))

    def _by_name(self, places: Iterable[Place]) -> tuple[Place, ...]:
        return tuple(sorted((p for p in places if self.units[p].open), key=lambda p: (fold(self.units[p].name), p)))


@dataclass(frozen=True, slots=True)
class Tree:
    """Every unit of a state, with all versions."""

    units: tuple[Unit, ...] = field(default=())

    def unit(self, agency: str, code: str = "") -> Unit | None:
        """The unit, whenever it is; without a code the agency itself."""
        return next((u for u in self.units if u.place == (agency, code)), None)

    def on(self, day: date) -> Standing:
        """The tree as it stands on a day."""
        return Standing(day, {u.place: version for u in self.units if (version := u.on(day))})

    def name(self, agency: str, code: str = "") -> str:
        """The unit's last name, also of one that is closed or to come; its code where it is unknown."""
        unit = self.unit(agency, code)
        return unit.versions[-1].name if unit else code or agency

    def with_unit(self, unit: Unit) -> "Tree":
        """The tree with one unit more, or another one in the place of what it was."""
        others = tuple(unit if u.place == unit.place else u for u in self.units)
        return replace(self, units=others if unit in others else (*others, unit))

    def changed(self, unit: Unit, effective: date, **changes: object) -> "Tree":
        """The tree in which the unit is changed from a day on; see dated.with_change."""
        return self.with_unit(replace(unit, versions=with_change(unit.versions, effective, changes)))

    @property
    def size_bytes(self) -> int:
        """How many bytes it takes, at most, as it is stored."""
        return sum(20 + len(u.agency) + len(u.code) + sum(map(_size, u.versions)) for u in self.units)


def _size(version: UnitVersion) -> int:
    """A name's quotation marks and backslashes take two."""
    return 30 + len(version.name.encode()) + sum(version.name.count(c) for c in '"\\') + len(version.parent)


def tree_problems(tree: Tree, changed: Unit, since: date) -> dict[str, str]:
    """What is wrong with the tree on a day from `since` on, now that one unit was changed: field to what to do.

    Fields: parent, effective, and form for what concerns all of it.
    """
    if tree.size_bytes > MOST_BYTES:
        most = f"{MOST_BYTES // 1000} KB"
        return {"form": f"The organization has grown to {most} of names and dates. Change a version that is there."}
    days = {v.effective for u in tree.units if u.agency == changed.agency for v in u.versions if v.effective > since}
    standings = (tree.on(day) for day in [since, *sorted(days)])
    return next((found for standing in standings if (found := _trouble(standing, changed))), {})


def _trouble(standing: Standing, changed: Unit) -> dict[str, str]:
    """What is wrong on one day. Where all parents are open, what is no tree goes round in a circle."""
    places = [p for p, v in standing.units.items() if p[0] == changed.agency and p[1] and v.open]
    checks = (_without_parent, _beneath_itself, _too_deep)
    return next((found for check in checks for p in places if (found := check(standing, p, changed))), {})


def _without_parent(standing: Standing, place: Place, changed: Unit) -> dict[str, str]:
    agency, on = place[0], long_date(standing.day)
    above = (agency, standing.units[place].parent if standing.is_open(agency) else "")
    if standing.is_open(*above):
        return {}
    if place == changed.place:
        return {"parent": f"{standing.name(*above)} is not open on {on}. Choose an open unit, or another day."}
    return {"effective": f"{standing.name(*place)} is still open beneath it on {on}. Close or move that one first."}


def _beneath_itself(standing: Standing, place: Place, changed: Unit) -> dict[str, str]:
    top = standing.path(*place)[1]
    if not standing.units[top].parent:
        return {}
    on, name = long_date(standing.day), standing.name(*changed.place)
    return {"parent": f"On {on} that unit is itself beneath {name}. Choose one that is not, or move that one first."}


def _too_deep(standing: Standing, place: Place, changed: Unit) -> dict[str, str]:
    level = len(standing.path(*place)) - 1
    if level <= MOST_LEVELS:
        return {}
    where = "It" if place == changed.place else standing.name(*place)
    on = long_date(standing.day)
    return {"parent": f"{where} would be on level {level} on {on}; {MOST_LEVELS} are the most. Choose one higher up."}
