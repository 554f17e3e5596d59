"""Domain values as plain values, plain values as DynamoDB attributes, and back.

A record keeps each field as an attribute: its name is the field's, dates are ISO 8601, an empty field is left out. What
is only ever listed (directory rows, events) is one string of compact JSON: botocore spends its time per attribute.
"""

import dataclasses
import json
import types
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin, get_type_hints

from humangov.domain.employees import EmploymentType, Row, Status

if TYPE_CHECKING:
    from _typeshed import DataclassInstance
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

Item = dict[str, Any]
Value = TypeVar("Value", bound="DataclassInstance")
_EMPTY: tuple[Any, ...] = ("", (), None)


def plain(value: "DataclassInstance") -> Item:
    """The fields of a dataclass as text, whole numbers, booleans and lists of them."""
    pairs = ((f, getattr(value, f.name)) for f in dataclasses.fields(value))
    return {f.name: _plain(v) for f, v in pairs if v not in _EMPTY or f.default not in (dataclasses.MISSING, v)}


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if isinstance(value, Mapping):
        return {name: _plain(v) for name, v in value.items()}
    return plain(value) if dataclasses.is_dataclass(value) and not isinstance(value, type) else value


def read(kind: type[Value], item: Mapping[str, Any]) -> Value:
    """The dataclass whose fields these are. Attributes that are no fields of it are ignored."""
    readers = _readers(kind)
    found = {name: reader(item[name]) for name, (reader, _) in readers.items() if name in item}
    absent = {name: empty for name, (_, empty) in readers.items() if empty is not dataclasses.MISSING}
    return kind(**{**absent, **found})


def read_fields(kind: "type[DataclassInstance]", values: Mapping[str, Any]) -> Item:
    """Some fields of a dataclass, each as its own type: names that are no fields of it are left out."""
    readers = _readers(kind)
    return {name: readers[name][0](value) for name, value in values.items() if name in readers}


@cache
def _readers(kind: type[Any]) -> dict[str, tuple[Callable[[Any], Any], Any]]:
    """For each field how it is read, and what an absent one is (MISSING where the dataclass has a default)."""
    hints = get_type_hints(kind)
    return {f.name: (_reader(hints[f.name]), _absent(f, hints[f.name])) for f in dataclasses.fields(kind)}


def _absent(field: dataclasses.Field[Any], hint: object) -> object:
    if field.default is not dataclasses.MISSING:
        return dataclasses.MISSING
    if get_origin(hint) is tuple:
        return ()
    return "" if hint is str else dataclasses.MISSING


def _reader(hint: object) -> Callable[[Any], Any]:
    if isinstance(hint, types.UnionType):
        return _reader(next(a for a in get_args(hint) if a is not types.NoneType))
    if get_origin(hint) is tuple:
        inner = _reader(get_args(hint)[0])
        return lambda values: tuple(inner(v) for v in values)
    if hint is datetime:
        return datetime.fromisoformat
    if hint is date:
        return date.fromisoformat
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return lambda values: read(hint, values)
    return hint if isinstance(hint, type) else dict if get_origin(hint) is Mapping else str


def encoded(item: Mapping[str, Any]) -> "dict[str, AttributeValueTypeDef]":
    """A plain item as DynamoDB's attributes."""
    return {name: _attribute(value) for name, value in item.items()}


def _attribute(value: object) -> "AttributeValueTypeDef":
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, int):
        return {"N": str(value)}
    if isinstance(value, list):
        return {"L": [_attribute(v) for v in value]}
    return {"S": str(value)}


def decoded(attributes: Mapping[str, Any]) -> Item:
    """DynamoDB's attributes as a plain item."""
    return {name: _value(attribute) for name, attribute in attributes.items()}


def _value(attribute: Mapping[str, Any]) -> object:
    ((kind, value),) = attribute.items()
    if kind == "N":
        return int(value)
    return [_value(v) for v in value] if kind == "L" else value


def compact(value: object) -> str:
    """JSON without a needless byte."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def packed(values: Iterable["DataclassInstance"]) -> str:
    """Dataclasses without dataclasses in them as one string, each a list. A field is only ever added at the end."""
    return compact([[_plain(getattr(v, f.name)) for f in dataclasses.fields(v)] for v in values])


def unpacked(kind: type[Value], text: str) -> tuple[Value, ...]:
    """The dataclasses of a string made by `packed`."""
    names = [f.name for f in dataclasses.fields(kind)]
    lists = (dict(zip(names, values, strict=False)) for values in json.loads(text))
    return tuple(read(kind, {name: v for name, v in fields.items() if v is not None}) for fields in lists)


def row_text(row: Row, words: tuple[str, ...] = ()) -> str:
    """A list row as one string: its fields in their order, and the search words behind them where they are needed."""
    shown = [_plain(getattr(row, f.name)) for f in dataclasses.fields(row) if f.name != "words"]
    return compact([*shown, *words])


def read_row(text: str) -> Row:
    """The row of a string made by `row_text`."""
    identity, number, name, title, agency, department, status, kind, hired, *words = json.loads(text)
    return Row(
        identity,
        number,
        name,
        title,
        agency,
        department,
        Status(status),
        EmploymentType(kind),
        date.fromisoformat(hired),
        tuple(words),
    )
