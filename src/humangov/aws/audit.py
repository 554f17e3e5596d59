"""The audit log of one state: events are put once and never touched again."""

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

from humangov.aws import keys
from humangov.aws.forms import form_write
from humangov.aws.items import compact, plain, read
from humangov.aws.table import Span, Table
from humangov.aws.writes import ABSENT, Refused, Write, put
from humangov.domain.events import Event, EventFilter
from humangov.domain.lists import Page

# How many events are read for one that is shown, at most, where no key answers the filter.
MOST_READ = 8


def event_write(event: Event) -> Write:
    """The put of an event, for the transaction of the change that it tells. It never takes another one's place.

    Beside it goes the form by which it came about.
    """
    form = form_write(event.sent) if event.sent else None
    event = replace(event, sent=None)
    changes = {"changes": keys.CHANGES} if event.kind.is_record_change else {}
    found_by = {"log": keys.LOG, "actor": f"ACTOR#{event.actor_id}", **changes}
    return replace(put(keys.event(event), {"event": compact(plain(event)), **found_by}, ABSENT), beside=form)


class Audit:
    """See ports.AuditStore."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def record(self, event: Event) -> None:
        """One PutItem. An event of this id is this one: the answer to its first try was lost."""
        with suppress(Refused):
            self._table.save(event_write(event))

    def page(self, wanted: EventFilter, before: str, size: int) -> Page[Event]:
        """One Query; two where a subject's looks and changes are read together."""
        spans = _spans(wanted, before)
        limit = MOST_READ * size // len(spans) if _filtered(wanted) else size + 1
        runs = [self._run(span, limit) for span in spans]
        # Below the lowest event of a run that stopped early, events of that run are not known yet.
        horizon = max((events[-1].id for events, more in runs if more), default="")
        known = sorted((e for events, _ in runs for e in events if e.id >= horizon), key=lambda e: e.id, reverse=True)
        return _page(known, _fits(wanted), size, horizon)

    def _run(self, span: Span, limit: int) -> tuple[list[Event], bool]:
        found = self._table.query(span, limit, descending=True)
        return [read(Event, json.loads(item["event"])) for item in found.items], found.more


def _spans(wanted: EventFilter, before: str) -> list[Span]:
    """The narrowest keys that hold what is wanted: those of a subject, of an actor, of record changes, or all."""
    low = keys.floor(wanted.since) if wanted.since else keys.LOWEST
    ends = [keys.just_below(end) for end in (before, keys.floor(wanted.until) if wanted.until else "") if end]
    high = min(ends, default=keys.HIGHEST)
    if wanted.subject:
        kinds = (False, True) if wanted.views is None else (wanted.views,)
        return [Span(keys.events(wanted.subject, seen=seen), low, high) for seen in kinds]
    if wanted.actor_id:
        return [Span(f"ACTOR#{wanted.actor_id}", low, high, "by-actor")]
    if wanted.views is False:
        return [Span(keys.CHANGES, low, high, "changes-by-time")]
    return [Span(keys.LOG, low, high, "by-time")]


def _filtered(wanted: EventFilter) -> bool:
    """Whether the keys leave something to compare."""
    beside = wanted.actor_id if wanted.subject else wanted.views is not None and (wanted.actor_id or wanted.views)
    return bool(wanted.kinds or wanted.agencies or beside)


def _fits(wanted: EventFilter) -> Callable[[Event], bool]:
    def fits(event: Event) -> bool:
        looked = event.kind.is_view
        seen = looked if wanted.views else not looked if wanted.subject else event.kind.is_record_change
        of_actor = wanted.actor_id in ("", event.actor_id)
        of_agency = not wanted.agencies or event.agency in wanted.agencies
        return (
            of_actor
            and of_agency
            and (not wanted.kinds or event.kind in wanted.kinds)
            and (wanted.views is None or seen)
        )

    return fits


def _page(known: Sequence[Event], fits: Callable[[Event], bool], size: int, horizon: str) -> Page[Event]:
    """The first events that fit, and where to go on."""
    fitting = [n for n, event in enumerate(known) if fits(event)]
    if len(fitting) > size:
        last = fitting[size - 1]
        return Page(tuple(known[n] for n in fitting[:size]), after=known[last].id, looked_at=last + 1)
    return Page(tuple(known[n] for n in fitting), after=horizon, looked_at=len(known))
