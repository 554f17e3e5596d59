"""Word documents: a zip of parts that name each other (ECMA-376, part 2), and behind a password an OLE file."""

import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from posixpath import basename, normpath
from typing import BinaryIO
from urllib.parse import unquote

import olefile
from lxml import etree

from humangov.domain.files import OLE, PROGRAMS
from humangov.domain.looks import MOST_UNPACKED_BYTES, Caution, Reason, Refused
from humangov.services.inside.outside import has_fields, links_of, must_command_nothing, must_fetch_nothing, xml_of

MOST_PARTS = 5_000
_PIECE_BYTES = 1024 * 1024
_BROKEN = (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, RuntimeError, NotImplementedError)
_NOT_XML = (etree.LxmlError, KeyError)
_TYPES = "[Content_Types].xml"
_MAIN = "officedocument"
_IS_WORD = "wordprocessingml.document.main+xml"
_HAS_MACROS = re.compile(r"macroenabled|vbaproject|vbadata", re.IGNORECASE)
_PROGRAM = re.compile(r"\.(exe|dll|scr|com|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|lnk|msi|jar|sh|py)$", re.IGNORECASE)
_ARCHIVE = b"PK\x03\x04"
_ALL_OF = (_ARCHIVE, b"<", b" ", b"\n", b"\r", b"\t", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def look(content: BinaryIO) -> list[Caution]:
    """What to ask about it. Raises Refused."""
    content.seek(0)
    if content.read(len(OLE)) == OLE:
        return _look_behind_password(content)
    try:
        with zipfile.ZipFile(content) as parts:
            _must_be_word(parts)
    except _BROKEN as error:
        raise Refused(Reason.DAMAGED) from error
    return []


def _look_behind_password(content: BinaryIO) -> list[Caution]:
    """A document behind a password is two streams in an OLE file (MS-OFFCRYPTO, 1.3.2); any other is of an old Word."""
    content.seek(0)
    try:
        with olefile.OleFileIO(content, raise_defects=olefile.DEFECT_INCORRECT) as file:
            if not (file.exists("EncryptionInfo") and file.exists("EncryptedPackage")):
                raise Refused(Reason.NOT_WORD)
            file.openstream("EncryptedPackage").read()
    except (OSError, ValueError, TypeError, IndexError) as error:
        raise Refused(Reason.DAMAGED) from error
    return [Caution.PASSWORD]


def _must_be_word(parts: zipfile.ZipFile) -> None:
    entries = parts.infolist()
    if len(entries) > MOST_PARTS or sum(e.file_size for e in entries) > MOST_UNPACKED_BYTES:
        raise Refused(Reason.TOO_MUCH_INSIDE)
    named = _named(entries)
    try:
        types, links = parts.read(named[_TYPES.casefold()]), parts.read(named["_rels/.rels"])
        main = next((target for kind, target, _ in links_of(links) if kind == _MAIN), None)
        name = normpath((main or "").lstrip("/"))
        if main is None or not _type_of(types, name).endswith(_IS_WORD):
            raise Refused(_unlike(types))
        _must_be_harmless(parts, named, types, name)
    except _NOT_XML as error:
        raise Refused(Reason.NOT_WORD if isinstance(error, KeyError) else Reason.DAMAGED) from error


def _unlike(types: bytes) -> Reason:
    return Reason.MACROS if _HAS_MACROS.search(types.decode("utf-8", "replace")) else Reason.NOT_WORD


def _must_be_harmless(parts: zipfile.ZipFile, named: Mapping[str, zipfile.ZipInfo], types: bytes, main: str) -> None:
    if _HAS_MACROS.search(types.decode("utf-8", "replace")):
        raise Refused(Reason.MACROS)
    xml_of(parts.read(named[unquote(main).casefold()]))
    for name, entry in named.items():
        head = _whole(parts, entry)
        _must_be_harmless_part(name, head)
        if name.endswith(".rels"):
            must_fetch_nothing(parts.read(entry))
        elif has_fields(head):
            must_command_nothing(head)


def _named(entries: Sequence[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """The parts by name, as Word compares names: without case (ECMA-376, part 2, 6.2.2.3)."""
    named = {unquote(entry.filename).replace("\\", "/").casefold(): entry for entry in entries}
    if len(named) < len(entries):
        raise Refused(Reason.DAMAGED)
    return named


def _must_be_harmless_part(name: str, head: bytes) -> None:
    if _HAS_MACROS.search(basename(name)):
        raise Refused(Reason.MACROS)
    if _PROGRAM.search(name) or head.startswith(PROGRAMS):
        raise Refused(Reason.PROGRAMS)
    if head.startswith(OLE):
        raise Refused(Reason.OBJECTS)
    if head.startswith(_ARCHIVE) and re.search(rb"vbaProject\.bin", head):
        raise Refused(Reason.MACROS)


def _whole(parts: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Read to its end, which compares its sum; the beginning comes back, and of XML and a document in it everything."""
    with parts.open(entry) as part:
        head = part.read(_PIECE_BYTES)
        if head.startswith(_ALL_OF):
            return head + part.read()
        while part.read(_PIECE_BYTES):
            pass
    return head


def _type_of(types: bytes, name: str) -> str:
    """The content type of a part: its own, or that of its ending."""
    listed = xml_of(types)
    for own in listed.iter("{*}Override"):
        if own.get("PartName", "").lstrip("/").lower() == name.lower():
            return str(own.get("ContentType", ""))
    ending = name.rpartition(".")[2].lower()
    kinds = (d.get("ContentType", "") for d in listed.iter("{*}Default") if d.get("Extension", "").lower() == ending)
    return str(next(kinds, ""))
