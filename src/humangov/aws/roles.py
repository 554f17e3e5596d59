"""The clients of each state, on the credentials of that state's own role: what the process holds opens no record."""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from botocore.credentials import Credentials, ReadOnlyCredentials
from botocore.exceptions import ClientError

from humangov.aws.clients import Clients
from humangov.aws.failures import code_of, translated
from humangov.domain.errors import Unavailable
from humangov.domain.states import Installed
from humangov.services import budgets

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
# How long after the beginning of a question to STS others wait for its answer too; after that they are told at once.
WAIT_SECONDS = 0.5
# How long a request that could do with the old credentials asks for new ones.
AHEAD_WAIT_SECONDS = 1.0
Connect = Callable[[Credentials], Clients]


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


@dataclass(frozen=True, slots=True)
class _Keys:
    """What STS gave, and when it ends."""

    signing: ReadOnlyCredentials
    ends: datetime

    def last(self, seconds: float) -> bool:
        return (self.ends - datetime.now(UTC)).total_seconds() >= seconds


class _Role:
    """The role of a state: assumed when the state is first asked for, and again before its session ends.

    botocore could renew by itself, but lets every thread wait for the one that asks STS, without a bound.
    """

    def __init__(self, installed: Installed, sts: "STSClient", connect: Connect, clock: Callable[[], float]) -> None:
        self._installed, self._sts, self._connect, self._clock = installed, sts, connect, clock
        self._lock = threading.Lock()
        self._keys: _Keys | None = None
        self._clients: Clients | None = None
        self._asked, self._not_before = float("-inf"), float("-inf")

    def clients(self) -> Clients:
        """The clients, made once. New credentials are asked for here, rather than within a call to another service."""
        self.signing()
        if not self._clients:
            with self._lock:
                self._clients = self._clients or self._connect(_Signing(self))
        return self._clients

    def signing(self) -> ReadOnlyCredentials:
        """The credentials for a signature, of now. Raises Unavailable where there are none that last."""
        keys = self._keys
        if keys is None or not keys.last(LEAST_SECONDS):
            keys = self._renewed(wait=max(0.0, self._asked + WAIT_SECONDS - self._clock()))
        elif not keys.last(AHEAD_SECONDS):
            keys = self._renewed_ahead(keys)
        return keys.signing

    def _renewed(self, wait: float) -> _Keys:
        """New credentials: asked for by one thread, and what that one brings taken by who comes meanwhile."""
        before = self._keys
        if not self._lock.acquire(timeout=wait):
            raise Unavailable
        try:
            if self._keys is None or self._keys is before:
                self._keys = self._assume()
            return self._keys
        finally:
            self._lock.release()

    def _renewed_ahead(self, keys: _Keys) -> _Keys:
        """New credentials if they come soon, and else those that there are."""
        try:
            with budgets.within(AHEAD_WAIT_SECONDS) if budgets.current() else nullcontext():
                return self._renewed(wait=0.0)
        except Unavailable:
            return keys

    def _assume(self) -> _Keys:
        """Ask STS. A refusal is no fault of this request: right after a role is made, IAM does not yet know it."""
        self._asked = self._clock()
        if self._asked < self._not_before:
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
        signing = ReadOnlyCredentials(held["AccessKeyId"], held["SecretAccessKey"], held["SessionToken"])
        return _Keys(signing, held["Expiration"])


class _Signing(Credentials):
    """What botocore asks for credentials at each signature."""

    def __init__(self, role: _Role) -> None:
        super().__init__("", "", method="assume-role")
        self._role = role

    def get_frozen_credentials(self) -> ReadOnlyCredentials:
        """Those of now."""
        return self._role.signing()
