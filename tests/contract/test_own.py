"""The process's own credentials, while whoever gives them is in trouble."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from humangov.aws import own
from humangov.aws.clients import connect, connect_sts
from humangov.aws.own import OwnCredentials, own_credentials
from humangov.domain.errors import Unavailable
from humangov.services import budgets
from tests.faults.proxy import FaultProxy, Hang, Reset

REQUESTS = 12


def gives(metadata: FaultProxy, key: str, seconds: float) -> None:
    """From here on the address of the task's metadata gives a key that lasts so long."""
    ends = (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()
    keys = {"AccessKeyId": key, "SecretAccessKey": "secret", "Token": "token", "Expiration": ends}
    metadata.answer_with((200, {"Content-Type": "application/json"}, json.dumps(keys).encode()))


@pytest.fixture
def metadata(monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultProxy]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    with FaultProxy() as running:
        monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"{running.url}/credentials")
        yield running


def held() -> OwnCredentials:
    found = own_credentials()
    assert isinstance(found, OwnCredentials)
    return found


def signing(credentials: OwnCredentials) -> list[tuple[str | None, float]]:
    """The key with which each of many requests at once signs, "" for none, and how long it waited."""

    def sign(_: int) -> tuple[str | None, float]:
        began = time.monotonic()
        try:
            key: str | None = credentials.get_frozen_credentials().access_key
        except Unavailable:
            key = ""
        return key, time.monotonic() - began

    with ThreadPoolExecutor(REQUESTS) as pool:
        return list(pool.map(sign, range(REQUESTS)))


def until(credentials: OwnCredentials, key: str) -> bool:
    """Whether requests sign with this key before long."""
    for _ in range(100):
        if credentials.get_frozen_credentials().access_key == key:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("fault", [Hang(), Reset()], ids=lambda f: type(f).__name__)
def test_while_the_metadata_do_not_answer_requests_go_on_with_the_keys_that_last(
    metadata: FaultProxy, fault: Hang | Reset
) -> None:
    gives(metadata, "OLD", 300)
    credentials = held()
    with metadata.faulty(fault):
        found = signing(credentials)
    assert {key for key, _ in found} == {"OLD"}
    assert max(seconds for _, seconds in found) < 1.0


def test_keys_are_renewed_beside_the_requests_before_they_end(metadata: FaultProxy) -> None:
    gives(metadata, "OLD", 300)
    credentials = held()
    asked = len(metadata.seen)
    gives(metadata, "NEW", 3600)
    assert credentials.get_frozen_credentials().access_key == "OLD"
    assert until(credentials, "NEW")
    assert len(metadata.seen) == asked + 1


def test_with_keys_that_have_ended_requests_are_told_at_once_and_go_on_when_there_are_new_ones(
    metadata: FaultProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    gives(metadata, "OLD", 30)
    credentials = held()
    with metadata.faulty(Hang()):
        found = signing(credentials)
    assert {key for key, _ in found} == {""}
    assert max(seconds for _, seconds in found) < 1.5
    gives(metadata, "NEW", 3600)
    monkeypatch.setattr(own, "WAIT_SECONDS", 15.0)
    assert until(credentials, "NEW")


def test_a_call_without_keys_is_refused_before_it_is_sent(
    metadata: FaultProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    gives(metadata, "OLD", 30)
    credentials = held()
    with FaultProxy() as service, metadata.faulty(Hang()), budgets.within(5.0):
        monkeypatch.setenv("AWS_ENDPOINT_URL", service.url)
        with pytest.raises(Unavailable):
            connect(2, "us-east-1", credentials).dynamodb.get_item(TableName="t", Key={"pk": {"S": "1"}})
        with pytest.raises(Unavailable):
            connect_sts(2, "us-east-1", credentials).get_caller_identity()
        assert service.seen == []


def test_keys_that_do_not_end_are_left_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    found = own_credentials()
    assert found
    assert not isinstance(found, OwnCredentials)
