"""One image on its own, in a container that is as locked as in production."""

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from tests.containers.stack import docker
from tests.containers.wire import exchange

_TAG = os.environ.get("HUMANGOV_TAG", "local")
APP = f"humangov-app:{_TAG}"
NGINX = f"humangov-nginx:{_TAG}"
LOCKED = ("--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges:true", "--volume", "/tmp")  # noqa: S108 inside
PORT = 8080
# Enough for the app to start: credentials that open nothing, and an endpoint where nobody is.
SETTINGS = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_REGION": "us-east-1",
    "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
    "HUMANGOV_SECRET_KEY": "of-the-tests-" * 4,
    "HUMANGOV_TRUSTED_PROXIES": "1",
    "HUMANGOV_X_ACCEL": "1",
}


@dataclass(frozen=True)
class Single:
    """A running container. `port` is that of loopback, 0 if it has none."""

    id: str
    port: int = 0

    def run(self, *words: str) -> str:
        """What a command inside prints."""
        return docker("exec", self.id, *words)

    def wait_until_answered(self, said: bytes = b"HTTP/1.1", seconds: float = 20) -> None:
        """Until an answer comes back in which this is said."""
        deadline = time.monotonic() + seconds
        asked = b"GET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        while said not in exchange(self.port, asked).raw:
            assert time.monotonic() < deadline, "\n".join(self.log())
            time.sleep(0.1)

    def log(self) -> list[str]:
        """The lines that it has written to standard output."""
        return docker("logs", self.id).splitlines()


@contextmanager
def single(image: str, *options: str, **environment: str) -> Iterator[Single]:
    """A locked container of an image with these options of docker run, removed at the end."""
    given = [word for name, value in environment.items() for word in ("--env", f"{name}={value}")]
    identity = docker("run", "--detach", *LOCKED, *options, *given, image)
    try:
        yield Single(identity, _port(identity))
    finally:
        docker("rm", "--force", "--volumes", identity)


@contextmanager
def pair(balancers: str, **environment: str) -> Iterator[Single]:
    """Both images on one loopback with nothing behind them; `port` is nginx's."""
    with ExitStack() as both:
        app = both.enter_context(single(APP, "--publish", f"127.0.0.1::{PORT}", **SETTINGS, **environment))
        both.enter_context(single(NGINX, "--network", f"container:{app.id}", HUMANGOV_BALANCERS=balancers))
        app.wait_until_answered(b" 200 OK")
        yield app


def _port(identity: str) -> int:
    published = docker("port", identity, str(PORT), check=False)
    return int(published.splitlines()[0].rpartition(":")[2]) if published else 0
