"""Requests as bytes, and answers as they came: no client between that mends, merges or hides something."""

import re
import socket
from contextlib import suppress
from dataclasses import dataclass

PATIENCE_SECONDS = 10
# Between two pieces of an answer. nginx keeps a connection open for a while where it refused a body unread.
PAUSE_SECONDS = 2


@dataclass(frozen=True)
class Answer:
    """One HTTP answer: its headers as sent, in their order and as often as they came."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def values(self, name: str) -> list[str]:
        """All values of a header."""
        return [value for said, value in self.headers if said.lower() == name.lower()]

    def value(self, name: str) -> str:
        """The value of a header that must be there exactly once."""
        (value,) = self.values(name)
        return value


@dataclass(frozen=True)
class Exchange:
    """What came back on one connection, and whether the other side ended it by itself."""

    raw: bytes
    closed: bool

    @property
    def answers(self) -> list[Answer]:
        """The answers, none of them to HEAD."""
        rest, found = self.raw, []
        while rest:
            answer, rest = _first(rest)
            found.append(answer)
        return found


def exchange(port: int, sent: bytes, patience_seconds: float = PATIENCE_SECONDS) -> Exchange:
    """Send bytes over one connection, and take in all that comes until it ends or nothing comes for a while."""
    with socket.create_connection(("127.0.0.1", port), timeout=patience_seconds) as connection:
        # Refused before all of it was read: the answer is there nevertheless.
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(sent)
        return _taken_in(connection)


def ask(port: int, path: str, host: str, *lines: str, method: str = "GET", body: bytes = b"") -> Answer:
    """The one answer to one ordinary request, with these header lines added to it."""
    length = [f"Content-Length: {len(body)}"] if body else []
    head = [f"{method} {path} HTTP/1.1", f"Host: {host}", "Connection: close", *length, *lines, "", ""]
    came = exchange(port, "\r\n".join(head).encode("latin-1") + body)
    answer, rest = _first(came.raw, bodiless=method == "HEAD")
    assert rest == b""
    return answer


def _taken_in(connection: socket.socket) -> Exchange:
    pieces: list[bytes] = []
    try:
        while piece := connection.recv(65536):
            pieces.append(piece)
            connection.settimeout(min(PAUSE_SECONDS, connection.gettimeout() or PAUSE_SECONDS))
    except TimeoutError:
        return Exchange(b"".join(pieces), closed=False)
    except ConnectionResetError:
        pass
    return Exchange(b"".join(pieces), closed=True)


def _first(raw: bytes, *, bodiless: bool = False) -> tuple[Answer, bytes]:
    """The first answer, and what follows it. Bytes without a status line are an answer of HTTP/0.9, status 0."""
    head, parted, rest = raw.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    status = re.fullmatch(r"HTTP/1\.1 (\d{3}) .*", lines[0])
    if not parted or not status:
        return Answer(0, (), raw), b""
    headers = tuple((name, value.strip()) for name, _, value in (line.partition(":") for line in lines[1:]))
    answer = Answer(int(status[1]), headers, b"")
    bodiless = bodiless or answer.status in {100, 204, 304}
    body, rest = (b"", rest) if bodiless else _body(answer, rest)
    return Answer(answer.status, headers, body), rest


def _body(answer: Answer, rest: bytes) -> tuple[bytes, bytes]:
    """The body, by what the headers say of its length, and what follows it."""
    if length := answer.values("Content-Length"):
        (size,) = length
        assert len(rest) >= int(size), "the answer is shorter than it says"
        return rest[: int(size)], rest[int(size) :]
    if answer.values("Transfer-Encoding"):
        return _unchunked(rest)
    return rest, b""


def _unchunked(rest: bytes) -> tuple[bytes, bytes]:
    pieces: list[bytes] = []
    while True:
        size, _, rest = rest.partition(b"\r\n")
        piece, rest = rest[: int(size, 16)], rest[int(size, 16) + 2 :]
        if not piece:
            return b"".join(pieces), rest
        pieces.append(piece)
