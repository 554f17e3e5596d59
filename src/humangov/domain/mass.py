"""Mass actions: one personnel action for everybody of a selection, by a rule that says what it makes of each record."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from ulid import ULID

from humangov.domain.actions import By
from humangov.domain.codes import ActionCode, allowed_from, status_after
from humangov.domain.employees import EmploymentType, PayBasis, Status
from humangov.domain.events import Change
from humangov.domain.permissions import Principal

# A raise or cut of more than half is taken for a slip of the keyboard.
MOST_PERCENT_HUNDREDTHS = 50_00
MOST_AMOUNT_CENTS = {PayBasis.ANNUAL: 200_000_00, PayBasis.HOURLY: 100_00}
# What can be set for many at once: names are a person's own, and a position seats few.
SETTABLE = frozenset({"agency", "department", "title", "job_class", "employment_type"})
EMPLOYED = (Status.ACTIVE, Status.LEAVE, Status.SUSPENDED)
NOT_IN_SELECTION = "Not in the selection any more."


class MassStatus(StrEnum):
    """How far a mass action has come."""

    PREPARING = "preparing"
    READY = "ready"
    SUBMITTED = "submitted"
    CHECKING = "checking"
    RUNNING = "running"
    STOPPING = "stopping"
    DONE = "done"
    STOPPED = "stopped"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The status as people say it."""
        return _STATUSES.get(self, self.value.capitalize())

    @property
    def is_open(self) -> bool:
        """Whether somebody or something is still to act on it."""
        return self not in {MassStatus.DONE, MassStatus.STOPPED, MassStatus.REJECTED, MassStatus.WITHDRAWN}

    @property
    def is_working(self) -> bool:
        """Whether it goes on by itself, step by step."""
        return self in {MassStatus.PREPARING, MassStatus.CHECKING, MassStatus.RUNNING, MassStatus.STOPPING}


_STATUSES = {
    MassStatus.READY: "Preview ready",
    MassStatus.SUBMITTED: "Waiting for approval",
    MassStatus.CHECKING: "Being checked",
    MassStatus.RUNNING: "Being recorded",
    MassStatus.STOPPING: "Being stopped",
}


class Result(StrEnum):
    """What became of one person of a mass action."""

    PENDING = "pending"
    DONE = "done"
    CHANGED = "changed"
    SKIPPED = "skipped"
    FAILED = "failed"

    @property
    def label(self) -> str:
        """The result as people say it."""
        return _RESULTS[self]


_RESULTS = {
    Result.PENDING: "To be recorded",
    Result.DONE: "Recorded",
    Result.CHANGED: "Changed since the preview",
    Result.SKIPPED: "Skipped",
    Result.FAILED: "Not possible",
}
# Whose lists a mass action keeps beside that of all (None).
LISTED = (None, Result.CHANGED, Result.SKIPPED, Result.FAILED)
# So many people are saved in one transaction, which takes 100 items: two for each, and four around them; three for who
# changed since the preview.
MOST_PEOPLE, MOST_TURNED = 48, 32


class RuleKind(StrEnum):
    """What a mass action makes of a record: more or less pay, other values, or only what its code does by itself."""

    PERCENT = "percent"
    AMOUNT = "amount"
    VALUES = "values"
    STATUS = "status"

    @property
    def label(self) -> str:
        """The rule as a choice in a form."""
        return _RULES[self]


_RULES = {
    RuleKind.PERCENT: "Raise the pay by a percentage",
    RuleKind.AMOUNT: "Raise the pay by an amount",
    RuleKind.VALUES: "Set new values",
    RuleKind.STATUS: "Only what the code does by itself, such as a furlough",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Whom it is for, as they stand on its effective day. What is empty lets everybody pass; `title` is a part of it.

    `statuses` is never empty in a mass action.
    """

    agency: str = ""
    department: str = ""
    job_class: str = ""
    title: str = ""
    employment_types: tuple[EmploymentType, ...] = ()
    statuses: tuple[Status, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What it makes of a record. A percentage is in hundredths of a percent, an amount in cents for its `basis`."""

    kind: RuleKind
    percent_hundredths: int = 0
    amount_cents: int = 0
    basis: PayBasis = PayBasis.ANNUAL
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MassAction:
    """One action for a selection. What is asked for never changes once it was started.

    `agencies` are those to which whoever asks is limited, none where it is all: nobody of another one is touched.
    `looked_at` counts who was looked at for the preview, `chosen` those of the selection, and the others what became
    of these. `yearly_cents` is what it adds to the pay of a year. `position` is where the work goes on, "" for the
    start; `holder` works at it until `held_until`. `hands` is whoever else submitted it, `left_out` the own records of
    all who had a hand in it (that of who approves counts for as long as the approval stands). `decision` says why it
    was rejected, withdrawn or stopped. Once it is approved everybody is looked at again: `checked` counts them,
    `turned` those for whom it would be something else by now, and `preview` the previews that were made so: an approval
    is of one of them.
    """

    id: str
    code: str
    title: str
    effective: date
    reason: str
    authority: str = ""
    remarks: str = ""
    exception: str = ""
    selection: Selection
    rule: Rule
    status: MassStatus = MassStatus.PREPARING
    requested: By
    hands: tuple[By, ...] = ()
    agencies: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    approved: By | None = None
    stopped: By | None = None
    decision: str = ""
    looked_at: int = 0
    chosen: int = 0
    done: int = 0
    changed: int = 0
    skipped: int = 0
    failed: int = 0
    yearly_cents: int = 0
    checked: int = 0
    turned: int = 0
    preview: int = 1
    position: str = ""
    holder: str = ""
    held_until: datetime | None = None
    ended_at: datetime | None = None
    version: int = 1

    @property
    def label(self) -> str:
        """The mass action as people say it: "894 General adjustment"."""
        return f"{self.code} {self.title}".strip()

    def is_work_of(self, principal: Principal) -> bool:
        """Whether this person asked for or submitted it: they cannot approve it."""
        return any(by.is_same(principal) for by in (self.requested, *self.hands))

    def leaves_out(self, employee_id: str) -> bool:
        """Whether this is the own record of somebody who had a hand in it, or whose approval stands."""
        return employee_id in self.left_out or (self.approved is not None and self.approved.person == employee_id)

    @property
    def reach(self) -> tuple[str, ...]:
        """The agencies whose people it can be about; empty means all."""
        return (self.selection.agency,) if self.selection.agency else self.agencies

    @property
    def pending(self) -> int:
        """How many are still to be recorded."""
        return self.chosen - self.done - self.changed - self.skipped - self.failed

    @property
    def not_as_shown(self) -> int:
        """How many changed since the preview: those who are to be recorded otherwise, once it came back, as well."""
        return max(self.changed, self.turned if self.status is MassStatus.SUBMITTED else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class MassPerson:
    """One person of a mass action: what changes, in words, and what became of it; `why` says why it did not.

    `later` are the person's later actions, and what each would do then. Of who changed since the preview all this is as
    it would be now, and `seen` says what was shown.
    """

    employee_id: str
    number: str
    name: str
    sort_name: str
    changes: tuple[Change, ...] = ()
    result: Result = Result.PENDING
    why: str = ""
    yearly_cents: int = 0
    later: tuple[str, ...] = ()
    seen: str = ""

    @property
    def effect(self) -> tuple[tuple[Change, ...], tuple[str, ...]]:
        """All that an approval of it is about."""
        return self.changes, self.later

    @property
    def lists(self) -> frozenset[Result]:
        """The lists in which the person stands, beside that of all."""
        own = frozenset({self.result}) & frozenset(filter(None, LISTED))
        return own | {Result.CHANGED} if self.seen else own


def action_id_of(mass_id: str, employee_id: str) -> str:
    """The id of a person's action, a ULID: always the same one, so that nobody has it twice."""
    chance = hashlib.sha256(f"{mass_id} {employee_id}".encode()).digest()[:10]
    return str(ULID.from_bytes(ULID.from_str(mass_id).bytes[:6] + chance))


def usable(codes: Iterable[ActionCode]) -> tuple[ActionCode, ...]:
    """The codes that can befall many at once: no appointments, and none that only changes names."""
    return tuple(code for code in codes if code.active and not code.appoints and kinds_for(code))


def kinds_for(code: ActionCode) -> tuple[RuleKind, ...]:
    """The rules that a code allows."""
    fields = set(code.fields)
    pay = (RuleKind.PERCENT, RuleKind.AMOUNT) if "pay_cents" in fields else ()
    values = (RuleKind.VALUES,) if fields & SETTABLE else ()
    status = (RuleKind.STATUS,) if status_after(code.code) and not code.appoints else ()
    return (*pay, *values, *status)


def default_statuses(code: str) -> tuple[Status, ...]:
    """Whom a code can befall, of those who are employed."""
    return tuple(status for status in EMPLOYED if status in allowed_from(code))
