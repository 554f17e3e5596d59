"""PDF, opened by QPDF."""

import mmap
import re
from collections.abc import Iterator
from typing import BinaryIO

import pikepdf

from humangov.domain.looks import MOST_OBJECTS, MOST_PAGES, MOST_UNPACKED_BYTES, Caution, Reason, Refused

# QPDF writes an object in one way, whatever it was written in: texts in brackets that are escaped inside.
_TEXTS = re.compile(rb"\((?:\\.|[^\\)])*\)", re.DOTALL)
# ISO 32000-2: 12.6.4.17 (scripts), 12.6.4.6 (starting programs), 7.11.4 (embedded files). A form in XFA has its scripts
# in XML (ISO 32000-1, 12.7.8).
_SCRIPTS = re.compile(rb"/JS\s*[(<\d]|/S\s*/(?:JavaScript|Launch)\b|/XFA\s*[\[\d(<]")
# What QPDF says where it finds no more memory.
_NO_MEMORY = "bad_alloc"
_ATTACHED = re.compile(rb"/EF\s*(?:<<|\d+ \d+ R)")
# Hardly any object has one of these, and only those that do are looked at closely: a file has up to 300,000.
_NAMES = (b"/JS", b"/JavaScript", b"/Launch", b"/XFA", b"/EF")


def look(content: BinaryIO) -> list[Caution]:
    """What to ask about it. Raises Refused."""
    _must_end(content)
    content.seek(0)
    try:
        with pikepdf.open(content, suppress_warnings=True) as pdf:
            _must_be_few(pdf)
            _must_have_its_pages(pdf)
            return sorted(_cautions(pdf), key=[*Caution].index)
    except pikepdf.PasswordError:
        return [Caution.PASSWORD]
    except (pikepdf.PdfError, pikepdf.DataDecodingError, TypeError, ValueError, AttributeError, KeyError) as error:
        raise Refused(Reason.TOO_MUCH_INSIDE if _NO_MEMORY in str(error) else Reason.DAMAGED) from error


def _must_end(content: BinaryIO) -> None:
    """What QPDF mends of a file that broke off would be less than the file: behind its last object comes its end."""
    with mmap.mmap(content.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        if whole.rfind(b"%%EOF") < max(whole.rfind(b"endobj"), 0):
            raise Refused(Reason.CUT)


def _must_be_few(pdf: pikepdf.Pdf) -> None:
    """Told by what it says before its objects are read, and by their number, which it cannot make smaller."""
    if int(pdf.trailer.get("/Size", 0)) > MOST_OBJECTS or len(pdf.objects) > MOST_OBJECTS:
        raise Refused(Reason.TOO_MUCH_INSIDE)


def _must_have_its_pages(pdf: pikepdf.Pdf) -> None:
    said = int(pdf.Root.Pages.get("/Count", 0))
    pages = len(pdf.pages)
    if not pages:
        raise Refused(Reason.PAGES_MISSING if said else Reason.NO_PAGES)
    if max(pages, said) > MOST_PAGES:
        raise Refused(Reason.TOO_MANY_PAGES)
    if pages < said:
        raise Refused(Reason.PAGES_MISSING)
    unpacked = 0
    for stream in _contents(pdf):
        unpacked += len(stream.read_bytes())
        if unpacked > MOST_UNPACKED_BYTES:
            raise Refused(Reason.TOO_MUCH_INSIDE)


def _contents(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """What is drawn on the pages: one stream each, or several; none on an empty page."""
    for page in pdf.pages:
        drawn = page.obj.get("/Contents")
        if isinstance(drawn, pikepdf.Array):
            yield from drawn
        elif drawn is not None:
            yield drawn


def _cautions(pdf: pikepdf.Pdf) -> Iterator[Caution]:
    looked_for = {Caution.SCRIPTS: _SCRIPTS, Caution.ATTACHMENTS: _ATTACHED}
    for written in map(_written, pdf.objects):
        if not any(name in written for name in _NAMES):
            continue
        bare = _TEXTS.sub(b"()", written)
        found = [caution for caution, pattern in looked_for.items() if pattern.search(bare)]
        yield from found
        for caution in found:
            del looked_for[caution]
        if not looked_for:
            return


def _written(thing: pikepdf.Object) -> bytes:
    dictionary = thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing
    is_one = isinstance(dictionary, pikepdf.Dictionary | pikepdf.Array)
    return dictionary.unparse(resolved=True) if is_one else b""
