"""What runs on a laptop is what runs in production, but for what is explained."""

import pytest

import parity
from tests.containers.stack import limits


def test_the_stack_differs_from_production_only_where_it_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    code = parity.main()
    assert code == 0, capsys.readouterr().out


def test_production_stops_and_is_sized_by_the_same_limits() -> None:
    told = {c["name"]: (c["memory"], c["stopTimeout"]) for c in parity.production_containers()}
    known = limits()
    assert told == {name: (known[f"{name.upper()}_MEMORY_MIB"], known[f"{name.upper()}_STOP_SECONDS"]) for name in told}
