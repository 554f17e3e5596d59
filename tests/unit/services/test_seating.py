"""Positions in which people come to sit: room, pay range, and who else is at them at the same time."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, cast

import pytest

from humangov.domain.employees import Employee
from humangov.domain.errors import Conflict
from humangov.domain.positions import Position
from humangov.services.desk import Desk
from humangov.services.ports import PositionStore
from tests.builders import TODAY, a_position, an_employee, an_event, an_id, an_incumbency, facts
from tests.fakes import FakeDesks
from tests.fakes.records import Records
from tests.unit.services.asking import filed, proposal, recorded, refused

YESTERDAY = TODAY - timedelta(days=1)
HIRED = date(2015, 7, 1)


class Busy:
    """Positions in which somebody else changes something right after they were read, so many times."""

    def __init__(self, store: PositionStore, times: int) -> None:
        self._store, self.times = store, times

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def many(self, numbers: Iterable[str]) -> dict[str, Position]:
        found = self._store.many(numbers)
        for now in found.values() if self.times > 0 else ():
            self._store.change(now, replace(now, version=now.version + 1, token=an_id()), an_event())
        self.times -= 1
        return found


def test_a_position_that_changed_between_reading_and_saving_is_read_again(specialist: Desk, employee: Employee) -> None:
    position = specialist.positions.create(a_position(), an_event())
    busy = replace(specialist, positions=cast("Any", Busy(specialist.positions, 4)))
    done = filed(busy, employee.id, proposal(position=position.number))
    assert done.employee
    assert done.employee.position == position.number


def test_a_position_that_never_rests_ends_in_a_conflict_and_nothing_is_saved(
    specialist: Desk, records: Records, employee: Employee
) -> None:
    position = specialist.positions.create(a_position(), an_event())
    busy = replace(specialist, positions=cast("Any", Busy(specialist.positions, 99)))
    with pytest.raises(Conflict) as conflict:
        filed(busy, employee.id, proposal(position=position.number))
    assert conflict.value.current == employee == records.employees[employee.id]


def test_a_filled_position_takes_nobody_and_says_how_much_is_taken(
    desks: FakeDesks, specialist: Desk, employee: Employee
) -> None:
    sitting = an_incumbency(from_day=HIRED, fte_hundredths=50)
    position = specialist.positions.create(a_position(incumbents=(sitting,)), an_event())
    told = refused(specialist, employee.id, proposal(position=position.number))
    assert told == {
        "position": f"Position {position.number} is filled on March 2, 2026: 1.50 of its 1.00 full-time equivalent "
        "would be taken. Choose a vacant position, another day, or a lower full-time equivalent."
    }
    recorded(desks, employee.id, proposal("782", fte_hundredths=50))
    assert filed(specialist, employee.id, proposal(position=position.number)).employee
    told = refused(specialist, employee.id, proposal("782", fte_hundredths=100))
    assert told["fte_hundredths"].startswith(f"Position {position.number} is filled on March 2, 2026: 1.50")


@pytest.mark.parametrize("how", ["cancel", "correct"])
def test_who_left_a_position_does_not_come_back_into_it_beside_a_successor(
    desks: FakeDesks, specialist: Desk, records: Records, employee: Employee, how: str
) -> None:
    position = specialist.positions.create(a_position(), an_event())
    recorded(desks, employee.id, proposal(position=position.number, effective=HIRED))
    left, _ = recorded(desks, employee.id, proposal("317", effective=YESTERDAY))
    successor = an_employee(first_name="Ana")
    records.employees[successor.id] = successor
    recorded(desks, successor.id, proposal(position=position.number))
    undoing = {
        "cancel": proposal("001", target=left),
        "correct": proposal("002", target=left, effective=TODAY + timedelta(days=3)),
    }
    told = refused(specialist, employee.id, undoing[how])
    assert list(told) == ["target" if how == "cancel" else "effective"]
    assert "is filled on March 2, 2026: 2.00 of its 1.00" in next(iter(told.values()))


def test_pay_outside_of_the_position_s_range_asks_for_a_reason(
    desks: FakeDesks, specialist: Desk, employee: Employee
) -> None:
    position = specialist.positions.create(a_position(facts()), an_event())
    recorded(desks, employee.id, proposal(position=position.number))
    told = refused(specialist, employee.id, proposal("894", pay_cents=90_000_00))
    assert list(told) == ["exception"]
    assert told["exception"].endswith("Enter the reason for that, or another pay.")
    assert "$61,000" in told["exception"]
    _, paid = recorded(desks, employee.id, proposal("894", pay_cents=90_000_00, exception="Hard to fill"))
    assert paid.pay_cents == 90_000_00


def test_a_position_that_begins_later_or_is_closed_takes_nobody(specialist: Desk, employee: Employee) -> None:
    later = a_position(facts(effective=TODAY + timedelta(days=9)))
    closed = a_position(facts(), facts(effective=YESTERDAY, open=False))
    for position in (later, closed):
        specialist.positions.create(position, an_event())
        told = refused(specialist, employee.id, proposal(position=position.number))
        assert list(told) == ["position"]
        assert told["position"].startswith(f"Position {position.number} ")
