"""Takes everything of a state out into a bundle, and has it verified, by `humangov state export` and `verify`."""

import os
import secrets
from datetime import UTC, datetime
from pathlib import Path

from deploy.context import Context
from deploy.onboard import operating
from deploy.place import ROOT, Stop
from deploy.programs import run

_HUMANGOV = str(ROOT / ".venv" / "bin" / "humangov")


def exported(context: Context, slug: str) -> Path:
    """A bundle of everything of this state, made now, verified, and compared with what the state holds.

    BUNDLES names the folder that takes it. An export that was broken off goes on.
    """
    folder = Path(context.environ.get("BUNDLES") or ROOT / ".local" / "bundles" / context.place.name).absolute()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    bundle = broken_off(folder, slug) or folder / f"{slug}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    context.console.step(f"Export everything of {slug} to {bundle}")
    if _humangov(context, "export", slug, "--to", str(bundle)):
        raise Stop(f"The export of {slug} failed: see above. Nothing was deleted.")
    context.console.step("Verify the bundle, and compare it with what the state holds")
    if _humangov(context, "verify", str(bundle), "--against", slug):
        raise Stop(f"{bundle} is not whole: see above. Nothing was deleted.")
    return bundle


def broken_off(folder: Path, slug: str) -> Path | None:
    """The last bundle of this state, if it is not whole: its manifest is written last."""
    bundles = sorted(folder.glob(f"{slug}-[0-9]*Z"))
    return bundles[-1] if bundles and not (bundles[-1] / "manifest.json").exists() else None


def _humangov(context: Context, *words: str) -> int:
    # The key signs forms and links, none of which is made here.
    environ = {
        **operating(context),
        "HUMANGOV_SECRET_KEY": os.environ.get("HUMANGOV_SECRET_KEY") or secrets.token_hex(32),
    }
    return run([_HUMANGOV, "state", *words], environ)
