"""Whether a bundle is what a state's table and bucket hold: every item, and every version with its bytes."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path

from humangov.aws import keys
from humangov.aws.bundle_export import read_objects
from humangov.aws.bundle_folder import read_manifest
from humangov.aws.bundle_items import said, scanned
from humangov.aws.bundle_ledger import ledger
from humangov.aws.bundle_objects import essence
from humangov.aws.bundle_parts import Line
from humangov.aws.bundle_verify import Problems, lines_of
from humangov.aws.clients import OperatorClients
from humangov.domain.states import Installed
from humangov.services.bundles import SUBJECT

# What bundles leave in a table themselves: the events that tell of them, and the mark of an import under way.
_BOOKKEEPING = frozenset({keys.events(SUBJECT, seen=True), keys.events(SUBJECT, seen=False), keys.IMPORT[0]})


class Comparison:
    """A bundle beside what is live. The figures are there when all problems have been told."""

    def __init__(self, clients: OperatorClients, installed: Installed, folder: Path, now: datetime) -> None:
        self._clients, self._installed, self._folder, self._now = clients, installed, folder, now
        self.items = self.objects = 0
        # Items that may have gone by themselves, and events of bundles that are younger than this one.
        self.ended = self.since = 0

    def problems(self) -> Problems:
        """Each difference, as it is found. Raises BundleError and WrongState."""
        manifest = read_manifest(self._folder)
        if manifest["state"] != self._installed.slug:
            yield f"The bundle is {manifest['state']}'s, and this is {self._installed.slug}"
            return
        yield from self._items(lines_of(self._folder, manifest, "items"))
        yield from self._objects(lines_of(self._folder, manifest, "objects"))

    def _items(self, lines: Iterator[tuple[Line, str]]) -> Problems:
        now = self._now.timestamp()
        with ledger() as noted:
            for item, place in lines:
                # One that may go by itself is not missed when it has.
                ends = item.get("expires_at", {}).get("N")
                noted.add(_name(item), item, place, **({"ends": int(ends)} if ends else {}))
            for item in self._live_items():
                yield from self._item(item, noted.compare(_name(item), item))
            yield from (f"{place} is not in the table" for place in noted.unseen(now))
            self.ended = noted.ended(now)

    def _live_items(self) -> Iterator[Line]:
        for items, _ in scanned(self._clients.dynamodb, self._installed.table, self._installed.slug):
            yield from items

    def _item(self, item: Line, differs: str) -> Problems:
        if not differs:
            self.items += 1
        elif differs == "none" and item["pk"]["S"] in _BOOKKEEPING:
            self.since += 1
        else:
            yield f"{said(item)} {'is not in the bundle' if differs == 'none' else 'is another one in the table'}"

    def _objects(self, lines: Iterator[tuple[Line, str]]) -> Problems:
        with ledger() as noted:
            for key, found in groupby(lines, key=lambda one: str(one[0]["key"])):
                entries, places = zip(*found, strict=True)
                noted.add(key, essence(entries, self._now), places[0])
            for key, versions in self._live_objects():
                differs = noted.compare(key, essence(versions, self._now))
                if differs:
                    yield f"object {key} {'is not in the bundle' if differs == 'none' else 'is another one'}"
                else:
                    self.objects += 1
            yield from (f"{place} is not in the bucket" for place in noted.unseen(0))

    def _live_objects(self) -> Iterator[tuple[str, list[Line]]]:
        batches = read_objects(self._clients, self._installed.bucket, _measure)
        for entries, _ in batches:
            yield from ((key, list(found)) for key, found in groupby(entries, key=lambda one: str(one["key"])))


def _name(item: Line) -> object:
    return [item["pk"], item["sk"]]


def _measure(pieces: Iterable[bytes]) -> tuple[int, str]:
    """The size and digest of a content that nobody keeps."""
    digest, size_bytes = hashlib.sha256(), 0
    for piece in pieces:
        digest.update(piece)
        size_bytes += len(piece)
    return size_bytes, digest.hexdigest()
