"""Many people at once: threads that begin together, on a client whose calls are whole, as DynamoDB's are."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, TypeVar, cast

from humangov.aws.desks import AwsDesks
from humangov.domain.errors import Conflict, Unavailable
from tests.contract.worlds import ENDPOINT, aws_world
from tests.fakes.clock import FakeClock

T = TypeVar("T")
MANY = 16


class OneCallAtATime:
    """moto keeps a table in memory without a lock: it takes back a whole table where a transaction is cancelled."""

    def __init__(self, client: object) -> None:
        self._client, self._lock = client, threading.Lock()

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._client, name)
        if not callable(call) or name == "exceptions":
            return call

        def alone(**request: Any) -> Any:
            with self._lock:
                return call(**request)

        return alone


@contextmanager
def shared_desks(clock: FakeClock) -> Iterator[AwsDesks]:
    """Desks for many threads, by this clock."""
    with aws_world() as aws:
        dynamodb = aws.dynamodb if ENDPOINT else cast("Any", OneCallAtATime(aws.dynamodb))
        yield AwsDesks(replace(aws.clients, dynamodb=dynamodb), aws.registry, clock)


def at_once(*deeds: Callable[[], T]) -> list[T | Exception]:
    """What each of the deeds comes to, all begun at the same moment: its result, or the error that it raised."""
    start = threading.Barrier(len(deeds))

    def one(deed: Callable[[], T]) -> T | Exception:
        start.wait()
        try:
            return deed()
        except Exception as error:  # noqa: BLE001 it is what the deed came to
            return error

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [*pool.map(one, deeds)]


def patiently(deed: Callable[[], T]) -> T:
    """As a person does who is told that somebody else was first, or that nothing was saved: look, and do it again."""
    for _ in range(200):
        try:
            return deed()
        except (Conflict, Unavailable):
            continue
    raise AssertionError("never came through")
