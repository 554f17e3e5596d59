"""What an account may do more by a change, or less: whether that takes two."""

from dataclasses import replace

import pytest

from humangov.domain.accounts import takes_two
from humangov.domain.permissions import Role
from tests.builders import an_account


def test_a_record_that_is_not_to_be_ones_own_any_more_takes_two() -> None:
    mine = an_account(role=Role.SPECIALIST, employee_id="somebody")
    assert takes_two(mine, replace(mine, employee_id=""))
    assert takes_two(mine, replace(mine, employee_id="another"))
    assert not takes_two(replace(mine, employee_id=""), mine)


@pytest.mark.parametrize(
    ("was", "now", "two"),
    [
        (Role.SUPERVISOR, Role.SPECIALIST, False),
        (Role.SUPERVISOR, Role.VIEWER, False),
        (Role.ADMINISTRATOR, Role.AUDITOR, False),
        (Role.VIEWER, Role.AUDITOR, False),
        (Role.SPECIALIST, Role.SUPERVISOR, True),
        (Role.ADMINISTRATOR, Role.SPECIALIST, True),
        (Role.SPECIALIST, Role.ADMINISTRATOR, True),
        (Role.AUDITOR, Role.SPECIALIST, True),
    ],
)
def test_what_takes_away_takes_one(was: Role, now: Role, *, two: bool) -> None:
    account = an_account(role=was)
    assert takes_two(account, replace(account, role=now)) is two


@pytest.mark.parametrize(
    ("was", "now", "two"),
    [((), ("DOT",), False), (("DOT", "DMV"), ("DOT",), False), (("DOT",), ("DMV",), True), (("DOT",), (), True)],
)
def test_a_narrower_limit_takes_one(was: tuple[str, ...], now: tuple[str, ...], *, two: bool) -> None:
    account = an_account(role=Role.SUPERVISOR, agencies=was)
    assert takes_two(account, replace(account, agencies=now)) is two
