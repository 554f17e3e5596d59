"""HEIC, as phones take pictures: opened by libheif, and made a JPEG that every browser shows."""

import io
from typing import BinaryIO

import pillow_heif
from PIL import Image

from humangov.domain.looks import MOST_PIXELS, Caution, Reason, Refused

# What is made for the screen: no larger than this, in either direction.
_SIDE, _QUALITY = 2_048, 85
_ROWS = 512
# What libheif takes for a pixel while it decodes, and how much of the memory is there for that.
_PIXEL_BYTES, _MOST_BYTES = 6, 190 * 1024 * 1024


def look(content: BinaryIO) -> list[Caution]:
    """Nothing to ask about. Raises Refused."""
    _decoded(content)
    return []


def work(content: BinaryIO) -> bytes:
    """The picture as JPEG, for the screen."""
    picture = _decoded(content)
    factor = max(1, -(-max(picture.size) // _SIDE))
    width, height = picture.size
    small = Image.new("RGB", (-(-width // factor), -(-height // factor)))
    # In strips: all of it in Pillow's way of keeping pixels would take more memory than there is.
    rows = _ROWS // factor * factor or factor
    for top in range(0, height, rows):
        data = bytes(picture.data[top * picture.stride : min(top + rows, height) * picture.stride])
        size = (width, min(rows, height - top))
        strip = Image.frombuffer(picture.mode, size, data, "raw", picture.mode, picture.stride, 1)
        small.paste(strip.convert("RGB").reduce(factor), (0, top // factor))
    made = io.BytesIO()
    small.save(made, "JPEG", quality=_QUALITY)
    return made.getvalue()


def _decoded(content: BinaryIO) -> pillow_heif.HeifImage:
    """The first picture with its pixels. Raises Refused."""
    content.seek(0)
    try:
        file = pillow_heif.open_heif(content)
        picture = file[file.primary_index]
        if picture.size[0] * picture.size[1] > MOST_PIXELS:
            raise Refused(Reason.TOO_MANY_PIXELS)
        if picture.size[0] * picture.size[1] * _PIXEL_BYTES > _MOST_BYTES:
            raise Refused(Reason.TOO_MUCH_INSIDE)
        picture.load()
    except (OSError, ValueError, SyntaxError, RuntimeError, EOFError, IndexError) as error:
        raise Refused(Reason.NO_PICTURE) from error
    return picture
