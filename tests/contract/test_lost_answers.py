"""What happens when AWS's answer gets lost, or comes in parts."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

import pytest

from humangov.domain.employees import Employee
from humangov.domain.errors import AlreadyExists, Unavailable
from humangov.domain.events import EventFilter, EventKind
from humangov.domain.lists import Listing
from humangov.services.desk import Desk
from tests.builders import (
    NOW,
    a_document,
    a_session,
    an_account,
    an_employee,
    an_entry,
    an_event,
    an_id,
    changed,
    minutes,
)
from tests.contract.unlucky import LOST, Unlucky, refusal, unlucky
from tests.contract.worlds import Aws, begun


def test_a_creation_whose_answer_was_lost_is_done_when_the_form_comes_again(aws: Aws) -> None:
    desk, _ = unlucky(aws, "transact_write_items", LOST, done=True)
    employee = an_employee(email="jose@agency.gov")
    with pytest.raises(Unavailable):
        desk.employees.record(an_entry(employee), an_event())
    assert desk.employees.record(an_entry(replace(employee, number="77")), an_event()) == employee
    assert_once(desk)


def test_a_change_whose_answer_was_lost_is_done_when_the_form_comes_again(aws: Aws) -> None:
    desk, _ = unlucky(aws, "transact_write_items", LOST, done=True)
    before = aws.desk_on(aws.dynamodb).employees.record(an_entry(an_employee()), an_event())
    after = changed(before, title="Chief", email="jose@agency.gov")
    with pytest.raises(Unavailable):
        desk.employees.record(an_entry(after, before), an_event())
    assert desk.employees.record(an_entry(after, before), an_event()) == after
    assert_once(desk, changes=2)


def test_a_form_that_is_sent_again_after_later_changes_brings_nothing_back(aws: Aws) -> None:
    desk = aws.desk_on(aws.dynamodb)
    employee = desk.employees.record(an_entry(an_employee()), an_event())
    later = desk.employees.record(an_entry(changed(employee, title="Chief"), employee), an_event())
    assert desk.employees.record(an_entry(employee), an_event()) == later


def test_a_call_that_boto_repeats_is_one_transaction(aws: Aws) -> None:
    tokens: list[str] = []

    class Watched(Unlucky):
        def _unlucky(self, call: Callable[..., Any]) -> Callable[..., Any]:
            def said(**request: Any) -> Any:
                tokens.append(request["ClientRequestToken"])
                return call(**request)

            return said

    desk, event = aws.desk_on(cast("Any", Watched(aws.dynamodb, "transact_write_items"))), an_event()
    employee = desk.employees.record(an_entry(an_employee()), event)
    desk.employees.record(an_entry(employee), event)
    desk.employees.record(an_entry(employee), an_event())
    assert tokens[0] == tokens[1] != tokens[2]


def test_a_document_whose_answer_was_lost_is_done_when_the_form_comes_again(aws: Aws) -> None:
    desk, _ = unlucky(aws, "transact_write_items", LOST, done=True)
    employee = aws.desk_on(aws.dynamodb).employees.record(an_entry(an_employee()), an_event())
    document = a_document(employee_id=employee.id)
    with pytest.raises(Unavailable):
        desk.documents.add(begun(desk, document), an_event())
    assert desk.documents.add(begun(desk, replace(document, object_id=an_id())), an_event()) == document


def test_an_event_whose_answer_was_lost_is_there_once(aws: Aws) -> None:
    desk, _ = unlucky(aws, "put_item", LOST, done=True)
    event = an_event()
    with pytest.raises(Unavailable):
        desk.audit.record(event)
    desk.audit.record(event)
    assert desk.audit.page(EventFilter(), "", 25).items == (event,)


def test_keys_that_are_not_answered_at_once_are_asked_for_again(aws: Aws) -> None:
    account = an_account()
    aws.desk_on(aws.dynamodb).accounts.create(account, an_event())

    class Halving(Unlucky):
        def _unlucky(self, call: Callable[..., Any]) -> Callable[..., Any]:
            def said(**request: Any) -> Any:
                ((table, wanted),) = request["RequestItems"].items()
                first, *rest = wanted["Keys"]
                answer = call(RequestItems={table: {**wanted, "Keys": [first]}})
                return {**answer, "UnprocessedKeys": {table: {**wanted, "Keys": rest}} if rest else {}}

            return said

    likes = [aws.desk_on(aws.dynamodb).employees.record(an_entry(an_employee()), an_event()) for _ in range(3)]
    desk = aws.desk_on(cast("Any", Halving(aws.dynamodb, "batch_get_item")))
    assert {row.id for row in desk.employees.same_person(an_employee())} == {e.id for e in likes}


def test_keys_that_are_never_answered_are_unavailable(aws: Aws) -> None:
    class Silent(Unlucky):
        def _unlucky(self, call: Callable[..., Any]) -> Callable[..., Any]:
            return lambda **request: {"Responses": {}, "UnprocessedKeys": request["RequestItems"]}

    with pytest.raises(Unavailable):
        aws.desk_on(cast("Any", Silent(aws.dynamodb, "batch_get_item"))).accounts.session(an_id(), "0")


def test_a_claim_that_was_given_up_meanwhile_has_no_owner_to_name(aws: Aws) -> None:
    count = 22
    reasons = ["None"] * count
    desk, client = unlucky(aws, "transact_write_items")
    employee = an_employee(email="jose@agency.gov")
    position = email_position(aws, employee)
    client._ways = [refusal("TransactionCanceledException", *["None"] * position, "ConditionalCheckFailed", *reasons)]
    with pytest.raises(AlreadyExists) as taken:
        desk.employees.record(an_entry(employee), an_event())
    assert (taken.value.field, taken.value.owner_id) == ("email", "")


def email_position(aws: Aws, employee: Employee) -> int:
    """Which write of the transaction claims the e-mail."""
    seen: list[list[dict[str, Any]]] = []

    class Watched(Unlucky):
        def _unlucky(self, call: Callable[..., Any]) -> Callable[..., Any]:
            def said(**request: Any) -> Any:
                seen.append(request["TransactItems"])
                raise LOST

            return said

    with pytest.raises(Unavailable):
        aws.desk_on(cast("Any", Watched(aws.dynamodb, "transact_write_items"))).employees.record(
            an_entry(employee), an_event()
        )
    keys = [w.get("Put", {}).get("Item", {}).get("pk", {}).get("S", "") for w in seen[0]]
    return keys.index("UNIQ#email#jose@agency.gov")


def assert_once(desk: Desk, changes: int = 1) -> None:
    """One record, one row, one head, and an event for each change."""
    assert len(desk.directory.page(Listing()).items) == 1
    assert desk.organization.overview().count() == 1
    assert len(desk.audit.page(EventFilter(views=False), "", 25).items) == changes


def test_a_transaction_whose_event_is_there_was_done(aws: Aws) -> None:
    desk, event = aws.desk_on(aws.dynamodb), an_event(kind=EventKind.ACCOUNT_SIGNED_IN)
    account = an_account()
    desk.accounts.create(account, an_event())
    session = a_session(account)
    desk.accounts.open_session(session, NOW, event)
    desk.accounts.touch(replace(session, seen_at=NOW + minutes(1)), NOW)
    desk.accounts.open_session(session, NOW, event)
    found = desk.accounts.session(account.id, session.id)
    assert found is not None
    assert found[1].seen_at == NOW + minutes(1)
