"""Who may do what."""

import pytest

from humangov.domain.accounts import AccountStatus
from humangov.domain.permissions import ANONYMOUS, ROLE_PERMISSIONS, Permission, Principal, Role, operator
from tests.builders import an_account

EVERYBODY = {"SIGN_IN", "USE_OWN_ACCOUNT", "READ_POSITIONS"}
MAY = {
    Role.ADMINISTRATOR: EVERYBODY | {"MANAGE_ACCOUNTS", "MANAGE_SETTINGS", "MANAGE_POSITIONS"},
    Role.SPECIALIST: EVERYBODY | {"READ_RECORDS", "CHANGE_RECORDS"},
    Role.SUPERVISOR: EVERYBODY | {"READ_RECORDS", "CHANGE_RECORDS", "APPROVE_ACTIONS", "MANAGE_POSITIONS"},
    Role.VIEWER: EVERYBODY | {"READ_RECORDS"},
    Role.AUDITOR: EVERYBODY | {"READ_RECORDS", "READ_AUDIT"},
}


@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_what_it_is_for(role: Role) -> None:
    assert {permission.name for permission in ROLE_PERMISSIONS[role]} == MAY[role]
    assert an_account(role=role).principal.permissions == ROLE_PERMISSIONS[role]
    assert role.label
    assert role.duties.endswith(".")


def test_an_operator_may_do_everything_and_is_named() -> None:
    assert operator("ana") == Principal("operator:ana", "Operator ana", "", None, frozenset(Permission))


def test_who_keeps_or_reads_what_is_the_state_s_is_not_limited_to_agencies() -> None:
    assert {role for role in Role if role.can_be_limited} == {Role.SPECIALIST, Role.SUPERVISOR, Role.VIEWER}


def test_who_has_not_signed_in_can_only_do_that() -> None:
    assert ANONYMOUS.permissions == {Permission.SIGN_IN}


def test_an_account_is_said_by_its_status() -> None:
    assert [status.label for status in AccountStatus] == ["Invited", "Active", "Disabled"]
