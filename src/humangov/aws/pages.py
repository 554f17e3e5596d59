"""Pages of a keyset list: which of the items that were read are shown, and where the neighbours begin."""

from collections.abc import Sequence

from humangov.domain.employees import Row
from humangov.domain.lists import Listing, Page

Looked = Sequence[tuple[str, Row | None]]


def page_of(looked: Looked, listing: Listing, *, more: bool) -> Page[Row]:
    """The page made of rows in the order in which they were read, away from the listing's position.

    `looked` has each sort key with its row, or with None for a row that is passed over; `more` says that the reading
    stopped before the end.
    """
    fitting = [n for n, (_, row) in enumerate(looked) if row is not None]
    full = len(fitting) > listing.size
    kept = looked[: fitting[listing.size - 1] + 1] if full else looked
    rows = tuple(row for _, row in kept if row is not None)
    nearest = kept[0][0] if kept else listing.position
    further = kept[-1][0] if kept and (full or more) else ""
    if listing.backward:
        return Page(rows[::-1], before=further, after=nearest, looked_at=len(kept))
    return Page(rows, before=nearest if listing.position else "", after=further, looked_at=len(kept))
