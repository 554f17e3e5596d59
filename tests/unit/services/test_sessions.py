"""Sign in, stay signed in, sign out."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from humangov.domain.accounts import Account, AccountStatus
from humangov.domain.errors import Invalid, SignedOut, TooManyAttempts, Unavailable
from humangov.domain.events import EventKind
from humangov.domain.permissions import Role
from humangov.services.desk import Desk
from humangov.services.sessions import (
    MOST_PER_ACCOUNT,
    MOST_PER_ADDRESS,
    REFUSED,
    WINDOW,
    SessionPolicy,
    SignedIn,
    find_session,
    keep_session,
    sign_in,
    sign_out,
    sign_out_everywhere,
)
from tests.builders import NOW, an_account
from tests.fakes import PASSWORD, FakeDesks
from tests.fakes.records import Records

POLICY = SessionPolicy()
EMAIL = "specialist@california.gov"


@pytest.fixture
def account(desks: FakeDesks) -> Account:
    return desks.account(Role.SPECIALIST)


@pytest.fixture
def signed_in(nobody: Desk, account: Account) -> SignedIn:
    return sign_in(nobody, EMAIL, PASSWORD, POLICY)


def refuse(desk: Desk, email: str = EMAIL, password: str = "not the password at all") -> None:
    with pytest.raises(Invalid) as caught:
        sign_in(desk, email, password, POLICY)
    assert caught.value.fields == {"email": REFUSED}


def ended(desk: Desk, cookie: str) -> bool:
    try:
        find_session(desk, cookie, POLICY)
    except SignedOut:
        return True
    return False


@pytest.mark.parametrize("typed", [EMAIL, f"  {EMAIL.upper()} "])
def test_the_right_password_begins_a_session(nobody: Desk, account: Account, typed: str) -> None:
    begun = sign_in(nobody, typed, PASSWORD, POLICY)
    found = find_session(nobody, begun.secret, POLICY)
    assert (found.account, found.session) == (account, begun.session)
    assert (found.secret, begun.session.address) == ("", "192.0.2.7")


def test_the_secret_of_a_session_is_nowhere_in_the_store(signed_in: SignedIn, records: Records) -> None:
    assert signed_in.secret.split(".")[1] not in repr(records)


def test_a_sign_in_is_an_event_of_the_account(signed_in: SignedIn, records: Records, account: Account) -> None:
    (event,) = records.of_kind(EventKind.ACCOUNT_SIGNED_IN)
    assert (event.actor_id, event.subject) == (account.id, f"account:{account.id}")
    assert (event.address, event.request_id) == ("192.0.2.7", "request-1")


@pytest.mark.parametrize("status", [AccountStatus.INVITED, AccountStatus.DISABLED])
def test_only_an_active_account_can_sign_in(
    nobody: Desk, records: Records, account: Account, status: AccountStatus
) -> None:
    records.accounts[account.id] = replace(account, status=status)
    refuse(nobody, password=PASSWORD)


@pytest.mark.parametrize("email", ["", "nobody@california.gov", "x" * 10_000, "\ud800", "a\x00b", "' OR 1=1"])
def test_every_failure_has_the_same_message(nobody: Desk, account: Account, email: str) -> None:
    refuse(nobody, email)
    refuse(nobody)


@pytest.mark.parametrize("password", ["", "\ud800", "x" * 1_000_000, PASSWORD.upper()])
def test_any_other_password_is_refused(nobody: Desk, account: Account, password: str) -> None:
    refuse(nobody, password=password)


def test_a_refused_sign_in_is_an_event_that_does_not_keep_what_was_typed(
    nobody: Desk, records: Records, account: Account
) -> None:
    refuse(nobody)
    refuse(nobody, "secret typed by mistake")
    known, unknown = records.of_kind(EventKind.ACCOUNT_SIGN_IN_REFUSED)
    assert (known.subject, known.subject_label) == (f"account:{account.id}", EMAIL)
    assert (unknown.subject, unknown.subject_label) == ("account:unknown", "")
    assert "mistake" not in repr(records)


@pytest.mark.parametrize("email", [EMAIL, "nobody@california.gov"])
def test_ten_attempts_are_the_most_whether_or_not_the_account_exists(
    nobody: Desk, account: Account, email: str
) -> None:
    for _ in range(MOST_PER_ACCOUNT):
        refuse(nobody, email)
    with pytest.raises(TooManyAttempts) as caught:
        sign_in(nobody, email, PASSWORD, POLICY)
    assert 0 < caught.value.wait_seconds <= WINDOW.total_seconds()


def test_the_next_window_begins_anew(nobody: Desk, desks: FakeDesks, account: Account) -> None:
    for _ in range(MOST_PER_ACCOUNT):
        refuse(nobody)
    with pytest.raises(TooManyAttempts) as caught:
        sign_in(nobody, EMAIL, PASSWORD, POLICY)
    desks.clock.advance(timedelta(seconds=caught.value.wait_seconds))
    assert sign_in(nobody, EMAIL, PASSWORD, POLICY).account == account


def test_windows_begin_on_whole_quarters_of_an_hour(nobody: Desk, desks: FakeDesks, records: Records) -> None:
    for microsecond in (0, 1, 123_457, 999_999):
        desks.clock.set(NOW.replace(minute=44, second=59, microsecond=microsecond))
        refuse(nobody)
    assert {(start, n) for (key, start), n in records.attempts.items() if key.startswith("address")} == {
        (NOW.replace(minute=30, second=0), 4)
    }


def test_success_forgives_the_failures_before_it(nobody: Desk, account: Account) -> None:
    for _ in range(2):
        for _ in range(MOST_PER_ACCOUNT - 1):
            refuse(nobody)
        sign_in(nobody, EMAIL, PASSWORD, POLICY)


def test_an_address_has_a_limit_over_all_accounts(nobody: Desk, records: Records, account: Account) -> None:
    refuse(nobody)
    (key,) = (key for key in records.attempts if key[0] == "address:192.0.2.7")
    records.attempts[key] = MOST_PER_ADDRESS
    with pytest.raises(TooManyAttempts):
        sign_in(nobody, EMAIL, PASSWORD, POLICY)


def test_an_email_is_counted_by_its_digest(nobody: Desk, records: Records) -> None:
    refuse(nobody)
    assert EMAIL not in repr(records.attempts)


def test_a_session_ends_after_fifteen_minutes_without_use(nobody: Desk, desks: FakeDesks, signed_in: SignedIn) -> None:
    end = signed_in.session.seen_at + POLICY.idle
    desks.clock.set(end - timedelta(milliseconds=1))
    assert not ended(nobody, signed_in.secret)
    desks.clock.set(end)
    assert ended(nobody, signed_in.secret)


def test_a_session_ends_after_twelve_hours_of_use(nobody: Desk, desks: FakeDesks, signed_in: SignedIn) -> None:
    desk = desks.open(nobody.state, signed_in.account.principal, nobody.origin)
    end = signed_in.session.started_at + POLICY.absolute
    while desks.clock.instant < end - timedelta(minutes=11):
        desks.clock.advance(timedelta(minutes=10))
        keep_session(desk, find_session(nobody, signed_in.secret, POLICY).session, POLICY)
    desks.clock.set(end - timedelta(milliseconds=1))
    assert not ended(nobody, signed_in.secret)
    desks.clock.set(end)
    assert ended(nobody, signed_in.secret)


def test_use_is_written_at_most_once_a_minute(desks: FakeDesks, specialist: Desk, signed_in: SignedIn) -> None:
    desks.clock.set(signed_in.session.seen_at + timedelta(seconds=59))
    with desks.metered() as early:
        keep_session(specialist, signed_in.session, POLICY)
    desks.clock.set(signed_in.session.seen_at + timedelta(seconds=60))
    with desks.metered() as late:
        keep_session(specialist, signed_in.session, POLICY)
    assert (early.calls, late.operations) == (0, {"accounts.touch": 1})


def test_a_disabled_account_is_signed_out_at_once(
    nobody: Desk, records: Records, account: Account, signed_in: SignedIn
) -> None:
    records.accounts[account.id] = replace(account, status=AccountStatus.DISABLED)
    assert ended(nobody, signed_in.secret)


def test_a_later_epoch_ends_the_session(nobody: Desk, records: Records, account: Account, signed_in: SignedIn) -> None:
    records.accounts[account.id] = replace(account, epoch=account.epoch + 1)
    assert ended(nobody, signed_in.secret)


def test_a_changed_role_acts_at_once(nobody: Desk, records: Records, account: Account, signed_in: SignedIn) -> None:
    records.accounts[account.id] = replace(account, role=Role.VIEWER)
    assert find_session(nobody, signed_in.secret, POLICY).account.principal.role is Role.VIEWER


def test_a_session_of_another_state_is_none(desks: FakeDesks, signed_in: SignedIn) -> None:
    assert ended(desks.open_for(None, "wyoming"), signed_in.secret)


def test_another_accounts_id_before_the_secret_is_no_session(
    nobody: Desk, records: Records, signed_in: SignedIn
) -> None:
    other = an_account()
    records.accounts[other.id] = other
    assert ended(nobody, f"{other.id}.{signed_in.secret.split('.')[1]}")


@pytest.mark.parametrize("cookie", ["", ".", "x", "x.", ".x", "x" * 10_000 + ".y", "é.x", "\ud800.x", "a\x00.b"])
def test_a_cookie_that_was_not_made_here_is_no_session_and_asks_nothing(
    desks: FakeDesks, nobody: Desk, cookie: str
) -> None:
    with desks.metered() as usage:
        assert ended(nobody, cookie)
    assert usage.calls == 0


@given(st.text())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_cookie_is_read_without_an_error(nobody: Desk, cookie: str) -> None:
    assert ended(nobody, cookie)


def test_signing_out_ends_this_session_only(
    nobody: Desk, specialist: Desk, records: Records, signed_in: SignedIn
) -> None:
    other = sign_in(nobody, EMAIL, PASSWORD, POLICY)
    sign_out(specialist, signed_in.session)
    assert ended(nobody, signed_in.secret)
    assert not ended(nobody, other.secret)
    assert records.of_kind(EventKind.ACCOUNT_SIGNED_OUT)[0].about == ""


def test_signing_out_everywhere_ends_all_sessions(
    nobody: Desk, specialist: Desk, records: Records, signed_in: SignedIn
) -> None:
    other = sign_in(nobody, EMAIL, PASSWORD, POLICY)
    sign_out_everywhere(specialist)
    assert ended(nobody, signed_in.secret)
    assert ended(nobody, other.secret)
    assert records.of_kind(EventKind.ACCOUNT_SIGNED_OUT)[0].about == "everywhere"


def test_a_session_that_cannot_be_saved_is_none(
    desks: FakeDesks, nobody: Desk, records: Records, account: Account
) -> None:
    desks.calls.failing.add("accounts.open_session")
    with pytest.raises(Unavailable):
        sign_in(nobody, EMAIL, PASSWORD, POLICY)
    assert not records.sessions
    assert not records.events
