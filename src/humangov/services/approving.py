"""Requests for personnel actions: what waits, and what somebody decides about it."""

from dataclasses import dataclass, replace

from humangov.domain.actions import Action, ActionStatus, Waiting, next_sequence
from humangov.domain.effects import Told
from humangov.domain.employees import Employee, in_sentence
from humangov.domain.errors import AlreadyExists, Conflict, Invalid, NotFound, Unseen, Unsettled
from humangov.domain.events import Change, Event, EventFilter, EventKind
from humangov.domain.organization import Overview
from humangov.domain.permissions import Permission
from humangov.domain.proposals import Preview
from humangov.domain.shown import Shown
from humangov.domain.text import reason_problem, tidy
from humangov.services.alike import Alike, alike_of, meet_nobody_alike
from humangov.services.desk import Desk
from humangov.services.folders import Folder
from humangov.services.notices import try_notice
from humangov.services.own_records import linked_by_now
from humangov.services.proposing import Case, code_of, examined, judged
from humangov.services.recording import enter, retried, save_request, settled_or_told
from humangov.services.subjects import label_of, subject_of

# The queue shows so many at once.
MOST_WAITING = 200
# The way of a request is looked for in so many of the person's newest events.
MOST_EVENTS = 50
NOT_YOUR_OWN = (
    "You asked for this action, or changed or submitted it, by this or another account. Somebody else must approve it."
)

THEIR_OWN = (
    "Whoever asked for this action, or changed or submitted it, is the employee whom it is about, as is known by now. "
    "Return or reject it: somebody else must ask for it."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request, whom it is about, and what it would do now: the preview, or the messages of the rules it breaks.

    `asked` is what it sets, in words, `told` the preview in words, and `shown` all that a decision is bound to. `owner`
    has the number or e-mail that is taken, and `alike` are probably the same person as a new one, or for the same seat.
    `history` are the events of its way so far, oldest first. One that is processed is here too, without a preview.
    """

    action: Action
    person: Employee
    is_new: bool
    preview: Preview | None
    asked: tuple[Change, ...]
    told: Told | None
    shown: Shown
    problems: dict[str, str]
    owner: str
    alike: Alike
    overview: Overview
    history: tuple[Event, ...]


def list_waiting(desk: Desk) -> tuple[Waiting, ...]:
    """The open requests, the oldest first: all that waits, and of the drafts one's own. At most MOST_WAITING."""
    desk.require(Permission.READ_RECORDS)
    mine = desk.principal.id
    return desk.requests.waiting(
        MOST_WAITING, lambda line: line.status is not ActionStatus.DRAFT or line.requested_by_id == mine
    )


def view_request(desk: Desk, employee_id: str, action_id: str) -> Request:
    """A request and what it would do; the look is recorded. Raises NotFound."""
    desk.require(Permission.READ_RECORDS)
    case = _case(desk, employee_id, action_id)
    if case.action.status is ActionStatus.DRAFT and case.action.requested.id != desk.principal.id:
        raise NotFound
    desk.saw(
        EventKind.EMPLOYEE_VIEWED,
        subject_of(employee_id),
        label_of(case.person),
        agency=case.person.agency,
        about=case.action.label,
    )
    preview, effect, shown, problems, owner, alike = None, None, Shown(0, ()), {}, "", Alike()
    if case.action.status.is_open:
        try:
            _must_be_settled(case)
            preview, alike = examined(desk, case), alike_of(desk, case)
            effect, shown = case.told(preview), case.shown(preview, *alike.lines)
        except AlreadyExists as taken:
            problems, owner = {taken.field: f"Another employee has this {in_sentence(taken.field)}."}, taken.owner_id
        except Invalid as wrong:
            problems = wrong.fields
    way = _way(desk, case.action)
    return Request(
        action=case.action,
        person=case.person,
        is_new=case.folder is None,
        preview=preview,
        asked=case.asked,
        told=effect,
        shown=shown,
        problems=problems,
        owner=owner,
        alike=alike,
        overview=case.overview,
        history=way,
    )


def _way(desk: Desk, action: Action) -> tuple[Event, ...]:
    """What happened to a request, oldest first."""
    wanted = EventFilter(subject=subject_of(action.employee_id), views=False)
    found = desk.audit.page(wanted, "", MOST_EVENTS).items
    return tuple(event for event in reversed(found) if event.about_id == action.id)


def who_went_on(desk: Desk, action: Action) -> tuple[str, str]:
    """Who did the last step of a request, by id and name; "" where it is too long ago. For who comes second."""
    desk.require(Permission.READ_RECORDS)
    if action.approved:
        return action.approved.id, action.approved.name
    way = _way(desk, action)
    return (way[-1].actor_id, way[-1].actor_name) if way else ("", "")


def approve_action(
    desk: Desk, employee_id: str, action_id: str, version: int, seen: str, *, another_person: bool = False
) -> Employee:
    """Approve what somebody else asks for: it is recorded. Approved already by this principal: returns the record.

    `seen` is the digest of what the caller was shown. Raises NotFound, Unseen where it would be something else now,
    Conflict with the current Action, Invalid (the rules that it breaks by now, or `form` for who had a hand in it),
    AlreadyExists and, unless it is `another_person`, LikelyDuplicate.
    """
    desk.require(Permission.APPROVE_ACTIONS, employee_id)
    # The record may be another one by now: the request is the same.
    return retried(
        lambda: _approved(desk, employee_id, action_id, version, seen, another_person=another_person),
        lambda current: not isinstance(current, Action),
    )


def _approved(
    desk: Desk, employee_id: str, action_id: str, version: int, seen: str, *, another_person: bool
) -> Employee:
    case = _case(desk, employee_id, action_id)
    request = case.action
    if case.folder and request.approved and request.approved.id == desk.principal.id:
        return case.folder.employee
    if request.status is not ActionStatus.SUBMITTED or request.version != version:
        raise Conflict(request)
    _must_be_of_others(desk, request)
    _must_be_settled(case)
    # Of the very reading that is recorded: the record is saved on the condition that it is still of this version.
    alike = alike_of(desk, case)
    now = case.shown(judged(desk, case), *alike.lines)
    if now.digest != seen:
        raise Unseen(now)
    meet_nobody_alike(alike, another_person=another_person)
    employee = enter(desk, case, desk.by(), request)
    try_notice(desk, employee_id, action_id)
    return employee


def _must_be_of_others(desk: Desk, request: Action) -> None:
    """Go on only with what neither this person asked for nor whom it is about, also where that is known since."""
    by_now = linked_by_now(desk, (request.requested, *request.hands))
    if request.is_work_of(desk.principal) or desk.principal.employee_id in by_now:
        raise Invalid({"form": NOT_YOUR_OWN})
    if request.employee_id in by_now:
        raise Invalid({"form": THEIR_OWN})


def _must_be_settled(case: Case) -> None:
    """Raises Unsettled."""
    if case.folder and case.folder.unsettled:
        raise Unsettled


def return_action(desk: Desk, employee_id: str, action_id: str, reason: str, version: int) -> Action:
    """Give a request back to who asks, with what is to be changed. Raises NotFound, Conflict, Invalid (reason)."""
    desk.require(Permission.APPROVE_ACTIONS, employee_id)
    return _decided(desk, employee_id, action_id, ActionStatus.RETURNED, reason, version)


def reject_action(desk: Desk, employee_id: str, action_id: str, reason: str, version: int) -> Action:
    """Refuse a request; it stays visible. Raises NotFound, Conflict, Invalid (reason)."""
    desk.require(Permission.APPROVE_ACTIONS, employee_id)
    return _decided(desk, employee_id, action_id, ActionStatus.REJECTED, reason, version)


def withdraw_action(desk: Desk, employee_id: str, action_id: str, reason: str, version: int) -> Action:
    """Take a request back; it stays visible. Raises NotFound, Conflict, Invalid (reason)."""
    desk.require(Permission.CHANGE_RECORDS, employee_id)
    return _decided(desk, employee_id, action_id, ActionStatus.WITHDRAWN, reason, version)


_FROM = {
    ActionStatus.RETURNED: frozenset({ActionStatus.SUBMITTED}),
    ActionStatus.REJECTED: frozenset({ActionStatus.SUBMITTED}),
    ActionStatus.WITHDRAWN: frozenset({ActionStatus.DRAFT, ActionStatus.SUBMITTED, ActionStatus.RETURNED}),
}
_TOLD = {
    ActionStatus.RETURNED: EventKind.ACTION_RETURNED,
    ActionStatus.REJECTED: EventKind.ACTION_REJECTED,
    ActionStatus.WITHDRAWN: EventKind.ACTION_WITHDRAWN,
}


def _decided(desk: Desk, employee_id: str, action_id: str, status: ActionStatus, reason: str, version: int) -> Action:
    case = _case(desk, employee_id, action_id)
    before, reason = case.action, tidy(reason)
    if before.status is status and before.decision == reason:
        return before
    if before.status not in _FROM[status] or before.version != version:
        raise Conflict(before)
    if wrong := reason_problem(reason):
        raise Invalid({"reason": wrong})
    after = replace(before, status=status, decision=reason, version=before.version + 1)
    try:
        return save_request(desk, before, after, case.person, _TOLD[status])
    except NotFound:
        # Somebody approved it meanwhile: the ledger says so.
        return _decided(desk, employee_id, action_id, status, reason, version)


def _folder(desk: Desk, employee_id: str) -> Folder | None:
    """The career; None for somebody whose appointment is still a request."""
    try:
        return settled_or_told(desk, desk.employees.career(employee_id))
    except NotFound:
        return None


def _read(desk: Desk, employee_id: str, action_id: str, *, again: bool = True) -> tuple[Folder | None, Action]:
    """The career, and the request or the action that it became."""
    folder = _folder(desk, employee_id)
    known = (*folder.actions, *folder.requests) if folder else ()
    if found := next((a for a in known if a.id == action_id and not a.is_edit), None):
        return folder, found
    try:
        return folder, desk.requests.get(employee_id, action_id)
    except NotFound:
        if folder or not again:
            raise
    # Somebody may have approved the appointment between the two reads.
    return _read(desk, employee_id, action_id, again=False)


def _case(desk: Desk, employee_id: str, action_id: str) -> Case:
    """The request as a case of the career as it is now: its place on its day is behind all that is there."""
    folder, request = _read(desk, employee_id, action_id)
    if folder is None and not request.makes_person:
        # Somebody of other agencies than those to which the principal is limited.
        raise NotFound
    overview = desk.organization.overview()
    actions = folder.actions if folder else ()
    target = next((a for a in actions if a.id == request.corrects), None)
    if request.status is not ActionStatus.PROCESSED and not (target and target.effective == request.effective):
        request = replace(request, sequence=next_sequence(actions, request.effective))
    return Case(request, code_of(overview, request), folder, overview)
