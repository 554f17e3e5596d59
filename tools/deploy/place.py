"""Where things lie: the folder of an environment, the Terraform root, and what the caller has set."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Stop(Exception):
    """A command cannot go on. Its text is what the operator reads: what is wrong, and what to do."""


@dataclass(frozen=True, slots=True)
class Place:
    """One environment: its name, its folder of settings, the Terraform root, and where Terraform keeps its own files.

    Read from ENV, ENVIRONMENTS (a folder of environments), TF_ROOT and DEPLOY_DATA.
    """

    name: str
    folder: Path
    terraform: Path
    data: Path

    @property
    def settings(self) -> Path:
        """The settings of the environment."""
        return self.folder / "settings.tfvars"

    @property
    def states(self) -> Path:
        """The states that the environment serves, one a line."""
        return self.folder / "states.auto.tfvars"

    @property
    def backend(self) -> Path:
        """Where Terraform's state and the record of releases lie."""
        return self.folder / "backend.hcl"

    @property
    def plan(self) -> Path:
        """The saved plan of the command that runs."""
        return self.data / "plan"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Place":
        """The place that the variables name. Stops where a file is missing."""
        name = environ.get("ENV", "")
        folders = Path(environ.get("ENVIRONMENTS") or ROOT / "deploy" / "environments").absolute()
        if not re.fullmatch(r"[a-z][a-z0-9-]{0,30}", name):
            raise Stop(f"Say which environment: ENV=…, the name of a folder in {folders} (a copy of example).")
        terraform = Path(environ.get("TF_ROOT") or ROOT / "deploy" / "terraform" / "environment").absolute()
        data = Path(environ.get("DEPLOY_DATA") or ROOT / ".local" / "terraform").absolute() / name
        place = cls(name, folders / name, terraform, data)
        for file in (place.settings, place.states, place.backend):
            if not file.is_file():
                raise Stop(f"There is no {file}: copy deploy/environments/example to {place.folder} and fill it in.")
        if not any(terraform.glob("*.tf")):
            raise Stop(f"There is no Terraform code in {terraform}: set TF_ROOT, or leave it out.")
        return place
