"""Positions and the chart: from a day on, with names only for who may read records."""

from dataclasses import replace
from datetime import date

import pytest

from humangov.domain.errors import AlreadyExists, Conflict, Invalid, NotFound
from humangov.domain.events import EventKind
from humangov.domain.organization import tree_of
from humangov.domain.positions import Position
from humangov.services.chart import view_chart
from humangov.services.desk import Desk
from humangov.services.positions import change_position, create_position, view_position
from tests.builders import AGENCIES, TODAY, a_position, an_id, an_incumbency, facts
from tests.fakes.records import Records

FALL = date(2026, 9, 1)


@pytest.fixture
def position(records: Records) -> Position:
    """P-1, held by José García since 2015."""
    kept = a_position(number="P-1", incumbents=(an_incumbency(),))
    records.positions[kept.number] = kept
    return kept


def change(desk: Desk, position: Position, effective: date | None = TODAY, **changes: object) -> Position:
    return change_position(desk, position.number, changes, effective, position.version, an_id())


def refused(desk: Desk, position: Position, effective: date | None = TODAY, **changes: object) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        change(desk, position, effective, **changes)
    return caught.value.fields


def test_a_position_is_created_and_told(administrator: Desk, records: Records) -> None:
    made = create_position(administrator, " 065-a ", facts(effective=TODAY), an_id())
    assert records.positions["065-A"] == made
    (event,) = records.of_kind(EventKind.POSITION_CREATED)
    assert (event.subject, event.subject_label) == ("position:065-A", "065-A Licensing examiner")
    assert (event.effective, event.changes[2].after) == ("2026-03-02", "Department of Motor Vehicles, Licensing")


def test_the_same_form_sent_twice_creates_it_once(administrator: Desk, records: Records) -> None:
    token = an_id()
    made = [create_position(administrator, "7", facts(), token) for _ in range(2)]
    assert made[0] == made[1]
    assert len(records.events) == 1


def test_a_number_is_used_once(administrator: Desk, position: Position) -> None:
    with pytest.raises(AlreadyExists):
        create_position(administrator, position.number, facts(), an_id())


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"title": " - "}, "title", "Enter the position title"),
        ({"title": "x" * 101}, "title", "at most 100"),
        ({"job_class": "x" * 21}, "job_class", "at most 20"),
        ({"unit": "NOPE"}, "unit", "NOPE is not open on July 1, 2015"),
        ({"unit": "BRI"}, "unit", "is not open"),
        ({"unit": ""}, "unit", "Choose the unit"),
        ({"fte_hundredths": 0}, "fte_hundredths", "0.01 to 1.00"),
        ({"fte_hundredths": 101}, "fte_hundredths", "0.01 to 1.00"),
        ({"pay_from_cents": 0}, "pay_from_cents", "the lowest pay too"),
        ({"pay_to_cents": 47_000_00}, "pay_to_cents", "not below the lowest"),
        ({"pay_to_cents": 0}, "pay_to_cents", "clear both"),
        ({"pay_to_cents": 3_000_000_00}, "pay_to_cents", "at most $2,000,000 a year"),
        ({"supervisor": "NOPE"}, "supervisor", "no position NOPE"),
        ({"supervisor": "NEW"}, "supervisor", "cannot supervise itself"),
        ({"effective": date(1899, 1, 1)}, "effective", "from 1900"),
    ],
)
def test_bad_facts_are_told_beside_their_field(
    administrator: Desk, records: Records, changes: dict[str, object], field: str, says: str
) -> None:
    with pytest.raises(Invalid) as caught:
        create_position(administrator, "NEW", facts(**changes), an_id())
    assert says in caught.value.fields[field]
    assert not records.positions


def test_a_number_keeps_its_rules(administrator: Desk) -> None:
    with pytest.raises(Invalid) as caught:
        create_position(administrator, "a b", facts(title=""), an_id())
    assert set(caught.value.fields) == {"number", "title"}


def test_a_change_holds_from_its_day_on(administrator: Desk, records: Records, position: Position) -> None:
    after = change(administrator, position, FALL, title="Senior examiner", supervisor="")
    assert [v.title for v in after.versions] == ["Licensing examiner", "Senior examiner"]
    again = change(administrator, after, TODAY, job_class="1732")
    assert [(v.title, v.job_class) for v in again.versions][-1] == ("Senior examiner", "1732")
    events = records.of_kind(EventKind.POSITION_CHANGED)
    assert [(c.field, c.before, c.after) for c in events[1].changes] == [("job_class", "1731", "1732")]


def test_what_changes_nothing_saves_nothing(administrator: Desk, records: Records, position: Position) -> None:
    assert change(administrator, position, title="Licensing examiner") == position
    assert not records.events


def test_a_position_cannot_be_closed_or_made_smaller_under_those_who_sit_in_it(
    administrator: Desk, records: Records, position: Position
) -> None:
    assert "people hold 1.00" in refused(administrator, position, FALL, open=False)["effective"]
    assert "people hold 1.00" in refused(administrator, position, FALL, fte_hundredths=50)["effective"]
    records.positions["P-1"] = replace(position, incumbents=(an_incumbency(to_day=FALL),))
    assert not change(administrator, position, FALL, open=False).is_open_on(FALL)


def test_a_change_comes_neither_before_the_position_nor_without_a_day(administrator: Desk, position: Position) -> None:
    assert "begins on July 1, 2015" in refused(administrator, position, date(2015, 6, 30), title="X")["effective"]
    assert "Enter the day" in refused(administrator, position, None, title="X")["effective"]
    assert "from 1900" in refused(administrator, position, date(2040, 1, 1), title="X")["effective"]


def test_a_position_is_not_put_into_a_unit_that_closes(
    administrator: Desk, records: Records, position: Position
) -> None:
    tree = tree_of(AGENCIES)
    registration = tree.unit("DMV", "REG")
    assert registration
    records.tree = tree.changed(registration, FALL, open=False)
    wrong = refused(administrator, position, unit="REG")
    assert wrong["unit"].startswith("Registration is not open on September 1, 2026")
    change(administrator, change(administrator, position, FALL, unit="LIC"), TODAY, title="Chief")


def test_two_positions_do_not_supervise_each_other(administrator: Desk, records: Records, position: Position) -> None:
    records.positions["P-2"] = a_position(facts(supervisor="P-3"), number="P-2")
    records.positions["P-3"] = a_position(facts(), facts(effective=FALL, supervisor="P-1"), number="P-3")
    assert "position P-3 is itself beneath" in refused(administrator, position, supervisor="P-2")["supervisor"]
    records.positions["P-3"] = a_position(number="P-3")
    assert change(administrator, position, supervisor="P-2").versions[-1].supervisor == "P-2"


def test_a_supervisor_is_open_on_the_day(administrator: Desk, records: Records, position: Position) -> None:
    records.positions["P-2"] = a_position(facts(effective=FALL), number="P-2")
    assert "that is open then" in refused(administrator, position, supervisor="P-2")["supervisor"]
    assert change(administrator, position, FALL, supervisor="P-2").versions[-1].supervisor == "P-2"


def test_who_saves_second_is_told(administrator: Desk, position: Position) -> None:
    first = change(administrator, position, title="Chief")
    with pytest.raises(Conflict) as caught:
        change(administrator, position, title="Clerk")
    assert caught.value.current == first


def test_the_same_change_sent_twice_is_done_once(administrator: Desk, records: Records, position: Position) -> None:
    token = an_id()
    done = [change_position(administrator, "p-1", {"title": "Chief"}, TODAY, 1, token) for _ in range(2)]
    assert done[0] == done[1]
    assert len(records.events) == 1


def test_who_may_not_read_records_learns_when_a_position_was_filled_and_not_by_whom(
    viewer: Desk, administrator: Desk, position: Position
) -> None:
    assert view_position(viewer, "p-1").position == position
    seen = view_position(administrator, "P-1")
    assert (seen.names, seen.position.incumbents[0].from_day) == (False, date(2015, 7, 1))
    assert {(i.employee_id, i.number, i.name, i.action_id) for i in seen.position.incumbents} == {("", "", "", "")}
    level = view_chart(administrator, "DMV", "LIC")
    assert level.positions[0].incumbents[0].name == ""


def test_a_level_of_the_chart_has_the_positions_that_are_open_there_on_that_day(
    viewer: Desk, records: Records, position: Position
) -> None:
    moved = a_position(facts(), facts(effective=FALL, unit="REG"), number="P-2")
    records.positions["P-2"] = moved
    now, then = view_chart(viewer, "DMV", "LIC"), view_chart(viewer, "DMV", "LIC", FALL)
    assert ([p.number for p in now.positions], now.vacancies) == (["P-1", "P-2"], 1)
    assert ([p.number for p in then.positions], then.vacancies) == (["P-1"], 0)
    assert view_chart(viewer, "DMV", "REG").positions == ()
    assert [p.number for p in view_chart(viewer, "DMV", "REG", FALL).positions] == ["P-2"]
    assert now.positions[0].incumbents == position.incumbents


def test_the_chart_opens_at_nothing_at_first_and_never_at_what_is_not_there(viewer: Desk) -> None:
    assert view_chart(viewer).positions == view_chart(viewer, "DMV").positions == ()
    for agency, code in (("NASA", ""), ("DMV", "BRI")):
        with pytest.raises(NotFound):
            view_chart(viewer, agency, code)
    with pytest.raises(NotFound):
        view_position(viewer, "NOPE")
