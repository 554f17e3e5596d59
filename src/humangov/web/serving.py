"""Gunicorn's worker with a thread apart for probes: they are answered whatever the other threads wait for."""

import re
import socket
from concurrent.futures import Future, ThreadPoolExecutor

from gunicorn.workers.gthread import _DEFER, TConn, ThreadWorker

_HEAD_BYTES = 2048
# The head is whole, announces no body and has nothing behind it: nothing more has to come, before the answer or after.
_PROBE = re.compile(
    rb"(GET|HEAD) /(livez|readyz)[ ?][^\r\n]*\r\n"
    rb"((?!content-length|transfer-encoding)[^\r\n]+\r\n)*\r\n",
    re.IGNORECASE,
)


class Worker(ThreadWorker):  # type: ignore[misc] # gunicorn has no types
    """A gthread worker that looks at what has come before it gives a connection to a thread.

    A connection on which nothing has come yet takes no thread: it goes to the poller, as gunicorn itself has it after
    five seconds.
    """

    def init_process(self) -> None:
        """Begin, and serve until the end."""
        self.probes = ThreadPoolExecutor(1, "probes")
        super().init_process()

    def enqueue_req(self, conn: TConn) -> None:
        """Have a thread answer what comes on this connection."""
        head = _read_ahead(conn) or _come(conn.sock)
        if head is None and conn.parser is None and self.alive:
            self.finish_request(conn, _deferred())
            return
        pool = self.probes if _PROBE.fullmatch(head or b"") else self.tpool
        answering = pool.submit(self.handle, conn)
        answering.add_done_callback(lambda done: self.method_queue.defer(self.finish_request, conn, done))


def _read_ahead(conn: TConn) -> bytes:
    """What was read behind the last request: it comes before what lies on the connection."""
    ahead: bytes = conn.parser.unreader.buf.getvalue() if conn.parser else b""
    return ahead


def _come(connection: socket.socket) -> bytes | None:
    """What lies there to be read, left where it is; empty at the end of the connection, None before anything came."""
    try:
        return connection.recv(_HEAD_BYTES, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return None
    except OSError:
        return b""


def _deferred() -> Future[object]:
    """The end of a try to read what has not come: gunicorn puts the connection to those that wait for it."""
    done: Future[object] = Future()
    done.set_result(_DEFER)
    return done
