"""The AWS clients of this process: one a service, made once, before the first request."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

from humangov.aws.metering import meter

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_kms import KMSClient
    from types_boto3_s3 import S3Client
    from types_boto3_sts import STSClient

# DynamoDB answers in single-digit milliseconds; its front retries a failed node for up to 5 s by itself, so that giving
# up early and asking again is the faster way (AWS Knowledge Center, "dynamodb-maximum-latency").
DYNAMODB_READ_SECONDS = 1.0
# A body of 25 MB comes in pieces: this is the longest silence between two of them.
S3_READ_SECONDS = 10.0
# Making a table or a key is slower than using it.
OPERATOR_READ_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Clients:
    """One client a service. They are safe to share between threads."""

    dynamodb: "DynamoDBClient"
    s3: "S3Client"


@dataclass(frozen=True, slots=True)
class OperatorClients:
    """The clients of operator commands, which make tables, buckets and keys."""

    dynamodb: "DynamoDBClient"
    s3: "S3Client"
    kms: "KMSClient"
    sts: "STSClient"


def connect(threads: int, region: str | None = None) -> Clients:
    """The clients for a process of so many threads. The endpoint is AWS_ENDPOINT_URL where it is set: boto3 reads it.

    S3's addressing style is left to botocore, which puts the bucket into the path of an endpoint of one's own and into
    the host name of AWS's.
    """
    session = boto3.session.Session(region_name=region)
    dynamodb = session.client("dynamodb", config=_config(threads, DYNAMODB_READ_SECONDS))
    meter(dynamodb.meta.events)
    # Objects under a KMS key are read with version 4 of the signature, also by a link (S3 User Guide).
    signed = Config(signature_version="s3v4")
    return Clients(dynamodb, session.client("s3", config=_config(threads, S3_READ_SECONDS).merge(signed)))


def has_credentials() -> bool:
    """Whether boto3 finds credentials where it looks for them: the environment, a profile, or the instance's role."""
    return boto3.session.Session().get_credentials() is not None


def connect_operator(region: str | None = None) -> OperatorClients:
    """The clients for a command that an operator waits for."""
    session, config = boto3.session.Session(region_name=region), _config(1, OPERATOR_READ_SECONDS)
    return OperatorClients(
        session.client("dynamodb", config=config),
        session.client("s3", config=config),
        session.client("kms", config=config),
        session.client("sts", config=config),
    )


def _config(threads: int, read_seconds: float) -> Config:
    """Mode "standard": "adaptive" is not for several tenants behind one client (SDK reference, retry behavior)."""
    return Config(
        connect_timeout=0.5,
        read_timeout=read_seconds,
        retries={"mode": "standard", "total_max_attempts": 3},
        max_pool_connections=threads + 4,
        tcp_keepalive=True,
    )
