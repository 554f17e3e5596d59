"""The audit log of one state, in memory."""

from dataclasses import dataclass, replace

from humangov.domain.events import Event, EventFilter
from humangov.domain.lists import Page
from tests.fakes.records import Calls, Records

MOST_READ = 8


@dataclass(frozen=True, slots=True)
class FakeAudit:
    """See ports.AuditStore."""

    records: Records
    calls: Calls

    def record(self, event: Event) -> None:
        self.calls.note("audit.record")
        if (line := replace(event, sent=None)) not in self.records.events:
            self.records.events.append(line)

    def page(self, wanted: EventFilter, before: str, size: int) -> Page[Event]:
        self.calls.note("audit.page")
        keyed = (e for e in self.records.events if _keyed(e, wanted) and (not before or e.id < before))
        newest = sorted(keyed, key=lambda event: event.id, reverse=True)
        looked = newest[: MOST_READ * size]
        fitting = [n for n, event in enumerate(looked) if _fits(event, wanted)]
        if len(fitting) > size:
            looked = looked[: fitting[size - 1] + 1]
        more = len(fitting) > size or len(newest) > len(looked)
        events = tuple(event for event in looked if _fits(event, wanted))
        return Page(events, after=looked[-1].id if more else "", looked_at=len(looked))


def _keyed(event: Event, wanted: EventFilter) -> bool:
    """What keys answer: the subject or else the actor, and the span of time."""
    whose = event.subject == wanted.subject if wanted.subject else wanted.actor_id in ("", event.actor_id)
    begun = wanted.since is None or event.at >= wanted.since
    return whose and begun and (wanted.until is None or event.at < wanted.until)


def _fits(event: Event, wanted: EventFilter) -> bool:
    changed = not event.kind.is_view if wanted.subject else event.kind.is_record_change
    seen = event.kind.is_view if wanted.views else changed
    of_actor = wanted.actor_id in ("", event.actor_id)
    of_agency = not wanted.agencies or event.agency in wanted.agencies
    return (
        of_actor and of_agency and (not wanted.kinds or event.kind in wanted.kinds) and (wanted.views is None or seen)
    )
