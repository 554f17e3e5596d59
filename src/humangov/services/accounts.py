"""Accounts: invite people, change what they may do, disable them; and one's own password."""

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace

from humangov.domain.accounts import INVITATION_LASTS, Account, AccountStatus
from humangov.domain.errors import AlreadyExists, Conflict, Invalid, NotFound
from humangov.domain.events import Change, EventKind
from humangov.domain.passwords import hash_password, password_fits, password_problem
from humangov.domain.permissions import Permission, Role
from humangov.domain.rules import email_problem
from humangov.domain.text import fold, text_problem, tidy
from humangov.services.desk import Desk
from humangov.services.own_records import NONE, OwnRecord, own_record, with_number
from humangov.services.sessions import account_subject, count_attempt, digest_of

OWN_RECORD = "own record, employee number"
NOT_YOURSELF = "You cannot do this to your own account. Ask another administrator."


@dataclass(frozen=True, slots=True)
class Invited:
    """An invited account and the secret of its one-time link, which is known only now."""

    account: Account
    secret: str


def list_accounts(desk: Desk) -> tuple[Account, ...]:
    """Every account of the state, by name."""
    desk.require(Permission.MANAGE_ACCOUNTS)
    return desk.accounts.all()


def view_account(desk: Desk, account_id: str) -> Account:
    """One account. Raises NotFound."""
    desk.require(Permission.MANAGE_ACCOUNTS)
    return desk.accounts.get(account_id)


def invite(
    desk: Desk, email: str, name: str, role: Role, agencies: Iterable[str] = (), employee_number: str = ""
) -> Invited:
    """Create an account whose owner sets the password by a one-time link. `agencies` limit it; none means all.

    `employee_number` says which record is the owner's own; without one it is that with the same e-mail, if any. Raises
    Invalid (email, name, agencies, employee_number).
    """
    desk.require(Permission.MANAGE_ACCOUNTS)
    email, name = tidy(email).casefold(), tidy(name)
    limits = tuple(sorted(set(agencies)))
    found = {
        "email": email_problem(email),
        "name": _name_problem(name),
        "agencies": _agencies_problem(desk, role, limits),
    }
    if any(found.values()):
        raise Invalid({field: text for field, text in found.items() if text})
    own = with_number(desk, employee_number, email)
    account = Account(id=desk.new_id(), email=email, name=name, role=role, agencies=limits, created_at=desk.now())
    invited = _with_invitation(desk, replace(account, employee_id=own.employee_id))
    said = (("role", role.label), ("agencies", spoken(limits) if limits else ""), (OWN_RECORD, own.number))
    changes = tuple(Change(field, "", text) for field, text in said if text)
    event = desk.event(EventKind.ACCOUNT_INVITED, account_subject(account.id), email, changes=changes)
    try:
        desk.accounts.create(invited.account, event)
    except AlreadyExists:
        raise Invalid({"email": "There is an account with this e-mail already. Open it in the list."}) from None
    return invited


def _name_problem(name: str) -> str:
    return text_problem(name) or ("" if fold(name) else "Enter the person's name.")


def _agencies_problem(desk: Desk, role: Role, agencies: tuple[str, ...]) -> str:
    """What is wrong with a limit to agencies, as an instruction; empty when nothing is."""
    if not agencies:
        return ""
    if not role.can_be_limited:
        return f"The role {role.label} is never limited to agencies. Choose none, or choose another role."
    unknown = set(agencies) - {agency.code for agency in desk.organization.overview().agencies}
    return f"The state has no agency {spoken(sorted(unknown))}. Choose from its agencies." if unknown else ""


def spoken(agencies: Iterable[str]) -> str:
    """A limit to agencies as people read it."""
    return ", ".join(agencies) or "All"


def _with_invitation(desk: Desk, account: Account) -> Invited:
    secret = secrets.token_urlsafe(32)
    ends_at = desk.now() + INVITATION_LASTS
    return Invited(replace(account, invitation_sha256=digest_of(secret), invitation_ends_at=ends_at), secret)


def change_account(
    desk: Desk,
    account_id: str,
    name: str,
    role: Role,
    agencies: Iterable[str],
    version: int,
    employee_number: str | None = None,
) -> Account:
    """Change the name, the role, the limit to agencies, or which record is the owner's own (None: as it is).

    It acts at once. What is the same already is not saved. Raises NotFound, Conflict (current Account), Invalid (name,
    role, agencies, employee_number).
    """
    desk.require(Permission.MANAGE_ACCOUNTS)
    before = desk.accounts.get(account_id)
    name, limits = tidy(name), tuple(sorted(set(agencies)))
    found = {"name": _name_problem(name), "agencies": _agencies_problem(desk, role, limits)}
    if any(found.values()):
        raise Invalid({field: text for field, text in found.items() if text})
    if account_id == desk.principal.id and role is not before.role:
        raise Invalid({"role": NOT_YOURSELF})
    was, own = _own_records(desk, before, employee_number)
    pairs = (
        ("name", before.name, name),
        ("role", before.role.label, role.label),
        ("agencies", spoken(before.agencies), spoken(limits)),
        (OWN_RECORD, was.number, own.number),
    )
    changes = tuple(Change(*pair) for pair in pairs if pair[1] != pair[2])
    after = replace(before, name=name, role=role, agencies=limits, employee_id=own.employee_id)
    if after == before:
        return before
    _must_be(before, version)
    return _save(desk, before, after, EventKind.ACCOUNT_CHANGED, changes)


def _own_records(desk: Desk, before: Account, number: str | None) -> tuple[OwnRecord, OwnRecord]:
    """Which record is the owner's own, as it was and as it is to be. Raises Invalid (employee_number)."""
    found = own_record(desk, before) if number is not None or before.employee_id else NONE
    was = NONE if found.suggested else found
    if number is None or tidy(number).casefold() == was.number.casefold():
        return was, replace(was, employee_id=before.employee_id)
    return was, with_number(desk, number)


def disable_account(desk: Desk, account_id: str, version: int) -> Account:
    """Disable an account: its sessions and open invitation end at once.

    Raises NotFound, Conflict, Invalid (account).
    """
    desk.require(Permission.MANAGE_ACCOUNTS)
    before = desk.accounts.get(account_id)
    if before.status is AccountStatus.DISABLED:
        return before
    _must_be(before, version)
    if account_id == desk.principal.id:
        raise Invalid({"account": NOT_YOURSELF})
    after = replace(before, status=AccountStatus.DISABLED, epoch=before.epoch + 1, invitation_sha256="")
    return _save(desk, before, after, EventKind.ACCOUNT_DISABLED)


def renew_invitation(desk: Desk, account_id: str, version: int) -> Invited:
    """A new one-time link: for a forgotten password, a link that ran out, or an account to be enabled again.

    The old password and all sessions end. Raises NotFound, Conflict, Invalid (account).
    """
    desk.require(Permission.MANAGE_ACCOUNTS)
    before = desk.accounts.get(account_id)
    _must_be(before, version)
    if account_id == desk.principal.id:
        raise Invalid({"account": NOT_YOURSELF})
    fresh = replace(before, status=AccountStatus.INVITED, password_hash="", epoch=before.epoch + 1)
    invited = _with_invitation(desk, fresh)
    kind = EventKind.ACCOUNT_ENABLED if before.status is AccountStatus.DISABLED else EventKind.ACCOUNT_INVITED
    return replace(invited, account=_save(desk, before, invited.account, kind))


def open_invitation(desk: Desk, account_id: str, secret: str) -> Account:
    """The account that a one-time link belongs to. Raises NotFound: used, run out, or never made."""
    desk.require(Permission.SIGN_IN)
    account = desk.accounts.get(account_id)
    open_until = account.invitation_ends_at
    fits = hmac.compare_digest(digest_of(secret), account.invitation_sha256)
    if not fits or open_until is None or desk.now() >= open_until:
        raise NotFound
    return account


def accept_invitation(desk: Desk, account_id: str, secret: str, password: str) -> Account:
    """Set the password by a one-time link, which is then used up. Raises NotFound, Invalid (password)."""
    desk.require(Permission.SIGN_IN)
    before = open_invitation(desk, account_id, secret)
    after = _with_password(desk, before, password, "password")
    acting = replace(desk, principal=before.principal)
    return _save(acting, before, after, EventKind.ACCOUNT_PASSWORD_SET)


def change_password(desk: Desk, current: str, new: str) -> Account:
    """Change one's own password; every session ends. Raises Invalid (current, new) and TooManyAttempts."""
    desk.require(Permission.USE_OWN_ACCOUNT)
    before = desk.accounts.get(desk.principal.id)
    count_attempt(desk, before.email)
    if not password_fits(before.password_hash, current):
        raise Invalid({"current": "This is not your present password. Type it again."})
    after = _with_password(desk, before, new, "new")
    return _save(desk, before, after, EventKind.ACCOUNT_PASSWORD_SET)


def _with_password(desk: Desk, account: Account, password: str, field: str) -> Account:
    if wrong := password_problem(password, account.email, account.name, desk.state.name, "humangov"):
        raise Invalid({field: wrong})
    return replace(
        account,
        password_hash=hash_password(password),
        status=AccountStatus.ACTIVE,
        epoch=account.epoch + 1,
        invitation_sha256="",
    )


def _must_be(account: Account, version: int) -> None:
    """Go on only with the account that was seen."""
    if account.version != version:
        raise Conflict(account)


def _save(desk: Desk, before: Account, after: Account, kind: EventKind, changes: tuple[Change, ...] = ()) -> Account:
    saved = replace(after, version=before.version + 1)
    desk.accounts.change(before, saved, desk.event(kind, account_subject(before.id), before.email, changes=changes))
    return saved
