"""Pictures, opened by Pillow: every page of them, to the last pixel."""

import re
import warnings
from typing import BinaryIO

from PIL import Image, ImageFile, UnidentifiedImageError
from PIL.JpegImagePlugin import JpegImageFile

from humangov.domain.looks import MOST_PAGES, MOST_PIXELS, MOST_UNPACKED_BYTES, Caution, Reason, Refused
from humangov.services.inside.png import must_have_its_rows

# What Pillow makes of bytes that are no picture of their kind.
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, AttributeError, Warning)
# The data of a picture behind the head of a scan, to the next marker (ITU-T T.81, B.1.1.5).
_SCAN = re.compile(rb"\xff\xda..(.*?)\xff[\xc0-\xcf\xd8-\xfe]", re.DOTALL)


def look(content: BinaryIO) -> list[Caution]:
    """Nothing to ask about. Raises Refused."""
    Image.MAX_IMAGE_PIXELS = None  # they are counted here
    # A directory of a TIFF that cannot be read is a warning to Pillow, which goes on without it.
    warnings.filterwarnings("error", "Corrupt EXIF|Truncated File")
    content.seek(0)
    try:
        with Image.open(content, formats=["JPEG", "PNG", "TIFF"]) as picture:
            _must_fit(picture)
            _load(picture, content)
    except _BROKEN as error:
        raise Refused(_reason(error)) from error
    return []


def _reason(error: Exception) -> Reason:
    if isinstance(error, UnidentifiedImageError):
        return Reason.DAMAGED
    return Reason.NO_PICTURE


def _must_fit(picture: ImageFile.ImageFile) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise Refused(Reason.TOO_MANY_PIXELS)


def _load(picture: ImageFile.ImageFile, content: BinaryIO) -> None:
    if picture.format in {"JPEG", "MPO"}:
        _load_jpeg(picture, content)
    elif picture.format == "TIFF":
        _load_pages(picture)
    else:
        picture.load()
        must_have_its_rows(content)


def _load_jpeg(picture: ImageFile.ImageFile, content: BinaryIO) -> None:
    """An eighth of it in each direction: all of its data is read, in little memory.

    Where the data ends too early the decoder invents the rest: there must be a bit at least for each of its blocks.
    """
    _must_unpack(picture)
    blocks = -(-picture.width // 8) * -(-picture.height // 8)
    picture.draft(None, (-(-picture.width // 8), -(-picture.height // 8)))
    picture.load()
    content.seek(0)
    if sum(len(scan[1]) for scan in _SCAN.finditer(content.read())) * 8 < blocks:
        raise Refused(Reason.NO_PICTURE)


def _must_unpack(picture: ImageFile.ImageFile) -> None:
    """What comes in scans is kept whole until the last one, two bytes for each number (ITU-T T.81, G)."""
    if "progression" not in picture.info or not isinstance(picture, JpegImageFile):
        return
    sides = [(across, down) for _, across, down, _ in picture.layer]
    shares = sum(across * down for across, down in sides) / (max(a for a, _ in sides) * max(d for _, d in sides))
    if picture.width * picture.height * shares * 2 > MOST_UNPACKED_BYTES:
        raise Refused(Reason.TOO_MUCH_INSIDE)


def _load_pages(picture: ImageFile.ImageFile) -> None:
    page = 0
    while True:
        try:
            picture.seek(page)
        except EOFError:
            return
        except _BROKEN as error:
            raise Refused(Reason.PAGES_MISSING if page else Reason.DAMAGED) from error
        if page >= MOST_PAGES:
            raise Refused(Reason.TOO_MANY_PAGES)
        _must_fit(picture)
        picture.load()
        page += 1
