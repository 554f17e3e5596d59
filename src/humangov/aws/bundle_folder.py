"""The folder of a bundle: how far its export has come, and the manifest that says that it is whole.

docs/operations/bundle-format.md describes what lies in it.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from humangov.aws.bundle_parts import UNFINISHED, Part, canonical, save_whole
from humangov.domain.states import Installed

FORMAT, VERSION = "humangov-bundle", 1
MANIFEST, PROGRESS = "manifest.json", "progress.json"
STAGES = ("items", "objects")
_OURS = frozenset({MANIFEST, PROGRESS, *STAGES, "content"})
Manifest = dict[str, Any]


class BundleError(Exception):
    """A folder is no bundle, or none that can be used for this; the message is one line that says what to do."""


@dataclass(slots=True)
class Stage:
    """The parts that are whole of the items or of the objects, and after what to go on."""

    parts: list[Part] = field(default_factory=list)
    after: Any = None
    done: bool = False


@dataclass(slots=True)
class Progress:
    """How far an export has come. `event_id` names the event that tells of it in the state's audit log."""

    registry: dict[str, Any]
    started_at: str
    event_id: str
    while_active: bool
    resumed_at: list[str] = field(default_factory=list)
    stages: dict[str, Stage] = field(default_factory=lambda: {name: Stage() for name in STAGES})

    def save(self, folder: Path) -> None:
        """Keep it for whoever goes on."""
        save_whole(folder / PROGRESS, canonical(asdict(self)))


def registered(installed: Installed) -> dict[str, Any]:
    """A state's row of the registry, as a bundle tells it."""
    row = {"state": installed.slug, "name": installed.name, "table": installed.table, "bucket": installed.bucket}
    keys = {"key_arn": installed.key_arn, "role_arn": installed.role_arn}
    shown = {"color": installed.color, "initials": installed.initials, "help": installed.help}
    return {**row, **keys, **shown, "active": installed.active}


def resumed(folder: Path, installed: Installed) -> Progress | None:
    """What an export that was broken off has left here; None where nothing lies.

    Raises BundleError for a folder with anything else, a whole bundle, and the bundle of another table.
    """
    if not folder.exists() or not any(folder.iterdir()):
        return None
    if strange := sorted(entry.name for entry in folder.iterdir() if entry.name not in _leftovers()):
        raise BundleError(f"{folder} holds something else ({strange[0]}). Name a folder that is new or empty.")
    if (folder / MANIFEST).exists():
        ended = read_manifest(folder)["ended_at"]
        raise BundleError(f"{folder} is whole since {ended}: nothing was exported. Name another folder for a new one.")
    if not (folder / PROGRESS).exists():
        raise BundleError(f"{folder} is no export that was broken off. Name a folder that is new or empty.")
    progress = _progress(json.loads((folder / PROGRESS).read_bytes()))
    for name in ("state", "table", "bucket"):
        if progress.registry[name] != registered(installed)[name]:
            raise BundleError(f"{folder} was begun for {progress.registry[name]}. Name another folder.")
    for left in folder.rglob(f"*{UNFINISHED}"):
        left.unlink()
    return progress


def _leftovers() -> frozenset[str]:
    return _OURS | {f"{name}{UNFINISHED}" for name in (MANIFEST, PROGRESS)}


def _progress(saved: Mapping[str, Any]) -> Progress:
    stages = {
        name: Stage([Part(**part) for part in stage["parts"]], stage["after"], stage["done"])
        for name, stage in saved["stages"].items()
    }
    return Progress(**{**saved, "stages": stages})


def finish(folder: Path, progress: Progress, made_by: Mapping[str, str], guarantee: str, ended_at: str) -> Manifest:
    """Write the manifest: from now on the bundle is whole."""
    manifest: Manifest = {
        "format": FORMAT,
        "version": VERSION,
        "made_by": dict(made_by),
        "state": progress.registry["state"],
        "registry": progress.registry,
        "started_at": progress.started_at,
        "resumed_at": progress.resumed_at,
        "ended_at": ended_at,
        "event_id": progress.event_id,
        "while_active": progress.while_active,
        "guarantee": guarantee,
        "counts": {name: totals(stage.parts) for name, stage in progress.stages.items()},
        "files": {name: [asdict(part) for part in stage.parts] for name, stage in progress.stages.items()},
    }
    manifest["digest"] = digest_of(manifest)
    save_whole(folder / MANIFEST, json.dumps(manifest, indent=1, ensure_ascii=False).encode() + b"\n")
    (folder / PROGRESS).unlink()
    return manifest


def totals(parts: list[Part]) -> dict[str, int]:
    """What the lines of all parts count up to."""
    summed = Counter[str]({"lines": sum(part.lines for part in parts)})
    for part in parts:
        summed.update(part.counts)
    return dict(sorted(summed.items()))


def digest_of(manifest: Mapping[str, Any]) -> str:
    """The digest over everything that a manifest says."""
    return hashlib.sha256(canonical({k: v for k, v in manifest.items() if k != "digest"})).hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a bundle, if it says what it said when it was written. Raises BundleError."""
    try:
        manifest: Any = json.loads((folder / MANIFEST).read_bytes())
    except FileNotFoundError:
        left = "Its export was broken off: do it again" if (folder / PROGRESS).exists() else "Name a bundle's folder"
        raise BundleError(f"{folder} has no {MANIFEST}. {left}.") from None
    except ValueError:
        raise BundleError(f"{MANIFEST} is not as it was written. Take another copy of the bundle.") from None
    if not isinstance(manifest, dict) or manifest.get("digest") != digest_of(manifest):
        raise BundleError(f"{MANIFEST} is not as it was written. Take another copy of the bundle.")
    if (manifest["format"], manifest["version"]) != (FORMAT, VERSION):
        raise BundleError(f"{folder} has format {manifest['version']}, and this program reads {VERSION}.")
    return dict(manifest)


def parts_of(manifest: Manifest, stage: str) -> list[Part]:
    """The parts of the items or of the objects, in their order."""
    return [Part(**part) for part in manifest["files"][stage]]
