"""What every command needs: the settings, and the stores of a state under the operator's name."""

import getpass
import os
from dataclasses import dataclass
from functools import cached_property

import click

from humangov.aws.clients import Clients, OperatorClients, connect, connect_mail, connect_operator
from humangov.aws.desks import AwsDesks
from humangov.aws.mail import NO_MAIL, SesMail
from humangov.aws.registry import OneState, Registry
from humangov.domain.permissions import operator
from humangov.domain.states import Installed, State, find_state
from humangov.services.desk import Desk, Origin
from humangov.services.ports import Mail
from humangov.settings import Settings

THREADS = 4


@dataclass
class Office:
    """The installation that the environment names. Connections are made when they are first needed."""

    settings: Settings

    @classmethod
    def open(cls) -> "Office":
        """The office of this environment. Raises SettingsError."""
        return cls(Settings.from_environment(os.environ))

    @cached_property
    def clients(self) -> Clients:
        """The clients of records and documents."""
        return connect(THREADS, self.settings.region)

    @cached_property
    def mail(self) -> Mail:
        """What sends mail, on the operator's credentials; nothing where no mail is set up."""
        sender = self.settings.mail_from
        return SesMail(connect_mail(THREADS, self.settings.region), sender) if sender else NO_MAIL

    @cached_property
    def makers(self) -> OperatorClients:
        """The clients that make tables, buckets and keys."""
        return connect_operator(self.settings.region)

    @cached_property
    def served(self) -> Registry | OneState:
        """The states of this installation."""
        return OneState(self.settings.dedicated.installed) if self.settings.dedicated else self.registry

    @cached_property
    def registry(self) -> Registry:
        """The list of states, to which more can be added. Raises click.ClickException in dedicated mode."""
        if self.settings.dedicated:
            text = "US_STATE names the one state of this environment. Unset it, to add states to a registry."
            raise click.ClickException(text)
        return Registry(self.clients.dynamodb, self.settings.registry_table)

    def installed(self, text: str) -> Installed:
        """The state that the operator names. Raises click.ClickException when this installation does not serve it."""
        found = self.served.get(known_state(text).slug)
        if found is None:
            raise click.ClickException(f"This installation does not serve {text}. Add it: humangov state add {text}")
        return found

    def desk(self, installed: Installed) -> Desk:
        """The desk of the operator in a state."""
        principal, origin = operator(getpass.getuser()), Origin("terminal", "command")
        return AwsDesks(self.clients, self.served, mail=self.mail).open(installed, principal, origin)

    def address(self, installed: Installed) -> str:
        """Where people reach a state."""
        return self.settings.address_of(installed.slug)


def known_state(text: str) -> State:
    """The state that a text means. Raises click.BadParameter."""
    found = find_state(text)
    if found is None:
        raise click.BadParameter(
            f"{text!r} is no state. Give a name, a slug or a postal code: California, new-york, WY."
        )
    return found
