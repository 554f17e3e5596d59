"""The accounts of one state and their sessions."""

import json
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import NoReturn

from humangov.aws import keys
from humangov.aws.audit import event_write
from humangov.aws.items import Item, compact, plain, read
from humangov.aws.table import Span, Table
from humangov.aws.writes import ABSENT, PRESENT, Refused, Write, check, delete, put, unchanged, update
from humangov.domain.accounts import Account, Session
from humangov.domain.errors import AlreadyExists, Conflict, NotFound
from humangov.domain.events import Event
from humangov.domain.text import fold


class Accounts:
    """See ports.AccountStore."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, account_id: str) -> Account:
        """One GetItem."""
        item = self._table.get(keys.account(account_id))
        if item is None:
            raise NotFound
        return _account(item)

    def by_email(self, email: str) -> Account | None:
        """Two calls of GetItem: whose the address is, and the account. Two also for none: the time must not tell."""
        claim = self._table.get(keys.unique("account", email))
        item = self._table.get(keys.account(claim["owner"] if claim else "none"))
        return _account(item) if claim and item else None

    def all(self) -> tuple[Account, ...]:
        """One Query of the list, which has a copy of each account in one string."""
        found = (read(Account, json.loads(item["account"])) for item in self._table.walk(Span(keys.ACCOUNTS)))
        return tuple(sorted(found, key=lambda account: (fold(account.name), account.id)))

    def create(self, account: Account, event: Event) -> None:
        """One TransactWriteItems."""
        claim = _claim(account)
        profile = put(keys.account(account.id), _item(account), ABSENT)
        try:
            self._table.commit([profile, claim, _listed(account)], event_write(event))
        except Refused as refused:
            self._taken(refused, claim)

    def change(self, before: Account, after: Account, event: Event, witnesses: Iterable[Account] = ()) -> None:
        """One TransactWriteItems."""
        profile = put(keys.account(after.id), _item(after), unchanged(version=before.version))
        seen = [check(keys.account(w.id), unchanged(version=w.version)) for w in witnesses]
        old, new = _claim(before), _claim(after)
        moved = [delete(old.key), new] if old.key != new.key else []
        try:
            self._table.commit([profile, *moved, _listed(after), *seen], event_write(event))
        except Refused as refused:
            if refused.keys & {profile.key, *(one.key for one in seen)}:
                raise Conflict(self.get(after.id)) from refused
            self._taken(refused, new)

    def _taken(self, refused: Refused, claim: Write) -> NoReturn:
        owner = self._table.get(claim.key)
        raise AlreadyExists("email", owner["owner"] if owner else "") from refused

    def open_session(self, session: Session, ends_at: datetime, event: Event) -> None:
        """One TransactWriteItems."""
        item = {**plain(session), "expires_at": _seconds(ends_at)}
        self._table.commit([put(keys.session(session.account_id, session.id), item)], event_write(event))

    def session(self, account_id: str, session_id: str) -> tuple[Account, Session] | None:
        """One BatchGetItem."""
        profile, key = keys.account(account_id), keys.session(account_id, session_id)
        found = self._table.get_all([profile, key])
        if profile not in found or key not in found:
            return None
        return _account(found[profile]), read(Session, found[key])

    def touch(self, session: Session, ends_at: datetime) -> None:
        """One UpdateItem, of a session that is still there."""
        seen = {"seen_at": session.seen_at.isoformat(), "expires_at": _seconds(ends_at)}
        with suppress(Refused):
            self._table.save(update(keys.session(session.account_id, session.id), {}, seen, PRESENT))

    def end_session(self, account_id: str, session_id: str, event: Event) -> None:
        """One TransactWriteItems."""
        self._table.commit([delete(keys.session(account_id, session_id))], event_write(event))


def _claim(account: Account) -> Write:
    return put(keys.unique("account", account.email), {"owner": account.id}, ABSENT)


def _item(account: Account) -> Item:
    """The account as attributes; what is asked for it is one string."""
    item = plain(account)
    return item | {"asked": compact(item["asked"])} if account.asked else item


def _account(item: Item) -> Account:
    return read(Account, item | {"asked": json.loads(item["asked"])} if "asked" in item else item)


def _listed(account: Account) -> Write:
    return put((keys.ACCOUNTS, account.id), {"account": compact(plain(account))})


def _seconds(instant: datetime) -> int:
    """Unix time, as DynamoDB's time to live reads it."""
    return int(instant.timestamp())
