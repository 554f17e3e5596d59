"""The accounts of one state and their sessions."""

import json
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import NoReturn

from humangov.aws import keys
from humangov.aws.audit import event_write
from humangov.aws.items import Item, compact, plain, read
from humangov.aws.keys import Key
from humangov.aws.table import Span, Table
from humangov.aws.writes import ABSENT, PRESENT, Refused, Write, check, delete, put, unchanged, update
from humangov.domain.accounts import Account, Session
from humangov.domain.errors import AlreadyExists, Conflict, NotFound
from humangov.domain.events import Event
from humangov.domain.text import fold

# What says whose account an employee has.
_PERSON = "account-of"


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
        profile = put(keys.account(account.id), _item(account), ABSENT)
        try:
            self._table.commit([profile, *_claims(account).values(), _listed(account)], event_write(event))
        except Refused as refused:
            self._taken(refused, account)

    def change(self, before: Account, after: Account, event: Event, witnesses: Iterable[Account] = ()) -> None:
        """One TransactWriteItems; before it a GetItem for what is given up: one of a former version may not have it."""
        profile = put(keys.account(after.id), _item(after), unchanged(version=before.version))
        seen = [check(keys.account(w.id), unchanged(version=w.version)) for w in witnesses]
        old, new = _claims(before), _claims(after)
        given_up = [delete(key, unchanged(owner=before.id)) for key in old if key not in new and self._has(before, key)]
        moved = [*given_up, *(new[key] for key in new if key not in old)]
        try:
            self._table.commit([profile, *moved, _listed(after), *seen], event_write(event))
        except Refused as refused:
            if refused.keys & {profile.key, *(one.key for one in (*seen, *given_up))}:
                raise Conflict(self.get(after.id)) from refused
            self._taken(refused, after)

    def _has(self, account: Account, key: Key) -> bool:
        return (self._table.get(key) or {}).get("owner") == account.id

    def claim(self, account: Account) -> str:
        """One PutItem and one GetItem."""
        key = keys.unique(_PERSON, account.linked)
        with suppress(Refused):
            self._table.save(put(key, {"owner": account.id}, ABSENT))
        found = self._table.get(key)
        return str(found["owner"]) if found else ""

    def _taken(self, refused: Refused, account: Account) -> NoReturn:
        key = next(key for key in _claims(account) if key in refused.keys)
        owner = self._table.get(key)
        field = "email" if key == keys.unique("account", account.email) else "employee_number"
        raise AlreadyExists(field, owner["owner"] if owner else "") from refused

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


def _claims(account: Account) -> dict[Key, Write]:
    """What it alone has: its e-mail, and its employee."""
    taken = [keys.unique("account", account.email)]
    taken += [keys.unique(_PERSON, account.linked)] if account.linked else []
    return {key: put(key, {"owner": account.id}, ABSENT) for key in taken}


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
