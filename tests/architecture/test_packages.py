"""Promises about what is installed: pinned by its content, from wherever the installer is told to look."""

import json
import re
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, files, some, text_of

LISTS = files("*.txt", "requirements")


@pytest.mark.parametrize("listed", LISTS, ids=lambda file: file.stem)
def test_every_required_package_is_pinned_by_its_hashes(listed: Path) -> None:
    whole = text_of(listed).replace("\\\n", " ").splitlines()
    required = some(line for line in whole if line.strip() and not line.startswith("#"))
    pinned = re.compile(r"[A-Za-z0-9._-]+(\[[a-z0-9, -]+\])?==\S+ .*--hash=sha256:[0-9a-f]{64}\b.*")
    assert [line.split()[0] for line in required if not pinned.fullmatch(line)] == []


@pytest.mark.parametrize("listed", LISTS, ids=lambda file: file.stem)
def test_no_list_of_packages_names_a_place_to_get_them_from(listed: Path) -> None:
    assert [line for line in text_of(listed).splitlines() if "://" in line or "index" in line.split("==")[0]] == []


def test_every_package_of_the_styles_is_pinned_and_names_no_place_to_get_it_from() -> None:
    lock = text_of(ROOT / "package-lock.json")
    packages = {name: kept for name, kept in json.loads(lock)["packages"].items() if name}
    assert '"resolved"' not in lock
    assert [name for name, kept in some(packages.items()) if "integrity" not in kept] == []
