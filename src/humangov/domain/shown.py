"""What somebody is shown before they decide, so that a decision is about that and nothing else."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

# What a line is about, and what it says.
Line = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Shown:
    """What is decided about: the version of the record (0: none, or of no one record), and each line in words."""

    version: int
    lines: tuple[Line, ...]

    @property
    def digest(self) -> str:
        """Equal for what is the same in each word; it travels with the decision."""
        said = json.dumps([self.version, self.lines], ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Turned:
    """A line that is not as it was seen; "" where it was not there, or is there no more."""

    label: str
    seen: str
    now: str


def turned(seen: Iterable[Line], now: Iterable[Line]) -> tuple[Turned, ...]:
    """The lines that differ, in the order in which they stand now, and then those that are gone."""
    was, are = _by_label(seen), _by_label(now)
    labels = dict.fromkeys((*are, *was))
    pairs = ((label, was.get(label, ""), are.get(label, "")) for label in labels)
    return tuple(Turned(label, old, new) for label, old, new in pairs if old != new)


def _by_label(lines: Iterable[Line]) -> dict[str, str]:
    """Two lines about the same stand together."""
    found: dict[str, str] = {}
    for label, text in lines:
        found[label] = f"{found[label]}; {text}" if label in found else text
    return found
