"""Where a state meets its table, its bucket and its key: the only module that opens a store."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime

from humangov.aws.accounts import Accounts
from humangov.aws.audit import Audit
from humangov.aws.clients import Clients
from humangov.aws.directory import StateDirectory
from humangov.aws.documents import Documents
from humangov.aws.employees import Employees
from humangov.aws.files import Files
from humangov.aws.forms import Forms
from humangov.aws.mail import NO_MAIL
from humangov.aws.mass import MassActions
from humangov.aws.metering import metered
from humangov.aws.organization import Organization
from humangov.aws.positions import Positions
from humangov.aws.registry import OneState, Registry
from humangov.aws.requests import Requests
from humangov.aws.roles import StateClients
from humangov.aws.table import Table
from humangov.aws.throttle import StateThrottle
from humangov.aws.troubles import Troubles
from humangov.domain.permissions import Principal
from humangov.domain.states import Installed
from humangov.services.desk import Desk, Origin
from humangov.services.desks import Usage
from humangov.services.ports import Mail


def _utc_now() -> datetime:
    return datetime.now(UTC)


class AwsDesks:
    """See services.desks.Desks. `states` is the registry, or the one state of a dedicated instance.

    `clients` are those of each state's own role, or for all states those of an operator. A document of a state that is
    scanned is given out only when its scan has found nothing; `scan_required` says it of states that do not.
    `mail` sends what goes to people.
    """

    def __init__(
        self,
        clients: Clients | StateClients,
        states: Registry | OneState,
        clock: Callable[[], datetime] = _utc_now,
        *,
        scan_required: bool = False,
        mail: Mail = NO_MAIL,
    ) -> None:
        self._clients, self._states, self._clock, self._scan_required = clients, states, clock, scan_required
        self._mail = mail
        # For each table, the day up to which all actions that were due are in the records.
        self._settled: dict[str, date] = {}

    def installed(self, slug: str) -> Installed | None:
        """The state with this slug, if it is served and active."""
        found = self._states.get(slug)
        return found if found and found.active else None

    def the_only(self) -> Installed | None:
        """The one state of a dedicated instance."""
        return self._states.the_only()

    def open(self, installed: Installed, principal: Principal, origin: Origin) -> Desk:
        """The stores of a state, opened for a principal. No call is made, but the first for a state asks STS.

        Raises Unavailable where the state's role cannot be assumed.
        """
        clients = self._clients.of(installed)
        table = Table(clients.dynamodb, installed.table, installed.slug)
        scanned = installed.is_scanned(otherwise=self._scan_required)
        return Desk(
            state=installed,
            principal=principal,
            origin=origin,
            clock=self._clock,
            employees=Employees(table, self._settled),
            requests=Requests(table),
            directory=StateDirectory(table),
            documents=Documents(table),
            files=Files(clients.s3, installed.bucket, installed.key_arn, scan_required=scanned),
            accounts=Accounts(table),
            forms=Forms(table),
            throttle=StateThrottle(table),
            audit=Audit(table),
            organization=Organization(table, lambda: installed.day_of(self._clock())),
            positions=Positions(table),
            mass=MassActions(table),
            troubles=Troubles(table),
            mail=self._mail,
        )

    def metered(self) -> AbstractContextManager[Usage]:
        """Counts what is used inside the context, in this thread."""
        return metered()
