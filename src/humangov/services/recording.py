"""Entries of the ledger: a processed action, with all that it makes of the record, in one transaction."""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import TypeVar

from humangov.domain.actions import Action, ActionStatus, By, waiting_line
from humangov.domain.career import next_due, record_as_of
from humangov.domain.employees import Employee
from humangov.domain.errors import Conflict, NotFound, Unavailable, Unsettled, WouldSave, WrongState
from humangov.domain.events import Event, EventKind
from humangov.domain.mass import MassAction
from humangov.domain.permissions import SYSTEM, Permission
from humangov.domain.proposals import Preview
from humangov.domain.troubles import Item, places_of
from humangov.domain.wording import changes_between
from humangov.services.desk import Desk
from humangov.services.folders import Entry, Folder, Stage
from humangov.services.proposing import Case, judged, seats_of
from humangov.services.subjects import label_of, subject_of

logger = logging.getLogger("humangov.records")
# An entry is tried again where something beside the person's record changed between reading and saving: a position.
TRIES = 5

T = TypeVar("T")


def retried(once: Callable[[], T], worth: Callable[[object], bool]) -> T:
    """What `once` returns, which reads and saves: again after a conflict with something that is worth it."""
    for _ in range(TRIES - 1):
        try:
            return once()
        except Conflict as conflict:
            if not worth(conflict.current):
                raise
    return once()


def is_as_seen(current: object, version: int, token: str) -> bool:
    """Whether a conflict is none with the record that the caller saw, or one with the same form sent twice at once."""
    return isinstance(current, Employee) and (current.version == version or current.token == token)


def _stopped(desk: Desk) -> Desk:
    """The desk with its clock stopped: what is entered at once must not lie on both sides of midnight."""
    now = desk.now()
    return replace(desk, clock=lambda: now)


def enter(
    desk: Desk, case: Case, approved: By | None, request: Action | None = None, mass: MassAction | None = None
) -> Employee:
    """Record an action of a career that was just read.

    Raises Invalid, AlreadyExists, and Conflict with the current Employee: the record, a position or the request is
    another one by now, or somebody else processed the same request at the same time; with the current MassAction where
    `mass` is not as it was any more.
    """
    desk = _stopped(desk)
    case = _numbered(desk, case)
    folder = case.folder
    seen = judged(desk, case)
    action = replace(seen.action, approved=approved)
    ledger = tuple(action if a.id == action.id else a for a in seen.ledger)
    before = folder.employee if folder else None
    after = of_today(ledger, before, action.id, desk)
    was = folder.actions if folder and folder.stored else ()
    earlier = opened(folder, desk) if folder and not folder.stored else ()
    entry = Entry(
        before=before,
        after=after,
        was=was,
        ledger=ledger,
        day=desk.today(),
        request=request,
        earlier=earlier,
        mass=mass,
    )
    entry = replace(entry, waiting=_waiting(folder, action), seats=seats_of(desk, entry, seen))
    saved = desk.employees.record(entry, entered_event(seen, action, after, case, desk))
    if request and saved != after:
        raise Conflict(saved)
    return saved


def opened(folder: Folder, desk: Desk) -> tuple[Stage, ...]:
    """The ledger of a record that is older than the ledger, entered as it must have been, step by step."""
    actions = folder.actions
    return tuple(Stage(desk.local_day(a.recorded_at), actions[: n + 1]) for n, a in enumerate(actions))


def _numbered(desk: Desk, case: Case) -> Case:
    """A new person gets a number, unless it was given by hand."""
    if not case.action.first or case.action.changes["number"]:
        return case
    judged(desk, case)
    desk.must_save()
    numbered = {**case.action.changes, "number": desk.employees.next_number()}
    return replace(case, action=replace(case.action, changes=numbered))


def of_today(ledger: Iterable[Action], before: Employee | None, token: str, desk: Desk) -> Employee:
    """The record that the ledger makes for today, one version on."""
    actions = tuple(ledger)
    record = record_as_of(actions, desk.today())
    if record is None:
        raise NotFound
    return replace(
        record,
        version=before.version + 1 if before else 1,
        token=token,
        due=next_due(actions, desk.today()),
        created_at=before.created_at if before else record.created_at,
        updated_at=desk.now(),
    )


def entered_event(seen: Preview, action: Action, after: Employee, case: Case, desk: Desk) -> Event:
    """The event of an action that is recorded."""
    step = seen.step
    changes = changes_between(step.before, step.after, case.overview) if step else ()
    new = action.makes_person
    kind = EventKind.EMPLOYEE_CHANGED if action.is_edit else EventKind.ACTION_RECORDED
    return desk.event(
        EventKind.EMPLOYEE_APPOINTED if new else kind,
        subject_of(after.id),
        label_of(after),
        agency=after.agency,
        changes=changes,
        about_id=action.id,
        act=action.label,
        effective="" if action.is_edit else action.effective.isoformat(),
        reason=action.reason,
    )


def save_request(desk: Desk, before: Action | None, after: Action, person: Employee, kind: EventKind) -> Action:
    """Save a request with its event. Asks for no permission: who decides what about it, its callers say."""
    event = desk.event(
        kind,
        subject_of(after.employee_id),
        label_of(person),
        agency=person.agency,
        about_id=after.id,
        act=after.label,
        effective=after.effective.isoformat(),
        reason=after.decision or after.reason,
    )
    return desk.requests.save(before, after, waiting_line(after, person), event)


def is_behind(desk: Desk) -> bool:
    """Whether somebody's record lacks what has taken effect by today, so that lists and counts show it as before.

    It costs nothing when all is entered, and a query once a day and process.
    """
    desk.require(Permission.USE_OWN_ACCOUNT)
    return any(True for _ in desk.employees.due(desk.today()))


def due_today(desk: Desk) -> Iterator[Item]:
    """Everybody in whose record something is not yet that has taken effect."""
    desk.require(Permission.DO_CHORES)
    return map(Item, desk.employees.due(desk.today()))


def settle_one(desk: Desk, item: Item) -> bool:
    """Enter what has taken effect for one of these."""
    desk.require(Permission.DO_CHORES)
    _settled(desk, desk.employees.career(item.id))
    return False


def settled(desk: Desk, folder: Folder) -> Folder:
    """The folder with the record of today: what has taken effect meanwhile is entered now, once.

    Asks for no permission: it changes nothing that was not approved before, and is recorded as the system's. Raises
    NotFound where the person has thereby left the agencies to which the principal is limited, and Unsettled.
    """
    try:
        return _settled(desk, folder)
    except (NotFound, Unavailable, WouldSave, WrongState):
        raise
    except Exception as error:
        where = {"state": desk.state.slug, "employee": folder.employee.id, "where": places_of(error)}
        logger.error("due action could not be entered", extra={"error": type(error).__name__, **where})  # noqa: TRY400 it may name somebody
        raise Unsettled from error


def settled_or_told(desk: Desk, folder: Folder) -> Folder:
    """The same for a page that shows the person: what cannot be entered is told there, over the record as it stood."""
    try:
        return settled(desk, folder)
    except Unsettled:
        return replace(folder, unsettled=True)


def _settled(desk: Desk, folder: Folder) -> Folder:
    desk = _stopped(desk)
    for _ in range(TRIES):
        if folder.employee.due is None or folder.employee.due > desk.today():
            return folder
        try:
            return _taken_effect(desk, folder, folder.employee.due)
        except Conflict:
            folder = desk.employees.career(folder.employee.id)
    return folder


def _taken_effect(desk: Desk, folder: Folder, day: date) -> Folder:
    before = folder.employee
    system = replace(desk, principal=SYSTEM)
    after = of_today(folder.actions, before, before.token, system)
    entry = Entry(before=before, after=after, was=folder.actions, ledger=folder.actions, day=desk.today())
    entry = replace(entry, waiting=_waiting(folder, None), seats=seats_of(system, entry, None))
    system.employees.record(entry, _effect_event(system, folder, day, after))
    return desk.employees.career(before.id)


def _waiting(folder: Folder | None, processed: Action | None) -> tuple[Action, ...]:
    """The person's open requests, but for the one that is thereby processed."""
    found = (a for a in folder.requests if a.status.is_open) if folder else ()
    return tuple(a for a in found if processed is None or a.id != processed.id)


def _effect_event(desk: Desk, folder: Folder, day: date, after: Employee) -> Event:
    came = [a for a in folder.actions if a.stands and day <= a.effective <= desk.today()]
    return desk.event(
        EventKind.ACTION_TOOK_EFFECT,
        subject_of(after.id),
        label_of(after),
        agency=after.agency,
        act=", ".join(a.label for a in came),
        effective=day.isoformat(),
        changes=changes_between(folder.employee, after, desk.organization.overview()),
    )


def is_recorded(folder: Folder | None, token: str) -> bool:
    """Whether the action of this form stands in the ledger already."""
    return folder is not None and any(a.id == token and a.status is ActionStatus.PROCESSED for a in folder.actions)
