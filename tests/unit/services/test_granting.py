"""What takes two administrators: neither half of four eyes is handed out by one."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from humangov.domain.accounts import Account, AccountStatus
from humangov.domain.employees import Employee
from humangov.domain.errors import Conflict, Invalid, NotFound
from humangov.domain.events import Change, EventKind
from humangov.domain.permissions import Role, operator
from humangov.services.accounts import (
    NOT_YOURSELF,
    OWN_RECORD,
    WAITS_ALREADY,
    change_account,
    disable_account,
    invite,
    renew_invitation,
)
from humangov.services.desk import Desk
from humangov.services.granting import LAPSED, NOT_BOTH, approve_grant, refuse_grant, what_is_asked
from humangov.services.passwords import WRONG_CODE, accept_invitation, open_invitation
from tests.builders import an_account, an_id
from tests.fakes import FakeDesks
from tests.fakes.desks import ORIGIN
from tests.fakes.records import Records

NEW = "quiet lantern over the pier"
GUARDED = (Role.SPECIALIST, Role.SUPERVISOR, Role.ADMINISTRATOR)


def at_desk(desks: FakeDesks, account: Account) -> Desk:
    """The desk of an account that is on file from now on."""
    desks.records().accounts[account.id] = account
    return desks.open(desks.states["california"], account.principal, ORIGIN)


@pytest.fixture
def second(desks: FakeDesks) -> Desk:
    """Another administrator."""
    return at_desk(desks, an_account(role=Role.ADMINISTRATOR, name="Kim Ito"))


@pytest.fixture
def waiting(administrator: Desk) -> Account:
    """A supervisor for whom an administrator asks."""
    return invite(administrator, "kim@agency.gov", "Kim", Role.SUPERVISOR).account


def test_a_new_account_that_asks_or_approves_gets_no_link_before_somebody_else_approves(
    administrator: Desk, second: Desk, nobody: Desk, records: Records
) -> None:
    for role in GUARDED:
        invited = invite(administrator, f"{role}@agency.gov", "Kim", role)
        assert (invited.secret, invited.account.invitation_sha256) == ("", "")
        approved = approve_grant(second, invited.account.id, 1)
        assert invited.account.asked
        code = invited.account.asked.code
        owner = accept_invitation(nobody, approved.account.id, approved.secret, NEW, code.lower().replace("-", " "))
        assert (owner.role, owner.status) == (role, AccountStatus.ACTIVE)
    told = [(e.kind, e.actor_name, e.about) for e in records.events[-3:]]
    assert told == [
        (EventKind.ACCOUNT_GRANT_ASKED, "Administrator Lee", ""),
        (EventKind.ACCOUNT_GRANT_APPROVED, "Kim Ito", "asked for by Administrator Lee"),
        (
            EventKind.ACCOUNT_PASSWORD_SET,
            "Kim",
            "by a link asked for by Administrator Lee, approved by Kim Ito",
        ),
    ]


def test_the_own_record_that_is_asked_for_is_told_and_is_the_account_s_once_it_is_approved(
    desks: FakeDesks, administrator: Desk, second: Desk, employee: Employee
) -> None:
    viewer = desks.account(Role.VIEWER)
    asked = change_account(administrator, viewer.id, viewer.name, Role.SUPERVISOR, (), viewer.version, employee.number)
    assert Change(OWN_RECORD, "", employee.number) in what_is_asked(second, asked)
    assert approve_grant(second, asked.id, asked.version).account.employee_id == employee.id


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AUDITOR])
def test_who_only_reads_is_invited_by_one(administrator: Desk, nobody: Desk, role: Role) -> None:
    invited = invite(administrator, "kim@agency.gov", "Kim", role)
    assert accept_invitation(nobody, invited.account.id, invited.secret, NEW).link_by == "made by Administrator Lee"


def test_the_link_alone_and_the_code_alone_let_nobody_in(nobody: Desk, second: Desk, waiting: Account) -> None:
    approved = approve_grant(second, waiting.id, waiting.version)
    for code in ("", "AAAA-AAAA", approved.secret):
        with pytest.raises(Invalid) as wrong:
            accept_invitation(nobody, waiting.id, approved.secret, NEW, code)
        assert wrong.value.fields == {"code": WRONG_CODE}
    with pytest.raises(NotFound):
        open_invitation(nobody, waiting.id, approved.account.link_code)


def test_nobody_approves_what_they_asked_for_or_what_is_for_them(
    desks: FakeDesks, administrator: Desk, second: Desk, records: Records, waiting: Account
) -> None:
    with pytest.raises(Invalid) as wrong:
        approve_grant(administrator, waiting.id, waiting.version)
    assert wrong.value.fields == {"form": NOT_BOTH}
    theirs = desks.records().accounts[second.principal.id]
    asked = change_account(administrator, theirs.id, theirs.name, Role.SUPERVISOR, (), theirs.version)
    with pytest.raises(Invalid) as wrong:
        approve_grant(second, asked.id, asked.version)
    assert wrong.value.fields == {"form": NOT_BOTH}
    assert records.accounts[waiting.id] == waiting


@pytest.mark.parametrize("since", ["asking", "approving"])
def test_one_person_with_two_administrators_accounts_is_not_two_administrators(desks: FakeDesks, since: str) -> None:
    """Whether the account that asked was linked to the person then, or is by now."""
    person, account = an_id(), an_account(role=Role.ADMINISTRATOR)
    linked = replace(account, employee_id=person)
    asks = at_desk(desks, linked if since == "asking" else account)
    asked = invite(asks, "kim@agency.gov", "Kim", Role.SUPERVISOR).account
    at_desk(desks, account if since == "asking" else linked)
    with pytest.raises(Invalid) as wrong:
        approve_grant(at_desk(desks, an_account(role=Role.ADMINISTRATOR, employee_id=person)), asked.id, asked.version)
    assert wrong.value.fields == {"form": NOT_BOTH}
    other = at_desk(desks, an_account(role=Role.ADMINISTRATOR, employee_id=an_id()))
    assert approve_grant(other, asked.id, asked.version).secret


def test_nobody_approves_as_an_administrator_what_another_account_of_theirs_gets(
    desks: FakeDesks, administrator: Desk, records: Records, employee: Employee
) -> None:
    asked = invite(administrator, "kim@agency.gov", "Kim", Role.SUPERVISOR, (), employee.number).account
    with pytest.raises(Invalid) as wrong:
        approve_grant(
            at_desk(desks, an_account(role=Role.ADMINISTRATOR, employee_id=employee.id)), asked.id, asked.version
        )
    assert wrong.value.fields == {"form": NOT_BOTH}
    assert records.accounts[asked.id] == asked


def test_an_operator_stands_for_the_second(desks: FakeDesks, waiting: Account) -> None:
    office = desks.open(desks.states["california"], operator("ana"), ORIGIN)
    assert approve_grant(office, waiting.id, waiting.version).account.asked is None
    assert invite(office, "lee@agency.gov", "Lee", Role.SUPERVISOR).secret


def asked_role(administrator: Desk, account: Account) -> Account:
    return change_account(administrator, account.id, "Kim", Role.SUPERVISOR, account.agencies, account.version)


def asked_limit(administrator: Desk, account: Account) -> Account:
    return change_account(administrator, account.id, account.name, account.role, (), account.version)


def asked_link(administrator: Desk, account: Account) -> Account:
    return renew_invitation(administrator, account.id, account.version).account


@pytest.mark.parametrize("ask", [asked_role, asked_limit, asked_link])
def test_a_role_a_lifted_limit_and_a_new_link_wait_and_change_nothing_yet(
    desks: FakeDesks, administrator: Desk, second: Desk, ask: Callable[[Desk, Account], Account]
) -> None:
    before = desks.limit(Role.SPECIALIST, "DOT")
    asked = ask(administrator, before)
    assert replace(asked, asked=None, name=before.name, version=before.version) == before
    approved = approve_grant(second, asked.id, asked.version)
    assert bool(approved.secret) is (ask is asked_link)
    now = approved.account
    assert now.asked is None
    expected: dict[Callable[[Desk, Account], Account], tuple[Role, tuple[str, ...], AccountStatus]] = {
        asked_role: (Role.SUPERVISOR, ("DOT",), AccountStatus.ACTIVE),
        asked_limit: (Role.SPECIALIST, (), AccountStatus.ACTIVE),
        asked_link: (Role.SPECIALIST, ("DOT",), AccountStatus.INVITED),
    }
    assert (now.role, now.agencies, now.status) == expected[ask]


def test_who_made_a_viewer_s_link_alone_gains_nothing_when_the_viewer_comes_to_ask(
    administrator: Desk, second: Desk, nobody: Desk
) -> None:
    """The one who made the link may hold the account: the role comes with a link that two make."""
    invited = invite(administrator, "kim@agency.gov", "Kim", Role.VIEWER)
    held = accept_invitation(nobody, invited.account.id, invited.secret, NEW)
    asked = change_account(administrator, held.id, "Kim", Role.SPECIALIST, (), held.version)
    approved = approve_grant(second, asked.id, asked.version)
    assert approved.secret
    assert (approved.account.password_hash, approved.account.epoch) == ("", held.epoch + 1)


def test_who_approves_is_told_what_they_approve(administrator: Desk, desks: FakeDesks, second: Desk) -> None:
    viewer = desks.limit(Role.VIEWER, "DOT")
    asked = change_account(administrator, viewer.id, viewer.name, Role.SUPERVISOR, ("DMV",), viewer.version)
    assert what_is_asked(second, asked) == (
        Change("role", "HR viewer", "HR supervisor"),
        Change("agencies", "DOT", "DMV"),
        Change("one-time link", "", "a new one"),
        Change(OWN_RECORD, "", ""),
    )
    assert what_is_asked(second, viewer) == ()


def test_what_stays_as_it_is_is_told_last_and_no_link_where_none_is_asked_for(
    desks: FakeDesks, administrator: Desk, second: Desk, employee: Employee
) -> None:
    asked = asked_role(administrator, desks.account(Role.SPECIALIST))
    role, *same = what_is_asked(second, asked)
    assert role == Change("role", "HR specialist", "HR supervisor")
    assert same == [Change("agencies", "All", "All"), Change(OWN_RECORD, "", "")]
    invited = invite(administrator, "kim@agency.gov", "Kim", Role.SUPERVISOR, (), employee.number).account
    assert what_is_asked(second, invited)[2] == Change(OWN_RECORD, "", employee.number)


def test_somebody_new_may_do_nothing_yet(second: Desk, waiting: Account, records: Records) -> None:
    assert what_is_asked(second, waiting)[:2] == (Change("role", "", "HR supervisor"), Change("agencies", "", "All"))
    approve_grant(second, waiting.id, waiting.version)
    assert Change("role", "", "HR supervisor") in records.events[-1].changes


def test_what_was_not_seen_is_not_approved(administrator: Desk, second: Desk, waiting: Account) -> None:
    seen = waiting.version
    other = change_account(administrator, waiting.id, "Kim Ng", waiting.role, (), waiting.version)
    for act in (approve_grant, refuse_grant):
        with pytest.raises(Conflict) as conflict:
            act(second, waiting.id, seen)
        assert conflict.value.current == other


def test_one_thing_waits_at_a_time(administrator: Desk, waiting: Account) -> None:
    with pytest.raises(Invalid) as wrong:
        renew_invitation(administrator, waiting.id, waiting.version)
    assert wrong.value.fields == {"form": WAITS_ALREADY}


def test_what_is_refused_or_taken_back_happens_not_and_lets_nobody_in(
    desks: FakeDesks, administrator: Desk, second: Desk, records: Records, waiting: Account
) -> None:
    assert refuse_grant(second, waiting.id, waiting.version).status is AccountStatus.DISABLED
    there = desks.account(Role.SPECIALIST)
    asked = asked_role(administrator, there)
    back = refuse_grant(administrator, asked.id, asked.version)
    assert (back.role, back.status, back.asked) == (there.role, there.status, None)
    for act in (approve_grant, refuse_grant):
        with pytest.raises(Conflict) as conflict:
            act(second, back.id, back.version)
        assert conflict.value.current == back
    told = records.of_kind(EventKind.ACCOUNT_GRANT_REFUSED)
    assert [e.about for e in told] == ["asked for by Administrator Lee"] * 2
    assert Change("role", "", "HR supervisor") in told[0].changes
    assert Change("role", "HR specialist", "HR supervisor") in told[1].changes


def test_what_a_disabled_administrator_asked_for_is_approved_by_nobody(
    administrator: Desk, second: Desk, records: Records, waiting: Account
) -> None:
    disable_account(second, administrator.principal.id, 1)
    with pytest.raises(Invalid) as wrong:
        approve_grant(second, waiting.id, waiting.version)
    assert wrong.value.fields == {"form": LAPSED}
    assert records.accounts[waiting.id] == waiting


def test_who_is_disabled_while_they_approve_approves_nothing(
    desks: FakeDesks, administrator: Desk, second: Desk, records: Records, waiting: Account
) -> None:
    """Between the reading and the saving of the one, the other saves."""
    own = records.accounts[second.principal.id]
    get, gone = second.accounts.get, replace(own, status=AccountStatus.DISABLED, version=own.version + 1)

    class Slow(type(second.accounts)):  # type: ignore[misc] # the class of the fake is not known by its name here
        def get(self, account_id: str) -> Account:
            found: Account = get(account_id)
            if account_id == own.id:
                records.accounts[own.id] = gone
            return found

    slow = replace(second, accounts=Slow(records, desks.calls))
    with pytest.raises(Conflict):
        approve_grant(slow, waiting.id, waiting.version)
    assert records.accounts[waiting.id] == waiting


def test_disabling_takes_one_and_ends_what_was_asked(second: Desk, records: Records, waiting: Account) -> None:
    assert disable_account(second, waiting.id, waiting.version).asked is None
    with pytest.raises(Invalid) as wrong:
        disable_account(second, second.principal.id, 1)
    assert wrong.value.fields == {"account": NOT_YOURSELF}
