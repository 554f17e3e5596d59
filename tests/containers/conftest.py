"""The stack, once for all tests that do not stop it."""

from collections.abc import Iterator

import pytest

from tests.containers.stack import Browser, Stack


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """The running stack."""
    running = Stack()
    try:
        running.up()
        yield running
    finally:
        running.down()


@pytest.fixture(scope="session")
def specialist(stack: Stack) -> Browser:
    """California's HR specialist."""
    return stack.signed_in()
