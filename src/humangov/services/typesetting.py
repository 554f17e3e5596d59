"""Typst, in the process apart that prints: a template and its data as PDF (see printing.py and apart.py)."""

import json
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO

import typst

_TEMPLATE = Path(__file__).with_name("notice.typ")
# Packages of fonts: Chinese, Japanese and Korean; Thai. One that is missing costs its characters, and no notice.
FONTS = ("paperang_p2_fonts_cjk", "pylopdf_fonts_th")
_LACKING = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def work(data: BinaryIO) -> bytes:
    """The notice as a PDF. A character that the fonts lack stands as its number: [U+1F44D]."""
    asked = json.load(data)
    lacking: frozenset[str] = frozenset()
    while True:
        try:
            return _compiled(asked["notice"], lacking, asked["made_at"])
        except typst.TypstError as refused:
            more = _characters(refused) - lacking
            if not more:
                raise
            lacking |= more


def _characters(refused: typst.TypstError) -> frozenset[str]:
    """The characters for which the compiler found no font, as it names them in its errors.

    A letter of ASCII among them only carried an accent: every font has the letter.
    """
    named = (_ESCAPED.sub(lambda code: chr(int(code[1], 16)), text) for text in _LACKING.findall(refused.diagnostic))
    return frozenset(c for text in named for c in text if not c.isascii())


def _compiled(notice: object, lacking: frozenset[str], made_at: int) -> bytes:
    """The notice, handed to the template as data, which Typst never reads as its own language."""
    return typst.compile(
        _TEMPLATE,
        root=_TEMPLATE.parent,
        # The fonts inside the compiler and of these packages: those of a machine would change the bytes.
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=_folders()),
        ignore_system_fonts=True,
        sys_inputs={"notice": json.dumps(numbered(notice, lacking))},
        pdf_standards=["ua-1", "a-2a"],
        timestamp=made_at,
    )


def _folders() -> list[Path]:
    """Where the packages of fonts are, without a look into them."""
    return [
        Path(folder)
        for name in FONTS
        if (found := find_spec(name))
        for folder in found.submodule_search_locations or ()
    ]


def numbered(value: Any, lacking: frozenset[str]) -> Any:  # noqa: ANN401 what JSON holds
    """The value with each of these characters as its number, lists and dictionaries through and through."""
    if isinstance(value, str):
        return "".join(f"[U+{ord(c):04X}]" if c in lacking else c for c in value)
    if isinstance(value, dict):
        return {name: numbered(inner, lacking) for name, inner in value.items()}
    return [numbered(inner, lacking) for inner in value] if isinstance(value, list) else value
