"""Promises about the pinned versions: what is declared is pinned, and what runs is what was tested."""

import re
import tomllib

import pytest

from tests.architecture.tree import ROOT, text_of

PROJECT = tomllib.loads(text_of(ROOT / "pyproject.toml"))
RUN = PROJECT["project"]["dependencies"]
DEVELOP = [*RUN, *PROJECT["project"]["optional-dependencies"]["demo"], *PROJECT["dependency-groups"]["dev"]]
DECLARED = {"run": RUN, "dev": DEVELOP, **{name: PROJECT["dependency-groups"][name] for name in ("emulator", "java")}}


def _pins(name: str) -> dict[str, set[str]]:
    """The versions of each package of a requirements file: more than one where they depend on the platform."""
    found: dict[str, set[str]] = {}
    text = text_of(ROOT / f"requirements/{name}.txt")
    for package, version in re.findall(r"(?m)^([\w.-]+)(?:\[[\w, -]+\])?==([^\s;]+)", text):
        found.setdefault(package.lower(), set()).add(version)
    return found


@pytest.mark.parametrize("name", DECLARED)
def test_what_is_declared_is_pinned(name: str) -> None:
    declared = {re.split(r"[\[<>=~! ]", requirement)[0].lower() for requirement in DECLARED[name]}
    assert declared - set(_pins(name)) == set()


def test_what_runs_is_what_was_tested() -> None:
    run, tested = _pins("run"), _pins("dev")
    assert {package: versions for package, versions in run.items() if tested.get(package) != versions} == {}
