"""Commands that take everything of a state out into a bundle, look whether one is whole, and bring one in."""

from pathlib import Path

import click

import humangov
from humangov.aws.bundle_export import Export
from humangov.aws.bundle_folder import read_manifest
from humangov.aws.bundle_import import Import
from humangov.aws.bundle_verify import check_folder
from humangov.cli.bundling import compare, progress, refusals, require_none, require_whole, target, tell, utc_now
from humangov.cli.office import Office
from humangov.services.bundles import record_export, record_import

FOLDER = click.Path(file_okay=False, path_type=Path)
BUNDLE = click.Path(exists=True, file_okay=False, path_type=Path)
TABLE = click.option("--table", default="", help="Another table than the registry's; with --bucket.")
BUCKET = click.option("--bucket", default="", help="Another bucket than the registry's; with --table.")


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
    require_whole(office, installed)
    made_by = {"humangov": humangov.__version__, "revision": office.settings.revision}
    with refusals():
        export = Export(office.makers, installed, folder, utc_now, progress)
        manifest = export.run(lambda: record_export(office.desk(installed)), made_by)
    tell(manifest)
    click.echo(f"Exported {installed.name} to {folder}. Next: humangov state verify {folder}")


@click.command(name="verify")
@click.argument("folder", type=BUNDLE)
@click.option("--against", default="", metavar="STATE", help="Compare it with what this state holds now, too.")
@TABLE
@BUCKET
def verify_bundle(folder: Path, against: str, table: str, bucket: str) -> None:
    """Check every digest and count of a bundle, and that each document's record finds its content.

    Example: humangov state verify bundles/wyoming --against wyoming
    """
    with refusals():
        manifest = read_manifest(folder)
        require_none(check_folder(folder), f"{folder} is not whole")
        tell(manifest)
        click.echo(f"{folder} is whole.")
        if against:
            office = Office.open()
            compare(office, target(office, against, table, bucket), folder)


@click.command(name="import")
@click.argument("folder", type=BUNDLE)
@click.option("--as", "name", required=True, metavar="STATE", help="Whose bundle it is, and whose records they become.")
@TABLE
@BUCKET
@click.option("--key", default="", help="ARN of the key that encrypts the objects. Default: the registry's, or none.")
@click.option("--while-active", is_flag=True, help="Import though people can reach the state meanwhile.")
def import_state(folder: Path, name: str, table: str, bucket: str, key: str, *, while_active: bool) -> None:
    """Bring everything of a bundle into an empty table and bucket, and compare. Broken off, the same command goes on.

    They are those of the registry, or those that are named. The import stands in the state's log.

    Example: humangov state import bundles/wyoming --as wyoming
    """
    office = Office.open()
    into = target(office, name, table, bucket, key)
    if into.active and not while_active:
        text = f"{into.name} is active: people would find half of it. First: "
        raise click.ClickException(f"{text}humangov state deactivate {into.slug} (or give --while-active)")
    with refusals():
        manifest = read_manifest(folder)
        require_none(check_folder(folder), f"{folder} is not whole")
        importing = Import(office.makers, into, folder, utc_now, progress)
        importing.run()
        compare(office, into, folder)
        importing.finish(lambda: record_import(office.desk(into), manifest["digest"]))
    tell(manifest)
    click.echo(f"Imported {folder} into {into.table} and {into.bucket}.")
