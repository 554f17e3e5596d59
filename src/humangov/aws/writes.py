"""Writes and their conditions, before a table says them to DynamoDB."""

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from humangov.aws.items import encoded
from humangov.aws.keys import Key

# A transaction of DynamoDB holds no more (its Developer Guide, "Service quotas").
MOST_WRITES = 100
_TOKENS = uuid.UUID("5d0b4f0e-6c57-4a0e-9a53-5a1f3a5c9d27")


class Refused(Exception):
    """Conditions did not hold, so nothing was saved: an answer, which the store that set them understands.

    `keys` are those of the items whose condition it was.
    """

    def __init__(self, keys: Iterable[Key]) -> None:
        super().__init__("condition did not hold")
        self.keys = frozenset(keys)


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be true of the item that is there for a write to happen."""

    expression: str
    expected: Mapping[str, str | int] = field(default_factory=dict)


ABSENT = Condition("attribute_not_exists(pk)")
PRESENT = Condition("attribute_exists(pk)")


def unchanged(**expected: str | int) -> Condition:
    """The item is this state's, and these attributes are as expected; an empty one is not there."""
    parts = (f"attribute_not_exists(#{n})" if v == "" else f"#{n} = :was_{n}" for n, v in expected.items())
    return Condition(" AND ".join(("#state = :state", *parts)), expected)


@dataclass(frozen=True, slots=True)
class Write:
    """A put of `item`, a delete, an update that sets `item` and adds `sums`, or only a check of the condition.

    `beside` is what goes with it in a transaction.
    """

    kind: Literal["Put", "Delete", "Update", "ConditionCheck"]
    key: Key
    item: Mapping[str, Any] = field(default_factory=dict)
    sums: Mapping[str, int] = field(default_factory=dict)
    condition: Condition | None = None
    beside: "Write | None" = None

    def request(self, table: str, slug: str) -> dict[str, Any]:
        """What DynamoDB is asked, in a transaction or alone. What is put or updated names the state."""
        key = {"pk": self.key[0], "sk": self.key[1]}
        if self.kind == "Put":
            item = encoded({**key, "state": slug, **self.item})
            return {"TableName": table, "Item": item, **self._condition(slug, {})}
        request = {"TableName": table, "Key": encoded(key)}
        if self.kind != "Update":
            return {**request, **self._condition(slug, {})}
        values = {"state": slug, **self.item, **self.sums}
        return {**request, "UpdateExpression": self._expression(), **self._condition(slug, values)}

    def _expression(self) -> str:
        """An update never gives an item to another state: it only names the state of one that comes to be."""
        settings = ["#state = if_not_exists(#state, :state)", *(f"#{n} = :{n}" for n in self.item)]
        added = ", ".join(f"#{n} :{n}" for n in self.sums)
        return "SET " + ", ".join(settings) + (f" ADD {added}" if added else "")

    def _condition(self, slug: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """The condition, with the names and values of the whole request."""
        expected = self.condition.expected if self.condition else {}
        if expected:
            values = {**values, "state": slug}
        said = {**{f":{n}": v for n, v in values.items()}, **{f":was_{n}": v for n, v in expected.items() if v != ""}}
        names = {f"#{n}": n for n in (*values, *expected)}
        request: dict[str, Any] = {"ConditionExpression": self.condition.expression} if self.condition else {}
        request |= {"ExpressionAttributeNames": names} if names else {}
        return {**request, "ExpressionAttributeValues": encoded(said)} if said else request


def put(key: Key, item: Mapping[str, Any], condition: Condition | None = None) -> Write:
    """Save an item, in the place of what is there."""
    return Write("Put", key, item, condition=condition)


def delete(key: Key, condition: Condition | None = None) -> Write:
    """Remove an item; none is no error, unless the condition says so."""
    return Write("Delete", key, condition=condition)


def update(
    key: Key, sums: Mapping[str, int], item: Mapping[str, Any] | None = None, condition: Condition | None = None
) -> Write:
    """Add numbers to an item, and set attributes of it; it comes to be if there is none."""
    return Write("Update", key, item or {}, sums, condition)


def check(key: Key, condition: Condition) -> Write:
    """Only the condition."""
    return Write("ConditionCheck", key, condition=condition)


def client_token(requests: object) -> str:
    """The ClientRequestToken of a transaction: it follows from its content, so that another one has another.

    The same one within ten minutes is the same transaction, and with other content an error (TransactWriteItems).
    """
    return str(uuid.uuid5(_TOKENS, json.dumps(requests, sort_keys=True)))
