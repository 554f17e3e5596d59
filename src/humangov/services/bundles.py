"""Bundles: everything of a state goes out into one, or comes in from one. Here both are told in the state's log."""

from humangov.domain.events import EventKind
from humangov.domain.permissions import Permission
from humangov.services.desk import Desk

SUBJECT = "state"


def record_export(desk: Desk) -> str:
    """Record that everything of the state is about to be read; returns the event's id."""
    desk.require(Permission.MOVE_STATES)
    return _record(desk, EventKind.STATE_EXPORTED, "")


def record_import(desk: Desk, digest: str) -> str:
    """Record that everything of the state came from the bundle with this digest; returns the event's id."""
    desk.require(Permission.MOVE_STATES)
    return _record(desk, EventKind.STATE_IMPORTED, f"bundle {digest[:12]}")


def _record(desk: Desk, kind: EventKind, about: str) -> str:
    event = desk.event(kind, SUBJECT, f"All records of {desk.state.name}", about=about)
    desk.audit.record(event)
    return event.id
