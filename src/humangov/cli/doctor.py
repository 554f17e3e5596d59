"""Commands that look after an installation: is all well, and is anything left over."""

from collections.abc import Iterable

import click

from humangov.aws.doctor import Finding, examine_account, examine_registry, examine_state
from humangov.cli.office import Office
from humangov.services.documents import sweep_uploads

SWEPT_AT_ONCE = 25


@click.command()
def doctor() -> None:
    """Check settings, credentials, clock, registry, and each state's table, bucket and key; say what to fix.

    Example: humangov doctor
    """
    office = Office.open()
    click.echo("ok      settings")
    findings = _told(examine_account(office.makers))
    if not office.settings.dedicated:
        findings += _told(examine_registry(office.makers, office.settings.registry_table))
    if all(finding.ok for finding in findings):
        for installed in office.served.all():
            findings += _told(examine_state(office.makers, installed))
    if bad := sum(not finding.ok for finding in findings):
        raise click.ClickException(f"{bad} {'thing needs' if bad == 1 else 'things need'} your attention, see above.")


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
        erased, desk = 0, office.desk(installed)
        while swept := sweep_uploads(desk, SWEPT_AT_ONCE):
            erased += swept
        click.echo(f"{installed.name}: {erased} erased")
