"""Events in plain words, and where they lead."""

from datetime import date

from humangov.domain.acts import RULES, ActKind
from humangov.domain.employees import LABELS
from humangov.domain.events import Change, Event, EventKind
from humangov.domain.wording import us_date

_DONE = {
    EventKind.EMPLOYEE_APPOINTED: "appointed",
    EventKind.EMPLOYEE_CHANGED: "record changed",
    EventKind.DOCUMENT_ADDED: "document filed",
    EventKind.DOCUMENT_REPLACED: "new version of a document filed",
    EventKind.DOCUMENT_WITHDRAWN: "document withdrawn",
    EventKind.AGENCIES_CHANGED: "changed",
    EventKind.POSITION_CREATED: "position created",
    EventKind.POSITION_CHANGED: "position changed",
    EventKind.STATE_IMPORTED: "brought in",
}

# What "placed on leave as of Feb 1, 2026" says already.
_TOLD_BY_THE_ACT = frozenset({"status", "status_since"})


def what_happened(event: Event) -> str:
    """What a change did, to go behind its subject: "pay changed", "document filed: Appointment letter"."""
    done = _DONE.get(event.kind, event.kind.label.lower())
    if event.kind is EventKind.EMPLOYEE_CHANGED and event.act in set(ActKind):
        done = RULES[ActKind(event.act)].done
    if event.kind is EventKind.AGENCIES_CHANGED and event.changes:
        done = _changed_unit(event, event.changes[0])
    if event.effective:
        done = f"{done} as of {us_date(date.fromisoformat(event.effective))}"
    return f"{done}: {event.about}" if event.about else done


def _changed_unit(event: Event, change: Change) -> str:
    """What was done to an agency or a unit: "unit closed: DMV LIC"."""
    if not change.before:
        return f"{change.field} added: {change.after}"
    if event.act in {"close", "open"}:
        verb = "closed" if event.act == "close" else "opened again"
        return f"{change.field} {verb}: {change.before.rpartition(' ')[0]}"
    return f"{change.field} {'moved' if event.act == 'move' else 'renamed'} from {change.before} to {change.after}"


def sentences(event: Event) -> list[str]:
    """A change told whole: what was done, and then each field from what to what."""
    done = what_happened(event)
    first = done[0].upper() + done[1:] + "."
    if event.kind is not EventKind.EMPLOYEE_CHANGED or not event.changes:
        return [first]
    told = _TOLD_BY_THE_ACT if event.effective else frozenset()
    changes = [_from_to(change) for change in event.changes if change.field not in told]
    return [*([first] if event.effective else []), *changes]


def _from_to(change: Change) -> str:
    label = field_label(change.field)
    if not change.before:
        return f"{label} set to {change.after}."
    if not change.after:
        return f"{label} removed; it was {change.before}."
    return f"{label} changed from {change.before} to {change.after}."


def field_label(name: str) -> str:
    """A field's name as people say it."""
    return LABELS.get(name, name.capitalize())


def subject_url(event: Event) -> str:
    """The page of an event's subject; "" where it has none."""
    kind, _, identity = event.subject.partition(":")
    folder = {"employee": "employees", "position": "positions"}.get(kind)
    return f"/{folder}/{identity}" if folder else ""
