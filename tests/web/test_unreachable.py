"""What people see while the service behind HumanGov does not answer, tried on a port where nothing listens."""

import socket
from pathlib import Path

import pytest

from humangov.app import create_app
from humangov.aws.clients import connect
from humangov.aws.desks import AwsDesks
from humangov.aws.registry import Registry
from tests.web.site import Visitor, fake_assets, settings


@pytest.fixture
def visitor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Visitor:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    clients = connect(threads=1, region="us-east-1")
    app = create_app(settings(), AwsDesks(clients, Registry(clients.dynamodb, "registry")), fake_assets(tmp_path))
    return Visitor(app.test_client(), "california.localhost")


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
