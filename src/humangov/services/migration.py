"""Records that are older than the ledger get the one that must have led to them."""

from collections import defaultdict
from dataclasses import replace
from datetime import date

from humangov.domain.accounts import Account
from humangov.domain.employees import Employee
from humangov.domain.errors import Conflict
from humangov.domain.events import Change, EventKind
from humangov.domain.permissions import Permission
from humangov.domain.wording import changes_between
from humangov.services.desk import Desk
from humangov.services.folders import Entry, Folder
from humangov.services.recording import of_today, opened
from humangov.services.subjects import label_of, subject_of

TRIES = 5


def count_without_ledger(desk: Desk) -> int:
    """How many records have no ledger yet. Three reads: every ledger stands in the headcount of all days."""
    desk.require(Permission.MOVE_STATES)
    opened_by_now = desk.organization.headcount_on(date.max, date.max, date.max)
    return desk.organization.overview().count() - sum(opened_by_now.values())


def claim_links(desk: Desk) -> None:
    """Keep the place of each employee to whom an account of a former version is linked: it has one account."""
    desk.require(Permission.MOVE_STATES)
    for account in desk.accounts.all():
        if account.linked:
            desk.accounts.claim(account)


def double_accounts(desk: Desk) -> tuple[tuple[Account, ...], ...]:
    """The accounts that are linked to the same employee, of those who have several."""
    desk.require(Permission.MOVE_STATES)
    found: dict[str, list[Account]] = defaultdict(list)
    for account in desk.accounts.all():
        found[account.linked].append(account)
    return tuple(tuple(same) for linked, same in found.items() if linked and len(same) > 1)


def open_ledger(desk: Desk, employee_id: str) -> bool:
    """Give a record its ledger, and make of it what the ledger says of today; whether it had none.

    What is on file stays as it is, but whose first day is to come has not started yet. Raises NotFound, and Conflict
    when the record is changed all the time.
    """
    desk.require(Permission.MOVE_STATES)
    for _ in range(TRIES):
        folder = desk.employees.career(employee_id)
        if folder.stored:
            return False
        try:
            _open(desk, folder)
        except Conflict:
            continue
        return True
    raise Conflict(folder.employee)


def _open(desk: Desk, folder: Folder) -> None:
    before = folder.employee
    made = of_today(folder.actions, before, before.token, desk)
    after = replace(made, updated_at=before.updated_at)
    earlier = opened(folder, desk)
    entry = Entry(before=before, after=after, was=(), ledger=folder.actions, day=earlier[-1].day, earlier=earlier)
    event = desk.event(
        EventKind.EMPLOYEE_LEDGER_OPENED,
        subject_of(before.id),
        label_of(before),
        agency=after.agency,
        changes=_changes(desk, before, after),
    )
    desk.employees.record(entry, event)


def _changes(desk: Desk, before: Employee, after: Employee) -> tuple[Change, ...]:
    """What the ledger says otherwise: for nearly everybody nothing, and then the agencies are not asked for."""
    return changes_between(before, after, desk.organization.overview()) if before.status is not after.status else ()
