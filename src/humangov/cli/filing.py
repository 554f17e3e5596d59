"""Files the demo's people: careers and papers by the services, each as of the day on which it was recorded."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import BinaryIO

from ulid import ULID

from humangov.cli.lives import LAST_DAY, Deed
from humangov.cli.names import FIRST, LAST
from humangov.cli.papers import paper
from humangov.cli.people import Career
from humangov.cli.posts import FOUNDED
from humangov.domain.actions import By
from humangov.domain.codes import ActionCode
from humangov.domain.employees import Employee, Status
from humangov.domain.events import Event, EventKind
from humangov.domain.files import FileKind
from humangov.domain.looks import Look
from humangov.domain.organization import Overview
from humangov.domain.positions import Position
from humangov.domain.units import Tree
from humangov.services.careers import Decided, file_career
from humangov.services.desk import Desk
from humangov.services.documents import add_document
from humangov.services.ports import OrganizationStore
from humangov.services.proposing import Proposal

MOST_BYTES = 1_048_576
# A position that is to come was created so long before the last day, at the latest.
LOOKING_AHEAD = timedelta(days=60)
# Ten in the morning in California, eleven in Wyoming.
MORNING = time(18)
# So many made-up people ask and approve in a state.
CLERKS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class PastDesk(Desk):
    """A desk whose clock shows a day of the past.

    What it makes has ids of the present: an upload with an old id passes for one that died, and is swept on its way.
    """

    def new_id(self) -> str:
        """A new ULID of now."""
        return str(ULID())


def on_day(desk: Desk, day: date) -> Desk:
    """The desk as if it were the morning of that day, and a little later each time it looks at the clock."""
    start, began = datetime.combine(day, MORNING, UTC), datetime.now(UTC)
    parts = {part.name: getattr(desk, part.name) for part in fields(desk)}
    return PastDesk(**parts | {"clock": lambda: start + (datetime.now(UTC) - began) + timedelta(milliseconds=1)})


@dataclass(slots=True)
class KnownOrganization:
    """The agencies as they were at the start, and as changed since: a read for each act would cost a tenth."""

    store: OrganizationStore
    known: Overview

    def overview(self) -> Overview:
        """The tree of now; today's agencies and the headcount are those at the start."""
        return self.known

    def save_units(self, before: Overview, tree: Tree, event: Event) -> None:
        """Save in the store, and know it."""
        self.store.save_units(before, tree, event)
        self.known = replace(self.known, tree=tree, version=before.version + 1)

    def save_codes(self, before: Overview, codes: tuple[ActionCode, ...], event: Event) -> None:
        """Save in the store."""
        self.store.save_codes(before, codes, event)

    def headcount_on(self, first: date, day: date, known_on: date) -> Mapping[tuple[str, Status], int]:
        """Ask the store."""
        return self.store.headcount_on(first, day, known_on)


def create(desk: Desk, position: Position) -> None:
    """One position, on the day on which it begins; one to come, a while ago. Created before: nothing happens."""
    facts = position.versions[0]
    then = on_day(desk, min(max(facts.effective, FOUNDED), LAST_DAY - LOOKING_AHEAD))
    label, effective = f"{position.number} {facts.title}", facts.effective.isoformat()
    event = then.event(
        EventKind.POSITION_CREATED, f"position:{position.number}", label, agency=facts.agency, effective=effective
    )
    then.positions.create(position, event)


def settle(desk: Desk, career: Career, *, begun: bool) -> None:
    """One person: all that has happened, and the papers.

    `begun`: a run that was broken off may have filed some of it; this one goes on from there.
    """
    last_day, decided = on_day(desk, LAST_DAY), [*_decided(desk, career)]
    employee = file_career(last_day, decided)
    filed = {d.id for d in desk.employees.folder(employee.id).documents} if begun else set[str]()
    for index, day in enumerate(career.papers):
        if (token := token_of(day, career, 100 + index)) not in filed:
            details, upload = paper(_appointed(career, employee), desk.state.name, index, day)
            add_document(on_day(desk, day), employee.id, details, upload, MOST_BYTES, token, look=_made_here)


def _made_here(_kind: FileKind, _content: BinaryIO) -> Look:
    """What was written a moment ago needs no look inside, which would take half of the demo's time."""
    return Look()


def _decided(desk: Desk, career: Career) -> Iterator[Decided]:
    """The deeds as the services take them: on one day one minute after the other."""
    staff = clerks(desk.state.slug)
    tokens = [token_of(deed.recorded, career, index) for index, deed in enumerate(career.deeds)]
    for index, deed in enumerate(career.deeds):
        at = datetime.combine(deed.recorded, MORNING, UTC) + timedelta(minutes=index)
        asking, approving = _two(staff, career.entropy[index % len(career.entropy)])
        yield Decided(
            proposal=_proposal(deed, tokens),
            token=tokens[index],
            recorded_at=at,
            requested=By(asking.id, asking.name, at - timedelta(hours=2)),
            approved=By(approving.id, approving.name, at),
        )


def _proposal(deed: Deed, tokens: list[str]) -> Proposal:
    about = deed.target >= 0
    return Proposal(
        code=deed.code,
        effective=None if about else deed.effective,
        changes=deed.changes,
        reason=deed.reason,
        authority=deed.authority,
        remarks=deed.remarks,
        exception=deed.exception,
        target=tokens[deed.target] if about else "",
    )


@dataclass(frozen=True, slots=True)
class Clerk:
    """Somebody who worked on personnel actions before there were accounts."""

    id: str
    name: str


@cache
def clerks(slug: str) -> tuple[Clerk, ...]:
    """The made-up staff of a state, the same in every run."""
    dice = Random(f"staff {slug}")  # noqa: S311 a dice that falls the same way each time
    return tuple(Clerk(f"staff-{n}", f"{dice.choice(FIRST)} {dice.choice(LAST)}") for n in range(1, CLERKS + 1))


def _two(staff: tuple[Clerk, ...], chance: int) -> tuple[Clerk, Clerk]:
    """Who asks and who approves: never one and the same."""
    asking = chance % len(staff)
    return staff[asking], staff[(asking + 1 + chance // len(staff) % (len(staff) - 1)) % len(staff)]


def _appointed(career: Career, employee: Employee) -> Employee:
    """The record as the appointment made it, which the first papers tell."""
    return replace(employee, **career.values, hire_date=career.hired)


def token_of(day: date, career: Career, index: int) -> str:
    """The same ULID for the same thing in every run."""
    stamp = int(datetime.combine(day, MORNING, UTC).timestamp() * 1_000)
    return str(ULID.from_bytes(stamp.to_bytes(6, "big") + career.entropy[:9] + bytes([index])))


def identity(career: Career) -> str:
    """The person's id: that of the appointment."""
    return token_of(career.deeds[0].recorded, career, 0)
