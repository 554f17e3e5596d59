"""What a PDF says of itself, beyond its text."""

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader


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


def _below(element: Any) -> Iterator[Any]:
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        inner = kid.get_object()
        if isinstance(inner, dict) and "/S" in inner:
            yield inner
            yield from _below(inner)
