"""Compare the compose services with the task definition that Terraform makes: they differ where we say why, only there.

Both are brought into one shape first: a flat mapping for each container, from a setting's name to its value.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from isolation.rendering import render

ROOT = Path(__file__).resolve().parents[1]
TASK = "module.web_service.aws_ecs_task_definition.main"
CONTAINERS = ("app", "nginx")
MEBIBYTE = 1024 * 1024
ABSENT = "(absent)"
# What differs, and why that does no harm.
EXPLAINED: Mapping[str, str] = {
    "app.environment.AWS_ENDPOINT_URL": "the emulator stands in AWS's place; boto3 reads it, no line of ours does",
    "app.environment.AWS_ACCESS_KEY_ID": "a task has a role; the emulator asks for any credentials",
    "app.environment.AWS_SECRET_ACCESS_KEY": "as above",
    "app.environment.HUMANGOV_REGISTRY_TABLE": "the default here; the installation's name there",
    "app.environment.HUMANGOV_SCAN_REQUIRED": "GuardDuty scans in AWS; nobody does here, and the pages say so",
    "app.environment.HUMANGOV_BASE_DOMAIN": "the states' addresses: *.localhost here, the customer's domain there",
    "app.environment.PORT": "links name the port of this machine here; https has none there",
    "app.after.init": "the demo's data is made before the app starts; production has no demo",
    "app.ports.8080": "the owner of the network opens its ports: the app's container here, the task there",
    "nginx.ports.8080": "as above",
    "nginx.environment.HUMANGOV_BALANCERS": "there is no load balancer here; production names its subnets",
    "app.no_new_privileges": "Fargate has no such option; there are no setuid files, and no capabilities",
    "nginx.no_new_privileges": "as above",
}


def main() -> int:
    """Print each difference with its reason. Returns 1 where one has no reason, or a reason has no difference."""
    found = dict(differences(compose_services(), production_containers()))
    for name, (here, there) in sorted(found.items()):
        print(f"  {name}: {here!r} here, {there!r} in production: {EXPLAINED.get(name, 'NOT EXPLAINED')}")
    unexplained, idle = sorted(set(found) - set(EXPLAINED)), sorted(set(EXPLAINED) - set(found))
    for name in idle:
        print(f"  {name}: explained, but there is no such difference")
    print(f"parity: {len(found)} differences, {len(unexplained)} unexplained, {len(idle)} explanations without one")
    return 1 if unexplained or idle else 0


def compose_services() -> list[dict[str, Any]]:
    """The services of docker-compose.yml, as compose understands them."""
    wanted = {"HUMANGOV_SECRET_KEY": "secret", "HUMANGOV_DEMO_PASSWORD": "unused", "REVISION": ""}
    command = [
        "docker",
        "compose",
        "--env-file",
        "limits.env",
        "-f",
        "docker-compose.yml",
        "config",
        "--format",
        "json",
    ]
    environment = os.environ | wanted
    told = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True)  # noqa: S603 our words
    services = json.loads(told.stdout)["services"]
    return [services[name] | {"name": name} for name in CONTAINERS]


def production_containers() -> list[dict[str, Any]]:
    """The containers of the pooled service's task definition, as Terraform renders it."""
    with tempfile.TemporaryDirectory() as place:
        rendered = {resource.address: resource.values for resource in render({"california": {}}, Path(place))}
    containers: list[dict[str, Any]] = json.loads(rendered[TASK]["container_definitions"])
    return containers


def differences(
    services: Iterable[Mapping[str, Any]], containers: Iterable[Mapping[str, Any]]
) -> Iterator[tuple[str, tuple[object, object]]]:
    """Each setting that differs, with its value here and in production."""
    here = {f"{s['name']}.{name}": value for s in services for name, value in of_compose(s)}
    there = {f"{c['name']}.{name}": value for c in containers for name, value in of_task(c)}
    for name in here | there:
        pair = (here.get(name, ABSENT), there.get(name, ABSENT))
        if pair[0] != pair[1]:
            yield name, pair


def of_compose(service: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """The settings of a compose service. One that shares the network of `app` says nothing of its own about it."""
    yield "image", service["image"].rsplit(":", 1)[0]
    yield "command", service.get("command")
    yield "user", service.get("user", ABSENT)
    yield "read_only", service.get("read_only", False)
    yield "dropped", tuple(service.get("cap_drop", ()))
    yield "no_new_privileges", "no-new-privileges:true" in service.get("security_opt", ()) or ABSENT
    yield "memory_mib", int(service["mem_limit"]) // MEBIBYTE
    yield "stop_seconds", _seconds(service["stop_grace_period"])
    yield from ((f"environment.{name}", value) for name, value in service["environment"].items())
    yield from ((f"writable.{volume['target']}", True) for volume in service.get("volumes", ()))
    yield from ((f"ports.{port['target']}", True) for port in service.get("ports", ()))
    conditions = {"service_healthy": "HEALTHY", "service_completed_successfully": "SUCCESS"}
    for other, how in service.get("depends_on", {}).items():
        yield f"after.{other}", conditions[how["condition"]]
    health = service["healthcheck"]
    yield "health.command", tuple(health["test"])
    yield "health.retries", health["retries"]
    yield from ((f"health.{name}", _seconds(health[name])) for name in ("interval", "timeout", "start_period"))


def of_task(container: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """The settings of a container definition (ECS, RegisterTaskDefinition)."""
    yield "image", re.split(r"[:@]", container["image"].rsplit("/", 1)[-1])[0]
    yield "command", container.get("command")
    yield "user", container.get("user", ABSENT)
    yield "read_only", container.get("readonlyRootFilesystem", False)
    yield "dropped", tuple(container.get("linuxParameters", {}).get("capabilities", {}).get("drop", ()))
    yield "memory_mib", container["memory"]
    yield "stop_seconds", container["stopTimeout"]
    yield from ((f"environment.{pair['name']}", pair["value"]) for pair in container.get("environment", ()))
    yield from ((f"environment.{secret['name']}", "secret") for secret in container.get("secrets", ()))
    yield from ((f"writable.{mount['containerPath']}", True) for mount in container.get("mountPoints", ()))
    yield from ((f"ports.{port['containerPort']}", True) for port in container.get("portMappings", ()))
    yield from ((f"after.{other['containerName']}", other["condition"]) for other in container.get("dependsOn", ()))
    health = container["healthCheck"]
    yield "health.command", tuple(health["command"])
    yield from ((f"health.{name}", health[name]) for name in ("retries", "interval", "timeout"))
    yield "health.start_period", health["startPeriod"]


def _seconds(text: str) -> int:
    """Compose writes "1m0s"."""
    found = re.fullmatch(r"(?:(\d+)m)?(?:(\d+)s)?", text)
    if not found:
        raise ValueError(text)
    return int(found[1] or 0) * 60 + int(found[2] or 0)


if __name__ == "__main__":
    sys.exit(main())
