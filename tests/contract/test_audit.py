"""The contract of ports.AuditStore, against a plain filtered list."""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from humangov.domain.events import Change, Event, EventFilter, EventKind
from humangov.services.desk import Desk
from tests.builders import NOW, an_event, minutes
from tests.contract.worlds import WORLDS, open_desk

SUBJECTS = ["employee:1", "employee:2", "account:1", "settings:agencies"]
ACTORS = ["one", "two", "three"]


def happenings() -> list[Event]:
    """Two hundred events over a year and a half, a fifth of them in one minute; oldest first."""
    dice = random.Random(3)
    made: list[Event] = []
    instants = [NOW - timedelta(hours=dice.randrange(13_000)) for _ in range(160)]
    instants += [NOW + timedelta(seconds=dice.randrange(60)) for _ in range(40)]
    for at in sorted(instants):
        kind, subject, actor = dice.choice([*EventKind]), dice.choice(SUBJECTS), dice.choice(ACTORS)
        agency = dice.choice(["DMV", "DOT", "PARKS"]) if subject.startswith("employee") else ""
        made.append(
            an_event(at=at, kind=kind, subject=subject, actor_id=actor, request_id=f"r{len(made)}", agency=agency)
        )
    return sorted(made, key=lambda e: e.id)


@pytest.fixture(scope="module", params=WORLDS)
def log(request: pytest.FixtureRequest) -> Iterator[tuple[Desk, list[Event]]]:
    """A desk whose log is only read."""
    with WORLDS[request.param]() as desks:
        desk, made = open_desk(desks), happenings()
        for event in made:
            desk.audit.record(event)
        yield desk, made


def fits(event: Event, wanted: EventFilter) -> bool:
    changed = not event.kind.is_view if wanted.subject else event.kind.is_record_change
    return (
        wanted.subject in ("", event.subject)
        and wanted.actor_id in ("", event.actor_id)
        and (not wanted.kinds or event.kind in wanted.kinds)
        and (not wanted.agencies or event.agency in wanted.agencies)
        and (wanted.views is None or (event.kind.is_view if wanted.views else changed))
        and (wanted.since is None or event.at >= wanted.since)
        and (wanted.until is None or event.at < wanted.until)
    )


SPAN: dict[str, Any] = {"since": NOW - timedelta(days=120), "until": NOW - timedelta(days=20)}
FILTERS = [
    EventFilter(),
    EventFilter(views=True),
    EventFilter(views=False),
    EventFilter(actor_id="one"),
    EventFilter(actor_id="one", views=True),
    EventFilter(actor_id="one", views=False),
    EventFilter(actor_id="nobody"),
    EventFilter(subject="employee:1"),
    EventFilter(subject="employee:1", views=True),
    EventFilter(subject="employee:1", views=False),
    EventFilter(subject="account:1", views=False),
    EventFilter(subject="employee:1", actor_id="two"),
    EventFilter(subject="employee:2", kinds=frozenset({EventKind.EMPLOYEE_VIEWED, EventKind.EMPLOYEE_CHANGED})),
    EventFilter(kinds=frozenset({EventKind.DOCUMENT_WITHDRAWN})),
    EventFilter(kinds=frozenset({EventKind.AGENCIES_CHANGED}), views=False),
    EventFilter(agencies=("DOT",)),
    EventFilter(agencies=("DMV", "PARKS"), views=False),
    EventFilter(subject="employee:1", agencies=("DMV",)),
    EventFilter(**SPAN),
    EventFilter(subject="employee:2", **SPAN),
    EventFilter(actor_id="three", **SPAN),
    EventFilter(views=False, since=NOW),
    EventFilter(until=NOW - timedelta(days=500)),
    EventFilter(since=NOW + timedelta(days=1)),
    EventFilter(since=NOW, until=NOW - timedelta(days=1)),
]


@pytest.mark.parametrize("size", [7, 25])
@pytest.mark.parametrize("wanted", FILTERS, ids=str)
def test_pages_hold_every_event_once_newest_first(
    log: tuple[Desk, list[Event]], wanted: EventFilter, size: int
) -> None:
    desk, made = log
    found: list[Event] = []
    before = ""
    while True:
        page = desk.audit.page(wanted, before, size)
        assert len(page.items) <= size
        assert page.looked_at <= 8 * size
        found.extend(page.items)
        if not page.after:
            break
        assert not before or page.after < before
        before = page.after
    assert found == [event for event in reversed(made) if fits(event, wanted)]


def test_the_last_page_says_that_there_is_nothing_more(log: tuple[Desk, list[Event]]) -> None:
    desk, made = log
    assert desk.audit.page(EventFilter(), "", len(made)).after == ""
    assert desk.audit.page(EventFilter(), made[0].id, 25).items == ()


def test_an_event_comes_back_as_it_was_recorded(desk: Desk) -> None:
    whole = an_event(
        about="Appointment letter (version 1)",
        about_id="1",
        act="pay",
        effective="2026-01-01",
        reason="Promotion",
        changes=(Change("pay_cents", "$1 a year", "$2 a year"), Change("title", "", "Chief")),
        address="192.0.2.7",
        request_id="r",
    )
    desk.audit.record(whole)
    assert desk.audit.page(EventFilter(), "", 25).items == (whole,)


def test_an_event_recorded_twice_is_there_once(desk: Desk) -> None:
    event = an_event()
    for _ in range(2):
        desk.audit.record(event)
    assert desk.audit.page(EventFilter(), "", 25).items == (event,)


def test_another_states_events_are_not_seen(desk: Desk, neighbor: Desk) -> None:
    neighbor.audit.record(an_event(actor_id="one"))
    for wanted in (EventFilter(), EventFilter(actor_id="one"), EventFilter(subject=an_event().subject)):
        assert desk.audit.page(wanted, "", 25).items == ()


def test_a_subject_or_actor_of_any_text_has_no_events(desk: Desk) -> None:
    for text in ("x" * 3000, "#", "employee:"):
        assert desk.audit.page(EventFilter(subject=text), "", 25).items == ()
        assert desk.audit.page(EventFilter(actor_id=text), "", 25).items == ()


def test_an_event_of_the_same_minute_is_kept_in_its_place(desk: Desk) -> None:
    events = [an_event(at=NOW + minutes(n / 100)) for n in range(5)]
    for event in reversed(events):
        desk.audit.record(event)
    assert desk.audit.page(EventFilter(), "", 25).items == tuple(reversed(events))


def test_of_looks_and_changes_read_together_none_is_shown_before_a_newer_one_that_was_not_read(desk: Desk) -> None:
    """Many looks and few changes: the looks' part is read to its limit first, far above the oldest change."""
    kinds = [EventKind.EMPLOYEE_CHANGED, *[EventKind.EMPLOYEE_VIEWED] * 12, EventKind.EMPLOYEE_CHANGED]
    made = [an_event(kind=kind, subject="employee:9") for kind in kinds]
    for event in made:
        desk.audit.record(event)
    first = desk.audit.page(EventFilter(subject="employee:9"), "", 4)
    assert first.items == tuple(made[:-5:-1])
    found, before = list(first.items), first.after
    while before:
        page = desk.audit.page(EventFilter(subject="employee:9"), before, 4)
        found, before = [*found, *page.items], page.after
    assert found == made[::-1]
