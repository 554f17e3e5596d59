"""A state that is taken out of service, and what must not be removed of it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from tests.cli.terminal import Terminal

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

EXPORT = ("state", "export", "wyoming", "--to")


def test_a_state_goes_out_of_service_and_back_once(terminal: Terminal) -> None:
    assert "Wyoming is inactive. Servers know within 30 seconds" in terminal.run("state", "deactivate", "WY").stdout
    assert "is inactive already" in terminal.run("state", "deactivate", "WY").stdout
    assert "(inactive)" in terminal.run("state", "list").stdout
    assert "Wyoming is active." in terminal.run("state", "activate", "WY").stdout
    assert "is active already" in terminal.run("state", "activate", "WY").stdout


def test_an_active_state_is_exported_only_when_it_is_said(terminal: Terminal, tmp_path: Path) -> None:
    folder = tmp_path / "bundle"
    assert "humangov state deactivate wyoming (or give --while-active)" in terminal.refused(*EXPORT, str(folder))
    assert not folder.exists()
    assert ", while active" in terminal.run(*EXPORT, str(folder), "--while-active").stdout
    assert terminal.run("state", "verify", str(folder)).stdout.endswith("is whole.\n")


@pytest.fixture
def held(terminal: Terminal) -> tuple["S3Client", str]:
    """A bucket whose objects can be held, in the place of Wyoming's."""
    lines = terminal.run("state", "show", "wyoming").stdout.splitlines()
    bucket = next(line.split()[1] for line in lines if line.startswith("bucket"))
    client = boto3.client("s3", region_name="us-east-1")
    client.delete_bucket(Bucket=bucket)
    client.create_bucket(Bucket=bucket, ObjectLockEnabledForBucket=True)
    return client, bucket


def test_without_a_hold_nothing_stands_in_the_way(terminal: Terminal, held: tuple["S3Client", str]) -> None:
    client, bucket = held
    client.put_object(Bucket=bucket, Key="documents/1", Body=b"one")
    client.delete_object(Bucket=bucket, Key="documents/1")
    said = terminal.run("state", "holds", "wyoming").stdout
    assert said == f"None of the 1 object versions in {bucket} is held.\n"


def test_where_nothing_can_be_held_no_object_is_looked_at(terminal: Terminal) -> None:
    assert "None of the 0 object versions" in terminal.run("state", "holds", "wyoming").stdout


def kept_until(days: int) -> dict[str, Any]:
    """A retention that ends so many days from now."""
    return {"ObjectLockMode": "GOVERNANCE", "ObjectLockRetainUntilDate": datetime.now(UTC) + timedelta(days=days)}


@pytest.mark.parametrize(
    ("lock", "why"), [({"ObjectLockLegalHoldStatus": "ON"}, "legal hold"), (kept_until(9), "kept until 20")]
)
def test_what_is_held_is_listed_with_its_reason(
    terminal: Terminal, held: tuple["S3Client", str], lock: dict[str, Any], why: str
) -> None:
    client, bucket = held
    client.put_object(Bucket=bucket, Key="documents/1", Body=b"one", **lock)
    client.put_object(Bucket=bucket, Key="documents/1", Body=b"two")
    result = terminal.run("state", "holds", "wyoming", code=1)
    assert result.stdout.count("documents/1 (") == 1
    assert why in result.stdout
    assert f"1 of the 2 object versions in {bucket} must not be removed" in result.stderr


def test_what_was_kept_long_enough_is_not_held(terminal: Terminal, held: tuple["S3Client", str]) -> None:
    client, bucket = held
    client.put_object(Bucket=bucket, Key="documents/1", Body=b"one", **kept_until(-1))
    assert "is held" in terminal.run("state", "holds", "wyoming").stdout
