"""What ECS does next with a service: which tasks are started and stopped. No Docker, no clock: only decisions.

Sources: ECS Developer Guide, "Deploy by replacing tasks" (minimum and maximum healthy percent) and "deployment circuit
breaker" (threshold: half of the tasks, at least 3 and at most 200).
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Phase(StrEnum):
    """Where a task is in its life."""

    STARTING = "PENDING"
    HEALTHY = "RUNNING"
    STOPPING = "DEACTIVATING"
    STOPPED = "STOPPED"


@dataclass(slots=True)
class Task:
    """A task: which version it runs, in which zone, and whether it ever became healthy."""

    id: str
    version: str
    zone: str
    phase: Phase = Phase.STARTING
    deployment: int = 0


@dataclass(slots=True)
class Deployment:
    """A roll-out of a version: IN_PROGRESS, COMPLETED or FAILED, and the tasks that failed on the way.

    `since`: the number of the first deployment whose tasks count as its own. One that is forced has only its own.
    """

    number: int
    version: str
    rollout: str = "IN_PROGRESS"
    failed: int = 0
    since: int = 0

    def has(self, task: Task) -> bool:
        """Whether a task is as this deployment wants it."""
        return task.version == self.version and task.deployment >= self.since


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a service asks for."""

    tasks: int
    least_percent: int
    most_percent: int
    zones: tuple[str, ...]
    breaker: bool = True
    rolls_back: bool = True


@dataclass(frozen=True, slots=True)
class Steps:
    """What to do now: tasks to start, as zones, and tasks to stop."""

    start: tuple[str, ...] = ()
    stop: tuple[str, ...] = ()


@dataclass(slots=True)
class History:
    """The deployments of a service, the newest last."""

    deployments: list[Deployment] = field(default_factory=list)

    @property
    def primary(self) -> Deployment:
        """The one that is being rolled out, or that serves."""
        return self.deployments[-1]

    def begin(self, version: str, *, forced: bool = False) -> Deployment:
        """Roll a version out. Forced: with new tasks, also where those that run are of this version."""
        number = len(self.deployments) + 1
        made = Deployment(number, version, since=number if forced else 0)
        self.deployments.append(made)
        return made

    def last_good(self) -> Deployment | None:
        """The last one that was completed."""
        return next((d for d in reversed(self.deployments) if d.rollout == "COMPLETED"), None)


def threshold(tasks: int) -> int:
    """How many failed tasks break a deployment off."""
    return max(3, min(200, math.ceil(tasks / 2)))


def note_failure(history: History, wanted: Wanted, task: Task) -> bool:
    """Count a task that stopped before it was healthy; returns whether the deployment is broken off by it."""
    primary = history.primary
    if task.deployment != primary.number or primary.rollout != "IN_PROGRESS":
        return False
    primary.failed += 1
    if not wanted.breaker or primary.failed < threshold(wanted.tasks):
        return False
    primary.rollout = "FAILED"
    good = history.last_good()
    if wanted.rolls_back and good:
        history.begin(good.version)
    return True


def next_steps(history: History, wanted: Wanted, tasks: Sequence[Task]) -> Steps:
    """Start what is missing of the primary version as room allows, and stop others as far as enough stay healthy."""
    living = [task for task in tasks if task.phase in {Phase.STARTING, Phase.HEALTHY}]
    ours = [task for task in living if history.primary.has(task)]
    if history.primary.rollout == "FAILED":
        return Steps(stop=tuple(task.id for task in ours if task.phase is Phase.STARTING))
    room = wanted.tasks * wanted.most_percent // 100 - len(living)
    start = _zones(wanted, ours, max(0, min(wanted.tasks - len(ours), room)))
    return Steps(start, _to_stop(wanted, living, ours))


def _zones(wanted: Wanted, ours: Sequence[Task], count: int) -> tuple[str, ...]:
    """The zones with the fewest of our tasks, one after the other."""
    held = Counter(dict.fromkeys(wanted.zones, 0))
    held.update(task.zone for task in ours)
    chosen = []
    for _ in range(count):
        zone = min(wanted.zones, key=lambda name: (held[name], name))
        held[zone] += 1
        chosen.append(zone)
    return tuple(chosen)


def _to_stop(wanted: Wanted, living: Sequence[Task], ours: Sequence[Task]) -> tuple[str, ...]:
    others = [task for task in living if task not in ours]
    surplus = sorted(ours, key=lambda task: task.phase is Phase.HEALTHY)[: max(0, len(ours) - wanted.tasks)]
    healthy = sum(task.phase is Phase.HEALTHY for task in living)
    spare = healthy - math.ceil(wanted.tasks * wanted.least_percent / 100)
    stopped = []
    for task in [*others, *surplus]:
        if task.phase is Phase.HEALTHY:
            if spare <= 0:
                continue
            spare -= 1
        stopped.append(task.id)
    return tuple(stopped)


def is_complete(history: History, wanted: Wanted, tasks: Sequence[Task]) -> bool:
    """Whether the primary version runs as often as asked for, and nothing else does."""
    living = [task for task in tasks if task.phase is not Phase.STOPPED]
    ours = [task for task in living if history.primary.has(task) and task.phase is Phase.HEALTHY]
    return len(ours) == len(living) == wanted.tasks
