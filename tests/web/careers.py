"""Careers of people on file, for tests of pages."""

from datetime import date
from typing import Any

from humangov.domain.actions import By
from humangov.domain.employees import Employee
from humangov.domain.permissions import operator
from humangov.services.actions import file_decided
from humangov.services.proposing import Proposal
from tests.builders import NOW, an_id
from tests.fakes.desks import ORIGIN
from tests.web.site import Site

SUPERVISOR = By("sam", "Sam Ode", NOW)


def acted(site: Site, person: Employee, code: str, effective: date | None, **more: Any) -> str:
    """The id of an action that is recorded, approved by Sam Ode, for the reason "Agreed" unless told otherwise."""
    desk, token = site.desks.open(site.desks.states["california"], operator("tests"), ORIGIN), an_id()
    proposal = Proposal(code=code, effective=effective, **{"reason": "Agreed", **more})
    file_decided(desk, person.id, proposal, token, SUPERVISOR)
    return token
