"""One image on its own, in a container that is as locked as in production."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
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

    def wait_until_answered(self, seconds: float = 20) -> None:
        """Until something comes back, whatever it says."""
        deadline = time.monotonic() + seconds
        while not exchange(self.port, b"GET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").raw:
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


def _port(identity: str) -> int:
    published = docker("port", identity, str(PORT), check=False)
    return int(published.splitlines()[0].rpartition(":")[2]) if published else 0
