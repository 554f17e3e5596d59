"""Employees: look at a record, as it is today or as it stood on another day."""

from dataclasses import dataclass
from datetime import date

from humangov.domain.actions import Action, ActionStatus
from humangov.domain.career import record_as_of
from humangov.domain.codes import ActionCode, allowed_from
from humangov.domain.employees import Employee
from humangov.domain.events import EventKind
from humangov.domain.moments import check_moment, end_of
from humangov.domain.organization import Overview
from humangov.domain.permissions import Permission
from humangov.services.desk import Desk
from humangov.services.folders import Folder
from humangov.services.recording import settled_or_told
from humangov.services.subjects import label_of, subject_of


@dataclass(frozen=True, slots=True)
class AsOf:
    """A record as it stood on a day (None: not known or not employed yet), in the folder of today."""

    folder: Folder
    record: Employee | None


def view_employee(desk: Desk, employee_id: str) -> Folder:
    """The record of today with its documents and requests; the look is recorded. Raises NotFound."""
    desk.require(Permission.READ_RECORDS)
    folder = desk.employees.folder(employee_id)
    if folder.employee.due and folder.employee.due <= desk.today():
        folder = settled_or_told(desk, desk.employees.career(employee_id))
    desk.saw(
        EventKind.EMPLOYEE_VIEWED, subject_of(employee_id), label_of(folder.employee), agency=folder.employee.agency
    )
    return folder


def view_career(desk: Desk, employee_id: str) -> Folder:
    """The folder with every action that was ever recorded; the look is recorded. Raises NotFound."""
    desk.require(Permission.READ_RECORDS)
    folder = settled_or_told(desk, desk.employees.career(employee_id))
    desk.saw(
        EventKind.EMPLOYEE_VIEWED,
        subject_of(employee_id),
        label_of(folder.employee),
        agency=folder.employee.agency,
        about="Career",
    )
    return folder


def view_as_of(desk: Desk, employee_id: str, day: date, known_on: date | None) -> AsOf:
    """The record as it stood on a day, as it was known at the end of another one. Two reads with the agencies.

    Raises NotFound, Invalid (as_of, known_at).
    """
    desk.require(Permission.READ_RECORDS)
    folder = settled_or_told(desk, desk.employees.career(employee_id))
    check_moment(day, known_on, desk.today())
    record = record_as_of(folder.actions, day, end_of(known_on, desk.state.time_zone) if known_on else None)
    about = f"As of {day.isoformat()}" + (f", known on {known_on.isoformat()}" if known_on else "")
    desk.saw(
        EventKind.EMPLOYEE_VIEWED,
        subject_of(employee_id),
        label_of(folder.employee),
        agency=folder.employee.agency,
        about=about,
    )
    return AsOf(folder, record)


def requests_of(desk: Desk, folder: Folder) -> tuple[Action, ...]:
    """What is asked for about a person and not processed, the newest first: of the drafts one's own."""
    desk.require(Permission.READ_RECORDS)
    mine = desk.principal.id
    return tuple(a for a in folder.requests if a.status is not ActionStatus.DRAFT or a.requested.id == mine)


def codes_for(desk: Desk, employee: Employee, overview: Overview) -> tuple[ActionCode, ...]:
    """The codes that this principal can record for a person as they stand today: none without it, or of one's own."""
    desk.require(Permission.READ_RECORDS)
    if Permission.CHANGE_RECORDS not in desk.principal.permissions or desk.principal.owns(employee.id):
        return ()
    return tuple(c for c in overview.codes if c.active and employee.status in allowed_from(c.code))
