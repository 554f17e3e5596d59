"""Events in plain words, and where they lead."""

from datetime import date

from humangov.domain.acts import RULES, ActKind
from humangov.domain.events import Event, EventKind
from humangov.domain.wording import us_date

_DONE = {
    EventKind.EMPLOYEE_APPOINTED: "appointed",
    EventKind.EMPLOYEE_CHANGED: "record changed",
    EventKind.DOCUMENT_ADDED: "document filed",
    EventKind.DOCUMENT_REPLACED: "new version of a document filed",
    EventKind.DOCUMENT_WITHDRAWN: "document withdrawn",
    EventKind.AGENCIES_CHANGED: "changed",
}


def what_happened(event: Event) -> str:
    """What a change did, to go behind its subject: "pay changed", "document filed: Appointment letter"."""
    done = _DONE.get(event.kind, event.kind.label.lower())
    if event.kind is EventKind.EMPLOYEE_CHANGED and event.act in set(ActKind):
        done = RULES[ActKind(event.act)].done
    if event.kind is EventKind.AGENCIES_CHANGED and event.changes:
        about = f"{event.changes[0].before or 'new'} → {event.changes[0].after}"
        return f"{event.changes[0].field} {about}"
    if event.effective:
        done = f"{done} as of {us_date(date.fromisoformat(event.effective))}"
    return f"{done}: {event.about}" if event.about else done


def subject_url(event: Event) -> str:
    """The page of an event's subject; "" where it has none."""
    kind, _, identity = event.subject.partition(":")
    return f"/employees/{identity}" if kind == "employee" else ""
