"""Setting a password: by a one-time link, or by the present password."""

import hmac
from dataclasses import replace

from humangov.domain.accounts import Account, AccountStatus
from humangov.domain.errors import Invalid, NotFound
from humangov.domain.events import EventKind
from humangov.domain.passwords import hash_password, password_fits, password_problem
from humangov.domain.permissions import Permission
from humangov.services.accounts import CODE_LETTERS, save_account
from humangov.services.desk import Desk
from humangov.services.sessions import count_attempt, digest_of

WRONG_CODE = "This is not the code that goes with the link. Ask the administrator who gave it to you."


def open_invitation(desk: Desk, account_id: str, secret: str) -> Account:
    """The account that a one-time link belongs to. Raises NotFound: used, run out, or never made."""
    desk.require(Permission.SIGN_IN)
    account = desk.accounts.get(account_id)
    open_until = account.invitation_ends_at
    fits = hmac.compare_digest(digest_of(secret), account.invitation_sha256)
    if not fits or open_until is None or desk.now() >= open_until:
        raise NotFound
    return account


def accept_invitation(desk: Desk, account_id: str, secret: str, password: str, code: str = "") -> Account:
    """Set the password by a one-time link, which is then used up; `code` where two administrators made it.

    Raises NotFound, Invalid (password, code) and TooManyAttempts.
    """
    desk.require(Permission.SIGN_IN)
    before = open_invitation(desk, account_id, secret)
    if before.link_code:
        count_attempt(desk, before.email)
        if not hmac.compare_digest(_digest_of_code(code), _digest_of_code(before.link_code)):
            raise Invalid({"code": WRONG_CODE})
    after = _with_password(desk, before, password, "password")
    acting = replace(desk, principal=before.principal)
    return save_account(acting, before, after, EventKind.ACCOUNT_PASSWORD_SET, about=f"by a link {before.link_by}")


def _digest_of_code(code: str) -> str:
    """Of its letters and digits alone, however they are typed."""
    return digest_of("".join(c for c in code.upper() if c in CODE_LETTERS))


def change_password(desk: Desk, current: str, new: str) -> Account:
    """Change one's own password; every session ends. Raises Invalid (current, new) and TooManyAttempts."""
    desk.require(Permission.USE_OWN_ACCOUNT)
    before = desk.accounts.get(desk.principal.id)
    count_attempt(desk, before.email)
    if not password_fits(before.password_hash, current):
        raise Invalid({"current": "This is not your present password. Type it again."})
    after = _with_password(desk, before, new, "new")
    return save_account(desk, before, after, EventKind.ACCOUNT_PASSWORD_SET)


def _with_password(desk: Desk, account: Account, password: str, field: str) -> Account:
    if wrong := password_problem(password, account.email, account.name, desk.state.name, "humangov"):
        raise Invalid({field: wrong})
    return replace(
        account,
        password_hash=hash_password(password),
        status=AccountStatus.ACTIVE,
        epoch=account.epoch + 1,
        invitation_sha256="",
        link_code="",
    )
