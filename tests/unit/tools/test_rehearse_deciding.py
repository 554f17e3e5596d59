"""What the stand-in for ECS decides."""

import itertools

import pytest

from rehearse.deciding import (
    History,
    Phase,
    Steps,
    Task,
    Wanted,
    is_complete,
    next_steps,
    note_failure,
    threshold,
)

ZONES = ("a", "b", "c")
WANTED = Wanted(3, 100, 200, ZONES)
_ids = itertools.count()


def a_task(version: str, phase: Phase = Phase.HEALTHY, zone: str = "a", deployment: int = 1) -> Task:
    return Task(f"t{next(_ids)}", version, zone, phase, deployment)


def rolled_out(*versions: str) -> History:
    history = History()
    for version in versions:
        history.begin(version).rollout = "COMPLETED"
    return history


def test_the_first_tasks_stand_one_in_each_zone() -> None:
    history = History()
    history.begin("1")
    assert next_steps(history, WANTED, []) == Steps(start=ZONES)


def test_a_lost_task_is_replaced_in_its_zone() -> None:
    tasks = [a_task("1", zone="a"), a_task("1", zone="c"), a_task("1", Phase.STOPPED, "b")]
    assert next_steps(rolled_out("1"), WANTED, tasks) == Steps(start=("b",))


def test_new_tasks_come_before_old_ones_go() -> None:
    history = rolled_out("1")
    history.begin("2")
    old = [a_task("1", zone=zone) for zone in ZONES]
    assert next_steps(history, WANTED, old) == Steps(start=ZONES)
    new = [a_task("2", Phase.STARTING, zone) for zone in ZONES]
    assert next_steps(history, WANTED, [*old, *new]) == Steps()
    new[0].phase = Phase.HEALTHY
    assert next_steps(history, WANTED, [*old, *new]) == Steps(stop=(old[0].id,))


@pytest.mark.parametrize(("most", "started"), [(100, 0), (134, 1), (200, 3)])
def test_there_are_never_more_tasks_than_allowed(most: int, started: int) -> None:
    history = rolled_out("1")
    history.begin("2")
    steps = next_steps(history, Wanted(3, 100, most, ZONES), [a_task("1") for _ in ZONES])
    assert len(steps.start) == started


def test_a_forced_deployment_has_new_tasks_of_the_same_version() -> None:
    history = rolled_out("1")
    history.begin("1", forced=True)
    old = [a_task("1", zone=zone) for zone in ZONES]
    assert next_steps(history, WANTED, old) == Steps(start=ZONES)
    assert not is_complete(history, WANTED, old)
    new = [a_task("1", zone=zone, deployment=2) for zone in ZONES]
    assert next_steps(history, WANTED, [*old, *new]) == Steps(stop=tuple(task.id for task in old))
    assert is_complete(history, WANTED, new)


def test_a_deployment_is_complete_when_nothing_else_runs() -> None:
    history = rolled_out("1")
    history.begin("2")
    new = [a_task("2") for _ in ZONES]
    leaving = a_task("1", Phase.STOPPING)
    assert not is_complete(history, WANTED, [*new, leaving])
    leaving.phase = Phase.STOPPED
    assert is_complete(history, WANTED, [*new, leaving])
    assert not is_complete(history, WANTED, new[:2])


@pytest.mark.parametrize(("tasks", "failures"), [(1, 3), (3, 3), (10, 5), (1000, 200)])
def test_the_breaker_waits_for_half_of_the_tasks(tasks: int, failures: int) -> None:
    assert threshold(tasks) == failures


def test_a_version_that_fails_three_times_is_taken_back() -> None:
    history = rolled_out("1")
    broken = history.begin("2")
    tries = [a_task("2", Phase.STOPPED, deployment=2) for _ in range(3)]
    assert [note_failure(history, WANTED, task) for task in tries] == [False, False, True]
    assert broken.rollout == "FAILED"
    assert (history.primary.version, history.primary.rollout) == ("1", "IN_PROGRESS")
    old = [a_task("1", zone=zone) for zone in ZONES]
    late = a_task("2", Phase.STARTING, deployment=2)
    assert next_steps(history, WANTED, [*old, late]) == Steps(stop=(late.id,))


def test_a_first_version_that_fails_has_nothing_to_go_back_to() -> None:
    history = History()
    history.begin("1")
    for _ in range(3):
        note_failure(history, WANTED, a_task("1", Phase.STOPPED))
    assert history.primary.rollout == "FAILED"
    assert next_steps(history, WANTED, []) == Steps()


def test_a_task_that_was_healthy_before_is_no_failure_of_a_deployment() -> None:
    history = rolled_out("1")
    assert not note_failure(history, WANTED, a_task("1", Phase.STOPPED))
    assert history.primary.failed == 0
