"""Administrators as they are when they act."""

from dataclasses import replace

import pytest

from humangov.domain.accounts import AccountStatus
from humangov.domain.errors import NotPermitted
from humangov.domain.permissions import Role, operator
from humangov.services.accounts import disable_account
from humangov.services.desk import Desk
from humangov.services.witnesses import own_witness
from tests.fakes import FakeDesks
from tests.fakes.desks import ORIGIN
from tests.fakes.records import Records


def test_an_administrator_s_own_account_stands_for_what_they_save(desks: FakeDesks, administrator: Desk) -> None:
    assert own_witness(administrator) == (desks.account(Role.ADMINISTRATOR),)


@pytest.mark.parametrize("lost", [{"status": AccountStatus.DISABLED}, {"role": Role.VIEWER}])
def test_who_is_no_active_administrator_any_more_takes_nothing_away(
    desks: FakeDesks, records: Records, administrator: Desk, lost: dict[str, object]
) -> None:
    other, own = desks.account(Role.SPECIALIST), desks.account(Role.ADMINISTRATOR)
    records.accounts[own.id] = replace(own, **lost)  # type: ignore[arg-type] # fields of Account
    with pytest.raises(NotPermitted):
        disable_account(administrator, other.id, other.version)
    assert records.accounts[other.id] == other


def test_an_operator_acts_without_an_account(desks: FakeDesks) -> None:
    other = desks.account(Role.SPECIALIST)
    desk = desks.open(desks.states["california"], operator("ana"), ORIGIN)
    assert own_witness(desk) == ()
    assert disable_account(desk, other.id, other.version).status is AccountStatus.DISABLED
