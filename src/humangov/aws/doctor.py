"""Probes of an installation: is each thing there and as it should be, and if not, what to do."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

from humangov.aws.clients import OperatorClients
from humangov.aws.failures import code_of, translated
from humangov.aws.table import INDEXES
from humangov.domain.errors import Unavailable
from humangov.domain.states import Installed

MOST_SKEW_SECONDS = 60
# What AWS says when it does not do what it is asked; a service that does not answer is Unavailable.
REFUSALS = (ClientError, BotoCoreError)
UNANSWERED = "It does not answer. Check the network and AWS_ENDPOINT_URL."
NO_CREDENTIALS = "There are no credentials. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE."
_ABSENT = frozenset({"ResourceNotFoundException", "NotFoundException", "NoSuchBucket", "404"})


@dataclass(frozen=True, slots=True)
class Finding:
    """What a probe found: its name, whether all is well, and what to do otherwise."""

    name: str
    ok: bool
    advice: str = ""


def lacks_credentials(away: Unavailable) -> bool:
    """Whether a service was not asked at all, for want of credentials."""
    return isinstance(away.__cause__, NoCredentialsError)


def advice_on(refusal: ClientError | BotoCoreError, remedy: str = "humangov state add") -> str:
    """What to do about something that AWS refuses; `remedy` is the command that makes what is not there."""
    if isinstance(refusal, NoCredentialsError):
        return NO_CREDENTIALS
    if not isinstance(refusal, ClientError):
        return f"{str(refusal).rstrip('.')}."
    if code_of(refusal) in _ABSENT:
        return f"There is no such table, bucket or key. Make it with `{remedy}`, or name the right one."
    return f"AWS refuses {refusal.operation_name}: {code_of(refusal)}. Check the permissions of these credentials."


def examine_account(clients: OperatorClients) -> Iterator[Finding]:
    """Credentials and the clock."""
    yield _probe("credentials", lambda: _caller(clients))
    yield _probe("clock", lambda: _clock(clients))


def examine_registry(clients: OperatorClients, name: str) -> Iterator[Finding]:
    """The table that lists the states."""
    yield _probe(f"registry {name}", lambda: _table(clients, name, (), ""), "humangov state add")


def examine_state(clients: OperatorClients, installed: Installed) -> Iterator[Finding]:
    """A state's table, bucket and key."""
    table, bucket = installed.table, installed.bucket
    remedy = f"humangov state add {installed.slug}"
    yield _probe(f"table {table}", lambda: _state_table(clients, table, remedy), remedy)
    yield _probe(f"bucket {bucket}", lambda: _bucket(clients, bucket), remedy)
    if installed.key_arn:
        yield _probe(f"key of {installed.slug}", lambda: _key(clients, installed.key_arn), remedy)


def _probe(name: str, look: Callable[[], str], remedy: str = "") -> Finding:
    """The finding of a look, which says what to do, or nothing where all is well; `remedy` makes what is not there."""
    try:
        with translated():
            advice = look()
    except Unavailable as away:
        advice = (
            NO_CREDENTIALS if lacks_credentials(away) else "It does not answer. Check the network and AWS_ENDPOINT_URL."
        )
    except REFUSALS as refusal:
        advice = advice_on(refusal, remedy)
    return Finding(name, not advice, advice)


def _caller(clients: OperatorClients) -> str:
    clients.sts.get_caller_identity()
    return ""


def _clock(clients: OperatorClients) -> str:
    """AWS tells the time in each answer."""
    headers = clients.sts.get_caller_identity()["ResponseMetadata"]["HTTPHeaders"]
    if "date" not in headers:
        return ""
    skew_seconds = abs(time.time() - parsedate_to_datetime(headers["date"]).timestamp())
    if skew_seconds <= MOST_SKEW_SECONDS:
        return ""
    return f"This machine's clock is {skew_seconds:.0f} s off. Set it by NTP: sessions and signatures depend on it."


def _table(clients: OperatorClients, name: str, indexes: tuple[str, ...], command: str) -> str:
    found: Any = clients.dynamodb.describe_table(TableName=name)["Table"]
    key = [(part["AttributeName"], part["KeyType"]) for part in found["KeySchema"]]
    if key != [("pk", "HASH"), ("sk", "RANGE")]:
        return "It has other keys than pk and sk. Name the right table, or make one with `humangov state add`."
    there = {index["IndexName"] for index in found.get("GlobalSecondaryIndexes", ())}
    if missing := [index for index in indexes if index not in there]:
        return f"It lacks the indexes {', '.join(missing)}. Add them, or make the table with `{command}`."
    status = found["TableStatus"]
    return "" if status in {"ACTIVE", "UPDATING"} else f"It is {status}. Wait, and try again."


def _state_table(clients: OperatorClients, name: str, command: str) -> str:
    return _table(clients, name, tuple(INDEXES), command) or _expiry(clients, name, command)


def _expiry(clients: OperatorClients, name: str, command: str) -> str:
    """Sessions and the counts of failed sign-ins go by themselves."""
    told: Any = clients.dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    if told["TimeToLiveStatus"] in {"ENABLED", "ENABLING"} and told.get("AttributeName") == "expires_at":
        return ""
    return f"What has ended stays in it. Turn on time to live by expires_at, or run `{command}`."


def _bucket(clients: OperatorClients, name: str) -> str:
    clients.s3.head_bucket(Bucket=name)
    if clients.s3.get_bucket_versioning(Bucket=name).get("Status") != "Enabled":
        return "It keeps no versions. Turn versioning on: a replaced object is lost without it."
    block: Any = clients.s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"]
    return "" if all(block.values()) else "It could be made public. Turn on all four settings of Block Public Access."


def _key(clients: OperatorClients, key_arn: str) -> str:
    state = clients.kms.describe_key(KeyId=key_arn)["KeyMetadata"]["KeyState"]
    return "" if state == "Enabled" else f"It is {state}. Enable it: documents cannot be opened without it."
