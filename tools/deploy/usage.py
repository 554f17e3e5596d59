"""How many an account would have of what AWS counts: those there are, and those that a plan adds."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import boto3

from deploy.literals import Value
from deploy.states_file import Entry
from deploy.terraform import Change

# As modules/web_service/task.tf says it; and while a release is rolled out, old and new tasks run side by side.
TASK_VCPU = 0.5
ROLLING = 2
MOST_TASKS = 12
# How modules/alarms/dashboard.tf grows.
FRONT_WIDGETS, ROW_WIDGETS = 3, 3
FRONT_METRICS, ROW_METRICS = 4, 6
# ECS describes so many tasks at once.
TASKS_A_CALL = 100


@dataclass(frozen=True, slots=True)
class Ground:
    """An account, an environment in it with its states, and what a plan changes."""

    session: boto3.Session
    name: str
    settings: Mapping[str, Value]
    states: Mapping[str, Entry]
    found: tuple[Change, ...]

    @property
    def services(self) -> int:
        """The pooled service, and one for each state with tasks of its own."""
        return 1 + self.dedicated

    @property
    def dedicated(self) -> int:
        """The states with tasks of their own."""
        return sum(bool(entry.get("dedicated")) for entry in self.states.values())

    def more(self, kind: str) -> int:
        """How many of a type the plan adds."""
        listed = [change.actions for change in self.found if change.type == kind]
        return sum("create" in actions for actions in listed) - sum("delete" in actions for actions in listed)

    def client(self, service: str) -> Any:  # noqa: ANN401 boto3 has a type for each service
        """A client of the account."""
        made: Any = self.session
        return made.client(service)

    def pages(self, service: str, call: str, result: str) -> Iterator[Any]:
        """Everything of a list of AWS's."""
        for page in self.client(service).get_paginator(call).paginate():
            yield from page[result]


def malware_plans(ground: Ground) -> int:
    """Buckets that GuardDuty scans."""
    client, count, token = ground.client("guardduty"), 0, ""
    while True:
        page = client.list_malware_protection_plans(**({"NextToken": token} if token else {}))
        count += len(page["MalwareProtectionPlans"])
        if not (token := page.get("NextToken", "")):
            return count + ground.more("aws_guardduty_malware_protection_plan")


def keys(ground: Ground) -> int:
    """KMS keys, less those that AWS keeps itself."""
    aliases = ground.pages("kms", "list_aliases", "Aliases")
    of_aws = {alias.get("TargetKeyId") for alias in aliases if alias["AliasName"].startswith("alias/aws/")}
    here = {key["KeyId"] for key in ground.pages("kms", "list_keys", "Keys")}
    return len(here - of_aws) + ground.more("aws_kms_key")


def roles(ground: Ground) -> int:
    """IAM roles."""
    return int(ground.client("iam").get_account_summary()["SummaryMap"]["Roles"]) + ground.more("aws_iam_role")


def buckets(ground: Ground) -> int:
    """S3 buckets."""
    return len(ground.client("s3").list_buckets()["Buckets"]) + ground.more("aws_s3_bucket")


def tables(ground: Ground) -> int:
    """DynamoDB tables."""
    here = sum(1 for _ in ground.pages("dynamodb", "list_tables", "TableNames"))
    return here + ground.more("aws_dynamodb_table")


def vcpu(ground: Ground) -> int:
    """What all of our services may run at the busiest time, rolled out at once, beside what others run now."""
    most = int(str(ground.settings.get("most_tasks", MOST_TASKS)))
    return math.ceil(ground.services * most * TASK_VCPU * ROLLING + _of_others(ground))


def _of_others(ground: Ground) -> float:
    ecs, total = ground.client("ecs"), 0.0
    for cluster in ground.pages("ecs", "list_clusters", "clusterArns"):
        if cluster.rpartition("/")[2] == ground.name:
            continue
        pages = ecs.get_paginator("list_tasks").paginate(cluster=cluster, launchType="FARGATE")
        arns = [arn for page in pages for arn in page["taskArns"]]
        for start in range(0, len(arns), TASKS_A_CALL):
            tasks = ecs.describe_tasks(cluster=cluster, tasks=arns[start : start + TASKS_A_CALL])["tasks"]
            total += sum(int(task["cpu"]) / 1024 for task in tasks)
    return total


def rules(ground: Ground) -> int:
    """Rules of our load balancer: one for each state with tasks of its own."""
    return ground.dedicated


def target_groups(ground: Ground) -> int:
    """Target groups of our load balancer: one for each service."""
    return ground.services


def widgets(ground: Ground) -> int:
    """Widgets of our dashboard."""
    return FRONT_WIDGETS + ROW_WIDGETS * (ground.services + len(ground.states))


def metrics(ground: Ground) -> int:
    """Metrics of our dashboard."""
    return FRONT_METRICS + ROW_METRICS * (ground.services + len(ground.states))
