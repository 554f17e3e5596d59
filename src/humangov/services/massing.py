"""The work on mass actions, in small steps, by whoever comes: each step is saved whole, or not at all.

A person's action has an id that follows from the mass action and the person, so that a step that was broken off can be
done again: what is recorded is found, and told as done. A lease keeps two workers from doing the same. Whatever is
recorded of it holds only for the version that the worker holds: of one that was stopped or taken over nothing is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from humangov.domain.employees import Row
from humangov.domain.errors import Conflict
from humangov.domain.events import EventKind
from humangov.domain.lists import Listing, Page
from humangov.domain.mass import MOST_PEOPLE, MOST_TURNED, MassAction, MassPerson, MassStatus, Result
from humangov.domain.permissions import Permission
from humangov.domain.text import fold
from humangov.domain.troubles import Item
from humangov.services.desk import Desk
from humangov.services.mass_events import mass_event
from humangov.services.mass_people import Job, found_recorded, job_of, looked_at_again, previewed, recorded

# A step takes a second or two; a worker that is silent for so long is taken for dead.
LEASE = timedelta(seconds=30)


def unfinished(desk: Desk) -> Iterator[Item]:
    """The mass actions that have not ended, the oldest first."""
    desk.require(Permission.DO_CHORES)
    return map(Item, desk.mass.unfinished())


def work_on(desk: Desk, mass_id: str, worker: str, most: int = MOST_PEOPLE) -> bool:
    """One step of up to `most` people; whether more is left to do. Not when another worker is at it.

    `worker` is the same in each step of one worker. Raises NotFound.
    """
    desk.require(Permission.DO_CHORES)
    mass = _held(desk, desk.mass.get(mass_id), worker)
    if mass is None:
        return False
    job = job_of(mass, desk)
    try:
        after = _step(desk, job, min(most, MOST_PEOPLE))
    except Conflict as conflict:
        return isinstance(conflict.current, MassAction) and conflict.current.status is MassStatus.STOPPING
    return after.status.is_working


def _held(desk: Desk, mass: MassAction, worker: str) -> MassAction | None:
    """The mass action under this worker's lease; None when it is not to be worked on, or another worker is at it."""
    if not mass.status.is_working:
        return None
    if mass.holder == worker:
        return mass
    if mass.held_until and mass.held_until > desk.now():
        return None
    after = replace(mass, version=mass.version + 1, holder=worker, held_until=desk.now() + LEASE)
    try:
        return desk.mass.save(mass, after)
    except Conflict:
        return None


def _step(desk: Desk, job: Job, most: int) -> MassAction:
    do = {MassStatus.PREPARING: _prepared, MassStatus.CHECKING: _checked, MassStatus.RUNNING: _run}
    status = job.mass.status
    after, people = _stopped(job) if status is MassStatus.STOPPING else do[status](job, most)
    return _saved(desk, job.mass, after, people)


def _prepared(job: Job, most: int) -> tuple[MassAction, list[MassPerson]]:
    """Look at the next people of the directory, as they stand on the effective day; those chosen."""
    mass, chosen = job.mass, job.mass.selection
    listing = Listing(agency=chosen.agency, department=chosen.department, size=most, position=mass.position)
    page = job.desk.directory.page_on(listing, mass.effective, None)
    people = [p for row in page.items if _may_be_chosen(mass, row) and (p := previewed(job, row))]
    after = replace(
        mass,
        status=MassStatus.PREPARING if page.after else MassStatus.READY,
        position=page.after,
        looked_at=mass.looked_at + page.looked_at,
        chosen=mass.chosen + len(people),
        yearly_cents=mass.yearly_cents + sum(p.yearly_cents for p in people),
    )
    return after, people


def _may_be_chosen(mass: MassAction, row: Row) -> bool:
    """What a row tells of a person; the class stands in the record."""
    chosen = mass.selection
    return (
        row.status in chosen.statuses
        and (not chosen.employment_types or row.employment_type in chosen.employment_types)
        and fold(chosen.title) in fold(row.title)
    )


def _checked(job: Job, most: int) -> tuple[MassAction, list[MassPerson]]:
    """Look again at the next people before anybody is recorded; those for whom it would be something else by now.

    Where there are any, at the end, the approval was of another preview: this one is to be decided about.
    """
    mass = job.mass
    page = _page(job, most)
    again = [(p, now) for p in page.items if p.result is Result.PENDING and (now := looked_at_again(job, p))]
    after = replace(
        mass,
        position=page.after,
        checked=mass.checked + len(page.items),
        turned=mass.turned + sum(now.result is not Result.SKIPPED for _, now in again),
        yearly_cents=mass.yearly_cents + sum(now.yearly_cents - was.yearly_cents for was, now in again),
    )
    people = [now for _, now in again]
    if page.after:
        return after, people
    if after.turned:
        return replace(after, status=MassStatus.SUBMITTED, approved=None, preview=mass.preview + 1), people
    return replace(after, status=MassStatus.RUNNING), people


def _page(job: Job, most: int) -> Page[MassPerson]:
    """The next people, as many as one transaction can save: of those who changed since a preview fewer."""
    most = min(most, MOST_TURNED) if job.mass.preview > 1 else most
    return job.desk.mass.people(job.mass.id, None, job.mass.position, most)


def _run(job: Job, most: int) -> tuple[MassAction, list[MassPerson]]:
    """Record the actions of the next people. Raises Conflict once somebody stopped it or took it over."""
    mass = job.mass
    page = _page(job, most)
    pending = [person for person in page.items if person.result is Result.PENDING]
    people = [recorded(job, person) for person in pending]
    after = replace(
        mass,
        status=MassStatus.RUNNING if page.after else MassStatus.DONE,
        position=page.after,
        yearly_cents=mass.yearly_cents + sum(p.yearly_cents for p in people) - sum(p.yearly_cents for p in pending),
    )
    return after, people


def _stopped(job: Job) -> tuple[MassAction, list[MassPerson]]:
    """The end of one that is stopped: of the step that was under way, who was recorded is told so. Nobody else is."""
    mass = job.mass
    page = job.desk.mass.people(mass.id, None, mass.position, MOST_PEOPLE)
    pending = [person for person in page.items if person.result is Result.PENDING]
    return replace(mass, status=MassStatus.STOPPED), [person for p in pending if (person := found_recorded(job, p))]


def _saved(desk: Desk, before: MassAction, after: MassAction, people: Sequence[MassPerson]) -> MassAction:
    """The mass action one step on, with what became of these people; the lease goes on, or ends with the work."""
    now = desk.now()
    counted = replace(
        after,
        version=before.version + 1,
        done=after.done + sum(p.result is Result.DONE for p in people),
        changed=after.changed + sum(p.result is Result.CHANGED for p in people),
        skipped=after.skipped + sum(p.result is Result.SKIPPED for p in people),
        failed=after.failed + sum(p.result is Result.FAILED for p in people),
        held_until=now + LEASE,
    )
    if counted.status is before.status:
        return desk.mass.save(before, counted, None, people)
    finished = not counted.status.is_open
    whole = replace(counted, position="", holder="", held_until=None, ended_at=now if finished else None)
    kind = _ENDS.get(counted.status)
    return desk.mass.save(before, whole, mass_event(whole, kind, desk) if kind else None, people)


# What is told at the end of the work. Who stopped it was told when they did.
_ENDS = {
    MassStatus.READY: EventKind.MASS_ACTION_PREPARED,
    MassStatus.SUBMITTED: EventKind.MASS_ACTION_TURNED,
    MassStatus.DONE: EventKind.MASS_ACTION_FINISHED,
}
