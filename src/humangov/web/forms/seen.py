"""What a person saw when a form was made, so that a conflict can tell who changed what."""

import hashlib
from collections.abc import Iterable, Mapping

from humangov.domain.employees import Employee
from humangov.web import cursors


def sealed_marks(about: str, employee: Employee, names: Iterable[str]) -> str:
    """Marks of the record's values of these fields, as text that a form carries and nobody can change."""
    return cursors.seal(_kind(about, employee.id), marks_of(employee, names))


def seen_marks(text: str, about: str, employee_id: str) -> dict[str, str]:
    """The marks that `sealed_marks` made for this form about this person. Raises BadLink for any other text."""
    return cursors.unseal(_kind(about, employee_id), text)


def marks_of(employee: Employee, names: Iterable[str]) -> dict[str, str]:
    """A mark of the record's value of each of these fields."""
    return {name: _mark(getattr(employee, name)) for name in sorted(names)}


def is_as_seen(seen: Mapping[str, str], name: str, value: object) -> bool:
    """Whether a field holds what the person saw in it."""
    return seen.get(name) == _mark(value)


def _mark(value: object) -> str:
    """Tells one value from another, and stays short however long the value is."""
    return hashlib.sha256(str(value).encode()).hexdigest()[:12]


def _kind(about: str, employee_id: str) -> str:
    return f"base {employee_id} {about}"
