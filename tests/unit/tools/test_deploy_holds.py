"""Nothing is deleted while somebody holds it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

import boto3
import pytest
from moto import mock_aws

from deploy.holds import refuse_while_held
from deploy.place import Stop

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

KEY = "documents/1/2/3"


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator["S3Client"]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    with mock_aws():
        s3 = boto3.client("s3", region_name="us-east-1")
        s3.create_bucket(Bucket="texas", ObjectLockEnabledForBucket=True)
        for body in (b"first", b"second"):
            s3.put_object(Bucket="texas", Key=KEY, Body=body)
        yield s3


def test_what_nobody_holds_may_go_and_every_version_was_looked_at(client: "S3Client") -> None:
    assert refuse_while_held(client, "texas", "texas", {"legal_hold": False}) == 2


def test_a_state_under_legal_hold_is_refused(client: "S3Client") -> None:
    with pytest.raises(Stop, match=r"legal_hold = true.*nothing of it is deleted"):
        refuse_while_held(client, "texas", "texas", {"legal_hold": True})


@pytest.mark.parametrize(("status", "refused"), [("ON", True), ("OFF", False)])
def test_an_earlier_version_under_legal_hold_is_enough(
    client: "S3Client", status: Literal["ON", "OFF"], *, refused: bool
) -> None:
    oldest = client.list_object_versions(Bucket="texas")["Versions"][-1]["VersionId"]
    client.put_object_legal_hold(Bucket="texas", Key=KEY, VersionId=oldest, LegalHold={"Status": status})
    if not refused:
        refuse_while_held(client, "texas", "texas", {})
        return
    with pytest.raises(Stop, match=rf"1 object versions of texas are held, the first is {KEY} \(legal hold\)"):
        refuse_while_held(client, "texas", "texas", {})


def test_an_object_that_is_kept_until_a_day_to_come_is_refused(client: "S3Client") -> None:
    until = datetime.now(UTC) + timedelta(days=2)
    client.put_object_retention(Bucket="texas", Key=KEY, Retention={"Mode": "GOVERNANCE", "RetainUntilDate": until})
    with pytest.raises(Stop, match=rf"kept until {until:%Y-%m-%d}"):
        refuse_while_held(client, "texas", "texas", {})
