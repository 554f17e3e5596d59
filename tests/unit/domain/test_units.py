"""The tree of units on any day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from humangov.domain.organization import Agency, Department, Overview, agencies_on, tree_of
from humangov.domain.units import FIRST_DAY, MOST_LEVELS, Tree, Unit, UnitVersion, tree_problems
from tests.builders import AGENCIES

SPRING, SUMMER, FALL = date(2026, 3, 1), date(2026, 6, 1), date(2026, 9, 1)


def unit(code: str, *versions: UnitVersion, parent: str = "") -> Unit:
    """A unit of the agency A, since the first day unless told otherwise."""
    return Unit("A", code, versions or (UnitVersion(FIRST_DAY, f"The {code}", parent),))


def chain(count: int) -> Tree:
    """The agency A with U1, U2 ... one beneath another."""
    return Tree((unit(""), *(unit(f"U{n}", parent=f"U{n - 1}" if n > 1 else "") for n in range(1, count + 1))))


def moved(tree: Tree, code: str, day: date, **changes: object) -> dict[str, str]:
    """What is wrong after a change of a unit."""
    found = tree.unit("A", code)
    assert found is not None
    return tree_problems(tree.changed(found, day, **changes), found, day)


def test_agencies_without_days_are_open_since_1900() -> None:
    tree = tree_of(AGENCIES)
    assert agencies_on(tree, FIRST_DAY) == agencies_on(tree, SPRING) == AGENCIES
    assert agencies_on(tree, FIRST_DAY - timedelta(days=1)) == ()


def test_an_agency_of_a_day_has_all_its_open_units_by_name_however_deep() -> None:
    closed = unit("X", UnitVersion(FIRST_DAY, "Closed"), UnitVersion(SPRING, "Closed", open=False))
    later = unit("Y", UnitVersion(FALL, "A later one"))
    tree = Tree((*chain(2).units, closed, later))
    spring, fall = agencies_on(tree, SPRING), agencies_on(tree, FALL)
    assert spring == (Agency("A", "A", (Department("U1", "The U1"), Department("U2", "The U2"))),) or spring
    assert [d.code for d in spring[0].departments] == ["U1", "U2"]
    assert [d.code for d in fall[0].departments] == ["Y", "U1", "U2"]


def test_a_units_children_and_its_path_are_those_of_the_day() -> None:
    tree = chain(3)
    found = tree.unit("A", "U3")
    assert found is not None
    tree = tree.changed(found, SUMMER, parent="U1", name="Moved")
    before, after = tree.on(SPRING), tree.on(SUMMER)
    assert before.path("A", "U3") == (("A", ""), ("A", "U1"), ("A", "U2"), ("A", "U3"))
    assert after.path("A", "U3") == (("A", ""), ("A", "U1"), ("A", "U3"))
    assert (before.children("A", "U1"), after.children("A", "U1")) == ((("A", "U2"),), (("A", "U3"), ("A", "U2")))
    assert (before.name("A", "U3"), after.name("A", "U3")) == ("The U3", "Moved")


def test_a_unit_that_is_unknown_stands_by_its_code() -> None:
    standing = chain(1).on(SPRING)
    assert (standing.name("A", "X"), standing.name("Z"), standing.is_open("A", "X")) == ("X", "Z", False)
    assert standing.path("A", "X") == (("A", ""),)


def test_a_closed_unit_keeps_its_name_on_records() -> None:
    found = tree_of(AGENCIES).unit("DMV", "LIC")
    assert found is not None
    tree = tree_of(AGENCIES).changed(found, SPRING, open=False)
    overview = Overview(agencies_on(tree, SUMMER), {}, 1, tree)
    assert overview.agencies[0].department("LIC") is None
    assert overview.department_name("DMV", "LIC") == "Licensing"
    assert overview.units_as_of(FIRST_DAY).is_open("DMV", "LIC")


def test_a_unit_is_not_put_beneath_itself_on_any_day() -> None:
    tree = chain(3)
    assert "itself beneath The U1" in moved(tree, "U1", SPRING, parent="U3")["parent"]
    assert "itself beneath The U1" in moved(tree, "U1", SPRING, parent="U1")["parent"]
    found = tree.unit("A", "U2")
    assert found is not None
    later = tree.changed(found, FALL, parent="")
    assert "On March 1, 2026" in moved(later, "U1", SPRING, parent="U3")["parent"]
    assert moved(later, "U1", FALL, parent="U3") == {}


def test_a_circle_that_a_later_move_would_make_is_seen() -> None:
    tree = Tree((unit(""), unit("U1"), unit("U2")))
    found = tree.unit("A", "U2")
    assert found is not None
    later = tree.changed(found, FALL, parent="U1")
    assert "On September 1, 2026" in moved(later, "U1", SPRING, parent="U2")["parent"]


def test_a_unit_lies_beneath_an_open_one() -> None:
    tree = chain(2)
    assert "U9 is not open on March 1, 2026" in moved(tree, "U2", SPRING, parent="U9")["parent"]
    closing = unit("X", UnitVersion(FIRST_DAY, "Old"), UnitVersion(SUMMER, "Old", open=False))
    wrong = moved(replace(tree, units=(*tree.units, closing)), "U2", SPRING, parent="X")
    assert wrong == {"parent": "Old is not open on June 1, 2026. Choose an open unit, or another day."}


@pytest.mark.parametrize("code", ["U1", ""])
def test_what_has_open_units_beneath_it_stays_open(code: str) -> None:
    assert "is still open beneath it" in moved(chain(2), code, SPRING, open=False)["effective"]


def test_a_unit_without_units_closes_and_opens_again() -> None:
    assert moved(chain(2), "U2", SPRING, open=False) == {}
    found = chain(2).unit("A", "U2")
    assert found is not None
    assert moved(chain(2).changed(found, SPRING, open=False), "U2", FALL, open=True) == {}


def test_there_are_no_more_levels_than_fit() -> None:
    tree = Tree((*chain(MOST_LEVELS).units, unit("X"), unit("Y", parent="X")))
    assert "level 7 on March 1, 2026; 6 are the most" in moved(tree, "X", SPRING, parent=f"U{MOST_LEVELS}")["parent"]
    wrong = moved(tree, "X", SPRING, parent=f"U{MOST_LEVELS - 1}")
    assert wrong["parent"].startswith("The Y would be on level 7")


def test_an_organization_that_is_too_large_is_refused() -> None:
    many = Tree((unit(""), *(unit(f"U{n}", UnitVersion(FIRST_DAY, "n" * 100)) for n in range(1500))))
    assert "has grown to 200 KB" in moved(many, "U1", SPRING, name="Other")["form"]


STEPS = st.lists(st.tuples(st.sampled_from("BCD"), st.sampled_from(["", "B", "C", "D"]), st.integers(0, 5)), max_size=8)


@given(STEPS)
def test_whatever_is_moved_every_unit_leads_up_to_its_agency_on_every_day(steps: list[tuple[str, str, int]]) -> None:
    tree = Tree((unit(""), unit("B"), unit("C"), unit("D")))
    for code, parent, offset in steps:
        found = tree.unit("A", code)
        assert found is not None
        after = tree.changed(found, SPRING + timedelta(days=offset), parent=parent)
        if not tree_problems(after, found, SPRING + timedelta(days=offset)):
            tree = after
    for offset in range(7):
        standing = tree.on(SPRING + timedelta(days=offset))
        assert all(not standing.units[standing.path("A", code)[1]].parent for code in "BCD")
