"""The organization chart, a level at a time, on any day."""

from dataclasses import dataclass
from datetime import date

from humangov.domain.errors import NotFound
from humangov.domain.lists import Page
from humangov.domain.organization import Overview
from humangov.domain.permissions import Permission
from humangov.domain.positions import Position
from humangov.domain.units import Standing
from humangov.services.desk import Desk
from humangov.services.positions import nameless


@dataclass(frozen=True, slots=True)
class Level:
    """The chart of a day, opened at a unit ("" and "": at none): its positions that are open there on that day.

    `after` is the number of the position to go on from, "" at the end. `names`: whether people are named; `vacant`:
    whether only vacancies are asked for, of which a part of a position is one.
    """

    overview: Overview
    standing: Standing
    agency: str
    code: str
    positions: tuple[Position, ...]
    after: str
    names: bool
    vacant: bool = False

    @property
    def shown(self) -> tuple[Position, ...]:
        """The positions that are asked for."""
        return tuple(p for p in self.positions if p.free_on(self.day) or not self.vacant)

    @property
    def day(self) -> date:
        """The day."""
        return self.standing.day

    @property
    def vacancies(self) -> int:
        """How many of the positions shown are vacant."""
        return sum(p.is_vacant_on(self.day) for p in self.positions)


def view_chart(
    desk: Desk, agency: str = "", code: str = "", day: date | None = None, after: str = "", *, vacant: bool = False
) -> Level:
    """A level of the chart on a day (None: today), with all positions or only the vacant ones.

    Two reads, one where no unit is open. Raises NotFound for a unit that the state does not have.
    """
    desk.require(Permission.READ_POSITIONS)
    overview = desk.organization.overview()
    if agency and overview.tree.unit(agency, code) is None:
        raise NotFound
    standing = overview.units_as_of(day or desk.today())
    page: Page[Position] = desk.positions.in_unit(agency, code, after) if code else Page(())
    names = Permission.READ_RECORDS in desk.principal.permissions
    there = (p for p in page.items if _is_there(p, agency, code, standing.day))
    shown = tuple(p if names else nameless(p) for p in there)
    return Level(overview, standing, agency, code, shown, page.after, names, vacant)


def _is_there(position: Position, agency: str, code: str, day: date) -> bool:
    facts = position.facts_on(day)
    return facts is not None and facts.open and (facts.agency, facts.unit) == (agency, code)
