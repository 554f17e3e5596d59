"""What stores of somebody who is limited to agencies are told about those, they hand on as it is, as the answer."""

from collections.abc import Callable
from typing import Any

import pytest

from humangov.domain.actions import marks_of, waiting_line
from humangov.domain.employees import Employee, Status
from humangov.domain.errors import Invalid, NotFound
from humangov.domain.events import EventFilter
from humangov.domain.lists import Listing
from humangov.domain.organization import Overview
from humangov.services.scope import OUTSIDE, SCOPED, SOMEBODY_ASKED_FOR
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


def test_whose_a_value_is_is_told_of_the_agencies_only() -> None:
    class Owners(Told):
        """Every value is somebody's of this agency."""

        def get(self, employee_id: str) -> Employee:
            return an_employee(id=employee_id, agency=str(self.answer), department="BRI")

        def whose(self, field: str, value: str) -> str:
            return f"{field} {value}" if value else ""

        def taken(self, employee: Employee) -> dict[str, str]:
            return {"number": employee.number, "email": employee.email}

    taken = {"number": "number E9", "email": "email a@agency.gov"}
    new = an_employee(number="E9", email="a@agency.gov")
    for agency, told in (("DOT", taken), ("DMV", {"number": "", "email": ""})):
        assert SCOPED["employees"](Owners(agency), ("DOT",)).taken(new) == told
    assert SCOPED["employees"](Owners("DOT"), ("DOT",)).whose("email", "") == ""


def test_requests_that_are_alike_elsewhere_are_told_without_saying_whose() -> None:
    ours = waiting_line(REQUEST, MINE)
    theirs = waiting_line(REQUEST, an_employee(agency="DMV"))
    for lines, told in (((ours,), (ours,)), ((theirs, ours), (ours, SOMEBODY_ASKED_FOR)), ((), ())):
        whole = Told(lines)
        assert SCOPED["requests"](whole, ("DOT",)).alike(REQUEST, marks_of) == told
        assert whole.told == [("alike", (REQUEST, marks_of))]


def test_a_position_of_other_agencies_is_not_found_not_made_and_not_changed() -> None:
    theirs = a_position(facts(agency="DMV", unit="LIC"))
    store = SCOPED["positions"](Told(theirs), ("DOT",))
    with pytest.raises(NotFound):
        store.get(theirs.number)
    with pytest.raises(NotFound):
        store.change(theirs, theirs, EVENT)
    with pytest.raises(Invalid) as wrong:
        store.create(theirs, EVENT)
    assert wrong.value.fields == {"agency": OUTSIDE}
    for before, after in ((POSITION, theirs), (theirs, POSITION)):
        with pytest.raises(Invalid) as wrong:
            store.change(before, after, EVENT)
        assert wrong.value.fields == {"effective": OUTSIDE}
    assert store.whole.told == [("get", (theirs.number,))]
