"""Has Terraform render an installation, with a provider that is only played: no account, no network, no credentials."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from isolation.arns import ACCOUNT, REGION, overrides, written
from isolation.estate import CannotRead, Resource

States = Mapping[str, Mapping[str, object]]
ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = Path("deploy/terraform/environment")
TEST = "isolation.tftest.hcl"
PROVIDER = f"""
mock_provider "aws" {{
  mock_data "aws_caller_identity" {{
    defaults = {{ account_id = "{ACCOUNT}" }}
  }}
  mock_data "aws_partition" {{
    defaults = {{ partition = "aws", dns_suffix = "amazonaws.com" }}
  }}
  mock_data "aws_region" {{
    defaults = {{ name = "{REGION}" }}
  }}
  mock_data "aws_availability_zones" {{
    defaults = {{ names = ["{REGION}a", "{REGION}b", "{REGION}c"] }}
  }}
  mock_data "aws_vpc_endpoint_service" {{
    defaults = {{ availability_zones = ["{REGION}a", "{REGION}b", "{REGION}c"] }}
  }}
}}
"""


def render(states: States, place: Path, **more: object) -> list[Resource]:
    """The resources of an installation with these states, as Terraform would make them. Raises CannotRead."""
    planned = plan({"states": states, **more}, place)
    root, variables = place / ENVIRONMENT, {**_variables(), "states": states, **more}
    return [*_flat(_message(_test(root, variables, "apply", planned), "test_state")["root_module"])]


def plan(variables: Mapping[str, object], place: Path) -> list[Mapping[str, Any]]:
    """The changes that Terraform plans for an installation with these variables. Raises CannotRead."""
    root = _copied(place)
    _terraform(root, "init", "-backend=false", "-input=false")
    found: list[Mapping[str, Any]] = _message(_test(root, {**_variables(), **variables}, "plan", []), "test_plan")[
        "resource_changes"
    ]
    return found


def _copied(place: Path) -> Path:
    """The modules and the limits, away from the repository: what Terraform writes beside them stays there."""
    ignored = shutil.ignore_patterns(".terraform", "*.tfstate*", "tests")
    shutil.copytree(ROOT / "deploy", place / "deploy", ignore=ignored)
    shutil.copy(ROOT / "limits.env", place)
    (place / ENVIRONMENT / "tests").mkdir()
    return place / ENVIRONMENT


def _test(
    root: Path, variables: Mapping[str, object], command: str, planned: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Run a test that makes all of it, and return what Terraform says of it."""
    blocks = [written(c["address"], overrides(c["address"], c["type"], c["change"]["after"])) for c in _made(planned)]
    text = [PROVIDER, *blocks, f'run "render" {{\n  command = {command}\n}}\n']
    (root / "tests" / TEST).write_text("\n".join(text), "utf-8")
    (root / "isolation.auto.tfvars.json").write_text(json.dumps(variables), "utf-8")
    said = _terraform(root, "test", "-json", "-verbose", f"-filter=tests/{TEST}")
    return [json.loads(line) for line in said.splitlines() if line.startswith("{")]


def _made(planned: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The planned resources to which AWS will give an ARN."""
    for change in planned:
        if change["mode"] == "managed" and change["change"]["after_unknown"].get("arn"):
            yield change


def _variables() -> dict[str, object]:
    """What an installation says of itself: nothing that a policy depends on, but the name."""
    image = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/humangov-%s@sha256:{'0' * 64}"
    return {
        "name": "humangov",
        "region": REGION,
        "base_domain": "hr.example.gov",
        "certificate_arn": f"arn:aws:acm:{REGION}:{ACCOUNT}:certificate/{'0' * 8}",
        "app_image": image % "app",
        "nginx_image": image % "nginx",
        "alarm_emails": ["operations@hr.example.gov"],
    }


def _message(said: Iterable[Mapping[str, Any]], kind: str) -> Mapping[str, Any]:
    """What Terraform rendered, or why it did not."""
    found = [*said]
    for message in found:
        if message.get("type") == kind:
            rendered: Mapping[str, Any] = message[kind]
            return rendered
    wrong = [f"{m['diagnostic']['summary']}: {m['diagnostic'].get('detail', '')}" for m in found if "diagnostic" in m]
    raise CannotRead("\n".join(["Terraform does not render the installation.", *wrong[:5]]))


def _flat(module: Mapping[str, Any]) -> Iterator[Resource]:
    """The resources of a module and of those within it."""
    for resource in module.get("resources", ()):
        if resource["mode"] == "managed":
            yield Resource(resource["address"], resource["type"], resource["values"])
    for child in module.get("child_modules", ()):
        yield from _flat(child)


def _terraform(root: Path, *words: str) -> str:
    environment = {**os.environ, "TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1"}
    command = ["terraform", f"-chdir={root}", *words]
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)  # noqa: S603 ours
    if done.returncode and words[0] == "init":
        raise CannotRead(f"terraform init failed: {done.stderr.strip()}")
    return done.stdout
