"""How the audit log names a mass action."""

from humangov.domain.events import Event, EventKind
from humangov.domain.mass import MassAction
from humangov.services.desk import Desk


def mass_subject_of(mass_id: str) -> str:
    """The key of a mass action's events."""
    return f"mass:{mass_id}"


def mass_event(mass: MassAction, kind: EventKind, desk: Desk) -> Event:
    """An event about a mass action, by the principal of a desk."""
    return desk.event(
        kind,
        mass_subject_of(mass.id),
        mass.label,
        agency=mass.selection.agency,
        about_id=mass.id,
        act=mass.label,
        effective=mass.effective.isoformat(),
        reason=mass.decision or mass.reason,
    )
