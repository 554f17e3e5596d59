"""Accounts: invite people, change what they may do, disable them; and one's own password."""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace

from humangov.domain.accounts import INVITATION_LASTS, Account, AccountStatus, Grant, takes_away, takes_two
from humangov.domain.errors import AlreadyExists, Conflict, Invalid
from humangov.domain.events import Change, EventKind
from humangov.domain.permissions import Permission, Role
from humangov.domain.rules import email_problem
from humangov.domain.text import fold, text_problem, tidy
from humangov.services.desk import Desk
from humangov.services.own_records import was_and_is, with_number
from humangov.services.sending import count_sending
from humangov.services.sessions import account_subject, digest_of
from humangov.services.witnesses import own_witness

# What a mail program makes a link of: a name stands in a message. "J.R. Smith" and "J.Smith" are names.
_ADDRESS = re.compile(r"://|@|\bwww\.|[\w-]{2,}\.[^\W\d_]{2,}|\w\.[a-z]{2,}", re.ASCII)
OWN_RECORD = "own record, employee number"
LINK = "one-time link"
SENT = ", sent to its e-mail"
# Without those that are taken for another.
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
WAITS_ALREADY = "Something waits for a second administrator already. Approve or refuse that first."
LINKED = "{} is the account of this employee already. Disable that one first, or choose another number."
NOT_YOURSELF = "You cannot do this to your own account. Ask another administrator."


@dataclass(frozen=True, slots=True)
class Invited:
    """An invited account and the secret of its one-time link, which is known only now; "" while it waits."""

    account: Account
    secret: str = ""


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
    account = replace(account, employee_id=own.employee_id)
    said = (("role", role.label), ("agencies", spoken(limits) if limits else ""), (OWN_RECORD, own.number))
    changes = tuple(Change(field, "", text) for field, text in said if text)
    waits = needs_second(desk, None, account)
    kind = EventKind.ACCOUNT_GRANT_ASKED if waits else EventKind.ACCOUNT_INVITED
    event = desk.event(kind, account_subject(account.id), email, changes=changes)
    invited = Invited(asked_for(desk, account, account, link=True)) if waits else with_invitation(desk, account)
    try:
        desk.accounts.create(invited.account, event)
    except AlreadyExists as taken:
        raise _taken(desk, taken) from None
    return invited


def _taken(desk: Desk, taken: AlreadyExists) -> Invalid:
    """What to do about another account that has what only one may have."""
    if taken.field == "email":
        return Invalid({"email": "There is an account with this e-mail already. Open it in the list."})
    return Invalid({taken.field: LINKED.format(desk.accounts.get(taken.owner_id).email)})


def _name_problem(name: str) -> str:
    if _ADDRESS.search(name):
        return "Enter a name without a web or e-mail address in it. Put a space after a full stop."
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


def with_invitation(desk: Desk, account: Account, grant: Grant | None = None) -> Invited:
    """The account with a new one-time link, which this principal made alone, or by approving a grant."""
    secret, by, mailed = secrets.token_urlsafe(32), desk.principal.name, bool(desk.mail.sender)
    # What goes to nobody but its owner needs no second half.
    code = "" if mailed or not grant else grant.code or _new_code()
    alone = Permission.GRANT_ALONE in desk.principal.permissions
    after = replace(
        account,
        invitation_sha256=digest_of(secret),
        invitation_ends_at=desk.now() + INVITATION_LASTS,
        link_by=(f"asked for by {grant.by.name}, approved by {by}" if grant else f"made by {by}") + SENT * mailed,
        link_code=code,
        link_code_by=grant.by.id if grant and code else "",
        vouched=alone or grant is not None,
    )
    return Invited(after, secret)


def needs_second(desk: Desk, before: Account | None, after: Account) -> bool:
    """Whether another administrator must approve it, because of what the account may thereby do."""
    return takes_two(before, after) and Permission.GRANT_ALONE not in desk.principal.permissions


def asked_for(desk: Desk, before: Account, wanted: Account, *, link: bool) -> Account:
    """The account with a grant that waits."""
    code = _new_code() if link and not desk.mail.sender else ""
    may = {"role": wanted.role, "agencies": wanted.agencies, "employee_id": wanted.employee_id}
    return replace(before, asked=Grant(**may, link=link, code=code, by=desk.by()))  # type: ignore[arg-type] # names of Grant's fields


def _new_code() -> str:
    return "-".join("".join(secrets.choice(CODE_LETTERS) for _ in range(4)) for _ in range(2))


def _nothing_waits(account: Account) -> None:
    """What waits is approved for the account as it was when it was asked for. Raises Invalid (form)."""
    if account.asked:
        raise Invalid({"form": WAITS_ALREADY})


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

    It acts at once, but for what takes two: that waits (`asked`), and meanwhile only the name can change. What is the
    same already is not saved. Raises NotFound, NotPermitted, Conflict (current Account), Invalid (name, role, agencies,
    employee_number, form).
    """
    desk.require(Permission.MANAGE_ACCOUNTS)
    before = desk.accounts.get(account_id)
    name, limits = tidy(name), tuple(sorted(set(agencies)))
    found = {"name": _name_problem(name), "agencies": _agencies_problem(desk, role, limits)}
    if any(found.values()):
        raise Invalid({field: text for field, text in found.items() if text})
    if account_id == desk.principal.id and role is not before.role:
        raise Invalid({"role": NOT_YOURSELF})
    was, own = was_and_is(desk, before, employee_number)
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
    must_be(before, version)
    if after != replace(before, name=name):
        _nothing_waits(before)
    if not needs_second(desk, before, after):
        seen = own_witness(desk) if takes_away(before, after) else ()
        return save_account(desk, before, after, EventKind.ACCOUNT_CHANGED, changes, seen)
    waiting = replace(asked_for(desk, before, after, link=before.may_be_held), name=name)
    return save_account(desk, before, waiting, EventKind.ACCOUNT_GRANT_ASKED, changes)


def disable_account(desk: Desk, account_id: str, version: int) -> Account:
    """Disable an account: its sessions and open invitation end at once.

    Raises NotFound, NotPermitted, Conflict, Invalid (account).
    """
    desk.require(Permission.MANAGE_ACCOUNTS)
    before = desk.accounts.get(account_id)
    if before.status is AccountStatus.DISABLED:
        return before
    must_be(before, version)
    if account_id == desk.principal.id:
        raise Invalid({"account": NOT_YOURSELF})
    after = replace(before, status=AccountStatus.DISABLED, epoch=before.epoch + 1, invitation_sha256="", asked=None)
    return save_account(desk, before, after, EventKind.ACCOUNT_DISABLED, witnesses=own_witness(desk))


def renew_invitation(desk: Desk, account_id: str, version: int) -> Invited:
    """A new one-time link: for a forgotten password, a link that ran out, or an account to be enabled again.

    The old password and all sessions end. Where it takes two, nothing ends yet: it waits (`secret` is ""). Raises
    NotFound, Conflict, Invalid (account, form).
    """
    desk.require(Permission.MANAGE_ACCOUNTS)
    before = desk.accounts.get(account_id)
    must_be(before, version)
    if account_id == desk.principal.id:
        raise Invalid({"account": NOT_YOURSELF})
    _nothing_waits(before)
    if needs_second(desk, None, before):
        waiting = asked_for(desk, before, before, link=True)
        return Invited(save_account(desk, before, waiting, EventKind.ACCOUNT_GRANT_ASKED, about=LINK))
    if desk.mail.sender:
        count_sending(desk, account_id)
    invited = with_invitation(desk, without_password(before))
    kind = EventKind.ACCOUNT_ENABLED if before.status is AccountStatus.DISABLED else EventKind.ACCOUNT_INVITED
    return replace(invited, account=save_account(desk, before, invited.account, kind))


def without_password(account: Account) -> Account:
    """An account whose owner is to set a new password: the old one and all sessions end."""
    return replace(account, status=AccountStatus.INVITED, password_hash="", epoch=account.epoch + 1)


def must_be(account: Account, version: int) -> None:
    """Go on only with the account that was seen."""
    if account.version != version:
        raise Conflict(account)


def save_account(
    desk: Desk,
    before: Account,
    after: Account,
    kind: EventKind,
    changes: tuple[Change, ...] = (),
    witnesses: Iterable[Account] = (),
    about: str = "",
) -> Account:
    """Save the next version of an account with its event. Raises Conflict, Invalid (employee_number)."""
    saved = replace(after, version=before.version + 1)
    event = desk.event(kind, account_subject(before.id), before.email, changes=changes, about=about)
    try:
        desk.accounts.change(before, saved, event, witnesses)
    except AlreadyExists as taken:
        raise _taken(desk, taken) from None
    return saved
