"""Versions of a thing by their days."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from humangov.domain.dated import version_on, with_change

BEGIN = date(2026, 1, 1)


@dataclass(frozen=True)
class Facts:
    effective: date
    name: str = "old"
    place: str = "here"


def day(number: int) -> date:
    return BEGIN + timedelta(days=number)


def test_a_change_holds_from_its_day_on_and_not_before() -> None:
    versions = with_change((Facts(BEGIN),), day(5), {"name": "new"})
    assert [v.name for n in (4, 5, 6) if (v := version_on(versions, day(n)))] == ["old", "new", "new"]


def test_a_new_name_outlives_a_move_that_is_to_come() -> None:
    versions = (Facts(BEGIN), Facts(day(9), place="there"))
    assert with_change(versions, day(5), {"name": "new"})[-1] == Facts(day(9), "new", "there")


def test_a_later_name_stays() -> None:
    versions = (Facts(BEGIN), Facts(day(9), "later"), Facts(day(12), "later", "there"))
    assert with_change(versions, day(5), {"name": "new"}) == (Facts(BEGIN), Facts(day(5), "new"), *versions[1:])


def test_a_change_back_to_what_was_leaves_no_version() -> None:
    versions = with_change((Facts(BEGIN),), day(5), {"name": "new"})
    assert with_change(versions, day(5), {"name": "old"}) == (Facts(BEGIN),)


def test_nothing_can_be_changed_before_it_is() -> None:
    with pytest.raises(ValueError, match="nothing holds"):
        with_change((Facts(BEGIN),), day(-1), {"name": "new"})


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from("abc"), st.sampled_from("xyz")), max_size=6))
def test_what_is_not_changed_is_as_it_was_on_every_day(steps: list[tuple[int, str, str]]) -> None:
    versions: tuple[Facts, ...] = (Facts(BEGIN),)
    for number, name, place in steps:
        before = versions
        versions = with_change(versions, day(number), {"name": name, "place": place})
        assert version_on(versions, day(number)) == Facts(version_on(versions, day(number)).effective, name, place)  # type: ignore[union-attr]
        assert all(version_on(versions, day(n)) == version_on(before, day(n)) for n in range(number))
        assert [v.effective for v in versions] == sorted({v.effective for v in versions})
