"""One server for all faults: each test leaves it as it found it."""

from collections.abc import Iterator

import pytest

from tests.faults.place import Place, running_place


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with running_place(tmp_path_factory.mktemp("faults")) as running:
        yield running
