"""The one place where botocore's errors become ours.

Only what is listed here is translated. AccessDenied, ValidationException and all the rest are our bug: they pass and
end as a logged 500. A condition that does not hold is no failure of AWS: table.py hands it to the store that set it.

Of a transaction it matters what became of it: a try that was sent and not answered may have been carried out, whatever
the tries after it say. `watch` notes such tries, which botocore makes by itself.
"""

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPException
from typing import TYPE_CHECKING, Any, TypeVar, cast

from botocore.exceptions import (
    CapacityNotAvailableError,
    ChecksumError,
    ClientError,
    ConnectionError,  # noqa: A004 botocore's name
    ConnectTimeoutError,
    CredentialRetrievalError,
    EndpointConnectionError,
    FlexibleChecksumError,
    HTTPClientError,
    IncompleteReadError,
    MetadataRetrievalError,
    NoCredentialsError,
    ProxyConnectionError,
)
from botocore.parsers import ResponseParserError
from urllib3.exceptions import HTTPError

from humangov.domain.errors import Unavailable, Uncertain
from humangov.services import budgets

if TYPE_CHECKING:
    from botocore.hooks import BaseEventHooks

# Nothing was sent: no connection came to be, or there was nothing to sign with.
NOT_SENT = (
    ConnectTimeoutError,
    EndpointConnectionError,
    ProxyConnectionError,
    CapacityNotAvailableError,
    CredentialRetrievalError,
    MetadataRetrievalError,
    NoCredentialsError,
)
# Something may have been sent, and no whole answer came. The last two get through while a body is read in pieces.
UNANSWERED = (
    ConnectionError,
    HTTPClientError,
    IncompleteReadError,
    ChecksumError,
    FlexibleChecksumError,
    ResponseParserError,
    HTTPError,
    HTTPException,
)
UNREACHABLE = NOT_SENT + UNANSWERED
# Refused before anything was done: too much at once.
THROTTLED = frozenset(
    {
        "ProvisionedThroughputExceededException",
        "ThrottlingException",
        "ThrottlingError",
        "ThrottledException",
        "Throttling",
        "RequestThrottled",
        "RequestThrottledException",
        "TooManyRequestsException",
        "RequestLimitExceeded",
        "BandwidthLimitExceeded",
        "LimitExceededException",
        "EC2ThrottledException",
        "SlowDown",
    }
)
# AWS failed on its side, or is still at it: what was asked may be done, or be done yet.
BROKEN_OFF = frozenset(
    {
        "InternalServerError",
        "InternalError",
        "ServiceUnavailable",
        "ServiceUnavailableException",
        "RequestTimeout",
        "RequestTimeoutException",
        "PriorRequestNotComplete",
        "TransactionInProgressException",
    }
)
OVERLOADED = THROTTLED | BROKEN_OFF - {"TransactionInProgressException"}
_SERVER_FAULT = 500
# Two transactions met at one item: nothing was saved, and the same call succeeds a moment later.
CLASHED = frozenset({"TransactionConflictException", "TransactionConflict", "TransactionInProgressException"})
# Reasons inside a cancelled transaction that say the same as the errors above, under names of their own.
_PASSING_REASONS = CLASHED | OVERLOADED | {"ProvisionedThroughputExceeded"}
# The reason inside a cancelled transaction that is no failure: an answer.
CONDITION_FAILED = "ConditionalCheckFailed"
# The token of a transaction stood for other content within the last ten minutes.
MISMATCHED = "IdempotentParameterMismatchException"
TRIES = 5
FIRST_WAIT_SECONDS = 0.05

R = TypeVar("R")


def code_of(error: ClientError) -> str:
    """The AWS code of an error."""
    return str(error.response.get("Error", {}).get("Code", ""))


def reasons_of(error: ClientError) -> list[str]:
    """The code of each write of a cancelled transaction, in order; "None" for those that would have gone through."""
    return [str(reason.get("Code", "None")) for reason in error.response.get("CancellationReasons", [])]


def is_key_off(error: ClientError) -> bool:
    """Whether a service could not use the state's key, which is off or on its way out.

    S3 hands on the code of KMS, as KMS.DisabledException; DynamoDB says AccessDeniedException, and why in the message.
    """
    return code_of(error).startswith("KMS.") or "KMS key access denied" in error.response.get("Error", {}).get(
        "Message", ""
    )


@contextmanager
def translated() -> Iterator[None]:
    """Inside, a service that does not answer raises Unavailable. Other errors pass."""
    try:
        yield
    except (ClientError, *UNREACHABLE) as error:
        if not _is_passing(error):
            raise
        raise Unavailable from error


@contextmanager
def committing() -> Iterator[None]:
    """`translated` around a change: raises Uncertain unless it is known of each try that nothing came of it."""
    _tries.unanswered = False
    try:
        yield
    except (Unavailable, ClientError, *UNREACHABLE) as error:
        if not _is_passing(error):
            raise
        raise (Uncertain if _tries.unanswered or not _is_refusal(error) else Unavailable) from error


class _Tries(threading.local):
    """Whether a try of the change that this thread is sending was not answered."""

    unanswered = False


_tries = _Tries()


def watch(events: "BaseEventHooks", service: str) -> None:
    """Note the tries of a client's calls that were not answered, and take no half of an answer for a whole one."""
    events.register(f"response-received.{service}", _note)
    events.register(f"before-parse.{service}", _whole)


def _note(exception: Exception | None, parsed_response: dict[str, Any] | None, **_: object) -> None:
    if exception is None and "Error" in (parsed_response or {}):
        exception = ClientError(cast("Any", parsed_response), "")
    _tries.unanswered |= exception is not None and not _is_refusal(exception)


def _whole(response_dict: dict[str, Any], **_: object) -> None:
    """Half an answer is none: botocore would read it as one without items. Raises IncompleteReadError."""
    said, came = response_dict["headers"].get("Content-Length"), len(response_dict["body"])
    if said is not None and came != int(said):
        raise IncompleteReadError(actual_bytes=came, expected_bytes=int(said))


def _is_refusal(error: Exception) -> bool:
    """Whether nothing came of a try that ended so. An error of ours comes before anything is sent."""
    if isinstance(error, ClientError):
        return not (_is_fault(error) or code_of(error) in BROKEN_OFF)
    return isinstance(error, (Unavailable, *NOT_SENT))


def _is_passing(error: Exception) -> bool:
    if not isinstance(error, ClientError):
        return True
    return bool({code_of(error), *reasons_of(error)} & _PASSING_REASONS) or _is_fault(error) or is_key_off(error)


def _is_fault(error: ClientError) -> bool:
    return error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0) >= _SERVER_FAULT


def patiently(call: Callable[[], R], pause: Callable[[float], None] = budgets.pause) -> R:
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
