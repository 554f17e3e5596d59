"""The clients of each state, on the credentials of that state's own role: what the process holds opens no record."""

import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from botocore.credentials import RefreshableCredentials
from botocore.exceptions import ClientError

from humangov.aws.clients import Clients
from humangov.aws.failures import code_of, translated
from humangov.domain.errors import Unavailable
from humangov.domain.states import Installed

if TYPE_CHECKING:
    from types_boto3_sts import STSClient

logger = logging.getLogger("humangov.roles")
# The longest session of a role that is assumed by a role (IAM User Guide, role chaining).
SESSION_SECONDS = 3600
# From here on one request a time asks for new credentials, while the others go on with the old ones...
AHEAD_SECONDS = 600
# ... and from here on nobody does: a request that is under way still needs them.
LEAST_SECONDS = 60
# STS is not asked again at once: a state that cannot be opened must not hold the threads of all states.
PAUSE_SECONDS = 5.0
# How long a request waits for another that is asking STS for the same state.
WAIT_SECONDS = 2.0
Connect = Callable[[RefreshableCredentials], Clients]


class StateClients:
    """The clients of the states. A state without a role is opened with the process's own credentials."""

    def __init__(
        self, own: Clients, sts: "STSClient", connect: Connect, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._own, self._sts, self._connect, self._clock = own, sts, connect, clock
        self._roles: dict[tuple[str, str], _Role] = {}

    def of(self, installed: Installed) -> Clients:
        """The clients of a state. Raises Unavailable where its role cannot be assumed; other states are not touched."""
        if not installed.role_arn:
            return self._own
        role = self._roles.get(key := (installed.slug, installed.role_arn))
        # Two threads may come here at once: the first one's is kept.
        role = role or self._roles.setdefault(key, _Role(installed, self._sts, self._connect, self._clock))
        return role.clients()


class _Role:
    """The role of a state: assumed when the state is first asked for, and again before its session ends."""

    def __init__(self, installed: Installed, sts: "STSClient", connect: Connect, clock: Callable[[], float]) -> None:
        self._installed, self._sts, self._connect, self._clock = installed, sts, connect, clock
        self._lock = threading.Lock()
        self._clients: Clients | None = None
        self._not_before = float("-inf")

    def clients(self) -> Clients:
        """The clients, made once. botocore renews their credentials by `_assume`, in one thread at a time."""
        if self._clients:
            return self._clients
        if not self._lock.acquire(timeout=WAIT_SECONDS):
            raise Unavailable
        try:
            self._clients = self._clients or self._connect(self._credentials())
        finally:
            self._lock.release()
        return self._clients

    def _credentials(self) -> RefreshableCredentials:
        return RefreshableCredentials.create_from_metadata(
            self._assume(),
            refresh_using=self._assume,
            method="assume-role",
            advisory_timeout=AHEAD_SECONDS,
            mandatory_timeout=LEAST_SECONDS,
        )

    def _assume(self) -> dict[str, str]:
        """Ask STS. A refusal is no fault of this request: right after a role is made, IAM does not yet know it."""
        if self._clock() < self._not_before:
            raise Unavailable
        slug = self._installed.slug
        try:
            with translated():
                answer = self._sts.assume_role(
                    RoleArn=self._installed.role_arn,
                    RoleSessionName=f"humangov-{slug}",
                    Tags=[{"Key": "state", "Value": slug}],
                    DurationSeconds=SESSION_SECONDS,
                )
        except (Unavailable, ClientError) as error:
            self._not_before = self._clock() + PAUSE_SECONDS
            why = code_of(error) if isinstance(error, ClientError) else "no answer"
            logger.error("role not assumed", extra={"state": slug, "code": why})  # noqa: TRY400 the code says it all
            raise Unavailable from error
        held = answer["Credentials"]
        return {
            "access_key": held["AccessKeyId"],
            "secret_key": held["SecretAccessKey"],
            "token": held["SessionToken"],
            "expiry_time": held["Expiration"].isoformat(),
        }
