"""The commands of an installation that serves one state and has no registry."""

import pytest

from tests.cli.terminal import Terminal

ANA = ("user", "add", "--state", "wyoming", "--email", "ana.lee@wyo.example", "--name", "Ana Lee")


@pytest.fixture
def only(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """An environment that names Wyoming's table and bucket, and a registry that is not there."""
    lines = terminal.run("state", "show", "wyoming").stdout.splitlines()
    shown = dict(line.split(maxsplit=1) for line in lines)
    monkeypatch.setenv("US_STATE", "Wyoming")
    monkeypatch.setenv("AWS_DYNAMODB_TABLE", shown["table"])
    monkeypatch.setenv("AWS_BUCKET", shown["bucket"])
    monkeypatch.setenv("HUMANGOV_REGISTRY_TABLE", "nowhere")
    return terminal


def test_its_one_state_is_all_that_is_listed(only: Terminal) -> None:
    assert only.run("state", "list").stdout.split() == ["wyoming", "Wyoming", "http://localhost:8000", "1", "state"]


def test_its_first_account_is_added_and_signs_in_under_any_host(only: Terminal) -> None:
    assert only.run(*ANA, "--role", "administrator").stdout.startswith("http://localhost:8000/invitation/")
    assert "Ana Lee" in only.run("user", "list", "--state", "WY").stdout


def test_the_doctor_and_the_sweep_look_at_its_state_and_ask_no_registry(only: Terminal) -> None:
    assert [line.split()[1] for line in only.run("doctor").stdout.splitlines()][3:] == ["table", "bucket", "chores"]
    assert only.run("sweep").stdout == "Wyoming: 0 erased\n"


@pytest.mark.parametrize("words", [("state", "add", "utah"), ("demo",)], ids=" ".join)
def test_no_state_can_be_added(only: Terminal, words: tuple[str, ...]) -> None:
    assert only.refused(*words).startswith("US_STATE names the one state of this environment. Unset it")


def test_other_states_are_not_served(only: Terminal) -> None:
    assert "does not serve utah" in only.refused("user", "list", "--state", "utah")
