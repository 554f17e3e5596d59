"""A state's agencies with the units beneath them, as they are today, and how many people stand in each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from humangov.domain.codes import ActionCode, codes_with
from humangov.domain.employees import Status
from humangov.domain.errors import NotFound
from humangov.domain.text import fold, text_problem
from humangov.domain.units import FIRST_DAY, Standing, Tree, Unit, UnitVersion

CODE = re.compile(r"[A-Z0-9]{2,12}")


@dataclass(frozen=True, slots=True)
class Department:
    """A unit of an agency, on whatever level: where people work. The code never changes, the name may."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency with all its open units, by name. The code never changes, the name may."""

    code: str
    name: str
    departments: tuple[Department, ...] = ()

    def department(self, code: str) -> Department | None:
        """The department with this code, if the agency has it."""
        return next((d for d in self.departments if d.code == code), None)


@dataclass(frozen=True, slots=True)
class Overview:
    """The agencies of today by name, and the headcount of each agency and status.

    `tree` has every unit with its past and its future; `version` counts changes of it. `own_codes` are the action codes
    in which the state differs from the defaults, `codes_version` counts their changes.
    """

    agencies: tuple[Agency, ...] = ()
    headcount: Mapping[tuple[str, Status], int] = field(default_factory=dict)
    version: int = 0
    tree: Tree = field(default_factory=Tree)
    own_codes: tuple[ActionCode, ...] = ()
    codes_version: int = 0

    @property
    def codes(self) -> tuple[ActionCode, ...]:
        """The state's list of action codes."""
        return codes_with(self.own_codes)

    def code(self, code: str) -> ActionCode:
        """The code of the list. Raises NotFound."""
        found = next((c for c in self.codes if c.code == code), None)
        if found is None:
            raise NotFound
        return found

    def units_as_of(self, day: date) -> Standing:
        """The tree as it stands on a day."""
        return self.tree.on(day)

    def on(self, day: date) -> "Overview":
        """The same with the agencies and units of another day, under their names of then."""
        return replace(self, agencies=agencies_on(self.tree, day))

    def agency(self, code: str) -> Agency | None:
        """The agency with this code, if the state has it."""
        return next((a for a in self.agencies if a.code == code), None)

    def agency_name(self, code: str) -> str:
        """The agency's name, also of one that is closed; the code where it is unknown."""
        agency = self.agency(code)
        return agency.name if agency else self.tree.name(code)

    def department_name(self, agency_code: str, code: str) -> str:
        """The unit's name, also of one that is closed; the code where it is unknown."""
        agency = self.agency(agency_code)
        department = agency.department(code) if agency else None
        return department.name if department else self.tree.name(agency_code, code)

    def count(self, agency: str = "", status: Status | None = None) -> int:
        """How many people there are, of one agency and status or of all."""
        return sum(
            n for (a, s), n in self.headcount.items() if (not agency or a == agency) and (status is None or s == status)
        )


def sorted_agencies(agencies: tuple[Agency, ...]) -> tuple[Agency, ...]:
    """By name, as people read them."""
    return tuple(sorted(agencies, key=lambda a: fold(a.name)))


def agencies_on(tree: Tree, day: date) -> tuple[Agency, ...]:
    """The open agencies of a day, each with all its open units."""
    standing = tree.on(day)
    return tuple(
        Agency(code, standing.name(code), tuple(Department(p[1], standing.name(*p)) for p in standing.beneath(code)))
        for code, _ in standing.agencies()
    )


def tree_of(agencies: tuple[Agency, ...], since: date = FIRST_DAY) -> Tree:
    """The tree in which these agencies, with their departments right beneath them, are open from a day on."""
    units: list[Unit] = []
    for agency in agencies:
        units.append(Unit(agency.code, "", (UnitVersion(since, agency.name),)))
        units += (Unit(agency.code, d.code, (UnitVersion(since, d.name),)) for d in agency.departments)
    return Tree(tuple(units))


def code_problem(code: str) -> str:
    """What is wrong with a code, as an instruction; empty when nothing is."""
    return "" if CODE.fullmatch(code) else "Use 2 to 12 capital letters or digits, such as DMV."


def unit_name_problem(name: str) -> str:
    """What is wrong with the name of an agency or a department, as an instruction; empty when nothing is."""
    return text_problem(name) if fold(name) else "Enter a name."
