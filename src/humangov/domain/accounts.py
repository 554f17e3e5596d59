"""Accounts, sessions and invitations: who may sign in to a state, and for how long."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from humangov.domain.permissions import ROLE_PERMISSIONS, Principal, Role

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
class Account:
    """A person who may sign in to one state.

    `agencies` are the codes of those that the account is limited to; empty means all. `epoch` goes up when all sessions
    are to end: a session of an older epoch is none. `invitation_sha256` is the digest of the one-time link's secret, ""
    when there is none open. `employee_id` is whose record is the owner's own, "" for none that is known: there they
    change nothing. `version` counts saved changes.
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
    created_at: datetime
    version: int = 1

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
