"""The list of states, and how an installed one is shown."""

import re
from zoneinfo import ZoneInfo

import pytest

from humangov.domain.states import BY_CODE, BY_SLUG, STATES, contrast_with_white, find_state
from tests.builders import an_installed


def test_there_are_fifty_states_the_district_and_five_territories() -> None:
    assert len(STATES) == len(BY_SLUG) == len(BY_CODE) == len({s.name for s in STATES}) == 56


def test_every_slug_can_stand_in_a_host_name_and_in_the_name_of_a_bucket() -> None:
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", slug) and len(slug) <= 24 for slug in BY_SLUG)
    assert all(re.fullmatch(r"[A-Z]{2}", code) for code in BY_CODE)


def test_every_time_zone_is_known() -> None:
    assert all(ZoneInfo(state.time_zone).key == state.time_zone for state in STATES)


@pytest.mark.parametrize("text", ["new-york", "New York", "NEW YORK", "ny", "NY"])
def test_a_state_is_found_by_slug_name_or_code(text: str) -> None:
    found = find_state(text)
    assert found is not None
    assert (found.code, found.slug) == ("NY", "new-york")


@pytest.mark.parametrize("text", ["", "atlantis", "new", "n y"])
def test_another_text_finds_no_state(text: str) -> None:
    assert find_state(text) is None


def test_an_installed_state_is_named_by_its_state() -> None:
    installed = an_installed("wyoming")
    named = (installed.slug, installed.name, installed.code, installed.time_zone)
    assert named == ("wyoming", "Wyoming", "WY", "America/Denver")


@pytest.mark.parametrize(
    ("color", "contrast"),
    [("#ffffff", 1.0), ("#000000", 21.0), ("#767676", 4.54), ("#005ea2", 6.72), ("#0a0a0a", 19.8)],
)
def test_the_contrast_with_white_is_that_of_wcag(color: str, contrast: float) -> None:
    assert contrast_with_white(color) == pytest.approx(contrast, abs=0.02)
