"""A person's page."""

import pytest

from humangov.domain.events import EventKind
from tests.web.people import on_file
from tests.web.site import Site, Visitor


def test_the_page_tells_all_of_a_person_and_the_look_is_recorded_once(site: Site, viewer: Visitor) -> None:
    person = on_file(site, preferred_name="Pepe", email="jose@dmv.gov", former_names=("José Ruiz",))
    page = viewer.get(f"/employees/{person.id}")
    assert page.h1 == "Pepe García"
    for text in ("José García", "José Ruiz", "$58,240 a year", "jose@dmv.gov", "May 17, 1984", "Licensing examiner"):
        assert text in page.main
    assert [e.actor_name for e in site.desks.records().of_kind(EventKind.EMPLOYEE_VIEWED)] == ["HR viewer Lee"]


def test_actions_are_offered_to_those_who_may(site: Site, viewer: Visitor, specialist: Visitor) -> None:
    person = on_file(site)
    assert "Record an action" not in viewer.get(f"/employees/{person.id}").main
    page = specialist.get(f"/employees/{person.id}")
    assert page.link("Record an action") == f"/employees/{person.id}/actions/new"


@pytest.mark.parametrize("identity", ["01ARZ3NDEKTSV4RRFFQ69G5FAV", "x", "%00", "a" * 300])
def test_nobody_there_is_not_found(viewer: Visitor, identity: str) -> None:
    assert viewer.get(f"/employees/{identity}", status=404).h1 == "Page not found"


def test_another_states_person_looks_like_nobody(site: Site, viewer: Visitor) -> None:
    person = on_file(site, slug="wyoming")
    theirs = viewer.get(f"/employees/{person.id}", status=404)
    nobody = viewer.get("/employees/01ARZ3NDEKTSV4RRFFQ69G5FAV", status=404)
    assert theirs.h1 == nobody.h1
    assert not site.desks.records("wyoming").of_kind(EventKind.EMPLOYEE_VIEWED)
