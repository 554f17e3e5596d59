"""Commands for what goes on by itself: do it at once, and have it tried again what was set aside."""

import secrets
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

import click

from humangov.aws.doctor import Finding
from humangov.cli.office import Office
from humangov.domain.errors import Unavailable, WrongState
from humangov.domain.troubles import Trouble
from humangov.services.chores import CHORES, Chore, go_on, list_troubles, try_again
from humangov.services.desk import Desk


@click.group()
def chores() -> None:
    """Go on with what goes on by itself: what takes effect, mass actions, notices, uploads that died."""


@chores.command()
@click.option("--state", "name", required=True, help="The state: a name, a slug or a postal code.")
def run(name: str) -> None:
    """Do all that there is to do in a state, and list what could not be done.

    The servers do so by themselves; this does it where none of them is.

    Example: humangov chores run --state california
    """
    office = Office.open()
    desk = office.desk(office.installed(name))
    unreached = [chore.name.label for chore in CHORES if not is_done(desk, chore)]
    for trouble in list_troubles(desk):
        click.echo(told(trouble))
    if unreached:
        raise click.ClickException(f"A service does not answer, so this is not at its end: {', '.join(unreached)}.")


@chores.command()
@click.option("--state", "name", required=True, help="The state: a name, a slug or a postal code.")
@click.option("--item", default="", help="The id of one item only, as `humangov doctor` names it. Default: all.")
def retry(name: str, item: str) -> None:
    """Have the servers try again what failed or was set aside, once the cause is mended.

    Example: humangov chores retry --state california
    """
    office = Office.open()
    count = try_again(office.desk(office.installed(name)), item)
    click.echo(f"{count} {'item is' if count == 1 else 'items are'} tried again.")


@contextmanager
def apart(failed: list[str], what: str) -> Iterator[None]:
    """Around one of many: an error ends it and no other, and stands in `failed` by its kind."""
    try:
        yield
    except (Unavailable, WrongState):
        raise
    except Exception as error:  # noqa: BLE001 of many one by one
        failed.append(f"{what}: {type(error).__name__}")


def is_done(desk: Desk, chore: Chore) -> bool:
    """Do a chore to its end; whether it came there."""
    try:
        deque(go_on(desk, chore, f"terminal-{secrets.token_hex(6)}"), maxlen=0)
    except Unavailable:
        return False
    return True


def told(trouble: Trouble) -> str:
    """An item that could not be done, by its ids alone."""
    of = f" ({trouble.of})" if trouble.of else ""
    tries = f"{trouble.attempts} {'try' if trouble.attempts == 1 else 'tries'}"
    fate = "set aside" if trouble.is_aside else "will be tried again"
    last = f"the last at {trouble.at:%Y-%m-%d %H:%M} UTC ended with {trouble.error}"
    return f"{trouble.chore.label} {trouble.item}{of}: {fate}; {tries}, {last}"


def findings(desk: Desk) -> Iterator[Finding]:
    """A finding for each item that an operator is to know of; one that all is well where there is none."""
    slug = desk.state.slug
    troubles = list_troubles(desk)
    found = [trouble for trouble in troubles if trouble.needs_somebody]
    remedy = f"Mend the cause (the log has it), then: humangov chores retry --state {slug} --item"
    for trouble in found:
        yield Finding(f"chores of {slug}", ok=False, advice=f"{told(trouble)}. {remedy} {trouble.item}")
    if not found:
        again = f"{len(troubles)} failed, and will be tried again without you" if troubles else ""
        yield Finding(f"chores of {slug}", ok=True, advice=again)
