"""What is inside a file: the kinds that the folder accepts, told by looking and never by name alone."""

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from humangov.domain.documents import safe_file_name
from humangov.domain.tiff import is_whole_tiff
from humangov.domain.word import is_word
from humangov.domain.wording import file_size

_LOOK_BYTES = 1024
_PIECE_BYTES = 65_536
# A picture or PDF with a zip behind it is both, and what opens the zip may run what is in it.
_END_OF_ZIP = b"PK\x05\x06"


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: its media type, the endings that go with it, and whether a browser shows it safely.

    `hint` says what to do when a file has the kind's ending and is not one.
    """

    name: str
    media_type: str
    endings: tuple[str, ...]
    shown_in_browser: bool
    hint: str


_AGAIN = "Open it to see whether it is whole, save or scan it anew, and choose it again."
PDF = FileKind("PDF", "application/pdf", (".pdf",), True, _AGAIN)
PNG = FileKind("PNG", "image/png", (".png",), True, _AGAIN)
JPEG = FileKind("JPEG", "image/jpeg", (".jpg", ".jpeg"), True, _AGAIN)
TIFF = FileKind("TIFF", "image/tiff", (".tif", ".tiff"), False, _AGAIN)
DOCX = FileKind(
    "Word (DOCX)",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    (".docx",),
    False,
    "Open it in Word, save it as a Word document (.docx) without macros or password, and choose it again.",
)
TEXT = FileKind(
    "plain text",
    "text/plain; charset=utf-8",
    (".txt",),
    True,
    "Open it in a text editor, save it as plain text with the encoding UTF-8, and choose it again.",
)
KINDS = (PDF, PNG, JPEG, TIFF, DOCX, TEXT)
BY_MEDIA_TYPE = {kind.media_type: kind for kind in KINDS}
ACCEPTED = "PDF, PNG, JPEG, TIFF, Word (DOCX) or plain text"


def kind_of(content: BinaryIO, size_bytes: int) -> FileKind | None:
    """The kind that the content is, whole and well-formed at both ends, or None. Leaves the position at the start."""
    content.seek(0)
    head = content.read(_LOOK_BYTES)
    content.seek(max(0, size_bytes - _LOOK_BYTES))
    tail = content.read(_LOOK_BYTES)
    test = next((t for t in _TESTS if head.startswith(t.begins)), _TEXT_TEST)
    also_archive = _END_OF_ZIP in tail and test.kind is not DOCX
    found = test.kind if test.fits(content, tail) and not also_archive else None
    content.seek(0)
    return found


def _is_text(content: BinaryIO, _tail: bytes) -> bool:
    """UTF-8 with something in it, and nothing that ends a text or begins a page. Memory does not grow with the file."""
    content.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    begun = False
    while True:
        piece = content.read(_PIECE_BYTES)
        try:
            text = decoder.decode(piece, final=not piece)
        except UnicodeDecodeError:
            return False
        if _NO_TEXT.search(text) or (not begun and text.lstrip(_BLANK).lower().startswith(_MARKUP)):
            return False
        begun = begun or bool(text.strip(_BLANK))
        if not piece:
            return begun


_BLANK = "\ufeff \r\n\t\f"
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
# Markup that a browser could take for a page, whatever it is called, and a PDF that ends too early.
_MARKUP = ("<!doctype", "<!--", "<html", "<head", "<body", "<svg", "<?xml", "<script", "%pdf-")


@dataclass(frozen=True, slots=True)
class _Test:
    """How a kind begins, and what else tells that it is whole, from the content and its last bytes."""

    kind: FileKind
    begins: tuple[bytes, ...]
    fits: Callable[[BinaryIO, bytes], bool]


# PDF: ISO 32000-2, 7.5. PNG: its third edition, 5.3. JPEG: ITU-T T.81, B.2; a maker may put data behind the picture.
_TESTS = (
    _Test(PDF, (b"%PDF-",), lambda _, tail: b"%%EOF" in tail),
    _Test(PNG, (b"\x89PNG\r\n\x1a\n",), lambda _, tail: tail.rstrip(b"\x00").endswith(b"IEND\xaeB`\x82")),
    _Test(JPEG, (b"\xff\xd8\xff",), lambda _, tail: b"\xff\xd9" in tail),
    _Test(TIFF, (b"II*\x00", b"MM\x00*"), lambda content, _: is_whole_tiff(content)),
    _Test(DOCX, (b"PK\x03\x04",), lambda content, _: is_word(content)),
)
_TEXT_TEST = _Test(TEXT, (), _is_text)


def too_large(most_bytes: int) -> str:
    """What is told of a file over the limit."""
    return f"This file is larger than {file_size(most_bytes)}. Scan it in black and white, or in two parts."


def file_problem(file_name: str, content: BinaryIO, size_bytes: int, most_bytes: int) -> str:
    """What is wrong with an upload, as an instruction; empty when it can be filed."""
    if size_bytes == 0:
        return "This file is empty. Choose it again, or save it anew from the program that made it."
    if size_bytes > most_bytes:
        return too_large(most_bytes)
    ending = _ending(file_name)
    meant = next((kind for kind in KINDS if ending in kind.endings), None)
    kind = kind_of(content, size_bytes)
    if kind is None and meant is None:
        return f"Files of this kind cannot be filed. Use {ACCEPTED}."
    if kind is None and meant:
        return f"This is not a whole {meant.name} file, though its name ends in {ending}. {meant.hint}"
    if kind and kind is not meant:
        named = f"ends in {ending}" if ending else "has no ending"
        return f"This file is {kind.name} inside, but its name {named}. Rename it to end in {kind.endings[0]}."
    return ""


def _ending(file_name: str) -> str:
    """The ending with its dot, in lower case; "" for none."""
    _, dot, ending = safe_file_name(file_name).rpartition(".")
    return f".{ending.lower()}" if dot else ""
