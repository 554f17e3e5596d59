"""What the benchmark loads in bulk is what the services write one by one."""

from datetime import UTC, datetime
from itertools import chain

from bench.people import filed, fingerprint, plainly
from humangov.aws.desks import AwsDesks
from humangov.aws.items import Item, decoded
from humangov.cli.agencies import whole_tree
from humangov.cli.filing import create, on_day, settle
from humangov.cli.people import population
from humangov.cli.posts import FOUNDED
from humangov.domain.events import EventKind
from humangov.domain.organization import Overview
from humangov.domain.permissions import operator
from humangov.services.desk import Desk, Origin
from tests.contract.worlds import Aws

HOW_MANY = 8


def settled(aws: Aws) -> list[Item]:
    """The items of some people of Wyoming whom the services filed in the table."""
    desk = wyoming(aws)
    start = on_day(desk, FOUNDED)
    event = start.event(EventKind.AGENCIES_CHANGED, "settings", "")
    start.organization.save_units(Overview(), whole_tree(FOUNDED), event)
    people = population(desk.state.state, HOW_MANY)
    for position in people.positions:
        create(desk, position)
    for career in people.careers:
        settle(desk, career, begun=False)
    return [decoded(item) for item in aws.dynamodb.scan(TableName=aws.wyoming.table)["Items"]]


def wyoming(aws: Aws) -> Desk:
    desks = AwsDesks(aws.clients, aws.registry, lambda: datetime.now(UTC))
    return desks.open(aws.wyoming, operator("bench"), Origin("terminal", "command"))


def in_order(items: list[Item]) -> list[str]:
    return sorted(plainly(item) for item in items)


def test_the_items_are_those_that_the_services_write(aws: Aws) -> None:
    made = [*chain.from_iterable(filed(aws.clients, "wyoming", HOW_MANY))]
    assert len({(item["pk"], item["sk"]) for item in made}) == len(made) > 20 * HOW_MANY
    assert in_order(made) == in_order(settled(aws))


def test_people_whose_careers_hold_many_kinds_of_actions_are_among_them(aws: Aws) -> None:
    codes = {deed.code for career in population(aws.wyoming.state, 30).careers for deed in career.deeds}
    assert len(codes) >= 8


def test_what_was_loaded_is_known_again_until_it_would_be_otherwise(aws: Aws) -> None:
    known = fingerprint(aws.clients, "wyoming", 100)
    assert known == fingerprint(aws.clients, "wyoming", 100)
    assert known != fingerprint(aws.clients, "wyoming", 101)
    assert known != fingerprint(aws.clients, "california", 100)
