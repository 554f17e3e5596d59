"""Promises about what the app asks of AWS: the list that its permissions are made of names exactly that."""

import ast
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import botocore.session
from botocore import xform_name

from humangov.aws.table import INDEXES
from humangov.domain.states import STATES
from tests.architecture.tree import DOCS, ROOT, SRC, imported, some, text_of, tree_of

MODULE = ROOT / "deploy/terraform/modules/state_store"
LISTED: Mapping[str, Mapping[str, Any]] = json.loads(text_of(MODULE / "actions.json"))
# What the process asks in its own name; everything else is asked in a state's.
TASK = {"registry.py", "roles.py"}
# What the registry does for an operator's commands, with an operator's credentials.
OPERATORS = {"registry.py": {"put_item"}}


@cache
def _running() -> frozenset[Path]:
    """The modules of the aws floor that a server runs. All others are an operator's."""
    found, left = set[Path](), {SRC / "wsgi.py"}
    while left:
        found.add(module := left.pop())
        files = {
            SRC.parent / f"{name.replace('.', '/')}.py" for name in imported(module) if name.startswith("humangov.")
        }
        left |= {file for file in files if file.exists()} - found
    return frozenset(module for module in found if module.parent == SRC / "aws")


@cache
def _methods() -> frozenset[str]:
    """What boto3's clients can be asked, of the services that the app speaks to."""
    session = botocore.session.get_session()
    names = (session.get_service_model(service).operation_names for service in ("dynamodb", "s3", "kms", "sts"))
    return frozenset(xform_name(name) for found in names for name in found)


def _asked(module: Path) -> Iterator[str]:
    """The methods of a client that a module calls, or names to a paginator or a presigned link."""
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Attribute) and node.attr in _methods():
            yield node.attr
        elif isinstance(node, ast.Constant) and node.value in _methods():
            yield node.value


def _asked_by(*, task: bool) -> set[str]:
    asking = (module for module in _running() if (module.name in TASK) is task)
    return set(some(name for m in asking for name in _asked(m) if name not in OPERATORS.get(m.name, set())))


def test_the_list_names_what_is_asked_in_a_states_name_and_nothing_else() -> None:
    assert _asked_by(task=False) == set(LISTED["state"])


def test_the_list_names_what_a_task_asks_in_its_own_name_and_nothing_else() -> None:
    assert _asked_by(task=True) == set(LISTED["task"])


def test_only_what_is_used_by_a_call_is_narrowed_to_partitions() -> None:
    used = {action for call in LISTED["state"].values() for action in call.get("table", ())}
    assert set(LISTED["partitions"]) <= used


def test_what_is_kept_is_in_no_partition_that_may_be_changed() -> None:
    changed = {pattern for patterns in LISTED["partitions"].values() for pattern in patterns}
    assert changed & set(LISTED["kept"]) == set()


def test_every_partition_of_the_list_is_one_of_the_table() -> None:
    said = re.findall(r"^\| [^|]+ \| `([A-Z]+#?)", text_of(DOCS / "access-patterns.md"), re.MULTILINE)
    patterns = [*LISTED["kept"], *(pattern for found in LISTED["partitions"].values() for pattern in found)]
    assert {pattern.rstrip("*") for pattern in patterns} - set(some(said)) == set()


def test_terraform_makes_the_indexes_that_the_app_asks() -> None:
    made = re.search(r"(?s)indexes = \{(.*?)\n  \}", text_of(MODULE / "table.tf"))
    assert made
    assert dict(re.findall(r'([a-z-]+) += "(\w+)"', made[1])) == INDEXES


def test_terraform_knows_the_states_that_the_app_knows() -> None:
    possible = json.loads(text_of(ROOT / "deploy/terraform/environment/states.json"))
    assert possible == {state.slug: state.code for state in STATES}


def test_what_a_server_runs_is_found_and_what_commands_alone_use_is_not() -> None:
    names = {module.name for module in _running()}
    assert {"table.py", "files.py", "registry.py", "desks.py"} <= names
    assert names.isdisjoint({"provision.py", "doctor.py"})
