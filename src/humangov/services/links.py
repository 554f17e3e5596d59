"""One-time links by mail: each goes to the e-mail of its account, and nobody is shown it."""

import secrets
from dataclasses import replace
from datetime import timedelta

from humangov.domain.accounts import Account
from humangov.domain.errors import Invalid
from humangov.domain.events import EventKind
from humangov.domain.mails import link_message
from humangov.domain.permissions import Permission
from humangov.services.accounts import Invited, must_be, save_account
from humangov.services.desk import Desk
from humangov.services.sending import count_sending, may_send_at_once
from humangov.services.sessions import digest_of

NONE_OPEN = "There is no open link that could be sent. Make a new invitation."


def can_be_sent(desk: Desk, account: Account) -> bool:
    """Whether a link of this account is open, and mail is set up."""
    desk.require(Permission.MANAGE_ACCOUNTS)
    return bool(desk.mail.sender and account.invitation_sha256) and _left(desk, account) > timedelta(0)


def send_link(desk: Desk, invited: Invited, address: str) -> bool:
    """Send the owner of an account the link that was just made for it; whether the mail service took it."""
    desk.require(Permission.MANAGE_ACCOUNTS)
    account, state = invited.account, desk.state.name
    hours = -(-_left(desk, account) // timedelta(hours=1))
    whom = f"an administrator of HumanGov in {state}"
    whom = f"{desk.principal.name}, {whom}" if desk.principal.role else whom
    whom = f"{whom} ({desk.state.help})" if desk.state.help else whom
    is_taken = desk.mail.send(account.email, *link_message(state, account.name, address, hours, whom))
    if not is_taken:
        may_send_at_once(desk, account.id)
    return is_taken


def send_again(desk: Desk, account_id: str, version: int) -> Invited:
    """A new link in the place of an open one, to be sent: it was asked for and approved already, and ends as that one.

    At most one a minute and five an hour. Raises NotFound, Conflict (current Account), Invalid (form).
    """
    desk.require(Permission.MANAGE_ACCOUNTS)
    before = desk.accounts.get(account_id)
    must_be(before, version)
    if not can_be_sent(desk, before):
        raise Invalid({"form": NONE_OPEN})
    count_sending(desk, account_id)
    secret = secrets.token_urlsafe(32)
    after = replace(before, invitation_sha256=digest_of(secret))
    return Invited(save_account(desk, before, after, EventKind.ACCOUNT_INVITED, about="link sent again"), secret)


def _left(desk: Desk, account: Account) -> timedelta:
    return account.invitation_ends_at - desk.now() if account.invitation_ends_at else timedelta(0)
