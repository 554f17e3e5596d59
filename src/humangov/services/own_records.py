"""Which record is an account's owner's own: there they ask for, decide and change nothing.

An administrator says it, by the employee number alone: they see no employees. An equal e-mail suggests it.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace

from humangov.domain.accounts import Account
from humangov.domain.actions import By
from humangov.domain.errors import Invalid, NotFound
from humangov.domain.permissions import Permission
from humangov.domain.text import SHORT_TEXT, text_problem, tidy
from humangov.services.desk import Desk

NO_SUCH_NUMBER = "No employee of the state has this number. Check it, or leave the field empty."


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """An employee's id and number; `suggested` where it is not said yet, and the e-mails are equal."""

    employee_id: str = ""
    number: str = ""
    suggested: bool = False


NONE = OwnRecord()


def own_record(desk: Desk, account: Account) -> OwnRecord:
    """The record that is said to be the owner's, or that of the same e-mail; two reads at most."""
    desk.require(Permission.MANAGE_ACCOUNTS)
    employee_id = account.employee_id or desk.employees.whose("email", account.email)
    try:
        return OwnRecord(employee_id, _number(desk, employee_id), suggested=not account.employee_id)
    except NotFound:
        return NONE


def with_number(desk: Desk, number: str, email: str = "") -> OwnRecord:
    """The record with this number, or without one that with this e-mail. Raises Invalid (employee_number)."""
    desk.require(Permission.MANAGE_ACCOUNTS)
    number = tidy(number)
    if not number:
        owner = desk.employees.whose("email", email)
        return OwnRecord(owner, _number(desk, owner)) if owner else NONE
    owner = "" if text_problem(number, SHORT_TEXT) else desk.employees.whose("number", number)
    if not owner:
        raise Invalid({"employee_number": NO_SUCH_NUMBER})
    return OwnRecord(owner, number)


def was_and_is(desk: Desk, before: Account, number: str | None) -> tuple[OwnRecord, OwnRecord]:
    """Which record is the owner's own, as it was and as it is to be. Raises Invalid (employee_number)."""
    desk.require(Permission.MANAGE_ACCOUNTS)
    # What is only suggested was nobody's: it need not be read.
    was = own_record(desk, before) if before.employee_id else NONE
    if number is None or tidy(number).casefold() == was.number.casefold():
        return was, replace(was, employee_id=before.employee_id)
    return was, with_number(desk, number)


def linked_by_now(desk: Desk, hands: Iterable[By]) -> frozenset[str]:
    """The employees to whom the accounts of those who were linked to none then are linked by now; a read each."""
    desk.require(Permission.USE_OWN_ACCOUNT)
    found = set()
    for account_id in {by.id for by in hands if not by.person}:
        with suppress(NotFound):
            found.add(desk.accounts.get(account_id).employee_id)
    return frozenset(found - {""})


def _number(desk: Desk, employee_id: str) -> str:
    return desk.employees.get(employee_id).number if employee_id else ""
