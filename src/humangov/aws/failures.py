"""The one place where botocore's errors become ours.

Only what is listed here is translated. AccessDenied, ValidationException and all the rest are our bug: they pass and
end as a logged 500. A condition that does not hold is no failure of AWS: table.py hands it to the store that set it.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
    ResponseStreamingError,
)

from humangov.domain.errors import Unavailable

UNREACHABLE = (
    ConnectTimeoutError,
    ReadTimeoutError,
    EndpointConnectionError,
    ConnectionClosedError,
    ResponseStreamingError,
)
OVERLOADED = frozenset(
    {
        "ProvisionedThroughputExceededException",
        "ThrottlingException",
        "ThrottlingError",
        "Throttling",
        "RequestLimitExceeded",
        "InternalServerError",
        "InternalError",
        "ServiceUnavailable",
        "ServiceUnavailableException",
        "SlowDown",
        "RequestTimeout",
        "503",
        "500",
    }
)
# Two transactions met at one item: nothing was saved, and the same call succeeds a moment later.
CLASHED = frozenset({"TransactionConflictException", "TransactionConflict", "TransactionInProgressException"})
# Reasons inside a cancelled transaction that say the same as the errors above, under names of their own.
_PASSING_REASONS = CLASHED | OVERLOADED | {"ProvisionedThroughputExceeded", "RequestLimitExceeded"}
# The reason inside a cancelled transaction that is no failure: an answer.
CONDITION_FAILED = "ConditionalCheckFailed"
TRIES = 5
FIRST_WAIT_SECONDS = 0.05

R = TypeVar("R")


def code_of(error: ClientError) -> str:
    """The AWS code of an error."""
    return str(error.response.get("Error", {}).get("Code", ""))


def reasons_of(error: ClientError) -> list[str]:
    """The code of each write of a cancelled transaction, in order; "None" for those that would have gone through."""
    return [str(reason.get("Code", "None")) for reason in error.response.get("CancellationReasons", [])]


@contextmanager
def translated() -> Iterator[None]:
    """Inside, a service that does not answer raises Unavailable. Other errors pass."""
    try:
        yield
    except UNREACHABLE as error:
        raise Unavailable from error
    except ClientError as error:
        if {code_of(error), *reasons_of(error)} & _PASSING_REASONS:
            raise Unavailable from error
        raise


def patiently(call: Callable[[], R], pause: Callable[[float], None] = time.sleep) -> R:
    """The answer of a call to DynamoDB that is tried again where it met another transaction.

    Waits are random up to a bound that doubles (0.75 s in all at most). botocore has retried the rest by itself.
    """
    for attempt in range(1, TRIES):
        try:
            return call()
        except ClientError as error:
            if not _clashed(error):
                raise
        pause(random.uniform(0, FIRST_WAIT_SECONDS * 2 ** (attempt - 1)))  # noqa: S311 not for secrets
    return call()


def _clashed(error: ClientError) -> bool:
    return bool({code_of(error), *reasons_of(error)} & (_PASSING_REASONS if reasons_of(error) else CLASHED))
