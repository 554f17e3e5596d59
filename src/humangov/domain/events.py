"""Audit events: who did or saw what, to which record, when and from where."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from humangov.domain.forms import Sent


class EventKind(StrEnum):
    """What happened. The part before the dot names the kind of record."""

    EMPLOYEE_APPOINTED = "employee.appointed"
    EMPLOYEE_CHANGED = "employee.changed"
    EMPLOYEE_LEDGER_OPENED = "employee.ledger_opened"
    EMPLOYEE_VIEWED = "employee.viewed"
    ACTION_DRAFTED = "action.drafted"
    ACTION_SUBMITTED = "action.submitted"
    ACTION_RETURNED = "action.returned"
    ACTION_REJECTED = "action.rejected"
    ACTION_WITHDRAWN = "action.withdrawn"
    ACTION_RECORDED = "action.recorded"
    ACTION_TOOK_EFFECT = "action.took_effect"
    MASS_ACTION_STARTED = "mass_action.started"
    MASS_ACTION_PREPARED = "mass_action.prepared"
    MASS_ACTION_SUBMITTED = "mass_action.submitted"
    MASS_ACTION_APPROVED = "mass_action.approved"
    MASS_ACTION_TURNED = "mass_action.turned"
    MASS_ACTION_REJECTED = "mass_action.rejected"
    MASS_ACTION_WITHDRAWN = "mass_action.withdrawn"
    MASS_ACTION_STOPPED = "mass_action.stopped"
    MASS_ACTION_FINISHED = "mass_action.finished"
    MASS_ACTION_VIEWED = "mass_action.viewed"
    DOCUMENT_ADDED = "document.added"
    DOCUMENT_REPLACED = "document.replaced"
    DOCUMENT_WITHDRAWN = "document.withdrawn"
    DOCUMENT_VIEWED = "document.viewed"
    DOCUMENT_DOWNLOADED = "document.downloaded"
    HISTORY_VIEWED = "history.viewed"
    ACCOUNT_INVITED = "account.invited"
    ACCOUNT_CHANGED = "account.changed"
    ACCOUNT_DISABLED = "account.disabled"
    ACCOUNT_ENABLED = "account.enabled"
    ACCOUNT_GRANT_ASKED = "account.grant_asked"
    ACCOUNT_GRANT_APPROVED = "account.grant_approved"
    ACCOUNT_GRANT_REFUSED = "account.grant_refused"
    ACCOUNT_PASSWORD_SET = "account.password_set"  # noqa: S105 the name of an event, not a password
    ACCOUNT_SIGNED_IN = "account.signed_in"
    ACCOUNT_SIGN_IN_REFUSED = "account.sign_in_refused"
    ACCOUNT_SIGNED_OUT = "account.signed_out"
    AGENCIES_CHANGED = "settings.agencies_changed"
    POSITION_CREATED = "position.created"
    POSITION_CHANGED = "position.changed"
    AUDIT_VIEWED = "audit.viewed"
    CODES_CHANGED = "settings.codes_changed"
    STATE_EXPORTED = "state.exported"
    STATE_IMPORTED = "state.imported"

    @property
    def label(self) -> str:
        """The event as a sentence names it: "Employee viewed"."""
        record, what = self.value.split(".")
        return f"{record.replace('_', ' ').capitalize()} {what.replace('_', ' ')}"

    @property
    def is_view(self) -> bool:
        """Whether somebody only looked."""
        return self.value.endswith((".viewed", ".downloaded", ".exported"))

    @property
    def is_record_change(self) -> bool:
        """Whether an employee's record or document, or a setting, came to be different."""
        return not self.is_view and not self.value.startswith("account.") and self not in _NO_CHANGES


# A draft is nothing yet, and a ledger is opened with what is on file already.
_NO_CHANGES = frozenset({EventKind.ACTION_DRAFTED, EventKind.EMPLOYEE_LEDGER_OPENED})


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after, as people read it; empty where there was nothing."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of the audit log. It is written once and never changed.

    `id` is a ULID, so that events sort by time. `subject` is `employee:<id>`, `account:<id>` or a topic;
    `subject_label` says it to people as it was then (number and name), and `agency` where an employee then worked.
    `about` narrows it, for example to a document's title. `sent` is no part of the line: it is the form by
    which it came about, saved in the same transaction.
    """

    id: str
    at: datetime
    kind: EventKind
    actor_id: str
    actor_name: str
    subject: str
    subject_label: str
    agency: str = ""
    about: str = ""
    about_id: str = ""
    act: str = ""
    effective: str = ""
    reason: str = ""
    changes: tuple[Change, ...] = ()
    address: str = ""
    request_id: str = ""
    sent: Sent | None = None


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events: of a subject, an actor, some kinds, employees of some agencies, and of a span of time (UTC).

    `views` True asks for looks only, False for record changes only (`is_record_change`; of a subject: all but looks).
    """

    subject: str = ""
    actor_id: str = ""
    kinds: frozenset[EventKind] = frozenset()
    views: bool | None = None
    since: datetime | None = None
    until: datetime | None = None
    agencies: tuple[str, ...] = ()
