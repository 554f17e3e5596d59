"""What can be asked of a state's store: all that the app asks, and what nobody may ask."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from isolation.estate import Store

ACTIONS = Path(__file__).resolve().parents[2] / "deploy/terraform/modules/state_store/actions.json"
Context = Mapping[str, str | list[str]]

ALLOWED, DENIED, REFUSED = "allowed", "denied", "refused by name"
# An id in place of a pattern's star.
ID = "01KAQ4V0000000000000000000"
DOCUMENT = f"documents/{ID}/{ID}/{ID}"
# Also partitions in which the app only puts.
PARTITIONS = ("ACCOUNTS", "ACCT#*", "AUDIT#*", "DIR#*", "EMP#*", "NUMBERS", "PENDING", "RATE#*", "SAME#*", "STATE")
TLS: Context = {"aws:SecureTransport": "true", "s3:TlsVersion": "1.3"}
# What a role that opens records could do harm with, and the app has no use for.
FORBIDDEN = {
    "table": (
        "dynamodb:CreateBackup",
        "dynamodb:DeleteTable",
        "dynamodb:ExportTableToPointInTime",
        "dynamodb:PutResourcePolicy",
        "dynamodb:UpdateContinuousBackups",
        "dynamodb:UpdateTable",
        "dynamodb:UpdateTimeToLive",
    ),
    "bucket": (
        "s3:DeleteBucket",
        "s3:PutBucketPolicy",
        "s3:PutBucketVersioning",
        "s3:PutLifecycleConfiguration",
    ),
    "object": (
        "s3:BypassGovernanceRetention",
        "s3:DeleteObject",
        "s3:PutObjectLegalHold",
        "s3:PutObjectRetention",
        "s3:PutObjectTagging",
    ),
    "key": (
        "kms:CreateGrant",
        "kms:DisableKey",
        "kms:Encrypt",
        "kms:PutKeyPolicy",
        "kms:ScheduleKeyDeletion",
    ),
}


@dataclass(frozen=True, slots=True)
class Use:
    """An action on a part of a store, and whether the state's own role may do it."""

    action: str
    part: str
    expected: str
    context: Context = field(default_factory=dict)


def targets(use: Use, store: Store) -> tuple[str, ...]:
    """The ARNs that a use is about."""
    if use.part == "index":
        return store.index_arns
    arns = {
        "table": store.table_arn,
        "bucket": store.bucket_arn,
        "object": f"{store.bucket_arn}/{DOCUMENT}",
        "elsewhere": f"{store.bucket_arn}/exports/{ID}",
        "key": store.key_arn,
    }
    return (arns[use.part],)


@cache
def listed() -> Mapping[str, Any]:
    """What the app asks of AWS, as the policies' own list has it."""
    found: Mapping[str, Any] = json.loads(ACTIONS.read_text("utf-8"))
    return found


def used(part: str) -> list[str]:
    """The actions that the app uses on a part of a store."""
    return sorted({action for call in listed()["state"].values() for action in call.get(part, ())})


def uses(region: str, key_arn: str) -> Iterator[Use]:
    """All uses of a store, of which `key_arn` is the key."""
    yield from _items()
    for action in used("index"):
        yield Use(action, "index", ALLOWED, {"dynamodb:LeadingKeys": ["EVENTS"]})
    yield from _objects(key_arn)
    yield from _keys(region)
    for action in listed()["never"]:
        yield Use(action, "table", REFUSED)
    for action in ("dynamodb:PartiQLSelect", "dynamodb:Scan"):
        yield Use(action, "index", REFUSED)
    for part, actions in FORBIDDEN.items():
        yield from (Use(action, part, DENIED, TLS if part in {"bucket", "object"} else {}) for action in actions)


def _items() -> Iterator[Use]:
    """Items by their partition: what is kept is never updated or deleted, and the rest only where the app does so."""
    narrow, kept = listed()["partitions"], listed()["kept"]
    for action in used("table"):
        for partition in sorted({*PARTITIONS, *kept, *(p for patterns in narrow.values() for p in patterns)}):
            free = action not in narrow or partition in narrow[action]
            expected = ALLOWED if free else REFUSED if partition in kept else DENIED
            yield Use(action, "table", expected, {"dynamodb:LeadingKeys": [partition.replace("*", ID)]})
        if action in narrow:
            yield Use(action, "table", DENIED)


def _objects(key_arn: str) -> Iterator[Use]:
    for action in used("object"):
        yield Use(action, "object", ALLOWED, TLS)
        yield Use(action, "elsewhere", DENIED, TLS)
        yield Use(action, "object", REFUSED, {**TLS, "aws:SecureTransport": "false"})
        yield Use(action, "object", REFUSED, {**TLS, "s3:TlsVersion": "1.1"})
    named = "s3:x-amz-server-side-encryption-aws-kms-key-id"
    yield Use("s3:PutObject", "object", ALLOWED, {**TLS, named: key_arn})
    yield Use("s3:PutObject", "object", REFUSED, {**TLS, named: key_arn[:-1] + "_"})
    for action in used("bucket"):
        yield Use(action, "bucket", ALLOWED, TLS)


def _keys(region: str) -> Iterator[Use]:
    """The key, for the table and the bucket and for nobody else."""
    for service, actions in listed()["key"].items():
        for action in actions:
            yield Use(action, "key", ALLOWED, {"kms:ViaService": f"{service}.{region}.amazonaws.com"})
    for action in sorted({action for actions in listed()["key"].values() for action in actions}):
        yield Use(action, "key", DENIED)
        yield Use(action, "key", DENIED, {"kms:ViaService": f"secretsmanager.{region}.amazonaws.com"})
