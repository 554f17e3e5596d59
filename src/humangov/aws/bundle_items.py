"""The items of a state's table, all of them, by an operator's credentials: the one place that reads a whole table."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from humangov.aws.bundle_parts import Line
from humangov.aws.failures import FIRST_WAIT_SECONDS, translated
from humangov.aws.keys import IMPORT
from humangov.aws.table import Table
from humangov.domain.errors import Unavailable, WrongState

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

# The most of one BatchWriteItem (DynamoDB API Reference).
AT_ONCE = 25
TRIES = 8
# Partitions whose keys hold no name, e-mail or address: what is said on a terminal ends in logs.
_SAYABLE = frozenset(
    {
        *("ACCOUNTS", "ACCT", "AUDIT", "DUE", "EMP", "MOVES", "NOTICES", "NUMBERS"),
        *("PENDING", "POS", "QUEUE", "SEATS", "STATE", "TROUBLES"),
    }
)
# What somebody was typing is no record, holds for one session, and is gone in hours: a state goes out without it.
_DRAFT = "ACCT DRAFT"
_KINDS_BY_SORT_KEY = frozenset({"ACCT", "EMP"})


def scanned(
    client: "DynamoDBClient", table: str, slug: str, after: Mapping[str, Any] | None = None
) -> Iterator[tuple[list[Line], Mapping[str, Any] | None]]:
    """The items of a table but for drafts, a megabyte at a time, read consistently, each with the key to go on after.

    Raises WrongState for an item of another state.
    """
    while True:
        behind: Any = {"ExclusiveStartKey": after} if after else {}
        with translated():
            answer = client.scan(TableName=table, ConsistentRead=True, **behind)
        items: list[Line] = [checked(item, slug, table) for item in answer["Items"]]
        after = answer.get("LastEvaluatedKey")
        yield [item for item in items if kind_of(item) != _DRAFT], after
        if not after:
            return


def checked(item: Any, slug: str, where: str) -> Line:  # noqa: ANN401 what DynamoDB or a file says
    """The item, if it is this state's."""
    if item.get("state") != {"S": slug}:
        raise WrongState(f"a {kind_of(item)} item in {where} that is not {slug}'s")
    return dict(item)


def kind_of(item: Mapping[str, Any]) -> str:
    """What an item is, by its key: "EMP PROFILE", "DIR"."""
    partition = str(item["pk"]["S"]).partition("#")[0]
    return f"{partition} {item['sk']['S'].partition('#')[0]}" if partition in _KINDS_BY_SORT_KEY else partition


def said(item: Mapping[str, Any]) -> str:
    """An item as a terminal may show it."""
    partition = str(item["pk"]["S"])
    if partition.partition("#")[0] in _SAYABLE:
        return f"item {partition} / {item['sk']['S']}"
    return f"a {kind_of(item)} item"


def is_empty(client: "DynamoDBClient", table: str) -> bool:
    """Whether a table holds nothing."""
    with translated():
        return not client.scan(TableName=table, ConsistentRead=True, Limit=1)["Items"]


def is_coming_in(client: "DynamoDBClient", table: str, slug: str) -> bool:
    """Whether an import into this table is not done: what lies in it is no whole state."""
    return Table(client, table, slug).get(IMPORT) is not None


def in_batches(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """The lines, as many at a time as one call writes."""
    batch: list[Line] = []
    for line in lines:
        batch.append(line)
        if len(batch) == AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def write(client: "DynamoDBClient", table: str, lines: Sequence[Line]) -> None:
    """Put items as they are. What DynamoDB does not take at once it is asked again. Raises Unavailable."""
    left: Any = [{"PutRequest": {"Item": line}} for line in lines]
    for attempt in range(TRIES):
        with translated():
            answer = client.batch_write_item(RequestItems={table: left})
        left = answer.get("UnprocessedItems", {}).get(table, [])
        if not left:
            return
        time.sleep(FIRST_WAIT_SECONDS * 2**attempt)
    raise Unavailable
