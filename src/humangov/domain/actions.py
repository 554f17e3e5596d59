"""Personnel actions: the entries of a person's ledger, from the first draft to what stands in the record.

An action is true in the world from its effective day on, and known to the state from the instant at which it was
recorded. What is recorded is never edited: 001 cancels another action and 002 stands in its place.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from humangov.domain.codes import CORRECTION
from humangov.domain.employees import Employee, likeness_of
from humangov.domain.permissions import Principal
from humangov.domain.text import LONG_TEXT, REASON_TEXT, text_problem


class ActionStatus(StrEnum):
    """How far an action has come."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PROCESSED = "processed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The status as people say it."""
        return "Waiting for approval" if self is ActionStatus.SUBMITTED else self.value.capitalize()

    @property
    def is_open(self) -> bool:
        """Whether somebody is still to do something about it."""
        return self in {ActionStatus.DRAFT, ActionStatus.SUBMITTED, ActionStatus.RETURNED}

    @property
    def is_changeable(self) -> bool:
        """Whether what is asked for can still be changed."""
        return self in {ActionStatus.DRAFT, ActionStatus.RETURNED}


@dataclass(frozen=True, slots=True)
class By:
    """Who did a step, and when (UTC). `person` is the employee whom the account was linked to then, "" for none."""

    id: str
    name: str
    at: datetime
    person: str = ""

    def is_same(self, principal: Principal) -> bool:
        """Whether it was this principal: the account, or another account of the same person."""
        return self.id == principal.id or principal.owns(self.person)


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One entry of a person's ledger. One with an empty code is a direct edit of facts that are no acts.

    `nature` is the code whose effect it has: its own, but that of the corrected action for a 002 and "" for a 001.
    `sequence` orders the actions of one effective day, from 1. `changes` are the new values of the record's fields; the
    person's first appointment (`first`) has all of them, and a 002 those of the action in whose place it stands.
    `cancels`, `corrects`, `cancelled_by` and `corrected_by` are ids of other actions, `mass` that of the mass action of
    which it is a part. `exception` says why a pay is outside of its position's range, `decision` why it was returned,
    rejected or withdrawn. `recorded` is who had it entered into the record, None while it is not. `requested` is who
    asked for it as it now is, `hands` whoever else asked for, changed or submitted it before.
    """

    id: str
    employee_id: str
    code: str
    title: str
    nature: str
    effective: date
    sequence: int = 0
    first: bool = False
    changes: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    authority: str = ""
    remarks: str = ""
    exception: str = ""
    status: ActionStatus = ActionStatus.DRAFT
    requested: By
    hands: tuple[By, ...] = ()
    approved: By | None = None
    recorded: By | None = None
    decision: str = ""
    cancels: str = ""
    corrects: str = ""
    cancelled_by: str = ""
    corrected_by: str = ""
    mass: str = ""
    version: int = 1

    @property
    def label(self) -> str:
        """The action as people say it: "702 Promotion", "002 Correction of 702 Promotion"."""
        return f"{self.code} {self.title}".strip()

    @property
    def is_edit(self) -> bool:
        """Whether it is a direct edit of facts, not an act."""
        return not self.code

    @property
    def makes_person(self) -> bool:
        """Whether it is the appointment that makes somebody an employee, and not a correction of it."""
        return self.first and not self.corrects

    def is_work_of(self, principal: Principal) -> bool:
        """Whether this person asked for, changed or submitted any version of it: they cannot approve it."""
        return any(by.is_same(principal) for by in (self.requested, *self.hands))

    @property
    def seconded(self) -> By | None:
        """Who approved what somebody else asked for; None where nobody else was needed."""
        return self.approved if self.approved and self.approved.id != self.requested.id else None

    @property
    def stands(self) -> bool:
        """Whether it is processed and neither cancelled nor corrected, as far as is known today."""
        undone = self.cancelled_by or self.corrected_by or self.cancels
        return self.status is ActionStatus.PROCESSED and not undone

    @property
    def recorded_at(self) -> datetime:
        """When it was recorded. Only for a processed one."""
        if self.recorded is None:
            raise ValueError(self.status)
        return self.recorded.at


def other_hands(now: By, *before: By) -> tuple[By, ...]:
    """Who did something before and is not who does it now: each once, and again where linked to another person."""
    known = {(now.id, now.person), (now.id, "")}
    return tuple({key: by for by in before if (key := (by.id, by.person)) not in known}.values())


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open request as a line of the queue: whose, what, since when, and who asks for it.

    `hands` are the ids of the accounts that had a hand in it before, `persons` those of the employees
    to whom its hands are linked.
    """

    action_id: str
    employee_id: str
    number: str
    name: str
    agency: str
    code: str
    title: str
    effective: date
    status: ActionStatus
    requested_by: str
    requested_by_id: str
    requested_at: datetime
    hands: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()

    def is_for(self, approver: Principal) -> bool:
        """Whether it waits to be approved, and this person had no hand in it, nor is it about them."""
        had = approver.id in {self.requested_by_id, *self.hands} or any(map(approver.owns, self.persons))
        return self.status is ActionStatus.SUBMITTED and not (had or approver.owns(self.employee_id))


def waiting_line(action: Action, person: Employee) -> Waiting:
    """The line of a request in the queue."""
    return Waiting(
        action.id,
        action.employee_id,
        person.number,
        person.list_name,
        person.agency,
        action.code,
        action.title,
        action.effective,
        action.status,
        action.requested.name,
        action.requested.id,
        action.requested.at,
        tuple(by.id for by in action.hands),
        tuple(sorted({by.person for by in (action.requested, *action.hands) if by.person})),
    )


def marks_of(action: Action) -> frozenset[str]:
    """By what the appointment of somebody new is known to be another one's: name and birth date, number, e-mail."""
    said = action.changes
    if not action.makes_person:
        return frozenset()
    own = {f"{name} {said[name].casefold()}" for name in ("number", "email") if said.get(name)}
    if birth := said.get("birth_date"):
        own.add(likeness_of(said.get("first_name", ""), said.get("last_name", ""), birth))
    return frozenset(own)


def seat_of(action: Action) -> frozenset[str]:
    """By what a request is known to be for a position for which another one may be: the position that it sets."""
    position = action.changes.get("position")
    return frozenset({f"position {position.casefold()}"} if position else ())


def found_by(action: Action) -> frozenset[str]:
    """The marks by which others find an open request; none of a draft, which is its writer's alone."""
    asked = action.status in {ActionStatus.SUBMITTED, ActionStatus.RETURNED}
    return marks_of(action) | seat_of(action) if asked else frozenset()


def text_problems(action: Action) -> dict[str, str]:
    """What is wrong with an action's texts: field name to what to do about it."""
    limits = {"reason": REASON_TEXT, "authority": REASON_TEXT, "remarks": LONG_TEXT, "exception": REASON_TEXT}
    found = {name: text_problem(getattr(action, name), most) for name, most in limits.items()}
    if not action.reason and not action.is_edit:
        found["reason"] = "Enter the reason."
    return {name: text for name, text in found.items() if text}


def next_sequence(actions: Iterable[Action], effective: date) -> int:
    """The place behind all actions of that day."""
    return 1 + max((a.sequence for a in actions if a.effective == effective), default=0)


def cancellation_title(target: Action) -> str:
    """The title of the 001 of an action."""
    return f"Cancellation of {target.label}"


def correction_title(target: Action) -> str:
    """The title of the 002 of an action: a correction of a correction names the act that both are about."""
    about = target.title.removeprefix("Correction of ") if target.code == CORRECTION else target.label
    return f"Correction of {about}"
