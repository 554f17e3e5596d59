"""A copy of the project for mutmut, which writes beside the sources and reads its settings from the folder it runs in.

mutmut mutates functions and methods, and no properties. In the copy a property is a method that is made one below, so
that it is mutated as well; to the tests it is the same.
"""

import ast
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from mutate.modules import SOURCE

# What the unit tests read, besides the sources.
LINKED = ("tests", "tools", "deploy", "pyproject.toml")
TESTS = ("tests/unit/domain", "tests/unit/services")
# What takes long for itself and holds none of these rules alone: whole careers by the hundred, printing, hashing, the
# insides of files, texts of any kind. With these the tests of one mutant take three times as long, and those that wait
# for a process of their own fail on a machine that has much else to do.
SLOW = (
    "services/test_careers",
    "services/test_apart",
    "services/test_documents",
    "services/test_filing",
    "services/test_looking",
    "services/test_notices",
    "services/test_printing",
    "services/test_sealed",
    "services/test_sessions",
    "domain/test_career",
    "domain/test_files",
    "domain/test_documents",
    "domain/test_text",
)
# A mutant that the type checker refuses cannot land, and no test is run for it. What only the copy has is no mistake:
# properties without a type, mutmut's own remarks to the checker, and ours where a mutant no longer needs them.
CHECK = (
    *(sys.executable, "-m", "mypy", "--output=json", "--config-file=", "--strict"),
    *("--enable-error-code=redundant-expr", "--enable-error-code=truthy-bool"),
    *("--no-warn-return-any", "--no-warn-unused-ignores", "--cache-dir={root}/.mypy_cache/mutants"),
    *("src/humangov/domain", "src/humangov/services"),
)
# What pytest does for itself at each start and end, and would do for each mutant: it takes longer than most tests do.
WITHOUT = ("unraisableexception", "threadexception", "cacheprovider")
# A mutant that takes so many times what its tests take, and so many seconds more, never ends.
PATIENCE = "timeout_multiplier=4\ntimeout_constant=5\n"
# What is added to the name of a property where it is a method.
READ = "_as_read"


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
    (ground / "setup.cfg").write_text(_settings(root, wanted), "utf-8")


def _settings(root: Path, modules: Iterable[str]) -> str:
    """Mutmut looks into pyproject.toml first, where the project says nothing to it."""
    tests = (*TESTS, *(f"--ignore=tests/unit/{name}.py" for name in SLOW))
    lists = {
        "only_mutate": modules,
        "also_copy": LINKED,
        "pytest_add_cli_args_test_selection": tests,
        "pytest_add_cli_args": (f"-pno:{plugin}" for plugin in WITHOUT),
        "type_check_command": (word.format(root=root) for word in CHECK),
    }
    said = (f"{name}=\n" + "".join(f"    {value}\n" for value in values) for name, values in lists.items())
    return f"[mutmut]\nsource_paths=src\n{PATIENCE}" + "".join(said)


def without_properties(source: str) -> str:
    """The same module, in which each property is written as a method `name_as_read` and `name = property(…)`."""
    lines = source.splitlines(keepends=True)
    for first, last, name, indent in sorted(_properties(source), reverse=True):
        lines.insert(last, f"{' ' * indent}{name} = property({name}{READ})\n")
        lines[first] = lines[first].replace(f"def {name}(", f"def {name}{READ}(", 1)
        lines[first - 1] = "\n"
    return "".join(lines)


def _properties(source: str) -> Iterator[tuple[int, int, str, int]]:
    """The line of each property's decorator, its last line, its name and its indent."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and [ast.unparse(d) for d in node.decorator_list] == ["property"]:
            yield node.decorator_list[0].lineno, node.end_lineno or node.lineno, node.name, node.col_offset
