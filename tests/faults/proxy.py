"""A proxy before one AWS service that goes wrong on demand: for tests in this process, and for servers that they start.

    with FaultProxy(upstream) as proxy:          # AWS_ENDPOINT_URL_S3=proxy.url
        with proxy.faulty(Hang()):               # every call hangs until the end of the block...
            ...
        with proxy.faulty(AnswerLost(), only="TransactWriteItems", times=1):
            ...                                  # ... or the first call of one operation

An operation is named as AWS does ("GetItem", "AssumeRole"), or for S3 by its method ("PUT"). `proxy.seen` lists the
operations that came, `proxy.struck` counts the calls that the fault of now has met. Without an upstream a call that no
fault meets is refused (503), or answered by what `answer_with` was given. The end of a fault lets go of what it holds.
"""

import contextlib
import http.client
import socket
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import urlsplit

MOST_HANG_SECONDS = 120.0
_HOP_BY_HOP = frozenset({"connection", "content-length", "keep-alive", "transfer-encoding"})


@dataclass(frozen=True, slots=True)
class Latency:
    """Each answer comes so many seconds late."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Hang:
    """The call is taken, and never answered."""


@dataclass(frozen=True, slots=True)
class Reset:
    """The connection is reset as soon as the call has come."""


@dataclass(frozen=True, slots=True)
class Throttle:
    """The call is refused as the service refuses it when there are too many."""


@dataclass(frozen=True, slots=True)
class Drops:
    """The answer comes byte by byte, with so many seconds between two."""

    seconds: float


@dataclass(frozen=True, slots=True)
class AnswerLost:
    """The call is done, and the connection reset instead of the answer."""


Fault = Latency | Hang | Reset | Throttle | Drops | AnswerLost


@dataclass(slots=True)
class _Struck:
    """A fault that goes on: what it meets, how often it still does (None: always), and the sign of its end."""

    fault: Fault
    only: str
    times: int | None
    count: int = 0
    ended: threading.Event = field(default_factory=threading.Event)


# As the services say it: DynamoDB in JSON, S3 and STS in XML (their API references, "Common errors").
_JSON = b'{"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException","message":"Rate exceeded"}'
_S3 = b"<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"
_STS = (
    b'<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>'
    b"<Code>Throttling</Code><Message>Rate exceeded</Message></Error><RequestId>1</RequestId></ErrorResponse>"
)
Answer = tuple[int, dict[str, str], bytes]


class FaultProxy:
    """See above. Threads of its own serve it; it ends with its block."""

    def __init__(self, upstream: str = "") -> None:
        self.upstream = urlsplit(upstream)
        self.seen: list[str] = []
        self.alone: Answer = (503, {"Content-Type": "text/plain"}, b"no upstream")
        self._lock = threading.Lock()
        self._now: _Struck | None = None
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.proxy = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        """The address to give to the application as the service's endpoint."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def struck(self) -> int:
        """How many calls the fault of now has met."""
        return self._now.count if self._now else 0

    @contextlib.contextmanager
    def faulty(self, fault: Fault, *, only: str = "", times: int | None = None) -> Iterator[Self]:
        """Inside, calls go wrong: those of one operation only, and so many times only, where that is said."""
        now = self._now = _Struck(fault, only, times)
        try:
            yield self
        finally:
            self._now = None
            now.ended.set()

    def answer_with(self, answer: Answer) -> None:
        """What to say where there is no upstream: status, headers, body."""
        self.alone = answer

    def meet(self, operation: str) -> _Struck | None:
        """Note a call; the fault that it meets, if any."""
        with self._lock:
            self.seen.append(operation)
            now = self._now
            if now is None or now.only not in {"", operation} or now.times == now.count:
                return None
            now.count += 1
            return now

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    proxy: FaultProxy

    def handle_error(self, request: object, client_address: object) -> None:
        """A caller that has gone is what these tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    timeout = MOST_HANG_SECONDS

    def _serve(self) -> None:
        struck = self.server.proxy.meet(self._operation())
        fault = struck.fault if struck else None
        if struck and isinstance(fault, Hang):
            struck.ended.wait(MOST_HANG_SECONDS)
        if isinstance(fault, Hang | Reset):
            self._reset()
            return
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if struck and isinstance(fault, Latency):
            struck.ended.wait(fault.seconds)
        if isinstance(fault, Throttle):
            self._answer(*self._throttled())
            return
        answer = self._forwarded(body)
        if isinstance(fault, AnswerLost):
            self._reset()
            return
        self._answer(*answer, struck if isinstance(fault, Drops) else None)

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _serve  # noqa: N815 as the server calls them

    def handle_expect_100(self) -> bool:
        """A service that hangs does not ask for the body; any other does when it reads it."""
        now = self.server.proxy._now
        if now is None or not isinstance(now.fault, Hang | Reset):
            self.send_response_only(100)
            self.end_headers()
        return True

    def _operation(self) -> str:
        """What is called, as far as the head tells. STS says it in the body, and is asked for one thing only."""
        target = self.headers.get("X-Amz-Target", "")
        if target:
            return target.rpartition(".")[2]
        return "AssumeRole" if self._is_sts() else self.command

    def _is_sts(self) -> bool:
        return self.command == "POST" and "x-www-form-urlencoded" in self.headers.get("Content-Type", "")

    def _throttled(self) -> Answer:
        if self.headers.get("X-Amz-Target"):
            return 400, {"Content-Type": "application/x-amz-json-1.0"}, _JSON
        return (400, {"Content-Type": "text/xml"}, _STS) if self._is_sts() else (503, {"Content-Type": "text/xml"}, _S3)

    def _forwarded(self, body: bytes) -> Answer:
        upstream = self.server.proxy.upstream
        if not upstream.hostname:
            return self.server.proxy.alone
        connection = http.client.HTTPConnection(upstream.hostname, upstream.port or 80, timeout=MOST_HANG_SECONDS)
        with contextlib.closing(connection):
            headers = {name: value for name, value in self.headers.items() if name.lower() != "expect"}
            connection.request(self.command, self.path, body, headers)
            answer = connection.getresponse()
            told = {name: value for name, value in answer.getheaders() if name.lower() not in _HOP_BY_HOP}
            return answer.status, told, answer.read()

    def _answer(self, status: int, headers: dict[str, str], body: bytes, drops: _Struck | None = None) -> None:
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self._write(body, drops)

    def _write(self, body: bytes, drops: _Struck | None) -> None:
        if drops is None or not isinstance(drops.fault, Drops):
            self.wfile.write(body)
            return
        for byte in body:
            self.wfile.write(bytes([byte]))
            drops.ended.wait(drops.fault.seconds)

    def _reset(self) -> None:
        """End the connection without a word: RST, as of a machine that is gone."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
