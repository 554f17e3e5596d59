"""The contract of ports.PositionStore."""

from dataclasses import replace
from datetime import date

import pytest

from humangov.aws import keys
from humangov.aws.positions import seat_writes
from humangov.domain.employees import PayBasis
from humangov.domain.errors import AlreadyExists, Conflict, NotFound
from humangov.domain.events import EventFilter
from humangov.domain.positions import Position, seated
from humangov.services.desk import Desk
from tests.builders import a_position, an_event, an_id, an_incumbency, facts

MOVED = facts(effective=date(2026, 4, 1), unit="REG", supervisor="P-0", pay_basis=PayBasis.HOURLY, open=False)


def next_version(position: Position, **changes: object) -> Position:
    return replace(position, version=position.version + 1, token=an_id(), **changes)  # type: ignore[arg-type]


def numbers(desk: Desk, agency: str = "DMV", unit: str = "LIC", after: str = "", size: int = 100) -> list[str]:
    return [p.number for p in desk.positions.in_unit(agency, unit, after, size).items]


def test_a_position_comes_back_as_it_was_saved(desk: Desk) -> None:
    gone = an_incumbency(to_day=date(2020, 1, 1), fte_hundredths=50)
    whole = a_position(facts(), MOVED, incumbents=(gone, an_incumbency(from_day=date(2020, 1, 1))))
    assert desk.positions.create(whole, an_event()) == whole
    assert desk.positions.get(whole.number) == whole


def test_a_position_that_was_never_saved_is_not_found(desk: Desk) -> None:
    for strange in ("P-0", "", "x" * 3000, "#", "é" * 2000):
        with pytest.raises(NotFound):
            desk.positions.get(strange)
        assert desk.positions.many([strange]) == {}
    with pytest.raises(NotFound):
        desk.positions.change(a_position(), next_version(a_position(number="P-0")), an_event())


def test_another_states_positions_are_not_seen(desk: Desk, neighbor: Desk) -> None:
    theirs = neighbor.positions.create(a_position(), an_event())
    with pytest.raises(NotFound):
        desk.positions.get(theirs.number)
    assert desk.positions.many([theirs.number]) == {}
    assert numbers(desk) == []


def test_several_positions_come_in_one_answer_without_those_that_are_not_there(desk: Desk) -> None:
    one, other = (desk.positions.create(a_position(), an_event()) for _ in range(2))
    found = desk.positions.many([one.number, "P-0", other.number])
    assert found == {one.number: one, other.number: other}
    assert desk.positions.many([]) == {}


def test_a_number_belongs_to_one_position(desk: Desk) -> None:
    position = desk.positions.create(a_position(), an_event())
    with pytest.raises(AlreadyExists) as taken:
        desk.positions.create(a_position(number=position.number), an_event())
    assert taken.value.field == "number"
    assert desk.positions.get(position.number) == position


def test_the_same_form_sent_twice_creates_one_position(desk: Desk) -> None:
    position = desk.positions.create(a_position(), an_event())
    assert desk.positions.create(replace(position, versions=(facts(title="Typed later"),)), an_event()) == position
    assert len(desk.audit.page(EventFilter(views=False), "", 25).items) == 1


def test_of_two_writers_the_second_is_told_and_sees_the_position_as_it_is(desk: Desk) -> None:
    position = desk.positions.create(a_position(), an_event())
    first = desk.positions.change(position, next_version(position, versions=(facts(title="Chief"),)), an_event())
    with pytest.raises(Conflict) as conflict:
        desk.positions.change(position, next_version(position, versions=(facts(unit="REG"),)), an_event())
    assert conflict.value.current == first
    assert numbers(desk, unit="REG") == []


def test_the_same_change_sent_twice_is_saved_once(desk: Desk) -> None:
    position = desk.positions.create(a_position(), an_event())
    after = desk.positions.change(position, next_version(position, versions=(facts(title="Chief"),)), an_event())
    assert desk.positions.change(position, replace(after, versions=(facts(),)), an_event()) == after
    assert len(desk.audit.page(EventFilter(views=False), "", 25).items) == 2


def test_a_position_is_in_the_list_of_every_unit_in_which_it_ever_is(desk: Desk) -> None:
    position = desk.positions.create(a_position(), an_event())
    moved = desk.positions.change(position, next_version(position, versions=(facts(), MOVED)), an_event())
    assert (numbers(desk), numbers(desk, unit="REG")) == ([position.number], [position.number])
    (seat,) = desk.positions.in_unit("DMV", "REG").items
    assert seat.versions == moved.versions
    desk.positions.change(moved, next_version(moved, versions=(MOVED,)), an_event())
    assert (numbers(desk), numbers(desk, unit="REG")) == ([], [position.number])
    assert numbers(desk, "DOT", "REG") == []


def test_a_units_list_has_those_who_sit_there_while_the_position_is_in_the_unit(desk: Desk) -> None:
    early, late = an_incumbency(to_day=date(2026, 3, 1)), an_incumbency(from_day=date(2026, 3, 1))
    desk.positions.create(a_position(facts(), MOVED, incumbents=(early, late)), an_event())
    assert desk.positions.in_unit("DMV", "LIC").items[0].incumbents == (early, late)
    (seat,) = desk.positions.in_unit("DMV", "REG").items
    assert (seat.incumbents, seat.version, seat.token) == ((late,), 0, "")


def test_a_units_list_comes_a_page_at_a_time_by_number(desk: Desk) -> None:
    made = sorted(desk.positions.create(a_position(), an_event()).number for _ in range(5))
    first = desk.positions.in_unit("DMV", "LIC", "", 2)
    assert ([p.number for p in first.items], first.after) == (made[:2], made[1])
    assert numbers(desk, after=first.after, size=2) == made[2:4]
    last = desk.positions.in_unit("DMV", "LIC", made[2], 2)
    assert ([p.number for p in last.items], last.after) == (made[3:], "")


def test_who_comes_or_goes_is_written_to_the_position_and_to_one_units_list() -> None:
    position = a_position(facts(), MOVED)
    after = seated(position, "one", (an_incumbency(employee_id="one", to_day=date(2026, 1, 1)),))
    written = [write.key for write in seat_writes(position, after)]
    assert written == [keys.position(position.number), (keys.seats("DMV", "LIC"), position.number)]


def test_a_position_that_somebody_else_changed_refuses_to_seat(desk: Desk) -> None:
    position = desk.positions.create(a_position(), an_event())
    person = an_incumbency()
    after = desk.positions.change(position, seated(position, person.employee_id, (person,)), an_event())
    assert desk.positions.get(position.number).incumbents == (person,)
    with pytest.raises(Conflict) as conflict:
        desk.positions.change(position, next_version(position, incumbents=()), an_event())
    assert conflict.value.current == after
