"""A change of a position that those who sit in it follow, each by an action of their own."""

from dataclasses import dataclass
from datetime import date, timedelta

from humangov.domain.errors import Conflict, HumanGovError, Invalid, NotFound, OwnRecord
from humangov.domain.mass import action_id_of
from humangov.domain.permissions import Permission
from humangov.domain.positions import Incumbency, flowing_changes
from humangov.domain.text import long_date
from humangov.services.desk import Desk
from humangov.services.notices import try_notice
from humangov.services.proposing import Proposal, build
from humangov.services.recording import enter, is_recorded, retried, settled

# The code of what follows: it moves nobody's pay, so that nobody else need approve it.
CODE = "740"


@dataclass(frozen=True, slots=True)
class Followed:
    """Somebody who sits in the position, and why they could not follow it; "" where they did."""

    incumbency: Incumbency
    problem: str = ""


def follow_position(desk: Desk, number: str, effective: date, token: str) -> tuple[Followed, ...]:
    """Record for everybody who sits in a position on a day what the position changed on it.

    The same token does it once. Each stands alone: who cannot follow keeps nobody back. Raises NotFound.
    """
    desk.require(Permission.CHANGE_RECORDS)
    position = desk.positions.get(number)
    before, after = position.facts_on(effective - timedelta(days=1)), position.facts_on(effective)
    if before is None or after is None:
        return ()
    changes = flowing_changes(before, after)
    reason = f"Position {number} changes on {long_date(effective)}"
    proposal = Proposal(code=CODE, effective=effective, changes=changes, reason=reason)
    sitting = position.incumbents_on(effective) if changes else ()
    followed = tuple(Followed(i, _problem(desk, i.employee_id, proposal, token)) for i in sitting)
    # Printing takes of the time that recording needs: it comes after all of that.
    for one in (one.incumbency for one in followed if not one.problem):
        try_notice(desk, one.employee_id, action_id_of(token, one.employee_id))
    return followed


def _problem(desk: Desk, employee_id: str, proposal: Proposal, token: str) -> str:
    """Record it, or say why not."""
    try:
        retried(lambda: _follow(desk, employee_id, proposal, action_id_of(token, employee_id)), lambda _: True)
    except Invalid as wrong:
        return " ".join(wrong.fields.values())
    except HumanGovError as error:
        return _WHY_NOT.get(type(error), "It could not be saved. Record the action by hand.")
    return ""


_WHY_NOT = {
    OwnRecord: "This is your own record. Somebody else records the action.",
    NotFound: f"Code {CODE} is not in use, or the person works in an agency that is not yours.",
    Conflict: "Somebody else is changing this record. Record the action by hand.",
}


def _follow(desk: Desk, employee_id: str, proposal: Proposal, action_id: str) -> None:
    desk.require(Permission.CHANGE_RECORDS, employee_id)
    folder = settled(desk, desk.employees.career(employee_id))
    if is_recorded(folder, action_id):
        return
    case = build(desk, folder, proposal, action_id, employee_id)
    if not case.action.changes:
        return
    if case.needs_second_person:
        raise Invalid({"form": f"Code {CODE} needs a second person. Ask for the action by hand."})
    enter(desk, case, desk.by())
