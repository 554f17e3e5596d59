"""Events in plain words, and where they lead."""

from datetime import date

from humangov.domain.edits import EDITS
from humangov.domain.employees import LABELS
from humangov.domain.events import Change, Event, EventKind
from humangov.domain.wording import us_date

_DONE = {
    EventKind.EMPLOYEE_APPOINTED: "appointed",
    EventKind.ACTION_DRAFTED: "kept as a draft",
    EventKind.ACTION_SUBMITTED: "submitted for approval",
    EventKind.ACTION_RETURNED: "returned",
    EventKind.ACTION_REJECTED: "rejected",
    EventKind.ACTION_WITHDRAWN: "withdrawn",
    EventKind.ACTION_RECORDED: "recorded",
    EventKind.ACTION_TOOK_EFFECT: "took effect",
    EventKind.MASS_ACTION_STARTED: "mass action started",
    EventKind.MASS_ACTION_PREPARED: "preview of a mass action made",
    EventKind.MASS_ACTION_SUBMITTED: "mass action submitted for approval",
    EventKind.MASS_ACTION_APPROVED: "mass action approved",
    EventKind.MASS_ACTION_REJECTED: "mass action rejected",
    EventKind.MASS_ACTION_WITHDRAWN: "mass action withdrawn",
    EventKind.MASS_ACTION_TURNED: "mass action changed since it was approved, to be approved again",
    EventKind.MASS_ACTION_STOPPED: "mass action stopped",
    EventKind.MASS_ACTION_FINISHED: "mass action recorded for everybody",
    EventKind.EMPLOYEE_CHANGED: "record changed",
    EventKind.DOCUMENT_ADDED: "document filed",
    EventKind.DOCUMENT_REPLACED: "new version of a document filed",
    EventKind.DOCUMENT_WITHDRAWN: "document withdrawn",
    EventKind.AGENCIES_CHANGED: "changed",
    EventKind.CODES_CHANGED: "changed",
    EventKind.POSITION_CREATED: "position created",
    EventKind.POSITION_CHANGED: "position changed",
    EventKind.STATE_IMPORTED: "brought in",
}

# What edits are called when they are done, as an event's act says it.
_EDITS = {edit.done.capitalize(): edit.done for edit in EDITS.values()}
_DECISIONS = {EventKind.ACTION_RETURNED, EventKind.ACTION_REJECTED, EventKind.ACTION_WITHDRAWN}
_TOLD_FIELD_BY_FIELD = {EventKind.EMPLOYEE_CHANGED, EventKind.ACTION_RECORDED, EventKind.ACTION_TOOK_EFFECT}


def what_happened(event: Event) -> str:
    """What a change did, to go behind its subject: "702 Promotion recorded", "document filed: Appointment letter"."""
    done = _DONE.get(event.kind, event.kind.label.lower())
    if event.kind is EventKind.EMPLOYEE_CHANGED:
        done = _EDITS.get(event.act, done)
    if event.kind is EventKind.AGENCIES_CHANGED and event.changes:
        done = _changed_unit(event, event.changes[0])
    if event.kind.value.startswith("action."):
        done = f"{event.act} {done}".strip()
    if event.kind is EventKind.ACTION_TOOK_EFFECT and event.effective:
        done = f"{done} on {us_date(date.fromisoformat(event.effective))}"
    elif event.effective:
        done = f"{done}, effective {us_date(date.fromisoformat(event.effective))}"
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
    """A change told whole: what was done, why it was decided so, and each field from what to what."""
    done = what_happened(event)
    told = [done[0].upper() + done[1:] + "."]
    if event.kind in _DECISIONS and event.reason:
        told.append(f"Reason: {event.reason}")
    if event.kind not in _TOLD_FIELD_BY_FIELD or not event.changes:
        return told
    # Since when a status is so, the effective date says already.
    changes = [from_to(change) for change in event.changes if not (event.effective and change.field == "status_since")]
    return [*([] if event.kind is EventKind.EMPLOYEE_CHANGED else told), *changes]


def from_to(change: Change) -> str:
    """One field's change as a sentence."""
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
    folder = {"employee": "employees", "position": "positions", "mass": "actions/mass"}.get(kind)
    return f"/{folder}/{identity}" if folder else ""
