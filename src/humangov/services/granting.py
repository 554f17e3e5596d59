"""What takes two administrators: one asks for it (services/accounts.py), and another one decides it here."""

from dataclasses import replace

from humangov.domain.accounts import Account, AccountStatus, Grant
from humangov.domain.errors import Conflict, Invalid
from humangov.domain.events import Change, EventKind
from humangov.domain.permissions import Permission, Principal
from humangov.services.accounts import (
    LINK,
    OWN_RECORD,
    Invited,
    must_be,
    save_account,
    spoken,
    with_invitation,
    without_password,
)
from humangov.services.desk import Desk
from humangov.services.own_records import own_record

NOT_BOTH = (
    "You asked for this, by this or another account, or it is your own account. "
    "Another administrator must approve it, or an operator."
)
LAPSED = "Who asked for this is no active administrator any more. Refuse it, and ask for it anew."
HELD = "One administrator made the account's last link since this was asked for. Refuse it, and ask for it anew."


def what_is_asked(desk: Desk, account: Account) -> tuple[Change, ...]:
    """What the account may do now, and with the grant that waits: what changes first. One not let in may do nothing."""
    desk.require(Permission.MANAGE_ACCOUNTS)
    if account.asked is None:
        return ()
    was, now = (("", "", "") if account.is_new else _may(desk, account)), _may(desk, granted(account, account.asked))
    # A limit or an own record may have been taken away alone, before the role was asked for.
    lines = [Change(*line) for line in zip(("role", "agencies", OWN_RECORD), was, now, strict=True)]
    lines += [Change(LINK, "", "a new one")] if account.asked.link else []
    return tuple(sorted(lines, key=lambda line: line.before == line.after))


def waits_for(principal: Principal, account: Account) -> bool:
    """Whether something is asked for the account that this administrator did not ask for, and is not their own."""
    grant = account.asked
    if grant is None or grant.by.is_same(principal) or account.id == principal.id:
        return False
    return not any(map(principal.owns, (account.employee_id, grant.employee_id)))


def _may(desk: Desk, account: Account) -> tuple[str, str, str]:
    number = own_record(desk, account).number if account.employee_id else ""
    return account.role.label, spoken(account.agencies), number


def _changed(lines: tuple[Change, ...]) -> tuple[Change, ...]:
    return tuple(line for line in lines if line.before != line.after)


def approve_grant(desk: Desk, account_id: str, version: int) -> Invited:
    """Approve what another administrator asks for the account that was seen; `secret` is "" where it makes no link.

    Both must still be administrators when it is saved. Raises NotFound, Conflict (current Account), Invalid (form).
    """
    desk.require(Permission.MANAGE_ACCOUNTS)
    before = desk.accounts.get(account_id)
    must_be(before, version)
    if before.asked is None:
        raise Conflict(before)
    grant, both = before.asked, _both(desk, before, before.asked)
    if before.may_be_held and not grant.link:
        raise Invalid({"form": HELD})
    after = granted(before, grant)
    invited = with_invitation(desk, without_password(after), grant) if grant.link else Invited(after)
    about = f"asked for by {grant.by.name}"
    kind, changes = EventKind.ACCOUNT_GRANT_APPROVED, _changed(what_is_asked(desk, before))
    return replace(invited, account=save_account(desk, before, invited.account, kind, changes, both, about))


def refuse_grant(desk: Desk, account_id: str, version: int) -> Account:
    """Refuse what is asked for an account, or take it back. One that was never let in is disabled.

    Raises NotFound, Conflict (current Account).
    """
    desk.require(Permission.MANAGE_ACCOUNTS)
    before = desk.accounts.get(account_id)
    must_be(before, version)
    if before.asked is None:
        raise Conflict(before)
    after = replace(before, asked=None, status=AccountStatus.DISABLED if before.is_new else before.status)
    about = f"asked for by {before.asked.by.name}"
    changes = _changed(what_is_asked(desk, before))
    return save_account(desk, before, after, EventKind.ACCOUNT_GRANT_REFUSED, changes, about=about)


def granted(account: Account, grant: Grant) -> Account:
    """The account with what is asked for it."""
    return replace(account, role=grant.role, agencies=grant.agencies, employee_id=grant.employee_id, asked=None)


def _both(desk: Desk, account: Account, grant: Grant) -> tuple[Account, ...]:
    """The accounts of who asks and who approves. An operator stands for both. Raises Invalid (form)."""
    if Permission.GRANT_ALONE in desk.principal.permissions:
        return ()
    both = tuple(desk.accounts.get(account_id) for account_id in (grant.by.id, desk.principal.id))
    persons = (account.employee_id, grant.employee_id, grant.by.person, both[0].employee_id)
    if desk.principal.id in {grant.by.id, account.id} or any(map(desk.principal.owns, persons)):
        raise Invalid({"form": NOT_BOTH})
    if not all(each.keeps_accounts for each in both):
        raise Invalid({"form": LAPSED})
    return both
