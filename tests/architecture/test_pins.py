"""Promises about the pinned versions: what is declared is pinned, and what runs is what was tested."""

import re
import tomllib

import pytest

from tests.architecture.tree import ROOT, text_of

PROJECT = tomllib.loads(text_of(ROOT / "pyproject.toml"))
RUN = PROJECT["project"]["dependencies"]
DEVELOP = [*RUN, *PROJECT["project"]["optional-dependencies"]["demo"], *PROJECT["dependency-groups"]["dev"]]
DECLARED = {
    "run": RUN,
    "dev": DEVELOP,
    **{name: PROJECT["dependency-groups"][name] for name in ("emulator", "java", "mutate")},
}


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


# Linux, macOS and Windows on amd64 and arm64.
PLATFORMS = 6


@pytest.mark.parametrize("root", ["bootstrap", "environment"])
def test_the_provider_is_locked_for_the_platforms_of_all_operators(root: str) -> None:
    """A lock of one platform alone stops `terraform init` on every other. A `zh` hash is that of one platform's zip."""
    lock = text_of(ROOT / f"deploy/terraform/{root}/.terraform.lock.hcl")
    for provider in lock.split("provider ")[1:]:
        unpacked, zipped = (re.findall(rf'"{kind}:[^"]+"', provider) for kind in ("h1", "zh"))
        assert max(len(set(unpacked)), len(set(zipped))) >= PLATFORMS, provider.split()[0]


def test_every_root_locks_the_same_provider() -> None:
    hashes = [
        re.findall(r'"(?:h1|zh):[^"]+"', text_of(lock))
        for lock in (ROOT / "deploy/terraform").glob("*/.terraform.lock.hcl")
    ]
    assert len(hashes) == 2
    assert hashes[0] == hashes[1]
