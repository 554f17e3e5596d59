"""The registry, and the desks that it opens."""

from dataclasses import dataclass, replace
from typing import Any, cast

import pytest
from botocore.exceptions import ReadTimeoutError

from humangov.aws.desks import AwsDesks
from humangov.aws.items import encoded
from humangov.aws.registry import KEEP_SECONDS, OneState, Registry
from humangov.domain.errors import Unavailable, WrongState
from humangov.domain.permissions import operator
from humangov.services.desk import Origin
from humangov.services.desks import Desks
from tests.builders import NOW, an_installed
from tests.contract.worlds import Aws


@dataclass
class Clock:
    """Seconds that a test moves on."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


class Counting:
    """A client that counts look-ups, and does not answer while it is `down`."""

    def __init__(self, client: object) -> None:
        self._client, self.looked_up, self.down = client, 0, False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def get_item(self, **request: Any) -> Any:
        self.looked_up += 1
        if self.down:
            raise ReadTimeoutError(endpoint_url="https://dynamodb.example")
        return cast("Any", self._client).get_item(**request)


@dataclass
class Watched:
    registry: Registry
    client: Counting
    clock: Clock
    aws: Aws


@pytest.fixture
def watched(aws: Aws) -> Watched:
    """A registry of a process of its own on the same table."""
    client, clock = Counting(aws.dynamodb), Clock()
    return Watched(Registry(cast("Any", client), aws.registry.table, clock), client, clock, aws)


def test_a_state_comes_back_as_it_was_put(aws: Aws) -> None:
    nevada = an_installed(
        "nevada", key_arn="arn:aws:kms:us-east-1:1:key/2", active=False, color="#112233", help="Dial 311"
    )
    aws.registry.put(nevada)
    assert aws.registry.get("nevada") == nevada
    assert aws.registry.all() == (aws.california, nevada, aws.wyoming)


@pytest.mark.parametrize("scanned", [False, True, None])
def test_whether_a_state_is_scanned_comes_back_as_it_was_put(aws: Aws, *, scanned: bool | None) -> None:
    aws.registry.put(replace(aws.california, scanned=scanned))
    assert Registry(aws.dynamodb, aws.registry.table).get("california") == replace(aws.california, scanned=scanned)


def test_a_state_that_an_earlier_version_listed_says_nothing_of_scans(aws: Aws) -> None:
    key = encoded({"pk": "STATES", "sk": "california"})
    assert "scanned" not in aws.dynamodb.get_item(TableName=aws.registry.table, Key=key)["Item"]
    found = aws.registry.get("california")
    assert found
    assert found.scanned is None


def test_a_state_is_looked_up_once_in_thirty_seconds(watched: Watched) -> None:
    for _ in range(3):
        assert watched.registry.get("california") == watched.aws.california
    assert watched.client.looked_up == 1
    watched.clock.seconds = KEEP_SECONDS
    watched.registry.get("california")
    assert watched.client.looked_up == 2


def test_that_there_is_no_such_state_is_kept_too(watched: Watched) -> None:
    for _ in range(3):
        assert watched.registry.get("nevada") is None
    assert watched.client.looked_up == 1


def test_a_state_that_was_added_elsewhere_is_known_within_thirty_seconds(watched: Watched) -> None:
    watched.registry.get("nevada")
    watched.aws.registry.put(an_installed("nevada"))
    watched.clock.seconds = KEEP_SECONDS
    assert watched.registry.get("nevada") == an_installed("nevada")


def test_what_is_no_state_is_never_looked_up(watched: Watched) -> None:
    for slug in ("", "www", "California", "x" * 3000, "../etc"):
        assert watched.registry.get(slug) is None
    assert watched.client.looked_up == 0


def test_while_the_registry_does_not_answer_what_was_known_stands(watched: Watched) -> None:
    watched.registry.get("california")
    watched.client.down, watched.clock.seconds = True, KEEP_SECONDS
    assert watched.registry.get("california") == watched.aws.california
    assert watched.registry.get("california") == watched.aws.california
    assert watched.client.looked_up == 2


def test_a_registry_that_never_answered_is_unavailable(watched: Watched) -> None:
    watched.client.down = True
    with pytest.raises(Unavailable):
        watched.registry.get("california")


def test_an_entry_of_another_state_is_never_given_out(aws: Aws) -> None:
    found = aws.dynamodb.get_item(
        TableName=aws.registry.table, Key=encoded({"pk": "STATES", "sk": "wyoming"}), ConsistentRead=True
    )
    moved = {**found["Item"], "sk": {"S": "california"}}
    aws.dynamodb.put_item(TableName=aws.registry.table, Item=moved)
    with pytest.raises(WrongState):
        Registry(aws.dynamodb, aws.registry.table).get("california")


def as_desks(desks: Desks) -> Desks:
    """What the web takes."""
    return desks


def test_desks_serve_the_states_that_are_active(aws: Aws) -> None:
    desks = as_desks(aws.desks)
    assert desks.installed("california") == aws.california
    assert desks.installed("nevada") is None
    assert desks.the_only() is None
    aws.registry.put(replace(aws.california, active=False))
    assert desks.installed("california") is None


def test_a_dedicated_instance_serves_its_one_state_without_a_registry(aws: Aws) -> None:
    desks = as_desks(AwsDesks(aws.clients, OneState(aws.california)))
    assert desks.the_only() == aws.california
    assert OneState(aws.california).all() == (aws.california,)
    assert desks.installed("california") == aws.california
    assert desks.installed("wyoming") is None


def test_a_desk_is_a_principal_at_the_stores_of_one_state_and_costs_no_call(aws: Aws) -> None:
    principal, origin = operator("tests"), Origin("192.0.2.7", "r")
    with aws.desks.metered() as usage:
        desk = aws.desks.open(aws.california, principal, origin)
    assert (desk.state, desk.principal, desk.origin, desk.now()) == (aws.california, principal, origin, NOW)
    assert usage.calls == 0


def test_without_a_clock_of_its_own_a_desk_tells_utc(aws: Aws) -> None:
    desk = AwsDesks(aws.clients, aws.registry).open(aws.california, operator("tests"), Origin())
    assert str(desk.now().tzinfo) == "UTC"


def test_while_one_request_asks_again_others_take_what_is_known(watched: Watched) -> None:
    watched.registry.get("california")
    watched.clock.seconds = KEEP_SECONDS
    met: list[object] = []

    class Slow(Counting):
        def get_item(self, **request: Any) -> Any:
            met.append(watched.registry.get("california"))
            return super().get_item(**request)

    watched.registry._client = cast("Any", slow := Slow(watched.aws.dynamodb))
    watched.registry.get("california")
    assert (met, slow.looked_up) == ([watched.aws.california], 1)
