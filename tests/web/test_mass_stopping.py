"""The page of a mass action that is being recorded, to who may stop it."""

from dataclasses import replace
from pathlib import Path

import pytest

from humangov.domain.mass import MassStatus
from humangov.domain.permissions import Role
from humangov.services.massing import work_on
from tests.builders import a_by, a_mass
from tests.masses import a_staff, as_system, prepared, worked
from tests.web.site import Site, Visitor, a_site
from tests.web.test_mass import rows, stored


@pytest.fixture
def supervisor(site: Site) -> Visitor:
    return site.visitor(Role.SUPERVISOR)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return a_site(tmp_path, idle=True)


@pytest.fixture
def path(site: Site) -> str:
    """The page of one of which 3 of 8 people are recorded."""
    desk = site.desks.open_for(Role.SPECIALIST)
    a_staff(desk, 8)
    mass = prepared(desk)
    records = site.desks.records()
    records.masses[mass.id] = replace(mass, status=MassStatus.RUNNING, approved=a_by(), version=mass.version + 1)
    work_on(as_system(desk), mass.id, "one", 3)
    return f"/actions/mass/{mass.id}"


def test_a_supervisor_stops_it_and_all_are_told_what_that_means(
    site: Site, specialist: Visitor, supervisor: Visitor, path: str
) -> None:
    assert not specialist.get(path).all(f'a[href="{path}/stop"]')
    assert supervisor.get(path).all(f'a[href="{path}/stop"]')
    page = supervisor.get(f"{path}/stop")
    assert page.h1 == "Stop 894 General adjustment"
    assert "3 of 8 people are recorded so far" in page.main
    assert supervisor.fill(f"{path}/stop", reason="Wrong percentage").headers["Location"] == path
    assert "Being stopped" in supervisor.get(path).main
    worked(site.desks.open_for(Role.SPECIALIST), stored(site), "one")
    for visitor in (specialist, supervisor):
        page = visitor.get(path)
        assert "HR supervisor Lee stopped it." in page.main
        assert "3 people have the action and keep it" in page.main
        assert "For 5 people nothing was recorded." in page.main
        assert "to the pay of a year" not in page.main
        assert [row.endswith("Not recorded") for row in rows(visitor, path)] == [False] * 3 + [True] * 5
        assert not page.all(f'a[href="{path}/stop"]')


def test_without_a_reason_the_form_comes_back(supervisor: Visitor, path: str) -> None:
    assert supervisor.fill(f"{path}/stop", reason=" ").status_code == 422


def test_stopping_is_offered_to_nobody_who_may_not_approve(site: Site) -> None:
    a_staff(site.desks.open_for(Role.SPECIALIST), 1)
    mass = a_mass(status=MassStatus.RUNNING, chosen=1)
    site.desks.records().masses[mass.id] = mass
    for role in set(Role) - {Role.SUPERVISOR}:
        answer = site.visitor(role).fetch(f"/actions/mass/{mass.id}/stop")
        assert answer.status_code == 403
