"""A made-up environment: Terraform that answers as it is told, ECS that has done it already, and moto for the rest."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3

from deploy.console import Console
from deploy.context import Context
from deploy.literals import Literals
from deploy.place import Place
from deploy.smoke import Answer
from deploy.terraform import Change, Terraform

APP, NGINX = (f"registry.example/humangov-{name}@sha256:{'a' * 64}" for name in ("app", "nginx"))
ROLE = Change("aws_iam_role_policy.task_access", "aws_iam_role_policy", ("update",))
FILES = {
    "settings.tfvars": 'region = "us-east-1"\nbase_domain = "hr.example.gov"\n',
    "states.auto.tfvars": "# Ours.\nstates = {\n  california = {}\n}\n",
    "backend.hcl": 'bucket = "record"\nregion = "us-east-1"\n',
}


@dataclass
class Said:
    """What was told and what was asked for."""

    lines: list[str] = field(default_factory=list)

    def __contains__(self, text: str) -> bool:
        return any(text in line for line in self.lines)


@dataclass(frozen=True, slots=True)
class Quiet(Console):
    """A console whose words can be looked at."""

    said: Said = field(default_factory=Said)

    def say(self, text: str = "") -> None:
        self.said.lines.append(text)


@dataclass(frozen=True, slots=True)
class Planned(Terraform):
    """Terraform whose plans and applies are laid down."""

    plans: list[tuple[Change, ...]] = field(default_factory=list)
    fails: list[int] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    bare: bool = False
    slugs: list[str] = field(default_factory=lambda: ["california"])

    def check(self) -> None:
        """It is there."""

    def init(self) -> None:
        """Nothing to get."""

    def plan(self, variables: Mapping[str, str], *options: str) -> tuple[Change, ...]:
        self.done.append(" ".join(["plan", variables["app_image"], *options]))
        return self.plans.pop(0) if self.plans else ()

    def apply(self) -> bool:
        self.done.append("apply")
        return self.done.count("apply") not in self.fails

    def outputs(self) -> dict[str, Any]:
        web = {"cluster": "humangov", "service": "humangov-web", "task_definition_arn": "task:8"}
        states = {
            slug: {
                "address": f"{slug}.hr.example.gov",
                "bucket": f"humangov-{slug}",
                "table": f"humangov-{slug}",
                "key_arn": "key",
                "dedicated": False,
            }
            for slug in self.slugs
        }
        first = {} if self.bare and "apply" not in self.done else {"repositories": {}, "secret_arn": "app-key"}
        zones = ["us-east-1a", "us-east-1b", "us-east-1c"]
        rest = {"states": states, "load_balancer": {"dns_name": "lb.example"}, "zones": zones}
        return {**first, "services": {"web": web}, **rest}


class Ecs:
    """One service of three tasks, on a task definition."""

    running = "task:8"

    def describe_services(self, *, cluster: str, services: list[str]) -> dict[str, Any]:
        counts = {"runningCount": 3, "desiredCount": 3, "rolloutState": "COMPLETED", "status": "PRIMARY"}
        return {"services": [{"deployments": [{"taskDefinition": self.running, **counts}], "events": []}]}

    def list_tasks(self, *, cluster: str, serviceName: str) -> dict[str, Any]:  # noqa: N803 boto3's
        return {"taskArns": ["1", "2", "3"]}

    def describe_tasks(self, *, cluster: str, tasks: list[str]) -> dict[str, Any]:
        zones = zip(tasks, "abc", strict=True)
        found = [
            {"taskArn": arn, "lastStatus": "RUNNING", "availabilityZone": f"us-east-1{zone}"} for arn, zone in zones
        ]
        return {"tasks": found}

    def get_paginator(self, _call: str) -> "Pages":
        """There is no other cluster."""
        return Pages([{"clusterArns": ["arn:aws:ecs:us-east-1:111122223333:cluster/humangov"]}])


@dataclass(frozen=True, slots=True)
class Pages:
    """What a paginator gives."""

    listed: list[dict[str, Any]]

    def paginate(self, **_request: Any) -> list[dict[str, Any]]:
        return self.listed


@dataclass
class ServiceQuotas:
    """Service Quotas, with what it allows by service and then by code or name. It notes where it was asked."""

    allowed: dict[str, dict[str, float]] = field(default_factory=dict)
    refuses: Exception | None = None
    regions: dict[str, str] = field(default_factory=dict)
    region: str = ""

    def get_paginator(self, call: str) -> "ServiceQuotas":
        if self.refuses:
            raise self.refuses
        return self if call == "list_service_quotas" else ServiceQuotas()

    def paginate(self, *, ServiceCode: str) -> list[dict[str, Any]]:  # noqa: N803 boto3's
        self.regions[ServiceCode] = self.region
        said = self.allowed.get(ServiceCode, {})
        return [{"Quotas": []}, {"Quotas": [{"QuotaCode": k, "QuotaName": k, "Value": v} for k, v in said.items()]}]


@dataclass
class GuardDuty:
    """GuardDuty with so many plans, ten a page."""

    plans: int = 0

    def list_malware_protection_plans(self, NextToken: str = "0") -> dict[str, Any]:  # noqa: N803 boto3's
        start = int(NextToken)
        more = {"NextToken": str(start + 10)} if start + 10 < self.plans else {}
        return {"MalwareProtectionPlans": [{}] * min(10, self.plans - start), **more}


@dataclass
class Mail:
    """SES of an account that may send to anybody, or may not."""

    production: bool = True

    def get_account(self) -> dict[str, Any]:
        return {"ProductionAccessEnabled": self.production, "SendQuota": {"Max24HourSend": 50000.0}}


class Session(boto3.Session):
    """moto's AWS, with this ECS, and with what moto lacks."""

    ecs = Ecs()
    quotas = ServiceQuotas()
    guardduty = GuardDuty()
    mail = Mail()

    def client(self, name: str, **options: Any) -> Any:  # type: ignore[override]
        self.quotas.region = options.get("region_name", "")
        ours = {"ecs": self.ecs, "service-quotas": self.quotas, "guardduty": self.guardduty, "sesv2": self.mail}
        return ours.get(name) or super().client(name, **options)  # type: ignore[call-overload]


def visited(context: Context, host: str, path: str) -> Answer:
    """What the load balancer answers: the active states of the file, at the revision that is being released."""
    if path == "/version":
        return Answer(200, f'{{"revision": "{context.environ["RELEASE_REVISION"]}"}}')
    entry = Literals.of(context.place.states).values["states"]
    assert isinstance(entry, dict)
    found = entry.get(host.partition(".")[0], {"active": False})
    assert isinstance(found, dict)
    return Answer(200 if path == "/readyz" or found.get("active", True) else 404, "California and Texas")


def a_context(folder: Path, terraform: Planned | None = None, **environ: str) -> Context:
    """An environment whose files lie in this folder."""
    for name, text in FILES.items():
        if not (folder / name).exists():
            (folder / name).write_text(text, "utf-8")
    place = Place("lab", folder, folder, folder)
    settings, backend = Literals.of(place.settings).values, Literals.of(place.backend).values
    release = {"RELEASE_APP": APP, "RELEASE_NGINX": NGINX, "RELEASE_REVISION": "abc", "SMOKE_SECONDS": "0"}
    console = Quiet(environ.get("YES") == "1", environ.get("CONFIRM", ""))
    session = Session(region_name="us-east-1")
    return Context(place, settings, backend, terraform or Planned(place), session, console, {**release, **environ})
