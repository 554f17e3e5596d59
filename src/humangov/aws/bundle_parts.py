"""The files of a bundle: parts of JSON lines, and contents under their digests. Only their owner can read them."""

import gzip
import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self
from uuid import uuid4

Line = dict[str, Any]

UNFINISHED = ".unfinished"
# What is held in memory of a file at once.
PIECE_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Part:
    """A file of JSON lines, compressed: its path in the bundle, its size and digest, and what its lines count up to."""

    path: str
    size_bytes: int
    sha256: str
    lines: int
    counts: Mapping[str, int]


class PartWriter:
    """Writes a part. It has its name only when all of it is on the disk."""

    def __init__(self, folder: Path, path: str) -> None:
        self._path, self._final = path, folder / path
        self._final.parent.mkdir(mode=0o700, exist_ok=True)
        self._unfinished = self._final.with_name(self._final.name + UNFINISHED)
        self._below = private(self._unfinished)
        # Without a time and a name in it, the same lines are the same bytes.
        self._file = gzip.GzipFile("", "wb", fileobj=self._below, mtime=0)
        self.lines, self.raw_bytes = 0, 0
        self._counts = Counter[str]()

    def add(self, line: Line, counts: Mapping[str, int]) -> None:
        """One line, and what it counts for."""
        said = canonical(line) + b"\n"
        self._file.write(said)
        self.lines, self.raw_bytes = self.lines + 1, self.raw_bytes + len(said)
        self._counts.update(counts)

    def __enter__(self) -> Self:
        """The writer."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave nothing of a part that was not finished."""
        self._file.close()
        self._below.close()
        self._unfinished.unlink(missing_ok=True)

    def finish(self) -> Part:
        """The part, whole."""
        self._file.close()
        flushed(self._below)
        self._unfinished.replace(self._final)
        size_bytes, sha256 = measured(self._final)
        return Part(self._path, size_bytes, sha256, self.lines, dict(self._counts))


def canonical(value: object) -> bytes:
    """JSON of a value, the same bytes for the same value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def read_lines(file: Path) -> Iterator[Line]:
    """The lines of a part, one at a time."""
    with gzip.open(file, "rb") as lines:
        for line in lines:
            yield json.loads(line)


def measured(file: Path) -> tuple[int, str]:
    """The size of a file and its SHA-256, read in pieces."""
    digest, size_bytes = hashlib.sha256(), 0
    with file.open("rb") as content:
        while piece := content.read(PIECE_BYTES):
            digest.update(piece)
            size_bytes += len(piece)
    return size_bytes, digest.hexdigest()


def content_path(sha256: str) -> str:
    """Where the content with this digest lies in a bundle. Two versions that are the same lie there once."""
    return f"content/{sha256[:2]}/{sha256}"


def keep_content(folder: Path, pieces: Iterable[bytes]) -> tuple[int, str]:
    """Keep a content under its digest; returns its size and digest."""
    unfinished = folder / "content" / f"{uuid4().hex}{UNFINISHED}"
    unfinished.parent.mkdir(mode=0o700, exist_ok=True)
    digest, size_bytes = hashlib.sha256(), 0
    with private(unfinished) as file:
        for piece in pieces:
            digest.update(piece)
            size_bytes += file.write(piece)
        flushed(file)
    kept = folder / content_path(digest.hexdigest())
    kept.parent.mkdir(mode=0o700, exist_ok=True)
    unfinished.replace(kept)
    return size_bytes, digest.hexdigest()


def save_whole(file: Path, content: bytes) -> None:
    """Put a file in the place of the one before, at once: a reader finds the one or the other."""
    unfinished = file.with_name(file.name + UNFINISHED)
    with private(unfinished) as saved:
        saved.write(content)
        flushed(saved)
    unfinished.replace(file)


def private(file: Path) -> IO[bytes]:
    """A new file that nobody else can read. One of before that was not finished gives way."""
    with suppress(FileNotFoundError):
        file.unlink()
    return os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def flushed(file: IO[bytes]) -> None:
    """Close a file when it is on the disk."""
    file.flush()
    os.fsync(file.fileno())
    file.close()
