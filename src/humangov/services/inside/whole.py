"""Whether a file is whole, told by the libraries that open it (see looking.py and apart.py)."""

import io
import json
import mmap
import zipfile
from importlib import import_module
from typing import BinaryIO

from humangov.domain.files import DOCX, HEIC, JPEG, PDF, PNG, TIFF, begins_as
from humangov.domain.looks import Caution, Reason, Refused

# What opens each kind. It is loaded for its kind only: each takes memory.
_OPENERS = {PDF: "pdf", PNG: "pictures", JPEG: "pictures", TIFF: "pictures", HEIC: "heic", DOCX: "word"}


def work(content: BinaryIO) -> bytes:
    """What was found, as JSON: the reason why it is refused, "" for none, and what to ask about it."""
    try:
        return json.dumps(["", _looked(content)]).encode()
    except Refused as refused:
        return json.dumps([refused.reason, []]).encode()
    except MemoryError:
        return json.dumps([Reason.TOO_MUCH_INSIDE, []]).encode()


def _looked(content: BinaryIO) -> list[Caution]:
    found = begins_as(content)
    if found is None:
        raise Refused(Reason.DAMAGED)
    archive = found is not DOCX and _is_archive(content)
    if archive and (found is not PDF or _is_archive(io.BytesIO(_behind_end(content)))):
        raise Refused(Reason.ARCHIVE_BEHIND)
    cautions: list[Caution] = import_module(f"humangov.services.inside.{_OPENERS[found]}").look(content)
    # What a PDF has attached is an archive as well as it came: a Word document, say. Its uploader is asked about that.
    if archive and Caution.ATTACHMENTS not in cautions:
        raise Refused(Reason.ARCHIVE_BEHIND)
    return cautions


def _behind_end(content: BinaryIO) -> bytes:
    with mmap.mmap(content.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        return whole[max(whole.rfind(b"%%EOF"), 0) :]


def _is_archive(content: BinaryIO) -> bool:
    """Whether what opens zip files finds one in this: a picture or PDF that is both may be run by who unpacks it."""
    try:
        with zipfile.ZipFile(content) as archive:
            return bool(archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeError):
        return False
