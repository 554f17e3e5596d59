"""The ledger of a record that is older than the ledger: what must have happened for it to be as it is."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, time

from humangov.domain.actions import Action, ActionStatus, By
from humangov.domain.employees import BOOKKEEPING, Employee, Status
from humangov.domain.rules import LATEST_HIRE

_DERIVED = BOOKKEEPING | {"hire_date", "status", "status_since", "separation_reason"}
# The same day in every state and territory.
NOON = time(12)
# No code of a state's list: nobody knows any more which one it was.
_SINCE = {
    Status.LEAVE: ("499", "Leave, before the ledger"),
    Status.SUSPENDED: ("459", "Suspension, before the ledger"),
    Status.SEPARATED: ("399", "Separation, before the ledger"),
}


def opening(employee: Employee) -> tuple[Action, ...]:
    """An appointment on the hire date with all that is on file, and the leave or separation that followed.

    The ids follow from the record's, so that it is the same each time. Recorded when the record was made, but nothing
    longer before it took effect than can be, and the leave or separation on its day: none was recorded before.
    """
    by = _known(employee, employee.hire_date - LATEST_HIRE)
    changes = {f.name: getattr(employee, f.name) for f in fields(employee) if f.name not in _DERIVED}
    if employee.status is Status.ACTIVE and employee.status_since != employee.hire_date:
        changes["status_since"] = employee.status_since
    first = Action(
        id=employee.id,
        employee_id=employee.id,
        code="100",
        title="Permanent appointment",
        nature="100",
        effective=employee.hire_date,
        sequence=1,
        first=True,
        changes=changes,
        reason="Record kept before the ledger",
        status=ActionStatus.PROCESSED,
        requested=by,
        recorded=by,
    )
    return (first, *_since(employee, first))


def _since(employee: Employee, first: Action) -> tuple[Action, ...]:
    if employee.status not in _SINCE:
        return ()
    code, title = _SINCE[employee.status]
    reason = employee.separation_reason or first.reason
    # The last character tells it from the appointment, whatever that one's is.
    identity = employee.id[:-1] + ("1" if employee.id[-1] == "0" else "0")
    since = replace(first, id=identity, code=code, title=title, nature=code, first=False, changes={}, sequence=2)
    by = _known(employee, employee.status_since)
    return (replace(since, effective=employee.status_since, reason=reason, requested=by, recorded=by),)


def _known(employee: Employee, day: date) -> By:
    """Nobody knows any more who recorded it: when the record was made, or on that day where it came later."""
    return By("", "Before the ledger", max(employee.created_at, datetime.combine(day, NOON, UTC)))
