"""Personnel actions: look at what one would do, ask for it, and keep it as a draft."""

from dataclasses import dataclass, replace

from humangov.domain.actions import Action, ActionStatus, By, other_hands
from humangov.domain.effects import Told
from humangov.domain.employees import Employee
from humangov.domain.errors import Conflict, Invalid, NotFound
from humangov.domain.events import EventKind
from humangov.domain.permissions import Permission
from humangov.domain.proposals import Preview
from humangov.services.alike import Alike, alike_of, meet_nobody_alike
from humangov.services.desk import Desk
from humangov.services.folders import Folder
from humangov.services.notices import try_notice
from humangov.services.proposing import Case, Proposal, build, examined
from humangov.services.recording import enter, is_as_seen, is_recorded, retried, save_request, settled
from humangov.services.subjects import label_of, subject_of

NOT_YOURS = "Somebody else asked for this. Submit it with your changes, or leave it to them."


@dataclass(frozen=True, slots=True)
class Checked:
    """What an action would do, who else is asked for likewise, and whether somebody else must approve it first."""

    case: Case
    preview: Preview
    alike: Alike

    @property
    def told(self) -> Told:
        """The preview in words."""
        return self.case.told(self.preview)

    @property
    def needs_second_person(self) -> bool:
        """Whether somebody other than who asks must approve it."""
        return self.case.needs_second_person


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of an action: its request, or (`employee` is not None) the record that it made."""

    action: Action
    employee: Employee | None


def check_action(desk: Desk, employee_id: str, proposal: Proposal, token: str) -> Checked:
    """What the proposal would do, before anything is saved; `employee_id` "" is for a new person.

    Raises NotFound, Invalid.
    """
    desk.require(Permission.CHANGE_RECORDS, employee_id)
    folder = _career(desk, employee_id, token)
    case = build(desk, folder, proposal, token, employee_id or token)
    checked = Checked(case, examined(desk, case), alike_of(desk, case))
    desk.saw(
        EventKind.EMPLOYEE_VIEWED, subject_of(case.action.employee_id), label_of(case.person), agency=case.person.agency
    )
    return checked


def file_action(
    desk: Desk, employee_id: str, proposal: Proposal, token: str, version: int, *, another_person: bool = False
) -> Filed:
    """Ask for an action; where nobody else must approve it, it is recorded at once.

    `token` becomes its id: the same form sent twice does it once, and a draft or a returned request is submitted anew.
    `version` is that of the record that the caller saw (0 for a new person). Raises NotFound, Invalid, Conflict with
    the current Employee or Action, AlreadyExists and, unless it is `another_person`, LikelyDuplicate.
    """
    desk.require(Permission.CHANGE_RECORDS, employee_id)
    return retried(
        lambda: _filed(desk, employee_id, proposal, token, version, another_person=another_person),
        lambda current: is_as_seen(current, version, token),
    )


def _filed(
    desk: Desk, employee_id: str, proposal: Proposal, token: str, version: int, *, another_person: bool
) -> Filed:
    folder = _career(desk, employee_id, token)
    open_request = _open_request(desk, folder, employee_id or token, token)
    if done := _filed_before(desk, folder, open_request, token):
        return done
    if folder and folder.employee.version != version:
        raise Conflict(folder.employee)
    case = _after(open_request, build(desk, folder, proposal, token, employee_id or token))
    alone = not case.needs_second_person
    if case.folder is None or not alone:
        examined(desk, case)
        meet_nobody_alike(alike_of(desk, case), another_person=another_person)
    if alone:
        employee = enter(desk, case, desk.by(), open_request)
        try_notice(desk, employee.id, token)
        return Filed(replace(case.action, status=ActionStatus.PROCESSED), employee)
    return Filed(_asked(desk, case, open_request, ActionStatus.SUBMITTED), None)


def save_draft(desk: Desk, employee_id: str, proposal: Proposal, token: str) -> Action:
    """Keep what was typed of an action, without asking for it: most rules are not looked at. Raises as file_action.

    What is asked for already, or decided, is no draft any more: Conflict.
    """
    desk.require(Permission.CHANGE_RECORDS, employee_id)
    folder = _career(desk, employee_id, token)
    open_request = _open_request(desk, folder, employee_id or token, token)
    if done := _filed_before(desk, folder, open_request, token):
        raise Conflict(done.action)
    if open_request and open_request.requested.id != desk.principal.id:
        raise Invalid({"form": NOT_YOURS})
    case = _after(open_request, build(desk, folder, proposal, token, employee_id or token))
    if open_request and _is_same(case.action, open_request):
        return open_request
    return _asked(desk, case, open_request, ActionStatus.DRAFT)


def _is_same(action: Action, draft: Action) -> bool:
    """Whether a draft says this already: to keep it again changes nothing."""
    return replace(action, version=draft.version, requested=draft.requested, sequence=draft.sequence) == draft


def file_decided(desk: Desk, employee_id: str, proposal: Proposal, token: str, approved: By | None = None) -> Employee:
    """Record an action that was decided elsewhere, as an operator's import does. The same token does it once.

    `approved` says by whom; without it no notice is made. Raises NotFound, Invalid, Conflict, AlreadyExists.
    """
    desk.require(Permission.MOVE_STATES)
    return retried(
        lambda: _decided(desk, employee_id, proposal, token, approved), lambda current: isinstance(current, Employee)
    )


def _decided(desk: Desk, employee_id: str, proposal: Proposal, token: str, approved: By | None) -> Employee:
    # A new person is not looked up: an import brings many, and saving one a second time changes nothing.
    folder = _career(desk, employee_id, token) if employee_id else None
    if folder and is_recorded(folder, token):
        return folder.employee
    return enter(desk, build(desk, folder, proposal, token, employee_id or token), approved)


def _career(desk: Desk, employee_id: str, token: str) -> Folder | None:
    """The career; None for a new person, whose record has the id of this form when it comes to be."""
    try:
        return settled(desk, desk.employees.career(employee_id or token))
    except NotFound:
        if employee_id:
            raise
        return None


def _open_request(desk: Desk, folder: Folder | None, employee_id: str, token: str) -> Action | None:
    """The request of this form, where it was saved before."""
    if folder:
        return next((a for a in folder.requests if a.id == token), None)
    try:
        return desk.requests.get(employee_id, token)
    except NotFound:
        return None


def _filed_before(desk: Desk, folder: Folder | None, request: Action | None, token: str) -> Filed | None:
    """What this very form has done already. Raises Conflict where its request went on by another hand."""
    if folder and is_recorded(folder, token):
        return Filed(next(a for a in folder.actions if a.id == token), folder.employee)
    if request and request.status is ActionStatus.SUBMITTED and request.requested.id == desk.principal.id:
        return Filed(request, None)
    if request and not request.status.is_changeable:
        raise Conflict(request)
    return None


def _after(before: Action | None, case: Case) -> Case:
    """The case as the next version of a request: whoever had a hand in it is remembered."""
    if before is None:
        return case
    hands = other_hands(case.action.requested, *before.hands, before.requested)
    return replace(case, action=replace(case.action, hands=hands))


_ASKED = {ActionStatus.SUBMITTED: EventKind.ACTION_SUBMITTED, ActionStatus.DRAFT: EventKind.ACTION_DRAFTED}


def _asked(desk: Desk, case: Case, before: Action | None, status: ActionStatus) -> Action:
    """Save a request under its form's token."""
    version = before.version + 1 if before else 1
    request = replace(case.action, status=status, version=version)
    return save_request(desk, before, request, case.person, _ASKED[status])
