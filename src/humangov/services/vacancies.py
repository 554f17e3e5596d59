"""Positions to choose from for somebody: the free ones of a unit, and any whose number is known."""

from dataclasses import dataclass
from datetime import date

from humangov.domain.lists import Page
from humangov.domain.permissions import Permission
from humangov.domain.positions import NUMBER, Position, PositionFacts
from humangov.domain.text import fold
from humangov.services.desk import Desk
from humangov.services.positions import position_number


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A position with room on a day: what it is then, and how much of a full-time equivalent is free, in hundredths."""

    number: str
    facts: PositionFacts
    free: int


@dataclass(frozen=True, slots=True)
class Vacancies:
    """What was found, by number. `more`: the unit has further positions, which were not looked at."""

    found: tuple[Vacancy, ...]
    more: bool = False


def find_vacancies(
    desk: Desk, agency: str, unit: str, text: str = "", day: date | None = None, employee_id: str = ""
) -> Vacancies:
    """The positions of a unit (none: "") that have room for a person on a day (None: today), by words in them.

    A whole number finds a position of any unit that the principal can name. One read of a hundred positions, and one
    more for a number that is not among them. Raises NotFound for a unit of other agencies.
    """
    desk.require(Permission.CHANGE_RECORDS, employee_id)
    page: Page[Position] = desk.positions.in_unit(agency, unit) if unit else Page(())
    on, number = day or desk.today(), position_number(text)
    there = {p.number: p for p in page.items if (f := p.facts_on(on)) and (f.agency, f.unit) == (agency, unit)}
    if number not in there and NUMBER.fullmatch(number):
        read = desk.positions.many([number])
        there |= {n: p for n, p in read.items() if p.is_ever_in(desk.principal.agencies)}
    free = (vacancy for p in there.values() if (vacancy := _vacancy(p, on, employee_id)) and _fits(vacancy, text))
    return Vacancies(tuple(sorted(free, key=lambda v: v.number)), more=bool(page.after))


def _vacancy(position: Position, day: date, employee_id: str) -> Vacancy | None:
    facts = position.facts_on(day)
    taken = sum(i.fte_hundredths for i in position.incumbents_on(day) if i.employee_id != employee_id)
    if facts is None or not facts.open or taken >= facts.fte_hundredths:
        return None
    return Vacancy(position.number, facts, facts.fte_hundredths - taken)


def _fits(vacancy: Vacancy, text: str) -> bool:
    said = fold(f"{vacancy.number} {vacancy.facts.title} {vacancy.facts.job_class}")
    return all(word in said for word in fold(text).split())
