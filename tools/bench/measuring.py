"""Measures each page on the application and on its floor, in turns, so that both see the same machine."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.driver import Ask, drive
from bench.figures import Cost, Figures, Old, Timed, figures, percentile, usual
from bench.programs import Server
from bench.recording import Recorded
from bench.visitor import Visitor
from programs import CannotRun

# Many short turns: what else the machine does then weighs on both alike.
WARM_UP, TURNS = 30, 20
# So many pages of the directory for each of the predecessor's lists.
BESIDE = 10
# Several requests at a time: as many connections, and as many requests in all.
AT_A_TIME, TOGETHER = 4, 300


@dataclass(frozen=True, slots=True)
class Measured:
    """A page with the requests that it is asked by, a visitor, and what the floor does in its place.

    Each request is sent once: WARM_UP of them unmeasured, TOGETHER several at a time, all others one by one.
    """

    page: str
    people: int
    visitor: Visitor
    asks: Sequence[Ask]
    recorded: Recorded

    @property
    def fixed(self) -> Ask:
        """The floor's request."""
        return Ask(f"/{self.people}/{self.page.replace(' ', '-')}", status=self.recorded.status)


def measured(page: Measured, app: Server, floor: Server) -> Figures:
    """All figures of a page. Raises CannotRun."""
    beginning = app.log.stat().st_size
    warm, alone, together = page.asks[:WARM_UP], page.asks[WARM_UP:-TOGETHER], page.asks[-TOGETHER:]
    drive(page.visitor.base_url, page.visitor.cookie, warm)
    drive(floor.base_url, "", [page.fixed] * WARM_UP)
    on_app, on_floor = Timed(), Timed()
    for turn in range(TURNS):
        asks = alone[turn::TURNS]
        on_app += watched(app, page.visitor, asks)
        on_floor += watched(floor, Visitor(floor.base_url, ""), [page.fixed] * len(asks))
    loaded = drive(page.visitor.base_url, page.visitor.cookie, together, AT_A_TIME)
    cost = usual(_costs(app.log, beginning))
    if cost.calls != len(page.recorded.calls):
        raise CannotRun(f"{page.page}: {cost.calls} calls, but the floor makes {len(page.recorded.calls)}.")
    return figures(page.page, page.people, cost=cost, app=on_app, floor=on_floor, loaded=loaded)


def beside(directory: Measured, app: Server, old: Server, lists: Sequence[Ask]) -> Old:
    """The predecessor's list and the directory's page, in turns."""
    on_app, on_old, nobody = Timed(), Timed(), Visitor(old.base_url, "")
    drive(nobody.base_url, "", lists[:1])
    for one in lists:
        on_old += watched(old, nobody, [one])
        on_app += watched(app, directory.visitor, directory.asks[:BESIDE])
    return Old(
        people=directory.people,
        samples=len(lists),
        p50_ms=percentile(on_old.milliseconds, 50),
        cpu_ms=on_old.cpu_ms,
        directory_p50_ms=percentile(on_app.milliseconds, 50),
        directory_cpu_ms=on_app.cpu_ms,
    )


def watched(server: Server, visitor: Visitor, asks: Sequence[Ask]) -> Timed:
    """Requests one after the other, with the CPU time that the server's workers spent on them."""
    before = server.cpu_seconds()
    timed = drive(visitor.base_url, visitor.cookie, asks)
    return replace(timed, cpu_seconds=server.cpu_seconds() - before)


def _costs(log: Path, beginning: int) -> Iterator[Cost]:
    """What the application's own log says of each request from there on."""
    with log.open("rb") as file:
        file.seek(beginning)
        for line in file:
            told = json.loads(line) if line.startswith(b"{") else {}
            if told.get("message") == "request":
                yield Cost(told["dynamodb_calls"], told["capacity_units"])
