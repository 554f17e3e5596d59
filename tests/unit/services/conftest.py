"""Desks of every role over stores in memory."""

import pytest

from humangov.domain.documents import Document
from humangov.domain.employees import Employee
from humangov.domain.permissions import Role
from humangov.services.desk import Desk
from tests.builders import an_employee
from tests.fakes import FakeDesks
from tests.fakes.records import Records
from tests.unit.services.filing import add


@pytest.fixture
def desks() -> FakeDesks:
    return FakeDesks()


@pytest.fixture
def records(desks: FakeDesks) -> Records:
    """What California holds."""
    return desks.records()


@pytest.fixture
def specialist(desks: FakeDesks) -> Desk:
    return desks.open_for(Role.SPECIALIST)


@pytest.fixture
def viewer(desks: FakeDesks) -> Desk:
    return desks.open_for(Role.VIEWER)


@pytest.fixture
def auditor(desks: FakeDesks) -> Desk:
    return desks.open_for(Role.AUDITOR)


@pytest.fixture
def administrator(desks: FakeDesks) -> Desk:
    return desks.open_for(Role.ADMINISTRATOR)


@pytest.fixture
def nobody(desks: FakeDesks) -> Desk:
    """Somebody who has not signed in."""
    return desks.open_for(None)


@pytest.fixture
def employee(records: Records) -> Employee:
    """Somebody on California's file."""
    kept = an_employee()
    records.employees[kept.id] = kept
    return kept


@pytest.fixture
def document(specialist: Desk, employee: Employee) -> Document:
    """A document on file."""
    return add(specialist, employee)
