"""One state's table: every item that goes in names the state, every item that comes out is checked for it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from humangov.aws.failures import (
    CONDITION_FAILED,
    MISMATCHED,
    TRIES,
    code_of,
    committing,
    patiently,
    reasons_of,
    translated,
)
from humangov.aws.items import Item, decoded, encoded
from humangov.aws.keys import HIGHEST, LOWEST, Key, storable
from humangov.aws.metering import note_change
from humangov.aws.writes import Refused, Write, client_token
from humangov.domain.errors import SentOtherwise, Unavailable, Uncertain, WrongState

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

# The partition key of each index; all are sorted by `sk`.
INDEXES = {"by-time": "log", "by-actor": "actor", "changes-by-time": "changes"}
_PAGE = 10_000
# Of what goes on by itself so many lines are read at once.
FEW = 25


@dataclass(frozen=True, slots=True)
class Span:
    """A range of sort keys, both ends inclusive, in a partition of the table or of an index."""

    partition: str
    low: str = LOWEST
    high: str = HIGHEST
    index: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Items of a query in its order, and whether it stopped before the end."""

    items: tuple[Item, ...]
    more: bool = False


class Table:
    """A state's table. Raises Unavailable when it does not answer and WrongState for an item of another state."""

    def __init__(self, client: "DynamoDBClient", name: str, slug: str) -> None:
        self._client, self._name, self._slug = client, name, slug

    @property
    def name(self) -> str:
        """The table's name."""
        return self._name

    def get(self, key: Key) -> Item | None:
        """One item, read consistently."""
        if not storable(key):
            return None
        with translated():
            answer = self._client.get_item(TableName=self._name, Key=_attributes(key), ConsistentRead=True)
        return self._checked(answer["Item"]) if "Item" in answer else None

    def get_all(self, keys: Iterable[Key]) -> dict[Key, Item]:
        """At most 100 items in one call, read consistently; what is not there is left out."""
        wanted = [_attributes(key) for key in keys if storable(key)]
        found: dict[Key, Item] = {}
        for _ in range(TRIES):
            if not wanted:
                return found
            request: Any = {self._name: {"Keys": wanted, "ConsistentRead": True}}
            with translated():
                answer = self._client.batch_get_item(RequestItems=request)
            for item in map(self._checked, answer["Responses"].get(self._name, ())):
                found[item["pk"], item["sk"]] = item
            wanted = [*answer.get("UnprocessedKeys", {}).get(self._name, {"Keys": []})["Keys"]]
        raise Unavailable

    def query(self, span: Span, limit: int, *, descending: bool = False) -> Found:
        """Up to `limit` items of a span: one call. Consistent, except in an index, which cannot be."""
        if not storable((span.partition, span.low)) or span.low > span.high:
            return Found(())
        with translated():
            answer = self._client.query(**self._request(span, limit, descending))
        return Found(tuple(map(self._checked, answer["Items"])), "LastEvaluatedKey" in answer)

    def walk(self, span: Span, *, descending: bool = False, size: int = _PAGE) -> Iterator[Item]:
        """Every item of a span: a call for each megabyte, or for each `size` of them that are taken."""
        request = self._request(span, size, descending) if storable((span.partition, span.low)) else None
        while request:
            with translated():
                answer = self._client.query(**request)
            yield from map(self._checked, answer["Items"])
            last = answer.get("LastEvaluatedKey")
            request = {**request, "ExclusiveStartKey": last} if last else None

    def _request(self, span: Span, limit: int, descending: bool) -> dict[str, Any]:  # noqa: FBT001 private
        request: dict[str, Any] = {
            "TableName": self._name,
            "KeyConditionExpression": "#pk = :pk AND sk BETWEEN :low AND :high",
            "ExpressionAttributeNames": {"#pk": INDEXES.get(span.index, "pk")},
            "ExpressionAttributeValues": encoded({":pk": span.partition, ":low": span.low, ":high": span.high}),
            "Limit": limit,
            "ScanIndexForward": not descending,
        }
        return {**request, "IndexName": span.index} if span.index else {**request, "ConsistentRead": True}

    def save(self, write: Write) -> Item:
        """One write alone; an update returns the item as it is now. Raises Refused."""
        request = write.request(self._name, self._slug)
        with translated():
            try:
                return self._checked(patiently(lambda: self._said(write, request)))
            except ClientError as error:
                if code_of(error) == "ConditionalCheckFailedException":
                    raise Refused([write.key]) from error
                raise

    def _said(self, write: Write, request: dict[str, Any]) -> Mapping[str, Any]:
        if write.kind == "Update":
            return self._client.update_item(**request, ReturnValues="ALL_NEW")["Attributes"]
        if write.kind == "Delete":
            self._client.delete_item(**request)
            return {"state": {"S": self._slug}}
        self._client.put_item(**request)
        return request["Item"]  # type: ignore[no-any-return]

    def commit(self, writes: Sequence[Write], event: Write) -> None:
        """All of the writes and the event that tells of them, or none. Raises Refused.

        An event that is there already is this one, and tells that it was all done before: its answer got lost. Raises
        SentOtherwise where the form that goes beside the event was saved with other content.
        """
        form = [event.beside] if event.beside else []
        try:
            self.together([*writes, event, *form])
        except Refused as refused:
            if event.key in refused.keys:
                return
            if form and form[0].key in refused.keys:
                raise SentOtherwise from refused
            raise

    def together(self, writes: Sequence[Write]) -> None:
        """All of the writes, or none; the same ones within ten minutes are done once. Raises Refused.

        Raises Uncertain where they may have been saved, and Unavailable where it is known that they were not.
        """
        requests: Any = [{write.kind: write.request(self._name, self._slug)} for write in writes]
        try:
            with committing():
                patiently(lambda: self._transact(requests))
        except ClientError as error:
            failed = [w.key for w, r in zip(writes, reasons_of(error), strict=False) if r == CONDITION_FAILED]
            if not failed:
                raise
            raise Refused(failed) from error
        except Uncertain:
            note_change()
            raise
        note_change()

    def _transact(self, requests: Sequence[Any]) -> None:
        """One transaction. A token that stands for other content gets a number: the conditions keep it done once."""
        for number in range(1, TRIES + 1):
            said = client_token([number, *requests])
            try:
                self._client.transact_write_items(TransactItems=requests, ClientRequestToken=said)
            except ClientError as error:
                if code_of(error) != MISMATCHED or number == TRIES:
                    raise
            else:
                return

    def _checked(self, attributes: Mapping[str, Any]) -> Item:
        """The item, if it is this state's: the last of the locks between states."""
        item = decoded(attributes)
        if item.get("state") != self._slug:
            raise WrongState(f"a {str(item.get('pk')).partition('#')[0]} item in {self._name}")
        return item


def _attributes(key: Key) -> dict[str, Any]:
    return dict(encoded({"pk": key[0], "sk": key[1]}))
