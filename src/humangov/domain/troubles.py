"""What could not be done of what goes on by itself: noted with the item, and set aside after some tries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from traceback import extract_tb

from humangov.domain.errors import Unavailable, WrongState

# After so many tries an item is left alone until an operator has it tried again.
MOST_TRIES = 5
# The first wait before an item is tried again; each is twice as long as the one before.
FIRST_WAIT = timedelta(minutes=1)
# The kind of error that is nobody's fault, and passes: such an item is never set aside.
UNREACHED = "Unavailable"
# The item that stands for all of a chore: its list could not be read to the end.
LISTING = "list"


class ChoreName(StrEnum):
    """The kinds of work that go on by themselves."""

    EFFECT = "effect"
    MASS = "mass"
    NOTICE = "notice"
    UPLOAD = "upload"

    @property
    def label(self) -> str:
        """What it is about, as an operator reads it."""
        return _LABELS[self]


_LABELS = {
    ChoreName.EFFECT: "action of a person that takes effect",
    ChoreName.MASS: "mass action",
    ChoreName.NOTICE: "notice of an action",
    ChoreName.UPLOAD: "upload that died",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do of a chore. `of` says more where the id alone does not lead to it: a person, a key."""

    id: str
    of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What came of an item so far: no word of what it is about, only ids. `error` is the kind of the last error."""

    chore: ChoreName
    item: str
    of: str = ""
    attempts: int
    error: str
    since: datetime
    at: datetime

    @property
    def is_aside(self) -> bool:
        """Whether it is left alone until an operator has it tried again."""
        return self.attempts >= MOST_TRIES and self.error != UNREACHED

    @property
    def needs_somebody(self) -> bool:
        """Whether an operator is to know of it now: set aside, another state's, or in the way of all others."""
        return self.is_aside or self.error == WrongState.__name__ or (self.item == LISTING and self.error != UNREACHED)

    def is_worth_trying(self, now: datetime) -> bool:
        """Whether it is time for another try."""
        if self.error == UNREACHED:
            return True
        return not self.is_aside and now >= self.at + FIRST_WAIT * 2 ** (self.attempts - 1)


def places_of(error: BaseException) -> list[str]:
    """Where an error came from, innermost first: for a log that must not repeat what it says."""
    return [f"{Path(frame.filename).name}:{frame.lineno}" for frame in extract_tb(error.__traceback__)][::-1]


def trouble_after(before: Trouble | None, chore: ChoreName, item: Item, error: BaseException, now: datetime) -> Trouble:
    """The trouble of an item after one more error."""
    return Trouble(
        chore=chore,
        item=item.id,
        of=item.of,
        attempts=before.attempts + 1 if before else 1,
        error=UNREACHED if isinstance(error, Unavailable) else type(error).__name__,
        since=before.since if before else now,
        at=now,
    )
