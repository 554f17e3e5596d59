"""Loads the states, and beside each the predecessor's table of the same people. Both stay on the disk between runs."""

import itertools
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import predecessor
from bench.people import filed, fingerprint, installed
from humangov.aws import keys
from humangov.aws.clients import Clients, connect, connect_operator
from humangov.aws.items import Item, encoded
from humangov.aws.provision import make_registry_table, make_state_table
from humangov.aws.registry import Registry

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

REGISTRY = "bench-registry"
WRITERS = 2
# One transaction is one commit of the file behind DynamoDB Local, and takes no more items than this.
AT_ONCE = 100
REGION = "us-east-1"

Request = dict[str, Any]


def load(data: Path, sizes: Mapping[str, int]) -> None:
    """Load each state of so many people that is not there whole, or was written by other code."""
    clients, maker = connect(WRITERS, REGION), connect_operator(REGION).dynamodb
    make_registry_table(maker, REGISTRY)
    for slug, how_many in sizes.items():
        Registry(clients.dynamodb, REGISTRY).put(installed(slug))
        marker, now = data / f"{slug}.loaded", fingerprint(clients, slug, how_many)
        if marker.exists() and marker.read_text() == now:
            continue
        marker.unlink(missing_ok=True)
        _remake(maker, slug)
        _load_state(clients, maker, slug, how_many)
        marker.write_text(now)


def _remake(maker: "DynamoDBClient", slug: str) -> None:
    state = installed(slug).table
    for table in {state, predecessor.table_of(slug)} & {*maker.list_tables()["TableNames"]}:
        maker.update_table(TableName=table, DeletionProtectionEnabled=False)
        maker.delete_table(TableName=table)
    make_state_table(maker, state, "")
    predecessor.make_table(maker, predecessor.table_of(slug))


def _load_state(clients: Clients, maker: "DynamoDBClient", slug: str, how_many: int) -> None:
    began = time.monotonic()
    with ThreadPoolExecutor(WRITERS) as pool:
        under_way: deque[Future[object]] = deque()
        for count, requests in enumerate(_batches(_requests(clients, slug, how_many))):
            under_way.append(pool.submit(maker.transact_write_items, TransactItems=requests))
            if len(under_way) > 2 * WRITERS:
                under_way.popleft().result()
            if count % 500 == 0:
                print(f"\rLoading {how_many:,} people: {count * AT_ONCE:,} items", end="", flush=True)
        for last in under_way:
            last.result()
    print(f"\rLoaded {how_many:,} people in {time.monotonic() - began:.0f} seconds", flush=True)


def _requests(clients: Clients, slug: str, how_many: int) -> Iterator[Request]:
    state, old = installed(slug).table, predecessor.table_of(slug)
    for items in filed(clients, slug, how_many):
        yield from (_put(state, item) for item in items)
        yield from (_put(old, predecessor.record(item)) for item in items if _is_record(item))


def _is_record(item: Item) -> bool:
    return (item["pk"], item["sk"]) == keys.profile(item.get("id", ""))


def _put(table: str, item: Item) -> Request:
    return {"Put": {"TableName": table, "Item": encoded(item)}}


def _batches(requests: Iterable[Request]) -> Iterator[list[Any]]:
    waiting = iter(requests)
    while batch := [*itertools.islice(waiting, AT_ONCE)]:
        yield batch
