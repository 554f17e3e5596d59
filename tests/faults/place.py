"""HumanGov as it runs in production, gunicorn and all, with a fault proxy before each AWS service that it uses."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from embedded.apis import REGION, Apis, embedded
from humangov.aws.clients import connect
from humangov.aws.registry import Registry
from humangov.domain.states import BY_SLUG, Installed
from programs import Program, answers, free_port, running
from tests.containers.stack import PASSWORD, ROOT, Browser
from tests.faults.proxy import FaultProxy

SETTINGS = {"HUMANGOV_SECRET_KEY": "of-the-tests-" * 4, "HUMANGOV_DEMO_PASSWORD": PASSWORD}
PEOPLE = ("--california", "12", "--wyoming", "4")


@dataclass(frozen=True)
class Place:
    """The server's port, the AWS APIs of this machine, and the proxies between them."""

    port: int
    apis: Apis
    dynamodb: FaultProxy
    s3: FaultProxy
    sts: FaultProxy

    def proxy(self, service: str) -> FaultProxy:
        """The proxy before a service: dynamodb, s3 or sts."""
        found: FaultProxy = getattr(self, service)
        return found

    def browser(self, state: str = "california") -> Browser:
        """Somebody at a state's address who has not signed in."""
        return Browser(self.port, state)

    def signed_in(self, role: str = "specialist", state: str = "california") -> Browser:
        """Somebody who has signed in."""
        browser = self.browser(state)
        browser.sign_in(f"{role}@{state}.example")
        return browser

    def another_state(self, slug: str) -> None:
        """Serve a state that nobody has asked for yet: its role was never assumed. It has a sign-in page only."""
        role = f"arn:aws:iam::000000000000:role/humangov-state-{slug}"
        state = Installed(BY_SLUG[slug], f"humangov-{slug}", f"humangov-{slug}", "", "#1a4480", "X", role_arn=role)
        with pytest.MonkeyPatch.context() as patch:
            for name, value in self.apis.environment.items():
                patch.setenv(name, value)
            Registry(connect(1, REGION).dynamodb, "humangov-registry").put(state)


@contextlib.contextmanager
def running_place(folder: Path) -> Iterator[Place]:
    """Start all of it, with a few people in two states."""
    with contextlib.ExitStack() as stack:
        apis = stack.enter_context(embedded(folder))
        told = os.environ | apis.environment | SETTINGS
        subprocess.run([_bin("humangov"), "demo", "--roles", *PEOPLE], cwd=ROOT, env=told, check=True)  # noqa: S603 ours
        behind = {"dynamodb": apis.dynamodb.endpoint, "s3": apis.others.endpoint, "sts": apis.others.endpoint}
        proxies = {name: stack.enter_context(FaultProxy(endpoint)) for name, endpoint in behind.items()}
        told |= {f"AWS_ENDPOINT_URL_{name.upper()}": proxy.url for name, proxy in proxies.items()}
        told["HUMANGOV_BIND"] = f"127.0.0.1:{(port := free_port())}"
        command: list[str | Path] = [_bin("gunicorn"), "-c", "gunicorn.conf.py", "humangov.wsgi:app"]
        server = Program(name="server", command=command, folder=ROOT, log=folder / "server.log", environment=told)
        stack.enter_context(running(server, answers(f"http://127.0.0.1:{port}/readyz")))
        yield Place(port, apis, **proxies)


def _bin(name: str) -> Path:
    return Path(sys.executable).with_name(name)
