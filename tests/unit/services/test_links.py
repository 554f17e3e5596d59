"""One-time links by mail: to the account's own address, and to nobody else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from humangov.domain.accounts import Account
from humangov.domain.errors import Conflict, Invalid, NotFound
from humangov.domain.permissions import Role, operator
from humangov.services.accounts import Invited, change_account, disable_account, invite, renew_invitation
from humangov.services.desk import Desk
from humangov.services.granting import approve_grant
from humangov.services.links import NONE_OPEN, can_be_sent, send_again, send_link
from humangov.services.passwords import accept_invitation, open_invitation
from humangov.services.sending import MOST_AN_HOUR, TOO_OFTEN, TOO_SOON
from tests.builders import an_account
from tests.fakes import FakeDesks
from tests.unit.services.test_granting import at_desk

NEW, ADDRESS = "quiet lantern over the pier", "https://california.hr.example.gov/invitation/1/2"


@pytest.fixture(autouse=True)
def mailed(desks: FakeDesks) -> None:
    desks.mail.sender = "no-reply@hr.example.gov"


@pytest.fixture
def second(desks: FakeDesks) -> Desk:
    return at_desk(desks, an_account(role=Role.ADMINISTRATOR, name="Kim Ito"))


@pytest.fixture
def viewer(administrator: Desk) -> Invited:
    return invite(administrator, "kim@agency.gov", "Kim", Role.VIEWER)


def test_a_link_that_is_sent_asks_for_no_code_though_two_made_it(
    administrator: Desk, second: Desk, nobody: Desk
) -> None:
    asked = invite(administrator, "kim@agency.gov", "Kim", Role.SUPERVISOR).account
    assert asked.asked
    assert asked.asked.code == ""
    approved = approve_grant(second, asked.id, asked.version)
    owner = accept_invitation(nobody, asked.id, approved.secret, NEW)
    assert owner.link_by == "asked for by Administrator Lee, approved by Kim Ito, sent to its e-mail"


def test_what_was_asked_while_mail_was_set_up_is_shown_in_two_halves_where_it_is_no_more(
    desks: FakeDesks, administrator: Desk, second: Desk
) -> None:
    asked = invite(administrator, "kim@agency.gov", "Kim", Role.SUPERVISOR).account
    desks.mail.sender = ""
    approved = approve_grant(second, asked.id, asked.version).account
    assert (bool(approved.link_code), approved.link_code_by) == (True, administrator.principal.id)


def test_the_message_names_the_state_the_link_how_long_it_holds_and_whom_to_ask(
    desks: FakeDesks, administrator: Desk, viewer: Invited
) -> None:
    assert send_link(administrator, viewer, ADDRESS)
    desks.clock.advance(timedelta(hours=2, minutes=10))
    assert send_link(replace(administrator, principal=operator("root")), viewer, ADDRESS)
    (to, subject, text), (_, _, later) = desks.mail.sent
    assert (to, subject) == ("kim@agency.gov", "Choose your password for HumanGov, California")
    assert "Hello Kim,\n\nyou can sign in to the personnel records of California." in text
    assert f"\n\n{ADDRESS}\n\n" in text
    assert "once, within 72 hours" in text
    assert "ask Administrator Lee, an administrator of HumanGov in California." in text
    assert "within 70 hours" in later
    assert "ask an administrator of HumanGov in California." in later


def test_an_open_link_is_sent_again_by_one_as_a_new_one_that_ends_as_the_old_one(
    desks: FakeDesks, administrator: Desk, second: Desk, nobody: Desk
) -> None:
    asked = invite(administrator, "kim@agency.gov", "Kim", Role.SUPERVISOR).account
    first = approve_grant(second, asked.id, asked.version)
    desks.clock.advance(timedelta(hours=1))
    again = send_again(administrator, asked.id, first.account.version)
    assert again.account.invitation_ends_at == first.account.invitation_ends_at
    with pytest.raises(NotFound):
        open_invitation(nobody, asked.id, first.secret)
    assert accept_invitation(nobody, asked.id, again.secret, NEW).role is Role.SUPERVISOR


def test_what_was_not_seen_is_not_sent_again(administrator: Desk, viewer: Invited) -> None:
    change_account(administrator, viewer.account.id, "Kim Ng", Role.VIEWER, (), viewer.account.version)
    with pytest.raises(Conflict):
        send_again(administrator, viewer.account.id, viewer.account.version)


def none_open(desk: Desk, account: Account) -> bool:
    """Whether no link can be sent, by what is offered and by what is done."""
    with pytest.raises(Invalid) as wrong:
        send_again(desk, account.id, account.version)
    return wrong.value.fields == {"form": NONE_OPEN} and not can_be_sent(desk, account)


def test_a_link_that_is_used_run_out_or_void_is_not_sent_again(
    desks: FakeDesks, administrator: Desk, nobody: Desk, viewer: Invited
) -> None:
    used = accept_invitation(nobody, viewer.account.id, viewer.secret, NEW)
    assert none_open(administrator, used)
    other = invite(administrator, "ana@agency.gov", "Ana", Role.VIEWER).account
    assert none_open(administrator, disable_account(administrator, other.id, other.version))
    late = invite(administrator, "ben@agency.gov", "Ben", Role.VIEWER).account
    assert can_be_sent(administrator, late)
    desks.clock.advance(timedelta(hours=72))
    assert none_open(administrator, late)


def test_where_no_mail_is_set_up_no_link_is_sent_again(desks: FakeDesks, administrator: Desk, viewer: Invited) -> None:
    desks.mail.sender = ""
    assert none_open(administrator, viewer.account)


@pytest.mark.parametrize("again", [send_again, renew_invitation])
def test_an_account_is_sent_one_more_link_a_minute_and_five_an_hour(
    desks: FakeDesks, administrator: Desk, viewer: Invited, again: Callable[[Desk, str, int], Invited]
) -> None:
    def sent() -> str:
        """What refuses one more; "" where it is sent."""
        account = administrator.accounts.get(viewer.account.id)
        try:
            assert send_link(administrator, again(administrator, account.id, account.version), ADDRESS)
        except Invalid as wrong:
            assert administrator.accounts.get(account.id) == account
            return wrong.fields["form"]
        return ""

    desks.clock.instant = desks.clock.instant.replace(minute=0, second=0)
    for _ in range(MOST_AN_HOUR):
        assert (sent(), sent()) == ("", TOO_SOON)
        desks.clock.advance(timedelta(minutes=1))
    assert sent() == TOO_OFTEN
    other = invite(administrator, "ana@agency.gov", "Ana", Role.VIEWER).account
    assert again(administrator, other.id, other.version).secret
    desks.clock.advance(timedelta(hours=1))
    assert sent() == ""


@pytest.mark.parametrize("name", ["J.R. Smith", "J.Smith", "Ana Lee, Ph.D.", "St. John", "José O’Brien-Ōkina"])
def test_initials_and_titles_are_names(administrator: Desk, name: str) -> None:
    assert invite(administrator, "ana@agency.gov", name, Role.VIEWER).account.name == name
