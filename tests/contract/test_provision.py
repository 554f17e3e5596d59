"""Making what a state needs, and looking whether it is as it should be."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any, cast

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, NoCredentialsError, NoRegionError

from humangov.aws.clients import OperatorClients, connect_operator
from humangov.aws.doctor import Finding, examine_account, examine_registry, examine_state
from humangov.aws.provision import make_registry, make_state
from humangov.domain.errors import Unavailable
from humangov.domain.states import Installed
from tests.builders import an_installed
from tests.contract.worlds import aws_world

REGISTRY = "humangov-registry"


@pytest.fixture
def clients() -> Iterator[OperatorClients]:
    with aws_world():
        yield connect_operator("us-east-1")


@pytest.fixture
def nevada(clients: OperatorClients) -> Iterator[Installed]:
    """A state that was just made, beside a registry. An emulator keeps it: its key is left as it was."""
    make_registry(clients, REGISTRY)
    table, bucket, key_arn = make_state(clients, "nevada")
    yield an_installed("nevada", table=table, bucket=bucket, key_arn=key_arn)
    clients.kms.enable_key(KeyId=key_arn.rsplit("/", 1)[-1])


def findings(clients: OperatorClients, installed: Installed) -> list[Finding]:
    account = examine_account(clients)
    return [*account, *examine_registry(clients, REGISTRY), *examine_state(clients, installed)]


def advice(clients: OperatorClients, installed: Installed) -> list[str]:
    return [f.advice for f in findings(clients, installed) if not f.ok]


def test_a_state_that_was_just_made_is_well(clients: OperatorClients, nevada: Installed) -> None:
    found = findings(clients, nevada)
    assert [f.name.split()[0] for f in found] == ["credentials", "clock", "registry", "table", "bucket", "key"]
    assert [f.advice for f in found] == [""] * 6


def test_making_it_again_changes_nothing(clients: OperatorClients, nevada: Installed) -> None:
    make_registry(clients, REGISTRY)
    assert make_state(clients, "nevada") == (nevada.table, nevada.bucket, nevada.key_arn)


def test_the_table_expires_sessions_is_protected_and_encrypted(clients: OperatorClients, nevada: Installed) -> None:
    told = clients.dynamodb.describe_time_to_live(TableName=nevada.table)["TimeToLiveDescription"]
    assert (told["TimeToLiveStatus"], told["AttributeName"]) == ("ENABLED", "expires_at")
    table = clients.dynamodb.describe_table(TableName=nevada.table)["Table"]
    assert table["DeletionProtectionEnabled"]
    assert table["SSEDescription"]["KMSMasterKeyArn"] == nevada.key_arn


def test_the_bucket_is_private_versioned_and_encrypted(clients: OperatorClients, nevada: Installed) -> None:
    block = clients.s3.get_public_access_block(Bucket=nevada.bucket)["PublicAccessBlockConfiguration"]
    assert all(block.values())
    assert clients.s3.get_bucket_versioning(Bucket=nevada.bucket)["Status"] == "Enabled"
    (rule,) = clients.s3.get_bucket_encryption(Bucket=nevada.bucket)["ServerSideEncryptionConfiguration"]["Rules"]
    assert rule["ApplyServerSideEncryptionByDefault"].get("KMSMasterKeyID") == nevada.key_arn


def test_the_key_has_the_states_alias_and_rotates(clients: OperatorClients, nevada: Installed) -> None:
    key = clients.kms.describe_key(KeyId="alias/humangov-nevada")["KeyMetadata"]
    assert key["Arn"] == nevada.key_arn
    assert clients.kms.get_key_rotation_status(KeyId=key["KeyId"])["KeyRotationEnabled"]


def test_the_longest_names_are_legal(clients: OperatorClients) -> None:
    _, bucket, _ = make_state(clients, "northern-mariana-islands")
    assert len(bucket) <= 63


def test_a_bucket_of_another_region_is_made_there() -> None:
    with aws_world():
        elsewhere = connect_operator("us-west-2")
        _, bucket, _ = make_state(elsewhere, "oregon")
        assert elsewhere.s3.get_bucket_location(Bucket=bucket)["LocationConstraint"] == "us-west-2"


def test_a_bucket_that_belongs_to_somebody_else_is_an_error(clients: OperatorClients, nevada: Installed) -> None:
    class Taken:
        def __getattr__(self, name: str) -> Any:
            return getattr(clients.s3, name)

        def create_bucket(self, **_: object) -> None:
            raise ClientError({"Error": {"Code": "BucketAlreadyExists"}}, "CreateBucket")

    with pytest.raises(ClientError):
        make_state(replace(clients, s3=cast("Any", Taken())), "nevada")


def test_what_is_missing_is_said(clients: OperatorClients) -> None:
    installed = an_installed("guam", key_arn="arn:aws:kms:us-east-1:123456789012:key/none")
    said = [f.advice for f in (*examine_registry(clients, "nobody"), *examine_state(clients, installed)) if not f.ok]
    assert len(said) == 4
    assert [
        text for text in said if "There is no such table, bucket or key. Make it with `humangov state add" not in text
    ] == []


def test_a_table_with_other_keys_or_without_indexes_is_told(clients: OperatorClients, nevada: Installed) -> None:
    assert any("lacks the indexes" in text for text in advice(clients, replace(nevada, table=REGISTRY)))
    clients.dynamodb.create_table(
        TableName="other",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    assert any("other keys" in text for text in advice(clients, replace(nevada, table="other")))


def test_a_table_in_which_what_has_ended_stays_is_told(clients: OperatorClients, nevada: Installed) -> None:
    kept: Any = {"Enabled": False, "AttributeName": "expires_at"}
    clients.dynamodb.update_time_to_live(TableName=nevada.table, TimeToLiveSpecification=kept)
    (said,) = advice(clients, nevada)
    assert "Turn on time to live by expires_at, or run `humangov state add nevada`" in said


def test_a_bucket_that_keeps_no_versions_or_could_be_public_is_told(
    clients: OperatorClients, nevada: Installed
) -> None:
    block: Any = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy"), True)
    block["RestrictPublicBuckets"] = False
    clients.s3.put_public_access_block(Bucket=nevada.bucket, PublicAccessBlockConfiguration=block)
    assert any("could be made public" in text for text in advice(clients, nevada))
    clients.s3.put_bucket_versioning(Bucket=nevada.bucket, VersioningConfiguration={"Status": "Suspended"})
    assert any("keeps no versions" in text for text in advice(clients, nevada))


def test_a_key_that_is_disabled_is_told(clients: OperatorClients, nevada: Installed) -> None:
    clients.kms.disable_key(KeyId=nevada.key_arn.rsplit("/", 1)[-1])
    assert advice(clients, nevada) == ["It is Disabled. Enable it: documents cannot be opened without it."]


def test_a_state_without_a_key_of_its_own_has_none_examined(clients: OperatorClients, nevada: Installed) -> None:
    assert [f.ok for f in findings(clients, replace(nevada, key_arn=""))] == [True] * 5


class Answers:
    """A token service that says one thing, or fails."""

    def __init__(self, answer: object) -> None:
        self._answer = answer

    def get_caller_identity(self) -> Any:
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer


def answering(clients: OperatorClients, answer: object) -> OperatorClients:
    return replace(clients, sts=cast("Any", Answers(answer)))


def dated(at: datetime) -> dict[str, object]:
    return {"ResponseMetadata": {"HTTPHeaders": {"date": format_datetime(at, usegmt=True)}}}


def test_a_clock_that_is_off_is_told(clients: OperatorClients, nevada: Installed) -> None:
    late = answering(clients, dated(datetime.now(UTC) - timedelta(minutes=10)))
    (text,) = advice(late, nevada)
    assert "NTP" in text


def test_a_clock_that_is_right_or_not_told_is_well(clients: OperatorClients, nevada: Installed) -> None:
    assert advice(answering(clients, dated(datetime.now(UTC))), nevada) == []
    assert advice(answering(clients, {"ResponseMetadata": {"HTTPHeaders": {}}}), nevada) == []


def test_what_these_credentials_may_not_do_is_told(clients: OperatorClients, nevada: Installed) -> None:
    denied = ClientError({"Error": {"Code": "AccessDenied"}}, "GetCallerIdentity")
    said = "AWS refuses GetCallerIdentity: AccessDenied. Check the permissions of these credentials."
    assert advice(answering(clients, denied), nevada) == [said, said]


def test_what_never_left_this_machine_is_told_in_botocore_s_words(clients: OperatorClients, nevada: Installed) -> None:
    (said, _) = advice(answering(clients, NoRegionError()), nevada)
    assert said == "You must specify a region."


def test_credentials_and_networks_that_are_not_there_are_told(clients: OperatorClients, nevada: Installed) -> None:
    assert any("credentials" in text for text in advice(answering(clients, NoCredentialsError()), nevada))
    away = EndpointConnectionError(endpoint_url="http://127.0.0.1:1")
    assert any("AWS_ENDPOINT_URL" in text for text in advice(answering(clients, away), nevada))
    with pytest.raises(Unavailable):
        make_state(answering(clients, away), "nevada")
