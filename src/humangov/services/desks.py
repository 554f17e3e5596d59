"""Where desks come from: the seam between the web, which knows a host name, and the stores of a state."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from humangov.domain.permissions import Principal
from humangov.domain.states import Installed
from humangov.services.desk import Desk, Origin


@dataclass(slots=True)
class Usage:
    """What a request cost: DynamoDB calls in all and by operation, and capacity units.

    `changes` are those that were saved, or may have been: transactions, not looks, attempts and marks of one's own use.
    """

    calls: int = 0
    units: float = 0.0
    changes: int = 0
    operations: dict[str, int] = field(default_factory=dict)


class Desks(Protocol):
    """Opens the desk of a state that this installation serves."""

    def installed(self, slug: str) -> Installed | None:
        """The state with this slug, if it is served; None for any other text."""

    def the_only(self) -> Installed | None:
        """The one state that a dedicated instance serves on any host; None where the host decides."""

    def open(self, installed: Installed, principal: Principal, origin: Origin) -> Desk:
        """The desk of a principal in this state."""

    def metered(self) -> AbstractContextManager[Usage]:
        """Counts what is used inside the context, in this thread."""
