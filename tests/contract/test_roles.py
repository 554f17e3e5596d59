"""The clients of a state: on its own role, which is assumed once and renewed ahead, and no other state's trouble."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, cast

import pytest
from botocore.awsrequest import AWSPreparedRequest
from botocore.exceptions import ClientError, ConnectTimeoutError

from humangov.aws.clients import Clients, connect, connect_sts
from humangov.aws.desks import AwsDesks
from humangov.aws.roles import AHEAD_WAIT_SECONDS, LEAST_SECONDS, PAUSE_SECONDS, WAIT_SECONDS, StateClients
from humangov.domain.errors import Unavailable
from humangov.domain.permissions import operator
from humangov.domain.states import Installed
from humangov.services import budgets
from tests.builders import an_installed
from tests.contract.test_registry import Clock
from tests.contract.worlds import ORIGIN, Aws

ROLES = "arn:aws:iam::123456789012:role/humangov-state"


def with_role(installed: Installed) -> Installed:
    return replace(installed, role_arn=f"{ROLES}-{installed.slug}")


@dataclass
class Sts:
    """STS as it answers, or does not: credentials that last `seconds`, and a list of what was asked."""

    seconds: int = 3600
    trouble: Exception | None = None
    asked: list[dict[str, Any]] = field(default_factory=list)

    def assume_role(self, **request: Any) -> Any:
        self.asked.append(request)
        if self.trouble:
            raise self.trouble
        ends = datetime.now(UTC) + timedelta(seconds=self.seconds)
        number = len(self.asked)
        held = {"AccessKeyId": f"ASIA{number}", "SecretAccessKey": "secret", "SessionToken": "t", "Expiration": ends}
        return {"Credentials": held}


REFUSED = ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "AssumeRole")
SILENT = ConnectTimeoutError(endpoint_url="https://sts.example")
NEVADA = with_role(an_installed("nevada"))
UTAH = with_role(an_installed("utah"))


def states_on(sts: Sts, own: Clients, clock: Clock | None = None) -> StateClients:
    return StateClients(own, cast("Any", sts), partial(connect, 2, "us-east-1"), clock or Clock())


def key_of(clients: Clients) -> str:
    """The access key that the next call would be signed with: it stands in a link."""
    link = clients.s3.generate_presigned_url("get_object", {"Bucket": "b", "Key": "k"})
    return link.partition("X-Amz-Credential=")[2].partition("%2F")[0]


def test_a_states_stores_sign_with_the_keys_of_its_role(aws: Aws) -> None:
    signed: list[str] = []
    sts = connect_sts(2, "us-east-1")
    states = StateClients(aws.clients, sts, partial(connect, 2, "us-east-1"))
    # The tables are in the account that the tests are in.
    account = sts.get_caller_identity()["Account"]

    def note(request: AWSPreparedRequest, **_: object) -> None:
        signed.append(str(request.headers["X-Amz-Security-Token"]))

    tokens = []
    for state in (aws.california, aws.wyoming):
        installed = replace(state, role_arn=f"arn:aws:iam::{account}:role/humangov-state-{state.slug}")
        states.of(installed).dynamodb.meta.events.register_first("before-send.dynamodb", note)
        desk = AwsDesks(states, aws.registry).open(installed, operator("tests"), ORIGIN)
        assert desk.organization.overview().count() == 0
        tokens.append(signed.pop())
        assert desk.files.link("k").count("X-Amz-Security-Token") == 1
    assert len(set(tokens)) == 2


def test_the_session_is_tagged_with_the_state_and_ends_after_an_hour(aws: Aws) -> None:
    states_on(sts := Sts(), aws.clients).of(NEVADA)
    tags = [{"Key": "state", "Value": "nevada"}]
    name = "humangov-nevada"
    assert sts.asked == [{"RoleArn": NEVADA.role_arn, "RoleSessionName": name, "Tags": tags, "DurationSeconds": 3600}]


def test_many_threads_at_once_assume_a_role_once(aws: Aws) -> None:
    states = states_on(sts := Sts(), aws.clients)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: states.of(NEVADA), range(32)))
    assert len({id(clients) for clients in found}) == 1
    assert len(sts.asked) == 1


def test_a_state_without_a_role_is_opened_by_the_process_itself(aws: Aws) -> None:
    assert states_on(sts := Sts(), aws.clients).of(aws.california) is aws.clients
    assert not sts.asked


def test_another_role_of_the_same_state_is_assumed_anew(aws: Aws) -> None:
    states = states_on(sts := Sts(), aws.clients)
    first = states.of(NEVADA)
    assert states.of(replace(NEVADA, role_arn=f"{ROLES}-other")) is not first
    assert len(sts.asked) == 2


@pytest.mark.parametrize(("seconds", "asked"), [(3600, 1), (620, 1), (580, 2), (30, 2)])
def test_credentials_are_renewed_ten_minutes_before_they_end(aws: Aws, seconds: int, asked: int) -> None:
    clients = states_on(sts := Sts(seconds), aws.clients).of(NEVADA)
    sts.seconds = 3600
    assert key_of(clients) == f"ASIA{asked}"
    assert key_of(clients) == f"ASIA{asked}"
    assert len(sts.asked) == asked


@pytest.mark.parametrize("trouble", [REFUSED, SILENT])
def test_while_sts_fails_credentials_that_are_valid_still_serve(aws: Aws, trouble: Exception) -> None:
    clients = states_on(sts := Sts(seconds=300), aws.clients).of(NEVADA)
    sts.trouble = trouble
    assert key_of(clients) == "ASIA1"


def test_credentials_that_end_while_sts_fails_are_unavailable(aws: Aws) -> None:
    clients = states_on(sts := Sts(seconds=30), aws.clients).of(NEVADA)
    sts.trouble = SILENT
    with pytest.raises(Unavailable):
        clients.dynamodb.list_tables()


@pytest.mark.parametrize("trouble", [REFUSED, SILENT])
def test_a_role_that_cannot_be_assumed_is_its_states_trouble_alone(
    aws: Aws, trouble: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock()
    states = states_on(sts := Sts(), aws.clients, clock)
    utah = states.of(UTAH)
    sts.trouble = trouble
    for _ in range(3):
        with pytest.raises(Unavailable):
            states.of(NEVADA)
    assert len(sts.asked) == 2, "one for each state: a failure is remembered"
    assert states.of(UTAH) is utah
    (line,) = caplog.records
    assert (line.name, line.message, getattr(line, "state", "")) == ("humangov.roles", "role not assumed", "nevada")
    sts.trouble, clock.seconds = None, PAUSE_SECONDS
    assert key_of(states.of(NEVADA)) == "ASIA3"


def test_a_request_does_not_wait_for_ever_for_another_that_asks_sts(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("humangov.aws.roles.WAIT_SECONDS", 0.01)
    met: list[str] = []

    class Slow(Sts):
        def assume_role(self, **request: Any) -> Any:
            with ThreadPoolExecutor(1) as another:
                refused = another.submit(states.of, NEVADA).exception(timeout=5)
            met.append(type(refused).__name__)
            return super().assume_role(**request)

    states = states_on(Slow(), aws.clients)
    assert key_of(states.of(NEVADA)) == "ASIA1"
    assert met == ["Unavailable"]


class Hanging(Sts):
    """STS that is asked, and does not answer until it is told to."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.began, self.told = threading.Event(), threading.Event()
        self.hangs = False

    def assume_role(self, **request: Any) -> Any:
        if self.hangs:
            self.began.set()
            assert self.told.wait(10)
        return super().assume_role(**request)


@pytest.mark.parametrize("seconds", [300, 30])
def test_a_request_that_renews_credentials_holds_no_other(aws: Aws, seconds: int) -> None:
    """With some that last, others go on; without, they are told: none waits for the one that asks."""
    sts, clock = Hanging(seconds), Clock()
    clients = states_on(sts, aws.clients, clock).of(NEVADA)
    sts.hangs = True
    with ThreadPoolExecutor(2) as pool:
        asking = pool.submit(key_of, clients)
        assert sts.began.wait(5)
        clock.seconds = WAIT_SECONDS
        another = pool.submit(key_of, clients)
        try:
            found = another.exception(timeout=2)
        finally:
            sts.told.set()
        assert asking.result(5) == "ASIA2"
    assert isinstance(found, Unavailable) if seconds < LEAST_SECONDS else another.result() == "ASIA1"


def test_who_could_do_with_the_old_credentials_asks_for_new_ones_within_a_second_of_its_budget(aws: Aws) -> None:
    @dataclass
    class Looking(Sts):
        left: list[float] = field(default_factory=list)

        def assume_role(self, **request: Any) -> Any:
            budget = budgets.current()
            assert budget
            self.left.append(budget.left)
            return super().assume_role(**request)

    with budgets.within(5.0):
        clients = states_on(sts := Looking(300), aws.clients).of(NEVADA)
        key_of(clients)
    assert sts.left == [5.0, AHEAD_WAIT_SECONDS]
