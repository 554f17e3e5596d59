"""What a person saw when a form was made, so that a conflict can tell who changed what."""

import hashlib
from collections.abc import Mapping

from humangov.domain.acts import ActKind
from humangov.domain.employees import Employee
from humangov.web import cursors


def sealed_marks(kind: ActKind, employee: Employee) -> str:
    """Marks of the record's values, as text that a form carries and nobody can change."""
    return cursors.seal(_about(kind, employee.id), {name: _mark(getattr(employee, name)) for name in kind.fields})


def seen_marks(text: str, kind: ActKind, employee_id: str) -> dict[str, str]:
    """The marks that `sealed_marks` made for this act on this person. Raises BadLink for any other text."""
    return cursors.unseal(_about(kind, employee_id), text)


def is_as_seen(seen: Mapping[str, str], name: str, value: object) -> bool:
    """Whether a field holds what the person saw in it."""
    return seen.get(name) == _mark(value)


def _mark(value: object) -> str:
    """Tells one value from another, and stays short however long the value is."""
    return hashlib.sha256(str(value).encode()).hexdigest()[:12]


def _about(kind: ActKind, employee_id: str) -> str:
    return f"base {employee_id} {kind.value}"
