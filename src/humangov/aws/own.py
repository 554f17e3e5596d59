"""The process's own credentials, renewed beside the requests: none waits for whoever gives them."""

import logging
import threading
import time
from typing import TYPE_CHECKING

import botocore.session
from botocore.credentials import Credentials, ReadOnlyCredentials, RefreshableCredentials
from botocore.exceptions import BotoCoreError

from humangov.domain.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger("humangov.own")
# With less than this left a request is not begun with them.
LEAST_SECONDS = 60
# They are not asked for again at once.
PAUSE_SECONDS = 5.0
# So long a request that has none waits for those that are under way.
WAIT_SECONDS = 0.5


def own_credentials() -> Credentials | None:
    """Those that botocore finds, once for all clients of the process; None where there are none."""
    found = botocore.session.get_session().get_credentials()
    return OwnCredentials(found) if isinstance(found, RefreshableCredentials) else found


class OwnCredentials(Credentials):
    """Credentials that end, such as those of a task's role.

    botocore renews them at a signature, a quarter of an hour ahead: for up to nine seconds where the task's metadata
    hang, and in the last ten minutes all threads wait for the one that asks. Here a thread of its own asks.
    """

    def __init__(self, held: RefreshableCredentials, clock: "Callable[[], float]" = time.monotonic) -> None:
        super().__init__("", "", method=held.method)
        self._held, self._clock = held, clock
        self._keys = held.get_frozen_credentials()
        self._lock, self._renewed, self._not_before = threading.Lock(), threading.Event(), float("-inf")
        self._renewed.set()

    def get_frozen_credentials(self) -> ReadOnlyCredentials:
        """Those of now. Raises Unavailable where none last."""
        if not self._held.refresh_needed():
            self._keys = self._held.get_frozen_credentials()
            return self._keys
        self._ask()
        if self._held.refresh_needed(LEAST_SECONDS):
            self._renewed.wait(WAIT_SECONDS)
            if self._held.refresh_needed(LEAST_SECONDS):
                raise Unavailable
        return self._keys

    def _ask(self) -> None:
        """Have a thread renew them, unless one does."""
        with self._lock:
            if self._clock() < self._not_before or not self._renewed.is_set():
                return
            self._renewed.clear()
            threading.Thread(target=self._renew, name="own credentials", daemon=True).start()

    def _renew(self) -> None:
        try:
            self._keys = self._held.get_frozen_credentials()
        except (BotoCoreError, RuntimeError) as error:
            logger.error("own credentials not renewed", extra={"code": type(error).__name__})  # noqa: TRY400 says it all
        finally:
            self._not_before = self._clock() + PAUSE_SECONDS
            self._renewed.set()
