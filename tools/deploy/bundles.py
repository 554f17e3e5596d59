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
    """A bundle of everything of this state, made now and verified. BUNDLES names the folder that takes it."""
    folder = Path(context.environ.get("BUNDLES") or ROOT / ".local" / "bundles" / context.place.name).absolute()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    bundle = folder / f"{slug}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    context.console.step(f"Export everything of {slug} to {bundle}")
    if _humangov(context, "export", slug, "--to", str(bundle)):
        raise Stop(f"The export of {slug} failed: see above. Nothing was deleted.")
    context.console.step("Verify the bundle")
    if _humangov(context, "verify", str(bundle)):
        raise Stop(f"{bundle} is not whole: see above. Nothing was deleted.")
    return bundle


def _humangov(context: Context, *words: str) -> int:
    # The key signs forms and links, none of which is made here.
    environ = {
        **operating(context),
        "HUMANGOV_SECRET_KEY": os.environ.get("HUMANGOV_SECRET_KEY") or secrets.token_hex(32),
    }
    return run([_HUMANGOV, "state", *words], environ)
