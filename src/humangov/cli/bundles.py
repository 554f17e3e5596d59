"""Commands that take everything of a state out into a bundle, and that look whether one is whole."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import click

import humangov
from humangov.aws.bundle_export import Export
from humangov.aws.bundle_folder import BundleError, Manifest, read_manifest
from humangov.aws.bundle_verify import check_folder
from humangov.cli.office import Office
from humangov.services.bundles import record_export

MOST_SAID = 10
FOLDER = click.Path(file_okay=False, path_type=Path)
BUNDLE = click.Path(exists=True, file_okay=False, path_type=Path)


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


@click.command(name="export")
@click.argument("name", metavar="STATE")
@click.option("--to", "folder", required=True, type=FOLDER, help="The bundle's folder: new, empty, or broken off.")
@click.option("--while-active", is_flag=True, help="Export though people are working: no picture of one moment.")
def export_state(name: str, folder: Path, *, while_active: bool) -> None:
    """Take everything of a state out: its records, log, accounts, and every version of its documents.

    Broken off, the same command goes on. The export stands in the state's log. The bundle holds personal records and
    is not encrypted: keep it on a disk that is.

    Example: humangov state export wyoming --to bundles/wyoming
    """
    office = Office.open()
    installed = office.installed(name)
    if installed.active and not while_active:
        text = f"{installed.name} is active: people may change it meanwhile. First: "
        raise click.ClickException(f"{text}humangov state deactivate {installed.slug} (or give --while-active)")
    made_by = {"humangov": humangov.__version__, "revision": office.settings.revision}
    with refusals():
        export = Export(office.makers, installed, folder, utc_now, progress)
        manifest = export.run(lambda: record_export(office.desk(installed)), made_by)
    tell(manifest)
    click.echo(f"Exported {installed.name} to {folder}. Next: humangov state verify {folder}")


@click.command(name="verify")
@click.argument("folder", type=BUNDLE)
def verify_bundle(folder: Path) -> None:
    """Check every digest and count of a bundle, and that each document's record finds its content.

    Example: humangov state verify bundles/wyoming
    """
    with refusals():
        manifest = read_manifest(folder)
        require_none(check_folder(folder), f"{folder} is not whole")
    tell(manifest)
    click.echo(f"{folder} is whole.")


def require_none(problems: Iterable[str], what: str) -> None:
    """Say the first problems. Raises click.ClickException if there is one."""
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
