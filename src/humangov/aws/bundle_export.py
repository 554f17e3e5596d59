"""Everything of a state into a bundle: its items, then its objects, a part at a time. Broken off, it goes on.

Items come first: an object is stored before the record that names it, so that each record in a bundle finds its object
there even where people worked meanwhile.
"""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from humangov.aws.bundle_folder import Manifest, Progress, finish, registered, resumed
from humangov.aws.bundle_items import kind_of, scanned
from humangov.aws.bundle_objects import Listed, counts_of, fetched, listed
from humangov.aws.bundle_parts import Line, PartWriter, keep_content
from humangov.aws.clients import OperatorClients
from humangov.domain.states import Installed

# A part ends behind so many lines or bytes (before compression): what is lost when an export is broken off.
PART_BYTES = 16 * 1024 * 1024
PART_LINES = {"items": 25_000, "objects": 500}
# Objects that are fetched at the same time, and versions that are listed ahead.
THREADS, AHEAD = 4, 64

INACTIVE = (
    "The state was inactive, so that people could change nothing (servers learn it within 30 seconds). Each item and "
    "object was read once and consistently. Items whose expires_at has passed may have left the table meanwhile."
)
ACTIVE = (
    "The state was active: this is no picture of one moment. Each item and object is as it was at some moment between "
    "started_at and ended_at; a change that touches several items may be here in part. Each record's object is here. "
    "For one moment, export an inactive state, or let DynamoDB export the table to a point in time."
)
# Lines in the order of the source, and the position behind them from which to go on.
Batches = Iterator[tuple[list[Line], Any]]
Counts = Callable[[Line], Mapping[str, int]]
Tell = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Export:
    """An export of one state into a folder. `now` is the clock, `tell` is told each part that is done."""

    clients: OperatorClients
    installed: Installed
    folder: Path
    now: Callable[[], datetime]
    tell: Tell

    def run(self, record: Callable[[], str], made_by: Mapping[str, str]) -> Manifest:
        """Begin, or go on. `record` puts the event into the state's log before anything is read, and tells its id.

        Raises BundleError.
        """
        progress = self._begun(record)
        for name in progress.stages:
            self._stage(progress, name)
        guarantee = ACTIVE if progress.while_active else INACTIVE
        return finish(self.folder, progress, made_by, guarantee, self.now().isoformat())

    def _begun(self, record: Callable[[], str]) -> Progress:
        at = self.now().isoformat()
        if progress := resumed(self.folder, self.installed):
            progress.resumed_at.append(at)
            progress.while_active |= self.installed.active
        else:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.folder.chmod(0o700)
            progress = Progress(registered(self.installed), at, record(), self.installed.active)
        progress.save(self.folder)
        return progress

    def _stage(self, progress: Progress, name: str) -> None:
        stage = progress.stages[name]
        batches, counts = self._sources()[name]
        source = batches(stage.after)
        while not stage.done:
            with PartWriter(self.folder, f"{name}/{len(stage.parts) + 1:05}.jsonl.gz") as writer:
                stage.after, stage.done = _filled(writer, source, counts, PART_LINES[name])
                part = writer.finish()
            stage.parts.append(part)
            progress.save(self.folder)
            self.tell(f"{part.path}: {part.lines:,}")

    def _sources(self) -> dict[str, tuple[Callable[[Any], Batches], Counts]]:
        state = self.installed
        items = partial(scanned, self.clients.dynamodb, state.table, state.slug)
        return {"items": (items, lambda line: {kind_of(line): 1}), "objects": (self._objects, counts_of)}

    def _objects(self, after: str | None) -> Batches:
        keep = partial(keep_content, self.folder)
        yield from read_objects(self.clients, self.installed.bucket, keep, after or "")


def _filled(writer: PartWriter, source: Batches, counts: Counts, most_lines: int) -> tuple[Any, bool]:
    """Fill a part; returns the position behind it, and whether the source has come to its end."""
    after: Any = None
    for lines, after in source:
        for line in lines:
            writer.add(line, counts(line))
        if writer.lines >= most_lines or writer.raw_bytes >= PART_BYTES:
            return after, after is None
    return after, True


def read_objects(
    clients: OperatorClients, bucket: str, keep: Callable[[Any], tuple[int, str]], after: str = ""
) -> Batches:
    """What a bundle says of each version behind the key `after`; the versions of one key are never parted."""
    fetch = partial(fetched, clients.s3, bucket, keep=keep)
    with ThreadPoolExecutor(THREADS) as pool:
        for batch in _ahead(clients, bucket, after):
            yield [entry for entry in pool.map(fetch, batch) if entry], batch[-1].key


def _ahead(clients: OperatorClients, bucket: str, after: str) -> Iterator[list[Listed]]:
    batch: list[Listed] = []
    for versions in listed(clients.s3, bucket, after):
        batch += versions
        if len(batch) >= AHEAD:
            yield batch
            batch = []
    if batch:
        yield batch
