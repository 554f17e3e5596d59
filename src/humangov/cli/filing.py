"""Files the demo's people: each act and paper by the services, on a desk whose clock shows its day."""

from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta

from ulid import ULID

from humangov.cli.papers import paper
from humangov.cli.people import Career
from humangov.domain.acts import Act, ActKind
from humangov.domain.errors import NotFound
from humangov.domain.events import Event
from humangov.domain.organization import Overview
from humangov.domain.units import Tree
from humangov.services.desk import Desk
from humangov.services.documents import add_document
from humangov.services.employees import appoint, record_act
from humangov.services.ports import Folder, OrganizationStore

MOST_BYTES = 1_048_576
# Ten in the morning in California, eleven in Wyoming.
MORNING = time(18)


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


@dataclass(frozen=True, slots=True)
class KnownOrganization:
    """The agencies as they were at the start: a read for each act would be a tenth of all the demo's calls."""

    store: OrganizationStore
    known: Overview

    def overview(self) -> Overview:
        """The agencies; the headcount is the one at the start."""
        return self.known

    def save_units(self, before: Overview, tree: Tree, event: Event) -> None:
        """Save in the store."""
        self.store.save_units(before, tree, event)


def settle(desk: Desk, career: Career, *, begun: bool) -> None:
    """One person: the appointment, the papers, and the acts that followed.

    `begun`: a run that was broken off may have filed some of it; this one goes on from there.
    """
    folder = _found(desk, career) if begun else _appointed(desk, career)
    employee = folder.employee
    if employee.version == 1:
        _file_papers(desk, career, folder)
    for index, (day, act) in enumerate(career.acts):
        if employee.version == index + 1:
            token = _id(day, career, index + 1)
            employee = record_act(on_day(desk, day), employee.id, act, employee.version, token)


def _found(desk: Desk, career: Career) -> Folder:
    """The person's folder as it was left, or after the appointment."""
    try:
        return desk.employees.folder(_id(career.values["hire_date"], career, 0))
    except NotFound:
        return _appointed(desk, career)


def _appointed(desk: Desk, career: Career) -> Folder:
    hired, act = career.values["hire_date"], Act(ActKind.APPOINTMENT, career.values)
    return Folder(appoint(on_day(desk, hired), act, _id(hired, career, 0), another_person=True), ())


def _file_papers(desk: Desk, career: Career, folder: Folder) -> None:
    """The papers that are not in the folder yet. They say what was so at the appointment."""
    filed = {document.id for document in folder.documents}
    for index, day in enumerate(career.papers):
        if (token := _id(day, career, 100 + index)) not in filed:
            details, upload = paper(folder.employee, desk.state.name, index, day)
            add_document(on_day(desk, day), folder.employee.id, details, upload, MOST_BYTES, token)


def _id(day: date, career: Career, index: int) -> str:
    """The same ULID for the same thing in every run."""
    stamp = int(datetime.combine(day, MORNING, UTC).timestamp() * 1_000)
    return str(ULID.from_bytes(stamp.to_bytes(6, "big") + career.entropy[:9] + bytes([index])))
