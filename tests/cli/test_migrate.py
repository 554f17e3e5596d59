"""`humangov migrate`: records of a former version get their ledgers."""

from importlib import import_module

import pytest

from humangov.cli.office import Office
from humangov.domain.errors import AlreadyExists
from humangov.domain.events import EventKind
from humangov.domain.organization import Overview, tree_of
from tests.builders import AGENCIES, an_account, an_employee, an_event, an_id
from tests.cli.terminal import Terminal
from tests.contract.former import write_former, write_former_account


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


def test_accounts_that_share_an_employee_are_named_and_no_more_can_be_linked(terminal: Terminal) -> None:
    office, person = Office.open(), an_id()
    installed = office.installed("wyoming")
    for name in ("ana", "ben"):
        account = an_account(email=f"{name}@wyo.example", employee_id=person)
        write_former_account(office.clients.dynamodb, installed.table, "wyoming", account)
    for words in (("migrate", "--all"), ("doctor",)):
        result = terminal.run(*words, code=1 if words == ("doctor",) else 0)
        assert "accounts ana@wyo.example, ben@wyo.example: All of these are linked to one employee" in result.output
    with pytest.raises(AlreadyExists):
        terminal.desk("wyoming").accounts.create(an_account(employee_id=person), an_event())
