"""A state's table in memory: the stores fill it by their own code, one person after the other, to be loaded in bulk."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO, cast

from humangov.aws.files import Files
from humangov.aws.items import Item
from humangov.aws.keys import STATE, Key
from humangov.aws.table import Found, Span, Table
from humangov.aws.writes import Write

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


# What belongs to the whole state and not to one person: counters, and the positions in which several come to sit.
LASTING = (STATE, "POS#", "SEATS#")
# As many items as DynamoDB takes in a transaction.
MOST_WRITES = 100


class MemoryTable(Table):
    """Keeps what is written. Conditions are not looked at: what is loaded is made so that all of them hold."""

    def __init__(self, slug: str) -> None:
        super().__init__(cast("DynamoDBClient", None), slug, slug)
        self._state = slug
        self._lasting, self._passing = dict[Key, Item](), dict[Key, Item]()

    def _place(self, key: Key) -> dict[Key, Item]:
        return self._lasting if key[0].startswith(LASTING) else self._passing

    def get(self, key: Key) -> Item | None:
        """One item."""
        return self._place(key).get(key)

    def get_all(self, keys: Iterable[Key]) -> dict[Key, Item]:
        """Several items."""
        return {key: item for key in keys if (item := self.get(key))}

    def query(self, span: Span, limit: int, *, descending: bool = False) -> Found:
        """Items of a span of the table itself; indexes are not kept."""
        found = [*self.walk(span, descending=descending)]
        return Found(tuple(found[:limit]), len(found) > limit)

    def walk(self, span: Span, *, descending: bool = False, size: int = 0) -> Iterator[Item]:  # noqa: ARG002 a table's
        """Every item of a span."""
        items = self._place((span.partition, ""))
        found = [key for key in items if key[0] == span.partition and span.low <= key[1] <= span.high]
        return (items[key] for key in sorted(found, reverse=descending))

    def save(self, write: Write) -> Item:
        """One write."""
        self._write(write)
        return self.get(write.key) or {}

    def commit(self, writes: Sequence[Write], event: Write) -> None:
        """Several writes and the event that tells of them."""
        if len(writes) >= MOST_WRITES:
            raise ValueError(f"{len(writes)} writes and an event are too many for a transaction")
        for write in (*writes, event):
            self._write(write)

    def _write(self, write: Write) -> None:
        named = {"pk": write.key[0], "sk": write.key[1], "state": self._state}
        items = self._place(write.key)
        if write.kind == "Delete":
            items.pop(write.key, None)
        elif write.kind == "Put":
            items[write.key] = {**named, **write.item}
        elif write.kind == "Update":
            before = items.get(write.key, {})
            sums = {name: before.get(name, 0) + more for name, more in write.sums.items()}
            items[write.key] = {**named, **before, **write.item, **sums}

    def take(self) -> list[Item]:
        """The items of the people filed since the last call, who are forgotten. What is the whole state's stays."""
        taken, self._passing = [*self._passing.values()], {}
        return taken

    def rest(self) -> list[Item]:
        """What is the whole state's."""
        return [*self._lasting.values()]


class NoFiles(Files):
    """The content of documents, which no measured page opens."""

    def __init__(self) -> None:
        pass

    def put(self, key: str, content: BinaryIO, size_bytes: int, sha256: str, media_type: str) -> None:
        """Throw it away."""
