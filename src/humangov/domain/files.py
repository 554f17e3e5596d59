"""The kinds of files that the folder accepts, told by how they begin; whether one is whole is looked into apart."""

import codecs
import re
from dataclasses import dataclass
from typing import BinaryIO

from humangov.domain.documents import safe_file_name
from humangov.domain.wording import file_size

_LOOK_BYTES = 1024
_PIECE_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: its media type, the endings that go with it, and whether a browser shows it safely.

    `shown_as_jpeg`: it shows what we make of it.
    `again` says how a file of the kind that cannot be filed is made anew.
    """

    name: str
    media_type: str
    endings: tuple[str, ...]
    shown_in_browser: bool
    again: str
    shown_as_jpeg: bool = False


_SAVE_AGAIN = "Open it in the program that you look at pictures with, save it as a copy, and choose the copy."
PDF = FileKind(
    "PDF",
    "application/pdf",
    (".pdf",),
    True,
    "Open it, save it as PDF (Print, then Save as PDF), and choose the new file.",
)
PNG = FileKind("PNG", "image/png", (".png",), True, _SAVE_AGAIN)
JPEG = FileKind("JPEG", "image/jpeg", (".jpg", ".jpeg"), True, _SAVE_AGAIN)
TIFF = FileKind("TIFF", "image/tiff", (".tif", ".tiff"), False, "Open it, save it as PDF, and choose that.")
HEIC = FileKind(
    "HEIC",
    "image/heic",
    (".heic", ".heif"),
    False,
    "Open it on the phone, export it as JPEG, and choose that.",
    shown_as_jpeg=True,
)
DOCX = FileKind(
    "Word (DOCX)",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    (".docx",),
    False,
    "Open it in Word, save it as a Word document (.docx) or as PDF, and choose that.",
)
TEXT = FileKind(
    "plain text",
    "text/plain; charset=utf-8",
    (".txt",),
    True,
    "Open it in a text editor, save it as plain text with the encoding UTF-8, and choose it again.",
)
KINDS = (PDF, PNG, JPEG, TIFF, HEIC, DOCX, TEXT)
BY_MEDIA_TYPE = {kind.media_type: kind for kind in KINDS}
ACCEPTED = "PDF, PNG, JPEG, TIFF, HEIC, Word (DOCX) or plain text"

# An OLE file: of an old Word, or a DOCX behind a password.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# PNG: its third edition, 5.3. JPEG: ITU-T T.81, B.2. TIFF 6.0 and BigTIFF. DOCX: a zip, PKWARE's APPNOTE.TXT, 4.3.7.
_BEGINNINGS = {
    b"\x89PNG\r\n\x1a\n": PNG,
    b"\xff\xd8\xff": JPEG,
    b"II*\x00": TIFF,
    b"MM\x00*": TIFF,
    b"II+\x00": TIFF,
    b"MM\x00+": TIFF,
    b"PK\x03\x04": DOCX,
    OLE: DOCX,
}
PROGRAM = "This is a program, not a document. Do not open it."
# Windows, Linux, macOS (each of its widths and orders, and several in one, which Java's classes begin like too).
PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
)
_SCRIPT = re.compile(rb"#![ \t]*/")
# ISO/IEC 23008-12, annex B: brands of pictures coded as HEVC, and the one of any picture.
_HEIC = re.compile(rb"....ftyp(heic|heix|heim|heis|mif1)", re.DOTALL)


def begins_as(content: BinaryIO) -> FileKind | None:
    """The kind that a file begins as; None for any other, and for text. Leaves the position at the start."""
    content.seek(0)
    head = content.read(_LOOK_BYTES)
    content.seek(0)
    if known := next((kind for begins, kind in _BEGINNINGS.items() if head.startswith(begins)), None):
        return known
    if _HEIC.match(head):
        return HEIC
    # Adobe's readers look for a header in the first kilobyte (ISO 32000-1, annex H, implementation note 13).
    return PDF if b"%PDF-" in head else None


def is_program(content: BinaryIO) -> bool:
    """Whether it begins as a program or a script, whatever its name says; a text may begin with MZ."""
    content.seek(0)
    head = content.read(_LOOK_BYTES)
    content.seek(0)
    return bool(_SCRIPT.match(head)) or (head.startswith(PROGRAMS) and not is_text(content))


def is_text(content: BinaryIO) -> bool:
    """UTF-8 with something in it, and nothing that ends a text or begins a page. Memory does not grow with the file.

    Leaves the position at the start.
    """
    content.seek(0)
    try:
        return _is_text(content)
    finally:
        content.seek(0)


def _is_text(content: BinaryIO) -> bool:
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

# What people try to file beside what can be filed, and what to do with it.
_PRINT = "Open it, save it as PDF (Print, then Save as PDF), and choose the PDF."
_ELSE = {
    **dict.fromkeys((".doc", ".rtf", ".odt", ".pages", ".wpd"), "Open it, save it as PDF or DOCX, and choose that."),
    **dict.fromkeys((".xls", ".xlsx", ".ppt", ".pptx", ".ods", ".odp", ".eml", ".msg", ".htm", ".html"), _PRINT),
    **dict.fromkeys((".gif", ".bmp", ".webp", ".avif"), "Open it, save it as PNG or JPEG, and choose that."),
    **dict.fromkeys((".zip", ".rar", ".7z"), "Take the files out of it, and choose those."),
    ".docm": "Open it in Word, save it as a Word document (.docx) without macros, and choose that.",
}


def too_large(most_bytes: int) -> str:
    """What is told of a file over the limit."""
    return f"This file is larger than {file_size(most_bytes)}. Scan it in black and white, or in two parts."


def meant_by(file_name: str) -> FileKind | None:
    """The kind that goes with a name's ending."""
    return next((kind for kind in KINDS if ending_of(file_name) in kind.endings), None)


def told_at_the_door(file_name: str, content: BinaryIO, size_bytes: int, most_bytes: int) -> FileKind | str:
    """The kind of an upload by how it begins; or what is wrong with it, as an instruction."""
    if size_bytes == 0:
        return "This file is empty. Choose it again, or save it anew from the program that made it."
    if size_bytes > most_bytes:
        return too_large(most_bytes)
    return PROGRAM if is_program(content) else _told_by_its_kind(file_name, content)


def _told_by_its_kind(file_name: str, content: BinaryIO) -> FileKind | str:
    ending, meant = ending_of(file_name), meant_by(file_name)
    found = TEXT if meant is TEXT and is_text(content) else begins_as(content)
    found = found or (TEXT if is_text(content) else None)
    if meant and found is None:
        return f"This is not a whole {meant.name} file, though its name ends in {ending}. {meant.again}"
    # A zip or OLE file of another name is not taken for a Word document: it is what its name says.
    if found is None or (found is DOCX and meant is None and ending in _ELSE):
        return f"Files of this kind cannot be filed. {_ELSE.get(ending, f'Use {ACCEPTED}.')}"
    if found is not meant:
        named = f"ends in {ending}" if ending else "has no ending"
        return f"This file is {found.name} inside, but its name {named}. Rename it to end in {found.endings[0]}."
    return found


def ending_of(file_name: str) -> str:
    """The ending with its dot, in lower case; "" for none."""
    _, dot, ending = safe_file_name(file_name).rpartition(".")
    return f".{ending.lower()}" if dot else ""
