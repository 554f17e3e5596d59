"""The contract of ports.AccountStore."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pytest

from humangov.domain.accounts import Account, AccountStatus, Grant
from humangov.domain.errors import AlreadyExists, Conflict, NotFound, NotPermitted
from humangov.domain.events import EventFilter, EventKind
from humangov.domain.permissions import Role
from humangov.services.accounts import change_account, disable_account
from humangov.services.desk import Desk
from humangov.services.ports import AccountStore
from tests.builders import NOW, a_by, a_session, an_account, an_event, an_id, minutes

PERSON = an_id()


@pytest.fixture
def account(desk: Desk) -> Account:
    """An account that exists."""
    made = an_account(email="dana@agency.gov")
    desk.accounts.create(made, an_event(kind=EventKind.ACCOUNT_INVITED))
    return made


def after(account: Account, **changes: object) -> Account:
    return replace(account, version=account.version + 1, **changes)  # type: ignore[arg-type]


def test_an_account_comes_back_as_it_was_saved(desk: Desk) -> None:
    whole = an_account(
        role=Role.AUDITOR, status=AccountStatus.INVITED, epoch=4, invitation_sha256="a" * 64, invitation_ends_at=NOW
    )
    desk.accounts.create(whole, an_event())
    assert desk.accounts.get(whole.id) == whole


def test_what_is_asked_for_an_account_comes_back_with_it(desk: Desk) -> None:
    grant = Grant(role=Role.SUPERVISOR, agencies=("DMV", "DOT"), employee_id="x", link=True, code="AB-CD", by=a_by())
    whole = an_account(asked=grant, link_by="made by Ana", link_code="EF-GH", link_code_by="ana", vouched=True)
    desk.accounts.create(whole, an_event())
    desk.accounts.open_session(a_session(whole), NOW + minutes(15), an_event())
    assert desk.accounts.get(whole.id) == desk.accounts.by_email(whole.email) == whole
    assert desk.accounts.all() == (whole,)
    done = after(whole, asked=None)
    desk.accounts.change(whole, done, an_event())
    assert desk.accounts.get(whole.id) == done


def test_a_change_is_saved_only_while_its_witnesses_are_as_they_were(desk: Desk, account: Account) -> None:
    witness = an_account()
    desk.accounts.create(witness, an_event())
    desk.accounts.change(account, after(account, name="First"), an_event(), (witness,))
    gone = after(witness, status=AccountStatus.DISABLED)
    desk.accounts.change(witness, gone, an_event())
    with pytest.raises(Conflict) as conflict:
        desk.accounts.change(
            desk.accounts.get(account.id), replace(account, name="Second", version=3), an_event(), (witness,)
        )
    assert conflict.value.current == desk.accounts.get(account.id)
    assert desk.accounts.get(account.id).name == "First"


def test_of_two_who_disable_each_other_at_once_one_is_too_late(desk: Desk, account: Account) -> None:
    other = an_account()
    desk.accounts.create(other, an_event())
    desk.accounts.change(other, after(other, status=AccountStatus.DISABLED), an_event(), (account,))
    with pytest.raises(Conflict):
        desk.accounts.change(account, after(account, status=AccountStatus.DISABLED), an_event(), (other,))
    assert desk.accounts.get(account.id) == account


@dataclass(frozen=True, slots=True)
class Late:
    """A store of accounts that saves only after somebody else was quicker."""

    store: AccountStore
    first: Callable[[], object]

    def get(self, account_id: str) -> Account:
        return self.store.get(account_id)

    def change(self, *of: Any) -> None:
        self.first()
        self.store.change(*of)


def demoted(desk: Desk, account: Account) -> Account:
    return change_account(desk, account.id, account.name, Role.VIEWER, (), account.version)


def disabled(desk: Desk, account: Account) -> Account:
    return disable_account(desk, account.id, account.version)


@pytest.mark.parametrize("mine", [demoted, disabled])
@pytest.mark.parametrize("theirs", [demoted, disabled])
@pytest.mark.parametrize("began_before", [True, False])
def test_the_last_two_administrators_do_not_take_each_other_away_at_once(
    desk: Desk,
    mine: Callable[[Desk, Account], Account],
    theirs: Callable[[Desk, Account], Account],
    *,
    began_before: bool,
) -> None:
    """One is quicker: before the other reads, who came as an administrator still, or between reading and saving."""
    two = (an_account(role=Role.ADMINISTRATOR), an_account(role=Role.ADMINISTRATOR))
    for each in two:
        desk.accounts.create(each, an_event())
    own, other = (replace(desk, principal=each.principal) for each in two)
    if began_before:
        theirs(other, two[0])
        with pytest.raises(NotPermitted):
            mine(own, two[1])
    else:
        late: Any = Late(desk.accounts, partial(theirs, other, two[0]))
        with pytest.raises(Conflict):
            mine(replace(own, accounts=late), two[1])
    assert desk.accounts.get(two[1].id) == two[1]


def test_an_account_that_was_never_made_is_not_found(desk: Desk) -> None:
    for strange in (an_id(), "", "x" * 3000):
        with pytest.raises(NotFound):
            desk.accounts.get(strange)
    assert desk.accounts.by_email("nobody@agency.gov") is None
    assert desk.accounts.by_email("") is None


def test_another_states_account_is_not_found(neighbor: Desk, account: Account) -> None:
    with pytest.raises(NotFound):
        neighbor.accounts.get(account.id)
    assert neighbor.accounts.by_email(account.email) is None
    assert neighbor.accounts.all() == ()


def test_an_account_is_found_by_its_email_case_ignored(desk: Desk, account: Account) -> None:
    assert desk.accounts.by_email("Dana@AGENCY.gov") == account


def test_all_accounts_come_sorted_by_folded_name(desk: Desk) -> None:
    made = [an_account(name=name) for name in ("zoe", "Émile", "Ana", "dana", "Eve")]
    for one in made:
        desk.accounts.create(one, an_event())
    assert [a.name for a in desk.accounts.all()] == ["Ana", "dana", "Émile", "Eve", "zoe"]
    assert set(desk.accounts.all()) == set(made)


def test_an_email_belongs_to_one_account(desk: Desk, account: Account) -> None:
    with pytest.raises(AlreadyExists) as taken:
        desk.accounts.create(an_account(email="DANA@agency.gov"), an_event())
    assert taken.value.field == "email"
    other = an_account()
    desk.accounts.create(other, an_event())
    with pytest.raises(AlreadyExists):
        desk.accounts.change(other, after(other, email=account.email), an_event())
    assert desk.accounts.get(other.id) == other


def test_an_email_of_an_employee_is_free_for_an_account(desk: Desk) -> None:
    made = an_account(email="jose@agency.gov")
    desk.accounts.create(made, an_event())
    assert desk.accounts.by_email("jose@agency.gov") == made


def test_a_changed_account_is_changed_everywhere(desk: Desk, account: Account) -> None:
    changed = after(account, name="Dana Moss", email="moss@agency.gov", role=Role.VIEWER)
    desk.accounts.change(account, changed, an_event())
    assert desk.accounts.get(account.id) == changed
    assert desk.accounts.by_email("moss@agency.gov") == changed
    assert desk.accounts.by_email(account.email) is None
    assert desk.accounts.all() == (changed,)


def test_of_two_writers_the_second_is_told_and_sees_the_account_as_it_is(desk: Desk, account: Account) -> None:
    first = after(account, name="First")
    desk.accounts.change(account, first, an_event())
    with pytest.raises(Conflict) as conflict:
        desk.accounts.change(account, after(account, name="Second"), an_event())
    assert conflict.value.current == first


def test_a_change_is_an_event(desk: Desk, account: Account) -> None:
    event = an_event(kind=EventKind.ACCOUNT_DISABLED, subject=f"account:{account.id}")
    desk.accounts.change(account, after(account, status=AccountStatus.DISABLED), event)
    assert desk.audit.page(EventFilter(subject=event.subject), "", 25).items == (event,)


def test_a_session_is_found_with_its_account(desk: Desk, account: Account) -> None:
    session = a_session(account)
    desk.accounts.open_session(session, NOW + minutes(15), an_event(kind=EventKind.ACCOUNT_SIGNED_IN))
    assert desk.accounts.session(account.id, session.id) == (account, session)


def test_a_session_shows_the_account_as_it_is_now(desk: Desk, account: Account) -> None:
    session = a_session(account)
    desk.accounts.open_session(session, NOW + minutes(15), an_event())
    disabled = after(account, status=AccountStatus.DISABLED, epoch=2)
    desk.accounts.change(account, disabled, an_event())
    assert desk.accounts.session(account.id, session.id) == (disabled, session)


def test_no_session_is_found_by_another_id_account_or_state(desk: Desk, neighbor: Desk, account: Account) -> None:
    session = a_session(account)
    desk.accounts.open_session(session, NOW + minutes(15), an_event())
    assert desk.accounts.session(account.id, "0" * 64) is None
    assert desk.accounts.session(an_id(), session.id) is None
    assert desk.accounts.session("x" * 3000, session.id) is None
    assert neighbor.accounts.session(account.id, session.id) is None


def test_a_touched_session_was_seen_then(desk: Desk, account: Account) -> None:
    session = a_session(account)
    desk.accounts.open_session(session, NOW + minutes(15), an_event())
    seen = replace(session, seen_at=NOW + minutes(5))
    desk.accounts.touch(seen, NOW + minutes(20))
    assert desk.accounts.session(account.id, session.id) == (account, seen)


def test_a_session_that_ended_is_gone_and_touching_or_ending_it_brings_nothing_back(
    desk: Desk, account: Account
) -> None:
    session = a_session(account)
    desk.accounts.open_session(session, NOW + minutes(15), an_event())
    for _ in range(2):
        desk.accounts.end_session(account.id, session.id, an_event(kind=EventKind.ACCOUNT_SIGNED_OUT))
        desk.accounts.touch(session, NOW + minutes(20))
        assert desk.accounts.session(account.id, session.id) is None


def test_an_employee_has_one_account_that_can_sign_in(desk: Desk) -> None:
    one, two = an_account(employee_id=an_id()), an_account()
    desk.accounts.create(one, an_event())
    desk.accounts.create(two, an_event())
    saving: list[Callable[[], None]] = [
        lambda: desk.accounts.create(an_account(employee_id=one.employee_id), an_event()),
        lambda: desk.accounts.change(two, after(two, employee_id=one.employee_id), an_event()),
    ]
    for save in saving:
        with pytest.raises(AlreadyExists) as taken:
            save()
        assert (taken.value.field, taken.value.owner_id) == ("employee_number", one.id)
    gone = after(one, status=AccountStatus.DISABLED)
    desk.accounts.change(one, gone, an_event())
    linked = after(two, employee_id=one.employee_id)
    desk.accounts.change(two, linked, an_event())
    with pytest.raises(AlreadyExists):
        desk.accounts.change(gone, after(gone, status=AccountStatus.INVITED), an_event())
    desk.accounts.change(linked, after(linked, employee_id=""), an_event())
    desk.accounts.change(gone, after(gone, status=AccountStatus.INVITED), an_event())


def test_an_account_of_a_former_version_can_take_its_place_and_leaves_that_of_another(desk: Desk) -> None:
    one, two = (an_account(employee_id=PERSON, status=AccountStatus.DISABLED) for _ in range(2))
    for each in (one, two):
        desk.accounts.create(each, an_event())
    first, second = (replace(each, status=AccountStatus.ACTIVE) for each in (one, two))
    assert [desk.accounts.claim(each) for each in (first, second, first)] == [one.id, one.id, one.id]
    # To the store it is as if it had been active all along, without a place.
    desk.accounts.change(second, after(two, name="Kim"), an_event())
    assert desk.accounts.claim(second) == one.id
