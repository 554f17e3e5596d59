"""Lists that are read a page at a time: what is asked for, and a page of the answer."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from humangov.domain.employees import EmploymentType, Status

PAGE_SIZES = (25, 50, 100)
T = TypeVar("T")


class Sort(StrEnum):
    """The orders in which the directory can be read."""

    NAME = "name"
    AGENCY = "agency"
    HIRED = "hired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Which employees, in which order, and from where on.

    `text` searches the beginnings of words; `agencies` leaves only people of these, empty of all; `position` is the key
    beside which the page starts ("" for the start) and `backward` asks for the page before it. `passed` is
    how many stand before the page, or where it is read backward before its end, as they were counted on the way; None
    where that is not known.
    """

    text: str = ""
    agency: str = ""
    department: str = ""
    status: Status | None = None
    employment_type: EmploymentType | None = None
    agencies: tuple[str, ...] = ()
    sort: Sort = Sort.NAME
    descending: bool = False
    size: int = PAGE_SIZES[0]
    position: str = ""
    backward: bool = False
    passed: int | None = 0


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A page of a list. `before` and `after` are the positions of its neighbours, "" where there is none.

    `looked_at` counts the items that were read to find these; where it is more than were found, there may be others
    further on.
    """

    items: tuple[T, ...]
    before: str = ""
    after: str = ""
    looked_at: int = 0
