"""Promises about what is declared: held to by a test, asked for, recorded, filled."""

import ast
from dataclasses import fields

import pytest

from humangov.domain.events import EventKind
from humangov.domain.permissions import ROLE_PERMISSIONS, Permission
from humangov.services.desk import Desk
from humangov.services.scope import SCOPED
from humangov.settings import Settings
from tests.architecture.test_services import port_methods
from tests.architecture.tree import SRC, modules, some, text_of, tree_of

# Each port's field on the desk.
FIELDS = {str(field.type).strip('"').rpartition(".")[2]: field.name for field in fields(Desk)}
# What somebody who is limited to some agencies may use as it is.
NOT_SCOPED = {
    "documents": "services read the employee first, whose store is scoped",
    "files": "a key is known from a document only",
    "accounts": "administrators keep them, who are never limited; anybody else has the own one",
    "troubles": "an operator and the system alone reach them, who are limited to no agency",
    "mail": "a message goes to the owner of an account, which administrators keep",
    "forms": "each is the account's own that sent it",
    "throttle": "counts attempts before anybody is known",
}


@pytest.mark.parametrize("name", port_methods())
def test_every_method_of_a_port_is_held_to_its_contract(name: str) -> None:
    port, method = name.split(".")
    call = f"desk.{FIELDS[port]}.{method}("
    assert any(call in text_of(module) for module in modules("tests/contract")), f"tests/contract never calls {call})"


@pytest.mark.parametrize("permission", sorted(frozenset[Permission]().union(*ROLE_PERMISSIONS.values())))
def test_every_permission_of_a_role_opens_a_service(permission: Permission) -> None:
    asked = f"desk.require(Permission.{permission.name})"
    assert any(asked in text_of(module) for module in modules("src/humangov/services"))


def test_every_store_of_a_desk_is_scoped_or_says_why_not() -> None:
    assert sorted([*SCOPED, *NOT_SCOPED]) == sorted(some({FIELDS[name.split(".")[0]] for name in port_methods()}))


@pytest.mark.parametrize("kind", EventKind)
def test_every_kind_of_event_is_recorded(kind: EventKind) -> None:
    assert any(f"EventKind.{kind.name}" in text_of(module) for module in modules("src/humangov/services"))


def test_every_setting_is_filled_from_the_environment() -> None:
    calls = [node for node in ast.walk(tree_of(SRC / "settings.py")) if isinstance(node, ast.Call)]
    filling = some(call for call in calls if ast.unparse(call.func) == "cls")[0]
    assert {word.arg for word in filling.keywords} == {field.name for field in fields(Settings)}
