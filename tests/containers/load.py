"""Steady load on the stack: pages asked for one after the other, and uploads that take their time."""

import contextlib
import hashlib
import http.client
import itertools
import threading
import time
from dataclasses import dataclass, field

import requests

from tests.containers.stack import Browser, Stack, a_pdf

PIECE_BYTES = 256 * 1024


@dataclass(frozen=True)
class Tried:
    """One request: when it began (time.monotonic), and its status; 0 where no answer came."""

    began: float
    status: int
    what: str
    sha256: str = ""


@dataclass
class Load:
    """Several people at work at once, until they are told to stop; each finishes what is under way."""

    stack: Stack
    specialist: Browser
    paths: tuple[str, ...]
    tried: list[Tried] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def begin(self, readers: int, uploads: int, employee: str, seconds: float, size_bytes: int) -> None:
        """Readers who ask without a pause, and uploads that each take so many seconds to send."""
        self.threads = [threading.Thread(target=self._read) for _ in range(readers)]
        form = self._form(employee)
        for number in range(uploads):
            upload = (employee, dict(form), f"upload-{time.monotonic_ns()}-{number}.pdf", a_pdf(size_bytes), seconds)
            self.threads.append(threading.Thread(target=self._upload, args=upload))
        for thread in self.threads:
            thread.start()

    def end(self) -> list[Tried]:
        """Begin nothing more, and wait for what is under way."""
        self.stopping.set()
        for thread in self.threads:
            thread.join(120)
            assert not thread.is_alive()
        return self.tried

    def _form(self, employee: str) -> dict[str, str]:
        return self.specialist.fields(f"{employee}/documents/new") | {"type": "other", "dated": "2026-01-02"}

    def _read(self) -> None:
        """One connection, kept, as a load balancer's are."""
        with self._colleague() as colleague:
            for path in itertools.cycle(self.paths):
                if self.stopping.is_set():
                    break
                began, status = time.monotonic(), 0
                with contextlib.suppress(requests.RequestException):
                    status = colleague.get(path).status_code
                self.tried.append(Tried(began, status, path))

    def _colleague(self) -> Browser:
        """The specialist on another connection."""
        colleague = self.stack.browser()
        colleague.cookies.update(self.specialist.cookies)
        return colleague

    def _upload(self, employee: str, form: dict[str, str], name: str, content: bytes, seconds: float) -> None:
        began, status = time.monotonic(), 0
        with contextlib.suppress(OSError, http.client.HTTPException):
            status = self._sent(f"{employee}/documents/new", form | {"title": name}, name, content, seconds)
        self.tried.append(Tried(began, status, name, hashlib.sha256(content).hexdigest()))

    def _sent(self, path: str, form: dict[str, str], name: str, content: bytes, seconds: float) -> int:
        """The status of an upload whose body comes in pieces, with pauses between them."""
        url = f"http://127.0.0.1:{self.stack.port}{path}"
        files = {"files": (name, content, "application/pdf")}
        ready = self.specialist.prepare_request(requests.Request("POST", url, data=form, files=files))
        body = ready.body
        assert isinstance(body, bytes)
        pieces = [body[at : at + PIECE_BYTES] for at in range(0, len(body), PIECE_BYTES)]
        connection = http.client.HTTPConnection("127.0.0.1", self.stack.port, timeout=60)
        with contextlib.closing(connection):
            connection.putrequest("POST", path, skip_host=True, skip_accept_encoding=True)
            for header, value in ready.headers.items():
                connection.putheader(header, value)
            connection.endheaders()
            for piece in pieces:
                connection.send(piece)
                time.sleep(seconds / len(pieces))
            return connection.getresponse().status


def whole_or_absent(browser: Browser, employee: str, uploads: list[Tried]) -> None:
    """Every upload that was acknowledged is on file as it was sent, and none is there in part."""
    there = browser.documents(employee)
    for upload in uploads:
        if upload.status == 303:
            assert upload.what in there
        if upload.what in there:
            content = browser.get(f"{there[upload.what]}/content?download=1")
            assert content.status_code == 200
            assert hashlib.sha256(content.content).hexdigest() == upload.sha256
