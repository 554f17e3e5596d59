"""The operator goes on with mass actions."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest

from humangov.domain.mass import MassAction, MassStatus
from humangov.domain.organization import Overview, tree_of
from humangov.domain.permissions import Principal
from humangov.services.desk import Desk
from humangov.services.mass import start
from humangov.services.mass_deciding import submit
from humangov.services.massing import work_on
from tests.builders import AGENCIES, an_event
from tests.cli.terminal import Terminal
from tests.deciding import approve
from tests.masses import a_raise, a_staff

RUN = ("mass", "run", "--state", "wyoming")


@pytest.fixture
def desk(terminal: Terminal) -> Desk:
    """Wyoming's desk, with ten people on file."""
    desk = terminal.desk("wyoming")
    desk.organization.save_units(Overview(), tree_of(AGENCIES), an_event())
    a_staff(desk, 10)
    return desk


def begun(desk: Desk) -> MassAction:
    return start(desk, a_raise(effective=desk.today()), desk.new_id())


def test_what_is_unfinished_is_done_to_the_end(terminal: Terminal, desk: Desk) -> None:
    mass = begun(desk)
    said = terminal.run(*RUN).stdout
    assert f"894 General adjustment ({mass.id}): preview ready; of 10 people 0 recorded, 0 skipped" in said
    submit(desk, mass.id)
    assert terminal.run(*RUN).stdout == "Nothing is unfinished.\n"
    other = Principal("other", "Kim Roe", "", None, desk.principal.permissions)
    approve(replace(desk, principal=other), mass.id)
    said = terminal.run(*RUN, "--id", mass.id).stdout
    assert "done; of 10 people 10 recorded, 0 skipped, 0 not possible" in said
    assert terminal.run(*RUN).stdout == "Nothing is unfinished.\n"


def test_another_worker_is_waited_for_until_its_lease_ends(
    terminal: Terminal, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    mass = begun(desk)
    assert work_on(desk, mass.id, "dead", 5)

    def pause(seconds: float) -> None:
        now = desk.mass.get(mass.id)
        lapsed = desk.now() - timedelta(seconds=1)
        desk.mass.save(now, replace(now, version=now.version + 1, held_until=lapsed))

    monkeypatch.setattr(time, "sleep", pause)
    said = terminal.run(*RUN)
    assert "Another worker is at it. If it is dead, its lease ends in 30 s." in said.stderr
    assert desk.mass.get(mass.id).status is MassStatus.READY


def test_one_that_is_not_there_is_told(terminal: Terminal) -> None:
    assert terminal.refused(*RUN, "--id", "nothing") == "There is no such record. Look at the list first."
