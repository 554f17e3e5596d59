"""Mass actions for tests: people on file, a raise for them, and somebody who does the work."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, cast

from humangov.domain.actions import Action
from humangov.domain.employees import Employee
from humangov.domain.events import Event, EventKind
from humangov.domain.mass import MassAction, MassPerson, MassStatus, Rule, RuleKind, Selection
from humangov.domain.permissions import SYSTEM
from humangov.services.desk import Desk
from humangov.services.folders import Entry
from humangov.services.mass import MassProposal, start
from humangov.services.massing import work_on
from tests.builders import TODAY, an_employee, an_entry, an_event, an_id
from tests.fakes import FakeDesks
from tests.fakes.records import Records

THREE_PERCENT = Rule(kind=RuleKind.PERCENT, percent_hundredths=3_00)


def hired(desk: Desk, **changes: Any) -> Employee:
    """Somebody on file, José García unless told otherwise."""
    employee = an_employee(**changes)
    event = an_event(kind=EventKind.EMPLOYEE_APPOINTED, subject=f"employee:{employee.id}")
    return desk.employees.record(an_entry(employee), event)


def a_staff(desk: Desk, how_many: int, **changes: Any) -> list[Employee]:
    """So many people, sorted by name, each with another pay."""
    return [
        hired(desk, **{"last_name": f"García {n:04}", "pay_cents": 50_000_00 + n * 77_00, **changes})
        for n in range(how_many)
    ]


def a_raise(**changes: Any) -> MassProposal:
    """Three percent for all of Motor Vehicles, from today on."""
    values: dict[str, Any] = {
        "code": "894",
        "effective": TODAY,
        "selection": Selection(agency="DMV"),
        "rule": THREE_PERCENT,
        "reason": "General raise of 2026",
    }
    return MassProposal(**{**values, **changes})


def as_system(desk: Desk) -> Desk:
    """The desk of whoever goes on with what was approved."""
    return replace(desk, principal=SYSTEM)


def worked(desk: Desk, mass: MassAction, worker: str = "one", most: int = 5) -> MassAction:
    """The mass action after all the work that there is."""
    while work_on(as_system(desk), mass.id, worker, most):
        pass
    return desk.mass.get(mass.id)


def checked(desk: Desk, mass: MassAction) -> MassAction:
    """The mass action after everybody was looked at again, as it is approved: nobody is recorded yet."""
    while desk.mass.get(mass.id).status is MassStatus.CHECKING:
        work_on(as_system(desk), mass.id, "check")
    return desk.mass.get(mass.id)


def prepared(desk: Desk, **changes: Any) -> MassAction:
    """A raise whose preview is made."""
    return worked(desk, start(desk, a_raise(**changes), an_id()))


def people_of(desk: Desk, mass: MassAction) -> list[MassPerson]:
    """Everybody of a mass action, page by page."""
    found: list[MassPerson] = []
    position = ""
    while True:
        page = desk.mass.people(mass.id, None, position, 7)
        found += page.items
        if not (position := page.after):
            return found


def pays(desk: Desk, people: list[Employee]) -> Mapping[str, int]:
    """What each of them is paid now."""
    return {person.id: desk.employees.get(person.id).pay_cents for person in people}


@dataclass
class Watched:
    """The store of employees, told before a career is read, or an entry is saved."""

    whole: Any
    before: Callable[[str], None]
    call: str

    def __getattr__(self, name: str) -> Any:
        return getattr(self.whole, name)

    def career(self, employee_id: str) -> Any:
        if self.call == "career":
            self.before(employee_id)
        return self.whole.career(employee_id)

    def record(self, entry: Entry, event: Event) -> Any:
        if self.call == "record":
            self.before(entry.after.id)
        return self.whole.record(entry, event)


def watched(desk: Desk, before: Callable[[str], None], call: str = "career") -> Desk:
    """The desk, of which somebody is told before a career is read, or an entry is saved (`call`: record)."""
    return replace(desk, employees=cast("Any", Watched(desk.employees, before, call)))


class Killed(BaseException):
    """The process ends here."""


@contextmanager
def killing(desks: FakeDesks, calls: int, at: str = "") -> Iterator[None]:
    """Let the process end at one of the next calls of a store, or of one of its methods."""
    note, left = desks.calls.note, [calls]

    def counted(operation: str) -> None:
        left[0] -= at in {"", operation}
        if left[0] < 0:
            raise Killed
        note(operation)

    desks.calls.note = counted  # type: ignore[method-assign] # for as long as the process lives
    try:
        yield
    finally:
        desks.calls.note = note  # type: ignore[method-assign] # back again


def of_mass(records: Records, mass: MassAction) -> list[Action]:
    """Every action of it that was recorded."""
    return [a for ledger in records.actions.values() for a in ledger.values() if a.mass == mass.id]
