"""Policies that are wrong on purpose: a proof that finds nothing wrong with them proves nothing."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from isolation.estate import Estate, Policy, Role, Store
from isolation.matrix import ADMINISTRATOR, Case, cases

Change = Callable[[list[dict[str, Any]]], list[dict[str, Any]]]
ANY_TABLE = {"Effect": "Allow", "Action": ["dynamodb:GetItem", "dynamodb:Scan"], "Resource": "*"}
ANY_MAIL = {"Effect": "Allow", "Action": ["ses:SendEmail"], "Resource": "*"}
ANY_KEY = {"Effect": "Allow", "Action": ["kms:Decrypt"], "Resource": "*"}


@dataclass(frozen=True, slots=True)
class Sabotage:
    """An estate in which one thing is wrong, and whether that opens something or shuts it."""

    title: str
    estate: Estate
    opens: bool = True


def sabotages(estate: Estate) -> Iterator[Sabotage]:
    """The estate with one mistake each, in the first of its states."""
    first = estate.stores[0]

    def permitted(change: Change) -> Estate:
        return estate.with_store(first.slug, role=_permitted(first.role, change))

    yield Sabotage("a role that reads every table", permitted(lambda s: [*_without(s, "NothingOfOthers"), ANY_TABLE]))
    yield Sabotage("a role without its refusals", permitted(lambda s: [*_allowing(s), ANY_TABLE]))
    yield Sabotage("events that can be changed", permitted(lambda s: [_anywhere(one) for one in _allowing(s)]))
    yield Sabotage("a refusal that is left out", permitted(lambda s: _without(s, "KeepRecords")), opens=False)
    yield Sabotage("a forgotten permission", permitted(lambda s: _without(s, "Indexes")), opens=False)
    yield Sabotage("a state's role that sends mail", permitted(lambda s: [*s, ANY_MAIL]))
    yield from _doors(estate, first)


def second_lock(estate: Estate) -> Iterator[Case]:
    """What the first state's role asks of other states' buckets and keys, if it had every right in the account.

    It must still be refused: by the bucket and by the key, without which nobody reads the table.
    """
    first = estate.stores[0]
    risen = estate.with_store(first.slug, role=replace(first.role, permissions=(ADMINISTRATOR,)))
    own = (first.bucket_policy, first.key_policy)
    for case in cases(risen):
        locked = case.kind in {"bucket", "object", "elsewhere", "key"} and not any(case.guard is one for one in own)
        if locked and case.caller.slug == first.slug:
            yield case


def _doors(estate: Estate, first: Store) -> Iterator[Sabotage]:
    def trusting(change: Change) -> Estate:
        return estate.with_store(first.slug, role=replace(first.role, trust=_changed(first.role.trust, change)))

    anybody = {"Principal": {"AWS": first.role.arn.rpartition(":")[0] + ":root"}}
    yield Sabotage("a role that asks for no tag", trusting(lambda s: [_less(one, "Condition") for one in s]))
    yield Sabotage("a role for everybody in the account", trusting(lambda s: [{**one, **anybody} for one in s]))
    unlocked = _changed(first.bucket_policy, lambda s: _without(s, "TlsOnly"))
    yield Sabotage("a bucket without TLS", estate.with_store(first.slug, bucket_policy=unlocked))
    others = tuple(
        replace(role, permissions=(*role.permissions, _policy([ANY_TABLE, ANY_KEY])))
        if role.name == estate.pooled
        else role
        for role in estate.others
    )
    yield Sabotage("tasks that read tables by themselves", replace(estate, others=others))


def _policy(statements: list[dict[str, Any]]) -> Policy:
    return {"Version": "2012-10-17", "Statement": statements}


def _changed(policy: Policy, change: Change) -> Policy:
    """A copy of the policy, changed."""
    statements: list[dict[str, Any]] = json.loads(json.dumps(policy["Statement"]))
    return _policy(change(statements))


def _permitted(role: Role, change: Change) -> Role:
    return replace(role, permissions=tuple(_changed(policy, change) for policy in role.permissions))


def _without(statements: list[dict[str, Any]], sid: str) -> list[dict[str, Any]]:
    return [one for one in statements if one["Sid"] != sid]


def _allowing(statements: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in statements if one["Effect"] == "Allow"]


def _less(statement: dict[str, Any], part: str) -> dict[str, Any]:
    return {name: value for name, value in statement.items() if name != part}


def _anywhere(statement: dict[str, Any]) -> dict[str, Any]:
    """The statement for every partition, if it is about some."""
    return _less(statement, "Condition") if "LeadingKeys" in json.dumps(statement) else statement
