"""What a form of an action begins with: whom it is about, what stands there now, and what the action may change."""

from dataclasses import dataclass, replace

from humangov.domain.actions import Action, ActionStatus, cancellation_title, correction_title
from humangov.domain.career import steps
from humangov.domain.codes import CANCELLATION, CORRECTION, ActionCode
from humangov.domain.employees import Employee
from humangov.domain.errors import Conflict, NotFound
from humangov.domain.events import EventKind
from humangov.domain.organization import Overview
from humangov.domain.permissions import Permission
from humangov.services.desk import Desk
from humangov.services.employees import codes_for, view_career, view_employee
from humangov.services.folders import Folder
from humangov.services.proposing import code_of, fields_of, fields_of_correction
from humangov.services.subjects import subject_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a form of an action offers.

    `title` names the action, `fields` are those that it may change. `person` is the record of today (None: of a new
    person), `shown` the one whose values the fields begin with; None where the action that this one is about stands no
    more. `target` is what a 001 or 002 is about, `request` the request that the form goes on with.
    """

    code: str
    title: str
    fields: frozenset[str]
    overview: Overview
    person: Employee | None = None
    shown: Employee | None = None
    target: Action | None = None
    request: Action | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """The codes to choose from for a person: those that are possible today, and the others, for another day."""

    person: Employee
    possible: tuple[ActionCode, ...]
    others: tuple[ActionCode, ...]
    overview: Overview


def offer_codes(desk: Desk, employee_id: str) -> Choice:
    """The codes that can be recorded for a person. Raises NotFound."""
    desk.require(Permission.CHANGE_RECORDS, employee_id)
    person = view_employee(desk, employee_id).employee
    overview = desk.organization.overview()
    possible = codes_for(desk, person, overview)
    others = tuple(code for code in overview.codes if code.active and code not in possible)
    return Choice(person, possible, others, overview)


def offer_action(desk: Desk, employee_id: str, code: str) -> Offer:
    """An action of a code. Raises NotFound: no such person, or no such code."""
    desk.require(Permission.CHANGE_RECORDS, employee_id)
    person = view_employee(desk, employee_id).employee
    overview = desk.organization.overview()
    found = overview.code(code)
    fields = fields_of(found, first=False)
    return Offer(code=code, title=found.label, fields=fields, overview=overview, person=person, shown=person)


def offer_appointment(desk: Desk) -> Offer:
    """The appointment of somebody who is not on file. It takes all fields, and its code is chosen in the form."""
    desk.require(Permission.CHANGE_RECORDS)
    return Offer(code="", title="Appointment", fields=frozenset(), overview=desk.organization.overview())


def offer_undoing(desk: Desk, employee_id: str, target_id: str, code: str) -> Offer:
    """A 001 or 002 of an action. Raises NotFound."""
    desk.require(Permission.CHANGE_RECORDS, employee_id)
    return _about_another(desk.organization.overview(), view_career(desk, employee_id), target_id, code)


def _about_another(overview: Overview, folder: Folder, target_id: str, code: str) -> Offer:
    target = next((a for a in folder.actions if a.id == target_id and not a.is_edit), None)
    if target is None:
        raise NotFound
    # A cancelled appointment is still what the record begins with, and stands no more than any other.
    stood = next((step.after for step in steps(folder.actions) if target.stands and step.action.id == target_id), None)
    cancels = code == CANCELLATION
    title = cancellation_title(target) if cancels else correction_title(target)
    fields = frozenset[str]() if cancels else fields_of_correction(code_of(overview, target), target)
    about = Offer(code=code, title=f"{code} {title}", fields=fields, overview=overview, person=folder.employee)
    return replace(about, shown=stood, target=target)


def offer_request(desk: Desk, employee_id: str, action_id: str) -> Offer:
    """A draft or a returned request, to be changed. Raises NotFound, and Conflict with any other Action."""
    desk.require(Permission.CHANGE_RECORDS, employee_id)
    try:
        folder: Folder | None = view_career(desk, employee_id)
    except NotFound:
        folder = None
    request = _request(desk, folder, employee_id, action_id)
    overview = desk.organization.overview()
    if folder is None:
        desk.saw(
            EventKind.EMPLOYEE_VIEWED,
            subject_of(employee_id),
            "",
            agency=request.changes["agency"],
            about=request.label,
        )
        return _of_request(request, overview, frozenset(request.changes))
    if request.code in {CANCELLATION, CORRECTION}:
        offer = _about_another(overview, folder, request.cancels or request.corrects, request.code)
        return replace(offer, request=request)
    offer = _of_request(request, overview, fields_of(overview.code(request.code), first=False))
    return replace(offer, person=folder.employee, shown=folder.employee)


def _of_request(request: Action, overview: Overview, fields: frozenset[str]) -> Offer:
    return Offer(code=request.code, title=request.label, fields=fields, overview=overview, request=request)


def _request(desk: Desk, folder: Folder | None, employee_id: str, action_id: str) -> Action:
    known = (*folder.requests, *folder.actions) if folder else ()
    found = next((a for a in known if a.id == action_id), None)
    request = found or desk.requests.get(employee_id, action_id)
    if folder is None and not request.makes_person:
        # Somebody of other agencies than those to which the principal is limited.
        raise NotFound
    if request.status is ActionStatus.DRAFT and request.requested.id != desk.principal.id:
        raise NotFound
    if not request.status.is_changeable:
        raise Conflict(request)
    return request
