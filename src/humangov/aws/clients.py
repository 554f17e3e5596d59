"""The AWS clients of this process: one a service, made once; those of a state when the state is first asked for."""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import boto3
import botocore.session
from botocore.config import Config
from botocore.credentials import CredentialProvider, CredentialResolver, Credentials

from humangov.aws.failures import watch
from humangov.aws.mail import SesClient
from humangov.aws.metering import meter
from humangov.aws.waiting import Rooms, bound
from humangov.domain.states import Installed

if TYPE_CHECKING:
    from botocore.loaders import Loader
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_kms import KMSClient
    from types_boto3_s3 import S3Client
    from types_boto3_sts import STSClient

# DynamoDB answers in single-digit milliseconds; its front retries a failed node for up to 5 s by itself, so that giving
# up early and asking again is the faster way (AWS Knowledge Center, "dynamodb-maximum-latency").
DYNAMODB_READ_SECONDS = 1.0
# A body of 25 MB comes in pieces: this is the longest silence between two of them.
S3_READ_SECONDS = 5.0
# Requests of a state wait for its credentials, and STS answers in some 50 ms.
STS_READ_SECONDS = 2.0
# SES takes a message in some 100 ms.
MAIL_READ_SECONDS = 2.0
# Making a table or a key is slower than using it.
OPERATOR_READ_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Clients:
    """One client a service. They are safe to share between threads."""

    dynamodb: "DynamoDBClient"
    s3: "S3Client"

    def of(self, _installed: Installed) -> "Clients":
        """These, whatever the state: an operator comes with credentials that open all of them."""
        return self


@dataclass(frozen=True, slots=True)
class OperatorClients:
    """The clients of operator commands, which make tables, buckets and keys."""

    dynamodb: "DynamoDBClient"
    s3: "S3Client"
    kms: "KMSClient"
    sts: "STSClient"


def connect(
    threads: int,
    region: str | None = None,
    credentials: Credentials | None = None,
    *,
    rooms: Rooms | None = None,
) -> Clients:
    """The clients for a process of so many threads; without credentials, on those that boto3 finds for the process.

    `rooms` are those of the process, which the clients of all states share.
    The endpoint is AWS_ENDPOINT_URL where it is set: botocore reads it. S3's addressing style is left to botocore too:
    it puts the bucket into the path of an endpoint of one's own and into the host name of AWS's.
    """
    session, rooms = _session(credentials), rooms or Rooms()
    dynamodb = session.create_client("dynamodb", region, config=_config(threads, DYNAMODB_READ_SECONDS))
    meter(dynamodb.meta.events)
    watch(dynamodb.meta.events, "dynamodb")
    bound(dynamodb.meta.events, "dynamodb", rooms.dynamodb, DYNAMODB_READ_SECONDS)
    # Objects under a KMS key are read with version 4 of the signature, also by a link (S3 User Guide).
    signed = Config(signature_version="s3v4")
    s3 = session.create_client("s3", region, config=_config(threads, S3_READ_SECONDS).merge(signed))
    bound(s3.meta.events, "s3", rooms.s3, S3_READ_SECONDS)
    return Clients(cast("DynamoDBClient", dynamodb), cast("S3Client", s3))


def connect_sts(
    threads: int, region: str | None = None, credentials: Credentials | None = None, *, rooms: Rooms | None = None
) -> "STSClient":
    """The client that assumes the states' roles, on the process's own credentials. It asks the region's own STS."""
    config = _config(threads, STS_READ_SECONDS).merge(Config(retries={"mode": "standard", "total_max_attempts": 2}))
    sts = _session(credentials).create_client("sts", region, config=config)
    bound(sts.meta.events, "sts", (rooms or Rooms()).sts, STS_READ_SECONDS)
    return cast("STSClient", sts)


def connect_mail(
    threads: int, region: str | None = None, credentials: Credentials | None = None, *, rooms: Rooms | None = None
) -> SesClient:
    """The client that sends mail, on the process's own credentials. One try: SES would send a message again."""
    config = _config(threads, MAIL_READ_SECONDS).merge(Config(retries={"mode": "standard", "total_max_attempts": 1}))
    mail = _session(credentials).create_client("sesv2", region, config=config)
    bound(mail.meta.events, "sesv2", (rooms or Rooms()).mail, MAIL_READ_SECONDS)
    return cast("SesClient", mail)


def _session(credentials: Credentials | None) -> botocore.session.Session:
    """A session of its own for each state. What botocore knows of the services is shared: 14 MB for each otherwise."""
    session = botocore.session.get_session()
    session.register_component("data_loader", _loader())
    if credentials:
        session.register_component("credential_provider", CredentialResolver([_Given(credentials)]))
    return session


class _Given(CredentialProvider):
    """Credentials that are there already."""

    METHOD = "given"

    def __init__(self, credentials: Credentials) -> None:
        super().__init__()
        self._credentials = credentials

    def load(self) -> Credentials:
        return self._credentials


@cache
def _loader() -> "Loader":
    return cast("Any", botocore.session.get_session().get_component("data_loader"))  # type: ignore[no-any-return]


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
