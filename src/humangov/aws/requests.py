"""Personnel actions that are asked for and not processed, and the queue of those that are open."""

import json
from collections.abc import Callable

from humangov.aws import keys
from humangov.aws.audit import event_write
from humangov.aws.careers import action_text, read_action
from humangov.aws.items import compact, plain, read
from humangov.aws.table import Span, Table
from humangov.aws.writes import ABSENT, Refused, Write, delete, put, unchanged
from humangov.domain.actions import Action, Waiting, found_by, marks_of
from humangov.domain.errors import Conflict, NotFound
from humangov.domain.events import Event

# So many pages of the queue are read where most of their lines are somebody else's.
MOST_PAGES = 10
MOST_ALIKE = 10


def alike_writes(before: Action | None, after: Action | None, waiting: Waiting | None = None) -> list[Write]:
    """What makes others find an open request for somebody new, and not find it any more when it ended."""
    old, new = found_by(before) if before else frozenset(), found_by(after) if after else frozenset()
    row = compact(plain(waiting)) if waiting else ""
    gone = [delete(keys.alike(mark, before.id)) for mark in sorted(old - new)] if before else []
    return [*gone, *(put(keys.alike(mark, after.id), {"row": row}) for mark in sorted(new))] if after else gone


class Requests:
    """See ports.RequestStore."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, employee_id: str, action_id: str) -> Action:
        """One GetItem."""
        item = self._table.get(keys.request(employee_id, action_id))
        if item is None or "action" not in item:
            raise NotFound
        return read_action(item["action"])

    def save(self, before: Action | None, after: Action, waiting: Waiting, event: Event) -> Action:
        """One TransactWriteItems; for somebody new with up to three items more, by which others find it."""
        same = unchanged(version=before.version) if before else ABSENT
        key, line = keys.request(after.employee_id, after.id), (keys.QUEUE, after.id)
        request = put(key, {"action": action_text(after), "version": after.version}, same)
        queued = put(line, {"row": compact(plain(waiting))}) if after.status.is_open else delete(line)
        writes = [request, queued, *alike_writes(before, after, waiting)]
        try:
            self._table.commit(writes, event_write(event))
        except Refused as refused:
            current = self.get(after.employee_id, after.id)
            if before is None or current == after:
                return current
            raise Conflict(current) from refused
        return after

    def alike(self, action: Action, by: Callable[[Action], frozenset[str]] = marks_of) -> tuple[Waiting, ...]:
        """A Query for each mark: of a new person's likeness, number and e-mail, or of a position."""
        partitions = (keys.alike(mark, "")[0] for mark in sorted(by(action)))
        found = {item["sk"]: item for pk in partitions for item in self._table.query(Span(pk), MOST_ALIKE).items}
        return tuple(read(Waiting, json.loads(found[i]["row"])) for i in sorted(found) if i != action.id)

    def waiting(self, most: int, shown: Callable[[Waiting], bool]) -> tuple[Waiting, ...]:
        """One Query, and more where lines are passed over, up to MOST_PAGES: ids sort by time."""
        found: list[Waiting] = []
        low = keys.LOWEST
        for _ in range(MOST_PAGES):
            page = self._table.query(Span(keys.QUEUE, low), most)
            lines = (read(Waiting, json.loads(item["row"])) for item in page.items)
            found += filter(shown, lines)
            if len(found) >= most or not page.more:
                break
            low = keys.just_above(page.items[-1]["sk"])
        return tuple(found[:most])
