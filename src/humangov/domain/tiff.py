"""TIFF pictures: whether all that the first picture's directory points to is in the file (TIFF 6.0, section 2)."""

import struct
from typing import BinaryIO

_HEADER_BYTES, _ENTRY_BYTES = 8, 12
# A directory is short; one of more entries than this is none.
_MOST_ENTRIES = 1_000
_MOST_PIECES = 100_000
# The types in which places and lengths are written: SHORT and LONG.
_NUMBERS = {3: "H", 4: "L"}
# Tags of the places of a picture's strips or tiles, and of their lengths.
_PLACES, _LENGTHS = (273, 324), (279, 325)

Entry = tuple[int, int, bytes]


def is_whole_tiff(content: BinaryIO) -> bool:
    """Whether the directory and every strip or tile of the first picture lie inside the file."""
    size_bytes = content.seek(0, 2)
    content.seek(0)
    order = "<" if content.read(2) == b"II" else ">"
    try:
        entries = _directory(content, order)
        places, lengths = (_values(content, order, entries, tags) for tags in (_PLACES, _LENGTHS))
        ends = [place + length for place, length in zip(places, lengths, strict=True)]
    except (struct.error, ValueError):
        return False
    return max(ends, default=size_bytes + 1) <= size_bytes


def _directory(content: BinaryIO, order: str) -> dict[int, Entry]:
    """The entries by tag: type, count, and the four bytes of the value or of its place."""
    content.seek(4)
    (start,) = struct.unpack(f"{order}L", content.read(4))
    content.seek(max(start, _HEADER_BYTES))
    (count,) = struct.unpack(f"{order}H", content.read(2))
    if count > _MOST_ENTRIES:
        raise ValueError
    entries = struct.iter_unpack(f"{order}HHL4s", content.read(count * _ENTRY_BYTES))
    return {tag: (kind, length, value) for tag, kind, length, value in entries}


def _values(content: BinaryIO, order: str, entries: dict[int, Entry], tags: tuple[int, ...]) -> tuple[int, ...]:
    """The numbers of the first of these tags. Raises ValueError and struct.error where they cannot be read."""
    kind, count, value = next((entries[tag] for tag in tags if tag in entries), (0, 0, b""))
    if kind not in _NUMBERS or count > _MOST_PIECES:
        raise ValueError
    layout = struct.Struct(f"{order}{count}{_NUMBERS[kind]}")
    if layout.size > len(value):
        (place,) = struct.unpack(f"{order}L", value)
        content.seek(place)
        value = content.read(layout.size)
    return layout.unpack_from(value)
