"""Promises about the places that the README and CONTRIBUTING.md lead people to."""

import re

from tests.architecture.tree import ROOT, SRC, some, text_of


def test_the_layout_of_the_readme_is_that_of_the_repository() -> None:
    layout = re.search(r"(?ms)^## Layout\n+```\n(.*?)^```", text_of(ROOT / "README.md"))
    assert layout
    named = [word for line in layout[1].splitlines() for word in line.strip().split("  ")[0].split()]
    assert [name for name in some(named) if not ((ROOT / name).exists() or (SRC / name).exists())] == []


def test_the_layout_of_the_readme_leaves_no_folder_out() -> None:
    layout = re.search(r"(?ms)^## Layout\n+```\n(.*?)^```", text_of(ROOT / "README.md"))
    assert layout
    floors = {entry.name for entry in SRC.iterdir() if not entry.name.startswith("__")}
    assert [name for name in floors if name not in re.split(r"[\s/]+", layout[1])] == []


def test_the_places_where_a_change_goes_are_there() -> None:
    table = re.search(r"(?ms)^## Where does a change go\?\n+(.*?)^## ", text_of(ROOT / "CONTRIBUTING.md"))
    assert table
    named = [name for name in re.findall(r"`([\w./-]+(?:/|\.[a-z]+))`", table[1]) if "(" not in name]
    bases = (ROOT, SRC, SRC / "domain")
    assert [name for name in some(named) if not any((base / name).exists() for base in bases)] == []
