"""Notices of personnel actions as PDF: tagged (PDF/UA-1), archival (PDF/A-2a), and the same bytes for the same notice.

Typst is native code, which can panic, hang or take all memory: it runs in a process apart.
"""

import json
from dataclasses import asdict

from humangov.domain.errors import Unprintable
from humangov.domain.notices import Notice
from humangov.domain.states import LEAST_CONTRAST, contrast_with_white
from humangov.domain.text import long_date, text_problem, tidy_lines
from humangov.domain.wording import local_time
from humangov.services.apart import Bounds, Broken, work_apart

# Of a task's 640 MiB, with room for the largest notice: that takes 160.
BOUNDS = Bounds(seconds=10, mebibytes=256)
_TYPESETTER = "humangov.services.typesetting"


def print_notice(notice: Notice) -> bytes:
    """The notice as a PDF. Raises Unprintable, and Unavailable where another one is printed.

    A character that the fonts lack, or that nobody would see, stands as its number: [U+1F44D].
    """
    data = {"notice": _printable(_printed(notice)), "made_at": int(notice.recorded_at.timestamp())}
    try:
        return work_apart(_TYPESETTER, json.dumps(data).encode(), BOUNDS)
    except Broken as broken:
        raise Unprintable(broken.how) from None


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


def _printable(value: object) -> object:
    """The value with each text tidied, and characters that nobody would see as their numbers."""
    if isinstance(value, str):
        return "".join(f"[U+{ord(c):04X}]" if text_problem(c) else c for c in tidy_lines(value))
    if isinstance(value, dict):
        return {name: _printable(inner) for name, inner in value.items()}
    return [_printable(inner) for inner in value] if isinstance(value, list | tuple) else value
