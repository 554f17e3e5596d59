"""Promises about the floors: what may speak to the tables, and how errors are caught."""

import ast
import re

from tests.architecture.tree import SRC, modules, name_of, some, text_of, tree_of

FLOORS = {"wsgi.py", "app.py", "settings.py", "cli", "web", "aws", "services", "domain"}
SPEAKING = {
    *("get_item", "batch_get_item", "query", "scan"),
    *("put_item", "update_item", "delete_item", "transact_write_items", "batch_write_item"),
}
# The table and the bundles check that each item is its state's own; the registry's table is no state's.
SPEAKERS = {f"src/humangov/aws/{name}.py" for name in ("table", "registry", "bundle_items")}
# Where work of many is done one by one, so that one that fails is noted, told, and keeps nobody else waiting.
ONE_BY_ONE = {
    "src/humangov/services/chores.py": "each item of a chore",
    "src/humangov/services/mass_people.py": "each person of a mass action",
    "src/humangov/services/recording.py": "each person whose due act is entered as somebody looks at them",
    "src/humangov/web/worker.py": "each chore of a state, and the thread that does them",
    "src/humangov/cli/chores.py": "each of many that a command does",
}
# An opt-out without a word of why behind it.
UNEXPLAINED = re.compile(r"# noq[a](: ?[A-Z]+\d+(, ?[A-Z]+\d+)*)?\s*$|# type: ignor[e](?!\[)", re.MULTILINE)


def test_there_is_no_floor_beside_those_of_the_architecture() -> None:
    assert {entry.name for entry in SRC.iterdir() if not entry.name.startswith("__")} == FLOORS


def test_only_the_table_the_registry_and_bundles_speak_to_dynamodb() -> None:
    calls = [(m, node) for m in modules("src") for node in ast.walk(tree_of(m)) if isinstance(node, ast.Call)]
    called = [(name_of(m), call.func) for m, call in calls if isinstance(call.func, ast.Attribute)]
    speaking = {module for module, f in called if f.attr in SPEAKING and "client" in ast.unparse(f.value)}
    assert speaking == SPEAKERS


def test_no_error_is_caught_without_a_name_but_where_many_are_done_one_by_one() -> None:
    caught = [(m, node) for m in modules("src") for node in ast.walk(tree_of(m)) if isinstance(node, ast.ExceptHandler)]
    wholesale = {"None", "Exception", "BaseException"}
    named = [(f"{name_of(m)}:{node.lineno}", ast.unparse(node.type) if node.type else "None") for m, node in caught]
    assert {place.partition(":")[0] for place, kind in some(named) if kind in wholesale} == set(ONE_BY_ONE)


def test_a_rule_that_is_set_aside_says_which_and_why() -> None:
    assert [name_of(m) for m in modules("src", "tests", "tools") if UNEXPLAINED.search(text_of(m))] == []
