"""Facts that hold from a day on: the versions of a thing, oldest first, each with the day from which it is so."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar, Protocol, TypeVar


class Dated(Protocol):
    """A frozen dataclass with the first day on which it holds."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def effective(self) -> date:
        """The first day."""


T = TypeVar("T", bound=Dated)


def version_on(versions: Sequence[T], day: date) -> T | None:
    """What holds on a day: the latest version that has begun; None before the first."""
    return next((v for v in reversed(versions) if v.effective <= day), None)


def with_change(versions: Sequence[T], effective: date, changes: Mapping[str, object]) -> tuple[T, ...]:
    """The versions, changed from a day on which one holds.

    What is changed stays so until a later version says something else of the same field: a new name outlives a move
    that is to come. A version that says nothing new goes.
    """
    base = version_on(versions, effective)
    if base is None:
        raise ValueError("nothing holds on that day")
    new = {name: value for name, value in changes.items() if getattr(base, name) != value}
    earlier = [v for v in versions if v.effective < effective]
    later = _carried([v for v in versions if v.effective > effective], base, new)
    return _telling([*earlier, replace(base, effective=effective, **new), *later])


def _carried(later: Sequence[T], base: T, new: Mapping[str, object]) -> list[T]:
    carried, found = dict(new), []
    for version in later:
        carried = {name: value for name, value in carried.items() if getattr(version, name) == getattr(base, name)}
        found.append(replace(version, **carried))
    return found


def _telling(versions: Sequence[T]) -> tuple[T, ...]:
    """The versions that differ from the one before them."""
    kept: list[T] = []
    for version in versions:
        if not kept or replace(version, effective=kept[-1].effective) != kept[-1]:
            kept.append(version)
    return tuple(kept)
