"""What is known of a change whose answer did not come: every way in which AWS and botocore can fail is told apart."""

import http.client
import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar

import botocore.exceptions
import botocore.parsers
import pytest
import urllib3.exceptions
from botocore.exceptions import ClientError, EndpointConnectionError, IncompleteReadError, NoCredentialsError, SSLError
from botocore.retries import standard

from humangov.aws import failures
from humangov.aws.clients import connect
from humangov.aws.desks import AwsDesks
from humangov.aws.registry import Registry
from humangov.domain.errors import NotFound, Unavailable, Uncertain
from humangov.domain.permissions import operator
from humangov.services.desk import Desk
from tests.builders import an_employee, an_entry, an_event, an_id, an_installed
from tests.contract.unlucky import LOST, URL, refusal, unlucky
from tests.contract.worlds import ORIGIN, Aws, now

# A fault of ours, of the installation or of an operator's own sign-in: it passes, and is logged.
OURS = frozenset(
    """
    AliasConflictParameterError ApiVersionNotFoundError AwsChunkedWrapperError BaseEndpointResolverError
    ConfigNotFound ConfigParseError DataNotFoundError EndpointProviderError EndpointResolutionError
    EndpointVariantError InfiniteLoopConfigError InvalidChecksumConfigError InvalidConfigError
    InvalidDNSNameError InvalidDefaultsMode InvalidEndpointConfigurationError
    InvalidEndpointDiscoveryConfigurationError InvalidExpressionError InvalidHostLabelError
    InvalidIMDSEndpointError InvalidIMDSEndpointModeError InvalidMaxRetryAttemptsError InvalidProxiesConfigError
    InvalidRegionError InvalidRetryConfigurationError InvalidRetryModeError InvalidS3AddressingStyleError
    InvalidS3UsEast1RegionalEndpointConfigError InvalidSTSRegionalEndpointsConfigError
    LoginAuthorizationCodeError LoginError LoginInsufficientPermissions LoginRefreshRequired LoginTokenLoadError
    MD5UnavailableError MissingDependencyException MissingParametersError MissingServiceIdError NoAuthTokenError
    NoRegionError OperationNotPageableError PaginationError ParamValidationError PartialCredentialsError
    ProfileNotFound RangeError RefreshWithMFAUnsupportedError SSOError SSOTokenLoadError ServiceNotInRegionError
    StubAssertionError StubResponseError TokenRetrievalError UnStubbedResponseError UnauthorizedSSOTokenError
    UndefinedModelAttributeError UnknownClientMethodError UnknownCredentialError UnknownEndpointError
    UnknownEndpointResolutionBuiltInName UnknownFIPSEndpointError UnknownKeyError UnknownParameterError
    UnknownRegionError UnknownServiceError UnknownServiceStyle UnknownSignatureVersionError
    UnknownTokenProviderError UnseekableStreamError UnsupportedOutpostResourceError
    UnsupportedS3AccesspointConfigurationError UnsupportedS3ArnError UnsupportedS3ConfigurationError
    UnsupportedS3ControlArnError UnsupportedS3ControlConfigurationError UnsupportedServiceProtocolsError
    UnsupportedSignatureVersionError ValidationError WaiterConfigError WaiterError
    """.split()  # noqa: SIM905 eighty names
)
# The root, of which nothing itself is raised; and what AWS itself says, told apart by its code.
ROOTS = {"BotoCoreError", "ClientError", "EventStreamError"}
RAISED = [
    kind
    for module in (botocore.exceptions, botocore.parsers, urllib3.exceptions, http.client)
    for _, kind in inspect.getmembers(module, inspect.isclass)
    if issubclass(kind, Exception) and not issubclass(kind, Warning) and kind.__module__ == module.__name__
]


@pytest.mark.parametrize("kind", RAISED, ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_every_error_that_botocore_can_raise_is_told_apart(kind: type[Exception]) -> None:
    ways = (issubclass(kind, failures.UNREACHABLE), kind.__name__ in OURS | ROOTS | NEVER_RAISED)
    assert ways.count(True) == 1, "say in aws/failures.py that it means no answer, or here that it does not"


# Bases and marks: botocore's parsers and urllib3's settings, no answer of a service.
NEVER_RAISED = {"ProxySchemeUnsupported", "MessageDefect"}


_TRANSIENT: list[str] = vars(standard.TransientRetryableChecker)["_TRANSIENT_ERROR_CODES"]
_THROTTLED: list[str] = vars(standard.ThrottledRetryableChecker)["_THROTTLED_ERROR_CODES"]


@pytest.mark.parametrize("code", _TRANSIENT)
def test_what_botocore_takes_for_passing_is_unavailable(code: str) -> None:
    with pytest.raises(Unavailable), failures.translated():
        raise refusal(code)


@pytest.mark.parametrize("code", _THROTTLED)
def test_what_botocore_takes_for_too_much_at_once_is_unavailable(code: str) -> None:
    with pytest.raises(Unavailable), failures.translated():
        raise refusal(code)


@pytest.mark.parametrize("status", [500, 502, 503, 504, 599])
def test_a_fault_of_the_server_is_unavailable_whatever_its_code(status: int) -> None:
    with pytest.raises(Unavailable), failures.translated():
        raise a_fault(status)


def a_fault(status: int) -> ClientError:
    return ClientError({"Error": {"Code": "Surprise"}, "ResponseMetadata": {"HTTPStatusCode": status}}, "Operation")  # type: ignore[typeddict-item]


KNOWN: list[Exception] = [
    EndpointConnectionError(endpoint_url=URL),
    NoCredentialsError(),
    Unavailable(),
    *map(refusal, sorted(failures.THROTTLED)),
    refusal("TransactionCanceledException", "None", "TransactionConflict"),
]
UNKNOWN: list[Exception] = [
    LOST,
    SSLError(endpoint_url=URL, error=OSError("broken")),
    IncompleteReadError(actual_bytes=1, expected_bytes=2),
    a_fault(500),
    a_fault(504),
    *map(refusal, sorted(failures.BROKEN_OFF)),
]


def name_of(way: Exception) -> str:
    return failures.code_of(way) if isinstance(way, ClientError) else type(way).__name__


@pytest.fixture(autouse=True)
def _no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failures, "FIRST_WAIT_SECONDS", 0.0)


@pytest.mark.parametrize("way", KNOWN, ids=name_of)
def test_a_change_that_was_not_carried_out_is_known_not_to_be(aws: Aws, way: Exception) -> None:
    desk, _ = unlucky(aws, "transact_write_items", *[way] * failures.TRIES)
    with pytest.raises(Unavailable) as raised, aws.desks.metered() as usage:
        desk.employees.record(an_entry(an_employee()), an_event())
    assert (type(raised.value), usage.changes) == (Unavailable, 0)


@pytest.mark.parametrize("way", UNKNOWN, ids=name_of)
def test_a_change_that_was_not_answered_is_uncertain(aws: Aws, way: Exception) -> None:
    desk, _ = unlucky(aws, "transact_write_items", *[way] * failures.TRIES)
    with pytest.raises(Uncertain), aws.desks.metered() as usage:
        desk.employees.record(an_entry(an_employee()), an_event())
    assert usage.changes == 1


def test_a_change_that_is_saved_is_counted_and_a_look_is_none(aws: Aws) -> None:
    desk = aws.desk_on(aws.dynamodb)
    with aws.desks.metered() as usage:
        desk.audit.record(an_event())
        assert usage.changes == 0
        desk.employees.record(an_entry(an_employee()), an_event())
        assert usage.changes == 1


def test_a_token_that_stood_for_other_content_gets_another_number(aws: Aws) -> None:
    desk, client = unlucky(aws, "transact_write_items", refusal(failures.MISMATCHED))
    employee = desk.employees.record(an_entry(an_employee()), an_event())
    assert client.calls == 2
    assert desk.employees.get(employee.id) == employee


def test_a_token_that_stands_for_other_content_for_ever_is_not_hidden(aws: Aws) -> None:
    desk, _ = unlucky(aws, "transact_write_items", *[refusal(failures.MISMATCHED)] * failures.TRIES)
    with pytest.raises(ClientError):
        desk.employees.record(an_entry(an_employee()), an_event())


class Answers(BaseHTTPRequestHandler):
    """A server that gives one answer after the other: a status, a body, and how many bytes of it are left out."""

    given: ClassVar[list[tuple[int, bytes, int]]] = []

    def do_POST(self) -> None:
        """As DynamoDB is asked."""
        self.rfile.read(int(self.headers["Content-Length"]))
        if not self.given:
            self.close_connection = True
            return
        status, body, missing = self.given.pop(0)
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) - missing])
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def a_server(monkeypatch: pytest.MonkeyPatch, *given: tuple[int, bytes, int]) -> Iterator[Desk]:
    """The desk of a state whose DynamoDB gives these answers, and then closes each connection without one."""
    Answers.given[:] = given
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.setenv(name, "testing")
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
        clients = connect(threads=1, region="us-east-1")
        desks = AwsDesks(clients, Registry(clients.dynamodb, "registry"), now)
        try:
            yield desks.open(an_installed(), operator("tests"), ORIGIN)
        finally:
            server.shutdown()
            thread.join()


THROTTLE = (400, b'{"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException"}', 0)
FOUND = (200, b'{"Item":{"pk":{"S":"EMP#1"},"state":{"S":"california"}}}', 0)


def test_half_an_answer_is_not_taken_for_one_that_found_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    with a_server(monkeypatch, (200, b"{}", 0), *[(FOUND[0], FOUND[1], 20)] * 9) as desk:
        with pytest.raises(NotFound):
            desk.employees.get(an_id())
        with pytest.raises(Unavailable):
            desk.employees.get(an_id())


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ([THROTTLE] * 9, Unavailable),
        ([(200, b"{}", 1), *[THROTTLE] * 9], Uncertain),
        ([(500, b"{}", 0), *[THROTTLE] * 9], Uncertain),
        ([], Uncertain),
    ],
    ids=["refused each time", "half an answer, then refused", "failed, then refused", "never answered"],
)
def test_no_later_try_hides_one_that_was_not_answered(
    monkeypatch: pytest.MonkeyPatch, given: list[tuple[int, bytes, int]], kind: type[Exception]
) -> None:
    with a_server(monkeypatch, *given) as desk, pytest.raises(Unavailable) as raised:
        desk.employees.record(an_entry(an_employee()), an_event())
    assert type(raised.value) is kind


def test_an_answer_that_is_read_in_pieces_can_break_off_in_any_way() -> None:
    ways: list[Any] = [urllib3.exceptions.SSLError("broken"), http.client.IncompleteRead(b""), LOST]
    for way in ways:
        with pytest.raises(Unavailable), failures.translated():
            raise way
