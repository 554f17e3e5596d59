"""Puts the versions of objects into a bucket, in the order in which they were written."""

import base64
import time
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from humangov.aws.bundle_folder import BundleError
from humangov.aws.bundle_objects import retained
from humangov.aws.bundle_parts import Line, content_path
from humangov.aws.failures import translated
from humangov.aws.files import SCAN_TAG
from humangov.aws.holds import keeps_locks
from humangov.domain.states import Installed

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

APART_SECONDS = 1.1


def require_usable(client: "S3Client", bucket: str, *, locks: bool) -> None:
    """Go on only with a bucket that keeps versions, and locks where there is something to lock. Raises BundleError."""
    with translated():
        versioned = client.get_bucket_versioning(Bucket=bucket).get("Status") == "Enabled"
    if not versioned:
        raise BundleError(f"{bucket} keeps no versions. Turn versioning on, or name another bucket.")
    if locks and not keeps_locks(client, bucket):
        raise BundleError(f"Objects of the bundle are held, and {bucket} has no Object Lock. Name one that has.")


def is_empty(client: "S3Client", bucket: str) -> bool:
    """Whether a bucket holds no version and no marker."""
    with translated():
        found = client.list_object_versions(Bucket=bucket, MaxKeys=1)
    return not found.get("Versions") and not found.get("DeleteMarkers")


def count_of(client: "S3Client", bucket: str, key: str) -> int:
    """How many versions and markers there are of an object."""
    with translated():
        pages = [*client.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=key)]
    found = (one for page in pages for one in (*page.get("Versions", ()), *page.get("DeleteMarkers", ())))
    return sum(one["Key"] == key for one in found)


def put_versions(
    client: "S3Client", installed: Installed, folder: Path, entries: Sequence[Line], now: datetime
) -> None:
    """Put the versions of one object, oldest first. S3 refuses what is not what the digest says."""
    # Of a marker and a version of one second S3 would not tell which was first.
    pause_seconds = APART_SECONDS if any(entry["deleted"] for entry in entries) else 0.0
    for entry in entries:
        time.sleep(pause_seconds)
        if entry["deleted"]:
            with translated():
                client.delete_object(Bucket=installed.bucket, Key=entry["key"])
        else:
            _put(client, installed, folder, entry, now)


def _put(client: "S3Client", installed: Installed, folder: Path, entry: Line, now: datetime) -> None:
    with translated(), (folder / content_path(entry["sha256"])).open("rb") as content:
        client.put_object(
            Bucket=installed.bucket,
            Key=entry["key"],
            Body=content,
            ContentLength=entry["size_bytes"],
            ChecksumAlgorithm="SHA256",
            ChecksumSHA256=base64.b64encode(bytes.fromhex(entry["sha256"])).decode(),
            **_beside(entry, installed.key_arn, now),
        )


def _beside(entry: Line, key_arn: str, now: datetime) -> dict[str, Any]:
    """What goes with the bytes. The scanner's word is not taken over: it scans what comes in, and says it anew."""
    found: dict[str, Any] = dict(entry["headers"])
    if tags := {name: value for name, value in entry["tags"].items() if name != SCAN_TAG}:
        found["Tagging"] = urlencode(tags)
    if entry["legal_hold"]:
        found["ObjectLockLegalHoldStatus"] = "ON"
    if kept := retained(entry, now):
        found |= {"ObjectLockMode": kept["mode"], "ObjectLockRetainUntilDate": datetime.fromisoformat(kept["until"])}
    if key_arn:
        found |= {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key_arn, "BucketKeyEnabled": True}
    return found


def by_key(entries: Iterable[Line]) -> list[list[Line]]:
    """The versions of each object."""
    found: dict[str, list[Line]] = {}
    for entry in entries:
        found.setdefault(entry["key"], []).append(entry)
    return list(found.values())
