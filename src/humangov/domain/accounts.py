"""Accounts, sessions and invitations: who may sign in to a state, and for how long."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from humangov.domain.actions import By
from humangov.domain.permissions import GUARDED, ROLE_PERMISSIONS, Permission, Principal, Role
from humangov.domain.shortcuts import SHORTCUTS

INVITATION_LASTS = timedelta(hours=72)
# A session's last use is written at most this often: a write per request would cost more than it tells.
TOUCH_EVERY = timedelta(seconds=60)


class AccountStatus(StrEnum):
    """Whether the account can sign in."""

    INVITED = "invited"
    ACTIVE = "active"
    DISABLED = "disabled"

    @property
    def label(self) -> str:
        """The status as people say it."""
        return self.value.capitalize()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What one administrator asks for an account, and another one is to approve; with `link` a one-time link too.

    `code` is what whoever asks gives to the owner, who needs it beside the link that whoever approves gives them.
    """

    role: Role
    agencies: tuple[str, ...] = ()
    employee_id: str = ""
    link: bool = False
    code: str = ""
    by: By


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person who may sign in to one state.

    `agencies` are the codes of those that the account is limited to; empty means all. `epoch` goes up when all sessions
    are to end: a session of an older epoch is none. `invitation_sha256` is the digest of the one-time link's secret, ""
    when there is none open. `employee_id` is whose record is the owner's own, "" for none that is known: there they
    change nothing. `asked` waits for a second administrator. `link_by` says who made the last link, `link_code` is the
    code that it asks for and `link_code_by` who knows it; `vouched` is whether that took two. `search_key` and
    `help_key` are the owner's shortcuts, "" for one that is switched off. `version` counts saved changes.
    """

    id: str
    email: str
    name: str
    role: Role
    agencies: tuple[str, ...] = ()
    employee_id: str = ""
    status: AccountStatus = AccountStatus.INVITED
    password_hash: str = ""
    epoch: int = 1
    invitation_sha256: str = ""
    invitation_ends_at: datetime | None = None
    asked: Grant | None = None
    link_by: str = ""
    link_code: str = ""
    link_code_by: str = ""
    vouched: bool = False
    search_key: str = SHORTCUTS["search_key"][1]
    help_key: str = SHORTCUTS["help_key"][1]
    created_at: datetime
    version: int = 1

    @property
    def is_new(self) -> bool:
        """Whether its owner was never let in, nor given a link."""
        return self.status is AccountStatus.INVITED and not self.invitation_sha256

    @property
    def is_guarded(self) -> bool:
        """Whether its role has what no administrator hands out alone."""
        return bool(guarded(self.role))

    @property
    def keeps_accounts(self) -> bool:
        """Whether its owner is an active administrator."""
        return self.status is AccountStatus.ACTIVE and Permission.MANAGE_ACCOUNTS in ROLE_PERMISSIONS[self.role]

    @property
    def linked(self) -> str:
        """The employee of whom this is the one account, "" for none: what is disabled leaves the place to another."""
        return "" if self.status is AccountStatus.DISABLED else self.employee_id

    @property
    def may_be_held(self) -> bool:
        """Whether somebody who made its last link alone may hold it: what it is given takes a link that two make."""
        return not self.vouched and (not self.is_guarded or bool(self.invitation_sha256))

    @property
    def principal(self) -> Principal:
        """The account as the one who acts."""
        may = ROLE_PERMISSIONS[self.role]
        return Principal(self.id, self.name, self.email, self.role, may, self.agencies, self.employee_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One signed-in browser. `id` is the SHA-256 of its secret: the secret itself is only in the cookie."""

    id: str
    account_id: str
    epoch: int
    started_at: datetime
    seen_at: datetime
    address: str = ""

    def ends_at(self, idle: timedelta, absolute: timedelta) -> datetime:
        """When the session ends if nothing more is done (NIST SP 800-63B-4, section 2.2.3)."""
        return min(self.seen_at + idle, self.started_at + absolute)


def guarded(role: Role) -> frozenset[Permission]:
    """What a role has of that which no administrator hands out alone."""
    return GUARDED & ROLE_PERMISSIONS[role]


def takes_away(before: Account, after: Account) -> bool:
    """Whether an account thereby can do something guarded no more."""
    return not guarded(before.role) <= guarded(after.role)


def takes_two(before: Account | None, after: Account) -> bool:
    """Whether an account may thereby do something guarded that it could not (before None: anything), or elsewhere."""
    if before is None or not guarded(after.role) <= guarded(before.role):
        return after.is_guarded
    wider = before.agencies and not (after.agencies and set(after.agencies) <= set(before.agencies))
    other = before.employee_id not in {"", after.employee_id}
    return after.is_guarded and (bool(wider) or other)
