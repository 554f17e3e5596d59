"""PNG: whether all rows are there. Pillow leaves those empty that are not (PNG, third edition: 5, 7.2, 8.1)."""

import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from humangov.domain.looks import Reason, Refused

_SIGNATURE_BYTES = 8
# Of each way to tell a color, how many numbers a pixel has.
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
# Adam7: of each pass the first column and row, and the steps between them.
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_PIECE_BYTES = 1024 * 1024


def must_have_its_rows(content: BinaryIO) -> None:
    """Raises Refused where the rows are fewer than the picture has, or its end does not come. Pillow has opened it."""
    try:
        found, needed = _rows(content)
    except zlib.error as error:
        raise Refused(Reason.DAMAGED) from error
    if found < needed:
        raise Refused(Reason.NO_PICTURE)


def _rows(content: BinaryIO) -> tuple[int, int]:
    """How many bytes of rows there are, and are needed. No more than a piece of them is in memory."""
    unpacking, found, needed = zlib.decompressobj(), 0, 0
    for name, data in _chunks(content):
        if name == b"IHDR":
            needed = _needed(data)
        elif name == b"IDAT":
            piece = unpacking.decompress(data, _PIECE_BYTES)
            while piece:
                found += len(piece)
                piece = unpacking.decompress(unpacking.unconsumed_tail, _PIECE_BYTES) if found < needed else b""
    return found, needed


def _chunks(content: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """The name and content of each, to the last."""
    content.seek(_SIGNATURE_BYTES)
    name = b""
    while name != b"IEND":
        head = content.read(8)
        if len(head) < 8:
            raise Refused(Reason.CUT)
        length, name = struct.unpack(">L4s", head)
        yield name, content.read(length)
        content.read(4)


def _needed(head: bytes) -> int:
    """So many bytes are the rows of a picture, each behind one that says how it is packed."""
    width, height, depth, color, _, _, interlaced = struct.unpack(">LLBBBBB", head)
    bits = depth * _SAMPLES[color]
    passes = _PASSES if interlaced else ((0, 0, 1, 1),)
    sizes = ((_steps(width, x, dx), _steps(height, y, dy)) for x, y, dx, dy in passes)
    return sum(rows * (1 + -(-columns * bits // 8)) for columns, rows in sizes if columns)


def _steps(length: int, first: int, step: int) -> int:
    return max(0, -(-(length - first) // step))
