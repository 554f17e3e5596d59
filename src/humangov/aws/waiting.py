"""Keeps the waiting for a service in bounds: each call within the request's budget, and few threads in it at once.

Hooks on a client. Only calls on a budget (services/budgets.py) are bound: requests of people. What goes on beside them
takes no thread of theirs, and has the times and tries of the client's configuration alone.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import IO, TYPE_CHECKING, Any, cast

from humangov.aws.answers import Left, bound_reading, watch_answers
from humangov.domain.errors import Unavailable
from humangov.services import budgets
from humangov.services.budgets import Budget

if TYPE_CHECKING:
    from botocore.awsrequest import AWSResponse
    from botocore.hooks import BaseEventHooks
    from botocore.model import OperationModel

    Answered = tuple[AWSResponse, dict[str, Any]]

logger = logging.getLogger("humangov.waiting")
# A service that answers at all answers sooner: who is in a call for longer is taken for waiting...
# (botocore lets S3 say for a second whether it takes a file, and sends it then all the same.)
STUCK_SECONDS = 0.9
# ... and who comes when all places are taken, but nobody is seen to wait yet, waits no longer than this.
GUEST_SECONDS = 1.5
# A file of which pieces go out is not waiting. Its last one is followed by the service's work on all of it.
FILE_BYTES_A_SECOND = 80_000_000
# Who is in a call for so long has been forgotten there.
FORGOTTEN_SECONDS = 120.0
# With less than this left, no call is begun: an answer in time would be luck, and a write's outcome unknown.
LEAST_SECONDS = 0.25
# How long botocore may sleep before its second try, and twice as long before each after that: where a service said that
# it has too much to do, and where it said nothing (botocore.retries.standard.ExponentialBackoff).
_ASKED_TO_WAIT, _SILENT, _TOLD_TO_WAIT = 1.0, 0.05, 5.0
_KEY = "humangov"


class Room:
    """The places for threads that wait for one service, in this process.

    While so many calls as there are places go on for longer than a healthy service takes, nobody else may begin one. A
    crowd that is served at once is no crowd that waits: it passes, however many there are.
    """

    def __init__(self, places: int, service: str = "") -> None:
        self._places, self._service, self._lock = places, service, threading.Lock()
        self._due: dict[object, float] = {}

    def enter(self, who: object) -> bool:
        """Begin a call. Whether there was a place: a guest may not wait for long. Raises Unavailable."""
        now = time.monotonic()
        with self._lock:
            waiting = sum(0 < now - due < FORGOTTEN_SECONDS for due in self._due.values())
            if waiting < self._places:
                has_place = len(self._due) < self._places
                self._due[who] = now + STUCK_SECONDS
                return has_place
        logger.warning("no place to wait", extra={"service": self._service, "waiting": waiting})
        raise Unavailable

    def stir(self, who: object, file_seconds: float) -> None:
        """A piece of the file goes out: nobody waits yet, unless this one did before. All of it takes so long more."""
        now = time.monotonic()
        with self._lock:
            if self._due.get(who, 0.0) > now:
                self._due[who] = now + STUCK_SECONDS + file_seconds

    def leave(self, who: object) -> None:
        """End a call."""
        with self._lock:
            self._due.pop(who, None)


class Rooms:
    """The rooms of a process, shared by all of its clients: one for each service."""

    def __init__(self, dynamodb: int = 3, s3: int = 3, sts: int = 1, mail: int = 1) -> None:
        self.dynamodb, self.s3 = Room(dynamodb, "dynamodb"), Room(s3, "s3")
        self.sts, self.mail = Room(sts, "sts"), Room(mail, "mail")


@dataclass(slots=True, eq=False)
class _Call:
    """A call that goes on. `until` is what must be left of the budget when it ends."""

    budget: Budget
    outermost: bool
    until: float
    streams: bool = field(default=False)
    around: Left | None = None

    @property
    def left(self) -> float:
        return self.budget.left - self.until


class _Watched:
    """A file on its way, which tells the room of each piece."""

    def __init__(self, file: IO[bytes], stir: Callable[[], None]) -> None:
        self._file, self._stir = file, stir

    def read(self, *size: int) -> bytes:
        self._stir()
        return self._file.read(*size)

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)


class _Bounds:
    """The bounds of one client's calls."""

    def __init__(self, room: Room, read_seconds: float) -> None:
        self._room, self._read_seconds = room, read_seconds

    def begin(self, model: "OperationModel", params: dict[str, Any], context: dict[str, Any], **_: object) -> None:
        """Before a call. Raises Unavailable: nothing was sent."""
        if (budget := budgets.current()) is None:
            return
        if budget.left < LEAST_SECONDS:
            raise Unavailable
        call = _Call(budget, outermost=False, until=0.0, streams=model.has_streaming_input)
        file_seconds = int(params["headers"].get("Content-Length", 0)) / FILE_BYTES_A_SECOND if call.streams else 0.0
        if not self._room.enter(call):
            call.until = max(0.0, budget.left - GUEST_SECONDS - file_seconds)
        if hasattr(params["body"], "read"):
            params["body"] = _Watched(params["body"], partial(self._room.stir, call, file_seconds))
        call.outermost = budget.start()
        context[_KEY] = call
        call.around = bound_reading(lambda: call.left)
        self._limit(context, call.left)

    def again(
        self, attempts: int, request_dict: dict[str, Any], response: "Answered | None", **_: object
    ) -> bool | None:
        """Before another try: False where no time is left for it, after the longest pause before it."""
        context = request_dict["context"]
        call: _Call | None = context.get(_KEY)
        if call is None:
            return None
        left = call.left - _longest_pause(attempts, response)
        if left < LEAST_SECONDS:
            return False
        self._limit(context, left)
        return None

    def end(self, context: dict[str, Any], http_response: "AWSResponse | None" = None, **_: object) -> None:
        """After a call, however it ended. A file that arrived has taken the time that files take."""
        call: _Call | None = context.pop(_KEY, None)
        if call:
            bound_reading(call.around)
            self._room.leave(call)
            if call.outermost:
                done = http_response is not None and http_response.status_code < 300
                call.budget.stop(charged=not (call.streams and done))

    def _limit(self, context: dict[str, Any], left: float) -> None:
        """What botocore waits for an answer, or between two pieces of it."""
        context["read_timeout"] = min(self._read_seconds, left)


def _longest_pause(attempts: int, response: "Answered | None") -> float:
    doubled: int = 2 ** (attempts - 1)
    if response is None:
        return _SILENT * doubled
    return _ASKED_TO_WAIT * doubled + (_TOLD_TO_WAIT if "x-amz-retry-after" in response[0].headers else 0.0)


def bound(events: "BaseEventHooks", service: str, room: Room, read_seconds: float) -> None:
    """Bind the calls of the client with these events. What fails before a call has begun takes no place."""
    watch_answers()
    bounds = _Bounds(room, read_seconds)
    events.register_last(f"before-call.{service}", bounds.begin)
    # The stubs know of no answer, by which a handler says whether there is another try.
    events.register_first(f"needs-retry.{service}", cast("Any", bounds.again))
    for after in ("after-call", "after-call-error"):
        events.register_first(f"{after}.{service}", bounds.end)
