"""Brings the records of a former version to this one."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import click

from humangov.cli.chores import apart
from humangov.cli.doctor import doubles_of
from humangov.cli.office import THREADS, Office
from humangov.domain.lists import Listing
from humangov.services.desk import Desk
from humangov.services.migration import claim_links, count_without_ledger, open_ledger

PEOPLE_AT_ONCE = 100


@click.command()
@click.option("--state", "name", default="", help="The state: a name, a slug or a postal code.")
@click.option("--all", "everywhere", is_flag=True, help="All states of the installation.")
def migrate(name: str, *, everywhere: bool) -> None:
    """Give every record that is older than the ledger of personnel actions its ledger. Nothing else changes.

    Names the accounts that are linked to one employee, who can have one from now on.

    Can be broken off and run again at any time: what is done is passed over.

    Example: humangov migrate --all
    """
    if bool(name) == everywhere:
        raise click.UsageError("Give either --state or --all.")
    office, bad = Office.open(), list[str]()
    for installed in office.served.all() if everywhere else [office.installed(name)]:
        desk = office.desk(installed)
        failed: list[str] = []
        count = _migrated(desk, failed) if count_without_ledger(desk) else 0
        done = f"{count:,} {'ledger' if count == 1 else 'ledgers'} opened" if count else "every record has its ledger"
        click.echo(f"{installed.name}: {done}")
        claim_links(desk)
        for finding in doubles_of(desk):
            click.echo(f"{installed.name}: {finding.name}: {finding.advice}", err=True)
        bad += [f"{installed.name}, {one}" for one in failed]
    if bad:
        raise click.ClickException("These could not be opened, all others are:\n" + "\n".join(bad))


def _migrated(desk: Desk, failed: list[str]) -> int:
    """Page by page through the directory, which stays in its order while records get their ledgers."""
    count = 0
    with ThreadPoolExecutor(THREADS) as pool:
        for page in _pages(desk):
            count += sum(pool.map(lambda employee_id: _opened(desk, employee_id, failed), page))
    return count


def _opened(desk: Desk, employee_id: str, failed: list[str]) -> bool:
    """Open one ledger; one that fails keeps no other waiting."""
    with apart(failed, f"employee {employee_id}"):
        return open_ledger(desk, employee_id)
    return False


def _pages(desk: Desk) -> Iterator[list[str]]:
    position = ""
    while True:
        page = desk.directory.page(Listing(size=PEOPLE_AT_ONCE, position=position))
        yield [row.id for row in page.items]
        if not (position := page.after):
            return
