"""The registry: which states this installation serves, and where their data lies."""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from humangov.aws.failures import patiently, translated
from humangov.aws.items import Item, decoded, encoded
from humangov.domain.errors import Unavailable, WrongState
from humangov.domain.states import BY_SLUG, Installed
from humangov.services import budgets

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

KEEP_SECONDS = 30.0
# Who knows an answer of before asks no longer than this, and others take that one meanwhile.
AGAIN_SECONDS = 1.0
_PARTITION = "STATES"


class Registry:
    """The states of an installation. Answers are kept for 30 seconds, also that there is none.

    Only slugs of states are looked up, so that no more than those are ever kept. While the table does not answer, what
    was known before stands.
    """

    def __init__(self, client: "DynamoDBClient", table: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._client, self.table, self._clock = client, table, clock
        self._kept: dict[str, tuple[float, Installed | None]] = {}

    def get(self, slug: str) -> Installed | None:
        """The state with this slug, if it is served. At most one GetItem in 30 seconds."""
        if slug not in BY_SLUG:
            return None
        until, known = self._kept.get(slug, (0.0, None))
        if slug in self._kept and self._clock() < until:
            return known
        if slug in self._kept:
            self._kept[slug] = (self._clock() + KEEP_SECONDS, known)
            with suppress(Unavailable), budgets.within(AGAIN_SECONDS):
                known = self._look_up(slug)
        else:
            known = self._look_up(slug)
        self._kept[slug] = (self._clock() + KEEP_SECONDS, known)
        return known

    def the_only(self) -> None:
        """The host decides."""

    def _look_up(self, slug: str) -> Installed | None:
        with translated():
            key = encoded({"pk": _PARTITION, "sk": slug})
            answer = self._client.get_item(TableName=self.table, Key=key, ConsistentRead=True)
        return _installed(decoded(answer["Item"]), slug) if "Item" in answer else None

    def all(self) -> tuple[Installed, ...]:
        """Every state of the installation, by slug, the inactive ones among them. One Query: there are 57 at most."""
        with translated():
            answer = self._client.query(
                TableName=self.table,
                KeyConditionExpression="pk = :pk",
                ExpressionAttributeValues=encoded({":pk": _PARTITION}),
                ConsistentRead=True,
            )
        return tuple(_installed(item, item["sk"]) for item in map(decoded, answer["Items"]))

    def put(self, installed: Installed) -> None:
        """Add a state, or save it anew. Other processes know within 30 seconds."""
        item: Item = {
            "pk": _PARTITION,
            "sk": installed.slug,
            "state": installed.slug,
            "table": installed.table,
            "bucket": installed.bucket,
            "key_arn": installed.key_arn,
            "role_arn": installed.role_arn,
            "color": installed.color,
            "initials": installed.initials,
            "active": installed.active,
            "help": installed.help,
        }
        if installed.scanned is not None:
            item["scanned"] = installed.scanned
        with translated():
            patiently(lambda: self._client.put_item(TableName=self.table, Item=encoded(item)))
        self._kept.pop(installed.slug, None)


class OneState:
    """The registry of a dedicated instance: one state, on any host."""

    def __init__(self, installed: Installed) -> None:
        self._installed = installed

    def get(self, slug: str) -> Installed | None:
        """The state, by its slug."""
        return self._installed if slug == self._installed.slug else None

    def the_only(self) -> Installed:
        """The state."""
        return self._installed

    def all(self) -> tuple[Installed, ...]:
        """The state, as the only one."""
        return (self._installed,)


def _installed(item: Item, slug: str) -> Installed:
    if item.get("state") != slug:
        raise WrongState(f"the registry's item for {slug}")
    return Installed(
        BY_SLUG[slug],
        table=item["table"],
        bucket=item["bucket"],
        key_arn=item["key_arn"],
        color=item["color"],
        initials=item["initials"],
        active=item["active"],
        # Entries of before had neither.
        role_arn=item.get("role_arn", ""),
        scanned=item.get("scanned"),
        help=item.get("help", ""),
    )
