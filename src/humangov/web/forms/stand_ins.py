"""What stands in for a field that does not read, so that the rules can judge all other fields (web/together.py)."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from wtforms import Field, SelectField, SelectMultipleField

from humangov.domain.employees import EARLIEST_BIRTH
from humangov.web import current


def _a_unit() -> str:
    agencies = current.desk().organization.overview().agencies
    return next((f"{agency.code}/{unit.code}" for agency in agencies for unit in agency.departments), "")


# Values to which no rule objects, as far as they are judged alone.
_BY_NAME: Mapping[str, Callable[[], object]] = {
    "effective": lambda: current.desk().today(),
    "birth_date": lambda: EARLIEST_BIRTH,
    "unit": _a_unit,
    "code": lambda: next(code.code for code in current.desk().organization.overview().codes if code.appoints),
    "title": lambda: "-",
    "reason": lambda: "-",
    "pay_cents": lambda: 100,
    "percent": lambda: 100,
    "amount": lambda: 100,
    "fte_hundredths": lambda: 100,
    "pay_from_cents": lambda: None,
    "pay_to_cents": lambda: None,
}
# What is judged together with some of these, and so cannot be judged where one of them only stands in.
_DEPENDENT = frozenset({"position", "exception", "supervisor", "target"})
_ON_THE_CODE = frozenset({"kind", "statuses"})


def is_doubtful(name: str, stood_in: Collection[str]) -> bool:
    """Whether a problem with this field may come from what stands in for others."""
    return bool(stood_in) and (name in _DEPENDENT or ("code" in stood_in and name in _ON_THE_CODE))


def has_one(field: Field) -> bool:
    """Whether something can stand in for the field."""
    return field.name in _BY_NAME or bool(_offered(field))


def stand_in(field: Field) -> object:
    """A value that reads; a list of one where several can be chosen."""
    value = next(iter(_offered(field)), None) or _BY_NAME[field.name]()
    return [value] if isinstance(field, SelectMultipleField) else value


def _offered(field: Field) -> list[str]:
    choices: Iterable[Any] = field.iter_choices() if isinstance(field, SelectField) and field.choices else ()
    return [str(choice.value) for choice in choices if choice.value]
