"""Records as the version before the ledger wrote them."""

from dataclasses import replace
from typing import TYPE_CHECKING

from humangov.aws import index, keys
from humangov.aws.audit import event_write
from humangov.aws.items import compact, plain, row_text
from humangov.aws.table import Table
from humangov.aws.writes import ABSENT, put, update
from humangov.domain.accounts import Account
from humangov.domain.employees import Employee, row_of
from humangov.domain.text import starts_search, words
from tests.builders import an_event, an_id

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

WORDS = 30


def write_former(dynamodb: "DynamoDBClient", table: str, slug: str, employee: Employee) -> Employee:
    """Save a record with its rows, up to 30 search words, its claims and the headcount of today, and no ledger."""
    rows = index.rows(employee)
    older = [word for name in reversed(employee.former_names) for word in words(name)]
    found = tuple(dict.fromkeys((*index.search_words(employee), *older)))[:WORDS]
    searched = {"row": row_text(row_of(employee), found)}
    rows |= {keys.word(word, employee): searched for word in found if starts_search(word)}
    writes = [
        put(keys.profile(employee.id), plain(employee), ABSENT),
        *(put(key, item) for key, item in rows.items()),
        *(put(key, {"owner": employee.id}, ABSENT) for key in index.claims(employee)),
        update(keys.headcount(employee.agency, employee.id), {employee.status.value: 1}),
    ]
    event = replace(an_event(), id=an_id(), subject=f"employee:{employee.id}")
    Table(dynamodb, table, slug).commit(writes, event_write(event))
    return employee


def write_former_account(dynamodb: "DynamoDBClient", table: str, slug: str, account: Account) -> None:
    """Save an account that takes no employee's place."""
    writes = [
        put(keys.account(account.id), plain(account), ABSENT),
        put(keys.unique("account", account.email), {"owner": account.id}, ABSENT),
        put((keys.ACCOUNTS, account.id), {"account": compact(plain(account))}),
    ]
    Table(dynamodb, table, slug).commit(writes, event_write(replace(an_event(), id=an_id())))
