"""What an account may have is told before Terraform meets it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError
from moto import mock_aws

from deploy import usage
from deploy.literals import Value
from deploy.place import ROOT
from deploy.preflight import lines
from deploy.quotas import QUOTAS
from deploy.releasing import plan
from deploy.terraform import Change
from deploy.usage import Ground
from tests.unit.tools.lab import Ecs, GuardDuty, Mail, Pages, Planned, Quiet, ServiceQuotas, Session, a_context

PLENTY = {quota.service: {quota.code or "Malware Protection plans": 1e6} for quota in QUOTAS if quota.service}
PLENTY["elasticloadbalancing"] = {"L-7EED9B64": 1e6, "L-822D1B1B": 1e6}
PLAN = "aws_guardduty_malware_protection_plan"
DOC = (ROOT / "docs/operations/quotas.md").read_text("utf-8")


@pytest.fixture(autouse=True)
def _aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setattr(Session, "ecs", Ecs())
    monkeypatch.setattr(Session, "quotas", ServiceQuotas(PLENTY))
    monkeypatch.setattr(Session, "guardduty", GuardDuty())
    with mock_aws():
        boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="record")
        yield


def a_ground(states: int = 1, dedicated: int = 0, region: str = "us-east-1", **settings: Value) -> Ground:
    """A plan that makes so many states anew, the first of them with tasks of their own."""
    entries: dict[str, dict[str, Value]] = {f"s{n}": {"dedicated": n < dedicated} for n in range(states)}
    kinds = (PLAN, "aws_kms_key", "aws_iam_role", "aws_s3_bucket", "aws_dynamodb_table")
    found = tuple(Change(f"{kind}.main", kind, ("create",)) for kind in kinds for _ in range(states))
    return Ground(Session(region_name=region), "humangov", settings, entries, found)


def line(ground: Ground, title: str) -> str:
    return next(told for told in lines(ground) if title in told)


def test_where_all_is_allowed_each_quota_says_so() -> None:
    assert [told for told in lines(a_ground(56, 56)) if not told.startswith("ok ") and "dashboard" not in told] == []


def test_what_there_is_counts_beside_what_is_planned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Session, "guardduty", GuardDuty(23))
    boto3.client("dynamodb", region_name="us-east-1").create_table(
        TableName="other",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    boto3.client("kms", region_name="us-east-1").create_key()
    assert "scans: 26 needed" in line(a_ground(3), "GuardDuty")
    assert "tables: 4 needed" in line(a_ground(3), "DynamoDB")
    assert "keys: 4 needed" in line(a_ground(3), "KMS")
    assert "buckets: 4 needed" in line(a_ground(3), "S3")


def test_what_is_replaced_is_no_more_than_before() -> None:
    replaced = Change("aws_kms_key.main", "aws_kms_key", ("delete", "create"))
    assert "keys: 0 needed" in line(replace(a_ground(), found=(replaced,)), "KMS")


def test_a_quota_that_is_too_small_is_told_with_the_number_to_ask_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Session, "quotas", ServiceQuotas(PLENTY | {"fargate": {"L-3032A538": 6.0}}))
    said = line(a_ground(3), "vCPU")
    assert said.startswith("TOO FEW    vCPU of Fargate: 12 needed, 6 allowed. Raise it to 12: aws service-quotas")
    assert said.endswith("--service-code fargate --quota-code L-3032A538 --desired-value 12")


def test_a_quota_that_nobody_raises_by_a_request_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Session, "quotas", ServiceQuotas(PLENTY | {"guardduty": {"Malware Protection plans": 25.0}}))
    said = line(a_ground(26), "GuardDuty")
    assert said.startswith(
        "TOO FEW    Buckets that GuardDuty scans: 26 needed, 25 allowed. AWS raises it by a support case"
    )


def test_service_quotas_that_does_not_answer_is_told_and_never_taken_for_a_yes(monkeypatch: pytest.MonkeyPatch) -> None:
    silent = EndpointConnectionError(endpoint_url="https://servicequotas.example")
    monkeypatch.setattr(Session, "quotas", ServiceQuotas(refuses=silent))
    said = [told for told in lines(a_ground(3)) if "dashboard" not in told]
    assert {told[:9] for told in said} == {"NOT ASKED", "TOO FEW  "}
    assert all("by AWS's documentation; Service Quotas cannot be asked (Could not connect" in told for told in said)


def test_a_quota_that_service_quotas_does_not_list_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Session, "quotas", ServiceQuotas(PLENTY | {"guardduty": {"Detectors": 1.0}}))
    assert "NOT ASKED  Buckets that GuardDuty scans: 3 needed, 25 allowed by AWS's" in line(a_ground(3), "GuardDuty")


@pytest.mark.parametrize(
    "refusal", [EndpointConnectionError(endpoint_url="https://guardduty.example"), KeyError("MalwareProtectionPlans")]
)
def test_what_cannot_be_counted_is_told(monkeypatch: pytest.MonkeyPatch, refusal: Exception) -> None:
    def silent(_client: GuardDuty) -> None:
        raise refusal

    monkeypatch.setattr(GuardDuty, "list_malware_protection_plans", silent)
    assert line(a_ground(), "GuardDuty").startswith("NOT KNOWN  Buckets that GuardDuty scans: what there is cannot be")


@pytest.mark.parametrize(("region", "first"), [("us-west-2", "us-east-1"), ("us-gov-east-1", "us-gov-west-1")])
def test_quotas_of_the_account_are_asked_where_they_are_kept(region: str, first: str) -> None:
    list(lines(a_ground(region=region)))
    assert {Session.quotas.regions[service] for service in ("iam", "s3")} == {first}
    assert Session.quotas.regions["dynamodb"] == region


class Busy(Ecs):
    """ECS with another cluster of two tasks."""

    def get_paginator(self, call: str) -> Pages:
        clusters = [f"arn:aws:ecs:us-east-1:1:cluster/{name}" for name in ("humangov", "other")]
        return Pages([{"clusterArns": clusters}] if call == "list_clusters" else [{"taskArns": ["1", "2"]}])

    def describe_tasks(self, *, cluster: str, tasks: list[str]) -> dict[str, list[dict[str, str]]]:
        assert cluster.endswith("/other")
        return {"tasks": [{"cpu": "2048"} for _ in tasks]}


def test_tasks_of_other_clusters_count_beside_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Session, "ecs", Busy())
    assert "28 needed" in line(a_ground(3, dedicated=1), "vCPU")
    assert "8 needed" in line(a_ground(most_tasks=4), "vCPU")


def test_a_state_with_tasks_of_its_own_takes_a_rule_and_a_target_group() -> None:
    assert "Rules of the load balancer: 2 needed" in line(a_ground(3, dedicated=2), "Rules")
    assert "Target groups of the load balancer: 3 needed" in line(a_ground(3, dedicated=2), "Target groups")


def test_all_states_with_tasks_of_their_own_fit_on_the_dashboard() -> None:
    assert "342 needed, 500 allowed" in line(a_ground(56, dedicated=56), "Widgets")
    assert "682 needed, 2,500 allowed" in line(a_ground(56, dedicated=56), "Metrics")


@pytest.mark.parametrize(
    ("production", "says"),
    [(True, "ok         Mail: 50,000 a day"), (False, "TOO FEW    Mail: SES sends to confirmed addresses only")],
)
def test_where_mail_is_sent_ses_is_asked_whom_it_reaches(
    monkeypatch: pytest.MonkeyPatch, says: str, *, production: bool
) -> None:
    monkeypatch.setattr(Session, "mail", Mail(production))
    assert line(a_ground(mail_from="humangov@hr.example.gov"), "Mail:").startswith(says)
    assert [told for told in lines(a_ground()) if "Mail:" in told] == []


def test_a_plan_tells_of_the_quotas(tmp_path: Path) -> None:
    context = a_context(tmp_path)
    assert isinstance(context.terraform, Planned)
    plan(context)
    assert isinstance(context.console, Quiet)
    assert [quota.title for quota in QUOTAS if f" {quota.title}: " not in context.console.said] == []


def test_the_runbook_has_the_same_quotas_with_the_same_numbers_and_sources() -> None:
    rows = re.findall(r"(?m)^\| ([^|]+) \| ([\d,]+) \| ([^|]+) \| [^|]+ \| \[page\]\(([^)]+)\) \|$", DOC)
    known = {"": "not in Service Quotas"}
    assert rows == [
        (
            quota.title,
            f"{quota.default:,}",
            known.get(
                quota.service, f"{quota.service} {quota.code}" if quota.code else f"{quota.service}, by its name"
            ),
            quota.page,
        )
        for quota in QUOTAS
    ]


def test_every_kind_of_resource_that_grows_with_states_is_in_the_runbook() -> None:
    """Those of a state's store and of a service, and what the environment and the alarms make for each."""
    folders = [ROOT / "deploy/terraform/modules" / name for name in ("state_store", "web_service")]
    told = {"aws_dynamodb_table", "aws_s3_bucket", "aws_kms_key", "aws_iam_role", PLAN}
    told |= {"aws_lb_target_group", "aws_lb_listener_rule", *re.findall(r"`(aws_\w+)`", DOC)}
    kinds = {kind for folder in folders for kind in re.findall(r'(?m)^resource "(\w+)"', text(folder))}
    kinds |= {"aws_cloudwatch_metric_alarm", "aws_cloudwatch_log_metric_filter", "aws_dynamodb_table_item"}
    assert {kind for kind in kinds if kind not in told and not kind.startswith("aws_s3_bucket_")} == {"terraform_data"}


def test_the_figures_of_tasks_are_terraform_s() -> None:
    service = text(ROOT / "deploy/terraform/modules/web_service")
    assert f"cpu                      = {usage.TASK_VCPU * 1024:.0f}" in service
    assert f"deployment_maximum_percent         = {usage.ROLLING * 100}" in service
    options = (ROOT / "deploy/terraform/environment/options.tf").read_text("utf-8")
    assert re.findall(r'variable "most_tasks" \{[^}]*?default\s+= (\d+)', options) == [str(usage.MOST_TASKS)]


def text(folder: Path) -> str:
    return "".join(file.read_text("utf-8") for file in sorted(folder.glob("*.tf")))
