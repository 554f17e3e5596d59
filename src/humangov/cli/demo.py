"""The demo: two states with made-up people, papers and accounts, all filed by the services as anybody's would be."""

import os
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import click

from humangov.aws.provision import make_registry, role_arn
from humangov.cli.agencies import AGENCIES, DIVISIONS, PROGRAMS
from humangov.cli.filing import KnownOrganization, create, on_day, settle
from humangov.cli.office import THREADS, Office, known_state
from humangov.cli.people import Career, Population, population
from humangov.cli.posts import FOUNDED
from humangov.cli.requests import ask
from humangov.cli.states import add_state
from humangov.cli.users import check_password
from humangov.domain.errors import Conflict, Invalid, Unavailable
from humangov.domain.permissions import Role
from humangov.domain.states import Installed, State
from humangov.services import accounts, passwords
from humangov.services.desk import Desk
from humangov.services.organization import Place, add_agency, add_unit

COLORS = {"california": "#1a4480", "wyoming": "#5c3b1e"}
HELP = {"california": "HR Service Center, 916-555-0199, hr.help@california.example"}
# The auditor comes last: where that one can sign in, the state is complete.
ACCOUNTS = (
    ("admin", "Jordan Ellery", Role.ADMINISTRATOR),
    ("deputy", "Casey Lindqvist", Role.ADMINISTRATOR),
    ("specialist", "Robin Castellane", Role.SPECIALIST),
    ("supervisor", "Morgan Delacroix", Role.SUPERVISOR),
    ("viewer", "Sam Whitcombe", Role.VIEWER),
    ("auditor", "Alex Thornbury", Role.AUDITOR),
)
# A small machine that is busy lets a call wait too long now and then.
TRIES, WAIT_SECONDS = 4, 2.0
TOLD_SECONDS = 10.0


@click.command()
@click.option("--california", default=2_000, show_default=True, type=click.IntRange(0, 20_000), help="Employees.")
@click.option("--wyoming", default=300, show_default=True, type=click.IntRange(0, 20_000), help="Employees.")
@click.option("--roles", is_flag=True, help="Name a role for each state, as in production; emulators grant any.")
def demo(california: int, wyoming: int, *, roles: bool) -> None:
    """Fill California and Wyoming with made-up employees, papers and accounts. What is there already stays.

    The password of all accounts is taken from HUMANGOV_DEMO_PASSWORD.

    Example: HUMANGOV_DEMO_PASSWORD="four words of yours here" humangov demo
    """
    password = os.environ.get("HUMANGOV_DEMO_PASSWORD", "")
    if not password:
        raise click.ClickException("HUMANGOV_DEMO_PASSWORD is missing: give a password of at least 15 characters.")
    office = Office.open()
    for slug, how_many in (("california", california), ("wyoming", wyoming)):
        chosen = known_state(slug)
        _check(password, chosen)
        installed = _installed(office, chosen, roles=roles)
        desk = office.desk(installed)
        if not _is_complete(desk):
            people = population(chosen, how_many)
            _fill(desk, people)
            _add_accounts(desk, password, ACCOUNTS[:-1])
            _ask(desk, people)
        _add_accounts(desk, password, ACCOUNTS)
        _tell(desk, office.address(installed))


def _check(password: str, chosen: State) -> None:
    """Before minutes are spent on people: the password of the accounts that come last."""
    try:
        for name, full_name, _ in ACCOUNTS:
            check_password(password, chosen, _email(name, chosen), full_name)
    except Invalid as wrong:
        raise click.ClickException(f"HUMANGOV_DEMO_PASSWORD is not usable: {wrong.fields['password']}") from None


def _installed(office: Office, chosen: State, *, roles: bool) -> Installed:
    make_registry(office.makers, office.registry.table)
    found = office.registry.get(chosen.slug)
    if found and (found.role_arn or not roles):
        return found
    color = found.color if found else COLORS[chosen.slug]
    role = role_arn(office.makers, chosen.slug) if roles else ""
    return add_state(office, chosen, color=color, help=HELP.get(chosen.slug, ""), role_arn=role)


def _email(name: str, state: State) -> str:
    return f"{name}@{state.slug}.example"


def _is_complete(desk: Desk) -> bool:
    last = desk.accounts.by_email(_email(ACCOUNTS[-1][0], desk.state.state))
    return bool(last and last.password_hash)


def _tell(desk: Desk, address: str) -> None:
    count = desk.organization.overview().count()
    people = "1 employee" if count == 1 else f"{count:,} employees"
    names = ", ".join(name for name, *_ in ACCOUNTS)
    click.echo(f"{desk.state.name}: {people} at {address} (accounts: {names} @{desk.state.slug}.example)")


def _fill(desk: Desk, people: Population) -> None:
    """Agencies, positions and people of one state. Begun before and broken off: goes on from there."""
    _add_agencies(_knowing(on_day(desk, FOUNDED)))
    quick, name = _knowing(desk), desk.state.name
    begun = quick.organization.overview().count() > 0
    with ThreadPoolExecutor(THREADS) as pool:
        if people.careers:
            created = pool.map(lambda position: _tried(lambda _: create(quick, position)), people.positions)
            _wait(created, len(people.positions), f"{name}, positions")
        done = pool.map(lambda career: _settle(quick, career, begun=begun), people.careers)
        _wait(done, len(people.careers), f"{name}, employees")


def _knowing(desk: Desk) -> Desk:
    return replace(desk, organization=KnownOrganization(desk.organization, desk.organization.overview()))


def _wait(done: Iterable[object], length: int, label: str) -> None:
    """Until all is done. A terminal sees a bar; where there is none, a line now and then says how far it is."""
    with click.progressbar(done, length=length, label=f"{label:22}", update_min_steps=20) as bar:
        told = time.monotonic()
        for count, _ in enumerate(bar, 1):
            if not sys.stdout.isatty() and time.monotonic() - told > TOLD_SECONDS:
                click.echo(f"{label}: {count:,} of {length:,}")
                told = time.monotonic()


def _add_accounts(desk: Desk, password: str, wanted: Iterable[tuple[str, str, Role]]) -> None:
    """Those that are missing: a demo of an earlier version gets the accounts of roles that came later."""
    for name, full_name, role in wanted:
        _add_account(desk, _email(name, desk.state.state), full_name, role, password)


def _ask(desk: Desk, people: Population) -> None:
    """The requests of the accounts, where there are people to ask for."""
    emails = (_email(name, desk.state.state) for name in ("specialist", "supervisor"))
    specialist, supervisor = map(desk.accounts.by_email, emails)
    if people.careers and specialist and supervisor:
        ask(desk, people, specialist, supervisor)


def _settle(desk: Desk, career: Career, *, begun: bool) -> None:
    """File a person, and go on where it was broken off."""
    _tried(lambda again: settle(desk, career, begun=begun or again))


def _tried(step: Callable[[bool], None]) -> None:
    """Do it again where a call waited too long, or somebody else came to sit in a position at the same moment."""
    for again in range(TRIES - 1):
        try:
            return step(again > 0)
        except Conflict:
            continue
        except Unavailable:
            time.sleep(WAIT_SECONDS)
    return step(True)


def _add_agencies(desk: Desk) -> None:
    """The agencies with their divisions and, beneath one of these, the departments in which people work."""
    for agency in AGENCIES:
        there = desk.organization.overview()
        if there.tree.unit(agency.code) is None:
            add_agency(desk, Place(agency.code, "", FOUNDED, there.version), agency.name)
        for code, name, parent in (*DIVISIONS, *((d.code, d.name, PROGRAMS) for d in agency.departments)):
            there = desk.organization.overview()
            if there.tree.unit(agency.code, code) is None:
                add_unit(desk, Place(agency.code, code, FOUNDED, there.version), name, parent)


def _add_account(desk: Desk, email: str, name: str, role: Role, password: str) -> None:
    found = desk.accounts.by_email(email)
    if found and found.password_hash:
        return
    invited = (
        accounts.renew_invitation(desk, found.id, found.version) if found else accounts.invite(desk, email, name, role)
    )
    passwords.accept_invitation(desk, invited.account.id, invited.secret, password)
