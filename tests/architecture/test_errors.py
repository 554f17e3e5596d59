"""Promises about every error of the domain: it stands in the tree, and is answered with the tree's status."""

import inspect
import re

import pytest

from humangov.domain import errors
from humangov.domain.errors import HumanGovError
from tests.architecture.tree import SRC, some, text_of

TREE = errors.__doc__ or ""
KINDS = sorted(name for name, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, HumanGovError))
# Answered as what it is, a fault of ours: it has no words of its own.
FAULTS = {"WrongState", "Unprintable"}
ANSWERED = [name for name in some(KINDS) if name not in FAULTS | {"HumanGovError"}]


def test_the_tree_names_every_error_and_nothing_else() -> None:
    assert sorted(re.findall(r"── (\w+) +\d{3}  \S", TREE)) == [name for name in KINDS if name != "HumanGovError"]


@pytest.mark.parametrize("name", ANSWERED)
def test_an_error_is_answered_with_the_status_of_the_tree(name: str) -> None:
    told = re.search(rf"── {name} +(\d{{3}})", TREE)
    answer = re.search(rf"errors\.{name}: (?:Answer\(\s*(\d{{3}})|_NOT_FOUND)", text_of(SRC / "web/errors.py"))
    assert told
    assert answer, "web/errors.py has no Answer for it"
    assert (answer[1] or "404") == told[1]


def test_a_fault_has_no_answer_but_that_of_all_faults() -> None:
    assert [name for name in FAULTS if f"errors.{name}:" in text_of(SRC / "web/errors.py")] == []
