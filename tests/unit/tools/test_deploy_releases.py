"""The record of releases: of two deployments at once one is refused, and a rollback knows where to go back to."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import boto3
import pytest
from moto import mock_aws

from deploy.images import Images
from deploy.place import Stop
from deploy.releases import FAILED, SUCCEEDED, Release, Releases, serving, to_roll_back_to

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def images(name: str) -> Images:
    return Images(name, f"app@sha256:{name}", f"nginx@sha256:{name}")


def a_release(name: str, outcome: str = SUCCEEDED, kind: str = "deploy") -> Release:
    return Release(
        "2026-11-23T12:00:00+00:00", "ana", kind, name, f"app@sha256:{name}", f"nginx@sha256:{name}", outcome
    )


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator["S3Client"]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    with mock_aws():
        s3 = boto3.client("s3", region_name="us-east-1")
        s3.create_bucket(Bucket="record")
        yield s3


def records(client: "S3Client", clock: Clock | None = None) -> Releases:
    return Releases(client, "record", "production", clock or Clock())


def test_a_release_is_on_record_from_its_start_to_its_end(client: "S3Client") -> None:
    record = records(client)
    assert record.all() == ()
    begun = record.start("deploy", "ana", images("a"), force=False)
    assert [release.outcome for release in record.all()] == ["under way"]
    record.finish(begun, FAILED, "no task became healthy")
    assert [(release.outcome, release.why) for release in record.all()] == [("failed", "no task became healthy")]
    assert [entry["Key"] for entry in client.list_objects_v2(Bucket="record")["Contents"]] == [
        "releases/production.json"
    ]


def test_a_deployment_is_refused_while_another_is_under_way(client: "S3Client") -> None:
    record = records(client)
    record.start("deploy", "ana", images("a"), force=False)
    with pytest.raises(Stop, match=r"ana has been deploying a since 2026-11-23T12:00:01 UTC.*FORCE=1"):
        record.start("deploy", "ben", images("b"), force=False)
    record.start("deploy", "ben", images("b"), force=True)
    assert [release.by for release in record.all()] == ["ana", "ben"]


def test_a_deployment_that_was_broken_off_long_ago_is_in_nobody_s_way(client: "S3Client") -> None:
    clock = Clock()
    record = records(client, clock)
    record.start("deploy", "ana", images("a"), force=False)
    clock.now += timedelta(hours=3)
    assert record.start("deploy", "ben", images("b"), force=False).by == "ben"


class Late(Releases):
    """Somebody else writes between its reading and its writing."""

    def _read(self) -> tuple[tuple[Release, ...], str]:
        found = super()._read()
        Releases(self.client, self.bucket, self.environment, self.clock).start("deploy", "ana", images("a"), force=True)
        return found


@pytest.mark.parametrize("known", [0, 1])
def test_of_two_that_start_at_once_the_second_is_told(client: "S3Client", known: int) -> None:
    for _ in range(known):
        records(client).finish(records(client).start("deploy", "ana", images("z"), force=False), SUCCEEDED)
    with pytest.raises(Stop, match="Somebody else has deployed meanwhile"):
        Late(client, "record", "production", Clock()).start("deploy", "ben", images("b"), force=False)
    assert [release.by for release in records(client).all()] == ["ana"] * (known + 1)


def test_a_rollback_goes_to_the_release_before_the_last() -> None:
    assert to_roll_back_to((a_release("a"), a_release("b"))).revision == "a"


def test_a_rollback_after_a_failure_goes_to_the_last_that_succeeded() -> None:
    assert to_roll_back_to((a_release("a"), a_release("b"), a_release("c", FAILED))).revision == "b"


def test_a_second_rollback_goes_further_back_and_never_forward() -> None:
    history = (a_release("a"), a_release("b"), a_release("c"), a_release("b", kind="rollback"))
    assert to_roll_back_to(history).revision == "a"
    found = serving(history)
    assert found
    assert found.revision == "b"


def test_a_release_that_was_deployed_twice_is_no_earlier_release() -> None:
    with pytest.raises(Stop, match="nothing to go back to"):
        to_roll_back_to((a_release("a"), a_release("a")))


@pytest.mark.parametrize("history", [(), (a_release("a"),), (a_release("a", FAILED),)])
def test_a_rollback_without_an_earlier_release_is_refused(history: tuple[Release, ...]) -> None:
    with pytest.raises(Stop, match="nothing to go back to"):
        to_roll_back_to(history)
