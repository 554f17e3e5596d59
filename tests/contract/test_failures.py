"""What happens when AWS does not answer, clashes, or refuses."""

from collections.abc import Callable, Iterator

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError, ConnectTimeoutError, EndpointConnectionError

from humangov.aws import failures
from humangov.domain.errors import Unavailable
from humangov.domain.lists import Listing
from humangov.services.desk import Desk
from tests.builders import NOW, an_employee, an_entry, an_event, an_id
from tests.contract.unlucky import LOST, URL, refusal, unlucky
from tests.contract.worlds import Aws, aws_world


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
    "transact_write_items": lambda d: d.employees.record(an_entry(an_employee()), an_event()),
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
        desk.employees.record(an_entry(an_employee()), an_event())


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
    employee = desk.employees.record(an_entry(an_employee()), an_event())
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
        desk.employees.record(an_entry(an_employee()), an_event())
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
