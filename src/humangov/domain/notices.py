"""The notice of a personnel action: what is printed of it, in words and dates, as it was known when it was recorded.

A notice that is filed stays as it is. Whether it still holds, the ledger says: `undoings`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from humangov.domain.actions import Action
from humangov.domain.wording import us_date


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """One fact that the action changed, in words; "" where there was or is none."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """All that stands on a notice. Two that are equal are printed as the same bytes.

    `number` is the action's id. `color` is `#rrggbb`. Instants are UTC, and printed in `time_zone`, an IANA name.
    `refers_to` says which action this one cancels or corrects, or is cancelled or corrected by: `reference` makes it.
    Without `approved_at` nobody but the requester was needed, and no approval is printed.
    """

    number: str
    state: str
    initials: str
    color: str
    time_zone: str
    employee_name: str
    employee_number: str
    code: str
    title: str
    effective: date
    position: str = ""
    agency: str
    unit: str = ""
    changes: tuple[ChangedLine, ...] = ()
    reason: str = ""
    authority: str = ""
    remarks: str = ""
    refers_to: str = ""
    requested_by: str
    requested_at: datetime
    approved_by: str = ""
    approved_at: datetime | None = None
    recorded_at: datetime

    @property
    def action(self) -> str:
        """The action as people say it: "702 Promotion"."""
        return f"{self.code} {self.title}".strip()

    @property
    def name(self) -> str:
        """What a reader's window shows: "Notice of personnel action: 702 Promotion, José García"."""
        return f"Notice of personnel action: {self.action}, {self.employee_name}"


def reference(verb: str, action: str, effective: date, recorded: date) -> str:
    """How a notice names another action: "Cancels 702 Promotion of Mar 1, 2026, recorded Mar 2, 2026"."""
    return f"{verb} {action} of {us_date(effective)}, recorded {us_date(recorded)}"


@dataclass(frozen=True, slots=True)
class Undoing:
    """What became of an action that stands no more.

    `by` are the 001s and 002s on the way: the first is about the action, each other about the one before it.
    """

    by: tuple[Action, ...]

    @property
    def label(self) -> str:
        """How it ended, as a mark on its notice says it."""
        return "Cancelled" if self.by[-1].cancels else "Corrected"

    def named(self, file_name: str) -> str:
        """The file name under which people keep the notice: who finds it there is told as well."""
        return f"{self.label.upper()}-{file_name}"


def undoings(actions: Iterable[Action]) -> dict[str, Undoing]:
    """What became of each action of a ledger, whole or in short, that stands no more: by its id."""
    about = {a.cancels or a.corrects: a for a in actions if a.cancels or a.corrects}
    return {action_id: Undoing(tuple(_followed(about, action_id))) for action_id in about}


def _followed(about: Mapping[str, Action], action_id: str) -> Iterator[Action]:
    while found := about.get(action_id):
        yield found
        action_id = found.id
