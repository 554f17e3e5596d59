"""Agencies and units, from a day on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from humangov.domain.employees import Employee
from humangov.domain.errors import Conflict, Invalid, NotFound
from humangov.domain.events import Change, EventKind
from humangov.domain.organization import Overview
from humangov.services.desk import Desk
from humangov.services.organization import (
    Place,
    add_agency,
    add_unit,
    close_unit,
    move_unit,
    open_unit,
    rename_unit,
    view_organization,
)
from tests.builders import AGENCIES, TODAY, a_position, facts
from tests.fakes.records import Records

Act = Callable[[], None]
FALL = date(2026, 9, 1)


def now(desk: Desk) -> Overview:
    return view_organization(desk)


def at(agency: str, code: str = "", effective: date | None = TODAY, version: int = 1) -> Place:
    return Place(agency, code, effective, version)


def refused(act: Act) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        act()
    return caught.value.fields


def test_everybody_who_signed_in_sees_the_agencies_by_name(viewer: Desk) -> None:
    assert [a.code for a in now(viewer).agencies] == ["DMV", "DOT", "PARKS"]


def test_an_agency_is_added_tidy_and_told(administrator: Desk, records: Records) -> None:
    add_agency(administrator, at(" cdt "), " Department  of Aging ")
    assert [a.code for a in now(administrator).agencies] == ["CDT", "DMV", "DOT", "PARKS"]
    (event,) = records.of_kind(EventKind.AGENCIES_CHANGED)
    assert event.changes == (Change("agency", "", "CDT Department of Aging"),)
    assert (event.act, event.effective) == ("add", "2026-03-02")


def test_a_unit_is_added_beneath_another_one_from_a_day_to_come(administrator: Desk) -> None:
    add_unit(administrator, at("DMV", "exa", FALL), "Exams", "LIC")
    overview = now(administrator)
    assert overview.agencies == AGENCIES
    assert overview.units_as_of(FALL).path("DMV", "EXA") == (("DMV", ""), ("DMV", "LIC"), ("DMV", "EXA"))


def test_an_agency_and_a_unit_are_renamed_from_a_day_on(administrator: Desk, records: Records) -> None:
    rename_unit(administrator, at("DMV", "", FALL), "Motor Vehicles")
    rename_unit(administrator, at("DMV", "LIC", TODAY, 2), "Licenses")
    overview = now(administrator)
    assert (overview.agency_name("DMV"), overview.department_name("DMV", "LIC")) == (AGENCIES[0].name, "Licenses")
    assert overview.units_as_of(FALL).name("DMV") == "Motor Vehicles"
    assert overview.units_as_of(TODAY - timedelta(days=1)).name("DMV", "LIC") == "Licensing"
    assert records.events[1].changes == (Change("unit", "DMV LIC Licensing", "DMV LIC Licenses"),)


def test_a_unit_moves_with_what_lies_beneath_it(administrator: Desk, records: Records) -> None:
    add_unit(administrator, at("DMV", "EXA"), "Exams", "LIC")
    move_unit(administrator, at("DMV", "LIC", TODAY, 2), "REG")
    standing = now(administrator).units_as_of(TODAY)
    assert [code for _, code in standing.path("DMV", "EXA")] == ["", "REG", "LIC", "EXA"]
    assert records.events[1].changes == (Change("unit", "DMV LIC DMV", "DMV LIC REG"),)
    assert "itself beneath" in refused(lambda: move_unit(administrator, at("DMV", "REG", TODAY, 3), "EXA"))["parent"]


def test_an_agency_moves_nowhere(administrator: Desk) -> None:
    with pytest.raises(NotFound):
        move_unit(administrator, at("DMV"), "LIC")


def test_a_unit_closes_and_opens_again(administrator: Desk) -> None:
    close_unit(administrator, at("PARKS", "NOR"))
    assert now(administrator).agencies[2].departments == ()
    close_unit(administrator, at("PARKS", "", TODAY, 2))
    assert [a.code for a in now(administrator).agencies] == ["DMV", "DOT"]
    assert (
        "State Parks is not open" in refused(lambda: open_unit(administrator, at("PARKS", "NOR", TODAY, 3)))["parent"]
    )
    open_unit(administrator, at("PARKS", "", TODAY, 3))
    open_unit(administrator, at("PARKS", "NOR", TODAY, 4))
    assert now(administrator).agencies == AGENCIES


def test_what_has_open_units_is_not_closed(administrator: Desk) -> None:
    assert "Licensing is still open" in refused(lambda: close_unit(administrator, at("DMV")))["effective"]


def test_a_unit_with_open_positions_on_that_day_or_later_is_not_closed(administrator: Desk, records: Records) -> None:
    gone = a_position(facts(), facts(effective=TODAY, unit="REG"), number="A-1")
    coming = a_position(facts(unit="REG"), facts(effective=FALL), number="A-2")
    closed = a_position(facts(), facts(effective=TODAY, open=False), number="A-3")
    records.positions.update({p.number: p for p in (gone, coming, closed)})
    wrong = refused(lambda: close_unit(administrator, at("DMV", "LIC")))
    assert wrong == {"effective": "Move or close its open positions first: A-2."}
    many = (a_position(number=f"B-{n:03}") for n in range(150))
    records.positions.update({p.number: p for p in many})
    wrong = refused(lambda: close_unit(administrator, at("DMV", "LIC")))
    assert wrong["effective"].endswith("A-2, B-000, B-001, B-002, B-003 and others.")


def test_a_unit_in_which_people_work_is_closed_only_on_a_day_to_come(
    administrator: Desk, records: Records, employee: Employee
) -> None:
    records.employees[employee.id] = replace(employee, agency="PARKS", department="NOR")
    assert "People work there" in refused(lambda: close_unit(administrator, at("PARKS", "NOR")))["effective"]
    close_unit(administrator, at("PARKS", "NOR", FALL))
    assert not now(administrator).units_as_of(FALL).is_open("PARKS", "NOR")


def test_what_changes_nothing_saves_nothing(administrator: Desk, records: Records) -> None:
    rename_unit(administrator, at("DMV", "LIC"), "Licensing")
    open_unit(administrator, at("DMV", "LIC"))
    assert not records.events


@pytest.mark.parametrize(
    ("code", "name", "fields"),
    [("D", "X", {"code"}), ("A#B", "X", {"code"}), ("NEW", " ", {"name"}), ("", "x" * 101, {"code", "name"})],
)
def test_code_and_name_keep_their_rules(
    administrator: Desk, records: Records, code: str, name: str, fields: set[str]
) -> None:
    assert set(refused(lambda: add_agency(administrator, at(code), name))) == fields
    assert set(refused(lambda: add_unit(administrator, at("DMV", code), name, ""))) == fields
    assert not records.events


@pytest.mark.parametrize(
    ("effective", "says"),
    [(None, "Enter the day"), (date(1899, 12, 31), "from 1900 to"), (date(2040, 1, 1), "to March 6, 2031")],
)
def test_a_change_has_a_day_that_makes_sense(administrator: Desk, effective: date | None, says: str) -> None:
    acts: list[Act] = [
        lambda: add_agency(administrator, at("NEW", "", effective), "New"),
        lambda: add_unit(administrator, at("DMV", "NEW", effective), "New", ""),
        lambda: rename_unit(administrator, at("DMV", "LIC", effective), "New"),
        lambda: close_unit(administrator, at("DMV", "LIC", effective)),
    ]
    for act in acts:
        assert says in refused(act)["effective"]


def test_nothing_ends_or_changes_before_it_begins(administrator: Desk) -> None:
    add_unit(administrator, at("DMV", "EXA", FALL), "Exams", "")
    acts: list[Act] = [
        lambda: close_unit(administrator, at("DMV", "EXA", TODAY, 2)),
        lambda: rename_unit(administrator, at("DMV", "EXA", TODAY, 2), "New"),
    ]
    for act in acts:
        assert refused(act) == {"effective": "This unit begins on September 1, 2026. Enter that day or a later one."}


def test_a_code_is_used_once(administrator: Desk) -> None:
    told = {"code": "This code is in use. Choose another."}
    assert refused(lambda: add_agency(administrator, at("dmv"), "Other")) == told
    assert refused(lambda: add_unit(administrator, at("DMV", "lic"), "Other", "")) == told


def test_a_new_name_keeps_the_rules(administrator: Desk) -> None:
    assert refused(lambda: rename_unit(administrator, at("DMV"), "")) == {"name": "Enter a name."}


def test_what_the_state_does_not_have_is_not_found(administrator: Desk) -> None:
    acts: list[Act] = [
        lambda: rename_unit(administrator, at("NASA"), "X"),
        lambda: add_unit(administrator, at("NASA", "X1"), "X", ""),
        lambda: rename_unit(administrator, at("DMV", "BRI"), "X"),
        lambda: close_unit(administrator, at("DMV", "BRI")),
        lambda: move_unit(administrator, at("DMV", "BRI"), "LIC"),
    ]
    for act in acts:
        with pytest.raises(NotFound):
            act()


def test_who_saves_second_is_told(administrator: Desk) -> None:
    add_agency(administrator, at("CDT"), "Aging")
    with pytest.raises(Conflict) as caught:
        rename_unit(administrator, at("DMV"), "X")
    assert isinstance(caught.value.current, Overview)
    assert caught.value.current.version == 2
    assert len(caught.value.current.agencies) == len(AGENCIES) + 1
