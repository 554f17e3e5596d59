"""A deployment is watched until all tasks run it, and given up as soon as ECS gives it up."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from deploy.place import Stop
from deploy.services import Service, Watch, progress

OURS, OLD = "arn:task/web:8", "arn:task/web:7"
WEB = Service("web", "humangov", "humangov-web", OURS)


def a_deployment(
    task: str = OURS, status: str = "PRIMARY", state: str = "COMPLETED", running: int = 3
) -> dict[str, Any]:
    counts = {"runningCount": running, "desiredCount": 3}
    return {"taskDefinition": task, "status": status, "rolloutState": state, **counts}


def seen(*deployments: Mapping[str, Any]) -> dict[str, Any]:
    return {"deployments": deployments, "events": [{"message": "task failed container health checks"}]}


class Cluster:
    """ECS, which gives one answer after the other, and the last one for ever."""

    def __init__(self, *answers: Mapping[str, Any], tasks: Sequence[Mapping[str, Any]] = ()) -> None:
        self.answers, self.listed, self.told, self.now = list(answers), tasks, [""], 0.0

    def describe_services(self, *, cluster: str, services: Sequence[str]) -> Mapping[str, Any]:
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return {"services": [answer] if answer else []}

    def list_tasks(self, *, cluster: str, serviceName: str, **page: str) -> Mapping[str, Any]:  # noqa: N803 boto3's
        start = int(page.get("nextToken", 0))
        more = {"nextToken": str(start + 100)} if start + 100 < len(self.listed) else {}
        return {"taskArns": [str(number) for number in range(len(self.listed))][start : start + 100], **more}

    def describe_tasks(self, *, cluster: str, tasks: Sequence[str]) -> Mapping[str, Any]:
        assert len(tasks) <= 100
        return {"tasks": [self.listed[int(number)] for number in tasks]}

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def watch(self) -> Watch:
        return Watch(self, self.told.append, clock=lambda: self.now, sleep=self.sleep)


def test_it_is_stable_when_all_tasks_run_the_new_version() -> None:
    rolling = seen(a_deployment(state="IN_PROGRESS", running=1), a_deployment(OLD, "ACTIVE"))
    cluster = Cluster(seen(a_deployment(OLD)), rolling, rolling, seen(a_deployment()))
    cluster.watch().until_stable(WEB)
    assert cluster.told[1:] == [
        "    web: the new version is not listed yet",
        "    web: 1 of 3 tasks run the new version, 1 older version stopping",
        "    web: 3 of 3 tasks run the new version",
    ]


@pytest.mark.parametrize(
    "deployments",
    [
        [a_deployment(state="FAILED", running=0), a_deployment(OLD, "ACTIVE")],
        [a_deployment(OLD), a_deployment(state="IN_PROGRESS", status="ACTIVE", running=0)],
        [a_deployment(OLD)],
    ],
    ids=["breaker open", "going back", "gone back"],
)
def test_a_failed_deployment_says_that_the_previous_version_serves(deployments: list[dict[str, Any]]) -> None:
    with pytest.raises(Stop, match=r"previous version keeps serving.*ECS says: task failed container health checks"):
        progress(seen(*deployments), OURS)


def test_a_first_version_that_fails_does_not_say_that_another_one_serves() -> None:
    with pytest.raises(Stop, match="none before it that ECS could go back to: nothing serves"):
        progress(seen(a_deployment(state="FAILED", running=0)), OURS)


def test_a_version_that_never_appears_has_failed() -> None:
    cluster = Cluster(seen(a_deployment(OLD)))
    with pytest.raises(Stop, match="previous version keeps serving"):
        cluster.watch().until_stable(WEB)
    assert cluster.now == 30


def test_what_never_becomes_stable_is_given_up() -> None:
    cluster = Cluster(seen(a_deployment(state="IN_PROGRESS", running=2)))
    with pytest.raises(Stop, match="not stable after 900 s"):
        cluster.watch().until_stable(WEB)


def test_a_service_that_is_not_there_is_told() -> None:
    with pytest.raises(Stop, match="ECS knows no service humangov-web in humangov"):
        Cluster({}).watch().until_stable(WEB)


def test_the_zones_are_those_of_the_running_tasks() -> None:
    zones = ["us-east-1a", "us-east-1b", "us-east-1a"] * 60
    tasks = [{"lastStatus": "RUNNING", "availabilityZone": zone} for zone in zones]
    stopping = {"lastStatus": "STOPPING", "availabilityZone": "us-east-1c"}
    told = Cluster(seen(), tasks=[*tasks, stopping]).watch().zones(WEB)
    assert told == "180 tasks (us-east-1a: 120, us-east-1b: 60)"
    assert Cluster(seen(), tasks=[{"lastStatus": "RUNNING"}]).watch().zones(WEB) == "1 task (zone unknown: 1)"


def test_the_services_are_those_of_the_outputs() -> None:
    row = {"cluster": "humangov", "service": "humangov-web", "task_definition_arn": OURS, "target_group_arn": "arn:tg"}
    assert Service.all({"services": {"web": row}}) == [WEB]
