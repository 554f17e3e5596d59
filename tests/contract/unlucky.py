"""A client that fails as AWS does."""

from collections.abc import Callable
from typing import Any, cast

from botocore.exceptions import ClientError, ReadTimeoutError

from humangov.services.desk import Desk
from tests.contract.worlds import Aws

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
