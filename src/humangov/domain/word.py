"""Word documents: told from other zip files, from documents with macros, and from bombs, without unpacking them."""

import struct
import zipfile
import zlib
from typing import BinaryIO

# A DOCX that unpacks to more than this is a bomb and not a letter.
MOST_UNPACKED_BYTES = 200 * 1024 * 1024
MOST_PARTS = 2_000
# The list of parts is read as a whole: a file of 25 MB could otherwise be one list of half a million parts.
MOST_LIST_BYTES = 1024 * 1024
MOST_TYPES_BYTES = 256 * 1024
_TYPES = "[Content_Types].xml"
_BODY = "word/document.xml"
_IS_WORD = b"wordprocessingml.document.main+xml"
_HAS_MACROS = (b"macroenabled", b"vbaproject")
# PKWARE's APPNOTE.TXT 6.3.10, 4.3.16: the end record of a zip without a comment, and before it the locator of a ZIP64.
_END = struct.Struct("<4s8xL6x")
_LOCATOR_BYTES = 20
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, ValueError, OSError, EOFError, RuntimeError)


def is_word(content: BinaryIO) -> bool:
    """Whether it is a zip with the parts of a Word document (ECMA-376), no macros, and sizes that are not a bomb's."""
    if not _has_short_list(content):
        return False
    try:
        with zipfile.ZipFile(content) as parts:
            return _is_plain(parts.infolist()) and _is_document(parts)
    except _BROKEN:
        return False


def _has_short_list(content: BinaryIO) -> bool:
    size_bytes = content.seek(0, 2)
    content.seek(max(0, size_bytes - _END.size - _LOCATOR_BYTES))
    last = content.read()
    if len(last) < _END.size or last.startswith(b"PK\x06\x07"):
        return False
    signature, list_bytes = _END.unpack(last[-_END.size :])
    return bool(signature == b"PK\x05\x06" and list_bytes <= MOST_LIST_BYTES)


def _is_plain(entries: list[zipfile.ZipInfo]) -> bool:
    readable = all(e.compress_type in _METHODS and not e.flag_bits & _ENCRYPTED for e in entries)
    return readable and len(entries) <= MOST_PARTS and sum(e.file_size for e in entries) <= MOST_UNPACKED_BYTES


def _is_document(parts: zipfile.ZipFile) -> bool:
    names = {entry.filename for entry in parts.infolist()}
    if not {_TYPES, _BODY} <= names or any(name.lower().endswith("vbaproject.bin") for name in names):
        return False
    with parts.open(_TYPES) as part:
        types = part.read(MOST_TYPES_BYTES).lower()
    return _IS_WORD in types and not any(sign in types for sign in _HAS_MACROS)
