"""An OLE file (MS-CFB) with some streams, as a locked DOCX or an old DOC is one."""

import struct

import olefile

_SECTOR, _END, _FREE, _FAT = 512, 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_NONE = 0xFFFFFFFF


def _padded(content: bytes) -> bytes:
    return content.ljust(-(-max(len(content), 4_096) // _SECTOR) * _SECTOR, b"\0")


def _entry(name: str, kind: int, *, right: int = _NONE, child: int = _NONE, start: int = 0, size: int = 0) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1)
    return bytes(head) + struct.pack("<LLL", _NONE, right, child) + bytes(36) + struct.pack("<LQ", start, size)


def an_ole(streams: dict[str, bytes]) -> bytes:
    """Sector 0 is the table, 1 the directory, and behind them the streams, each filled up past the small ones' size."""
    contents = {name: _padded(content) for name, content in streams.items()}
    table, entries, at = [_FAT, _END], [_entry("Root Entry", 5, child=1, start=_END)], 2
    names = sorted(contents, key=lambda name: (len(name), name.upper()))
    for place, name in enumerate(names, start=1):
        count = len(contents[name]) // _SECTOR
        table += [*range(at + 1, at + count), _END]
        right = place + 1 if place < len(names) else _NONE
        entries.append(_entry(name, 2, right=right, start=at, size=len(contents[name])))
        at += count
    table += [_FREE] * (_SECTOR // 4 - len(table))
    head = (
        olefile.MAGIC
        + bytes(16)
        + struct.pack("<HHHHH6xLLLLLLLLL", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4_096, _END, 0, _END, 0)
    )
    head += struct.pack("<L", 0) + struct.pack("<L", _FREE) * 108
    directory = b"".join(entries).ljust(_SECTOR, b"\0")
    return bytes(head) + struct.pack(f"<{len(table)}L", *table) + directory + b"".join(contents[name] for name in names)
