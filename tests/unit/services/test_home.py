"""What somebody sees first."""

import pytest

from humangov.domain.actions import ActionStatus, By, waiting_line
from humangov.domain.permissions import Role
from humangov.services.desk import Desk
from humangov.services.home import Home, Waits, view_home
from tests.builders import NOW, a_by, an_action, an_employee, an_event
from tests.fakes import FakeDesks
from tests.fakes.records import Records


@pytest.fixture
def supervisor(desks: FakeDesks) -> Desk:
    return desks.open_for(Role.SUPERVISOR)


def waiting(records: Records, status: ActionStatus, by: By) -> None:
    request = an_action(status=status, requested=by, recorded=None)
    records.waiting[request.id] = waiting_line(request, an_employee())


def test_what_waits_is_counted_by_what_is_to_be_done(supervisor: Desk, records: Records) -> None:
    mine = By(supervisor.principal.id, "Lee", NOW)
    for status in (ActionStatus.SUBMITTED, ActionStatus.RETURNED, ActionStatus.DRAFT):
        waiting(records, status, mine)
        waiting(records, status, a_by())
    assert view_home(supervisor).waits == Waits(to_approve=1, returned=1, drafts=1, asked=1)


def test_who_may_not_approve_has_nothing_to_approve(specialist: Desk, records: Records) -> None:
    waiting(records, ActionStatus.SUBMITTED, a_by())
    assert view_home(specialist).waits == Waits()


def test_four_reads_are_enough_for_who_approves_and_fewer_for_others(
    desks: FakeDesks, supervisor: Desk, viewer: Desk, administrator: Desk
) -> None:
    for desk, reads in ((supervisor, 4), (viewer, 2), (administrator, 2)):
        with desks.metered() as usage:
            view_home(desk)
        assert usage.calls == reads


def test_an_administrator_sees_no_changes_of_records(administrator: Desk, records: Records) -> None:
    records.events.append(an_event())
    assert view_home(administrator) == Home(view_home(administrator).overview)


def test_the_newest_changes_come_first(viewer: Desk, records: Records) -> None:
    records.events.extend(an_event() for _ in range(12))
    assert view_home(viewer).recent == tuple(records.events[:1:-1])
