"""Promises about the doors of the project: the Makefile, the checks of CI, and the operator's commands."""

import re
from collections.abc import Iterator

import click
import pytest

from humangov.cli import main
from tests.architecture.tree import ROOT, files, some, text_of

# Checked by CI and left out of `make check`: they need a browser, an engine for containers, or Terraform.
ALONE = {
    "test-browser",
    "test-containers",
    "test-faults",
    "parity",
    "test-terraform",
    "isolation-proof",
    "checkov",
    "rehearse",
}


def _targets() -> dict[str, str]:
    """What each target of the Makefile needs first."""
    return dict(some(re.findall(r"(?m)^([a-z][a-z-]*):([^#\n]*)", text_of(ROOT / "Makefile"))))


def test_the_pages_name_only_targets_that_there_are() -> None:
    pages = [*ROOT.glob("*.md"), *files("*.md", "docs"), *files("*.py", "tools", "src")]
    named = {name for page in pages for name in re.findall(r"(?m)(?:`|^)make ([a-z][a-z-]*)", text_of(page))}
    assert set(some(named)) - set(_targets()) == set()


def test_ci_checks_what_a_person_checks_and_what_needs_more_than_python_and_node() -> None:
    called = re.findall(r"(?m)^step make ([a-z-]+)", text_of(ROOT / ".ci/run"))
    assert set(called) == set(_targets()["check"].split()) | ALONE
    assert len(called) == len(set(called))


def _commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        yield name, command
        return
    for word, inner in command.commands.items():
        yield from _commands(inner, f"{name} {word}")


COMMANDS = dict(some(_commands(main, "humangov")))


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_ends_with_an_example_that_calls_it(name: str) -> None:
    assert re.search(rf"\n\s*Example: .*{name}\b", COMMANDS[name].help or "")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_is_for(name: str) -> None:
    silent = [option.name for option in COMMANDS[name].params if isinstance(option, click.Option) and not option.help]
    assert silent == []
