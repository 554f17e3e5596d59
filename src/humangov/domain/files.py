"""What is inside a file: the kinds that the folder accepts, told by looking and never by name alone."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

# A DOCX that unpacks to more than this, or to this many times its size, is a bomb and not a letter.
MOST_UNPACKED_BYTES = 200 * 1024 * 1024
MOST_UNPACKED_PARTS = 2_000
_LOOK_BYTES = 1024


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: its media type, the endings that go with it, and whether a browser shows it safely."""

    name: str
    media_type: str
    endings: tuple[str, ...]
    shown_in_browser: bool


PDF = FileKind("PDF", "application/pdf", (".pdf",), True)
PNG = FileKind("PNG", "image/png", (".png",), True)
JPEG = FileKind("JPEG", "image/jpeg", (".jpg", ".jpeg"), True)
TIFF = FileKind("TIFF", "image/tiff", (".tif", ".tiff"), False)
DOCX = FileKind(
    "Word (DOCX)", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",), False
)
TEXT = FileKind("plain text", "text/plain; charset=utf-8", (".txt",), True)
KINDS = (PDF, PNG, JPEG, TIFF, DOCX, TEXT)
BY_MEDIA_TYPE = {kind.media_type: kind for kind in KINDS}
ACCEPTED = "PDF, PNG, JPEG, TIFF, Word (DOCX) or plain text"


def kind_of(content: BinaryIO, size_bytes: int) -> FileKind | None:
    """The kind that the content is, whole and well-formed at both ends, or None. Leaves the position at the start."""
    content.seek(0)
    head = content.read(_LOOK_BYTES)
    content.seek(max(0, size_bytes - _LOOK_BYTES))
    tail = content.read(_LOOK_BYTES)
    found = next((kind for kind, fits in _TESTS if fits(head, tail)), None)
    if head.startswith(b"PK\x03\x04"):
        found = DOCX if _is_word(content) else None
    elif found is None and _is_text(content):
        found = TEXT
    content.seek(0)
    return found


def _is_tiff(head: bytes, _tail: bytes) -> bool:
    return head.startswith((b"II*\x00", b"MM\x00*")) and len(head) > 8


_TESTS: tuple[tuple[FileKind, Callable[[bytes, bytes], bool]], ...] = (
    (PDF, lambda head, tail: head.startswith(b"%PDF-") and b"%%EOF" in tail),
    (PNG, lambda head, tail: head.startswith(b"\x89PNG\r\n\x1a\n") and tail.rstrip(b"\x00").endswith(b"IEND\xaeB`\x82")),
    (JPEG, lambda head, tail: head.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in tail[-64:]),
    (TIFF, _is_tiff),
)


def _is_word(content: BinaryIO) -> bool:
    """A zip with the parts of a Word document (ECMA-376), no macros, and sizes that are not a bomb's."""
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as parts:
            entries = parts.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False
    names = {entry.filename for entry in entries}
    small = len(entries) <= MOST_UNPACKED_PARTS and sum(e.file_size for e in entries) <= MOST_UNPACKED_BYTES
    macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    return small and not macros and {"[Content_Types].xml", "word/document.xml"} <= names


def _is_text(content: BinaryIO) -> bool:
    """UTF-8 without control characters, and with something in it. Reads in pieces: memory does not grow."""
    content.seek(0)
    seen, rest = False, b""
    while piece := content.read(65_536):
        piece = rest + piece
        try:
            text, rest = piece.decode(), b""
        except UnicodeDecodeError as error:
            if len(piece) - error.start > 3 or error.reason == "invalid start byte":
                return False
            text, rest = piece[: error.start].decode(), piece[error.start :]
        if any(ord(c) < 32 and c not in "\t\r\n\f" for c in text) or text.lstrip("\ufeff \r\n\t").lower().startswith(_MARKUP):
            return False
        seen = seen or bool(text.strip())
    return seen and not rest


# Markup that a browser could take for a page, whatever it is called.
_MARKUP = ("<!doctype", "<html", "<svg", "<?xml", "<script")


def file_problem(file_name: str, content: BinaryIO, size_bytes: int, most_bytes: int) -> str:
    """What is wrong with an upload, as an instruction; empty when it can be filed."""
    if size_bytes == 0:
        return "This file is empty. Choose it again, or save it anew from the program that made it."
    if size_bytes > most_bytes:
        return f"This file has {size_bytes / 1_048_576:.1f} MB. Use one of at most {most_bytes // 1_048_576} MB."
    kind = kind_of(content, size_bytes)
    ending = "." + file_name.rsplit(".", 1)[-1].lower() if "." in file_name else ""
    if kind is None:
        return f"This is not a whole file of a kind that can be filed. Use {ACCEPTED}, and check that it opens."
    if ending not in kind.endings:
        return f"This file is {kind.name} inside, but its name ends in {ending or 'nothing'}. Rename it to end in {kind.endings[0]}."
    return ""
