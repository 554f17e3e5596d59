"""Agencies and departments."""

from collections.abc import Callable

import pytest

from humangov.domain.errors import Conflict, Invalid, NotFound
from humangov.domain.events import Change, EventKind
from humangov.domain.organization import Overview
from humangov.services.desk import Desk
from humangov.services.organization import (
    add_agency,
    add_department,
    rename_agency,
    rename_department,
    view_organization,
)
from tests.builders import AGENCIES
from tests.fakes.records import Records

Act = Callable[[], None]


def now(desk: Desk) -> Overview:
    return view_organization(desk)


def test_everybody_who_signed_in_sees_the_agencies_by_name(viewer: Desk) -> None:
    assert [a.code for a in now(viewer).agencies] == ["DMV", "DOT", "PARKS"]


def test_an_agency_is_added_tidy_and_told(administrator: Desk, records: Records) -> None:
    add_agency(administrator, " cdt ", " Department  of Aging ", 1)
    assert [a.code for a in now(administrator).agencies] == ["CDT", "DMV", "DOT", "PARKS"]
    (event,) = records.of_kind(EventKind.AGENCIES_CHANGED)
    assert event.changes == (Change("agency", "", "CDT Department of Aging"),)


def test_an_agency_is_renamed_and_keeps_its_departments(administrator: Desk, records: Records) -> None:
    rename_agency(administrator, "DMV", "Zoo", 1)
    agency = now(administrator).agency("DMV")
    assert agency is not None
    assert (agency.name, len(agency.departments)) == ("Zoo", 2)
    assert records.events[0].changes == (Change("agency", "DMV Department of Motor Vehicles", "DMV Zoo"),)


def test_a_department_is_added_to_its_agency(administrator: Desk, records: Records) -> None:
    add_department(administrator, "PARKS", "sou", "Southern parks", 1)
    assert now(administrator).department_name("PARKS", "SOU") == "Southern parks"
    assert records.events[0].changes == (Change("department", "", "PARKS SOU Southern parks"),)


def test_a_department_is_renamed(administrator: Desk, records: Records) -> None:
    rename_department(administrator, "DMV", "LIC", "Licenses", 1)
    assert now(administrator).department_name("DMV", "LIC") == "Licenses"
    assert now(administrator).department_name("DMV", "REG") == "Registration"
    assert records.events[0].changes == (Change("department", "DMV LIC Licensing", "DMV LIC Licenses"),)


@pytest.mark.parametrize(
    ("code", "name", "fields"),
    [("D", "X", {"code"}), ("A#B", "X", {"code"}), ("NEW", " ", {"name"}), ("", "x" * 101, {"code", "name"})],
)
def test_code_and_name_keep_their_rules(
    administrator: Desk, records: Records, code: str, name: str, fields: set[str]
) -> None:
    acts: list[Act] = [
        lambda: add_agency(administrator, code, name, 1),
        lambda: add_department(administrator, "DMV", code, name, 1),
    ]
    for act in acts:
        with pytest.raises(Invalid) as caught:
            act()
        assert set(caught.value.fields) == fields
    assert not records.events


def test_a_code_is_used_once(administrator: Desk) -> None:
    with pytest.raises(Invalid) as agency:
        add_agency(administrator, "dmv", "Other", 1)
    with pytest.raises(Invalid) as department:
        add_department(administrator, "DMV", "lic", "Other", 1)
    told = {"code": "This code is in use. Choose another."}
    assert agency.value.fields == department.value.fields == told


def test_a_new_name_keeps_the_rules(administrator: Desk) -> None:
    acts: list[Act] = [
        lambda: rename_agency(administrator, "DMV", "", 1),
        lambda: rename_department(administrator, "DMV", "LIC", "", 1),
    ]
    for act in acts:
        with pytest.raises(Invalid) as caught:
            act()
        assert caught.value.fields == {"name": "Enter a name."}


def test_what_the_state_does_not_have_is_not_found(administrator: Desk) -> None:
    acts: list[Act] = [
        lambda: rename_agency(administrator, "NASA", "X", 1),
        lambda: add_department(administrator, "NASA", "X1", "X", 1),
        lambda: rename_department(administrator, "NASA", "LIC", "X", 1),
        lambda: rename_department(administrator, "DMV", "BRI", "X", 1),
    ]
    for act in acts:
        with pytest.raises(NotFound):
            act()


def test_who_saves_second_is_told(administrator: Desk) -> None:
    add_agency(administrator, "CDT", "Aging", 1)
    with pytest.raises(Conflict) as caught:
        rename_agency(administrator, "DMV", "X", 1)
    assert isinstance(caught.value.current, Overview)
    assert caught.value.current.version == 2
    assert len(caught.value.current.agencies) == len(AGENCIES) + 1
