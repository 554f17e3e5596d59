"""Desks in every world: the contract of a store is one for all."""

from collections.abc import Iterator

import pytest

from humangov.services.desk import Desk
from humangov.services.desks import Desks
from tests.contract.worlds import WORLDS, Aws, aws_world, open_desk


@pytest.fixture
def aws() -> Iterator[Aws]:
    """Two states behind AWS's interface, to look at what lies below a store."""
    with aws_world() as world:
        yield world


@pytest.fixture(params=WORLDS)
def desks(request: pytest.FixtureRequest) -> Iterator[Desks]:
    with WORLDS[request.param]() as opened:
        yield opened


@pytest.fixture
def desk(desks: Desks) -> Desk:
    """California's desk."""
    return open_desk(desks)


@pytest.fixture
def neighbor(desks: Desks) -> Desk:
    """Wyoming's desk, in the same world."""
    return open_desk(desks, "wyoming")
