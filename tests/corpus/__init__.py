"""Files as people have them, made here, each with the answer that it should get. Nobody in them exists."""

from collections.abc import Callable
from dataclasses import dataclass

from humangov.domain.looks import Caution, Reason

# Filed; refused, why; or asked about, what.
Answer = None | Reason | tuple[Caution, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A file: its name, what makes it, the answer, and why that is right."""

    name: str
    make: Callable[[], bytes]
    answer: Answer
    why: str
