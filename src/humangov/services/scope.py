"""Agencies apart: the stores of somebody who is limited to some agencies hold nothing of the others.

A desk puts these in the place of its stores, so that no service has to think of it. Not found and not yours look the
same. What has no store of its own here is reached through the employee's record: services read that first.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from humangov.domain.actions import Action, ActionStatus, Waiting, marks_of
from humangov.domain.codes import ActionCode
from humangov.domain.employees import Employee, EmploymentType, Row, Status
from humangov.domain.errors import AlreadyExists, Conflict, Invalid, NotFound, NotPermitted
from humangov.domain.events import Event, EventFilter
from humangov.domain.lists import Listing, Page
from humangov.domain.organization import Overview
from humangov.domain.positions import Position
from humangov.domain.units import Tree
from humangov.services.folders import Entry, Folder
from humangov.services.mass_scope import ScopedMass

if TYPE_CHECKING:
    from collections.abc import Callable

    from humangov.services import ports

OUTSIDE = "Your account is limited to other agencies. Choose one of yours, or ask an administrator."
# Stands for all likely duplicates of other agencies: that there are any, and not how many or who.
SOMEBODY_ELSEWHERE = Row(
    "", "", "Somebody in another agency", "", "", "", Status.ACTIVE, EmploymentType.PERMANENT, date.min
)
# The same for requests.
SOMEBODY_ASKED_FOR = Waiting(
    *("", "", "", "Somebody in another agency", "", "", ""),
    date.min,
    ActionStatus.SUBMITTED,
    *("", ""),
    datetime.min.replace(tzinfo=UTC),
)


@dataclass(frozen=True, slots=True)
class ScopedEmployees:
    """See ports.EmployeeStore. Records of other agencies are not found, and none can be moved there."""

    whole: "ports.EmployeeStore"
    agencies: tuple[str, ...]

    def get(self, employee_id: str) -> Employee:
        """Raises NotFound also for a record of another agency."""
        return self._found(self.whole.get(employee_id))

    def folder(self, employee_id: str) -> Folder:
        """Raises NotFound also for a record of another agency."""
        folder = self.whole.folder(employee_id)
        self._found(folder.employee)
        return folder

    def career(self, employee_id: str) -> Folder:
        """Raises NotFound also for a record of another agency."""
        folder = self.whole.career(employee_id)
        self._found(folder.employee)
        return folder

    def record(self, entry: Entry, event: Event) -> Employee:
        """Raises Invalid (agency) for a move to another agency, and NotFound for a record that is there already."""
        if entry.before:
            self._found(entry.before)
        if entry.after.agency not in self.agencies:
            raise Invalid({"agency": OUTSIDE})
        try:
            return self._found(self.whole.record(entry, event))
        except AlreadyExists as taken:
            raise self._without_strangers(taken) from taken
        except Conflict as conflict:
            if isinstance(conflict.current, Employee):
                self._found(conflict.current)
            raise

    def due(self, day: date) -> Iterator[str]:
        """Keys without a name: the system enters what takes effect, whoever it is about."""
        return self.whole.due(day)

    def next_number(self) -> str:
        """Numbers are the state's."""
        return self.whole.next_number()

    def whose(self, field: str, value: str) -> str:
        """The value of somebody in another agency is nobody's."""
        owner = self.whole.whose(field, value)
        try:
            return self.get(owner).id if owner else ""
        except NotFound:
            return ""

    def taken(self, employee: Employee) -> Mapping[str, str]:
        """That a value is taken is told, and not by whom where that is somebody in another agency."""
        return {field: self.whose(field, getattr(employee, field)) for field in self.whole.taken(employee)}

    def same_person(self, employee: Employee) -> tuple[Row, ...]:
        """Those of other agencies are one row without a name: a second record of somebody is to be prevented."""
        rows = self.whole.same_person(employee)
        mine = tuple(row for row in rows if row.agency in self.agencies)
        return mine if len(mine) == len(rows) else (*mine, SOMEBODY_ELSEWHERE)

    def _found(self, employee: Employee) -> Employee:
        if employee.agency not in self.agencies:
            raise NotFound
        return employee

    def _without_strangers(self, taken: AlreadyExists) -> AlreadyExists:
        """The error, without whose the value is when that is somebody of another agency."""
        try:
            self.get(taken.owner_id)
        except NotFound:
            return AlreadyExists(taken.field)
        return taken


@dataclass(frozen=True, slots=True)
class ScopedRequests:
    """See ports.RequestStore. Requests about people of other agencies are not found."""

    whole: "ports.RequestStore"
    agencies: tuple[str, ...]

    def get(self, employee_id: str, action_id: str) -> Action:
        """Raises NotFound also for an appointment to another agency; of other actions the record is read first."""
        action = self.whole.get(employee_id, action_id)
        if action.makes_person and action.changes.get("agency") not in self.agencies:
            raise NotFound
        return action

    def save(self, before: Action | None, after: Action, waiting: Waiting, event: Event) -> Action:
        """Raises Invalid (agency) where it is about somebody in another agency."""
        if waiting.agency not in self.agencies:
            raise Invalid({"agency": OUTSIDE})
        return self.whole.save(before, after, waiting, event)

    def alike(self, action: Action, by: "Callable[[Action], frozenset[str]]" = marks_of) -> tuple[Waiting, ...]:
        """Those for other agencies are one line without a name."""
        lines = self.whole.alike(action, by)
        mine = tuple(line for line in lines if line.agency in self.agencies)
        return mine if len(mine) == len(lines) else (*mine, SOMEBODY_ASKED_FOR)

    def waiting(self, most: int, shown: "Callable[[Waiting], bool]") -> tuple[Waiting, ...]:
        """Those about people of these agencies."""
        return self.whole.waiting(most, lambda line: line.agency in self.agencies and shown(line))


@dataclass(frozen=True, slots=True)
class ScopedPositions:
    """See ports.PositionStore. Positions that were never in these agencies are not found."""

    whole: "ports.PositionStore"
    agencies: tuple[str, ...]

    def get(self, number: str) -> Position:
        """Raises NotFound also for a position of other agencies."""
        return self._found(self.whole.get(number))

    def many(self, numbers: Iterable[str]) -> dict[str, Position]:
        """All of them: an action moves a person out of any position, and the record says who may be moved."""
        return self.whole.many(numbers)

    def create(self, position: Position, event: Event) -> Position:
        """Raises Invalid (agency) for a position in another agency."""
        return self.whole.create(self._placed(position), event)

    def change(self, before: Position, after: Position, event: Event) -> Position:
        """Raises NotFound for a position of other agencies, and Invalid (agency) for a move there."""
        changed = {*before.versions} ^ {*after.versions}
        was = {facts for version in changed if (facts := before.facts_on(version.effective))}
        if not {version.agency for version in changed | was} <= {*self.agencies}:
            raise Invalid({"effective": OUTSIDE})
        return self.whole.change(self._found(before), self._placed(after), event)

    def in_unit(self, agency: str, unit: str, after: str = "", size: int = 100) -> Page[Position]:
        """Raises NotFound for a unit of another agency."""
        if agency not in self.agencies:
            raise NotFound
        return self.whole.in_unit(agency, unit, after, size)

    def _found(self, position: Position) -> Position:
        if not {version.agency for version in position.versions} & set(self.agencies):
            raise NotFound
        return position

    def _placed(self, position: Position) -> Position:
        if not {version.agency for version in position.versions} & set(self.agencies):
            raise Invalid({"agency": OUTSIDE})
        return position


@dataclass(frozen=True, slots=True)
class ScopedDirectory:
    """See ports.Directory. One agency is read by its own key, several are compared with the rows."""

    whole: "ports.Directory"
    agencies: tuple[str, ...]

    def page(self, listing: Listing) -> Page[Row]:
        """People of these agencies only."""
        return self.whole.page(self._narrowed(listing))

    def search(self, listing: Listing) -> Page[Row]:
        """People of these agencies only."""
        return self.whole.search(self._narrowed(listing))

    def page_on(self, listing: Listing, day: date, known_at: datetime | None) -> Page[Row]:
        """People who are in these agencies today, and were on that day."""
        if listing.agency and listing.agency not in self.agencies:
            raise NotFound
        return self.whole.page_on(replace(listing, agencies=self.agencies), day, known_at)

    def _narrowed(self, listing: Listing) -> Listing:
        if listing.agency:
            if listing.agency not in self.agencies:
                raise NotFound
            return listing
        if len(self.agencies) == 1:
            return replace(listing, agency=self.agencies[0])
        return replace(listing, agencies=self.agencies)


@dataclass(frozen=True, slots=True)
class ScopedAudit:
    """See ports.AuditStore. A subject's events are its history, which goes with it from agency to agency."""

    whole: "ports.AuditStore"
    agencies: tuple[str, ...]

    def record(self, event: Event) -> None:
        """Anybody's doings are recorded."""
        self.whole.record(event)

    def page(self, wanted: EventFilter, before: str, size: int) -> Page[Event]:
        """Events of employees of these agencies only, where no subject is asked for."""
        return self.whole.page(wanted if wanted.subject else replace(wanted, agencies=self.agencies), before, size)


@dataclass(frozen=True, slots=True)
class ScopedOrganization:
    """See ports.OrganizationStore. The state has these agencies and no others: forms and lists offer no more."""

    whole: "ports.OrganizationStore"
    agencies: tuple[str, ...]

    def overview(self) -> Overview:
        """These agencies with their headcount."""
        overview = self.whole.overview()
        return replace(
            overview,
            agencies=tuple(agency for agency in overview.agencies if agency.code in self.agencies),
            tree=Tree(tuple(unit for unit in overview.tree.units if unit.agency in self.agencies)),
            headcount={key: count for key, count in overview.headcount.items() if key[0] in self.agencies},
        )

    def save_codes(self, before: Overview, codes: tuple[ActionCode, ...], event: Event) -> None:
        """Codes are the state's."""
        self.whole.save_codes(before, codes, event)

    def headcount_on(self, first: date, day: date, known_on: date) -> Mapping[tuple[str, Status], int]:
        """That of these agencies."""
        counts = self.whole.headcount_on(first, day, known_on)
        return {key: n for key, n in counts.items() if key[0] in self.agencies}

    def save_units(self, before: Overview, tree: Tree, event: Event) -> None:  # noqa: ARG002 a port's
        """Never: what is seen is a part, and to save it would lose the rest."""
        raise NotPermitted


# The stores of a desk that a scope is put before, by their names on the desk.
SCOPED: "dict[str, Callable[[Any, tuple[str, ...]], Any]]" = {
    "employees": ScopedEmployees,
    "requests": ScopedRequests,
    "positions": ScopedPositions,
    "directory": ScopedDirectory,
    "audit": ScopedAudit,
    "organization": ScopedOrganization,
    "mass": ScopedMass,
}
_SCOPES = (
    ScopedEmployees,
    ScopedRequests,
    ScopedPositions,
    ScopedDirectory,
    ScopedAudit,
    ScopedOrganization,
    ScopedMass,
)


def scoped_stores(stores: dict[str, Any], agencies: tuple[str, ...]) -> dict[str, Any]:
    """The stores with a scope before them; with none before them for no agencies, which means all."""
    found = {name: store.whole if isinstance(store, _SCOPES) else store for name, store in stores.items()}
    return {name: SCOPED[name](store, agencies) for name, store in found.items()} if agencies else found
