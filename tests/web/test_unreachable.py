"""What people see while the service behind HumanGov does not answer, tried on a port where nothing listens."""

import socket
import time
from pathlib import Path
from typing import ClassVar

import pytest

from humangov.app import create_app
from humangov.aws.clients import connect
from humangov.aws.desks import AwsDesks
from humangov.aws.registry import Registry
from humangov.domain.states import Installed
from humangov.services import budgets
from humangov.services.desks import Desks
from tests.fakes.desks import FakeDesks
from tests.faults.proxy import FaultProxy, Hang
from tests.web.site import Visitor, fake_assets, settings


def visitor_of(desks: Desks, folder: Path) -> Visitor:
    return Visitor(create_app(settings(), desks, fake_assets(folder)).test_client(), "california.localhost")


@pytest.fixture
def visitor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Visitor:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    clients = connect(threads=1, region="us-east-1")
    return visitor_of(AwsDesks(clients, Registry(clients.dynamodb, "registry")), tmp_path)


def test_a_page_says_so_with_the_requests_id_and_the_process_stays_up(visitor: Visitor) -> None:
    for _ in range(2):
        answer = visitor.fetch("/employees")
        assert answer.status_code == 503
        assert "HumanGov cannot reach its records" in answer.text
        assert "saved" not in answer.text
        assert answer.headers["X-Request-Id"] in answer.text
        assert int(answer.headers["Retry-After"]) > 0
    assert visitor.fetch("/livez").status_code == 200
    assert visitor.fetch("/readyz").status_code == 200


def test_a_page_says_so_in_time_when_a_service_hangs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with FaultProxy() as proxy, proxy.faulty(Hang()):
        monkeypatch.setenv("AWS_ENDPOINT_URL", proxy.url)
        clients = connect(threads=1, region="us-east-1")
        visitor, began = (
            visitor_of(AwsDesks(clients, Registry(clients.dynamodb, "registry")), tmp_path),
            time.monotonic(),
        )
        answer = visitor.fetch("/employees")
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert time.monotonic() - began < settings().patience.page_seconds + 1


def test_each_request_has_a_budget_of_its_own_and_one_that_sends_files_a_longer_one(tmp_path: Path) -> None:
    class Looking(FakeDesks):
        left: ClassVar[list[float]] = []

        def installed(self, slug: str) -> Installed | None:
            budget = budgets.current()
            assert budget
            self.left.append(budget.left)
            budget.spend(1.0)
            return super().installed(slug)

    visitor = visitor_of(desks := Looking(), tmp_path)
    for method, path in (
        ("GET", "/employees"),
        ("GET", "/employees/1/documents"),
        ("POST", "/employees/1/documents/new"),
    ):
        visitor.fetch(path, method)
    assert desks.left == [5, 5, 10]
    assert budgets.current() is None
