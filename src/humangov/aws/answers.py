"""An answer is read within the time of its call, as a whole: a socket's time-out bounds the silence between two bytes.

An answer that comes in drops would hold its thread for as long as it likes. So each read of a connection waits for what
is left of the call that goes on in this thread, where that is less than the silence that is borne.
"""

import io
import socket
import threading
from collections.abc import Callable
from http.client import HTTPResponse
from typing import Any

from botocore.awsrequest import AWSHTTPConnection, AWSHTTPSConnection

_now = threading.local()
Left = Callable[[], float]


def bound_reading(left: Left | None) -> Left | None:
    """From here on reads of this thread wait for so long; None: for what their sockets say. Returns what it was."""
    before: Left | None = getattr(_now, "left", None)
    _now.left = left
    return before


class _Bound(io.RawIOBase):
    """What comes from a socket, within the time that is left."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock, self._raw, self._silence = sock, sock.makefile("rb", buffering=0), sock.gettimeout()

    def readinto(self, buffer: Any) -> int | None:  # noqa: ANN401 as io's own
        """Raises TimeoutError."""
        left = _now.left() if getattr(_now, "left", None) else None
        if left is None or (self._silence is not None and left >= self._silence):
            return self._raw.readinto(buffer)
        if left <= 0:
            raise TimeoutError
        self._sock.settimeout(left)
        try:
            return self._raw.readinto(buffer)
        finally:
            self._sock.settimeout(self._silence)

    def readable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._raw.fileno()

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Answer(HTTPResponse):
    """An answer that is read so."""

    def __init__(self, sock: socket.socket, *args: Any, **more: Any) -> None:  # noqa: ANN401 as http.client's own
        super().__init__(sock, *args, **more)
        self.fp.close()
        self.fp = io.BufferedReader(_Bound(sock))


def watch_answers() -> None:
    """Have botocore's connections read so: http.client asks each for the class of its answers."""
    for connection in (AWSHTTPConnection, AWSHTTPSConnection):
        connection.response_class = _Answer  # type: ignore[assignment] # the stubs know of botocore's own
