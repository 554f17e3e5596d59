"""The state's list of action codes: look at it, add to it, change it. A code is retired, and never removed."""

from dataclasses import dataclass, replace

from humangov.domain.codes import ActionCode, code_problems, fields_said, own_codes
from humangov.domain.errors import Conflict, Invalid
from humangov.domain.events import Change, EventKind
from humangov.domain.organization import Overview
from humangov.domain.permissions import Permission
from humangov.domain.text import tidy
from humangov.services.approving import MOST_WAITING
from humangov.services.desk import Desk

SUBJECT = "settings:codes"


@dataclass(frozen=True, slots=True)
class CodeInUse:
    """A code of the list, and how many requests with it wait, of the MOST_WAITING oldest of all."""

    code: ActionCode
    overview: Overview
    waiting: int


def list_codes(desk: Desk) -> Overview:
    """The state's whole list, with the codes that are retired."""
    desk.require(Permission.MANAGE_SETTINGS)
    return desk.organization.overview()


def view_code(desk: Desk, code: str) -> CodeInUse:
    """A code, and what a change of it would touch. Two reads. Raises NotFound."""
    desk.require(Permission.MANAGE_SETTINGS)
    overview = desk.organization.overview()
    found = overview.code(code)
    waiting = len(desk.requests.waiting(MOST_WAITING, lambda line: line.code == code))
    return CodeInUse(found, overview, waiting)


def add_code(desk: Desk, code: ActionCode, version: int) -> ActionCode:
    """Add a code to the list. Raises Invalid (code, title, fields) and Conflict (current Overview)."""
    desk.require(Permission.MANAGE_SETTINGS)
    before, made = desk.organization.overview(), _tidied(code)
    if _is_done(before, version, made):
        return made
    _check(made, taken=any(c.code == made.code for c in before.codes))
    return _save(desk, before, None, made)


def change_code(desk: Desk, code: ActionCode, version: int) -> ActionCode:
    """Change what a code says, or retire it (not active), or take that back. What changes nothing saves nothing.

    Raises NotFound, Invalid (title, fields) and Conflict (current Overview).
    """
    desk.require(Permission.MANAGE_SETTINGS)
    before, made = desk.organization.overview(), _tidied(code)
    was = before.code(code.code)
    if _is_done(before, version, made):
        return made
    _check(made)
    return made if made == was else _save(desk, before, was, made)


def _tidied(code: ActionCode) -> ActionCode:
    """The code as it is kept: a reason to do without a second person only where one would be needed."""
    why = tidy(code.alone_because) if code.affects_pay else ""
    fields = tuple(sorted(code.fields))
    return replace(code, code=tidy(code.code), title=tidy(code.title), fields=fields, alone_because=why)


def _check(code: ActionCode, *, taken: bool = False) -> None:
    if wrong := code_problems(code, taken=taken):
        raise Invalid(wrong)


def _is_done(before: Overview, version: int, made: ActionCode) -> bool:
    """Whether the same form was saved before. Raises Conflict where others changed the codes meanwhile."""
    if before.codes_version == version:
        return False
    if made not in before.codes:
        raise Conflict(before)
    return True


def _save(desk: Desk, before: Overview, was: ActionCode | None, made: ActionCode) -> ActionCode:
    codes = own_codes([*(code for code in before.codes if code.code != made.code), made])
    event = desk.event(EventKind.CODES_CHANGED, SUBJECT, "Action codes", changes=_changes(was, made), about=made.label)
    desk.organization.save_codes(before, codes, event)
    return made


def _changes(was: ActionCode | None, made: ActionCode) -> tuple[Change, ...]:
    old, new = _words(was) if was else {}, _words(made)
    return tuple(Change(name, old.get(name, ""), text) for name, text in new.items() if old.get(name, "") != text)


def _words(code: ActionCode) -> dict[str, str]:
    """A code's facts as the log tells them."""
    return {
        "title": code.title,
        "may change": fields_said(code.fields),
        "second person": "yes" if code.needs_second_person else "no",
        "why nobody else": code.alone_because,
        "notice": code.notice.label,
        "in use": "yes" if code.active else "no",
    }
