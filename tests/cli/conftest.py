"""A terminal, and AWS in moto behind it."""

from collections.abc import Iterator
from functools import cache

import pytest
from moto import mock_aws

from humangov.aws import clients
from humangov.cli import office
from tests.cli.terminal import SETTINGS, UNSET, Terminal

# Made once: it is what takes longest.
_connect, _connect_operator = cache(clients.connect), cache(clients.connect_operator)


@pytest.fixture
def bare() -> Iterator[Terminal]:
    """An installation of which nothing is there yet."""
    with pytest.MonkeyPatch.context() as patch, mock_aws():
        for name in UNSET:
            patch.delenv(name, raising=False)
        for name, value in SETTINGS.items():
            patch.setenv(name, value)
        patch.setattr(office, "connect", _connect)
        patch.setattr(office, "connect_operator", _connect_operator)
        yield Terminal()


@pytest.fixture
def terminal(bare: Terminal) -> Terminal:
    """An installation that serves Wyoming."""
    bare.run("state", "add", "wyoming")
    return bare
