"""The demo's positions: the system's own rules find them in order."""

from datetime import date

from humangov.cli.agencies import AGENCIES, DIVISIONS, PROGRAMS
from humangov.cli.posts import demo_positions
from humangov.domain.organization import tree_of
from humangov.domain.position_rules import position_problems
from humangov.domain.positions import number_problem, supervisor_problem
from humangov.domain.units import Tree, Unit, UnitVersion
from tests.cli.terminal import Terminal

SINCE = date(1990, 7, 2)


def units() -> Tree:
    more = (Unit(a.code, code, (UnitVersion(SINCE, name, up),)) for a in AGENCIES for code, name, up in DIVISIONS)
    return Tree((*tree_of(AGENCIES, SINCE).units, *more))


def test_every_position_keeps_the_rules_and_has_a_number_of_its_own() -> None:
    positions = {p.number: p for p in demo_positions(500, SINCE)}
    assert len(positions) == len(demo_positions(500, SINCE)) > 550
    tree = units()
    for position in positions.values():
        assert number_problem(position.number) == ""
        assert position_problems(position, tree, SINCE) == {}
        assert supervisor_problem(position, positions, SINCE) == ""
        assert position.versions[0].supervisor in {"", *positions}
    assert len({p.token for p in positions.values()}) == len(positions)


def test_more_people_have_more_positions_and_the_same_ones() -> None:
    few, many = (set(demo_positions(n, SINCE)) for n in (10, 100))
    assert few < many


def test_the_demo_has_divisions_and_positions(filled: Terminal) -> None:
    desk = filled.desk("california")
    standing = desk.organization.overview().units_as_of(desk.today())
    assert standing.path("FINANCE", "BUDGET") == (("FINANCE", ""), ("FINANCE", PROGRAMS), ("FINANCE", "BUDGET"))
    budget = desk.positions.in_unit("FINANCE", "BUDGET").items
    assert budget[0].versions[0].title == "Staff services manager"
