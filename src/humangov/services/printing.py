"""Notices of personnel actions as PDF: tagged (PDF/UA-1), archival (PDF/A-2a), and the same bytes for the same notice.

Typst's compiler starts threads of its own when it is first used, and a fork does not take them along: a process that
has printed must not fork one that prints. gunicorn's master prints nothing.
"""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from functools import cache
from pathlib import Path

import typst

from humangov.domain.notices import Notice
from humangov.domain.states import LEAST_CONTRAST, contrast_with_white
from humangov.domain.text import long_date, text_problem, tidy_lines
from humangov.domain.wording import local_time

_TEMPLATE = Path(__file__).with_name("notice.typ")
_LACKING = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
# One after the other: each thread that compiles keeps twenty megabytes and more, and two at once are not faster.
_printer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="printer")


def print_notice(notice: Notice) -> bytes:
    """The notice as a PDF.

    A character that the compiler's fonts lack, or that nobody would see, stands as its number: [U+6F22].
    """
    return _printer.submit(_print, notice).result()


def _print(notice: Notice) -> bytes:
    lacking: frozenset[str] = frozenset()
    while True:
        try:
            return _compiled(notice, lacking)
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


def _compiled(notice: Notice, lacking: frozenset[str]) -> bytes:
    """The notice, handed to the template as data, which Typst never reads as its own language."""
    data = json.dumps(_printable(_printed(notice), lacking))
    return typst.compile(
        _TEMPLATE,
        root=_TEMPLATE.parent,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"notice": data},
        pdf_standards=["ua-1", "a-2a"],
        timestamp=int(notice.recorded_at.timestamp()),
    )


@cache
def _fonts() -> typst.Fonts:
    """The fonts inside the compiler and no other: those of a machine would change the bytes."""
    return typst.Fonts(include_system_fonts=False)


def _printed(notice: Notice) -> dict[str, object]:
    """What the template prints, each date and instant in words."""
    steps = [("Requested", notice.requested_by, notice.requested_at)]
    if notice.approved_at:
        steps.append(("Approved", notice.approved_by, notice.approved_at))
    texts = {name: value for name, value in asdict(notice).items() if isinstance(value, str | tuple)}
    return {
        **texts,
        "name": notice.name,
        "action": notice.action,
        "white": contrast_with_white(notice.color) >= LEAST_CONTRAST,
        "effective": long_date(notice.effective),
        "steps": [[step, by, local_time(at, notice.time_zone)] for step, by, at in steps],
        "recorded": local_time(notice.recorded_at, notice.time_zone),
    }


def _printable(value: object, lacking: frozenset[str]) -> object:
    """The value with each text in it as it can be printed, lists and dictionaries through and through."""
    if isinstance(value, str):
        return "".join(f"[U+{ord(c):04X}]" if c in lacking or text_problem(c) else c for c in tidy_lines(value))
    if isinstance(value, dict):
        return {name: _printable(inner, lacking) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(inner, lacking) for inner in value]
    return value
