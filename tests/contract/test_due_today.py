"""Thousands of actions that take effect today: no page waits for them."""

from collections.abc import Callable
from datetime import timedelta

from humangov.aws import keys
from humangov.domain.lists import Listing
from humangov.services.desk import Desk
from humangov.services.directory import list_employees
from humangov.services.home import view_home
from tests.builders import TODAY, an_id
from tests.contract.worlds import Aws, open_desk

MANY = 2_000
AT_ONCE = 25
LOOKS: dict[str, Callable[[Desk], object]] = {"home": view_home, "list": lambda d: list_employees(d, Listing())}


def many_due(aws: Aws) -> None:
    """So many people in whose records something is to be entered."""
    table, day = aws.california.table, TODAY - timedelta(days=1)
    for _ in range(MANY // AT_ONCE):
        lines = [keys.due(day, an_id()) for _ in range(AT_ONCE)]
        items = [{"pk": {"S": pk}, "sk": {"S": sk}, "state": {"S": "california"}} for pk, sk in lines]
        aws.dynamodb.batch_write_item(RequestItems={table: [{"PutRequest": {"Item": item}} for item in items]})


def calls(aws: Aws) -> dict[str, dict[str, int]]:
    """What the first home page and the first list of a process cost, by operation."""
    found = {}
    for name, look in LOOKS.items():
        desks = aws.desks
        desk = open_desk(desks)
        with desks.metered() as usage:
            look(desk)
        found[name] = dict(usage.operations)
    return found


def test_the_first_page_costs_as_many_calls_after_two_thousand_that_are_due_as_without(aws: Aws) -> None:
    before = calls(aws)
    many_due(aws)
    assert calls(aws) == before
    assert view_home(open_desk(aws.desks)).behind
    assert list_employees(open_desk(aws.desks), Listing()).behind
