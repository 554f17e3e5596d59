"""Records that the version before the ledger wrote, and what becomes of them."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from humangov.aws.items import Item, decoded
from humangov.domain.career import record_as_of
from humangov.domain.employees import Employee, Status, differences
from humangov.domain.errors import Conflict
from humangov.domain.events import EventFilter, EventKind
from humangov.domain.lists import Listing
from humangov.domain.organization import Overview, tree_of
from humangov.services.actions import file_decided
from humangov.services.desk import Desk
from humangov.services.directory import headcount_on
from humangov.services.folders import Entry
from humangov.services.migration import count_without_ledger, open_ledger
from humangov.services.ports import EmployeeStore
from humangov.services.proposing import Proposal
from tests.builders import AGENCIES, NOW, TODAY, an_employee, an_event, an_id
from tests.contract.former import write_former
from tests.contract.worlds import Aws, open_desk

TO_COME = TODAY + timedelta(days=20)
LONG_AGO = datetime(2024, 5, 6, 17, tzinfo=NOW.tzinfo)
ODD: dict[str, dict[str, Any]] = {
    "active": {},
    "on leave": {"status": Status.LEAVE, "status_since": date(2026, 1, 5)},
    "separated": {"status": Status.SEPARATED, "status_since": date(2025, 6, 2), "separation_reason": "Retirement"},
    "separated on the first day": {"status": Status.SEPARATED, "separation_reason": "Resignation"},
    "back again": {"status_since": date(2023, 3, 1)},
    "other agency": {"agency": "DOT", "department": "BRI", "number": "X-1", "email": "x@agency.gov"},
    "to come": {"hire_date": TO_COME, "status_since": TO_COME},
}


@pytest.fixture
def desk(aws: Aws) -> Desk:
    desk = open_desk(aws.desks)
    desk.organization.save_units(Overview(), tree_of(AGENCIES), an_event(kind=EventKind.AGENCIES_CHANGED))
    return desk


@pytest.fixture
def former(aws: Aws, desk: Desk) -> dict[str, Employee]:
    made = {name: an_employee(created_at=LONG_AGO, updated_at=LONG_AGO, **odd) for name, odd in ODD.items()}
    return {name: write_former(aws.dynamodb, aws.california.table, "california", e) for name, e in made.items()}


def migrated(desk: Desk, former: dict[str, Employee]) -> dict[str, Employee]:
    assert [open_ledger(desk, employee.id) for employee in former.values()] == [True] * len(former)
    return {name: desk.employees.get(employee.id) for name, employee in former.items()}


def table(aws: Aws) -> list[Item]:
    items = aws.dynamodb.scan(TableName=aws.california.table)["Items"]
    return sorted(map(decoded, items), key=lambda item: (item["pk"], item["sk"]))


def test_records_stay_as_they_are_and_have_a_ledger_of_which_they_are_the_fold(
    desk: Desk, former: dict[str, Employee]
) -> None:
    now = migrated(desk, former)
    for name, before in former.items():
        folder = desk.employees.career(before.id)
        fold = record_as_of(folder.actions, TODAY)
        assert folder.stored
        assert fold
        assert differences(folder.employee, fold) == {}
        if name != "to come":
            assert replace(now[name], version=before.version) == before


def test_whose_first_day_is_to_come_has_not_started(desk: Desk, former: dict[str, Employee]) -> None:
    to_come = migrated(desk, former)["to come"]
    assert (to_come.status, to_come.due) == (Status.APPOINTED, TO_COME)
    assert [row.id for row in desk.directory.page(Listing(status=Status.APPOINTED)).items] == [to_come.id]
    assert desk.organization.overview().count(status=Status.APPOINTED) == 1
    assert tuple(desk.employees.due(TO_COME)) == (to_come.id,)


def test_headcount_and_list_of_another_day_agree_with_the_records(desk: Desk, former: dict[str, Employee]) -> None:
    migrated(desk, former)
    for day in (date(2014, 1, 1), date(2020, 1, 1), date(2025, 12, 31), TODAY, TO_COME):
        known = [desk.employees.career(employee.id).actions for employee in former.values()]
        then = [e for career in known if (e := record_as_of(career, day)) and e.hire_date <= day]
        assert headcount_on(desk, day, None) == Counter((e.agency, e.status) for e in then)
        listed = desk.directory.page_on(Listing(size=100), day, None).items
        assert {row.id for row in listed} == {e.id for e in then if e.status is not Status.APPOINTED}


def test_what_was_on_file_was_known_since_the_record_was_made(desk: Desk, former: dict[str, Employee]) -> None:
    migrated(desk, former)
    assert sum(headcount_on(desk, TODAY, LONG_AGO.date()).values()) == len(former) - 1
    assert sum(headcount_on(desk, TODAY, LONG_AGO.date() - timedelta(days=1)).values()) == 0


def test_a_record_that_is_changed_before_it_was_migrated_is_known_as_well(
    desk: Desk, former: dict[str, Employee]
) -> None:
    proposal = Proposal(code="894", effective=TODAY, changes={"pay_cents": 60_000_00}, reason="General raise")
    file_decided(desk, former["active"].id, proposal, an_id())
    assert not open_ledger(desk, former["active"].id)
    assert sum(headcount_on(desk, TODAY, LONG_AGO.date()).values()) == 1
    assert count_without_ledger(desk) == len(former) - 1


def test_the_second_time_nothing_changes(aws: Aws, desk: Desk, former: dict[str, Employee]) -> None:
    assert count_without_ledger(desk) == len(former)
    migrated(desk, former)
    before = table(aws)
    assert count_without_ledger(desk) == 0
    assert not any(open_ledger(desk, employee.id) for employee in former.values())
    assert table(aws) == before


def test_each_record_has_an_event_of_its_own_that_is_none_of_the_newest_changes(
    desk: Desk, former: dict[str, Employee]
) -> None:
    migrated(desk, former)
    events = desk.audit.page(EventFilter(kinds=frozenset({EventKind.EMPLOYEE_LEDGER_OPENED})), "", 25).items
    assert {event.subject for event in events} == {f"employee:{employee.id}" for employee in former.values()}
    assert {event.actor_name for event in events} == {"Operator tests"}
    newest = desk.audit.page(EventFilter(views=False), "", 25).items
    assert EventKind.EMPLOYEE_LEDGER_OPENED not in {event.kind for event in newest}


def test_words_that_are_not_kept_any_more_are_removed(aws: Aws, desk: Desk) -> None:
    names = tuple(f"Namea{chr(97 + n)} Nameb{chr(97 + n)}" for n in range(15))
    employee = an_employee(former_names=names, created_at=LONG_AGO)
    write_former(aws.dynamodb, aws.california.table, "california", employee)

    def words() -> int:
        return sum(item["pk"].startswith("WORD#") for item in table(aws))

    assert words() == 30
    open_ledger(desk, employee.id)
    assert words() == 22


class Busy:
    """A store in which somebody else changes the record in between, so many times."""

    def __init__(self, store: EmployeeStore, times: int) -> None:
        self._store, self._times = store, times

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def record(self, entry: Entry, event: Any) -> Employee:
        self._times -= 1
        if self._times >= 0:
            raise Conflict(entry.after)
        return self._store.record(entry, event)


def test_a_record_that_is_changed_at_the_same_moment_is_tried_again(desk: Desk, former: dict[str, Employee]) -> None:
    busy = replace(desk, employees=Busy(desk.employees, 2))
    assert open_ledger(busy, former["active"].id)
    with pytest.raises(Conflict):
        open_ledger(replace(desk, employees=Busy(desk.employees, 99)), former["on leave"].id)
