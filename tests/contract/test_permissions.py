"""The contract tests themselves hold what is written against the permissions: here it is seen that they do."""

import pytest

from tests.contract.permissions import may
from tests.contract.worlds import Aws


@pytest.mark.parametrize("action", ["UpdateItem", "DeleteItem"])
@pytest.mark.parametrize("partition", ["AUDIT#employee:1", "AUDIT#employee:1#SEEN", "EMP#1"])
def test_events_and_files_are_never_updated_or_deleted(action: str, partition: str) -> None:
    assert not may(f"dynamodb:{action}", partition)


def test_an_event_may_be_added() -> None:
    assert may("dynamodb:PutItem", "AUDIT#employee:1")


def test_a_write_that_aws_would_refuse_fails_its_test(aws: Aws) -> None:
    key = {"pk": {"S": "AUDIT#employee:1"}, "sk": {"S": "1"}}
    with pytest.raises(AssertionError, match="AWS would refuse this"):
        aws.dynamodb.delete_item(TableName=aws.california.table, Key=key)
