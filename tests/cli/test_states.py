"""States: added, listed, shown."""

import pytest

from tests.cli.terminal import Terminal


def test_a_state_is_added_and_the_next_command_is_told(bare: Terminal) -> None:
    said = bare.run("state", "add", "New York", "--color", "#1B3A57").stdout
    assert "New York is served at http://new-york.localhost:8000" in said
    assert "humangov user add --state new-york" in said


def test_the_address_has_the_port_that_the_server_listens_on(bare: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "8080")
    assert "http://wyoming.localhost:8080" in bare.run("state", "add", "WY").stdout


def test_the_address_is_https_under_a_domain_of_one_s_own(bare: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUMANGOV_BASE_DOMAIN", "hr.example.gov")
    assert "https://wyoming.hr.example.gov." in bare.run("state", "add", "WY").stdout


def test_states_that_are_added_are_listed(terminal: Terminal) -> None:
    terminal.run("state", "add", "CA")
    listed = terminal.run("state", "list").stdout.splitlines()
    assert [line.split()[0] for line in listed] == ["california", "wyoming", "2"]


def test_one_state_is_listed_as_one(terminal: Terminal) -> None:
    assert terminal.run("state", "list").stdout.endswith("1 state\n")


def test_a_state_shows_where_its_data_lies(terminal: Terminal) -> None:
    said = dict(line.split(maxsplit=1) for line in terminal.run("state", "show", "wy").stdout.splitlines())
    assert said["table"] == "humangov-wyoming"
    assert said["bucket"].startswith("humangov-wyoming-")
    assert said["key"].startswith("arn:aws:kms:")
    assert said["initials"] == "WY"


def test_adding_a_state_again_changes_the_branding_only(terminal: Terminal) -> None:
    before = terminal.run("state", "show", "wyoming").stdout
    terminal.run("state", "add", "wyoming", "--color", "#492F24", "--initials", "wyo")
    after = terminal.run("state", "show", "wyoming").stdout
    assert after == before.replace("#1a4480", "#492f24").replace("initials   WY", "initials   WYO")
    assert terminal.run("state", "list").stdout.endswith("1 state\n")


def test_whom_to_ask_for_help_is_said_once_and_kept(terminal: Terminal) -> None:
    terminal.run("state", "add", "wyoming", "--ask", " HR help desk,  307-555-0100 ")
    assert "HR help desk, 307-555-0100" in terminal.run("state", "show", "wyoming").stdout
    terminal.run("state", "add", "wyoming", "--color", "#492F24")
    assert "HR help desk, 307-555-0100" in terminal.run("state", "show", "wyoming").stdout


def test_adding_a_state_again_without_branding_keeps_it(terminal: Terminal) -> None:
    terminal.run("state", "add", "wyoming", "--color", "#492F24", "--initials", "wyo")
    before = terminal.run("state", "show", "wyoming").stdout
    terminal.run("state", "add", "wyoming")
    assert terminal.run("state", "show", "wyoming").stdout == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--color", "#ffcc00"), "Choose a darker one"),
        (("--color", "blue"), "Give the colour as #rrggbb"),
        (("--initials", "W-Y"), "Give 1 to 3 letters"),
        (("--ask", "the help desk"), "Say how to reach them"),
        (("--ask", "4" * 201), "at most 200"),
    ],
)
def test_a_branding_that_cannot_be_is_refused_before_anything_is_made(
    bare: Terminal, words: tuple[str, str], said: str
) -> None:
    assert said in bare.refused("state", "add", "wyoming", *words, code=2)


@pytest.mark.parametrize("command", ["add", "show"])
def test_what_is_no_state_is_wrong_use(terminal: Terminal, command: str) -> None:
    assert "'Atlantis' is no state" in terminal.refused("state", command, "Atlantis", code=2)


def test_a_state_that_is_not_served_comes_with_the_command_that_adds_it(terminal: Terminal) -> None:
    assert terminal.refused("state", "show", "utah").endswith("Add it: humangov state add utah")


def test_a_state_may_have_a_role_which_stays_when_none_is_given(terminal: Terminal) -> None:
    role = "arn:aws-us-gov:iam::123456789012:role/humangov-state-wyoming"
    assert "the server's own" in terminal.run("state", "show", "wyoming").stdout
    terminal.run("state", "add", "wyoming", "--role", role)
    terminal.run("state", "add", "wyoming")
    assert role in terminal.run("state", "show", "wyoming").stdout


def test_a_state_says_whether_it_is_scanned_and_goes_on_saying_so(terminal: Terminal) -> None:
    assert "as HUMANGOV_SCAN_REQUIRED says" in terminal.run("state", "show", "wyoming").stdout
    for option, says in (("--scanned", "scanned    yes"), ("--not-scanned", "scanned    no")):
        terminal.run("state", "add", "wyoming", option)
        terminal.run("state", "add", "wyoming")
        assert says in terminal.run("state", "show", "wyoming").stdout


def test_what_is_no_role_is_refused(terminal: Terminal) -> None:
    said = terminal.run("state", "add", "wyoming", "--role", "humangov-state-wyoming", code=2).stderr
    assert "Give a role's ARN" in said
