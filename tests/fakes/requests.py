"""Actions that are asked for and not processed, in memory."""

from collections.abc import Callable
from dataclasses import dataclass

from humangov.domain.actions import Action, Waiting, found_by, marks_of
from humangov.domain.errors import Conflict, NotFound
from humangov.domain.events import Event
from tests.fakes.records import Calls, Records


@dataclass(frozen=True, slots=True)
class FakeRequests:
    """See ports.RequestStore."""

    records: Records
    calls: Calls

    def get(self, employee_id: str, action_id: str) -> Action:
        self.calls.note("requests.get")
        return self._current(employee_id, action_id)

    def save(self, before: Action | None, after: Action, waiting: Waiting, event: Event) -> Action:
        self.calls.note("requests.save")
        self.records.once(event)
        key = (after.employee_id, after.id)
        if key in self.records.ended:
            raise NotFound
        if before is None and key in self.records.requests:
            return self.records.requests[key]
        if before and (current := self._current(*key)).version != before.version:
            if current == after:
                return current
            raise Conflict(current)
        self.records.requests[key] = after
        self.records.waiting.pop(after.id, None)
        if after.status.is_open:
            self.records.waiting[after.id] = waiting
        self.records.tell(event)
        self.calls.changed("requests.save")
        return after

    def alike(self, action: Action, by: Callable[[Action], frozenset[str]] = marks_of) -> tuple[Waiting, ...]:
        self.calls.note("requests.alike")
        others = (a for a in self.records.requests.values() if a.id != action.id)
        alike = sorted(a.id for a in others if found_by(a) & by(action))
        return tuple(self.records.waiting[action_id] for action_id in alike)

    def waiting(self, most: int, shown: Callable[[Waiting], bool]) -> tuple[Waiting, ...]:
        self.calls.note("requests.waiting")
        lines = (self.records.waiting[key] for key in sorted(self.records.waiting))
        return tuple(filter(shown, lines))[:most]

    def _current(self, employee_id: str, action_id: str) -> Action:
        if (employee_id, action_id) not in self.records.requests:
            raise NotFound
        return self.records.requests[employee_id, action_id]
