"""What the commands of bundles share: the table and bucket that are meant, and what they say."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import click

from humangov.aws.bundle_compare import Comparison
from humangov.aws.bundle_folder import BundleError, Manifest
from humangov.aws.bundle_items import is_coming_in
from humangov.aws.bundle_verify import Problems
from humangov.cli.office import Office, known_state
from humangov.domain.states import Installed

MOST_SAID = 10


def utc_now() -> datetime:
    """The clock of these commands."""
    return datetime.now(UTC)


@contextmanager
def refusals() -> Iterator[None]:
    """Inside, a folder that cannot be used ends the command with one line."""
    try:
        yield
    except BundleError as refusal:
        raise click.ClickException(str(refusal)) from None
    except OSError as refusal:
        raise click.ClickException(f"{refusal.filename or 'The disk'}: {refusal.strerror}.") from None


def progress(text: str) -> None:
    """Say how far it is, apart from what the command tells at its end."""
    click.echo(text, err=True)


def target(office: Office, name: str, table: str, bucket: str, key: str = "") -> Installed:
    """The table and bucket that are meant: the registry's, or those that are named. Nobody serves the latter yet."""
    if bool(table) != bool(bucket):
        raise click.UsageError("Give both --table and --bucket, or none of them.")
    if not table:
        return office.installed(name)
    chosen = known_state(name)
    found = office.served.get(chosen.slug) or Installed(chosen, "", "", "", "", chosen.code)
    served = found.active and found.table == table
    key_arn = key or (found.key_arn if found.bucket == bucket else "")
    return replace(found, table=table, bucket=bucket, key_arn=key_arn, active=served)


def require_whole(office: Office, installed: Installed) -> None:
    """Raises click.ClickException while a bundle is on its way in."""
    if is_coming_in(office.makers.dynamodb, installed.table, installed.slug):
        text = f"A bundle is on its way into {installed.table}, which holds no whole state."
        raise click.ClickException(f"{text} Finish it first, with the humangov state import that began it.")


def compare(office: Office, installed: Installed, folder: Path) -> None:
    """Compare a bundle with what is live. Raises click.ClickException where they differ."""
    comparison = Comparison(office.makers, installed, folder, utc_now())
    require_none(comparison.problems(), f"{installed.table} and {installed.bucket} are not what {folder} holds")
    same = f"{comparison.items:,} items and {comparison.objects:,} objects are the same"
    beside = f"{comparison.ended:,} items have ended since, {comparison.since:,} tell of bundles"
    click.echo(f"Compared with {installed.table} and {installed.bucket}: {same}; {beside}.")


def require_none(problems: Problems, what: str) -> None:
    """Say the first problems, and look no further. Raises click.ClickException if there is one."""
    with closing(problems):
        first = list(islice(problems, MOST_SAID))
    for problem in first:
        click.echo(problem, err=True)
    if first:
        said = f"the first {MOST_SAID} problems are above" if len(first) == MOST_SAID else "see above"
        raise click.ClickException(f"{what}: {said}.")


def tell(manifest: Manifest) -> None:
    """The figures of a bundle."""
    items, objects = (manifest["counts"][stage] for stage in ("items", "objects"))
    rows: dict[str, Any] = {
        "state": manifest["state"],
        "exported": f"{manifest['started_at']} to {manifest['ended_at']}{_caution(manifest)}",
        "items": items.get("lines", 0),
        "employees": items.get("EMP PROFILE", 0),
        "documents": items.get("EMP DOC", 0),
        "accounts": items.get("ACCT PROFILE", 0),
        "audit events": items.get("AUDIT", 0),
        "object versions": objects.get("versions", 0),
        "deletion markers": objects.get("markers", 0),
        "bytes of objects": objects.get("bytes", 0),
        "digest": manifest["digest"],
    }
    for label, value in rows.items():
        click.echo(f"{label:18}{value:,}" if isinstance(value, int) else f"{label:18}{value}")


def _caution(manifest: Manifest) -> str:
    return ", while active" if manifest["while_active"] else ""
