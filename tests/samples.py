"""Small whole files of every kind that can be filed, made here so that nothing in them is by chance."""

import io
import struct
import zipfile
import zlib

from PIL import Image


def chunk(name: bytes, content: bytes) -> bytes:
    """A chunk of a PNG with its sum."""
    return struct.pack(">L", len(content)) + name + content + struct.pack(">L", zlib.crc32(name + content))


def a_zip(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file with these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return stream.getvalue()


def a_tiff(order: str = "<", strips: int = 3, said_strips: int | None = None) -> bytes:
    """A picture of one column and so many strips of one byte, in this byte order; the strips lie at its end."""
    said = strips if said_strips is None else said_strips
    body = 8 + 2 + 5 * 12 + 4
    places, lengths = body, body + 4 * strips
    first = lengths + 2 * strips if strips > 1 else body
    inline = strips <= 1
    length = struct.pack(f"{order}HH", 1, 0) if inline else struct.pack(f"{order}L", lengths)
    entries = [
        struct.pack(f"{order}HHL", tag, kind, count) + value
        for tag, kind, count, value in [
            (256, 3, 1, struct.pack(f"{order}HH", 1, 0)),
            (257, 3, 1, struct.pack(f"{order}HH", min(strips, 65_535), 0)),
            (273, 4, said, struct.pack(f"{order}L", first if inline else places)),
            (278, 3, 1, struct.pack(f"{order}HH", 1, 0)),
            (279, 3, said, length),
        ]
    ]
    head = (b"II*\x00" if order == "<" else b"MM\x00*") + struct.pack(f"{order}L", 8)
    directory = struct.pack(f"{order}H", 5) + b"".join(entries) + bytes(4)
    tables = b"" if inline else struct.pack(f"{order}{strips}L", *range(first, first + strips))
    tables += b"" if inline else struct.pack(f"{order}{strips}H", *[1] * strips)
    return head + directory + tables + b"\x80" * strips


TYPES = (
    b'<Types><Override PartName="/word/document.xml" ContentType='
    b'"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_LINKS = (
    b'<Relationships><Relationship Target="word/document.xml" Type='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
WORD_PARTS = {
    "[Content_Types].xml": TYPES,
    "_rels/.rels": _LINKS,
    "word/document.xml": b"<document>" + b"<p/>" * 20 + b"</document>",
}
DOCX = a_zip(WORD_PARTS)
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)
PNG = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">LLBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(b"\x00\x80"))
    + chunk(b"IEND", b"")
)


def _a_jpeg() -> bytes:
    stream = io.BytesIO()
    Image.new("L", (8, 8), 128).save(stream, "JPEG")
    return stream.getvalue()


JPEG = _a_jpeg()
TIFF = a_tiff()
TEXT = "Dear José,\r\nwelcome to the Department.\n".encode()
