"""Watches the ECS services: until a deployment is stable or has failed, and where its tasks run."""

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from deploy.place import Stop

# DescribeServices may lag behind UpdateService.
APPEARS_SECONDS = 30
ROLLED_BACK = "ECS has rolled back by itself, and the previous version keeps serving"
NOTHING_BEFORE = "there is none before it that ECS could go back to: nothing serves"


class Ecs(Protocol):
    """What is asked of ECS (boto3's client)."""

    def describe_services(self, *, cluster: str, services: Sequence[str]) -> Mapping[str, Any]:
        """DescribeServices."""

    def list_tasks(self, *, cluster: str, serviceName: str, **page: str) -> Mapping[str, Any]:  # noqa: N803 boto3's
        """ListTasks."""

    def describe_tasks(self, *, cluster: str, tasks: Sequence[str]) -> Mapping[str, Any]:
        """DescribeTasks."""


@dataclass(frozen=True, slots=True)
class Service:
    """A service as Terraform left it, from the root's output `services`: `task_definition` is an ARN with revision."""

    name: str
    cluster: str
    service: str
    task_definition: str

    @classmethod
    def all(cls, outputs: Mapping[str, Any]) -> "list[Service]":
        """Every service of an environment: "web", and one for each dedicated state."""
        rows = outputs.get("services", {}).items()
        return [cls(name, row["cluster"], row["service"], row["task_definition_arn"]) for name, row in rows]


@dataclass(frozen=True, slots=True)
class Watch:
    """Looks at services, every so many seconds, for so many seconds at most."""

    ecs: Ecs
    say: Callable[[str], None]
    most_seconds: float = 900
    every_seconds: float = 5
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep

    def until_stable(self, service: Service) -> None:
        """Wait until all tasks run the new version. Stops where ECS gives the deployment up, or time runs out."""
        begun, before = self.clock(), ""
        while True:
            seen, passed = self._described(service), self.clock() - begun
            stable, now = progress(seen, service.task_definition, expected=passed < APPEARS_SECONDS)
            if now != before:
                self.say(f"    {service.name}: {now}")
                before = now
            if stable:
                return
            if passed >= self.most_seconds:
                raise Stop(f"{service.name}: not stable after {self.most_seconds:.0f} s. {told_by_ecs(seen)}".strip())
            self.sleep(self.every_seconds)

    def _described(self, service: Service) -> Mapping[str, Any]:
        answer = self.ecs.describe_services(cluster=service.cluster, services=[service.service])
        if not answer["services"]:
            raise Stop(f"ECS knows no service {service.service} in {service.cluster}: look at the plan (make plan).")
        seen: Mapping[str, Any] = answer["services"][0]
        return seen

    def tasks(self, service: Service) -> list[Mapping[str, Any]]:
        """The running tasks of a service."""
        arns: list[str] = []
        page: dict[str, str] = {}
        while True:
            answer = self.ecs.list_tasks(cluster=service.cluster, serviceName=service.service, **page)
            arns += answer["taskArns"]
            if not answer.get("nextToken"):
                break
            page = {"nextToken": answer["nextToken"]}
        # DescribeTasks takes 100 at a time.
        groups = [arns[start : start + 100] for start in range(0, len(arns), 100)]
        described = [self.ecs.describe_tasks(cluster=service.cluster, tasks=group)["tasks"] for group in groups]
        return [task for tasks in described for task in tasks if task["lastStatus"] == "RUNNING"]

    def zones(self, service: Service) -> str:
        """How many tasks run, and in which zones."""
        tasks = self.tasks(service)
        zones = Counter(str(task.get("availabilityZone", "zone unknown")) for task in tasks)
        listed = ", ".join(f"{zone}: {count}" for zone, count in sorted(zones.items()))
        return f"{len(tasks)} {'task' if len(tasks) == 1 else 'tasks'} ({listed or 'none'})"


def progress(seen: Mapping[str, Any], task_definition: str, *, expected: bool = False) -> tuple[bool, str]:
    """Whether a service runs this task definition and no other, and in words how far it is. Stops where it failed.

    Source of the states: ECS API, type Deployment, rolloutState IN_PROGRESS, COMPLETED or FAILED. A circuit breaker
    that rolls back leaves the failed deployment, and makes the previous task definition the primary one again. A
    deployment that is still expected to appear has not failed.
    """
    deployments = seen["deployments"]
    ours = next((found for found in deployments if found["taskDefinition"] == task_definition), None)
    if ours is None and expected:
        return False, "the new version is not listed yet"
    if ours is not None and ours.get("rolloutState") == "FAILED" and len(deployments) == 1:
        raise Stop(f"The version did not become healthy, and {NOTHING_BEFORE}. {told_by_ecs(seen)}".strip())
    if ours is None or ours.get("rolloutState") == "FAILED" or ours["status"] != "PRIMARY":
        raise Stop(f"The new version did not become healthy. {ROLLED_BACK}. {told_by_ecs(seen)}".strip())
    stable = ours.get("rolloutState") == "COMPLETED" and ours["runningCount"] == ours["desiredCount"]
    draining = len(deployments) - 1
    older = f", {draining} older version{'' if draining == 1 else 's'} stopping" if draining else ""
    return stable, f"{ours['runningCount']} of {ours['desiredCount']} tasks run the new version{older}"


def told_by_ecs(seen: Mapping[str, Any]) -> str:
    """The last events of a service, in ECS's words."""
    events = [event["message"] for event in seen.get("events", [])[:3]]
    return f"ECS says: {' / '.join(events)}" if events else ""
