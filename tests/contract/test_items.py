"""Values survive the way into an item and back."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from humangov.aws.items import compact, decoded, encoded, plain, read, read_row, row_text
from humangov.domain.accounts import Account, Session
from humangov.domain.documents import Document
from humangov.domain.employees import Employee, Row, row_of
from humangov.domain.events import Event
from tests.builders import an_employee

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
AWARE = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 a bound


def any_of(kind: type) -> st.SearchStrategy[object]:
    return st.builds(kind)


for _kind, _strategy in ((str, TEXT), (int, st.integers(-(10**15), 10**15)), (datetime, AWARE)):
    st.register_type_strategy(_kind, _strategy)


@pytest.mark.parametrize("kind", [Employee, Document, Account, Session])
def test_any_record_survives_as_attributes(kind: type) -> None:
    @given(any_of(kind))
    def survives(value: object) -> None:
        assert read(kind, decoded(encoded(plain(value)))) == value  # type: ignore[arg-type]

    survives()


@pytest.mark.parametrize("kind", [Account, Event])
def test_any_record_survives_as_text(kind: type) -> None:
    @given(any_of(kind))
    def survives(value: object) -> None:
        assert read(kind, json.loads(compact(plain(value)))) == value  # type: ignore[arg-type]

    survives()


@given(any_of(Row))
def test_any_row_survives(row: object) -> None:
    assert isinstance(row, Row)
    again = read_row(row_text(row, row.words))
    assert (again, again.words) == (row, row.words)


def test_a_row_without_words_is_short() -> None:
    assert len(row_text(row_of(an_employee()))) < 160


class Color(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Inner:
    name: str


@dataclass(frozen=True)
class Thing:
    name: str
    on: date
    at: datetime
    flag: bool
    color: Color
    parts: tuple[Inner, ...]
    words: tuple[str, ...]
    until: date | None = None
    kind: str = "plain"


THING = Thing("", date(2026, 1, 2), datetime(2026, 1, 2, 3, tzinfo=UTC), False, Color.RED, (Inner("a"),), ())


def test_fields_that_are_empty_take_no_room() -> None:
    assert plain(THING).keys() == {"on", "at", "flag", "color", "parts", "kind"}
    assert read(Thing, plain(THING)) == THING


def test_an_empty_field_whose_default_is_not_empty_is_kept() -> None:
    bare = Thing("", THING.on, THING.at, True, Color.RED, (), ("x",), kind="")
    assert read(Thing, decoded(encoded({**plain(bare), "parts": []}))) == bare


def test_attributes_that_are_no_fields_are_passed_over() -> None:
    assert read(Inner, {"pk": "x", "name": "a", "later": 1}) == Inner("a")


def test_an_instant_of_another_offset_is_the_same_instant() -> None:
    elsewhere = datetime(2026, 1, 1, 19, tzinfo=timezone(timedelta(hours=-8)))
    assert read(Thing, plain(Thing("", THING.on, elsewhere, False, Color.RED, (), ()))).at == elsewhere


def test_a_record_that_lacks_what_it_must_have_is_an_error() -> None:
    with pytest.raises(TypeError):
        read(Thing, {})
