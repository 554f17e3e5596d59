"""One person of a mass action: what it would do to them, and doing it by the same way as any other action."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from humangov.domain.career import record_as_of
from humangov.domain.codes import status_after
from humangov.domain.effects import later_words
from humangov.domain.employees import Employee, Row, Status
from humangov.domain.errors import Conflict, Invalid, NotFound, Unavailable, WrongState
from humangov.domain.mass import (
    NOT_IN_SELECTION,
    MassAction,
    MassPerson,
    Result,
    action_id_of,
)
from humangov.domain.mass_effects import changes_for, is_chosen, yearly
from humangov.domain.organization import Overview
from humangov.domain.permissions import Permission, Principal
from humangov.domain.proposals import Preview
from humangov.domain.text import fold
from humangov.domain.troubles import places_of
from humangov.domain.wording import changes_between, changes_text
from humangov.services.desk import Desk, Origin
from humangov.services.folders import Folder
from humangov.services.proposing import Case, Proposal, build, examined, judged
from humangov.services.recording import enter, is_recorded, settled

logger = logging.getLogger("humangov.chores")
# A record that somebody else changed between reading and saving is read again.
TRIES = 5
NOT_EMPLOYED = "Not employed on the effective day."
CHANGED_BESIDE = "Somebody else changes the record again and again. Record the action by hand."
OWN = "Had a hand in this mass action. Somebody else records the action for them."
NO_CODE = "The code is not in use any more."
TURNED = "Not recorded: it would be something else than was approved. Look again, and start another one for them."


FAULT = "A fault of HumanGov’s own. Ask who runs it to mend it, and record the action by hand."
P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Job:
    """One step of a mass action: who does it, on what, and what the organization is; `worker` sees all of the state."""

    desk: Desk
    worker: Desk
    mass: MassAction
    overview: Overview


def previewed(job: Job, row: Row) -> MassPerson | None:
    """What it would do to a person; None for one who is not of the selection. A fault is this person's alone."""
    person = MassPerson(employee_id=row.id, number=row.number, name=row.name, sort_name=fold(row.name))
    return _apart(job, person, lambda: _previewed(job, row.id))


def _previewed(job: Job, employee_id: str) -> MassPerson | None:
    try:
        folder = settled(job.desk, job.desk.employees.career(employee_id))
    except NotFound:
        # In an agency by now that whoever asks does not reach.
        return None
    record = record_as_of(folder.actions, job.mass.effective)
    if record is None or not (_is_reached(job, folder) and is_chosen(job.mass.selection, record)):
        return None
    return _told(job, folder, record, lambda case, shown: _with_later(case, examined(job.desk, case), shown))


def _with_later(case: Case, preview: Preview, shown: MassPerson) -> MassPerson:
    return replace(shown, later=later_words(case.told(preview).later))


def looked_at_again(job: Job, person: MassPerson) -> MassPerson | None:
    """Somebody to be recorded, as it would be now, if that is something else than was shown; None: the same.

    The own record of whoever is known by now to have had a hand in it is skipped, and no reason to decide anew; that of
    who approves is left out by the run, if the approval stands until then.
    """
    if person.employee_id in job.mass.left_out:
        return replace(person, result=Result.SKIPPED, why=OWN, changes=(), later=(), yearly_cents=0)
    if job.mass.leaves_out(person.employee_id):
        return None
    gone = replace(person, result=Result.SKIPPED, why=NOT_IN_SELECTION, changes=(), later=())
    now = _apart(job, person, lambda: _previewed(job, person.employee_id)) or gone
    if now.result is Result.PENDING and now.effect == person.effect:
        return None
    result, cents = (now.result, now.yearly_cents) if now.result is Result.PENDING else (Result.CHANGED, 0)
    return replace(now, sort_name=person.sort_name, seen=_said(person), result=result, yearly_cents=cents)


def _said(person: MassPerson) -> str:
    """What was shown of somebody, in one line."""
    return "; ".join((changes_text(person.changes), *person.later))


def job_of(mass: MassAction, desk: Desk) -> Job:
    """A step at the desk of whoever approved it, or is yet to have it approved, and for nothing but this.

    It reaches no further than whoever asked, whoever's process does the work.
    """
    by = mass.approved or desk.by()
    permissions = frozenset({Permission.CHANGE_RECORDS, Permission.APPROVE_ACTIONS})
    principal = Principal(by.id, by.name, "", None, permissions, mass.agencies)
    acting = replace(desk, principal=principal, origin=Origin("", mass.id))
    return Job(acting, desk, mass, acting.organization.overview())


def with_own(left_out: tuple[str, ...], desk: Desk) -> tuple[str, ...]:
    """Those to be left out, and the own record of whoever asks or submits."""
    return tuple(dict.fromkeys((*left_out, *filter(None, (desk.principal.employee_id,)))))


def recorded(job: Job, person: MassPerson) -> MassPerson:
    """The person with what came of it. What was recorded before an answer got lost is done. A fault is theirs alone."""
    return _apart(job, person, lambda: _recorded(job, person))


def _apart(job: Job, person: MassPerson, do: Callable[[], P]) -> P | MassPerson:
    """One of many: a fault of ours keeps nobody else waiting, and is told with the person and to the operator."""
    try:
        return do()
    except (Conflict, Unavailable, WrongState):
        raise
    except Exception as error:  # noqa: BLE001 of many one by one
        who = {"state": job.desk.state.slug, "mass": job.mass.id, "employee": person.employee_id}
        told = {"error": type(error).__name__, "where": places_of(error)}
        logger.error("mass action failed for a person", extra={**who, **told})  # noqa: TRY400 it may name somebody
        return replace(person, result=Result.FAILED, why=FAULT, yearly_cents=0)


def _recorded(job: Job, person: MassPerson) -> MassPerson:
    for _ in range(TRIES):
        try:
            folder = settled(job.desk, job.desk.employees.career(person.employee_id))
        except NotFound:
            # Moved to an agency that whoever asked does not reach: perhaps after a step that was broken off.
            gone = replace(person, result=Result.SKIPPED, why=NOT_IN_SELECTION, yearly_cents=0)
            return found_recorded(job, person) or gone
        if is_recorded(folder, action_id_of(job.mass.id, person.employee_id)):
            return replace(person, result=Result.DONE)
        if not _is_reached(job, folder):
            return replace(person, result=Result.SKIPPED, why=NOT_IN_SELECTION, yearly_cents=0)
        record = record_as_of(folder.actions, job.mass.effective)
        try:
            now = _told(job, folder, record, lambda case, now: _entered(job, case, person, now))
        except Conflict as conflict:
            if isinstance(conflict.current, MassAction):
                raise
            continue
        # In the place that the preview gave it.
        return replace(now, sort_name=person.sort_name, seen=now.seen or person.seen)
    return replace(person, result=Result.FAILED, why=CHANGED_BESIDE, yearly_cents=0)


def found_recorded(job: Job, person: MassPerson) -> MassPerson | None:
    """The person, if their action was recorded by a step whose own end was not saved."""
    try:
        folder = job.worker.employees.career(person.employee_id)
    except NotFound:
        return None
    found = is_recorded(folder, action_id_of(job.mass.id, person.employee_id))
    return replace(person, result=Result.DONE) if found else None


def _is_reached(job: Job, folder: Folder) -> bool:
    """Whether the person works where the mass action reaches, today or by then: who is limited to that may see it."""
    to_come = job.mass.effective > job.desk.today()
    return to_come or not job.mass.reach or folder.employee.agency in job.mass.reach


def _entered(job: Job, case: Case, seen: MassPerson, now: MassPerson) -> MassPerson:
    """Record what was approved: for who has changed so that it would be something else, nothing is."""
    now = _with_later(case, judged(job.desk, case), now)
    if now.effect != seen.effect:
        return replace(now, result=Result.CHANGED, why=TURNED, seen=_said(seen), yearly_cents=0)
    enter(job.desk, case, job.mass.approved, mass=job.mass)
    return replace(now, result=Result.DONE)


def _told(
    job: Job, folder: Folder, record: Employee | None, act: Callable[[Case, MassPerson], MassPerson]
) -> MassPerson:
    """A person, and what the action changes, or why it does not; `act` shows it or does it. Raises Conflict."""
    employee = folder.employee
    person = MassPerson(
        employee_id=employee.id, number=employee.number, name=employee.list_name, sort_name=employee.sort_name
    )
    if job.mass.leaves_out(employee.id):
        return replace(person, result=Result.SKIPPED, why=OWN)
    if record is None or record.status is Status.APPOINTED:
        return replace(person, result=Result.SKIPPED, why=NOT_EMPLOYED)
    changes = changes_for(job.mass, record)
    if isinstance(changes, str):
        return replace(person, result=Result.SKIPPED, why=changes)
    try:
        case = _case(job, folder, changes)
        return act(case, _changed(job, person, record, case))
    except Invalid as wrong:
        return replace(person, result=Result.FAILED, why=" ".join(wrong.fields.values()))
    except NotFound:
        return replace(person, result=Result.FAILED, why=NO_CODE)


def _changed(job: Job, person: MassPerson, record: Employee, case: Case) -> MassPerson:
    after = replace(record, **case.action.changes, status=status_after(job.mass.code) or record.status)
    changed = changes_between(record, after, job.overview)
    return replace(person, changes=changed, yearly_cents=yearly(after) - yearly(record))


def _case(job: Job, folder: Folder, changes: dict[str, Any]) -> Case:
    """The person's action. Raises Invalid, and NotFound where the code is not in use any more."""
    mass = job.mass
    proposal = Proposal(
        code=mass.code,
        effective=mass.effective,
        changes=changes,
        reason=mass.reason,
        authority=mass.authority,
        remarks=mass.remarks,
        exception=mass.exception,
    )
    token = action_id_of(mass.id, folder.employee.id)
    case = build(job.desk, folder, proposal, token, folder.employee.id, job.overview)
    return replace(case, action=replace(case.action, requested=mass.requested, hands=mass.hands, mass=mass.id))
