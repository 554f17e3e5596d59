"""What the promises are about, found by looking. Nothing found is a failure: a promise about nothing is kept by all."""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "humangov"
DOCS = ROOT / "docs"
T = TypeVar("T")


def some(found: Iterable[T]) -> list[T]:
    """What was found, which is not nothing."""
    listed = list(found)
    assert listed, "nothing was found: has it moved?"
    return listed


def files(pattern: str, *folders: str) -> list[Path]:
    """The files of a pattern in folders of the project, caches left out."""
    found = (file for folder in folders for file in sorted((ROOT / folder).rglob(pattern)))
    return some(file for file in found if "__pycache__" not in file.parts)


def modules(*folders: str) -> list[Path]:
    """The Python modules in folders of the project."""
    return files("*.py", *folders)


def name_of(file: Path) -> str:
    """The path of a file in the project."""
    return file.relative_to(ROOT).as_posix()


@cache
def text_of(file: Path) -> str:
    """What a file says."""
    return file.read_text("utf-8")


@cache
def tree_of(module: Path) -> ast.Module:
    """A module, parsed."""
    return ast.parse(text_of(module), str(module))


def functions(module: Path) -> Iterator[ast.FunctionDef]:
    """The functions of a module, without methods."""
    return (node for node in tree_of(module).body if isinstance(node, ast.FunctionDef))


def imported(module: Path) -> set[str]:
    """The full names of what a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def said_in_headings(page: Path) -> list[str]:
    """What the headings of a page say between backticks."""
    return some(re.findall(r"^#+ `([^`]+)`$", text_of(page), re.MULTILINE))
