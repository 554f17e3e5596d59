"""Edits: facts of a record that are no acts, and can be changed as such."""

from dataclasses import dataclass
from enum import StrEnum


class EditKind(StrEnum):
    """The groups of facts, each with a form of its own."""

    CONTACT = "contact"
    IDENTITY = "identity"

    @property
    def label(self) -> str:
        """The edit as a menu names it."""
        return EDITS[self].label

    @property
    def fields(self) -> frozenset[str]:
        """The fields that it may change."""
        return EDITS[self].fields


@dataclass(frozen=True, slots=True)
class _Edit:
    """What an edit may change, and how it is told."""

    label: str
    done: str
    fields: frozenset[str]


ADDRESS = frozenset({"street", "city", "region", "postal_code"})
EMERGENCY = frozenset({"emergency_name", "emergency_relationship", "emergency_phone"})
EDITS = {
    EditKind.CONTACT: _Edit(
        "Change contact details", "contact details changed", ADDRESS | EMERGENCY | {"email", "phone"}
    ),
    EditKind.IDENTITY: _Edit(
        "Correct number or birth date",
        "identifying facts corrected",
        frozenset({"number", "birth_date", "preferred_name"}),
    ),
}
