"""A terminal, and AWS in moto behind it."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module

import pytest
from moto import mock_aws

from humangov.aws import clients
from humangov.cli import office
from tests.cli.terminal import SETTINGS, UNSET, Terminal

# Made once: it is what takes longest.
_connect, _connect_operator = cache(clients.connect), cache(clients.connect_operator)


@contextmanager
def installation() -> Iterator[Terminal]:
    """An installation of which nothing is there yet, for as long as it is asked for."""
    with pytest.MonkeyPatch.context() as patch, mock_aws():
        for name in UNSET:
            patch.delenv(name, raising=False)
        for name, value in SETTINGS.items():
            patch.setenv(name, value)
        patch.setattr(office, "connect", _connect)
        patch.setattr(office, "connect_operator", _connect_operator)
        # Moto copies its tables while it writes, and cannot do so for two threads at once.
        for name in ("demo", "migrate"):
            patch.setattr(import_module(f"humangov.cli.{name}"), "THREADS", 1)
        yield Terminal()


@pytest.fixture
def bare() -> Iterator[Terminal]:
    """An installation of which nothing is there yet."""
    with installation() as terminal:
        yield terminal


@pytest.fixture(scope="module")
def filled() -> Iterator[Terminal]:
    """An installation with a small demo, for all tests of a module: moto takes seconds to write it."""
    with installation() as terminal:
        terminal.run("demo", "--california", "12", "--wyoming", "4")
        yield terminal


@pytest.fixture
def terminal(bare: Terminal) -> Terminal:
    """An installation that serves Wyoming."""
    bare.run("state", "add", "wyoming")
    return bare
