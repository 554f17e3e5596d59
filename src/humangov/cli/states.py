"""Commands for the states that an installation serves."""

import re
from dataclasses import replace

import click

from humangov.aws.provision import make_registry, make_state
from humangov.cli.bundles import export_state, import_state, verify_bundle
from humangov.cli.office import Office, known_state
from humangov.cli.service import activate, deactivate, holds
from humangov.domain.states import LEAST_CONTRAST, Installed, State, contrast_with_white, help_problem
from humangov.domain.text import tidy

DEFAULT_COLOR = "#1a4480"


@click.group()
def state() -> None:
    """Add, list and move states."""


for command in (deactivate, activate, export_state, verify_bundle, import_state, holds):
    state.add_command(command)


@state.command()
@click.argument("name")
@click.option("--color", default="", help=f"The header's colour, dark enough for white text. Default: {DEFAULT_COLOR}.")
@click.option("--initials", default="", help="What stands in the seal: 1 to 3 letters. Default: the postal code.")
@click.option("--ask", default="", help="Whom its people ask for help, with a phone number or an e-mail address.")
@click.option("--role", default="", help="ARN of the role that alone opens its data. Default: the server's own.")
@click.option(
    "--scanned/--not-scanned", default=None, help="Whether its files are scanned. Default: as the setting says."
)
def add(name: str, color: str, initials: str, ask: str, role: str, *, scanned: bool | None) -> None:
    """Add a state: its table, bucket and key, and its row in the registry.

    Doing it again changes the branding, the help, the role and the scan that are given, and makes what is missing.

    Example: humangov state add wyoming --color "#492f24" --ask "HR help desk, 307-555-0100, hr.help@wyo.example"
    """
    office = Office.open()
    chosen = known_state(name)
    told = {"color": _checked_color(color), "initials": _checked_initials(initials), "help": _checked_help(ask)}
    added = add_state(office, chosen, **told, role_arn=_checked_role(role), scanned=scanned)
    click.echo(f"{added.name} is served at {office.address(added)}. Next: humangov user add --state {added.slug} …")


def add_state(office: Office, chosen: State, **given: str | bool | None) -> Installed:
    """Make what a state needs and list it in the registry. What is None or "" of the rest stays as it is."""
    registry = office.registry
    make_registry(office.makers, registry.table)
    table, bucket, key_arn = make_state(office.makers, chosen.slug)
    before = registry.get(chosen.slug) or Installed(chosen, table, bucket, key_arn, DEFAULT_COLOR, chosen.code)
    told = {name: value for name, value in given.items() if value not in {None, ""}}
    added = replace(before, **told)  # type: ignore[arg-type] # names of Installed's fields
    registry.put(added)
    return added


def _checked_color(color: str) -> str:
    if not color:
        return ""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", color):
        raise click.BadParameter("Give the colour as #rrggbb, such as #1a4480.", param_hint="--color")
    if (contrast := contrast_with_white(color)) < LEAST_CONTRAST:
        text = (
            f"White text on {color} has a contrast of {contrast:.1f}, and needs {LEAST_CONTRAST}. Choose a darker one."
        )
        raise click.BadParameter(text, param_hint="--color")
    return color.lower()


def _checked_help(text: str) -> str:
    if wrong := help_problem(text := tidy(text)):
        raise click.BadParameter(wrong, param_hint="--ask")
    return text


def _checked_role(arn: str) -> str:
    if arn and not re.fullmatch(r"arn:[a-z-]+:iam::\d{12}:role/[\w+=,.@/-]+", arn):
        raise click.BadParameter("Give a role's ARN, such as arn:aws:iam::123456789012:role/x.", param_hint="--role")
    return arn


def _checked_initials(initials: str) -> str:
    if initials and not re.fullmatch(r"[A-Za-z]{1,3}", initials):
        raise click.BadParameter("Give 1 to 3 letters, such as CA.", param_hint="--initials")
    return initials.upper()


@state.command(name="list")
def list_states() -> None:
    """List the states that are served.

    Example: humangov state list
    """
    office = Office.open()
    served = office.served.all()
    for installed in served:
        note = "" if installed.active else "  (inactive)"
        click.echo(f"{installed.slug:26} {installed.name:26} {office.address(installed)}{note}")
    click.echo(f"{len(served)} {'state' if len(served) == 1 else 'states'}")


@state.command()
@click.argument("name")
def show(name: str) -> None:
    """Show where a state's data lies.

    Example: humangov state show california
    """
    office = Office.open()
    found = office.installed(name)
    rows = {
        "name": found.name,
        "address": office.address(found),
        "time zone": found.time_zone,
        "table": found.table,
        "bucket": found.bucket,
        "key": found.key_arn,
        "role": found.role_arn or "(the server's own)",
        "scanned": {True: "yes", False: "no", None: "as HUMANGOV_SCAN_REQUIRED says"}[found.scanned],
        "color": found.color,
        "initials": found.initials,
        "help": found.help or "(nobody is named)",
    }
    for label, value in rows.items():
        click.echo(f"{label:10} {value}")
