"""The objects of a state's bucket, every version of each in the order in which they were written."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from humangov.aws.bundle_parts import Line
from humangov.aws.failures import code_of, translated
from humangov.aws.files import SCAN_TAG, Pieces

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

# What is kept of an object beside its bytes, where it has it.
HEADERS = ("ContentType", "CacheControl", "ContentDisposition", "ContentEncoding", "ContentLanguage", "Metadata")
_GONE = frozenset({"NoSuchKey", "NoSuchVersion", "404"})
# Takes the pieces of a content; tells its size and digest.
Keep = Callable[[Iterable[bytes]], tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Listed:
    """A version of an object, or a marker that it was deleted."""

    key: str
    version_id: str
    at: datetime
    latest: bool
    deleted: bool


def listed(client: "S3Client", bucket: str, after: str = "") -> Iterator[list[Listed]]:
    """The versions of each object behind the key `after`, oldest first: a list for each key, in the order of keys.

    S3 tells markers and versions apart, each newest first and to the second: of two in one second, the marker counts as
    the older one, unless it is the latest.
    """
    found: list[Listed] = []
    for page in _pages(client, bucket, after):
        found += page
        *whole, found = [list(group) for _, group in groupby(found, key=lambda one: one.key)] or [[]]
        yield from map(_in_order, whole)
    if found:
        yield _in_order(found)


def _pages(client: "S3Client", bucket: str, after: str) -> Iterator[list[Listed]]:
    request: dict[str, Any] = {"Bucket": bucket, **({"KeyMarker": after} if after else {})}
    pages = iter(client.get_paginator("list_object_versions").paginate(**request))
    while True:
        with translated():
            page: Any = next(pages, None)
        if page is None:
            return
        kinds = ((page.get("Versions", ()), False), (page.get("DeleteMarkers", ()), True))
        entries = [_listed(entry, deleted=deleted) for entries, deleted in kinds for entry in entries]
        yield sorted((one for one in entries if one.key > after), key=lambda one: one.key)


def _listed(entry: Mapping[str, Any], *, deleted: bool) -> Listed:
    return Listed(entry["Key"], entry["VersionId"], entry["LastModified"], entry["IsLatest"], deleted)


def _in_order(found: list[Listed]) -> list[Listed]:
    """Oldest first. Turned round first: versions of one second stay in their order."""
    found.reverse()
    return sorted(found, key=lambda one: (one.latest, one.at, not one.deleted))


def fetched(client: "S3Client", bucket: str, one: Listed, keep: Keep) -> Line | None:
    """What a bundle says of a version, its bytes handed to `keep`; None for one that is gone since it was listed."""
    entry = {"key": one.key, "version_id": one.version_id, "modified_at": one.at.isoformat(), "deleted": one.deleted}
    if one.deleted:
        return entry
    name: Any = {"Bucket": bucket, "Key": one.key, "VersionId": one.version_id}
    try:
        with translated():
            answer: Any = client.get_object(**name)
            tags = client.get_object_tagging(**name)["TagSet"] if answer.get("TagCount") else []
    except ClientError as error:
        if code_of(error) in _GONE:
            return None
        raise
    size_bytes, sha256 = keep(Pieces(answer["Body"]))
    return {
        **entry,
        "size_bytes": size_bytes,
        "sha256": sha256,
        "headers": {header: answer[header] for header in HEADERS if answer.get(header)},
        "tags": {tag["Key"]: tag["Value"] for tag in tags},
        **locks_of(answer),
    }


def locks_of(answer: Mapping[str, Any]) -> Line:
    """What keeps a version from being deleted."""
    until = answer.get("ObjectLockRetainUntilDate")
    retention = {"mode": answer["ObjectLockMode"], "until": until.isoformat()} if until else None
    return {"legal_hold": answer.get("ObjectLockLegalHoldStatus") == "ON", "retention": retention}


def counts_of(entry: Mapping[str, Any]) -> Mapping[str, int]:
    """What a line of objects counts for."""
    if entry["deleted"]:
        return {"markers": 1}
    held = {"held": 1} if entry["legal_hold"] or entry["retention"] else {}
    return {"versions": 1, "bytes": entry["size_bytes"], **held}


def essence(entries: Iterable[Line], now: datetime) -> list[object]:
    """What must be the same of an object in two buckets: not when it was stored, nor what S3 called its versions.

    A retention that has ended keeps nothing, and what the scanner says it says for each bucket anew.
    """
    return [_essence(entry, now) for entry in entries]


def _essence(entry: Line, now: datetime) -> object:
    if entry["deleted"]:
        return "deleted"
    tags = {name: value for name, value in entry["tags"].items() if name != SCAN_TAG}
    names = ("sha256", "size_bytes", "headers", "legal_hold")
    return [*(entry[name] for name in names), tags, retained(entry, now)]


def retained(entry: Line, now: datetime) -> Mapping[str, str] | None:
    """The retention of a version that still lasts."""
    kept: Mapping[str, str] | None = entry["retention"]
    return kept if kept and datetime.fromisoformat(kept["until"]) > now else None
