"""Mutation testing: what is mutated, the copy that mutmut works on, and what is read out of what it says."""

import importlib.util
import sys
from collections import Counter
from pathlib import Path

import pytest

from humangov.domain.codes import DEFAULTS
from mutate.ground import LINKED, SLOW, prepare, without_properties
from mutate.modules import LEFT_OUT, RULES, SOURCE, deciding, mutated, named
from mutate.report import Change, Mutant, change, explained, idle, mutants, row, scores, unexplained
from tests.architecture.tree import ROOT, text_of

RESULTS = """
    humangov.services.scope.xǁScopedEmployeesǁget__mutmut_1: killed
    humangov.services.scope.xǁScopedEmployeesǁdue__mutmut_12: survived
    humangov.domain.permissions.x_operator__mutmut_2: timeout
    humangov.domain.permissions.x__hidden__mutmut_3: no tests
    humangov.domain.permissions.x_operator__mutmut_4: caught by type check
"""
DIFF = """# humangov.services.scope.xǁScopedEmployeesǁdue__mutmut_12: survived
--- src/humangov/services/scope.py
+++ src/humangov/services/scope.py
@@ -1,3 +1,3 @@
 def due(self, day: date) -> Iterator[str]:
-    return self.whole.due(day | None)
+    return self.whole.due(None)
"""


@pytest.mark.parametrize(
    "text",
    [
        "class ScopedNotes:\n    pass\n",
        "if note.is_work_of(desk.principal.id):\n",
        "mine = desk.principal.owns(employee_id)\n",
        "raise Unseen(now)\n",
        "raise NotPermitted\n",
        "alone = not case.needs_second_person\n",
        "if Permission.GRANT_ALONE in desk.principal.permissions:\n",
    ],
)
def test_a_new_module_that_decides_who_may_do_what_is_mutated(tmp_path: Path, text: str) -> None:
    for floor, said in (("domain", "PI = 3\n"), ("services", text)):
        (tmp_path / SOURCE / floor).mkdir(parents=True)
        (tmp_path / SOURCE / floor / "notes.py").write_text(said)
    assert mutated(tmp_path) == deciding(tmp_path) == ["services/notes.py"]


def test_the_rules_are_mutated_and_what_is_left_out_is_of_the_kind() -> None:
    assert {*RULES, *LEFT_OUT, "services/scope.py", "services/mass_scope.py", "services/granting.py"} <= {
        *deciding(ROOT)
    }
    assert {*mutated(ROOT)} == {*deciding(ROOT)} - {*LEFT_OUT}


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["scope"], ["services/scope.py"]),
        (["domain/actions.py", "scope"], ["domain/actions.py", "services/scope.py"]),
        (["actions"], ["domain/actions.py", "services/actions.py"]),
        (["scope", "no_such_module"], []),
    ],
)
def test_modules_are_asked_for_by_their_names_also_those_that_are_left_out(words: list[str], names: list[str]) -> None:
    assert named(ROOT, words) == names


def test_the_page_explains_only_what_is_mutated() -> None:
    assert {of.module for of in explained(text_of(ROOT / "docs/mutation.md"))} <= {*mutated(ROOT)}


def test_what_is_slow_or_linked_is_there() -> None:
    assert [name for name in SLOW if not (ROOT / f"tests/unit/{name}.py").is_file()] == []
    assert [name for name in LINKED if not (ROOT / name).exists()] == []


def test_a_property_is_a_method_in_the_copy_and_the_same_to_who_reads_it(tmp_path: Path) -> None:
    source = without_properties(text_of(ROOT / SOURCE / "domain/codes.py"))
    assert "@property" not in source
    (tmp_path / "codes_copy.py").write_text(source, "utf-8")
    spec = importlib.util.spec_from_file_location("codes_copy", tmp_path / "codes_copy.py")
    assert spec
    assert spec.loader
    copy = sys.modules["codes_copy"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(copy)
    del sys.modules["codes_copy"]
    of_each = [(code.label, code.needs_second_person, code.pay_facts) for code in copy.DEFAULTS]
    assert of_each == [(code.label, code.needs_second_person, code.pay_facts) for code in DEFAULTS]


def test_the_copy_tells_mutmut_its_modules_and_its_tests(tmp_path: Path) -> None:
    prepare(ROOT, ground := tmp_path / "ground", ["domain/permissions.py"])
    settings = (ground / "setup.cfg").read_text("utf-8")
    assert "only_mutate=\n    src/humangov/domain/permissions.py\n" in settings
    assert "\n    tests/unit/services\n" in settings
    assert f"type_check_command=\n    {sys.executable}\n    -m\n    mypy\n" in settings
    assert "@property" not in (ground / SOURCE / "domain/permissions.py").read_text("utf-8")
    assert (ground / SOURCE / "domain/codes.py").read_text("utf-8") == text_of(ROOT / SOURCE / "domain/codes.py")


def test_mutants_are_named_as_the_functions_are_written() -> None:
    assert [(m.module, m.function, m.status) for m in mutants(RESULTS)] == [
        ("services/scope.py", "ScopedEmployees.get", "killed"),
        ("services/scope.py", "ScopedEmployees.due", "survived"),
        ("domain/permissions.py", "operator", "timeout"),
        ("domain/permissions.py", "_hidden", "no tests"),
        ("domain/permissions.py", "operator", "caught by type check"),
    ]
    assert mutants(RESULTS)[1].name == "humangov.services.scope.xǁScopedEmployeesǁdue__mutmut_12"


def test_the_row_of_a_survivor_explains_it_and_no_other() -> None:
    survivor = mutants(RESULTS)[1]
    found = change(survivor, DIFF)
    assert found == Change(
        survivor.module, "ScopedEmployees.due", "return self.whole.due(day | None)", "return self.whole.due(None)"
    )
    page = f"# Page\n\n## `services/scope.py`\n\n| a | b | c | d |\n|---|---|---|---|\n{row(found)}\n"
    assert explained(page) == {found: "…"}
    assert explained(page.replace("services/scope", "services/other")).keys() != {found}


def test_a_row_explains_one_change_or_any_of_a_function_and_one_without_a_survivor_is_told() -> None:
    mutant, other = mutants(RESULTS)[:2]
    survived = {mutant: Change("a.py", "f", "1", "2"), other: Change("a.py", "g", "1", "2")}
    one, any_, gone = survived[mutant], Change("a.py", "g", "any", "any"), Change("a.py", "f", "any", "3")
    assert unexplained(survived, [one]) == {other: survived[other]}
    assert unexplained(survived, [any_, gone]) == {mutant: one}
    assert idle(survived.values(), [one, any_, gone]) == {gone}


def test_the_score_counts_what_is_killed_and_what_is_explained() -> None:
    tried: list[Mutant] = mutants(RESULTS)
    lines = [" ".join(line.split()) for line in scores(tried, Counter({"services/scope.py": 1}))]
    assert lines == [
        "domain/permissions.py 3 mutants: 1 killed by tests, 1 refused by the type checker, 0 explained, 1 not",
        "services/scope.py 2 mutants: 1 killed by tests, 0 refused by the type checker, 1 explained, 0 not",
        "in all 5 mutants: 2 killed by tests, 1 refused by the type checker, 1 explained, 1 not",
    ]
