"""How long a request waits for a service that is in trouble, and how many wait at once. Seconds here are generous."""

import io
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.exceptions import ClientError, HTTPClientError

from humangov.aws.clients import Clients, connect, connect_sts
from humangov.aws.failures import UNREACHABLE
from humangov.aws.waiting import LEAST_SECONDS, STUCK_SECONDS, Room, Rooms
from humangov.domain.errors import Unavailable
from humangov.services import budgets
from tests.faults.proxy import Drops, Fault, FaultProxy, Hang, Latency, Reset, Throttle

MARGIN_SECONDS = 1.5
BODY = os.urandom(8_000_000)
TROUBLE = (Unavailable, *UNREACHABLE, HTTPClientError, ClientError)
Call = Callable[[Clients], object]


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultProxy]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with FaultProxy() as running:
        monkeypatch.setenv("AWS_ENDPOINT_URL", running.url)
        yield running


def read(clients: Clients) -> object:
    return clients.dynamodb.get_item(TableName="t", Key={"pk": {"S": "1"}})


def fetch(clients: Clients) -> object:
    return clients.s3.get_object(Bucket="bucket", Key="k")


def store(clients: Clients) -> object:
    return clients.s3.put_object(Bucket="bucket", Key="k", Body=io.BytesIO(BODY), ContentLength=len(BODY))


@contextmanager
def taking_at_most(seconds: float) -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < seconds + MARGIN_SECONDS


@pytest.mark.parametrize("call", [read, fetch, store])
@pytest.mark.parametrize("fault", [Hang(), Reset(), Throttle(), Latency(0.4)], ids=lambda f: type(f).__name__)
def test_all_calls_of_a_request_together_are_within_its_budget(proxy: FaultProxy, fault: Fault, call: Call) -> None:
    clients = connect(threads=2, region="us-east-1")
    with proxy.faulty(fault), budgets.within(2.0) as budget, taking_at_most(2.0):
        for _ in range(20):
            with pytest.raises(TROUBLE):
                call(clients)
    assert budget.left < 2.0


def test_what_is_left_too_little_for_an_answer_sends_nothing(proxy: FaultProxy) -> None:
    with budgets.within(LEAST_SECONDS / 2), pytest.raises(Unavailable):
        read(connect(threads=2, region="us-east-1"))
    assert proxy.seen == []


def test_work_of_our_own_between_calls_uses_up_nothing() -> None:
    with budgets.within(0.2) as budget:
        time.sleep(0.3)
        assert budget.left == 0.2


def test_a_budget_inside_another_is_part_of_it() -> None:
    with budgets.within(2.0) as whole:
        with budgets.within(9.0) as part:
            part.spend(1.5)
        assert whole.left == pytest.approx(0.5)
        with budgets.within(9.0) as rest:
            assert rest.left == pytest.approx(0.5)


def test_beside_requests_a_call_has_all_of_its_tries(proxy: FaultProxy) -> None:
    clients = connect(threads=2, region="us-east-1")
    with proxy.faulty(Reset()), pytest.raises(TROUBLE):
        read(clients)
    assert proxy.seen == ["GetItem"] * 3


def waiting(rooms: Rooms, call: Call, how_many: int, seconds: float) -> list[float]:
    """How long each of so many requests took that came one after the other, 80 ms apart."""
    clients = connect(threads=how_many, region="us-east-1", rooms=rooms)

    def ask(_: int) -> float:
        began = time.monotonic()
        with budgets.within(seconds), pytest.raises(TROUBLE):
            call(clients)
        return time.monotonic() - began

    with ThreadPoolExecutor(how_many) as pool:
        running = []
        for number in range(how_many):
            running.append(pool.submit(ask, number))
            time.sleep(0.08)
        return [future.result() for future in running]


@pytest.mark.parametrize("call", [read, store])
def test_few_wait_for_a_service_that_hangs_and_the_others_are_told_at_once(proxy: FaultProxy, call: Call) -> None:
    with proxy.faulty(Hang()):
        took = waiting(Rooms(dynamodb=2, s3=2), call, 24, 4.0)
    assert len([seconds for seconds in took if seconds > 2.5]) <= 2
    assert max(took) < 4.0 + MARGIN_SECONDS
    # Who came when it could be seen that it hangs.
    assert max(took[-8:]) < 1.0


def test_files_of_which_pieces_go_out_keep_no_other_from_their_place() -> None:
    room, called = Room(1), object()
    room.enter(called)
    for _ in range(4):
        time.sleep(STUCK_SECONDS / 3)
        room.stir(called, 0.0)
    room.enter(object())
    time.sleep(STUCK_SECONDS * 1.2)
    with pytest.raises(Unavailable):
        room.enter(object())


def test_one_service_that_hangs_takes_no_place_of_another(proxy: FaultProxy) -> None:
    rooms = Rooms(s3=1)
    with proxy.faulty(Hang(), only="PUT"):
        waiting(rooms, store, 4, 1.0)
        with budgets.within(5.0), pytest.raises(ClientError):
            read(connect(threads=1, region="us-east-1", rooms=rooms))
    assert "GetItem" in proxy.seen


def test_a_crowd_that_is_answered_soon_is_let_in() -> None:
    room = Room(1)
    assert [room.enter(who) for who in range(30)] == [True] + [False] * 29
    for who in range(30):
        room.leave(who)
    assert room.enter("another")


def test_a_place_is_free_again_however_a_call_ends(proxy: FaultProxy) -> None:
    rooms = Rooms(dynamodb=1)
    clients = connect(threads=1, region="us-east-1", rooms=rooms)
    faults: list[Fault] = [Reset(), Throttle(), Latency(STUCK_SECONDS * 0.7)]
    for fault in faults:
        with proxy.faulty(fault), budgets.within(5.0), pytest.raises(TROUBLE):
            read(clients)
    assert rooms.dynamodb.enter("another")


def test_a_file_that_moves_uses_up_nothing_and_one_that_does_not_does(proxy: FaultProxy) -> None:
    clients = connect(threads=1, region="us-east-1")
    answered = 200, {"ETag": '"1"'}, b""
    proxy.answer_with(answered)
    with budgets.within(5.0) as budget, proxy.faulty(Latency(1.0)):
        store(clients)
        assert budget.left == pytest.approx(5.0)
    with budgets.within(5.0) as budget, proxy.faulty(Throttle()), pytest.raises(ClientError):
        store(clients)
    assert budget.left < 5.0


def test_sts_is_bound_as_the_others_are(proxy: FaultProxy) -> None:
    sts: Any = connect_sts(2, "us-east-1")
    with proxy.faulty(Hang()), budgets.within(1.0), taking_at_most(1.0), pytest.raises(TROUBLE):
        sts.assume_role(RoleArn="arn:aws:iam::123456789012:role/humangov", RoleSessionName="tests")
    assert proxy.seen[0] == "AssumeRole"


def test_an_answer_in_drops_holds_its_thread_no_longer_than_the_budget(proxy: FaultProxy) -> None:
    proxy.answer_with((200, {"Content-Type": "application/x-amz-json-1.0"}, b"{" + b" " * 200 + b"}"))
    clients = connect(threads=2, region="us-east-1")
    with proxy.faulty(Drops(0.1)), budgets.within(1.5) as budget, taking_at_most(1.5), pytest.raises(TROUBLE):
        read(clients)
    assert budget.left < LEAST_SECONDS


def test_what_comes_in_drops_after_its_call_is_read_to_its_end(proxy: FaultProxy) -> None:
    proxy.answer_with((200, {"Content-Type": "text/plain"}, b"x" * 12))
    clients = connect(threads=2, region="us-east-1")
    with proxy.faulty(Drops(0.05)), budgets.within(0.5):
        body = clients.s3.get_object(Bucket="bucket", Key="k")["Body"]
        assert body.read() == b"x" * 12
