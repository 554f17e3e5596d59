"""What an entry of a person's ledger writes, in one transaction.

Beside the rows of index.py (78 at most): the record, its event, the short career, the new action and the one that it
links to (two more where a ledger of before the ledger is saved with it), the request and its line in the queue, two of
what is due, the marker of a notice, the moves of the headcount, and the counters of at most four agencies: those of
today, before and after, and those in which the career ends. That is 94, and with a position that is left and one that
is taken 98; the form by which a page sends it is one more. Only somebody whose every name changes as they come or go in
more positions has more than a transaction holds; then nothing is saved, and the store says so. Of what had been entered
before and is saved only now (`Entry.earlier`), each step brings its action, its event, and the moves of its day:
services/careers.py sees to it that they fit. A record that is older than the ledger may lose eight words more, and has
the moves of two days more.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from humangov.aws import index, keys
from humangov.aws.audit import event_write
from humangov.aws.careers import action_text, career_text, moves_text
from humangov.aws.items import compact, plain
from humangov.aws.positions import seat_writes
from humangov.aws.requests import alike_writes
from humangov.aws.writes import ABSENT, PRESENT, Write, delete, put, unchanged, update
from humangov.domain.actions import Action, waiting_line
from humangov.domain.headcount import Moves, moved
from humangov.services.folders import Entry, Stage


def record_write(entry: Entry) -> Write:
    """The record, if it is still the one that the entry began with."""
    same = unchanged(version=entry.before.version) if entry.before else ABSENT
    return put(keys.profile(entry.after.id), plain(entry.after), same)


def request_write(entry: Entry) -> list[Write]:
    """The end of the request that is thereby processed, if nobody changed it meanwhile."""
    if entry.request is None:
        return []
    same = unchanged(version=entry.request.version)
    # Nothing of an employee is ever deleted: what stays says only that it ended.
    ended = put(keys.request(entry.after.id, entry.request.id), {"version": entry.request.version + 1}, same)
    return [ended, delete((keys.QUEUE, entry.request.id)), *alike_writes(entry.request, None)]


def writes(entry: Entry) -> list[Write]:
    """Everything but the record itself and the event."""
    had = {a.id: a for a in entry.was}
    return [
        *request_write(entry),
        *_queue(entry),
        *index.writes(entry.before, entry.after),
        *(index.former_words(entry.before) if entry.before and not entry.was else ()),
        *_ledger(entry, had),
        *_due(entry),
        *_headcount(entry),
        *(write for before, after in entry.seats for write in seat_writes(before, after)),
        *(event_write(stage.event) for stage in entry.earlier if stage.event),
    ]


def _queue(entry: Entry) -> Iterator[Write]:
    """What else waits stands in the queue under the person's name and agency of today, if it waits still."""
    was, now = entry.before, entry.after
    if was and (was.number, was.list_name, was.agency) != (now.number, now.list_name, now.agency):
        for request in entry.waiting:
            yield put((keys.QUEUE, request.id), {"row": compact(plain(waiting_line(request, now)))}, PRESENT)


def _ledger(entry: Entry, had: Mapping[str, Action]) -> Iterator[Write]:
    """The actions that are new or linked anew, their notices to come, and the career in short."""
    known = {*had, *(action.id for stage in entry.earlier for action in stage.ledger)}
    for action in entry.ledger:
        if had.get(action.id) != action:
            yield put(keys.action(action), {"action": action_text(action)})
        if action.id not in known and action.approved:
            yield put((keys.NOTICES, action.id), {"employee": entry.after.id})
    if (text := career_text(entry.ledger)) != career_text(entry.was) or entry.before is None:
        yield put(keys.career(entry.after.id), {"career": text})


def _due(entry: Entry) -> Iterator[Write]:
    was = entry.before.due if entry.before else None
    if was != entry.after.due:
        if was:
            yield delete(keys.due(was, entry.after.id))
        if entry.after.due:
            yield put(keys.due(entry.after.due, entry.after.id), {})


def _headcount(entry: Entry) -> Iterator[Write]:
    """The headcount of today moves with the record, that of other days with the ledger.

    `final_<status>` is the headcount when all that is known has taken effect: that of any day is this less the moves
    that are later, which stand under the day on which they were recorded.
    """
    sums: dict[keys.Key, Counter[str]] = defaultdict(Counter)
    for record, n in ((entry.after, 1), (entry.before, -1)):
        if record:
            sums[keys.headcount(record.agency, record.id)][record.status.value] += n
    was, days = entry.was, defaultdict[date, Moves](Counter)
    for stage in (*entry.earlier, Stage(entry.day, entry.ledger)):
        days[stage.day].update(moved(was, stage.ledger))
        was = stage.ledger
    for (_, agency, status), n in ((key, n) for changes in days.values() for key, n in changes.items()):
        sums[keys.headcount(agency, entry.after.id)][f"final_{status.value}"] += n
    for key, counts in sums.items():
        if moving := {name: n for name, n in counts.items() if n}:
            yield update(key, moving)
    for day, changes in days.items():
        if any(changes.values()):
            yield put(keys.moves(day, entry.after), {"moves": moves_text(changes)})
