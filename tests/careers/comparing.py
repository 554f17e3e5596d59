"""What the system says of an office, beside what its book says."""

from dataclasses import fields
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from humangov.domain.career import record_as_of
from humangov.domain.employees import BOOKKEEPING, Employee, Status
from humangov.domain.lists import Listing
from humangov.services.chores import CHORES, go_on
from humangov.services.directory import headcount_on, list_employees, list_employees_on
from humangov.services.employees import view_as_of, view_employee
from tests.careers.book import days, headcount, seats, told
from tests.careers.office import Office

_FACTS = [f.name for f in fields(Employee) if f.name not in BOOKKEEPING]


def end_of(day: date) -> datetime:
    """The last instant of a day in California."""
    midnight = datetime.combine(day + timedelta(days=1), time.min, ZoneInfo("America/Los_Angeles"))
    return midnight - timedelta(microseconds=1)


def said(record: Employee | None, expected: dict[str, Any] | None) -> dict[str, Any] | None:
    """Of a record what the book speaks of."""
    return {name: getattr(record, name) for name in expected} if record and expected else None if not record else {}


def compare_today(office: Office) -> None:
    """Records, headcount and list of today, once what takes effect is entered."""
    today = office.today
    for _ in go_on(office.office, CHORES[0], "tests"):
        pass
    listed = {row.id: row for row in list_employees(office.desk, Listing()).page.items}
    assert set(listed) == set(office.book)
    for person, lines in office.book.items():
        expected = told(lines, today)
        assert expected
        record = view_employee(office.desk, person).employee
        assert said(record, expected) == expected
        assert (listed[person].status, listed[person].agency) == (record.status, record.agency)
        _is_the_fold(office, record)
    counted: dict[tuple[str, Status], int] = {}
    for row in listed.values():
        counted[row.agency, row.status] = counted.get((row.agency, row.status), 0) + 1
    assert office.desk.organization.overview().headcount == counted


def _is_the_fold(office: Office, record: Employee) -> None:
    """Today's record is that which the ledger makes."""
    folder = office.desk.employees.career(record.id)
    fold = record_as_of(folder.actions, office.today)
    assert folder.employee == record
    assert fold
    assert {n: getattr(fold, n) for n in _FACTS} == {n: getattr(record, n) for n in _FACTS}
    assert record.due == min(
        (a.effective for a in folder.actions if a.stands and a.effective > office.today), default=None
    )
    assert {a.id for a in folder.actions} == {line.id for line in office.book[record.id]}


def compare_day(office: Office, day: date, known: date | None) -> None:
    """Each person, the list and the headcount of another day, as they were known."""
    at = end_of(known) if known else None
    rows = {row.id: row for row in list_employees_on(office.desk, Listing(), day, known).page.items}
    for person, lines in office.book.items():
        expected = told(lines, day, at)
        record = view_as_of(office.desk, person, day, known).record
        assert said(record, expected) == expected
        if expected and expected["hire_date"] <= day:
            assert (rows[person].agency, rows[person].status) == (expected["agency"], expected["status"])
        else:
            assert person not in rows
    assert headcount_on(office.desk, day, known) == headcount(office.book, day, at)


def compare_positions(office: Office) -> None:
    """Who sits in each position, on every day on which anything changes."""
    positions = office.desk.positions.many(seats(office.book, office.today))
    for day in days(office.book):
        for number, sitting in seats(office.book, day).items():
            found = {i.employee_id: i.fte_hundredths for i in positions[number].incumbents_on(day)}
            assert found == sitting, (number, day)
