"""The contents of documents: objects in one state's bucket, under that state's key."""

import base64
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from botocore.exceptions import ClientError

from humangov.aws.failures import code_of, translated
from humangov.domain.documents import Scan
from humangov.domain.errors import NotFound
from humangov.services.folders import Content

if TYPE_CHECKING:
    from botocore.response import StreamingBody
    from types_boto3_s3 import S3Client

PIECE_BYTES = 64 * 1024
# The proxy beside us follows a link at once.
LINK_SECONDS = 60
# What GuardDuty writes beside an object (GuardDuty User Guide, Malware Protection for S3, object scan result values).
SCAN_TAG = "GuardDutyMalwareScanStatus"
_SCANS = {"NO_THREATS_FOUND": Scan.CLEAN, "THREATS_FOUND": Scan.THREAT}
# The object is not there, or has no such bytes.
_NONE = frozenset({"NoSuchKey", "404", "InvalidRange", "KeyTooLongError"})


class Pieces(Iterator[bytes]):
    """The pieces of an object as they arrive. Closed at the end, or when nobody wants more."""

    def __init__(self, body: "StreamingBody") -> None:
        self._body = body
        self._pieces = body.iter_chunks(PIECE_BYTES)

    def __next__(self) -> bytes:  # noqa: D105 see Iterator
        with translated():
            return next(self._pieces)

    def close(self) -> None:
        """Give the connection back."""
        self._body.close()


class Files:
    """See ports.FileStore."""

    def __init__(self, client: "S3Client", bucket: str, key_arn: str, *, scan_required: bool = False) -> None:
        self._client, self._bucket, self._key_arn, self._scan_required = client, bucket, key_arn, scan_required

    def put(self, key: str, content: BinaryIO, size_bytes: int, sha256: str, media_type: str) -> None:
        """One PutObject, which S3 refuses when the digest is not that of what arrived."""
        encryption: Any = {}
        if self._key_arn:
            encryption = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": self._key_arn, "BucketKeyEnabled": True}
        content.seek(0)
        with translated():
            self._client.put_object(
                Bucket=self._bucket,
                Key=key,
                Body=content,
                ContentLength=size_bytes,
                ContentType=media_type,
                ChecksumSHA256=base64.b64encode(bytes.fromhex(sha256)).decode(),
                **encryption,
            )

    def open(self, key: str, first: int | None = None, last: int | None = None) -> Content:
        """One GetObject. Raises NotFound also where the object ends before `first`."""
        span: Any = {} if first is None else {"Range": f"bytes={first}-{'' if last is None else last}"}
        try:
            with translated():
                answer = self._client.get_object(Bucket=self._bucket, Key=key, **span)
        except ClientError as error:
            if code_of(error) in _NONE:
                raise NotFound from error
            raise
        length = answer["ContentLength"]
        start, whole = _place(answer.get("ContentRange", ""), length)
        return Content(Pieces(answer["Body"]), length, start, whole)

    def link(self, key: str) -> str:
        """A presigned GetObject. No call is made."""
        wanted = {"Bucket": self._bucket, "Key": key}
        return self._client.generate_presigned_url("get_object", wanted, ExpiresIn=LINK_SECONDS)

    def scanned(self, key: str) -> Scan:
        """One GetObjectTagging. A scan has failed that had no access, met a kind it does not know, or no object."""
        if not self._scan_required:
            return Scan.OFF
        try:
            with translated():
                tags = self._client.get_object_tagging(Bucket=self._bucket, Key=key)["TagSet"]
        except ClientError as error:
            if code_of(error) in _NONE:
                return Scan.FAILED
            raise
        told = next((tag["Value"] for tag in tags if tag["Key"] == SCAN_TAG), "")
        return _SCANS.get(told, Scan.FAILED) if told else Scan.WAITING

    def erase(self, key: str) -> None:
        """A list of the versions, and a DeleteObject for each: the bucket keeps what is deleted without a version."""
        with translated():
            for page in self._client.get_paginator("list_object_versions").paginate(Bucket=self._bucket, Prefix=key):
                for version in (*page.get("Versions", ()), *page.get("DeleteMarkers", ())):
                    if version["Key"] == key:
                        self._client.delete_object(Bucket=self._bucket, Key=key, VersionId=version["VersionId"])


def _place(content_range: str, length: int) -> tuple[int, int]:
    """Where the bytes lie in the whole: "bytes 0-9/100" (RFC 9110, section 14.4); all of it without a range."""
    if not content_range:
        return 0, length
    span, _, whole = content_range.removeprefix("bytes ").partition("/")
    return int(span.partition("-")[0]), int(whole)
