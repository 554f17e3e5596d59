"""Accounts: added with a link or a password, listed, disabled."""

from dataclasses import replace

import boto3
import pytest
from moto.ses.models import ses_backends

from humangov.domain.errors import Invalid
from humangov.domain.events import EventFilter, EventKind
from humangov.domain.permissions import Role
from humangov.services.accounts import invite
from humangov.services.passwords import accept_invitation
from humangov.services.sessions import SessionPolicy, sign_in
from tests.cli.terminal import Terminal, visitors

PASSWORD = "plum kettle drives to Boise"
ANA = ("user", "add", "--state", "wyoming", "--email", "Ana.Lee@wyo.example", "--name", "Ana Lee")


def add(terminal: Terminal, role: str = "administrator") -> str:
    """The link that Ana gets."""
    return terminal.run(*ANA, "--role", role).stdout.strip()


def can_sign_in(terminal: Terminal) -> bool:
    try:
        sign_in(visitors(terminal.desk("wyoming")), "ana.lee@wyo.example", PASSWORD, SessionPolicy())
    except Invalid:
        return False
    return True


def test_the_link_that_is_printed_sets_the_password(terminal: Terminal) -> None:
    address, _, rest = add(terminal).partition("/invitation/")
    account_id, _, secret = rest.partition("/")
    account = accept_invitation(visitors(terminal.desk("wyoming")), account_id, secret, PASSWORD)
    assert address == "http://wyoming.localhost:8000"
    assert account.role is Role.ADMINISTRATOR
    assert can_sign_in(terminal)


def test_the_link_is_all_that_goes_to_standard_output(terminal: Terminal) -> None:
    result = terminal.run(*ANA, "--role", "viewer")
    assert len(result.stdout.splitlines()) == 1
    assert "Give this link to Ana Lee and nobody else" in result.stderr


def test_a_password_from_standard_input_is_the_account_s(terminal: Terminal) -> None:
    said = terminal.run(*ANA, "--role", "auditor", "--password-from-stdin", typed=f"{PASSWORD}\n").output
    assert "can sign in at http://wyoming.localhost:8000" in said
    assert PASSWORD not in said
    assert can_sign_in(terminal)


def test_a_password_that_is_too_short_is_refused_in_one_line(terminal: Terminal) -> None:
    said = terminal.refused(*ANA, "--role", "auditor", "--password-from-stdin", typed="short\n")
    assert "Use at least 15 characters" in said
    assert terminal.run("user", "list", "--state", "wyoming").stdout == ""


def test_no_password_at_all_is_refused_as_too_short(terminal: Terminal) -> None:
    assert "Use at least 15 characters" in terminal.refused(*ANA, "--role", "auditor", "--password-from-stdin")


def test_an_account_that_is_there_already_is_refused_in_one_line(terminal: Terminal) -> None:
    add(terminal)
    assert "There is an account with this e-mail already" in terminal.refused(*ANA, "--role", "viewer")


def test_an_operator_approves_where_there_is_no_second_administrator(terminal: Terminal) -> None:
    terminal.run(*ANA, "--role", "administrator", "--password-from-stdin", typed=f"{PASSWORD}\n")
    desk = terminal.desk("wyoming")
    ana = desk.accounts.by_email("ana.lee@wyo.example")
    assert ana
    waiting = invite(replace(desk, principal=ana.principal), "kim@wyo.example", "Kim", Role.SUPERVISOR)
    assert waiting.secret == ""
    assert "waits for a second administrator" in terminal.run("user", "list", "--state", "wyoming").stdout
    result = terminal.run("user", "approve", "--state", "wyoming", "--email", "kim@wyo.example")
    assert "/invitation/" in result.stdout
    assert "Approved: Kim (kim@wyo.example) is HR supervisor." in result.stderr
    assert "Ana Lee asked for kim@wyo.example: role: HR supervisor; agencies: All; " in result.stderr
    assert "one-time link: a new one; own record, employee number: none" in result.stderr
    (event,) = desk.audit.page(EventFilter(kinds=frozenset({EventKind.ACCOUNT_GRANT_APPROVED})), "", 5).items
    assert event.actor_name.startswith("Operator ")
    assert "Nothing waits" in terminal.refused("user", "approve", "--state", "wyoming", "--email", "kim@wyo.example")


def test_accounts_are_listed_with_role_and_status(terminal: Terminal) -> None:
    add(terminal, "viewer")
    listed = terminal.run("user", "list", "--state", "wyoming").stdout
    assert listed.split() == ["ana.lee@wyo.example", "HR", "viewer", "Invited", "Ana", "Lee"]


def test_an_account_is_limited_to_the_agencies_that_are_named(filled: Terminal) -> None:
    ana = (*ANA[:3], "california", *ANA[4:], "--role", "specialist")
    assert "The state has no agency NASA" in filled.refused(*ana, "--agency", "NASA")
    filled.run(*ana, "--agency", "labor", "--agency", "HEALTH")
    account = filled.desk("california").accounts.by_email("ana.lee@wyo.example")
    assert account
    assert account.agencies == ("HEALTH", "LABOR")
    assert "Ana Lee (limited to HEALTH, LABOR)" in filled.run("user", "list", "--state", "california").stdout


def test_an_auditor_is_not_limited(terminal: Terminal) -> None:
    assert "is never limited to agencies" in terminal.refused(*ANA, "--role", "auditor", "--agency", "DMV")


def test_a_disabled_account_cannot_sign_in(terminal: Terminal) -> None:
    terminal.run(*ANA, "--role", "viewer", "--password-from-stdin", typed=f"{PASSWORD}\n")
    terminal.run("user", "disable", "--state", "wyoming", "--email", "Ana.Lee@wyo.example")
    assert "Disabled" in terminal.run("user", "list", "--state", "wyoming").stdout
    assert not can_sign_in(terminal)


def test_disabling_nobody_s_account_points_to_the_list(terminal: Terminal) -> None:
    said = terminal.refused("user", "disable", "--state", "wyoming", "--email", "nobody@wyo.example")
    assert said.endswith("Look at: humangov user list --state wyoming")


def test_a_role_that_is_none_is_wrong_use(terminal: Terminal) -> None:
    assert "'king' is not one of" in terminal.refused(*ANA, "--role", "king", code=2)


@pytest.mark.parametrize("command", ["list", "disable"])
def test_accounts_of_a_state_that_is_not_served_are_refused(terminal: Terminal, command: str) -> None:
    more = ("--email", "ana.lee@wyo.example") if command == "disable" else ()
    assert "does not serve utah" in terminal.refused("user", command, "--state", "utah", *more)


@pytest.fixture
def mailed(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal of an installation that sends mail, by a service that knows the sender."""
    monkeypatch.setenv("HUMANGOV_MAIL_FROM", "no-reply@hr.example.gov")
    boto3.client("sesv2", region_name="us-east-1").create_email_identity(EmailIdentity="no-reply@hr.example.gov")
    return terminal


def ben(number: int) -> tuple[str, ...]:
    """The words that add an account of Wyoming."""
    return (*ANA[:5], f"ben{number}@wyo.example", *ANA[6:])


def test_where_mail_is_set_up_the_terminal_sees_no_link(mailed: Terminal) -> None:
    result = mailed.run(*ben(1), "--role", "viewer")
    assert result.output == "We sent a link to ben1@wyo.example. Nobody else has seen it.\n"
    again = mailed.run("user", "send", "--state", "wyoming", "--email", "ben1@wyo.example").output
    assert again == result.output
    first, second = (m.body for m in ses_backends["123456789012"]["us-east-1"].sent_messages)
    assert "http://wyoming.localhost:8000/invitation/" in first
    assert first != second


def test_a_link_that_is_not_taken_is_told_with_how_to_send_it_again(
    mailed: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUMANGOV_MAIL_FROM", "unknown@elsewhere.example")
    said = mailed.refused(*ben(2), "--role", "viewer")
    assert said.endswith("Send it again: humangov user send --state wyoming --email ben2@wyo.example")
    monkeypatch.delenv("HUMANGOV_MAIL_FROM")
    assert "no open link" in mailed.refused("user", "send", "--state", "wyoming", "--email", "ben2@wyo.example")
