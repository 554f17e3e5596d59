"""What AWS charges for a month of the installation, and of the predecessor, by the table deploy/prices.json."""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from deploy.literals import Value
from deploy.place import ROOT

TABLE = ROOT / "deploy" / "prices.json"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the estimate, in US dollars a month: what is paid once, and what each state adds."""

    name: str
    once: float = 0.0
    each: float = 0.0

    def total(self, states: int) -> float:
        """With so many states."""
        return self.once + states * self.each


@dataclass(frozen=True, slots=True)
class Prices:
    """The price table."""

    usd: Mapping[str, float]
    assume: Mapping[str, float]
    about: Mapping[str, str]

    @classmethod
    def read(cls) -> "Prices":
        """The table that is checked in."""
        table: dict[str, Any] = json.loads(TABLE.read_text("utf-8"))
        usd = {name: float(price["usd"]) for name, price in table["prices"].items()}
        return cls(usd, table["assumptions"], {word: table[word] for word in ("region", "as_of", "note")})

    def monthly(self, name: str) -> float:
        """An hourly price, for a month."""
        return self.usd[name] * self.assume["hours_a_month"]

    def task(self, architecture: str, vcpu: float, memory_gb: float) -> float:
        """A Fargate task, for a month."""
        kind = f"fargate_{architecture.lower()}"
        return vcpu * self.monthly(f"{kind}_vcpu_hour") + memory_gb * self.monthly(f"{kind}_gb_hour")

    def tasks(self, states: int, least: int) -> int:
        """How many tasks serve so many states at the busiest time of a day: at least one in each zone."""
        a = self.assume
        average = states * a["state_requests"] / (a["working_hours_a_month"] * 3600)
        peak = average * a["peak_to_average_in_working_hours"]
        return max(least, math.ceil(peak / (a["pages_a_second_of_a_task"] * a["share_of_a_task_in_use"])))

    def nat(self, traffic_gb: float) -> float:
        """A NAT gateway with its address in each zone."""
        hours = self.monthly("nat_hour") + self.monthly("public_ipv4_hour")
        return self.assume["zones"] * hours + traffic_gb * self.usd["nat_gb"]

    def endpoints(self, count: float, traffic_gb: float = 0) -> float:
        """So many interface endpoints, in each zone."""
        return self.assume["zones"] * count * self.monthly("endpoint_hour") + traffic_gb * self.usd["endpoint_gb"]

    def balancer(self, zones: float) -> float:
        """A load balancer with an address in each zone."""
        hours = self.monthly("alb_hour") + self.assume["lcus"] * self.monthly("alb_lcu_hour")
        return hours + zones * self.monthly("public_ipv4_hour")


def records(prices: Prices) -> float:
    """A state's table and documents and what people fetch of them: the same whoever serves them."""
    usd, a = prices.usd, prices.assume
    requests = a["state_requests"] / 1e6
    table = requests * (
        a["state_reads_a_request"] * usd["dynamodb_million_reads"]
        + a["state_writes_a_request"] * usd["dynamodb_million_writes"]
    )
    documents = a["state_documents_gb"] * usd["s3_gb_month"] + a["state_uploads"] / 1e3 * usd["s3_thousand_puts"]
    fetched = a["state_downloads"] / 1e3 * usd["s3_thousand_gets"] + a["state_transfer_out_gb"] * usd["transfer_out_gb"]
    return table + a["state_table_gb"] * usd["dynamodb_gb_month"] + documents + fetched


def least_tasks(prices: Prices, settings: Mapping[str, Value]) -> int:
    """How many tasks run at all times."""
    return int(str(settings.get("least_tasks", int(prices.assume["least_tasks"]))))


def estimate(prices: Prices, settings: Mapping[str, Value], states: int) -> Iterator[Line]:
    """The installation with so many states: what is paid once, and what each state adds."""
    usd, a = prices.usd, prices.assume
    architecture = str(settings.get("architecture", "ARM64"))
    of_tasks = prices.tasks(states, least_tasks(prices, settings)) * prices.task(
        architecture, a["task_vcpu"], a["task_gb"]
    )
    yield Line(f"tasks of {a['task_vcpu']} vCPU and {a['task_gb']:.0f} GB, {architecture}", of_tasks)
    yield Line("load balancer in three zones", prices.balancer(a["zones"]))
    probes = a["probes_a_minute"] * 60 * a["hours_a_month"] / 1e6 * usd["waf_million_requests"]
    firewall = usd["waf_acl_month"] + a["waf_rules"] * usd["waf_rule_month"] + probes
    yield Line("web firewall", firewall, a["state_requests"] / 1e6 * usd["waf_million_requests"])
    more = (a["exec_endpoints"] if settings.get("exec") else 0) + bool(settings.get("mail_from"))
    endpoints = a["interface_endpoints"] + more
    yield Line(f"{endpoints:.0f} interface endpoints", prices.endpoints(endpoints, a["endpoint_gb"]))
    if settings.get("egress", "none") != "none":
        yield Line("a NAT gateway in each zone", prices.nat(a["endpoint_gb"]))
    yield Line(
        "logs, kept for 13 months",
        0,
        a["state_logs_gb"] * (usd["logs_gb"] + a["log_months"] * usd["logs_kept_gb_month"]),
    )
    probed = usd["health_check_month"] + usd["health_check_https_month"]
    watched = (
        a["alarms"] * usd["alarm_month"] + usd["dashboard_month"] + a["custom_metrics"] * usd["custom_metric_month"]
    )
    insight = a["insights_metrics"] * usd["container_insights_metric_month"]
    yield Line(
        "alarms, dashboard, insights, probe", probed + watched + insight, a["alarms_a_state"] * usd["alarm_month"]
    )
    yield Line(
        "shared keys, secret, zone", a["customer_keys"] * usd["kms_key_month"] + usd["secret_month"] + usd["zone_month"]
    )
    yield Line(
        "a state's key", 0, usd["kms_key_month"] + a["state_kms_requests"] / 1e4 * usd["kms_ten_thousand_requests"]
    )
    yield Line("a state's records and documents", 0, records(prices))
    yield Line("point-in-time recovery, 35 days", 0, a["state_table_gb"] * usd["dynamodb_pitr_gb_month"])
    if settings.get("scanner", True):
        objects = a["state_uploads"] / 1e3 * usd["guardduty_s3_thousand_objects"]
        yield Line("malware scan of uploads", 0, objects + a["state_upload_gb"] * usd["guardduty_s3_gb"])


def predecessor(prices: Prices) -> Iterator[Line]:
    """The predecessor, which makes all of it anew for each state, without firewall, recovery, keys or scans."""
    usd = prices.usd
    instance = prices.monthly("ec2_t2_micro_hour") + 8 * usd["ebs_gp2_gb_month"] + prices.monthly("public_ipv4_hour")
    shared = prices.balancer(2) + records(prices)
    yield Line("EC2: one t2.micro and a load balancer, as published", 0, instance + shared)
    yield Line(
        "EC2: three t2.micro in three zones and a load balancer", 0, 3 * instance + prices.balancer(3) + records(prices)
    )
    fargate = 2 * (prices.task("X86_64", 1, 3) + prices.monthly("public_ipv4_hour"))
    yield Line("ECS, as published: two tasks of 1 vCPU and 3 GB, and a load balancer", 0, fargate + shared)
