"""The made-up people of a state as the items that the services write of them, made without a call."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace

from bench.memory import MemoryTable, NoFiles
from humangov.aws.audit import Audit
from humangov.aws.clients import Clients
from humangov.aws.desks import AwsDesks
from humangov.aws.documents import Documents
from humangov.aws.employees import Employees
from humangov.aws.items import Item
from humangov.aws.organization import Organization
from humangov.aws.positions import Positions
from humangov.aws.registry import OneState
from humangov.cli.agencies import whole_tree
from humangov.cli.filing import KnownOrganization, create, on_day, settle
from humangov.cli.people import population
from humangov.cli.posts import FOUNDED
from humangov.domain.events import EventKind
from humangov.domain.organization import Overview
from humangov.domain.permissions import operator
from humangov.domain.states import BY_SLUG, Installed
from humangov.services.desk import Desk, Origin

SAMPLE = 30
# What differs each time: ids made of the present and of chance, and instants.
_CHANCE = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}|\d{4}-\d\d-\d\dT\d\d:\d\d:[\d.]+(\+00:00)?")


def installed(slug: str) -> Installed:
    """A state of the benchmark, without a bucket."""
    return Installed(BY_SLUG[slug], f"bench-{slug}", f"bench-{slug}", "", "#1a4480", BY_SLUG[slug].code)


def filed(clients: Clients, slug: str, how_many: int) -> Iterator[list[Item]]:
    """The items of each person in turn, and at the end those of the state as a whole, headcount among them."""
    table = MemoryTable(slug)
    desk = _desk(clients, slug, table)
    start = on_day(desk, FOUNDED)
    event = start.event(EventKind.AGENCIES_CHANGED, "settings", "")
    start.organization.save_units(Overview(), whole_tree(FOUNDED), event)
    desk = replace(desk, organization=KnownOrganization(desk.organization, desk.organization.overview()))
    people = population(desk.state.state, how_many)
    for position in people.positions:
        create(desk, position)
    for career in people.careers:
        settle(desk, career, begun=False)
        yield table.take()
    yield table.rest()


def _desk(clients: Clients, slug: str, table: MemoryTable) -> Desk:
    state = installed(slug)
    desk = AwsDesks(clients, OneState(state)).open(state, operator("bench"), Origin("terminal", "command"))
    return replace(
        desk,
        employees=Employees(table, {}),
        documents=Documents(table),
        files=NoFiles(),
        audit=Audit(table),
        organization=Organization(table, desk.today),
        positions=Positions(table),
    )


def fingerprint(clients: Clients, slug: str, how_many: int) -> str:
    """Differs as soon as the same people would be written in another way: what was loaded before is stale then."""
    sample = [*filed(clients, slug, SAMPLE)]
    return hashlib.sha256(f"{how_many} {plainly(sample)}".encode()).hexdigest()


def plainly(items: object) -> str:
    """Items as a text in which only what can be told beforehand stands."""
    return _CHANCE.sub("…", json.dumps(items, sort_keys=True, default=str))
