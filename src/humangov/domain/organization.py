"""A state's agencies and departments, and how many people stand in each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from humangov.domain.codes import ActionCode, codes_with
from humangov.domain.employees import Status
from humangov.domain.errors import NotFound
from humangov.domain.text import fold, text_problem

CODE = re.compile(r"[A-Z0-9]{2,12}")


@dataclass(frozen=True, slots=True)
class Department:
    """A part of an agency. The code never changes, the name may."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency with its departments. The code never changes, the name may."""

    code: str
    name: str
    departments: tuple[Department, ...] = ()

    def department(self, code: str) -> Department | None:
        """The department with this code, if the agency has it."""
        return next((d for d in self.departments if d.code == code), None)


@dataclass(frozen=True, slots=True)
class Overview:
    """Agencies by name, and the headcount of each agency and status. `version` counts changes of the agencies.

    `own_codes` are the action codes in which the state differs from the defaults, `codes_version` counts their changes.
    """

    agencies: tuple[Agency, ...] = ()
    headcount: Mapping[tuple[str, Status], int] = field(default_factory=dict)
    version: int = 0
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

    def agency(self, code: str) -> Agency | None:
        """The agency with this code, if the state has it."""
        return next((a for a in self.agencies if a.code == code), None)

    def agency_name(self, code: str) -> str:
        """The agency's name; the code where it is unknown."""
        agency = self.agency(code)
        return agency.name if agency else code

    def department_name(self, agency_code: str, code: str) -> str:
        """The department's name; the code where it is unknown."""
        agency = self.agency(agency_code)
        department = agency.department(code) if agency else None
        return department.name if department else code

    def count(self, agency: str = "", status: Status | None = None) -> int:
        """How many people there are, of one agency and status or of all."""
        return sum(
            n for (a, s), n in self.headcount.items() if (not agency or a == agency) and (status is None or s == status)
        )


def sorted_agencies(agencies: tuple[Agency, ...]) -> tuple[Agency, ...]:
    """By name, as people read them."""
    return tuple(sorted(agencies, key=lambda a: fold(a.name)))


def code_problem(code: str) -> str:
    """What is wrong with a code, as an instruction; empty when nothing is."""
    return "" if CODE.fullmatch(code) else "Use 2 to 12 capital letters or digits, such as DMV."


def unit_name_problem(name: str) -> str:
    """What is wrong with the name of an agency or a department, as an instruction; empty when nothing is."""
    return text_problem(name) if fold(name) else "Enter a name."
