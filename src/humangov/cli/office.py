"""What every command needs: the settings, the stores of a state under the operator's name, and errors as one line."""

import getpass
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import click

from humangov.aws.clients import Clients, OperatorClients, connect, connect_operator
from humangov.aws.desks import AwsDesks
from humangov.aws.registry import Registry
from humangov.domain.errors import Conflict, HumanGovError, Invalid, NotFound, Unavailable
from humangov.domain.permissions import operator
from humangov.domain.states import Installed, State, find_state
from humangov.services.desk import Desk, Origin
from humangov.settings import Settings, SettingsError

THREADS = 4


class Commands(click.Group):
    """A group whose commands end in one clear line when something is wrong."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 as in click
        """Run the command."""
        try:
            return super().invoke(ctx)
        except SettingsError as problem:
            raise click.ClickException(str(problem)) from None
        except HumanGovError as problem:
            raise click.ClickException(_said(problem)) from None


def _said(problem: HumanGovError) -> str:
    if isinstance(problem, Invalid):
        return " ".join(f"{field}: {text}" for field, text in problem.fields.items())
    if isinstance(problem, Unavailable):
        endpoint = os.environ.get("AWS_ENDPOINT_URL", "AWS")
        return f"{endpoint} does not answer. Check the network, and start the emulator if you use one (make run)."
    if isinstance(problem, NotFound):
        return "There is no such record. Look at the list first."
    if isinstance(problem, Conflict):
        return "Somebody else changed it at the same time. Run the command again."
    return f"{type(problem).__name__}: {problem}"


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
    def makers(self) -> OperatorClients:
        """The clients that make tables, buckets and keys."""
        return connect_operator(self.settings.region)

    @cached_property
    def registry(self) -> Registry:
        """The states of this installation."""
        return Registry(self.clients.dynamodb, self.settings.registry_table)

    def installed(self, text: str) -> Installed:
        """The state that the operator names. Raises click.ClickException when this installation does not serve it."""
        found = self.registry.get(known_state(text).slug)
        if found is None:
            raise click.ClickException(f"This installation does not serve {text}. Add it: humangov state add {text}")
        return found

    def desk(self, installed: Installed, clock: Callable[[], Any] | None = None) -> Desk:
        """The desk of the operator in a state."""
        desks = AwsDesks(self.clients, self.registry, *([clock] if clock else []))
        return desks.open(installed, operator(getpass.getuser()), Origin("terminal", "command"))

    def address(self, installed: Installed) -> str:
        """Where people reach a state: on a port of this machine, or under the base domain."""
        port, domain = os.environ.get("PORT"), f"{installed.slug}.{self.settings.base_domain}"
        local = self.settings.base_domain == "localhost"
        return f"http://{domain}:{port or 8000}" if local else f"https://{domain}"


def known_state(text: str) -> State:
    """The state that a text means. Raises click.BadParameter."""
    found = find_state(text)
    if found is None:
        raise click.BadParameter(
            f"{text!r} is no state. Give a name, a slug or a postal code: California, new-york, WY."
        )
    return found
