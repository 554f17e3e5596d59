"""Sends requests to a server of this machine and times the answers: keep-alive, bounded by count and by time."""

import http.client
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from bench.figures import Timed
from programs import CannotRun

MOST_SECONDS = 120.0
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: a form is sent where there is a body. `status` is what a good answer has."""

    path: str
    body: bytes = b""
    status: int = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


class Connection:
    """One connection to a server of this machine, under the name that its address gives it, with these cookies."""

    def __init__(self, base_url: str, cookie: str) -> None:
        parts = urlsplit(base_url)
        if parts.scheme != "http" or not _is_ours(parts.hostname or ""):
            raise CannotRun(f"{base_url} is not an http address of this machine: nothing else is put under load.")
        self._connection = http.client.HTTPConnection("127.0.0.1", parts.port or 80, timeout=MOST_SECONDS)
        self._headers = {"Host": parts.netloc, "Cookie": cookie, "Accept": "text/html"}

    def send(self, ask: Ask) -> Answer:
        """The answer to one request."""
        form = {"Content-Type": "application/x-www-form-urlencoded"} if ask.body else {}
        method = "POST" if ask.body else "GET"
        self._connection.request(method, ask.path, ask.body or None, {**self._headers, **form})
        response = self._connection.getresponse()
        return Answer(response.status, response.headers, response.read())

    def timed(self, ask: Ask) -> float:
        """How long the answer took, in milliseconds. Raises CannotRun when it is not a good one."""
        began = time.perf_counter()
        answer = self.send(ask)
        took = 1000 * (time.perf_counter() - began)
        if answer.status != ask.status:
            raise CannotRun(f"{ask.path} answered {answer.status} in the place of {ask.status}.")
        return took

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


def _is_ours(host: str) -> bool:
    return host in {"127.0.0.1", "localhost"} or host.endswith(".localhost")


class _Shared(Generic[T]):
    """An iterator that several threads take from."""

    def __init__(self, values: Iterable[T]) -> None:
        self._values, self._lock = iter(values), Lock()

    def __iter__(self) -> Iterator[T]:
        while True:
            with self._lock:
                try:
                    value = next(self._values)
                except StopIteration:
                    return
            yield value


def drive(base_url: str, cookie: str, asks: Iterable[Ask], connections: int = 1) -> Timed:
    """Send all of the requests, each connection the next one as soon as it has its answer. Stops after MOST_SECONDS."""
    shared, began = _Shared(asks), time.perf_counter()

    def send(_number: int) -> list[float]:
        connection, took = Connection(base_url, cookie), list[float]()
        for ask in shared:
            took.append(connection.timed(ask))
            if time.perf_counter() - began > MOST_SECONDS:
                break
        connection.close()
        return took

    with ThreadPoolExecutor(connections) as pool:
        took = [one for each in pool.map(send, range(connections)) for one in each]
    return Timed(tuple(took), 0.0, time.perf_counter() - began)


def measure(base_url: str, cookie: str, path: str, requests: int = 500, connections: int = 1) -> Timed:
    """One page, so many times. `base_url` may be any http address of this machine, such as that of a proxy."""
    drive(base_url, cookie, [Ask(path)] * min(50, requests))
    return drive(base_url, cookie, [Ask(path)] * requests, connections)
