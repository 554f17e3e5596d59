"""Promises about how much a page reads: whoever walks a whole span says here what bounds it."""

import re

from tests.architecture.tree import modules, name_of, some, text_of

# Each walk of a store, by its place, with what bounds it.
BOUNDED = {
    "accounts.py": {"keys.ACCOUNTS": "the accounts of one state, which an administrator makes one by one"},
    "employees.py": {
        "pk": "the folder of one person: what follows from it needs all of it",
        "keys.DUE": "taken a few at a time, by who asks for so many",
    },
    "documents.py": {
        "partition": "the versions of one document",
        "span": "taken a few at a time",
        "keys.NOTICES": "taken a few at a time",
    },
    "mass.py": {"keys.UNDERWAY": "mass actions that have not ended, which people start one by one"},
    "organization.py": {
        "keys.STATE": "one item for the units, which is bounded, one for the codes, four for each agency",
        "keys.MOVES": "MOST_MOVES, beyond which nothing is counted",
    },
    "troubles.py": {"span": "what failed of itself, for an operator"},
}
# What moves a whole state at an operator's command reads all of it.
WHOLE = re.compile(r"bundle_|provision|doctor|holds")


def test_every_walk_of_a_store_says_what_bounds_it() -> None:
    stores = [file for file in modules("src/humangov/aws") if not WHOLE.search(file.name)]
    found = {
        file.name: set(re.findall(r"\.walk\((?:Span\()?([\w.]+)", text_of(file)))
        for file in some(stores)
        if ".walk(" in text_of(file)
    }
    assert found == {name: set(walks) for name, walks in BOUNDED.items()}


def test_no_page_walks_past_its_store() -> None:
    outside = [file for folder in ("web", "services") for file in modules(f"src/humangov/{folder}")]
    assert [name_of(file) for file in outside if re.search(r"_table\b|\.scan\(", text_of(file))] == []
