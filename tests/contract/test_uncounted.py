"""The headcount of another day reads no more than its bound, however much was recorded since; the page says so."""

from datetime import timedelta

import pytest

from humangov.aws import keys, organization
from humangov.aws.items import encoded
from humangov.domain.errors import Uncounted
from humangov.domain.lists import Listing
from humangov.services.directory import headcount_on, list_employees_on
from humangov.services.home import view_home
from tests.builders import TODAY, an_employee, an_entry, an_event
from tests.contract.worlds import Aws

# In the place of the 20,000 of production.
MOST = 40
YEARS_AGO = TODAY - timedelta(days=2_000)


@pytest.fixture(autouse=True)
def _bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(organization, "MOST_MOVES", MOST)


def moved(aws: Aws, count: int) -> None:
    """So many moves of the headcount, recorded since."""
    for number in range(count):
        at = {"pk": keys.MOVES, "sk": f"2025-01-01#{number:05}#1", "state": "california", "moves": "[]"}
        aws.dynamodb.put_item(TableName=aws.california.table, Item=encoded(at))


def test_as_many_as_the_bound_are_counted(aws: Aws) -> None:
    desk = aws.desk_on(aws.dynamodb)
    desk.employees.record(an_entry(an_employee()), an_event())
    moved(aws, MOST - 1)
    assert sum(headcount_on(desk, YEARS_AGO, None).values()) == 1


def test_beyond_it_the_count_is_left_out_and_costs_the_same_however_much_there_is(aws: Aws) -> None:
    desk = aws.desk_on(aws.dynamodb)
    desk.employees.record(an_entry(an_employee()), an_event())
    costs = []
    for more in (MOST, 5 * MOST):
        moved(aws, more)
        organization._uncounted.clear()
        with pytest.raises(Uncounted), aws.desks.metered() as usage:
            headcount_on(desk, YEARS_AGO, None)
        costs.append((usage.operations, usage.units))
    assert costs[0] == costs[1]
    assert costs[0][0] == {"Query": 2}


def test_what_was_too_much_once_is_not_read_again(aws: Aws) -> None:
    desk = aws.desk_on(aws.dynamodb)
    moved(aws, MOST + 1)
    with pytest.raises(Uncounted):
        headcount_on(desk, YEARS_AGO, None)
    with pytest.raises(Uncounted), aws.desks.metered() as usage:
        headcount_on(desk, YEARS_AGO - timedelta(days=1), None)
    assert usage.calls == 0
    assert desk.organization.headcount_on(TODAY, TODAY, TODAY) == {}


def test_the_list_of_the_day_is_shown_without_its_count(aws: Aws) -> None:
    desk = aws.desk_on(aws.dynamodb)
    desk.employees.record(an_entry(an_employee()), an_event())
    moved(aws, MOST + 1)
    listed = list_employees_on(desk, Listing(), YEARS_AGO, None)
    assert (listed.count, listed.uncounted, len(listed.page.items)) == (None, True, 1)
    today = view_home(desk)
    assert today.overview is not None
    assert today.overview.count() == 1
