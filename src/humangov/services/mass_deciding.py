"""Decisions about mass actions: ask for approval, approve, reject, withdraw and stop them."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from humangov.domain.actions import other_hands
from humangov.domain.errors import Conflict, Invalid, Unseen
from humangov.domain.events import EventKind
from humangov.domain.mass import MassAction, MassStatus
from humangov.domain.mass_wording import mass_shown
from humangov.domain.permissions import Permission
from humangov.domain.text import reason_problem, tidy
from humangov.services.desk import Desk
from humangov.services.mass_events import mass_event
from humangov.services.mass_people import with_own
from humangov.services.own_records import linked_by_now

# Its steps save it again and again: who decides meanwhile tries again.
TRIES = 5
NOT_YOUR_OWN = (
    "You asked for this mass action or submitted it, by this or another account. Somebody else must approve it."
)
NOBODY = "Nobody would be changed. Withdraw it, and start one with another selection or rule."


def submit(desk: Desk, mass_id: str) -> MassAction:
    """Ask for the approval of a mass action whose preview was looked at. Raises NotFound, Conflict, Invalid (form)."""
    desk.require(Permission.CHANGE_RECORDS)
    return _decided(desk, mass_id, MassStatus.SUBMITTED, must=_must_be_of_somebody)


def _must_be_of_somebody(mass: MassAction) -> None:
    if mass.status is MassStatus.READY and not mass.pending:
        raise Invalid({"form": NOBODY})


def approve(desk: Desk, mass_id: str, seen: str) -> MassAction:
    """Approve what somebody else asks for: it is recorded, if it is for everybody still what the preview showed.

    Everybody is looked at again first, step by step (massing.py): where anything differs it waits for a decision anew.

    `seen` is the digest of what the caller was shown of it: the selection, the rule and the figures of its preview.
    Raises NotFound, Unseen where it is something else now, Conflict with the current MassAction, and Invalid (form) for
    who asked or submitted.
    """
    desk.require(Permission.APPROVE_ACTIONS)
    return _decided(desk, mass_id, MassStatus.CHECKING, must=lambda mass: _must_be_approved_by(desk, mass, seen))


def _must_be_approved_by(desk: Desk, mass: MassAction, seen: str) -> None:
    """Go on only with what this person had no hand in, and was shown as it is."""
    if mass.is_work_of(desk.principal) or desk.principal.employee_id in _by_now(desk, mass):
        raise Invalid({"form": NOT_YOUR_OWN})
    now = mass_shown(mass, desk.organization.overview())
    if mass.status is MassStatus.SUBMITTED and now.digest != seen:
        raise Unseen(now)


def reject(desk: Desk, mass_id: str, reason: str) -> MassAction:
    """Refuse a mass action, whatever its preview; it stays visible. Raises NotFound, Conflict, Invalid (reason)."""
    desk.require(Permission.APPROVE_ACTIONS)
    return _decided(desk, mass_id, MassStatus.REJECTED, _reason(reason))


def withdraw(desk: Desk, mass_id: str, reason: str) -> MassAction:
    """Take back what is not approved yet; it stays visible. Raises NotFound, Conflict, Invalid (reason)."""
    desk.require(Permission.CHANGE_RECORDS)
    return _decided(desk, mass_id, MassStatus.WITHDRAWN, _reason(reason))


def stop(desk: Desk, mass_id: str, reason: str) -> MassAction:
    """Stop a mass action that is being recorded: what is recorded stays, and nobody else is.

    Who is at it meets that at the next person, and then says who was recorded. Stopped already: as it is.
    Raises NotFound, Conflict with the current MassAction, Invalid (reason).
    """
    desk.require(Permission.APPROVE_ACTIONS)
    return _decided(desk, mass_id, MassStatus.STOPPING, _reason(reason))


FROM: Mapping[MassStatus, tuple[MassStatus, ...]] = {
    MassStatus.SUBMITTED: (MassStatus.READY,),
    MassStatus.CHECKING: (MassStatus.SUBMITTED,),
    MassStatus.STOPPING: (MassStatus.CHECKING, MassStatus.RUNNING),
    MassStatus.REJECTED: (MassStatus.SUBMITTED,),
    MassStatus.WITHDRAWN: (MassStatus.PREPARING, MassStatus.READY, MassStatus.SUBMITTED),
}
_APPROVED = frozenset({MassStatus.CHECKING, MassStatus.RUNNING})
_TOLD: Mapping[MassStatus, EventKind] = {
    MassStatus.SUBMITTED: EventKind.MASS_ACTION_SUBMITTED,
    MassStatus.CHECKING: EventKind.MASS_ACTION_APPROVED,
    MassStatus.STOPPING: EventKind.MASS_ACTION_STOPPED,
    MassStatus.REJECTED: EventKind.MASS_ACTION_REJECTED,
    MassStatus.WITHDRAWN: EventKind.MASS_ACTION_WITHDRAWN,
}


def _decided(
    desk: Desk,
    mass_id: str,
    status: MassStatus,
    decision: str = "",
    must: Callable[[MassAction], None] | None = None,
) -> MassAction:
    """The mass action with another status; done already in the same way: as it is. What is asked for never changes.

    `must` raises what speaks against it, of the very reading that is saved: after a conflict it is asked again.
    """
    mass = desk.mass.get(mass_id)
    for _ in range(TRIES):
        if must:
            must(mass)
        if _is_done(desk, mass, status, decision):
            return mass
        if mass.status not in FROM[status]:
            raise Conflict(mass)
        after = _after(desk, mass, status, decision)
        try:
            return desk.mass.save(mass, after, mass_event(after, _TOLD[status], desk))
        except Conflict:
            mass = desk.mass.get(mass_id)
    raise Conflict(mass)


def _is_done(desk: Desk, mass: MassAction, status: MassStatus, decision: str) -> bool:
    """Whether it is so already: stopped by whomever, or as this very decision leaves it."""
    if status is MassStatus.STOPPING:
        return mass.status in {MassStatus.STOPPING, MassStatus.STOPPED}
    return _is_so(mass, status) and mass.decision == decision and not _is_approved_by_another(desk, mass)


def _is_approved_by_another(desk: Desk, mass: MassAction) -> bool:
    """Whoever comes second with an approval is told who gave it."""
    approved = mass.approved if mass.status in _APPROVED else None
    return approved is not None and approved.id != desk.principal.id


def _is_so(mass: MassAction, status: MassStatus) -> bool:
    """Whether it has this status, or went on from it by itself."""
    return mass.status is status or (status is MassStatus.CHECKING and mass.status in _APPROVED)


def _after(desk: Desk, mass: MassAction, status: MassStatus, decision: str) -> MassAction:
    """Nobody holds it any more, and a run begins at the start; who is at one that is stopped is to end it."""
    after = replace(mass, status=status, decision=decision, version=mass.version + 1)
    if status is MassStatus.STOPPING:
        return replace(after, stopped=desk.by())
    after = replace(after, position="", holder="", held_until=None, ended_at=None if status.is_open else desk.now())
    if status is MassStatus.SUBMITTED:
        hands = other_hands(mass.requested, *mass.hands, desk.by())
        return replace(after, hands=hands, left_out=with_own(mass.left_out, desk))
    if status is MassStatus.CHECKING:
        left_out = tuple(dict.fromkeys((*mass.left_out, *sorted(_by_now(desk, mass)))))
        return replace(after, approved=desk.by(), checked=0, turned=0, left_out=left_out)
    return after


def _by_now(desk: Desk, mass: MassAction) -> frozenset[str]:
    """The employees who asked for it or submitted it, as is known since."""
    return linked_by_now(desk, (mass.requested, *mass.hands))


def _reason(reason: str) -> str:
    if wrong := reason_problem(tidy(reason)):
        raise Invalid({"reason": wrong})
    return tidy(reason)
