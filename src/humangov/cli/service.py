"""Commands that take a state out of service and back, and that look for what must not be removed."""

from dataclasses import replace

import click

from humangov.aws.holds import examined
from humangov.aws.registry import KEEP_SECONDS
from humangov.cli.bundling import require_whole, utc_now
from humangov.cli.office import Office

MOST_SAID = 10


@click.command()
@click.argument("name", metavar="STATE")
def deactivate(name: str) -> None:
    """Take a state out of service: its pages are not found any more. Its records stay as they are.

    Example: humangov state deactivate wyoming
    """
    _set(name, active=False)


@click.command()
@click.argument("name", metavar="STATE")
def activate(name: str) -> None:
    """Serve a state again.

    Example: humangov state activate wyoming
    """
    _set(name, active=True)


def _set(name: str, *, active: bool) -> None:
    office = Office.open()
    # Asked first: in dedicated mode there is no registry to change.
    registry = office.registry
    installed = office.installed(name)
    now = "active" if active else "inactive"
    if installed.active is active:
        click.echo(f"{installed.name} is {now} already.")
        return
    if active:
        require_whole(office, installed)
    registry.put(replace(installed, active=active))
    click.echo(f"{installed.name} is {now}. Servers know within {KEEP_SECONDS:.0f} seconds.")


@click.command()
@click.argument("name", metavar="STATE")
def holds(name: str) -> None:
    """List what must not be removed: versions of objects under legal hold, or kept until a day to come.

    Ends with 1 when there is any.

    Example: humangov state holds wyoming
    """
    office = Office.open()
    installed = office.installed(name)
    versions = held = 0
    for one in examined(office.makers.s3, installed.bucket, utc_now()):
        versions += 1
        held += bool(one.why)
        if one.why and held <= MOST_SAID:
            click.echo(f"{one.key} ({one.version_id}): {one.why}")
    if held:
        what = f"{held:,} of the {versions:,} object versions in {installed.bucket} must not be removed"
        raise click.ClickException(f"{what}. Wait, or have the hold lifted by whoever ordered it.")
    click.echo(f"None of the {versions:,} object versions in {installed.bucket} is held.")
