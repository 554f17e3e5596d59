"""Accounts: invitations, roles, and one's own password."""

from datetime import timedelta

import pytest

from humangov.domain.accounts import INVITATION_LASTS, Account, AccountStatus
from humangov.domain.errors import Conflict, Invalid, NotFound, TooManyAttempts, Unavailable
from humangov.domain.events import Change, EventKind
from humangov.domain.passwords import password_fits
from humangov.domain.permissions import Role
from humangov.services.accounts import (
    NOT_YOURSELF,
    Invited,
    change_account,
    disable_account,
    invite,
    list_accounts,
    renew_invitation,
    view_account,
)
from humangov.services.desk import Desk
from humangov.services.passwords import accept_invitation, change_password, open_invitation
from humangov.services.sessions import MOST_PER_ACCOUNT, SessionPolicy, SignedIn, sign_in
from tests.fakes import PASSWORD, FakeDesks
from tests.fakes.records import Records

NEW = "quiet lantern over the pier"
POLICY = SessionPolicy()


@pytest.fixture
def invited(administrator: Desk) -> Invited:
    return invite(administrator, " Kim.Ng@Agency.GOV ", "  Kim   Ng ", Role.VIEWER)


@pytest.fixture
def accepted(nobody: Desk, invited: Invited) -> Account:
    return accept_invitation(nobody, invited.account.id, invited.secret, NEW)


def session_of(nobody: Desk, email: str, password: str) -> SignedIn:
    return sign_in(nobody, email, password, POLICY)


def test_an_invited_account_is_tidy_and_cannot_sign_in(administrator: Desk, nobody: Desk, invited: Invited) -> None:
    account = view_account(administrator, invited.account.id)
    assert (account.email, account.name, account.role) == ("kim.ng@agency.gov", "Kim Ng", Role.VIEWER)
    assert (account.status, account.password_hash) == (AccountStatus.INVITED, "")
    with pytest.raises(Invalid):
        session_of(nobody, account.email, "")


def test_an_invitation_is_an_event_without_its_secret(records: Records, invited: Invited) -> None:
    (event,) = records.of_kind(EventKind.ACCOUNT_INVITED)
    assert (event.subject_label, event.changes) == ("kim.ng@agency.gov", (Change("role", "", "HR viewer"),))
    assert invited.secret not in repr(records)


@pytest.mark.parametrize(
    ("email", "name", "wrong"),
    [
        ("kim", "Kim", {"email"}),
        ("kim@agency.gov", " ", {"name"}),
        ("", "\x00", {"email", "name"}),
        ("kim@agency.gov", "x" * 101, {"name"}),
    ],
)
def test_an_invitation_needs_an_address_and_a_name(
    administrator: Desk, records: Records, email: str, name: str, wrong: set[str]
) -> None:
    with pytest.raises(Invalid) as caught:
        invite(administrator, email, name, Role.VIEWER)
    assert set(caught.value.fields) == wrong
    assert not records.events


def test_an_email_has_one_account_whatever_its_case(administrator: Desk, invited: Invited) -> None:
    with pytest.raises(Invalid) as caught:
        invite(administrator, "KIM.NG@agency.gov", "Other", Role.AUDITOR)
    assert caught.value.fields == {"email": "There is an account with this e-mail already. Open it in the list."}


def test_accounts_are_listed_by_name(administrator: Desk, invited: Invited) -> None:
    assert [account.name for account in list_accounts(administrator)] == ["Administrator Lee", "Kim Ng"]


def test_accepting_sets_the_password_and_is_the_accounts_own_act(
    nobody: Desk, records: Records, accepted: Account
) -> None:
    assert accepted.status is AccountStatus.ACTIVE
    assert session_of(nobody, accepted.email, NEW).account == accepted
    assert records.of_kind(EventKind.ACCOUNT_PASSWORD_SET)[0].actor_id == accepted.id


def test_an_invitation_is_used_once(nobody: Desk, invited: Invited, accepted: Account) -> None:
    with pytest.raises(NotFound):
        open_invitation(nobody, accepted.id, invited.secret)
    with pytest.raises(NotFound):
        accept_invitation(nobody, accepted.id, invited.secret, NEW)


def test_an_invitation_runs_out(nobody: Desk, desks: FakeDesks, invited: Invited) -> None:
    end = invited.account.invitation_ends_at
    assert end is not None
    desks.clock.set(end - timedelta(milliseconds=1))
    assert open_invitation(nobody, invited.account.id, invited.secret) == invited.account
    desks.clock.set(end)
    with pytest.raises(NotFound):
        open_invitation(nobody, invited.account.id, invited.secret)
    assert timedelta(hours=72) == INVITATION_LASTS


@pytest.mark.parametrize("secret", ["", "x", "\ud800", "x" * 10_000])
def test_another_secret_opens_nothing(nobody: Desk, invited: Invited, administrator: Desk, secret: str) -> None:
    for account_id in (invited.account.id, administrator.principal.id, "none"):
        with pytest.raises(NotFound):
            open_invitation(nobody, account_id, secret)


def test_a_bad_password_leaves_the_invitation_open(nobody: Desk, invited: Invited) -> None:
    with pytest.raises(Invalid) as caught:
        accept_invitation(nobody, invited.account.id, invited.secret, "Kim Ng Kim Ng Kim Ng")
    assert set(caught.value.fields) == {"password"}
    assert open_invitation(nobody, invited.account.id, invited.secret) == invited.account


def test_name_and_role_are_changed_and_told_in_words(administrator: Desk, records: Records, accepted: Account) -> None:
    changed = change_account(administrator, accepted.id, " Kim  Nguyen ", Role.AUDITOR, (), accepted.version)
    assert (changed.name, changed.role, changed.version) == ("Kim Nguyen", Role.AUDITOR, accepted.version + 1)
    (event,) = records.of_kind(EventKind.ACCOUNT_CHANGED)
    assert event.changes == (Change("name", "Kim Ng", "Kim Nguyen"), Change("role", "HR viewer", "Auditor"))


def test_what_is_the_same_is_not_saved(administrator: Desk, records: Records, accepted: Account) -> None:
    assert change_account(administrator, accepted.id, "Kim Ng", Role.VIEWER, (), accepted.version) == accepted
    assert not records.of_kind(EventKind.ACCOUNT_CHANGED)


def test_an_account_keeps_a_name(administrator: Desk, accepted: Account) -> None:
    with pytest.raises(Invalid) as caught:
        change_account(administrator, accepted.id, "", Role.VIEWER, (), accepted.version)
    assert caught.value.fields == {"name": "Enter the person's name."}


def test_who_saves_second_is_told(administrator: Desk, accepted: Account) -> None:
    old = accepted.version - 1
    for act in (
        lambda: change_account(administrator, accepted.id, "X", Role.VIEWER, (), old),
        lambda: disable_account(administrator, accepted.id, old),
        lambda: renew_invitation(administrator, accepted.id, old),
    ):
        with pytest.raises(Conflict) as caught:
            act()
        assert caught.value.current == accepted


def test_an_administrator_cannot_lock_themselves_out(administrator: Desk, records: Records) -> None:
    own, version = administrator.principal.id, 1
    for act, field in (
        (lambda: change_account(administrator, own, "Me", Role.VIEWER, (), version), "role"),
        (lambda: disable_account(administrator, own, version), "account"),
        (lambda: renew_invitation(administrator, own, version), "account"),
    ):
        with pytest.raises(Invalid) as caught:
            act()
        assert caught.value.fields == {field: NOT_YOURSELF}
    assert not records.events


def test_an_administrator_can_change_their_own_name(administrator: Desk) -> None:
    own = administrator.principal.id
    assert change_account(administrator, own, "Al", Role.ADMINISTRATOR, (), 1).name == "Al"


def test_disabling_ends_sessions_and_invitation(
    administrator: Desk, nobody: Desk, records: Records, accepted: Account
) -> None:
    session_of(nobody, accepted.email, NEW)
    disabled = disable_account(administrator, accepted.id, accepted.version)
    assert (disabled.status, disabled.epoch) == (AccountStatus.DISABLED, accepted.epoch + 1)
    with pytest.raises(Invalid):
        session_of(nobody, accepted.email, NEW)
    assert len(records.of_kind(EventKind.ACCOUNT_DISABLED)) == 1


def test_an_open_invitation_of_a_disabled_account_is_void(administrator: Desk, nobody: Desk, invited: Invited) -> None:
    disable_account(administrator, invited.account.id, invited.account.version)
    with pytest.raises(NotFound):
        accept_invitation(nobody, invited.account.id, invited.secret, NEW)


def test_disabling_twice_is_disabling_once(administrator: Desk, records: Records, accepted: Account) -> None:
    disabled = disable_account(administrator, accepted.id, accepted.version)
    assert disable_account(administrator, accepted.id, disabled.version) == disabled
    assert len(records.of_kind(EventKind.ACCOUNT_DISABLED)) == 1


def test_a_new_invitation_ends_password_sessions_and_the_old_link(
    administrator: Desk, nobody: Desk, invited: Invited, accepted: Account
) -> None:
    renewed = renew_invitation(administrator, accepted.id, accepted.version)
    assert (renewed.account.status, renewed.account.password_hash) == (AccountStatus.INVITED, "")
    with pytest.raises(Invalid):
        session_of(nobody, accepted.email, NEW)
    with pytest.raises(NotFound):
        open_invitation(nobody, accepted.id, invited.secret)
    assert accept_invitation(nobody, accepted.id, renewed.secret, NEW).epoch > accepted.epoch


def test_a_new_invitation_of_a_disabled_account_enables_it(
    administrator: Desk, records: Records, accepted: Account
) -> None:
    disabled = disable_account(administrator, accepted.id, accepted.version)
    renew_invitation(administrator, accepted.id, disabled.version)
    assert len(records.of_kind(EventKind.ACCOUNT_ENABLED)) == 1


def test_changing_ones_password_ends_every_session(specialist: Desk, nobody: Desk, records: Records) -> None:
    begun = session_of(nobody, specialist.principal.email, PASSWORD)
    changed = change_password(specialist, PASSWORD, NEW)
    assert password_fits(changed.password_hash, NEW)
    assert changed.epoch == begun.account.epoch + 1
    assert session_of(nobody, changed.email, NEW).account == changed
    assert NEW not in repr(records)


def test_the_present_password_is_asked_for(specialist: Desk) -> None:
    with pytest.raises(Invalid) as caught:
        change_password(specialist, "another", NEW)
    assert caught.value.fields == {"current": "This is not your present password. Type it again."}


def test_a_new_password_keeps_the_rules(specialist: Desk) -> None:
    with pytest.raises(Invalid) as caught:
        change_password(specialist, PASSWORD, "short")
    assert set(caught.value.fields) == {"new"}


def test_guesses_at_the_present_password_are_counted(specialist: Desk) -> None:
    for _ in range(MOST_PER_ACCOUNT):
        with pytest.raises(Invalid):
            change_password(specialist, "guess", NEW)
    with pytest.raises(TooManyAttempts):
        change_password(specialist, PASSWORD, NEW)


def test_an_account_of_another_state_is_not_found(desks: FakeDesks, accepted: Account) -> None:
    with pytest.raises(NotFound):
        view_account(desks.open_for(Role.ADMINISTRATOR, "wyoming"), accepted.id)


def test_an_account_that_cannot_be_saved_leaves_nothing(
    desks: FakeDesks, administrator: Desk, records: Records
) -> None:
    desks.calls.failing.add("accounts.create")
    with pytest.raises(Unavailable):
        invite(administrator, "kim@agency.gov", "Kim", Role.VIEWER)
    assert len(records.accounts) == 1
    assert not records.events


def test_a_limit_to_agencies_is_the_principals(administrator: Desk, records: Records) -> None:
    account = invite(administrator, "kim@agency.gov", "Kim", Role.VIEWER, ["PARKS", "DOT", "DOT"]).account
    assert account.agencies == account.principal.agencies == ("DOT", "PARKS")
    changed = change_account(administrator, account.id, "Kim", Role.VIEWER, ["DMV"], 1)
    assert changed.principal.agencies == ("DMV",)
    assert records.events[-1].changes == (Change("agencies", "DOT, PARKS", "DMV"),)


@pytest.mark.parametrize(
    ("role", "agencies", "says"),
    [
        (Role.ADMINISTRATOR, ["DOT"], "The role Administrator is never limited to agencies."),
        (Role.AUDITOR, ["DOT"], "The role Auditor is never limited to agencies."),
        (Role.VIEWER, ["DOT", "NASA"], "The state has no agency NASA."),
        (Role.VIEWER, [""], "The state has no agency"),
    ],
)
def test_a_limit_that_cannot_be_is_refused(
    administrator: Desk, records: Records, accepted: Account, role: Role, agencies: list[str], says: str
) -> None:
    before = dict(records.accounts)
    for save in (
        lambda: change_account(administrator, accepted.id, "Kim", role, agencies, accepted.version),
        lambda: invite(administrator, "other@agency.gov", "Kim", role, agencies),
    ):
        with pytest.raises(Invalid) as wrong:
            save()
        assert wrong.value.fields["agencies"].startswith(says)
    assert records.accounts == before


def test_who_becomes_an_auditor_loses_the_limit_first(administrator: Desk, desks: FakeDesks) -> None:
    limited = desks.limit(Role.VIEWER, "DOT")
    with pytest.raises(Invalid):
        change_account(administrator, limited.id, "Kim", Role.AUDITOR, limited.agencies, 1)
    assert change_account(administrator, limited.id, "Kim", Role.AUDITOR, (), 1).agencies == ()
