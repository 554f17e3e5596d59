"""A copy of the project for mutmut, which writes beside the sources and reads its settings from the folder it runs in.

mutmut mutates functions and methods, and no properties. In the copy a property is a method that is made one below, so
that it is mutated as well; to the tests it is the same.
"""

import ast
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from mutate.modules import SOURCE

# What the unit tests read, besides the sources.
LINKED = ("tests", "tools", "deploy", "pyproject.toml")
TESTS = ("tests/unit/domain", "tests/unit/services")
# What takes a minute for itself and holds no rule alone: whole careers by the hundred, printing, the insides of files.
SLOW = (
    "services/test_careers",
    "services/test_apart",
    "services/test_printing",
    "domain/test_files",
    "domain/test_documents",
)


def prepare(root: Path, ground: Path, modules: Iterable[str]) -> None:
    """Make the copy anew, and tell mutmut what to mutate and which tests to run."""
    shutil.rmtree(ground, ignore_errors=True)
    wanted = [(SOURCE / name).as_posix() for name in modules]
    shutil.copytree(root / "src", ground / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name in LINKED:
        (ground / name).symlink_to(root / name)
    for name in wanted:
        file = ground / name
        file.write_text(without_properties(file.read_text("utf-8")), "utf-8")
    (ground / "setup.cfg").write_text(_settings(wanted), "utf-8")


def _settings(modules: Iterable[str]) -> str:
    """Mutmut looks into pyproject.toml first, where the project says nothing to it."""
    tests = (*TESTS, *(f"--ignore=tests/unit/{name}.py" for name in SLOW))
    lists = {"only_mutate": modules, "also_copy": LINKED, "pytest_add_cli_args_test_selection": tests}
    said = (f"{name}=\n" + "".join(f"    {value}\n" for value in values) for name, values in lists.items())
    return "[mutmut]\nsource_paths=src\n" + "".join(said)


def without_properties(source: str) -> str:
    """The same module, in which each property is written as a method and `name = property(name)`."""
    lines = source.splitlines(keepends=True)
    for first, last, name, indent in sorted(_properties(source), reverse=True):
        lines.insert(last, f"{' ' * indent}{name} = property({name})\n")
        lines[first - 1] = "\n"
    return "".join(lines)


def _properties(source: str) -> Iterator[tuple[int, int, str, int]]:
    """The line of each property's decorator, its last line, its name and its indent."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and [ast.unparse(d) for d in node.decorator_list] == ["property"]:
            yield node.decorator_list[0].lineno, node.end_lineno or node.lineno, node.name, node.col_offset
