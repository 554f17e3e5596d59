"""What a PDF says of itself, beyond its text."""

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream


class Pdf:
    """A PDF that was read."""

    def __init__(self, content: bytes) -> None:
        self.reader = PdfReader(io.BytesIO(content))
        trailer: Any = self.reader.trailer
        self.root = trailer["/Root"]
        found = [page.extract_text() for page in self.reader.pages]
        self.lines = [line for text in found for line in text.splitlines()]
        self.pages = [" ".join(text.split()) for text in found]
        self.text = " ".join(self.pages)
        self.packet: str = self.root["/Metadata"].get_object().get_data().decode()

    def elements(self, kind: str) -> list[Any]:
        """The elements of the structure of one kind, in reading order."""
        return [element for element in _below(self.root["/StructTreeRoot"]) if element.get("/S") == kind]

    def fonts(self) -> Iterator[Any]:
        """The descriptor of every font on every page."""
        pages: list[Any] = list(self.reader.pages)
        for resources in (page["/Resources"] for page in pages):
            for font in resources["/Font"].values():
                yield from (inner.get_object()["/FontDescriptor"] for inner in font["/DescendantFonts"])

    def glyphs(self) -> dict[str, set[int]]:
        """The numbers of the glyphs that are shown, by the name of their font: 0 is the one that stands for none."""
        found: dict[str, set[int]] = {}
        for page in self.reader.pages:
            fonts: Any = page["/Resources"]["/Font"]  # type: ignore[index] # a dictionary
            name = ""
            for operands, operator in ContentStream(page.get_contents(), self.reader).operations:
                name = operands[0] if operator == b"Tf" else name
                shown = operands[0] if operator == b"TJ" else operands if operator == b"Tj" else []
                for text in (one for one in shown if hasattr(one, "original_bytes")):
                    found.setdefault(fonts[name]["/BaseFont"], set()).update(_pairs(text.original_bytes))
        return {name.partition("+")[2]: numbers for name, numbers in found.items()}


def _pairs(text: bytes) -> Iterator[int]:
    return (int.from_bytes(text[n : n + 2]) for n in range(0, len(text), 2))


def _below(element: Any) -> Iterator[Any]:
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        inner = kid.get_object()
        if isinstance(inner, dict) and "/S" in inner:
            yield inner
            yield from _below(inner)
