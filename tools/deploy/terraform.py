"""Runs Terraform in an environment: plans are saved, looked at, and applied as they were saved."""

import json
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from deploy.place import Place, Stop
from deploy.programs import outcome, run, told

LEAST_VERSION = (1, 11)


@dataclass(frozen=True, slots=True)
class Change:
    """A resource that a plan touches: its address, its type, and what happens to it.

    `actions` as in Terraform's JSON output: ("create",), ("update",), ("delete",), ("delete", "create"), …
    `unfinished`: it is made anew because its making was broken off (Terraform calls it tainted).
    """

    address: str
    type: str
    actions: tuple[str, ...]
    unfinished: bool = False

    @property
    def deletes(self) -> bool:
        """Whether something that was whole is deleted."""
        return "delete" in self.actions and not self.unfinished


@dataclass(frozen=True, slots=True)
class Terraform:
    """Terraform, with the settings and the state of one environment."""

    place: Place

    def check(self) -> None:
        """Stop where Terraform is missing or too old."""
        version = str(json.loads(told(["terraform", "version", "-json"]))["terraform_version"])
        if tuple(int(part) for part in re.findall(r"\d+", version)[:2]) < LEAST_VERSION:
            raise Stop(f"Terraform 1.11 or later is needed, and this is {version}: install a later one.")

    def init(self) -> None:
        """Get the providers, and find the state."""
        self.place.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        backend = f"-backend-config={self.place.backend}"
        code, out, complaint = outcome(self._command("init", "-input=false", "-reconfigure", backend), self._environ())
        if code:
            raise Stop(
                f"terraform init failed. Is the state's bucket there (make bootstrap)?\n{out}{complaint}".strip()
            )

    def plan(self, variables: Mapping[str, str], *options: str) -> tuple[Change, ...]:
        """Make a plan, show it and save it. Returns what it changes; nothing where all is as it should be."""
        self.place.plan.unlink(missing_ok=True)
        settings = [f"-var-file={file}" for file in (self.place.settings, self.place.states)]
        settings += [f"-var={name}={value}" for name, value in variables.items()]
        command = self._command("plan", "-input=false", f"-out={self.place.plan}", *settings, *options)
        if run(command, self._environ()):
            raise Stop("terraform plan failed: see above. Nothing was changed.")
        self.place.plan.chmod(0o600)
        return tuple(changes(self._planned()["resource_changes"]))

    def _planned(self) -> dict[str, Any]:
        shown: dict[str, Any] = json.loads(told(self._command("show", "-json", str(self.place.plan)), self._environ()))
        return {"resource_changes": [], **shown}

    def apply(self) -> bool:
        """Apply the saved plan, once. Returns whether all of it succeeded."""
        try:
            return run(self._command("apply", "-input=false", str(self.place.plan)), self._environ()) == 0
        finally:
            self.place.plan.unlink(missing_ok=True)

    def outputs(self) -> dict[str, Any]:
        """The values of the root's outputs, by name. Those that were not applied yet are missing."""
        shown = json.loads(told(self._command("output", "-json"), self._environ()))
        return {name: output["value"] for name, output in shown.items()}

    def _command(self, word: str, *options: str) -> list[str]:
        plain = [] if sys.stdout.isatty() or word not in {"plan", "apply", "init"} else ["-no-color"]
        return ["terraform", f"-chdir={self.place.terraform}", word, *plain, *options]

    def _environ(self) -> dict[str, str]:
        return {"TF_DATA_DIR": str(self.place.data), "TF_IN_AUTOMATION": "1", "TF_INPUT": "0"}


def changes(resources: Iterable[Mapping[str, Any]]) -> Iterable[Change]:
    """What a plan changes: of "resource_changes" in Terraform's JSON those that are not left as they are, nor read."""
    for resource in resources:
        actions = tuple(resource["change"]["actions"])
        if actions not in {("no-op",), ("read",)}:
            unfinished = resource.get("action_reason") == "replace_because_tainted"
            yield Change(resource["address"], resource["type"], actions, unfinished)
