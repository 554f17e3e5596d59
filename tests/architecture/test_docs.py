"""Promises about the pages of docs: none of them falls behind the code."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from werkzeug.routing import Rule

from humangov.cli import main
from tests.architecture.tree import DOCS, ROOT, SRC, files, modules, name_of, said_in_headings, some, text_of, tree_of
from tests.web.permission_matrix import (
    ADMINISTRATOR,
    APPROVER,
    AUDITOR,
    EVERYBODY,
    KEEPER,
    MATRIX,
    OPEN,
    PLANNER,
    READERS,
)
from tests.web.site import a_site

WHO = {
    OPEN: "anybody",
    EVERYBODY: "everybody signed in",
    ADMINISTRATOR: "administrator",
    APPROVER: "supervisor",
    PLANNER: "administrator, supervisor",
    KEEPER: "specialist, supervisor",
    READERS: "specialist, supervisor, viewer, auditor",
    AUDITOR: "auditor",
}
NEEDED = {"Context", "Decision", "Consequences"}
ALLOWED = NEEDED | {"Alternatives"}
KEBAB = re.compile(r"/|(/([a-z0-9]+(-[a-z0-9]+)*|<([a-z]+:)?[a-z_]+>))+")


def _variables(module: Path) -> Iterator[str]:
    """The environment variables that a module names: words in capitals with an underscore, and what it gets by name."""
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if re.fullmatch(r"[A-Z]{2,}(_[A-Z]+)+", node.value):
                yield node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            asks = ast.unparse(node.func).endswith(("environ.get", "read.text", "read.number", "read.required"))
            yield from [str(name.value) for name in node.args[:1] if asks and isinstance(name, ast.Constant)]


def test_every_setting_has_a_heading_and_every_heading_is_a_setting() -> None:
    reading = [SRC / "settings.py", ROOT / "gunicorn.conf.py", *modules("src/humangov/cli")]
    named = {name for module in reading for name in _variables(module) if not name.startswith("APP_")}
    assert set(some(named)) == set(said_in_headings(DOCS / "settings.md"))


def _commands(command: click.Command, name: str) -> Iterator[str]:
    if not isinstance(command, click.Group):
        yield name
        return
    for word, inner in command.commands.items():
        yield from _commands(inner, f"{name} {word}")


def test_every_command_has_a_heading_and_every_heading_is_a_command() -> None:
    assert set(some(_commands(main, "humangov"))) == set(said_in_headings(DOCS / "commands.md"))


@pytest.fixture
def rules(tmp_path: Path) -> list[Rule]:
    """Every rule of the application."""
    return some(a_site(tmp_path).app.url_map.iter_rules())


def test_every_route_has_a_row_that_says_how_and_by_whom(rules: list[Rule]) -> None:
    rows = re.findall(
        r"^\| `(/[^`]*)` \| ([A-Z, ]+) \| ([^|]+) \| [^|]+ \|$", text_of(DOCS / "routes.md"), re.MULTILINE
    )
    assert sorted(some(rows)) == sorted((rule.rule, ", ".join(_methods(rule)), _who(rule)) for rule in rules)


def _methods(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def _who(rule: Rule) -> str:
    return " / ".join(dict.fromkeys(WHO[MATRIX[f"{method} {rule.endpoint}"]] for method in _methods(rule)))


def test_every_route_is_kebab_case(rules: list[Rule]) -> None:
    assert [rule.rule for rule in rules if not KEBAB.fullmatch(rule.rule)] == []


def test_every_target_of_the_makefile_says_what_it_does() -> None:
    targets = re.findall(r"^([a-z][a-z-]*):(.*)$", text_of(ROOT / "Makefile"), re.MULTILINE)
    assert [name for name, rest in some(targets) if not re.search(r"## \S", rest)] == []


def test_every_target_of_the_makefile_is_phony() -> None:
    makefile = text_of(ROOT / "Makefile")
    targets = some(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    assert [name for name in targets if f".PHONY: {name}\n" not in makefile] == []


def test_the_changes_that_are_not_released_come_first() -> None:
    headings = re.findall(r"^## (.+)$", text_of(ROOT / "CHANGELOG.md"), re.MULTILINE)
    assert some(headings)[0] == "Unreleased"


@pytest.mark.parametrize("record", files("*.md", "docs/decisions"), ids=lambda file: file.stem)
def test_a_decision_says_why_what_and_what_follows(record: Path) -> None:
    number = re.fullmatch(r"(\d{4})(-[a-z0-9]+)+", record.stem)
    assert number, "name it 0001-what-was-decided.md"
    assert text_of(record).startswith(f"# {int(number[1])}. ")
    parts = re.split(r"^## (.+)$", text_of(record), flags=re.MULTILINE)
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert set(sections) >= NEEDED
    assert set(sections) <= ALLOWED
    assert [name for name, said in sections.items() if len(said.split()) < 10] == []


def test_no_two_decisions_have_one_number() -> None:
    numbers = [file.stem[:4] for file in files("*.md", "docs/decisions")]
    assert len(set(numbers)) == len(numbers)


def test_every_direct_dependency_says_why_it_is_there_and_nothing_else_does() -> None:
    said = re.findall(r"^\| `([^`]+)` \| [^|]+ \| [^|]+ \|$", text_of(DOCS / "dependencies.md"), re.MULTILINE)
    assert sorted(some(said)) == sorted(some(_direct_dependencies()))


def _direct_dependencies() -> Iterator[str]:
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))
    lists = [project["project"]["dependencies"], *project["project"]["optional-dependencies"].values()]
    for requirement in (r for part in (*lists, *project["dependency-groups"].values()) for r in part):
        yield re.split(r"[\[<>=~! ]", requirement)[0]
    section = re.search(r'"devDependencies": \{([^}]*)\}', text_of(ROOT / "package.json"))
    assert section
    yield from re.findall(r'"([^"]+)":', section[1])


def test_every_macro_that_pages_share_is_on_the_page_about_the_face() -> None:
    macros = files("*.html", "src/humangov/web/templates/macros")
    named = {f"{file.stem}.{m}" for file in macros for m in re.findall(r"macro ([a-z]\w*)\(", text_of(file))}
    assert set(some(named)) == set(re.findall(r"^\| `([a-z]+\.\w+)` \|", text_of(DOCS / "face.md"), re.MULTILINE))


def test_every_link_between_pages_leads_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *files("*.md", "docs")]
    links = [(page, to) for page in pages for to in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text_of(page))]
    assert [f"{name_of(page)}: {to}" for page, to in some(links) if not (page.parent / to).exists()] == []
