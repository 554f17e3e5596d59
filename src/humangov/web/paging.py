"""Pages of lists that are read one way only: the way to a page stands in its address, so that it leads back as well."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from humangov.domain.errors import BadLink
from humangov.domain.lists import Page
from humangov.web import cursors

# Longer ways lose their beginning, and lead back to the first page from there.
MOST_BYTES = 1_000


@dataclass(frozen=True, slots=True)
class Pages:
    """The links of a page to others, "" where there is none, and which items it shows: "26 to 50 of 2,001"."""

    first_url: str = ""
    before_url: str = ""
    after_url: str = ""
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """The way to a page: where each page on it begins, this one last, and how many items stand before it there."""

    kind: str
    steps: tuple[tuple[str, int], ...] = (("", 0),)

    @property
    def position(self) -> str:
        """Where this page begins; "" for the start."""
        return self.steps[-1][0]

    def pages(self, page: Page[Any], url: Callable[[str], str], total: int | None = None) -> Pages:
        """The links; `url` makes an address of a cursor. `total` is how many items there are, where that is known."""
        passed = self.steps[-1][1] + len(page.items)
        onward = Way(self.kind, (*self.steps, (page.after, passed)))
        return Pages(
            url("") if self.position else "",
            url(Way(self.kind, self.steps[:-1]).cursor) if len(self.steps) > 1 else "",
            url(onward.cursor) if page.after else "",
            "" if total is None else shown(passed - len(page.items) + 1, len(page.items), total),
        )

    @property
    def cursor(self) -> str:
        """The way as text for an address; "" for the start."""
        steps = self.steps
        while len(json.dumps(steps)) > MOST_BYTES and len(steps) > 1:
            steps = steps[1:]
        return cursors.seal(self.kind, {"way": steps}) if self.position else ""


def way(kind: str, cursor: str) -> Way:
    """The way that an address says. Raises BadLink, also for what an earlier version sealed in another shape."""
    if not cursor:
        return Way(kind)
    try:
        steps = tuple((str(at), int(passed)) for at, passed in cursors.unseal(kind, cursor).get("way", ()))
    except (TypeError, ValueError):
        raise BadLink from None
    if not steps:
        raise BadLink
    return Way(kind, steps)


def shown(first: int, count: int, total: int | None) -> str:
    """Which items of a list a page shows: "1 to 25 of 2,001", without the total where it is not known or not true."""
    last = first + count - 1
    if not count:
        return ""
    return f"{first:,}–{last:,}" + (f" of {total:,}" if total is not None and total >= last else "")
