"""The scope before the stores, in each world: another agency's records are not found, listed, or saved."""

from dataclasses import replace

import pytest

from humangov.domain.employees import Employee
from humangov.domain.errors import AlreadyExists, Invalid, NotFound
from humangov.domain.events import EventFilter
from humangov.domain.lists import Listing
from humangov.domain.organization import Overview, tree_of
from humangov.domain.permissions import Permission, Principal
from humangov.services.desk import Desk
from humangov.services.scope import SOMEBODY_ELSEWHERE
from tests.builders import AGENCIES, an_employee, an_entry, an_event, changed

MINE = an_employee(agency="DOT", department="BRI", first_name="Mai", last_name="Garcia")
PARKS = an_employee(agency="PARKS", department="NOR", first_name="Lou", last_name="Garcia")
THEIRS = an_employee(email="jose@agency.gov")


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """Three people of three agencies, each with an event."""
    desk.organization.save_units(Overview(), tree_of(AGENCIES), an_event())
    for employee in (MINE, PARKS, THEIRS):
        desk.employees.record(an_entry(employee), an_event(subject=f"employee:{employee.id}", agency=employee.agency))
    return desk


def limited(desk: Desk, *agencies: str) -> Desk:
    return replace(desk, principal=Principal("1", "Ana", "", None, frozenset(Permission), agencies))


@pytest.mark.parametrize(
    ("agencies", "people"), [(("DOT",), [MINE]), (("DOT", "PARKS"), [PARKS, MINE]), ((), [THEIRS, PARKS, MINE])]
)
def test_who_is_limited_lists_finds_and_counts_the_own(
    filled: Desk, agencies: tuple[str, ...], people: list[Employee]
) -> None:
    desk, ids = limited(filled, *agencies), [e.id for e in people]
    assert [row.id for row in desk.directory.page(Listing()).items] == ids
    assert {row.id for row in desk.directory.search(Listing(text="garcia")).items} == set(ids)
    assert desk.organization.overview().count() == len(people)
    events = desk.audit.page(EventFilter(views=False), "", 10).items
    assert {e.subject for e in events if e.agency} == {f"employee:{i}" for i in ids}


def test_another_agency_s_record_is_not_found(filled: Desk) -> None:
    desk = limited(filled, "DOT")
    assert desk.employees.get(MINE.id) == desk.employees.folder(MINE.id).employee == MINE
    for read in (desk.employees.get, desk.employees.folder):
        with pytest.raises(NotFound):
            read(THEIRS.id)


def test_nothing_is_saved_to_another_agency(filled: Desk) -> None:
    desk = limited(filled, "DOT")
    with pytest.raises(Invalid):
        desk.employees.record(an_entry(an_employee()), an_event())
    with pytest.raises(Invalid):
        desk.employees.record(an_entry(changed(MINE, agency="DMV", department="LIC"), MINE), an_event())
    with pytest.raises(NotFound):
        desk.employees.record(an_entry(changed(THEIRS, agency="DOT", department="BRI"), THEIRS), an_event())
    assert filled.employees.get(THEIRS.id) == THEIRS


def test_likely_duplicates_and_owners_of_other_agencies_are_not_named(filled: Desk) -> None:
    desk = limited(filled, "DOT")
    again = an_employee(agency="DOT", department="BRI", email=THEIRS.email)
    assert desk.employees.same_person(again) == (SOMEBODY_ELSEWHERE,)
    with pytest.raises(AlreadyExists) as taken:
        desk.employees.record(an_entry(again), an_event())
    assert taken.value.owner_id == ""
    assert desk.employees.whose("email", THEIRS.email) == ""
    assert desk.employees.whose("number", MINE.number) == MINE.id
