"""Tries the system as a visitor does: over TLS, at the load balancer, under a state's host name."""

import http.client
import json
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from deploy.place import Stop
from humangov.domain.states import BY_SLUG

TIMEOUT_SECONDS = 10
# How long a process of the app goes by the list of states that it has read (KEEP_SECONDS of aws/registry.py).
LIST_SECONDS = 31


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: str


Get = Callable[[str, str], Answer]


@dataclass(frozen=True, slots=True)
class Door:
    """A load balancer: its address, and the file of the authority that its certificate is checked against."""

    host: str
    port: int
    authority: str | None = None

    @classmethod
    def of(cls, environ: Mapping[str, str], dns_name: str) -> "Door":
        """The load balancer's own address, or SMOKE_ADDRESS (host:port) with SMOKE_CA."""
        given = environ.get("SMOKE_ADDRESS") or f"{dns_name}:443"
        host, _, port = given.rpartition(":")
        if not host or not port.isdecimal():
            raise Stop(f"SMOKE_ADDRESS is host:port, and {given} is not.")
        authority = environ.get("SMOKE_CA") or None
        return cls(host, int(port), authority)

    def get(self, host: str, path: str) -> Answer:
        """GET a path of a host here, whatever the DNS says of that host. The certificate must be the host's."""
        try:
            context = ssl.create_default_context(cafile=self.authority)
            with (
                socket.create_connection((self.host, self.port), TIMEOUT_SECONDS) as plain,
                context.wrap_socket(plain, server_hostname=host) as secure,
            ):
                connection = http.client.HTTPConnection(host, timeout=TIMEOUT_SECONDS)
                connection.sock = secure
                connection.request("GET", path, headers={"Connection": "close", "User-Agent": "humangov-smoke-test"})
                answer = connection.getresponse()
                return Answer(answer.status, answer.read().decode("utf-8", "replace"))
        except (OSError, http.client.HTTPException) as failure:
            raise Stop(f"https://{host}{path} at {self.host}:{self.port} does not answer: {failure}") from None


@dataclass(frozen=True, slots=True)
class Smoke:
    """A smoke test of one state's address. Tries again until the time is up: DNS names and targets take a while."""

    get: Get
    say: Callable[[str], None]
    most_seconds: float = 120
    every_seconds: float = 3
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep

    def run(self, address: str, slug: str, revision: str) -> None:
        """Stop unless a state's address serves this revision and the state's sign-in page, and no other host does."""
        base = address.partition(".")[2]
        self._until(f"https://{address}/readyz is 200", lambda: _status(self.get(address, "/readyz"), 200))
        self._until(f"/version is {revision}", lambda: _revision(self.get(address, "/version"), revision))
        self.answers(address, slug)
        self._until(f"an unknown host (nowhere.{base}) is 404", lambda: _status(self.get(f"nowhere.{base}", "/"), 404))

    def ready(self, host: str, revision: str) -> None:
        """Stop unless this revision is ready on a host: what can be tried while there is no state."""
        self._until(f"https://{host}/readyz is 200", lambda: _status(self.get(host, "/readyz"), 200))
        self._until(f"/version is {revision}", lambda: _revision(self.get(host, "/version"), revision))

    def answers(self, address: str, slug: str) -> None:
        """Stop unless the state's own sign-in page is at its address."""
        name = BY_SLUG[slug].name
        self._until(f"the sign-in page is {name}'s", lambda: _sign_in(self.get(address, "/sign-in"), name))

    def gone(self, address: str) -> None:
        """Stop unless nothing is at this address any more, for any process: each reads the list of states by itself."""
        self.sleep(LIST_SECONDS)
        self._until(f"https://{address} is 404", lambda: _status(self.get(address, "/sign-in"), 404))

    def _until(self, said: str, check: Callable[[], str]) -> None:
        deadline = self.clock() + self.most_seconds
        while wrong := _tried(check):
            if self.clock() >= deadline:
                raise Stop(f"Smoke test: expected that {said}, but {wrong}")
            self.sleep(self.every_seconds)
        self.say(f"    ok: {said}")


def _tried(check: Callable[[], str]) -> str:
    try:
        return check()
    except Stop as failure:
        return str(failure)


def _status(answer: Answer, wanted: int) -> str:
    return "" if answer.status == wanted else f"it answers {answer.status}."


def _revision(answer: Answer, wanted: str) -> str:
    if answer.status != 200:
        return f"it answers {answer.status}."
    try:
        found = json.loads(answer.body).get("revision", "none")
    except ValueError:
        return "it answers something else than JSON."
    return "" if found == wanted else f"it is {found}."


def _sign_in(answer: Answer, name: str) -> str:
    if answer.status != 200:
        return f"it answers {answer.status}."
    return "" if name in answer.body else f"the page does not name {name}."
