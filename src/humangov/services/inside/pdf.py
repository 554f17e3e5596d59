"""PDF, opened by QPDF."""

import mmap
import re
from collections.abc import Iterator
from typing import BinaryIO

import pikepdf

from humangov.domain.looks import MOST_PAGES, MOST_UNPACKED_BYTES, Caution, Reason, Refused

# QPDF writes an object in one way, whatever it was written in: texts in brackets that are escaped inside.
_TEXTS = re.compile(rb"\((?:\\.|[^\\)])*\)", re.DOTALL)
# ISO 32000-2: 12.6.4.17 (scripts), 12.6.4.6 (starting programs), 7.11.4 (embedded files).
_SCRIPTS = re.compile(rb"/JS\s*[(<\d]|/S\s*/(?:JavaScript|Launch)\b")
# What QPDF says where it finds no more memory.
_NO_MEMORY = "bad_alloc"
_ATTACHED = re.compile(rb"/EF\s*(?:<<|\d+ \d+ R)")


def look(content: BinaryIO) -> list[Caution]:
    """What to ask about it. Raises Refused."""
    _must_end(content)
    content.seek(0)
    try:
        with pikepdf.open(content, suppress_warnings=True) as pdf:
            _must_have_its_pages(pdf)
            return [*_cautions(pdf)]
    except pikepdf.PasswordError:
        return [Caution.PASSWORD]
    except (pikepdf.PdfError, pikepdf.DataDecodingError, TypeError, ValueError, AttributeError, KeyError) as error:
        raise Refused(Reason.TOO_MUCH_INSIDE if _NO_MEMORY in str(error) else Reason.DAMAGED) from error


def _must_end(content: BinaryIO) -> None:
    """What QPDF mends of a file that broke off would be less than the file: behind its last object comes its end."""
    with mmap.mmap(content.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        if whole.rfind(b"%%EOF") < max(whole.rfind(b"endobj"), 0):
            raise Refused(Reason.CUT)


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
    scripts = attached = False
    for thing in pdf.objects:
        dictionary = thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing
        if isinstance(dictionary, pikepdf.Dictionary | pikepdf.Array):
            written = _TEXTS.sub(b"()", dictionary.unparse(resolved=True))
            scripts = scripts or bool(_SCRIPTS.search(written))
            attached = attached or bool(_ATTACHED.search(written))
    if scripts:
        yield Caution.SCRIPTS
    if attached:
        yield Caution.ATTACHMENTS
