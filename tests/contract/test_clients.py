"""How the clients are made, and what S3 is told of an object."""

import hashlib
import io
from typing import Any

import pytest
from botocore.awsrequest import AWSRequest
from botocore.exceptions import ClientError, ReadTimeoutError

from humangov.aws.clients import connect, connect_operator, has_credentials
from humangov.aws.files import Files, Pieces
from humangov.aws.provision import make_state
from humangov.domain.errors import Unavailable
from tests.contract.worlds import Aws


def test_every_call_has_short_timeouts_few_tries_and_a_connection_a_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")
    clients = connect(threads=8, region="us-west-2")
    for client, read_seconds in ((clients.dynamodb, 1.0), (clients.s3, 5.0)):
        config: Any = client.meta.config
        assert (config.connect_timeout, config.read_timeout) == (0.5, read_seconds)
        assert config.retries == {"mode": "standard", "total_max_attempts": 3}
        assert (config.max_pool_connections, config.tcp_keepalive) == (12, True)
        assert client.meta.region_name == "us-west-2"
        assert client.meta.endpoint_url == "http://127.0.0.1:4566"


class Seen(Exception):
    """The address of a request that is not sent."""


@pytest.mark.parametrize(
    ("endpoint", "address"),
    [
        ("http://localhost:4566", "http://localhost:4566/a-bucket/a"),
        ("", "https://a-bucket.s3.us-west-2.amazonaws.com/a"),
    ],
)
def test_the_bucket_is_in_the_path_of_an_endpoint_of_ones_own_and_in_awss_host_name(
    monkeypatch: pytest.MonkeyPatch, endpoint: str, address: str
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    if endpoint:
        monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    client = connect(threads=1, region="us-west-2").s3

    def stop(request: AWSRequest, **_: object) -> None:
        raise Seen(request.url)

    client.meta.events.register("before-sign.s3.GetObject", stop)
    with pytest.raises(Seen) as seen:
        client.get_object(Bucket="a-bucket", Key="a")
    assert seen.value.args == (address,)
    config: Any = client.meta.config
    assert config.signature_version == "s3v4"


def test_an_object_is_stored_with_its_type_and_digest_under_the_states_key(aws: Aws) -> None:
    _, bucket, key_arn = make_state(connect_operator("us-east-1"), "nevada")
    files, content = Files(aws.clients.s3, bucket, key_arn), b"%PDF-"
    digest = hashlib.sha256(content)
    files.put("documents/1", io.BytesIO(content), 5, digest.hexdigest(), "application/pdf")
    head = aws.clients.s3.head_object(Bucket=bucket, Key="documents/1", ChecksumMode="ENABLED")
    assert head["ContentType"] == "application/pdf"
    assert (head["ServerSideEncryption"], head["SSEKMSKeyId"]) == ("aws:kms", key_arn)
    assert b"".join(files.open("documents/1").pieces) == content


def test_an_erased_object_leaves_no_version(aws: Aws) -> None:
    s3, bucket = aws.clients.s3, aws.california.bucket
    for content in (b"one", b"two"):
        s3.put_object(Bucket=bucket, Key="documents/1", Body=content)
    s3.delete_object(Bucket=bucket, Key="documents/1")
    Files(s3, bucket, "").erase("documents/1")
    left = s3.list_object_versions(Bucket=bucket)
    assert not [*left.get("Versions", ()), *left.get("DeleteMarkers", ())]


def test_a_bucket_that_is_not_there_is_our_mistake(aws: Aws) -> None:
    with pytest.raises(ClientError):
        Files(aws.clients.s3, "humangov-no-such-bucket", "").open("documents/1")


class Stalling:
    """A body that stops in the middle."""

    closed = False

    def iter_chunks(self, size: int) -> "Stalling":
        return self

    def __next__(self) -> bytes:
        raise ReadTimeoutError(endpoint_url="https://s3.example")

    def close(self) -> None:
        self.closed = True


def test_a_body_that_stalls_is_unavailable_and_can_be_closed() -> None:
    body = Stalling()
    pieces = Pieces(body)  # type: ignore[arg-type]
    with pytest.raises(Unavailable):
        next(pieces)
    pieces.close()
    assert body.closed


def test_credentials_are_found_where_boto_looks_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    assert has_credentials()
