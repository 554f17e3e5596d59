"""Pictures: of scanners, phones and faxes, and what pretends to be one."""

import io
import struct
import zlib
from typing import Any

import pillow_heif
from PIL import Image, ImageDraw

from humangov.domain.looks import Reason
from tests import samples
from tests.corpus import Case


def drawn(width: int = 120, height: int = 160, mode: str = "RGB") -> Image.Image:
    """A picture with something in it."""
    picture = Image.new(mode, (width, height), "white" if mode != "CMYK" else 0)
    ImageDraw.Draw(picture).ellipse((10, 10, width - 10, height - 10), fill=0 if mode != "RGB" else "navy")
    return picture


def saved(kind: str, picture: Image.Image | None = None, **how: Any) -> bytes:
    """The picture as a file of that kind."""
    stream = io.BytesIO()
    (picture or drawn()).save(stream, kind, **how)
    return stream.getvalue()


def jpeg(**how: Any) -> bytes:
    return saved("JPEG", **how)


def tiff(pages: int = 1, compression: str = "raw", *, big: bool = False, mode: str = "RGB") -> bytes:
    more = [drawn(mode=mode) for _ in range(pages - 1)]
    return saved("TIFF", drawn(mode=mode), compression=compression, save_all=True, append_images=more, big_tiff=big)


def heic(width: int = 128, height: int = 96) -> bytes:
    stream = io.BytesIO()
    pillow_heif.from_pillow(drawn(width, height)).save(stream, quality=50)
    return stream.getvalue()


def png(width: int = 1, height: int = 1, rows: bytes | None = b"\x00\x80", interlace: int = 0) -> bytes:
    """A PNG that says so of its size, with these rows; None: without any."""
    head = samples.chunk(b"IHDR", struct.pack(">LLBBBBB", width, height, 8, 0, 0, 0, interlace))
    data = b"" if rows is None else samples.chunk(b"IDAT", zlib.compress(rows, 9))
    return b"\x89PNG\r\n\x1a\n" + head + data + samples.chunk(b"IEND", b"")


def interlaced(passes: int = 7) -> bytes:
    """Eight times eight pixels in so many passes, whose rows have these lengths."""
    lengths = ([1], [1], [2], [2, 2], [4, 4], [4] * 4, [8] * 4)[:passes]
    return png(8, 8, b"".join(bytes(1 + length) for rows in lengths for length in rows), interlace=1)


def _marks(between: bytes) -> bytes:
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + between + b"\xff\xd9"


def _without_scan() -> bytes:
    whole = jpeg()
    at = whole.index(b"\xff\xda")
    return whole[: at + 2 + struct.unpack(">H", whole[at + 2 : at + 4])[0]] + b"\xff\xd9"


def _said(whole: bytes, width: int, height: int) -> bytes:
    """A JPEG that says so of its size."""
    at = max(whole.find(b"\xff\xc0"), whole.find(b"\xff\xc2")) + 5
    return whole[:at] + struct.pack(">HH", height, width) + whole[at + 4 :]


def _said_heic(width: int, height: int) -> bytes:
    whole = heic()
    at = whole.index(b"ispe") + 8
    return whole[:at] + struct.pack(">LL", width, height) + whole[at + 8 :]


def _endless_tiff() -> bytes:
    """Its directory is followed by itself."""
    whole, next_at = samples.a_tiff(), 8 + 2 + 5 * 12
    return whole[:next_at] + struct.pack("<L", 8) + whole[next_at + 4 :]


MOTION = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00\x00\x10\x00mdat" + b"\x47" * 4_088

CASES = (
    Case("photo.jpg", jpeg, None, "as a phone takes it"),
    Case("progressive.jpeg", lambda: jpeg(progressive=True), None, "comes in scans"),
    Case(
        "turned.jpg",
        lambda: jpeg(
            exif=b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"
        ),
        None,
        "its turn is told in it",
    ),
    Case("gray.jpg", lambda: saved("JPEG", drawn(mode="L")), None, "of a scanner"),
    Case("press.jpg", lambda: saved("JPEG", drawn(mode="CMYK")), None, "in the colors of a press"),
    Case("motion.jpg", lambda: jpeg() + MOTION, None, "a phone's film behind the picture"),
    Case("maker.jpg", lambda: jpeg() + b"\x00SEFT" * 50, None, "a maker's data behind the picture"),
    Case("half.jpg", lambda: jpeg()[: len(jpeg()) // 2], Reason.NO_PICTURE, "it broke off on its way"),
    Case("half-progressive.jpg", lambda: jpeg(progressive=True)[:-300], Reason.NO_PICTURE, "a scan is missing"),
    Case(
        "page.jpg",
        lambda: _marks(b"<html><script>alert(1)</script></html>" * 9),
        Reason.DAMAGED,
        "a page between marks",
    ),
    Case("empty.jpg", _without_scan, Reason.NO_PICTURE, "a frame without a picture"),
    Case("huge.jpg", lambda: _said(jpeg(), 60_000, 60_000), Reason.TOO_MANY_PIXELS, "3,600 million pixels"),
    Case(
        "large-progressive.jpg",
        lambda: _said(jpeg(progressive=True, subsampling=0), 8_160, 6_120),
        Reason.TOO_MUCH_INSIDE,
        "its scans take 300 MB",
    ),
    Case("zip-behind.jpg", lambda: jpeg() + samples.DOCX, Reason.ARCHIVE_BEHIND, "a picture that unpacks"),
    Case("scan.png", lambda: saved("PNG"), None, "as a program saves it"),
    Case("palette.png", lambda: saved("PNG", drawn(mode="P")), None, "with a palette"),
    Case("interlaced.png", interlaced, None, "comes in seven passes"),
    Case("half-interlaced.png", lambda: interlaced(passes=6), Reason.NO_PICTURE, "six of seven passes"),
    Case("fine.png", lambda: saved("PNG", Image.new("I;16", (40, 40), 9)), None, "of 16 bits"),
    Case("newline.png", lambda: saved("PNG") + b"\n", None, "a newline behind its end"),
    Case("half.png", lambda: saved("PNG")[:300], Reason.NO_PICTURE, "it broke off on its way"),
    Case("no-end.png", lambda: saved("PNG")[:-12], Reason.CUT, "its end is missing"),
    Case("no-pixels.png", lambda: png(40, 40, None), Reason.NO_PICTURE, "a frame without a picture"),
    Case("few-pixels.png", lambda: png(40, 40, bytes(41)), Reason.NO_PICTURE, "one row of forty"),
    Case("changed.png", lambda: saved("PNG").replace(b"IDATx", b"IDATy"), Reason.NO_PICTURE, "a byte fell over"),
    Case("wide.png", lambda: png(100_000, 100_000), Reason.TOO_MANY_PIXELS, "10,000 million pixels"),
    Case("bomb.png", lambda: png(7_000, 7_000, bytes(7_001 * 7_000)), None, "49 million pixels fit"),
    Case("fax.tif", lambda: tiff(5, "group4", mode="1"), None, "five pages of a fax"),
    Case("scan.tiff", lambda: tiff(2, "tiff_lzw"), None, "packed pages"),
    Case("jpeg-in.tif", lambda: tiff(1, "jpeg"), None, "packed as JPEG"),
    Case("big.tif", lambda: tiff(big=True), None, "BigTIFF"),
    Case("other-order.tif", lambda: samples.a_tiff(">"), None, "the other order of bytes"),
    Case("cut.tif", lambda: tiff(1)[: len(tiff(1)) // 2], Reason.NO_PICTURE, "it broke off on its way"),
    Case("pages-cut.tif", lambda: tiff(5, "group4", mode="1")[:1_200], Reason.PAGES_MISSING, "a page of five is left"),
    Case("circle.tif", _endless_tiff, None, "a directory that leads to itself is one page"),
    Case("no-strips.tif", lambda: samples.a_tiff("<", strips=0), Reason.DAMAGED, "a frame without a picture"),
    Case(
        "wide.tif",
        lambda: samples.a_tiff("<").replace(
            struct.pack("<HHLHH", 256, 3, 1, 1, 0), struct.pack("<HHLL", 256, 4, 1, 10**9)
        ),
        Reason.TOO_MANY_PIXELS,
        "a column of a thousand million",
    ),
    Case("phone.heic", heic, None, "as a phone takes it"),
    Case("large.heic", lambda: _said_heic(7_000, 6_000), Reason.TOO_MUCH_INSIDE, "it takes 250 MB to open"),
    Case("huge.heic", lambda: _said_heic(9_000, 9_000), Reason.TOO_MANY_PIXELS, "81 million pixels"),
    Case("half.heic", lambda: heic()[:-200], Reason.NO_PICTURE, "it broke off on its way"),
    Case("head.heic", lambda: heic()[:40], Reason.NO_PICTURE, "its head alone"),
)
