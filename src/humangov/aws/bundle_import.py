"""Everything of a bundle into an empty table and an empty bucket. Broken off, it goes on.

A mark in the table tells whose import is under way and how many parts are in, so that any machine can go on, and nobody
takes half a state for a whole one. Objects come first: a record is never without its content.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from humangov.aws import keys
from humangov.aws.bundle_export import THREADS, Tell
from humangov.aws.bundle_folder import BundleError, Manifest, parts_of, read_manifest
from humangov.aws.bundle_items import checked, in_batches, is_empty, write
from humangov.aws.bundle_parts import Line, Part, read_lines
from humangov.aws.bundle_write import by_key, count_of, put_versions, require_usable
from humangov.aws.bundle_write import is_empty as is_empty_bucket
from humangov.aws.clients import OperatorClients
from humangov.aws.items import Item
from humangov.aws.table import Table
from humangov.aws.writes import ABSENT, delete, put, update
from humangov.domain.states import Installed


@dataclass(frozen=True, slots=True)
class Import:
    """An import of one bundle into the table and bucket of `installed`."""

    clients: OperatorClients
    installed: Installed
    folder: Path
    now: Callable[[], datetime]
    tell: Tell

    @property
    def _table(self) -> Table:
        return Table(self.clients.dynamodb, self.installed.table, self.installed.slug)

    def run(self) -> None:
        """Begin, or go on. Raises BundleError where there is something else."""
        manifest = read_manifest(self.folder)
        if manifest["state"] != self.installed.slug:
            raise BundleError(f"The bundle is {manifest['state']}'s: records never go to another state.")
        mark = self._table.get(keys.IMPORT)
        done = self._resumed(mark, manifest) if mark else self._begun(manifest)
        put_part = partial(self._objects, again=mark is not None)
        for stage, one in (("objects", put_part), ("items", self._items)):
            for number, part in enumerate(parts_of(manifest, stage)[done[stage] :], done[stage] + 1):
                one(part)
                self._table.save(update(keys.IMPORT, {}, {stage: number}))
                self.tell(f"{part.path}: {part.lines:,}")

    def finish(self, record: Callable[[], object]) -> None:
        """Everything is in: `record` puts the event into the state's log, and the mark goes."""
        record()
        self._table.save(delete(keys.IMPORT))

    def _begun(self, manifest: Manifest) -> Item:
        bucket, s3 = self.installed.bucket, self.clients.s3
        if not is_empty(self.clients.dynamodb, self.installed.table):
            raise BundleError(f"The table {self.installed.table} holds something. Name an empty one.")
        if not is_empty_bucket(s3, bucket):
            raise BundleError(f"The bucket {bucket} holds something. Name an empty one.")
        require_usable(s3, bucket, locks=manifest["counts"]["objects"].get("held", 0) > 0)
        mark = {"bundle": manifest["digest"], "objects": 0, "items": 0}
        self._table.save(put(keys.IMPORT, mark, ABSENT))
        return mark

    def _resumed(self, mark: Item, manifest: Manifest) -> Item:
        if mark["bundle"] != manifest["digest"]:
            text = f"Another bundle ({mark['bundle'][:12]}) is on its way into {self.installed.table}."
            raise BundleError(f"{text} Go on with that one, or name an empty table.")
        return mark

    def _objects(self, part: Part, *, again: bool) -> None:
        """Each object's versions one after another, several objects at a time."""

        def one(entries: list[Line]) -> None:
            there = count_of(self.clients.s3, self.installed.bucket, entries[0]["key"]) if again else 0
            put_versions(self.clients.s3, self.installed, self.folder, entries[there:], self.now())

        self._together(one, by_key(read_lines(self.folder / part.path)))

    def _items(self, part: Part) -> None:
        lines = (checked(line, self.installed.slug, part.path) for line in read_lines(self.folder / part.path))
        self._together(partial(write, self.clients.dynamodb, self.installed.table), list(in_batches(lines)))

    def _together(self, work: Callable[[list[Line]], None], batches: list[list[Line]]) -> None:
        with ThreadPoolExecutor(THREADS) as pool:
            for _ in pool.map(work, batches):
                pass
