"""Makes what a state needs: its table, bucket and key, and the registry that lists it. Doing it again changes nothing.

Terraform makes the same for an installation that is kept in code; `humangov state add` is for all others.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from humangov.aws.clients import OperatorClients
from humangov.aws.failures import code_of, translated
from humangov.aws.table import INDEXES

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_kms import KMSClient
    from types_boto3_s3 import S3Client

_KEYS = [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}]
_THERE = frozenset({"ResourceInUseException", "BucketAlreadyOwnedByYou", "AlreadyExistsException"})


def table_name(slug: str) -> str:
    """The name of a state's table."""
    return f"humangov-{slug}"


def bucket_name(clients: OperatorClients, slug: str) -> str:
    """The name of a state's bucket: the account's number makes it one of a kind (63 characters are the most)."""
    return f"humangov-{slug}-{_account(clients)}"


def role_arn(clients: OperatorClients, slug: str) -> str:
    """The ARN of a state's role, as Terraform names it. It is not made here."""
    return f"arn:aws:iam::{_account(clients)}:role/humangov-state-{slug}"


def _account(clients: OperatorClients) -> str:
    with translated():
        return clients.sts.get_caller_identity()["Account"]


def make_registry(clients: OperatorClients, name: str) -> None:
    """The registry's table."""
    with translated():
        make_registry_table(clients.dynamodb, name)


def make_registry_table(client: "DynamoDBClient", name: str) -> None:
    """A table of keys and nothing else."""
    _make_table(client, {"TableName": name, "AttributeDefinitions": _attributes("pk", "sk")})


def make_state(clients: OperatorClients, slug: str) -> tuple[str, str, str]:
    """A state's key, table and bucket; returns (table, bucket, key ARN)."""
    table, bucket = table_name(slug), bucket_name(clients, slug)
    with translated():
        key_arn = _make_key(clients.kms, slug)
        make_state_table(clients.dynamodb, table, key_arn)
        _make_bucket(clients.s3, bucket, key_arn)
    return table, bucket, key_arn


def _make_key(client: "KMSClient", slug: str) -> str:
    """The ARN of the key with the state's alias."""
    alias = f"alias/humangov-{slug}"
    try:
        return client.describe_key(KeyId=alias)["KeyMetadata"]["Arn"]
    except client.exceptions.NotFoundException:
        made = client.create_key(Description=f"HumanGov records of {slug}")["KeyMetadata"]
    client.enable_key_rotation(KeyId=made["KeyId"])
    client.create_alias(AliasName=alias, TargetKeyId=made["KeyId"])
    return made["Arn"]


def make_state_table(client: "DynamoDBClient", name: str, key_arn: str) -> None:
    """A state's table, encrypted with the key where there is one, in which what has `expires_at` goes by itself."""
    indexes = [
        {
            "IndexName": index,
            "KeySchema": [{"AttributeName": attribute, "KeyType": "HASH"}, _KEYS[1]],
            "Projection": {"ProjectionType": "ALL"},
        }
        for index, attribute in INDEXES.items()
    ]
    attributes = _attributes("pk", "sk", *INDEXES.values())
    encryption = {"SSESpecification": {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key_arn}} if key_arn else {}
    request = {"TableName": name, "AttributeDefinitions": attributes, "GlobalSecondaryIndexes": indexes}
    _make_table(client, {**request, **encryption, "DeletionProtectionEnabled": True})
    told = client.describe_time_to_live(TableName=name).get("TimeToLiveDescription", {})
    if told.get("TimeToLiveStatus", "DISABLED") == "DISABLED":
        enabled: Any = {"Enabled": True, "AttributeName": "expires_at"}
        client.update_time_to_live(TableName=name, TimeToLiveSpecification=enabled)


def _make_table(client: "DynamoDBClient", request: dict[str, Any]) -> None:
    """A table that is paid by use, ready to be used."""
    whole: Any = {**request, "KeySchema": _KEYS, "BillingMode": "PAY_PER_REQUEST"}
    _unless_there(lambda: client.create_table(**whole))
    client.get_waiter("table_exists").wait(
        TableName=request["TableName"], WaiterConfig={"Delay": 1, "MaxAttempts": 120}
    )


def _make_bucket(client: "S3Client", name: str, key_arn: str) -> None:
    """A bucket that is private, keeps versions and encrypts with the state's key."""
    region = client.meta.region_name
    # The first region is the one that may not be named (CreateBucket, LocationConstraint).
    place: Any = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    _unless_there(lambda: client.create_bucket(Bucket=name, **place))
    client.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    rule: Any = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key_arn}
    encryption: Any = {"Rules": [{"ApplyServerSideEncryptionByDefault": rule, "BucketKeyEnabled": True}]}
    client.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration=encryption)
    names = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
    private: Any = dict.fromkeys(names, True)
    client.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=private)


def _attributes(*names: str) -> list[dict[str, str]]:
    return [{"AttributeName": name, "AttributeType": "S"} for name in names]


def _unless_there(make: Callable[[], object]) -> None:
    try:
        make()
    except ClientError as error:
        if code_of(error) not in _THERE:
            raise
