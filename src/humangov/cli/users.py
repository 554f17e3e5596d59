"""Commands for accounts: the first administrator of a state is made here, the others in the browser."""

import sys

import click

from humangov.cli.office import Office
from humangov.domain.accounts import INVITATION_LASTS, Account
from humangov.domain.errors import Invalid
from humangov.domain.passwords import password_problem
from humangov.domain.permissions import Role
from humangov.domain.states import Installed, State
from humangov.services import accounts
from humangov.services.accounts import Invited
from humangov.services.desk import Desk
from humangov.services.granting import approve_grant, what_is_asked
from humangov.services.links import send_again, send_link
from humangov.services.passwords import accept_invitation

STATE = click.option("--state", required=True, help="The state: a name, a slug or a postal code.")


@click.group()
def user() -> None:
    """Add, list, approve and disable accounts, and send links again."""


@user.command()
@STATE
@click.option("--email", required=True, help="The e-mail with which the person signs in.")
@click.option("--name", required=True, help="The person's name.")
@click.option(
    "--role", required=True, type=click.Choice(tuple(role.value for role in Role)), help="What the person may do."
)
@click.option(
    "--agency", "agencies", multiple=True, metavar="CODE", help="Limit the account to this agency; repeatable."
)
@click.option("--password-from-stdin", is_flag=True, help="Read the password instead of making a one-time link.")
def add(state: str, email: str, name: str, role: str, agencies: tuple[str, ...], *, password_from_stdin: bool) -> None:
    """Add an account. Prints a one-time link by which its owner sets the password.

    Example: humangov user add --state wyoming --email ana.lee@wyo.example --name "Ana Lee" --role administrator
    """
    office = Office.open()
    installed = office.installed(state)
    desk = office.desk(installed)
    password = _typed_password(installed, email, name) if password_from_stdin else ""
    invited = accounts.invite(desk, email, name, Role(role), [code.upper() for code in agencies])
    if password:
        accept_invitation(desk, invited.account.id, invited.secret, password)
        click.echo(f"{email} can sign in at {office.address(installed)}")
        return
    _hand_over(office, installed, desk, invited)


def _hand_over(office: Office, installed: Installed, desk: Desk, invited: Invited, more: str = "") -> None:
    """Send the link that was made, or where no mail is set up print it. Raises ClickException where it is not sent."""
    account, hours = invited.account, int(INVITATION_LASTS.total_seconds() // 3600)
    address = f"{office.address(installed)}/invitation/{account.id}/{invited.secret}"
    if not desk.mail.sender:
        click.echo(address)
        text = f"Give this link to {account.name} and nobody else. It works once, for {hours} hours."
        click.echo(f"{text} {more}".strip(), err=True)
    elif send_link(desk, invited, address):
        click.echo(f"We sent a link to {account.email}. Nobody else has seen it.")
    else:
        again = f"humangov user send --state {installed.slug} --email {account.email}"
        raise click.ClickException(
            f"The link is made, but could not be sent. Nobody has seen it. Send it again: {again}"
        )


def _typed_password(installed: Installed, email: str, name: str) -> str:
    """The password, found good before there is an account that waits for one. Raises Invalid."""
    password = sys.stdin.readline().rstrip("\n")
    check_password(password, installed.state, email, name)
    return password


def check_password(password: str, state: State, email: str, name: str) -> None:
    """Hold a password to the rules for this account. Raises Invalid."""
    if wrong := password_problem(password, email, name, state.name, "humangov"):
        raise Invalid({"password": wrong})


@user.command(name="list")
@STATE
def list_users(state: str) -> None:
    """List the accounts of a state.

    Example: humangov user list --state wyoming
    """
    office = Office.open()
    for account in accounts.list_accounts(office.desk(office.installed(state))):
        click.echo(
            f"{account.email:40} {account.role.label:16} {account.status.label:10} {account.name}{_limited(account)}"
        )


def _limited(account: Account) -> str:
    limits = f" (limited to {accounts.spoken(account.agencies)})" if account.agencies else ""
    return f"{limits} (waits for a second administrator)" if account.asked else limits


@user.command()
@STATE
@click.option("--email", required=True, help="Whose account.")
def approve(state: str, email: str) -> None:
    """Approve what an administrator asks for an account, where there is no second one. Prints its one-time link.

    Example: humangov user approve --state wyoming --email ana.lee@wyo.example
    """
    office = Office.open()
    installed = office.installed(state)
    desk = office.desk(installed)
    found = _account(desk, state, email)
    if found.asked is None:
        raise click.ClickException(f"Nothing waits for {email}.")
    by = found.asked.by.name
    asked = what_is_asked(desk, found)
    told = "; ".join(f"{change.field}: {change.after or 'none'}" for change in asked)
    click.echo(f"{by} asked for {email}: {told}", err=True)
    approved = approve_grant(desk, found.id, found.version)
    now = approved.account
    click.echo(f"Approved: {now.name} ({email}) is {now.role.label}{_limited(now)}.", err=bool(approved.secret))
    if approved.secret:
        more = f"{by} gives them the code that it asks for." if now.link_code else ""
        _hand_over(office, installed, desk, approved, more)


@user.command()
@STATE
@click.option("--email", required=True, help="Whose account.")
def send(state: str, email: str) -> None:
    """Send an account's open one-time link again, as a new one. It ends when the one before would have ended.

    Example: humangov user send --state wyoming --email ana.lee@wyo.example
    """
    office = Office.open()
    installed = office.installed(state)
    desk = office.desk(installed)
    found = _account(desk, state, email)
    _hand_over(office, installed, desk, send_again(desk, found.id, found.version))


def _account(desk: Desk, state: str, email: str) -> Account:
    """The account with this e-mail. Raises ClickException."""
    found = next((a for a in accounts.list_accounts(desk) if a.email == email.casefold()), None)
    if found is None:
        raise click.ClickException(f"There is no account {email}. Look at: humangov user list --state {state}")
    return found


@user.command()
@STATE
@click.option("--email", required=True, help="Whose account.")
def disable(state: str, email: str) -> None:
    """Disable an account: its sessions end at once.

    Example: humangov user disable --state wyoming --email ana.lee@wyo.example
    """
    office = Office.open()
    desk = office.desk(office.installed(state))
    found = _account(desk, state, email)
    accounts.disable_account(desk, found.id, found.version)
    click.echo(f"{email} cannot sign in any more.")
