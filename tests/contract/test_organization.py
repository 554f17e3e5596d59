"""The contract of ports.OrganizationStore. Headcount is tried with the employees that move it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from humangov.aws.organization import tree_text
from humangov.aws.table import Table
from humangov.aws.writes import put
from humangov.domain.codes import ActionCode
from humangov.domain.documents import DocumentType
from humangov.domain.errors import Conflict
from humangov.domain.events import EventFilter, EventKind
from humangov.domain.organization import Agency, Department, Overview, sorted_agencies, tree_of
from humangov.domain.units import Tree, Unit, UnitVersion
from humangov.services.desk import Desk
from tests.builders import AGENCIES, TODAY, an_employee, an_entry, an_event
from tests.contract.worlds import Aws, open_desk


def test_a_new_state_has_no_agencies_and_nobody_in_them(desk: Desk) -> None:
    assert desk.organization.overview() == Overview()


def test_agencies_come_back_sorted_by_name(desk: Desk) -> None:
    event = an_event(kind=EventKind.AGENCIES_CHANGED, subject="settings:agencies")
    agencies = (Agency("ZOO", "zoological gardens"), *AGENCIES, Agency("EAU", "Écoles"))
    desk.organization.save_units(Overview(), tree_of(agencies), event)
    overview = desk.organization.overview()
    assert overview.agencies == sorted_agencies(agencies)
    assert overview.version == 1
    assert desk.audit.page(EventFilter(views=False), "", 25).items == (event,)


def test_another_states_agencies_are_not_seen(desk: Desk, neighbor: Desk) -> None:
    neighbor.employees.record(an_entry(an_employee()), an_event())
    neighbor.organization.save_units(Overview(), tree_of(AGENCIES), an_event())
    assert desk.organization.overview() == Overview()


def test_of_two_writers_the_second_is_told_and_sees_the_agencies_as_they_are(desk: Desk) -> None:
    desk.organization.save_units(Overview(), tree_of(AGENCIES), an_event())
    seen = desk.organization.overview()
    desk.organization.save_units(seen, tree_of(AGENCIES[:2]), an_event())
    for stale in (seen, Overview()):
        with pytest.raises(Conflict) as conflict:
            desk.organization.save_units(stale, tree_of(AGENCIES[:1]), an_event())
        assert conflict.value.current == desk.organization.overview()
    assert desk.organization.overview().agencies == AGENCIES[:2]


def test_headcount_and_agencies_do_not_disturb_each_other(desk: Desk) -> None:
    seen = desk.organization.overview()
    desk.employees.record(an_entry(an_employee()), an_event())
    desk.organization.save_units(seen, tree_of(AGENCIES), an_event())
    overview = desk.organization.overview()
    assert (overview.agencies, overview.count("DMV")) == (AGENCIES, 1)


def test_other_settings_of_the_state_are_passed_over(aws: Aws) -> None:
    desk = open_desk(aws.desks)
    Table(aws.dynamodb, aws.california.table, "california").save(put(("STATE", "SETTINGS"), {"seal": "x"}))
    assert desk.organization.overview() == Overview()


OWN = (
    ActionCode(code="317", title="Resignation", second_person=True, notice=DocumentType.CORRESPONDENCE),
    ActionCode(code="730", title="Détail", fields=("agency", "department"), active=False),
)


def test_codes_come_back_as_they_were_saved_and_agencies_stay(desk: Desk) -> None:
    event = an_event(kind=EventKind.CODES_CHANGED, subject="settings:codes")
    desk.organization.save_units(Overview(), tree_of(AGENCIES), an_event())
    desk.organization.save_codes(desk.organization.overview(), OWN, event)
    overview = desk.organization.overview()
    assert (overview.own_codes, overview.codes_version) == (OWN, 1)
    assert (overview.agencies, overview.version) == (AGENCIES, 1)
    assert overview.code("730") == OWN[1]
    assert event in desk.audit.page(EventFilter(views=False), "", 25).items
    desk.organization.save_codes(overview, (), an_event())
    overview = desk.organization.overview()
    assert (overview.own_codes, overview.codes_version) == ((), 2)


def test_of_two_writers_of_codes_the_second_is_told_and_sees_them_as_they_are(desk: Desk) -> None:
    seen = desk.organization.overview()
    desk.organization.save_codes(seen, OWN, an_event())
    newest = desk.organization.overview()
    desk.organization.save_codes(newest, OWN[:1], an_event())
    for stale in (seen, newest):
        with pytest.raises(Conflict) as conflict:
            desk.organization.save_codes(stale, (), an_event())
        assert conflict.value.current == desk.organization.overview()
    assert desk.organization.overview().own_codes == OWN[:1]


def test_another_states_codes_are_not_seen(desk: Desk, neighbor: Desk) -> None:
    neighbor.organization.save_codes(Overview(), OWN, an_event())
    assert desk.organization.overview() == Overview()


def test_units_come_back_with_all_their_versions(desk: Desk) -> None:
    tree = tree_of(AGENCIES)
    found = tree.unit("DMV", "LIC")
    assert found is not None
    tree = tree.changed(found, TODAY, name='"Licenses"\\', parent="REG")
    tree = tree.changed(tree.units[2], date(2027, 1, 1), open=False)
    desk.organization.save_units(Overview(), tree, an_event())
    assert desk.organization.overview().tree == tree


def test_the_agencies_are_those_of_today_in_the_state_s_time_zone(desk: Desk) -> None:
    tree = tree_of(AGENCIES, TODAY + timedelta(days=1)).with_unit(Unit("ZOO", "", (UnitVersion(TODAY, "Zoo"),)))
    desk.organization.save_units(Overview(), tree, an_event())
    assert [a.code for a in desk.organization.overview().agencies] == ["ZOO"]


def test_agencies_that_were_kept_before_units_had_days_are_open_since_1900(aws: Aws) -> None:
    desk = open_desk(aws.desks)
    dmv = '{"code":"DMV","name":"Motor Vehicles","departments":[{"code":"LIC","name":"Licensing"}]}'
    old = put(("STATE", "AGENCIES"), {"agencies": f'[{dmv},{{"code":"X","name":"X"}}]', "version": 7})
    Table(aws.dynamodb, aws.california.table, "california").save(old)
    overview = desk.organization.overview()
    kept = (Agency("DMV", "Motor Vehicles", (Department("LIC", "Licensing"),)), Agency("X", "X"))
    assert (overview.agencies, overview.version, overview.tree) == (kept, 7, tree_of(kept))
    desk.organization.save_units(overview, tree_of(AGENCIES), an_event())
    assert desk.organization.overview().agencies == AGENCIES


def test_a_tree_takes_no_more_room_than_it_says() -> None:
    names = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)

    @given(st.lists(names, min_size=1, max_size=5))
    def fits(texts: list[str]) -> None:
        versions = tuple(UnitVersion(TODAY + timedelta(days=n), text, "PARENT") for n, text in enumerate(texts))
        tree = Tree((Unit("AGENCY", "UNIT", versions),))
        assert len(tree_text(tree).encode()) <= tree.size_bytes + 2

    fits()
