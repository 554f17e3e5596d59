"""Whatever one administrator does, and another approves: neither comes to hold a guarded account alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest

from humangov.domain.accounts import Account, AccountStatus
from humangov.domain.errors import Invalid, NotFound
from humangov.domain.events import Change
from humangov.domain.permissions import Role, operator
from humangov.services import passwords
from humangov.services.accounts import (
    OWN_RECORD,
    WAITS_ALREADY,
    change_account,
    disable_account,
    invite,
    renew_invitation,
)
from humangov.services.desk import Desk
from humangov.services.granting import HELD, approve_grant, refuse_grant, what_is_asked
from humangov.services.passwords import accept_invitation
from humangov.services.sessions import digest_of
from tests.builders import an_account
from tests.fakes import FakeDesks
from tests.fakes.desks import ORIGIN

MINE, THEIRS = "violet anchors hum at noon", "quiet lantern over the pier"


@dataclass(frozen=True)
class Held:
    """An account, and what the administrator who is tempted has of it: links, a session; the owner has the other."""

    account: Account
    link: str = ""
    session: int = 0
    owner_link: str = ""
    owner_code: str = ""

    @property
    def opens(self) -> bool:
        """Whether the tempted one acts as the account, or can begin to, without a code."""
        a = self.account
        link = a.invitation_sha256 == digest_of(self.link) and not a.link_code
        return link or MINE in a.password_hash or (a.status is AccountStatus.ACTIVE and self.session == a.epoch)

    @property
    def kind(self) -> tuple[object, ...]:
        """Two of one kind go on alike: without versions and secrets."""
        a = self.account
        waits = a.asked and (a.asked.role, a.asked.agencies, a.asked.link)
        about = (a.role, a.agencies, a.status, a.vouched, a.password_hash, waits, bool(a.link_code))
        link = (bool(a.invitation_sha256), a.invitation_sha256 == digest_of(self.owner_link))
        return (*about, *link, self.opens, self.session == a.epoch)


Act = Callable[[Held], Held]


@dataclass(frozen=True)
class Office:
    """Two administrators, one of them tempted, and the owner of an account."""

    desks: FakeDesks
    tempted: Desk
    honest: Desk
    door: Desk

    def changed(self, role: Role, agencies: tuple[str, ...]) -> Act:
        return lambda h: replace(
            h, account=change_account(self.tempted, h.account.id, h.account.name, role, agencies, h.account.version)
        )

    def renewed(self, held: Held) -> Held:
        made = renew_invitation(self.tempted, held.account.id, held.account.version)
        return replace(held, account=made.account, link=made.secret or held.link)

    def taken_back(self, held: Held) -> Held:
        return replace(held, account=refuse_grant(self.tempted, held.account.id, held.account.version))

    def disabled(self, held: Held) -> Held:
        return replace(held, account=disable_account(self.tempted, held.account.id, held.account.version))

    def taken_up(self, held: Held) -> Held:
        account = accept_invitation(self.door, held.account.id, held.link, MINE)
        return replace(held, account=account, link="", session=account.epoch)

    def owned(self, held: Held) -> Held:
        account = accept_invitation(self.door, held.account.id, held.owner_link, THEIRS, held.owner_code)
        return replace(held, account=account, owner_link="")

    def approved(self, held: Held) -> Held:
        assert held.account.asked
        made = approve_grant(self.honest, held.account.id, held.account.version)
        if not made.secret:
            return replace(held, account=made.account)
        return replace(held, account=made.account, owner_link=made.secret, owner_code=made.account.link_code)

    def acts(self, held: Held) -> Iterator[Act]:
        for role in Role:
            yield self.changed(role, ())
            yield from [self.changed(role, ("DOT",))] if role.can_be_limited else []
        yield self.renewed
        yield self.disabled
        yield from [self.approved, self.taken_back] if held.account.asked else []
        yield from [self.taken_up] if held.link else []
        yield from [self.owned] if held.owner_link else []

    def after(self, held: Held, act: Act) -> Held | None:
        """What comes of an act; None where it is refused."""
        records = self.desks.records()
        records.accounts[held.account.id] = held.account
        records.attempts.clear()
        try:
            return act(held)
        except (Invalid, NotFound):
            return None


@pytest.fixture
def office(desks: FakeDesks, administrator: Desk, nobody: Desk, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Passwords are kept as they are here: hundreds are set."""
    monkeypatch.setattr(passwords, "hash_password", str)
    honest = an_account(role=Role.ADMINISTRATOR, name="Kim Ito")
    desks.records().accounts[honest.id] = honest
    return Office(desks, administrator, desks.open(desks.states["california"], honest.principal, ORIGIN), nobody)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("vouched", [True, False])
def test_no_way_leads_one_administrator_into_an_account_that_takes_two(
    office: Office, role: Role, *, vouched: bool
) -> None:
    """Every order of acts, of any length: what has been seen before is not gone on with."""
    own = replace(an_account(role=role, agencies=("DOT",) if role.can_be_limited else ()), vouched=vouched)
    first = Held(replace(own, password_hash=THEIRS, agencies=own.agencies))
    seen, ahead = {first.kind}, [first]
    for held in ahead:
        for act in office.acts(held):
            after = office.after(held, act)
            if after is None or after.kind in seen:
                continue
            assert not (after.account.is_guarded and after.opens), after
            seen.add(after.kind)
            ahead.append(after)
    assert {Role(h.account.role) for h in ahead if h.account.password_hash == THEIRS} == set(Role)
    assert any(h.opens for h in ahead), "a viewer's account is let in by one"
    assert len(seen) > 100


def waiting(office: Office, role: Role) -> Account:
    """A viewer whose link took two, for whom a role is asked without a new one."""
    viewer = an_account(role=Role.VIEWER, vouched=True)
    office.desks.records().accounts[viewer.id] = viewer
    return change_account(office.tempted, viewer.id, viewer.name, role, (), viewer.version)


@pytest.mark.parametrize("act", [Office.renewed, lambda office, held: office.changed(Role.AUDITOR, ())(held)])
def test_while_something_waits_neither_a_link_nor_a_role_comes_before_it(
    office: Office, act: Callable[[Office, Held], Held]
) -> None:
    asked = waiting(office, Role.SUPERVISOR)
    with pytest.raises(Invalid) as wrong:
        act(office, Held(asked))
    assert wrong.value.fields == {"form": WAITS_ALREADY}
    named = change_account(office.tempted, asked.id, "Kim Ng", asked.role, asked.agencies, asked.version)
    assert (named.name, named.asked) == ("Kim Ng", asked.asked)


@pytest.mark.parametrize("role", [Role.SPECIALIST, Role.SUPERVISOR, Role.ADMINISTRATOR])
@pytest.mark.parametrize("by_operator", [True, False])
def test_what_was_asked_before_one_administrator_made_a_link_is_approved_by_nobody(
    office: Office, role: Role, *, by_operator: bool
) -> None:
    """As it may be on file, from when a link could be made while something waited: open, or taken up."""
    asked = waiting(office, role)
    held = replace(asked, vouched=False, link_by="made by Administrator Lee")
    records, state = office.desks.records(), office.desks.states["california"]
    desk = office.desks.open(state, operator("ana"), ORIGIN) if by_operator else office.honest
    guarded = replace(held, role=Role.SPECIALIST, invitation_sha256="a" * 64)
    for account in (held, replace(held, invitation_sha256="a" * 64), guarded):
        records.accounts[account.id] = account
        with pytest.raises(Invalid) as wrong:
            approve_grant(desk, account.id, account.version)
        assert wrong.value.fields == {"form": HELD}
        back = refuse_grant(office.tempted, account.id, account.version)
        if not account.is_guarded or role is not Role.SPECIALIST:
            anew = change_account(office.tempted, back.id, back.name, role, (), back.version)
            assert approve_grant(desk, anew.id, anew.version).account.link_code


def test_an_invited_supervisor_waits_for_a_link_of_two(office: Office) -> None:
    made = invite(office.tempted, "kim@agency.gov", "Kim", Role.SUPERVISOR)
    assert office.after(Held(made.account), office.renewed) is None
    assert office.after(Held(made.account), office.changed(Role.VIEWER, ())) is None


def test_a_limit_that_was_lifted_while_the_role_was_away_is_told_with_the_role(office: Office) -> None:
    limited = an_account(role=Role.SPECIALIST, agencies=("DOT",), vouched=True)
    records = office.desks.records()
    records.accounts[limited.id] = limited
    lower = office.changed(Role.VIEWER, ("DOT",))(Held(limited))
    asked = office.changed(Role.SPECIALIST, ())(office.changed(Role.VIEWER, ())(lower)).account
    assert what_is_asked(office.honest, asked) == (
        Change("role", "HR viewer", "HR specialist"),
        Change("agencies", "All", "All"),
        Change(OWN_RECORD, "", ""),
    )
    approve_grant(office.honest, asked.id, asked.version)
    assert records.events[-1].changes == (Change("role", "HR viewer", "HR specialist"),), "the log tells what changed"
