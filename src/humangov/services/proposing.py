"""From what a person asks for to an action: built, checked against the career, and shown before anything is saved."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from humangov.domain.actions import (
    Action,
    ActionStatus,
    cancellation_title,
    correction_title,
    next_sequence,
)
from humangov.domain.career import pay_moved
from humangov.domain.codes import CANCELLATION, CORRECTION, JOB, NAMES, PAY, ActionCode, status_after
from humangov.domain.effects import Told, effect_lines, told
from humangov.domain.employees import BOOKKEEPING, LABELS, Employee, Status, in_sentence
from humangov.domain.errors import AlreadyExists, Invalid, NotFound
from humangov.domain.events import Change
from humangov.domain.organization import Overview
from humangov.domain.positions import Position, seated
from humangov.domain.proposals import NEEDED, Preview, preview, with_action
from humangov.domain.seats import changed_numbers, incumbencies, sat_otherwise, seating_problems
from humangov.domain.shown import Line, Shown
from humangov.domain.text import tidy, tidy_lines
from humangov.domain.wording import spoken
from humangov.services.desk import Desk
from humangov.services.folders import Entry, Folder

_DERIVED = frozenset({"hire_date", "status", "status_since", "separation_reason", "former_names"})
# What the first appointment of a person sets: all that the record holds.
OF_A_NEW_PERSON = frozenset(f.name for f in fields(Employee)) - BOOKKEEPING - _DERIVED


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a person asks for: a code, since when, and the new values. `target` is what a 001 or 002 is about."""

    code: str
    effective: date | None
    changes: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    authority: str = ""
    remarks: str = ""
    exception: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A proposal as an action of a career (`folder` None: of a new person), and the code that governs it."""

    action: Action
    code: ActionCode
    folder: Folder | None
    overview: Overview

    @property
    def actions(self) -> tuple[Action, ...]:
        """All processed actions of the person."""
        return self.folder.actions if self.folder else ()

    @property
    def person(self) -> Employee:
        """Whom it is about: as they are today, or what a new person's appointment says so far."""
        if self.folder:
            return self.folder.employee
        day, at = self.action.effective, self.action.requested.at
        said = {"birth_date": day, "agency": "", "department": "", "title": "", "pay_cents": 0, **self.action.changes}
        made = {
            "id": self.action.employee_id,
            "hire_date": day,
            "status_since": day,
            "created_at": at,
            "updated_at": at,
        }
        return Employee(**{**said, **made})

    @property
    def fields(self) -> frozenset[str]:
        """The fields of a record on file that the action may change."""
        if self.action.cancels or self.action.makes_person:
            return frozenset()
        target = next((a for a in self.actions if a.id == self.action.corrects), None)
        return fields_of_correction(self.code, target) if target else fields_of(self.code, first=False)

    @property
    def asked(self) -> tuple[Change, ...]:
        """What the action sets, in words, whatever that would do to the record."""
        person = replace(self.person, **self.action.changes)
        names = (name for name in LABELS if self.action.changes.get(name))
        return tuple(Change(name, "", spoken(name, getattr(person, name), person, self.overview)) for name in names)

    def told(self, preview: Preview) -> Told:
        """What the action would do, in words."""
        return told(self.action, preview, self.overview, self.fields)

    def shown(self, preview: Preview, *more: Line) -> Shown:
        """What whoever decides about it is shown; `more` is what else they are told."""
        version = self.folder.employee.version if self.folder else 0
        return Shown(version, (*effect_lines(self.action, self.told(preview)), *more))

    @property
    def needs_second_person(self) -> bool:
        """Whether somebody other than who asks must approve it: by its code, or by what it does to pay on any day."""
        if self.code.needs_second_person:
            return True
        done = replace(self.action, status=ActionStatus.PROCESSED, recorded=self.action.requested)
        return not pay_moved(self.actions, with_action(self.actions, done)) <= self.code.done_alone


def fields_of(case_code: ActionCode, *, first: bool) -> frozenset[str]:
    """The fields that an action of this code may change."""
    return OF_A_NEW_PERSON if first else frozenset(case_code.fields)


def fields_of_correction(code: ActionCode, target: Action) -> frozenset[str]:
    """The fields that a 002 of an action may change."""
    if target.first:
        return NAMES | JOB | PAY
    said = {"separation_reason"} if status_after(target.nature) is Status.SEPARATED else ()
    return frozenset({*code.fields, *said})


def build(
    desk: Desk,
    folder: Folder | None,
    proposal: Proposal,
    token: str,
    employee_id: str,
    known: Overview | None = None,
) -> Case:
    """The action that a proposal means, as a draft by this principal.

    Raises NotFound (no such code or target), Invalid (effective, or a field that the code may not change or that
    cannot be without a value). The organization is read, unless it is `known`.
    """
    overview = known or desk.organization.overview()
    bare = Action(
        id=token,
        employee_id=employee_id,
        code=proposal.code,
        title="",
        nature=proposal.code,
        effective=proposal.effective or date.min,
        reason=tidy(proposal.reason),
        authority=tidy(proposal.authority),
        remarks=tidy_lines(proposal.remarks),
        exception=tidy(proposal.exception),
        requested=desk.by(),
    )
    if proposal.code in {CANCELLATION, CORRECTION}:
        return _about_another(bare, folder, proposal, overview)
    if proposal.effective is None:
        raise Invalid({"effective": "Enter the date on which it takes effect."})
    return _of_its_own(bare, folder, proposal, overview)


def _of_its_own(bare: Action, folder: Folder | None, proposal: Proposal, overview: Overview) -> Case:
    code = overview.code(proposal.code)
    if not code.active or (folder is None) > code.appoints:
        raise NotFound
    first = folder is None
    changes = _checked(proposal.changes, fields_of(code, first=first))
    action = replace(bare, title=code.title, first=first)
    if folder is None:
        if missing := [name for name in NEEDED if changes.get(name) in (None, "")]:
            raise Invalid({name: f"Enter the {in_sentence(name)}." for name in missing})
        return Case(replace(action, sequence=1, changes={"number": "", **changes}), code, None, overview)
    # What is asked for is part of the action though it is so on that day already: what lies before may be corrected.
    sequence = next_sequence(folder.actions, action.effective)
    return Case(replace(action, sequence=sequence, changes=changes), code, folder, overview)


def _about_another(bare: Action, folder: Folder | None, proposal: Proposal, overview: Overview) -> Case:
    """A 001 or 002: its code is that of the action that it is about."""
    target = next((a for a in folder.actions if a.id == proposal.target), None) if folder else None
    if folder is None or target is None or target.is_edit:
        raise NotFound
    code = code_of(overview, target)
    if proposal.code == CANCELLATION:
        title = cancellation_title(target)
        about = {"effective": target.effective, "nature": "", "cancels": target.id}
        sequence = next_sequence(folder.actions, target.effective)
        return Case(replace(bare, title=title, sequence=sequence, **about), code, folder, overview)  # type: ignore[arg-type] # names of Action's fields
    changes = {**target.changes, **_checked(proposal.changes, fields_of_correction(code, target))}
    effective = proposal.effective or target.effective
    sequence = target.sequence if effective == target.effective else next_sequence(folder.actions, effective)
    stands = replace(bare, nature=target.nature, first=target.first, corrects=target.id, changes=changes)
    action = replace(stands, title=correction_title(target), effective=effective, sequence=sequence)
    return Case(action, code, folder, overview)


def code_of(overview: Overview, action: Action) -> ActionCode:
    """The code that governs an action: one of before the ledger is in no list."""
    unlisted = ActionCode(code=action.nature, title=action.title)
    return next((code for code in overview.codes if code.code == action.nature), unlisted)


def _checked(changes: Mapping[str, Any], allowed: frozenset[str]) -> dict[str, Any]:
    """The new values with their texts tidied. Raises Invalid: an alien field, or one that cannot be without a value."""
    if alien := set(changes) - allowed:
        raise Invalid(dict.fromkeys(alien, "This action cannot change this field."))
    if missing := [name for name, value in changes.items() if value is None]:
        raise Invalid({name: f"Enter the {in_sentence(name)}." for name in missing})
    return {name: tidy(value) if type(value) is str else value for name, value in changes.items()}


def judged(desk: Desk, case: Case) -> Preview:
    """What the action would do if it were recorded now. Raises Invalid, with every rule that it breaks."""
    if case.folder and any(
        document.id == case.action.id and not document.is_sealed for document in case.folder.documents
    ):
        # The place of its notice: what a person filed there would be taken for one.
        raise Invalid({"form": "This form was used to file a document. Open a new form."})
    now = desk.by()
    action = replace(case.action, status=ActionStatus.PROCESSED, recorded=now)
    if action.first and not action.changes["number"]:
        # Issued when it is recorded: asking for one costs a number.
        action = replace(action, changes={**action.changes, "number": "1"})
    return preview(case.actions, action, case.overview.agencies, desk.today())


def examined(desk: Desk, case: Case) -> Preview:
    """The same, whether a new person's number and e-mail are free, and whether there is room in the position.

    Raises Invalid, and AlreadyExists.
    """
    seen = judged(desk, case)
    for name, owner in desk.employees.taken(case.person).items() if case.folder is None else ():
        raise AlreadyExists(name, owner)
    before = case.folder.employee if case.folder else None
    after = seen.step.after if seen.step else case.person
    seats_of(desk, Entry(before=before, after=after, was=case.actions, ledger=seen.ledger, day=desk.today()), seen)
    return seen


def seats_of(desk: Desk, entry: Entry, seen: Preview | None) -> tuple[tuple[Position, Position], ...]:
    """The positions in which the person comes to sit, or no longer sits, before and after.

    One read where there are any. Raises Invalid (position, fte_hundredths, effective, target, exception) where the
    action seats somebody for whom there is no room, or pays them what the position does not.
    """
    was, now = incumbencies(entry.was, entry.before), incumbencies(entry.ledger, entry.after)
    changed = changed_numbers(was, now)
    after = seen.step.after if seen and seen.step else None
    touched = {*changed, *((after.position,) if after and after.position else ())}
    positions = desk.positions.many(touched) if touched else {}
    moved = {n: now.get(n, ()) for n in changed if sat_otherwise(was.get(n, ()), now.get(n, ()))}
    reached = {n: p for n, p in positions.items() if n in was or p.is_ever_in(desk.principal.agencies)}
    if seen and (wrong := seating_problems(seen.action, after, moved, reached)):
        raise Invalid(wrong)
    return tuple(
        (positions[n], seated(positions[n], entry.after.id, now.get(n, ()))) for n in changed if n in positions
    )
