"""Commands for mass actions: do at once what the servers do beside their requests."""

import secrets
import time

import click

from humangov.cli.chores import apart
from humangov.cli.office import Office
from humangov.domain.mass import MassAction, MassStatus
from humangov.services.desk import Desk
from humangov.services.massing import LEASE, work_on

# How often somebody is told how far it is, and asked whether another worker is still at it.
TOLD_EVERY_STEPS = 10
ASK_SECONDS = 2.0


@click.group()
def mass() -> None:
    """Go on with mass actions."""


@mass.command()
@click.option("--state", required=True, help="The state: a name, a slug or a postal code.")
@click.option("--id", "mass_id", default="", help="One mass action only. Default: all that are unfinished.")
def run(state: str, mass_id: str) -> None:
    """Make the previews and record the approved mass actions that are unfinished, to the end.

    The servers do so by themselves; this does it where none of them is, and can be stopped and started at any time.

    Example: humangov mass run --state california
    """
    office = Office.open()
    desk = office.desk(office.installed(state))
    worker = f"terminal-{secrets.token_hex(6)}"
    told, failed = 0, list[str]()
    for one in [desk.mass.get(mass_id).id] if mass_id else desk.mass.unfinished():
        with apart(failed, one):
            told += _worked(desk, one, worker)
    if failed:
        raise click.ClickException("\n".join(["These could not be finished, all others are:", *failed]))
    if not told:
        click.echo("Nothing is unfinished.")


def _worked(desk: Desk, mass_id: str, worker: str) -> bool:
    """Finish one, and say what came of it; whether anything was to be done."""
    mass = desk.mass.get(mass_id)
    if mass.status.is_working:
        click.echo(f"{mass.label} ({mass.id}): {_told(_finished(desk, mass, worker))}")
    return mass.status.is_working


def _finished(desk: Desk, mass: MassAction, worker: str) -> MassAction:
    """Work to the end of what goes on by itself; wait where another worker is at it, until it is done or dead."""
    steps, waiting = 0, False
    while mass.status.is_working:
        if work_on(desk, mass.id, worker):
            steps += 1
        mass = desk.mass.get(mass.id)
        if steps % TOLD_EVERY_STEPS == 1:
            click.echo(f"{mass.label}: {_told(mass)}", err=True)
        if mass.status.is_working and mass.holder != worker:
            if not waiting:
                click.echo(f"Another worker is at it. If it is dead, its lease ends in {LEASE.seconds} s.", err=True)
            waiting = True
            time.sleep(ASK_SECONDS)
    return mass


def _told(mass: MassAction) -> str:
    if mass.status is MassStatus.PREPARING:
        return f"{mass.looked_at:,} people looked at, {mass.chosen:,} chosen so far"
    if mass.status is MassStatus.CHECKING:
        return f"{mass.checked:,} of {mass.chosen:,} people looked at again before they are recorded"
    figures = f"{mass.done:,} recorded, {mass.skipped:,} skipped, {mass.failed:,} not possible"
    figures += f", {mass.changed:,} changed since the preview" if mass.changed else ""
    return f"{mass.status.label.lower()}; of {mass.chosen:,} people {figures}"
