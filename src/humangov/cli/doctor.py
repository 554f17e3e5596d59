"""Commands that look after an installation: is all well, and is anything left over."""

from collections.abc import Iterable, Iterator

import click

from humangov.aws.doctor import Finding, examine_account, examine_registry, examine_state
from humangov.cli.chores import findings as chores_of
from humangov.cli.chores import is_done
from humangov.cli.office import Office
from humangov.services.chores import UPLOADS
from humangov.services.desk import Desk
from humangov.services.migration import double_accounts
from humangov.services.uploads import dead_uploads


@click.command()
def doctor() -> None:
    """Check settings, credentials, clock, registry, each state's table, bucket, key and chores; say what to fix.

    Example: humangov doctor
    """
    office = Office.open()
    click.echo("ok      settings")
    findings = _told(examine_account(office.makers))
    if not office.settings.dedicated:
        findings += _told(examine_registry(office.makers, office.settings.registry_table))
    if all(finding.ok for finding in findings):
        for installed in office.served.all():
            findings += (found := _told(examine_state(office.makers, installed)))
            if all(finding.ok for finding in found):
                desk = office.desk(installed)
                findings += _told((*chores_of(desk), *doubles_of(desk)))
    if bad := sum(not finding.ok for finding in findings):
        raise click.ClickException(f"{bad} {'thing needs' if bad == 1 else 'things need'} your attention, see above.")


def doubles_of(desk: Desk) -> Iterator[Finding]:
    """The employees who have several accounts, which was possible once."""
    for same in double_accounts(desk):
        names = ", ".join(account.email for account in same)
        advice = "All of these are linked to one employee. Disable all but one, or mend their employee numbers."
        yield Finding(f"accounts {names}", ok=False, advice=advice)


def _told(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, each said as soon as it is there."""
    told = []
    for finding in findings:
        click.echo(
            f"{'ok    ' if finding.ok else 'NOT OK'}  {finding.name}{': ' if finding.advice else ''}{finding.advice}"
        )
        told.append(finding)
    return told


@click.command()
@click.option("--state", default="", help="One state only. Default: all.")
def sweep(state: str) -> None:
    """Erase the objects of uploads that died before they were filed.

    Example: humangov sweep --state california
    """
    office = Office.open()
    for installed in [office.installed(state)] if state else office.served.all():
        desk = office.desk(installed)
        before = {item.id for item in dead_uploads(desk)}
        is_done(desk, UPLOADS)
        left = {item.id for item in dead_uploads(desk)}
        click.echo(f"{installed.name}: {len(before - left)} erased" + (f", {len(left)} left" if left else ""))
