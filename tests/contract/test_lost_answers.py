"""What happens when AWS's answer gets lost, clashes, or does not come."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, cast

import pytest
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
)

from humangov.aws import failures
from humangov.domain.employees import Employee
from humangov.domain.errors import AlreadyExists, Unavailable
from humangov.domain.events import EventFilter, EventKind
from humangov.domain.lists import Listing
from humangov.services.desk import Desk
from tests.builders import NOW, a_document, a_session, an_account, an_employee, an_event, an_id, changed, minutes
from tests.contract.worlds import Aws, aws_world

URL = "https://dynamodb.example"
LOST = ReadTimeoutError(endpoint_url=URL)


def refusal(code: str, *reasons: str) -> ClientError:
    """AWS's error with a code, and for a transaction the reason of each write."""
    response: Any = {"Error": {"Code": code, "Message": "no"}, "CancellationReasons": [{"Code": r} for r in reasons]}
    return ClientError(response if reasons else {"Error": {"Code": code}}, "Operation")


class Unlucky:
    """A client whose calls of one operation fail in the ways given, one after the other, before or after the deed."""

    def __init__(self, client: object, operation: str, *ways: Exception, done: bool = False) -> None:
        self._client, self._operation, self._ways, self._done = client, operation, [*ways], done
        self.calls = 0

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._client, name)
        return self._unlucky(call) if name == self._operation else call

    def _unlucky(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def said(**request: Any) -> Any:
            self.calls += 1
            if not self._ways:
                return call(**request)
            if self._done:
                call(**request)
            raise self._ways.pop(0)

        return said


def unlucky(aws: Aws, operation: str, *ways: Exception, done: bool = False) -> tuple[Desk, Unlucky]:
    client = Unlucky(aws.dynamodb, operation, *ways, done=done)
    return aws.desk_on(cast("Any", client)), client


@pytest.fixture(autouse=True)
def _no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failures, "FIRST_WAIT_SECONDS", 0.0)


@pytest.fixture(scope="module")
def quiet() -> Iterator[Aws]:
    """A world in which nothing is ever saved."""
    with aws_world() as world:
        yield world


UNREACHABLE = [
    LOST,
    ConnectTimeoutError(endpoint_url=URL),
    EndpointConnectionError(endpoint_url=URL),
    ConnectionClosedError(endpoint_url=URL),
]
OVERLOADED = [refusal(code) for code in sorted(failures.OVERLOADED)]
OURS = [refusal(code) for code in ("AccessDeniedException", "ValidationException", "ResourceNotFoundException")]
CALLS: dict[str, Callable[[Desk], object]] = {
    "get_item": lambda d: d.employees.get(an_id()),
    "query": lambda d: d.directory.page(Listing()),
    "batch_get_item": lambda d: d.accounts.session(an_id(), "0"),
    "put_item": lambda d: d.audit.record(an_event()),
    "update_item": lambda d: d.throttle.hit("a", NOW, NOW),
    "delete_item": lambda d: d.throttle.forget("a", NOW),
    "transact_write_items": lambda d: d.employees.create(an_employee(), an_event()),
}


@pytest.mark.parametrize("operation", CALLS)
@pytest.mark.parametrize(
    "way",
    [*UNREACHABLE, *OVERLOADED],
    ids=lambda w: failures.code_of(w) if isinstance(w, ClientError) else type(w).__name__,
)
def test_a_service_that_does_not_answer_is_unavailable(quiet: Aws, operation: str, way: Exception) -> None:
    desk, _ = unlucky(quiet, operation, *[way] * failures.TRIES)
    with pytest.raises(Unavailable):
        CALLS[operation](desk)


@pytest.mark.parametrize("operation", CALLS)
@pytest.mark.parametrize("way", OURS, ids=failures.code_of)
def test_our_own_mistakes_are_not_hidden(quiet: Aws, operation: str, way: ClientError) -> None:
    desk, client = unlucky(quiet, operation, way)
    with pytest.raises(ClientError):
        CALLS[operation](desk)
    assert client.calls == 1


def test_a_cancelled_transaction_for_a_reason_of_our_own_is_not_hidden(aws: Aws) -> None:
    desk, _ = unlucky(aws, "transact_write_items", refusal("TransactionCanceledException", "None", "ValidationError"))
    with pytest.raises(ClientError):
        desk.employees.create(an_employee(), an_event())


CLASHES = [
    refusal("TransactionCanceledException", "None", "TransactionConflict"),
    refusal("TransactionCanceledException", "ConditionalCheckFailed", "TransactionConflict"),
    refusal("TransactionCanceledException", "ThrottlingError", "None"),
    refusal("TransactionCanceledException", "ProvisionedThroughputExceeded"),
    refusal("TransactionInProgressException"),
]


@pytest.mark.parametrize("clash", CLASHES, ids=lambda c: "-".join(failures.reasons_of(c)) or failures.code_of(c))
def test_a_transaction_that_met_another_one_is_tried_again(aws: Aws, clash: ClientError) -> None:
    desk, client = unlucky(aws, "transact_write_items", clash, clash)
    employee = desk.employees.create(an_employee(), an_event())
    assert client.calls == 3
    assert desk.employees.get(employee.id) == employee


@pytest.mark.parametrize("operation", ["put_item", "update_item", "delete_item"])
def test_a_write_that_met_a_transaction_is_tried_again(aws: Aws, operation: str) -> None:
    desk, client = unlucky(aws, operation, refusal("TransactionConflictException"))
    CALLS[operation](desk)
    assert client.calls == 2


def test_transactions_that_clash_without_end_are_unavailable(aws: Aws) -> None:
    desk, client = unlucky(aws, "transact_write_items", *[CLASHES[0]] * 9)
    with pytest.raises(Unavailable):
        desk.employees.create(an_employee(), an_event())
    assert client.calls == failures.TRIES
    assert desk.directory.page(Listing()).items == ()


def test_waits_between_tries_are_random_and_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failures, "FIRST_WAIT_SECONDS", 0.05)
    waits: list[float] = []

    def clash() -> None:
        raise CLASHES[0]

    with pytest.raises(ClientError):
        failures.patiently(clash, waits.append)
    assert len(waits) == failures.TRIES - 1
    assert 0 <= sum(waits) <= 0.75


def test_a_creation_whose_answer_was_lost_is_done_when_the_form_comes_again(aws: Aws) -> None:
    desk, _ = unlucky(aws, "transact_write_items", LOST, done=True)
    employee = an_employee(email="jose@agency.gov")
    with pytest.raises(Unavailable):
        desk.employees.create(employee, an_event())
    assert desk.employees.create(replace(employee, number="77"), an_event()) == employee
    assert_once(desk)


def test_a_change_whose_answer_was_lost_is_done_when_the_form_comes_again(aws: Aws) -> None:
    desk, _ = unlucky(aws, "transact_write_items", LOST, done=True)
    before = aws.desk_on(aws.dynamodb).employees.create(an_employee(), an_event())
    after = changed(before, title="Chief", email="jose@agency.gov")
    with pytest.raises(Unavailable):
        desk.employees.change(before, after, an_event())
    assert desk.employees.change(before, after, an_event()) == after
    assert_once(desk, changes=2)


def test_a_form_that_is_sent_again_after_later_changes_brings_nothing_back(aws: Aws) -> None:
    desk = aws.desk_on(aws.dynamodb)
    employee = desk.employees.create(an_employee(), an_event())
    later = desk.employees.change(employee, changed(employee, title="Chief"), an_event())
    assert desk.employees.create(employee, an_event()) == later


def test_a_call_that_boto_repeats_is_one_transaction(aws: Aws) -> None:
    tokens: list[str] = []

    class Watched(Unlucky):
        def _unlucky(self, call: Callable[..., Any]) -> Callable[..., Any]:
            def said(**request: Any) -> Any:
                tokens.append(request["ClientRequestToken"])
                return call(**request)

            return said

    desk, event = aws.desk_on(cast("Any", Watched(aws.dynamodb, "transact_write_items"))), an_event()
    employee = desk.employees.create(an_employee(), event)
    desk.employees.create(employee, event)
    desk.employees.create(employee, an_event())
    assert tokens[0] == tokens[1] != tokens[2]


def test_a_document_whose_answer_was_lost_is_done_when_the_form_comes_again(aws: Aws) -> None:
    desk, _ = unlucky(aws, "transact_write_items", LOST, done=True)
    employee = aws.desk_on(aws.dynamodb).employees.create(an_employee(), an_event())
    document = a_document(employee_id=employee.id)
    with pytest.raises(Unavailable):
        desk.documents.add(document, an_event())
    assert desk.documents.add(replace(document, object_id=an_id()), an_event()) == document


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

    likes = [aws.desk_on(aws.dynamodb).employees.create(an_employee(), an_event()) for _ in range(3)]
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
        desk.employees.create(employee, an_event())
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
        aws.desk_on(cast("Any", Watched(aws.dynamodb, "transact_write_items"))).employees.create(employee, an_event())
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
