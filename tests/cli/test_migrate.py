"""`humangov migrate`: records of a former version get their ledgers."""

from importlib import import_module

import pytest

from humangov.cli.office import Office
from humangov.domain.events import EventKind
from humangov.domain.organization import Overview, tree_of
from tests.builders import AGENCIES, an_employee, an_event
from tests.cli.terminal import Terminal
from tests.contract.former import write_former


@pytest.fixture
def former(terminal: Terminal) -> list[str]:
    """Three people of Wyoming whom a former version wrote, in more than one page."""
    office = Office.open()
    installed = office.installed("wyoming")
    event = an_event(kind=EventKind.AGENCIES_CHANGED)
    office.desk(installed).organization.save_units(Overview(), tree_of(AGENCIES), event)
    dynamodb = office.clients.dynamodb
    return [write_former(dynamodb, installed.table, "wyoming", an_employee()).id for _ in range(3)]


def test_every_record_gets_its_ledger_once(
    terminal: Terminal, former: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("humangov.cli.migrate"), "PEOPLE_AT_ONCE", 2)
    assert terminal.run("migrate", "--state", "WY").stdout == "Wyoming: 3 ledgers opened\n"
    desk = terminal.desk("wyoming")
    assert all(desk.employees.career(employee_id).stored for employee_id in former)
    assert terminal.run("migrate", "--all").stdout == "Wyoming: every record has its ledger\n"


def test_states_are_named_or_all_of_them_are_meant(terminal: Terminal) -> None:
    for words in ((), ("--all", "--state", "wyoming")):
        assert terminal.refused("migrate", *words, code=2) == "Give either --state or --all."
