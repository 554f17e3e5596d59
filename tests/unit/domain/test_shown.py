"""What somebody is shown, and what of it is another thing by now."""

import pytest

from humangov.domain.shown import Shown, Turned, turned

LINES = (("Pay from Mar 2, 2026", "$58,240 a year → $60,000 a year"), ("Reason", "Merit"))


def test_what_is_the_same_in_each_word_has_the_same_digest() -> None:
    assert Shown(3, LINES).digest == Shown(3, LINES).digest


def test_a_page_that_was_open_while_the_service_was_renewed_can_still_be_sent() -> None:
    """The digest is the same in each release: whoever changes it makes every decision be looked at again."""
    assert Shown(3, LINES).digest == "3b70b7440a8a6a0c2c86d3cdaf86962f"


@pytest.mark.parametrize(
    "other",
    [
        Shown(4, LINES),
        Shown(3, LINES[:1]),
        Shown(3, LINES[::-1]),
        Shown(3, (LINES[0], ("Reason", "Merit "))),
        Shown(3, (*LINES, ("Remarks", ""))),
    ],
)
def test_anything_else_has_another_digest(other: Shown) -> None:
    assert other.digest != Shown(3, LINES).digest


def test_what_came_what_went_and_what_is_another_thing_is_told_in_the_order_of_now() -> None:
    now = (("Remarks", "New"), ("Pay from Mar 2, 2026", "$80,000 a year → $60,000 a year"))
    assert turned(LINES, now) == (
        Turned("Remarks", "", "New"),
        Turned("Pay from Mar 2, 2026", "$58,240 a year → $60,000 a year", "$80,000 a year → $60,000 a year"),
        Turned("Reason", "Merit", ""),
    )
    assert turned(LINES, LINES) == ()


def test_lines_about_the_same_are_compared_together() -> None:
    two = (("894 of Mar 2, 2026", "one"), ("894 of Mar 2, 2026", "two"))
    assert turned(two, two[:1]) == (Turned("894 of Mar 2, 2026", "one; two", "one"),)
