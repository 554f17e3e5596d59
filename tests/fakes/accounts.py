"""The accounts of one state, their sessions, and the counters of attempts, in memory."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from humangov.domain.accounts import Account, Session
from humangov.domain.errors import AlreadyExists, Conflict, NotFound
from humangov.domain.events import Event
from humangov.domain.text import fold
from tests.fakes.records import Calls, Records


@dataclass(frozen=True, slots=True)
class FakeAccounts:
    """See ports.AccountStore."""

    records: Records
    calls: Calls

    def get(self, account_id: str) -> Account:
        self.calls.note("accounts.get")
        return self._current(account_id)

    def by_email(self, email: str) -> Account | None:
        self.calls.note("accounts.by_email")
        return self._owner(email)

    def all(self) -> tuple[Account, ...]:
        self.calls.note("accounts.all")
        return tuple(sorted(self.records.accounts.values(), key=lambda account: (fold(account.name), account.id)))

    def create(self, account: Account, event: Event) -> None:
        self.calls.note("accounts.create")
        self.records.once(event)
        self._save(account, event)
        self.calls.changed("accounts.create")

    def change(self, before: Account, after: Account, event: Event, witnesses: Iterable[Account] = ()) -> None:
        self.calls.note("accounts.change")
        self.records.once(event)
        current = self._current(after.id)
        if current.version != before.version or any(self._current(w.id).version != w.version for w in witnesses):
            raise Conflict(current)
        self._save(after, event)
        self.calls.changed("accounts.change")

    def open_session(self, session: Session, ends_at: datetime, event: Event) -> None:
        self.calls.note("accounts.open_session")
        self.records.once(event)
        self.records.sessions[session.account_id, session.id] = session
        self.records.tell(event)
        self.calls.changed("accounts.open_session")

    def session(self, account_id: str, session_id: str) -> tuple[Account, Session] | None:
        self.calls.note("accounts.session")
        account = self.records.accounts.get(account_id)
        session = self.records.sessions.get((account_id, session_id))
        return (account, session) if account and session else None

    def touch(self, session: Session, ends_at: datetime) -> None:
        self.calls.note("accounts.touch")
        if (session.account_id, session.id) in self.records.sessions:
            self.records.sessions[session.account_id, session.id] = session

    def end_session(self, account_id: str, session_id: str, event: Event) -> None:
        self.calls.note("accounts.end_session")
        self.records.once(event)
        self.records.sessions.pop((account_id, session_id), None)
        self.records.tell(event)
        self.calls.changed("accounts.end_session")

    def _current(self, account_id: str) -> Account:
        if account_id not in self.records.accounts:
            raise NotFound
        return self.records.accounts[account_id]

    def _owner(self, email: str) -> Account | None:
        owners = (a for a in self.records.accounts.values() if a.email.casefold() == email.casefold())
        return next(owners, None)

    def claim(self, account: Account) -> str:
        self.calls.note("accounts.claim")
        return self.records.linked.setdefault(account.linked, account.id)

    def _save(self, account: Account, event: Event) -> None:
        owner = self._owner(account.email)
        if owner and owner.id != account.id:
            raise AlreadyExists("email", owner.id)
        self._link(account)
        self.records.accounts[account.id] = account
        self.records.tell(event)

    def _link(self, account: Account) -> None:
        before = self.records.accounts.get(account.id)
        was, linked = before.linked if before else "", self.records.linked
        if account.linked != was and account.linked in linked:
            raise AlreadyExists("employee_number", linked[account.linked])
        if account.linked != was:
            if linked.get(was) == account.id:
                del linked[was]
            linked |= {account.linked: account.id} if account.linked else {}


@dataclass(frozen=True, slots=True)
class FakeThrottle:
    """See ports.Throttle."""

    records: Records
    calls: Calls

    def hit(self, key: str, window_start: datetime, keep_until: datetime) -> int:
        self.calls.note("throttle.hit")
        count = self.records.attempts.get((key, window_start), 0) + 1
        self.records.attempts[key, window_start] = count
        return count

    def forget(self, key: str, window_start: datetime) -> None:
        self.calls.note("throttle.forget")
        self.records.attempts.pop((key, window_start), None)
