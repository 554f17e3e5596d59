"""A clock that tests set."""

from datetime import datetime, timedelta

from tests.builders import NOW

TICK = timedelta(milliseconds=1)


class FakeClock:
    """Stands where it was set, and goes on a millisecond with each reading so that ids sort as things happened."""

    def __init__(self, instant: datetime = NOW) -> None:
        self.instant = instant

    def __call__(self) -> datetime:
        """The instant."""
        instant, self.instant = self.instant, self.instant + TICK
        return instant

    def set(self, instant: datetime) -> None:
        """Stand at this instant: the next reading gives exactly it."""
        self.instant = instant

    def advance(self, span: timedelta) -> None:
        """Go on by a span of time."""
        self.instant += span
