"""The demo's requests: what the specialist has asked for by the demo's last day, and what the supervisor said to it."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from humangov.cli.filing import identity, on_day, token_of
from humangov.cli.grounds import authority_for
from humangov.cli.lives import LAST_DAY, raised, workday
from humangov.cli.people import Career, Population
from humangov.domain.accounts import Account
from humangov.domain.actions import ActionStatus
from humangov.domain.employees import Employee
from humangov.domain.errors import Conflict
from humangov.services.actions import file_action, save_draft
from humangov.services.approving import reject_action, return_action
from humangov.services.desk import Desk
from humangov.services.proposing import Proposal


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for, and what becomes of it. `percent` more pay, `senior`: with a higher title."""

    code: str
    reason: str
    percent: int = 0
    senior: bool = False
    hours: int = 0
    becomes: ActionStatus = ActionStatus.SUBMITTED
    decision: str = ""


WISHES = (
    Wish("702", "Promotion after selection", percent=7, senior=True),
    Wish("702", "Competitive promotion", percent=8, senior=True, becomes=ActionStatus.DRAFT),
    Wish(
        "892", "Step increase", 3, becomes=ActionStatus.RETURNED, decision="Attach the appraisal, and say which step."
    ),
    Wish("330", "Removal for cause, after the hearing"),
    Wish("782", "Change of hours at the employee’s request", hours=80),
    Wish("894", "General adjustment of the pay plan", percent=2),
    Wish("892", "Step increase after satisfactory service", percent=3),
    Wish("782", "Change of hours to meet workload", hours=60, becomes=ActionStatus.DRAFT),
    Wish("450", "Suspension for 5 days", becomes=ActionStatus.RETURNED, decision="Name the rule that was broken."),
    Wish("893", "Within-range increase for sustained performance", percent=4),
    Wish("893", "Retention", 9, becomes=ActionStatus.REJECTED, decision="No funds are left for this year."),
)
TO_START = "Selected from the list of eligibles"


def ask(desk: Desk, people: Population, specialist: Account, supervisor: Account) -> None:
    """Everything that is open on the last day, and one request that was refused. Asked before: stays as it is."""
    last_day = on_day(desk, LAST_DAY)
    asking = replace(last_day, principal=specialist.principal)
    deciding = replace(last_day, principal=supervisor.principal)
    free = [*_at_work(people.careers)]
    for place, wish in enumerate(WISHES):
        career = next((c for c in free if not wish.percent or _has_room(c)), None)
        if career:
            free.remove(career)
            with suppress(Conflict):
                _wish(asking, deciding, career, wish, place)
    _ask_to_appoint(asking, people.newcomer)


def _at_work(people: list[Career]) -> Iterator[Career]:
    """Who is active and has nothing to come."""
    for career in people:
        last = career.deeds[-1]
        if last.effective <= LAST_DAY and last.code[0] not in "034":
            yield career


def _has_room(career: Career) -> bool:
    """Whether the pay is well within the position's range."""
    return sum(deed.code[0] == "8" for deed in career.deeds) <= 1 and not career.deeds[-1].exception


def _wish(asking: Desk, deciding: Desk, career: Career, wish: Wish, place: int) -> None:
    person = asking.employees.get(identity(career))
    token = token_of(LAST_DAY, career, 200)
    day = workday(LAST_DAY + timedelta(days=10 + 3 * place))
    proposal = Proposal(
        code=wish.code,
        effective=day,
        changes=_changes(wish, person),
        reason=wish.reason,
        authority=authority_for(wish.code),
    )
    if wish.becomes is ActionStatus.DRAFT:
        save_draft(asking, person.id, proposal, token)
        return
    request = file_action(asking, person.id, proposal, token, person.version).action
    if wish.becomes is ActionStatus.RETURNED:
        return_action(deciding, person.id, token, wish.decision, request.version)
    elif wish.becomes is ActionStatus.REJECTED:
        reject_action(deciding, person.id, token, wish.decision, request.version)


def _changes(wish: Wish, person: Employee) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if wish.percent:
        changes["pay_cents"] = raised(person.pay_cents, wish.percent)
    if wish.senior:
        changes["title"] = f"Senior {person.title[0].lower()}{person.title[1:]}"
    if wish.hours:
        changes["fte_hundredths"] = wish.hours if person.fte_hundredths != wish.hours else 100
    return changes


def _ask_to_appoint(asking: Desk, newcomer: Career) -> None:
    """Somebody who is to come: a number is issued when it is approved."""
    day = workday(LAST_DAY + timedelta(days=30))
    changes = {**newcomer.values, "number": "", "position": ""}
    proposal = Proposal(code="100", effective=day, changes=changes, reason=TO_START, authority=authority_for("100"))
    with suppress(Conflict):
        file_action(asking, "", proposal, identity(newcomer), 0, another_person=True)
