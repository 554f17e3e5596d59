"""Edits of facts that are no acts: how to reach a person, and what identifies them."""

from collections.abc import Mapping
from typing import Any

from humangov.domain.actions import Action
from humangov.domain.codes import ActionCode
from humangov.domain.edits import EDITS, EditKind
from humangov.domain.employees import Employee, in_sentence
from humangov.domain.errors import Conflict, Invalid
from humangov.domain.permissions import Permission
from humangov.domain.text import tidy
from humangov.services.desk import Desk
from humangov.services.proposing import Case
from humangov.services.recording import enter, is_as_seen, is_recorded, retried, settled


def edit_facts(
    desk: Desk, employee_id: str, kind: EditKind, changes: Mapping[str, Any], version: int, token: str
) -> Employee:
    """Change facts of the record that the caller saw at `version`. What changes nothing saves nothing.

    Raises NotFound, Conflict with the current Employee, Invalid, AlreadyExists.
    """
    desk.require(Permission.CHANGE_RECORDS, employee_id)
    return retried(
        lambda: _edited(desk, employee_id, kind, changes, version, token),
        lambda current: is_as_seen(current, version, token),
    )


def _edited(
    desk: Desk, employee_id: str, kind: EditKind, changes: Mapping[str, Any], version: int, token: str
) -> Employee:
    folder = settled(desk, desk.employees.career(employee_id))
    before = folder.employee
    if is_recorded(folder, token):
        return before
    if before.version != version:
        raise Conflict(before)
    changed = {k: v for k, v in _checked(kind, changes).items() if getattr(before, k) != v}
    if not changed:
        return before
    by = desk.by()
    action = Action(
        id=token,
        employee_id=employee_id,
        code="",
        title=EDITS[kind].done.capitalize(),
        nature="",
        effective=desk.today(),
        changes=changed,
        requested=by,
    )
    case = Case(action, ActionCode(code="", title=action.title), folder, desk.organization.overview())
    return enter(desk, case, None)


def _checked(kind: EditKind, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The new values with their texts tidied. Raises Invalid: an alien field, or one that cannot be without a value."""
    if alien := set(changes) - EDITS[kind].fields:
        raise Invalid(dict.fromkeys(alien, "This form cannot change this field."))
    if missing := [name for name, value in changes.items() if value is None]:
        raise Invalid({name: f"Enter the {in_sentence(name)}." for name in missing})
    return {name: tidy(value) if type(value) is str else value for name, value in changes.items()}
