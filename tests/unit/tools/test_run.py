"""What `make run` and `make dev` say of the demo's accounts."""

from pathlib import Path

import run
from humangov.cli.demo import ACCOUNTS

ROOT = Path(__file__).resolve().parents[3]


def test_every_account_that_the_demo_makes_is_told_and_what_the_deputy_is_for() -> None:
    assert run.accounts_of("wyoming").split(", ") == [f"{name}@wyoming.example" for name, *_ in ACCOUNTS]
    assert "deputy@wyoming.example" in run.accounts_of("wyoming")
    assert "second administrator" in run.DEPUTY
    told = (ROOT / "tools" / "stack.sh").read_text()
    assert [name for name, *_ in ACCOUNTS if f"{name}@" not in told] == []
