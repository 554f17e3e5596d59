"""The demo's positions: the system's own rules find them in order."""

from humangov.cli.agencies import PROGRAMS, whole_tree
from humangov.cli.people import population
from humangov.cli.posts import DIRECTOR, FOUNDED, MANAGER, OFFICE
from humangov.domain.position_rules import position_problems
from humangov.domain.positions import number_problem, supervisor_problem
from humangov.domain.states import BY_SLUG
from tests.cli.terminal import Terminal


def test_every_position_keeps_the_rules_and_has_a_number_of_its_own() -> None:
    made = population(BY_SLUG["wyoming"], 300).positions
    positions, tree = {p.number: p for p in made}, whole_tree(FOUNDED)
    assert len(positions) == len(made) > 250
    for position in made:
        since = position.versions[0].effective
        assert number_problem(position.number) == ""
        assert position_problems(position, tree, since) == {}
        assert supervisor_problem(position, positions, since) == ""
        assert position.versions[0].supervisor in {"", *positions}
    assert len({p.token for p in made}) == len(made)


def test_the_demo_has_divisions_and_positions(filled: Terminal) -> None:
    desk = filled.desk("california")
    standing = desk.organization.overview().units_as_of(desk.today())
    assert standing.path("FINANCE", "BUDGET") == (("FINANCE", ""), ("FINANCE", PROGRAMS), ("FINANCE", "BUDGET"))
    budget = desk.positions.in_unit("FINANCE", "BUDGET").items
    assert budget[0].versions[0].title == MANAGER
    assert desk.positions.in_unit("FINANCE", OFFICE).items[0].versions[0].title == DIRECTOR
