"""What holds for every test."""

from collections.abc import Iterator, Mapping

import pytest
from hypothesis import settings

from embedded.apis import embedded
from humangov.services import apart
from humangov.web import filing
from tests.contract.worlds import NAMED

# The same examples in each run: a test fails because of a change, and never of chance or of a slow machine.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")


@pytest.fixture(scope="session")
def apis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, str]]:
    """The settings that lead to the AWS APIs of this machine, as `make run` has them; or to those that were named."""
    if NAMED:
        yield NAMED
        return
    with embedded(tmp_path_factory.mktemp("apis"), kept=False) as started:
        yield started.environment


@pytest.fixture(scope="session", autouse=True)
def _a_task_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests that run side by side on a machine are no processes of one task: each waits for its own turn.

    And as long as it takes, since the machine may be busy with other work.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(apart, "LOCK", tmp_path_factory.getbasetemp() / "apart")
        patch.setattr(apart, "TURN_SECONDS", 60.0)
        patch.setattr(filing, "MOST_SECONDS", 60.0)
        yield
