"""What the rehearsal stands on: an emulator of the AWS APIs, a registry of images, networks, and a load balancer."""

import contextlib
import json
import os
import shlex
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

from rehearse.balancer import Balancer, Targets, certificate
from rehearse.docker import Failed, docker
from rehearse.ecs import Ecs, server
from rehearse.ground import (
    BALANCER_ADDRESS,
    ECS_PORT,
    NETWORKS,
    REGION,
    REGISTRY_PORT,
    ROOT,
    ZONES,
    emulator,
    gateway,
    networks,
    registry,
)
from rehearse.scheduling import Scheduler

DOMAIN = "hr.example.test"
NEEDED = ("docker", "terraform", "haproxy", "docker-registry", "openssl")
# The differences from what is deployed, each because the emulator differs from AWS.
OVERRIDES = {
    "environment/emulator_override.tf": """
# It has no host names for buckets, and no metadata service.
provider "aws" {
  s3_use_path_style       = true
  skip_metadata_api_check = true
}
""",
    "modules/image_registry/emulator_override.tf": f"""
# Its repositories take no images: they are pushed to a registry on this machine.
output "repositories" {{
  value = {{
    for image, repository in aws_ecr_repository.main : image => "localhost:{REGISTRY_PORT}/${{repository.name}}"
  }}
}}
""",
    "modules/front_door/emulator_override.tf": """
# Its firewall has no log.
resource "aws_wafv2_web_acl_logging_configuration" "main" {
  count = 0
}
""",
    "modules/network/emulator_override.tf": """
# It does not tell the prefix list of a rule again, over which the provider stumbles, nor the role of a flow log, which
# would be made anew each time.
resource "aws_vpc_security_group_egress_rule" "gateways" {
  lifecycle {
    ignore_changes = all
  }
}

resource "aws_flow_log" "main" {
  lifecycle {
    ignore_changes = all
  }
}
""",
}


def missing() -> list[str]:
    """The programs that are needed and not here."""
    return [name for name in NEEDED if shutil.which(name) is None]


@dataclass
class Stage:
    """Everything that runs, and how the commands reach it."""

    folder: Path
    endpoint: str
    authority: Path
    scheduler: Scheduler
    told: dict[str, str]

    @property
    def environ(self) -> dict[str, str]:
        """The environment of a command that nobody sits at."""
        return {**os.environ, **self.told, "PYTHONPATH": str(ROOT / "tools"), "YES": "1"}

    def written(self) -> Path:
        """What a terminal has to be told, to call the same commands by hand: a file to be sourced."""
        file = self.folder / "environment"
        file.write_text("".join(f"export {name}={shlex.quote(value)}\n" for name, value in self.told.items()), "utf-8")
        return file

    def client(self, name: str) -> Any:  # noqa: ANN401 boto3 has a type for each service
        """A client of the emulator."""
        return client(self.endpoint, name)

    def make(self, command: str, **more: str) -> str:
        """Run one of the operator's commands. Raises Failed with the end of what it said."""
        log = self.folder / "commands.log"
        done = subprocess.run(  # noqa: S603 our own words
            [sys.executable, "-m", "deploy", command],
            cwd=ROOT,
            env=self.environ | more,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=900,
            check=False,
        )
        with log.open("a", encoding="utf-8") as file:
            file.write(f"\n######## make {command} {more}\n{done.stdout}")
        if done.returncode:
            raise Failed(f"make {command} ended with {done.returncode}:\n{done.stdout[-2500:]}")
        return done.stdout

    def humangov(self, *words: str, **more: str) -> str:
        """Run a command of the app's operator. Raises Failed."""
        program = Path(sys.executable).with_name("humangov")
        settings = {"HUMANGOV_BASE_DOMAIN": DOMAIN, "HUMANGOV_SECRET_KEY": "k" * 64}
        done = subprocess.run(  # noqa: S603 our own words
            [str(program), *words],
            cwd=ROOT,
            env=self.environ | settings | more,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=600,
            check=False,
        )
        if done.returncode:
            raise Failed(f"humangov {' '.join(words)}: {done.stdout[-1500:]}")
        return done.stdout


def client(endpoint: str, name: str) -> Any:  # noqa: ANN401 boto3 has a type for each service
    """A client of the emulator."""
    keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
    made: Any = boto3
    return made.client(name, region_name=REGION, endpoint_url=endpoint, **keys)


@contextlib.contextmanager
def stage(folder: Path, states: Sequence[str]) -> Iterator[Stage]:
    """Set everything up, and take it down again whatever happens."""
    with contextlib.ExitStack() as ending:
        bridge = docker("network", "inspect", "bridge", "--format", "{{json (index .IPAM.Config 0)}}")
        endpoint = ending.enter_context(emulator(folder, gateway(json.loads(bridge))))
        ending.enter_context(registry(folder))
        ending.enter_context(networks())
        pems = certificate(folder, DOMAIN)
        told = _told(folder, endpoint, pems["authority"], states)
        targets = Targets(
            "/readyz",
            10,
            5,
            2,
            3,
            _limit("BALANCER_DEREGISTRATION_SECONDS"),
            _limit("BALANCER_IDLE_SECONDS"),
            sticky=True,
        )
        balancer = Balancer(targets, folder, BALANCER_ADDRESS)
        balancer.start(pems["server"])
        ending.callback(balancer.stop)
        scheduler = Scheduler(
            balancer, NETWORKS, lambda arn: ecs.definitions[arn], lambda role: _task_keys(endpoint, role)
        )
        ecs = Ecs(scheduler, ZONES)
        door = server(ecs, ECS_PORT)
        ending.callback(door.server_close)
        ending.callback(door.shutdown)
        threading.Thread(target=door.serve_forever, daemon=True).start()
        threading.Thread(target=scheduler.run, daemon=True).start()
        ending.callback(scheduler.stop)
        yield Stage(folder, endpoint, pems["authority"], scheduler, told)


def _limit(name: str) -> int:
    lines = (ROOT / "limits.env").read_text("utf-8").splitlines()
    return int(next(line for line in lines if line.startswith(f"{name}=")).partition("=")[2])


def _task_keys(endpoint: str, role: str) -> Mapping[str, str]:
    """What Fargate's credentials endpoint would give to a task: a session of its role."""
    held = client(endpoint, "sts").assume_role(RoleArn=role, RoleSessionName="task")["Credentials"]
    names: dict[str, Any] = {
        "AWS_ACCESS_KEY_ID": "AccessKeyId",
        "AWS_SECRET_ACCESS_KEY": "SecretAccessKey",
        "AWS_SESSION_TOKEN": "SessionToken",
    }
    return {name: held[key] for name, key in names.items()} | {"HUMANGOV_SECRET_KEY": _secret(endpoint)}


def _secret(endpoint: str) -> str:
    """What ECS reads from Secrets Manager before it starts a task."""
    return str(client(endpoint, "secretsmanager").get_secret_value(SecretId="humangov-secret-key")["SecretString"])


def _told(folder: Path, endpoint: str, authority: Path, states: Sequence[str]) -> dict[str, str]:
    """The environment of the operator's commands: a copy of the Terraform code, and an environment of its own."""
    shutil.copytree(ROOT / "deploy", folder / "deploy", ignore=shutil.ignore_patterns(".terraform", "*.tfstate*"))
    shutil.copy(ROOT / "limits.env", folder)
    root = folder / "deploy" / "terraform" / "environment"
    for name, text in OVERRIDES.items():
        (folder / "deploy" / "terraform" / name).write_text(text, "utf-8")
    place = folder / "environments" / "rehearsal"
    place.mkdir(parents=True)
    (place / "settings.tfvars").write_text(_settings(endpoint), "utf-8")
    lines = "".join(f"  {state} = {{}}\n" for state in states)
    (place / "states.auto.tfvars").write_text(f"states = {{\n{lines}}}\n", "utf-8")
    (place / "backend.hcl").write_text(_BACKEND, "utf-8")
    return {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": REGION,
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ENDPOINT_URL_ECS": f"http://127.0.0.1:{ECS_PORT}",
        "AWS_ENDPOINT_URL_APPLICATION_AUTO_SCALING": f"http://127.0.0.1:{ECS_PORT}",
        "TF_ROOT": str(root),
        "BOOTSTRAP_ROOT": str(folder / "deploy" / "terraform" / "bootstrap"),
        "ENVIRONMENTS": str(folder / "environments"),
        "DEPLOY_DATA": str(folder / "data"),
        "BUNDLES": str(folder / "bundles"),
        "ENV": "rehearsal",
        "SMOKE_ADDRESS": "127.0.0.1:8443",
        "SMOKE_CA": str(authority),
    }


_BACKEND = f"""
bucket                      = "humangov-terraform-rehearsal"
key                         = "rehearsal/terraform.tfstate"
region                      = "{REGION}"
use_lockfile                = true
use_path_style              = true
skip_credentials_validation = true
skip_requesting_account_id  = true
skip_metadata_api_check     = true
"""


def _settings(endpoint: str) -> str:
    """What the emulator lacks is switched off or said: GuardDuty, and zones. All else is as in production."""
    arn = f"arn:aws:acm:{REGION}:000000000000:certificate/00000000-0000-0000-0000-000000000000"
    return f"""
region              = "{REGION}"
zones               = {json.dumps(ZONES)}
base_domain         = "{DOMAIN}"
certificate_arn     = "{arn}"
alarm_emails        = ["operations@example.test"]
architecture        = "X86_64"
scanner             = false
deletion_protection = false
environment         = {json.dumps({"AWS_ENDPOINT_URL": endpoint}).replace(":", " =", 1)}
"""


def wait_until(what: str, true: Any, seconds: float) -> float:  # noqa: ANN401 any question
    """Ask until it is true; returns after how many seconds. Raises Failed."""
    began = time.monotonic()
    while not true():
        if time.monotonic() - began > seconds:
            raise Failed(f"not within {seconds:.0f} s: {what}")
        time.sleep(0.25)
    return time.monotonic() - began
