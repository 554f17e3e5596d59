"""Looks for what must not be deleted: legal holds, and retention of single objects."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from deploy.literals import Value
from deploy.place import Stop

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client


def refuse_while_held(client: "S3Client", bucket: str, slug: str, entry: Mapping[str, Value]) -> int:
    """Stop where a state is under legal hold, or one of its objects is held. Returns how many versions it has."""
    if entry.get("legal_hold"):
        text = f"{slug} is under legal hold (legal_hold = true): nothing of it is deleted."
        raise Stop(f"{text} Whoever ordered the hold has to lift it; then take legal_hold out of its line.")
    looked_at, held = 0, []
    for key, version in _versions(client, bucket):
        looked_at += 1
        if why := _held(client, bucket, key, version):
            held.append(f"{key} ({why})")
    if held:
        text = f"{len(held)} objects of {bucket} are held, the first is {held[0]}: nothing was deleted."
        raise Stop(f"{text} Wait until the date, or have the hold lifted by whoever ordered it.")
    return looked_at


def _versions(client: "S3Client", bucket: str) -> Iterator[tuple[str, str]]:
    for page in client.get_paginator("list_object_versions").paginate(Bucket=bucket):
        yield from ((version["Key"], version["VersionId"]) for version in page.get("Versions", []))


def _held(client: "S3Client", bucket: str, key: str, version: str) -> str:
    seen: Mapping[str, Any] = client.head_object(Bucket=bucket, Key=key, VersionId=version)
    if seen.get("ObjectLockLegalHoldStatus") == "ON":
        return "legal hold"
    until = seen.get("ObjectLockRetainUntilDate")
    return f"kept until {until:%Y-%m-%d}" if until and until > datetime.now(UTC) else ""
