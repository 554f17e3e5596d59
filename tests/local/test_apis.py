"""The AWS APIs of this machine, as `make run` and the suites start them."""

import socket
from pathlib import Path

import boto3
import pytest

from embedded.apis import Apis, embedded


def use(apis: Apis, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in apis.environment.items():
        monkeypatch.setenv(name, value)


def test_what_was_put_is_there_after_another_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = {"pk": {"S": "a"}}
    with embedded(tmp_path) as apis:
        use(apis, monkeypatch)
        boto3.client("dynamodb").create_table(
            TableName="kept",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        )
        boto3.client("dynamodb").put_item(TableName="kept", Item=key)
        boto3.client("s3").create_bucket(Bucket="kept")
        boto3.client("s3").put_object(Bucket="kept", Key="a", Body=b"content")
    with embedded(tmp_path) as apis:
        use(apis, monkeypatch)
        assert boto3.client("dynamodb").get_item(TableName="kept", Key=key)["Item"] == key
        assert boto3.client("s3").get_object(Bucket="kept", Key="a")["Body"].read() == b"content"


def test_the_apis_that_are_named_are_served_to_this_machine_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with embedded(tmp_path) as apis:
        use(apis, monkeypatch)
        assert boto3.client("sts").get_caller_identity()["Account"] == "000000000000"
        assert boto3.client("kms").create_key()["KeyMetadata"]["Enabled"]
        assert boto3.client("sqs").list_queues()["ResponseMetadata"]["HTTPStatusCode"] == 200
        for api in (apis.dynamodb, apis.others):
            port = int(api.endpoint.rpartition(":")[2])
            with pytest.raises(OSError, match=r"refused|assign|timed out"):
                socket.create_connection(("127.0.0.2", port), 1).close()
