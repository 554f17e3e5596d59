"""Mass actions of one state, in memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from humangov.domain.errors import Conflict, Invalid, NotFound
from humangov.domain.events import Event
from humangov.domain.lists import Page
from humangov.domain.mass import LISTED, MassAction, MassPerson, Result
from tests.fakes.records import Calls, Records


@dataclass(frozen=True, slots=True)
class FakeMass:
    """See chore_ports.MassStore."""

    records: Records
    calls: Calls

    def get(self, mass_id: str) -> MassAction:
        self.calls.note("mass.get")
        return self._current(mass_id)

    def create(self, mass: MassAction, event: Event) -> MassAction:
        self.calls.note("mass.create")
        self.records.once(event)
        if mass.id not in self.records.masses:
            self.records.masses[mass.id] = mass
            self.records.tell(event)
            self.calls.changed("mass.create")
        return self.records.masses[mass.id]

    def save(
        self, before: MassAction, after: MassAction, event: Event | None = None, people: Sequence[MassPerson] = ()
    ) -> MassAction:
        self.calls.note("mass.save")
        self.records.once(event)
        current = self._current(after.id)
        if current.version != before.version:
            raise Conflict(current)
        self.records.masses[after.id] = after
        self.records.mass_people |= {(after.id, _position(person)): person for person in people}
        if event:
            self.records.tell(event)
        self.calls.changed("mass.save")
        return after

    def page(self, before: str, size: int) -> Page[MassAction]:
        self.calls.note("mass.page")
        found = [m for key, m in sorted(self.records.masses.items(), reverse=True) if not before or key < before]
        return Page(tuple(found[:size]), after=found[size - 1].id if len(found) > size else "", looked_at=size)

    def underway(self) -> tuple[MassAction, ...]:
        self.calls.note("mass.underway")
        return tuple(mass for _, mass in sorted(self.records.masses.items()) if mass.status.is_open)

    def unfinished(self) -> Iterator[str]:
        self.calls.note("mass.unfinished")
        return iter([mass_id for mass_id, mass in sorted(self.records.masses.items()) if mass.status.is_open])

    def people(self, mass_id: str, result: Result | None, after: str, size: int) -> Page[MassPerson]:
        self.calls.note("mass.people")
        if result not in LISTED:
            raise Invalid({"result": "Choose all, changed, skipped or not possible."})
        of_it = sorted((place, p) for (key, place), p in self.records.mass_people.items() if key == mass_id)
        found = [(place, p) for place, p in of_it if place > after and (result is None or result in p.lists)]
        shown = found[:size]
        further = shown[-1][0] if len(found) > size else ""
        return Page(tuple(p for _, p in shown), before=after, after=further, looked_at=len(shown))

    def _current(self, mass_id: str) -> MassAction:
        if mass_id not in self.records.masses:
            raise NotFound
        return self.records.masses[mass_id]


def _position(person: MassPerson) -> str:
    return f"{person.sort_name}   {person.employee_id}"
