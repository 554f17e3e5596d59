"""What the stores in memory promise to other tests beyond the contract, which tests/contract holds them to."""

import io

import pytest

from humangov.domain.errors import NotFound, Unavailable
from humangov.domain.permissions import ANONYMOUS, Role
from tests.builders import NOW, an_id, an_installed
from tests.fakes import FakeClock, FakeDesks


def test_two_states_are_served_and_others_are_not() -> None:
    desks = FakeDesks()
    assert [desks.installed(slug) is not None for slug in ("california", "wyoming", "texas")] == [True, True, False]
    assert desks.the_only() is None


def test_a_suspended_state_is_not_served() -> None:
    assert FakeDesks(an_installed("texas", active=False)).installed("texas") is None


def test_a_dedicated_instance_serves_one_state() -> None:
    texas = an_installed("texas")
    assert FakeDesks(only=texas).the_only() == FakeDesks(only=texas).installed("texas") == texas


def test_a_desk_is_opened_for_a_role_whose_account_is_on_file() -> None:
    desks = FakeDesks()
    desk = desks.open_for(Role.AUDITOR)
    assert desk.accounts.get(desk.principal.id).email == "auditor@california.gov"
    assert desks.open_for(Role.AUDITOR).principal == desk.principal
    assert desks.open_for(None).principal == ANONYMOUS


def test_calls_are_counted_inside_the_context_only() -> None:
    desks = FakeDesks()
    desk = desks.open_for(Role.VIEWER)
    desk.organization.overview()
    with desks.metered() as usage:
        desk.organization.overview()
    desk.organization.overview()
    assert (usage.calls, usage.units, usage.operations) == (1, 1, {"organization.overview": 1})


def test_a_call_fails_where_a_test_wants_it() -> None:
    desks = FakeDesks()
    desk = desks.open_for(Role.VIEWER)
    desks.calls.failing.add("*")
    with pytest.raises(Unavailable):
        desk.organization.overview()


def test_the_clock_goes_on_with_each_reading_and_stands_where_it_is_set() -> None:
    clock = FakeClock()
    assert NOW == clock() < clock()
    clock.set(NOW)
    assert clock() == NOW


def test_ids_are_the_same_in_each_run_and_sort_as_they_were_made() -> None:
    ids = [an_id() for _ in range(3)]
    assert ids == sorted(ids)
    assert ids[0].startswith(an_id()[:16])


def test_content_is_what_its_digest_says() -> None:
    desk = FakeDesks().open_for(Role.SPECIALIST)
    with pytest.raises(ValueError, match="digest"):
        desk.files.put("k", io.BytesIO(b"x"), 1, "0" * 64, "text/plain")
    with pytest.raises(NotFound):
        desk.files.open("k")
