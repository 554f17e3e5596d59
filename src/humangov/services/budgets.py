"""How long the services below may keep one request waiting, all of their calls together."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from humangov.domain.errors import Unavailable

# No part of a page takes more of the time that the whole page has.
PART_SECONDS = 1.5
T = TypeVar("T")


class Budget:
    """Seconds that are left for waiting. They pass while somebody waits, and stand still while we work."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds
        self._since: float | None = None

    @property
    def left(self) -> float:
        """Seconds that are left, now."""
        return self._left - (time.monotonic() - self._since if self._since is not None else 0.0)

    def start(self) -> bool:
        """Begin to wait. False where somebody waits already: a call within a call is part of it."""
        if self._since is not None:
            return False
        self._since = time.monotonic()
        return True

    def stop(self, *, charged: bool = True) -> None:
        """End what `start` began. What came in the end as it should, however long it was, may be free."""
        self._left, self._since = self.left if charged else self._left, None

    def spend(self, seconds: float) -> None:
        """Count what passed outside of `start` and `stop`."""
        self._left -= seconds


_budget: ContextVar[Budget | None] = ContextVar("budget", default=None)


def current() -> Budget | None:
    """The budget of what goes on in this thread. None beside requests: there, each call has its own bounds alone."""
    return _budget.get()


@contextmanager
def within(seconds: float) -> Iterator[Budget]:
    """Inside, calls wait for so many seconds in all, and never longer than a budget around this one has."""
    around = _budget.get()
    seconds = min(seconds, around.left) if around else seconds
    token = _budget.set(budget := Budget(seconds))
    try:
        yield budget
    finally:
        _budget.reset(token)
        if around:
            around.spend(seconds - budget.left)


def pause(seconds: float) -> None:
    """Sleep, on the budget's account."""
    time.sleep(seconds)
    if budget := _budget.get():
        budget.spend(seconds)


def part(read: Callable[[], T]) -> T | None:
    """A part of a page; None where it does not come in time: the page says so, and shows the others."""
    try:
        with within(PART_SECONDS):
            return read()
    except Unavailable:
        return None
