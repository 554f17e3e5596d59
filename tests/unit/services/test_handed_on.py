"""What stores of somebody who is limited to agencies are told about those, they hand on as it is, as the answer."""

from collections.abc import Callable
from typing import Any

import pytest

from humangov.domain.actions import waiting_line
from humangov.domain.employees import Status
from humangov.domain.events import EventFilter
from humangov.domain.lists import Listing
from humangov.domain.organization import Overview
from humangov.services.scope import SCOPED
from tests.builders import NOW, TODAY, a_position, a_request, an_employee, an_event, facts

MINE = an_employee(agency="DOT", department="BRI")
REQUEST = a_request(MINE)
EVENT = an_event()
POSITION = a_position(facts(agency="DOT", unit="BRI"))
OURS = Listing(agency="DOT")
# The store, what it is asked, with what, and the answer.
HANDED_ON: list[tuple[str, str, tuple[Any, ...], Any]] = [
    ("employees", "get", (MINE.id,), MINE),
    ("employees", "due", (TODAY,), object()),
    ("employees", "next_number", (), "000007"),
    ("requests", "get", (MINE.id, REQUEST.id), REQUEST),
    ("requests", "save", (REQUEST, REQUEST, waiting_line(REQUEST, MINE), EVENT), REQUEST),
    ("positions", "get", (POSITION.number,), POSITION),
    ("positions", "many", ([POSITION.number],), {POSITION.number: POSITION}),
    ("positions", "create", (POSITION, EVENT), POSITION),
    ("positions", "change", (POSITION, POSITION, EVENT), POSITION),
    ("positions", "in_unit", ("DOT", "BRI", "P-1", 7), object()),
    ("directory", "page", (OURS,), object()),
    ("directory", "search", (OURS,), object()),
    ("audit", "record", (EVENT,), None),
    ("audit", "page", (EventFilter(subject="employee:1"), "before", 7), object()),
    ("organization", "save_codes", (Overview(), (), EVENT), None),
    ("organization", "headcount_on", (TODAY, TODAY.replace(day=3), TODAY.replace(day=4)), {("DOT", Status.ACTIVE): 1}),
]


class Told:
    """Any store: it keeps what it is told, and answers with what it was made with."""

    def __init__(self, answer: object) -> None:
        self.answer = answer
        self.told: list[tuple[str, tuple[Any, ...]]] = []

    def __getattr__(self, name: str) -> Callable[..., object]:
        def tell(*what: Any) -> object:
            self.told.append((name, what))
            return self.answer

        return tell


@pytest.mark.parametrize(("store", "name", "what", "answer"), HANDED_ON, ids=lambda value: str(value)[:20])
def test_what_is_within_the_agencies_is_handed_on_as_it_is(
    store: str, name: str, what: tuple[Any, ...], answer: object
) -> None:
    whole = Told(answer)
    assert getattr(SCOPED[store](whole, ("DOT", "PARKS")), name)(*what) == answer
    assert whole.told == [(name, what)]


def test_a_page_of_another_day_is_of_the_agencies_on_that_day_and_as_it_was_known() -> None:
    whole = Told(object())
    assert SCOPED["directory"](whole, ("DOT",)).page_on(OURS, TODAY, NOW) is whole.answer
    assert whole.told == [("page_on", (Listing(agency="DOT", agencies=("DOT",)), TODAY, NOW))]
