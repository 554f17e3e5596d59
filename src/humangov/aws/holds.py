"""What must not be deleted: versions of objects under legal hold, or kept until a day that has not come."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from humangov.aws.bundle_objects import Listed, listed, locks_of, retained
from humangov.aws.failures import code_of, translated

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

THREADS, AHEAD = 4, 64
_NO_LOCKS = frozenset({"ObjectLockConfigurationNotFoundError", "NoSuchObjectLockConfiguration"})


@dataclass(frozen=True, slots=True)
class Examined:
    """A version of an object, and why it must not be deleted ("": it may)."""

    key: str
    version_id: str
    why: str


def keeps_locks(client: "S3Client", bucket: str) -> bool:
    """Whether objects of the bucket can be held at all."""
    try:
        with translated():
            found = client.get_object_lock_configuration(Bucket=bucket)["ObjectLockConfiguration"]
    except ClientError as error:
        if code_of(error) in _NO_LOCKS:
            return False
        raise
    return found.get("ObjectLockEnabled") == "Enabled"


def examined(client: "S3Client", bucket: str, now: datetime) -> Iterator[Examined]:
    """Every version in the bucket, with what holds it. A marker of a deletion is no version."""
    locks = keeps_locks(client, bucket)

    def look(one: Listed) -> Examined:
        return Examined(one.key, one.version_id, _why(client, bucket, one, now) if locks else "")

    versions = (one for found in listed(client, bucket) for one in found if not one.deleted)
    with ThreadPoolExecutor(THREADS) as pool:
        while batch := list(islice(versions, AHEAD)):
            yield from pool.map(look, batch)


def _why(client: "S3Client", bucket: str, one: Listed, now: datetime) -> str:
    with translated():
        answer: Any = client.head_object(Bucket=bucket, Key=one.key, VersionId=one.version_id)
    locks = locks_of(answer)
    kept = retained(locks, now)
    reasons = ("legal hold" if locks["legal_hold"] else "", f"kept until {kept['until'][:10]}" if kept else "")
    return ", ".join(reason for reason in reasons if reason)
