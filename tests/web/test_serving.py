"""Gunicorn's worker: probes are answered while every thread waits, and nobody who says nothing takes one."""

import contextlib
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator

import pytest

SLOW_SECONDS = 4
SOON_SECONDS = 2.0
APP = f"""
import time

def app(environ, start_response):
    if environ["PATH_INFO"] == "/slow":
        time.sleep({SLOW_SECONDS})
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]
"""


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A server of one process with one thread."""
    folder = tmp_path_factory.mktemp("server")
    (folder / "slow.py").write_text(APP)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        found = listener.getsockname()[1]
        gunicorn = [sys.executable, "-m", "gunicorn", "--bind", f"fd://{listener.fileno()}", "--threads", "1"]
        words = ["--worker-class", "humangov.web.serving.Worker", "--no-control-socket", "slow:app"]
        server = subprocess.Popen([*gunicorn, *words], cwd=folder, pass_fds=[listener.fileno()])  # noqa: S603 the programs of this project
        try:
            assert asked(found, "/livez", 60) == b"ok"
            yield found
        finally:
            server.terminate()
            server.wait(30)


def asked(port: int, path: str, patience: float = 30) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=patience) as answer:
        content: bytes = answer.read()
        return content


def test_probes_are_answered_while_every_thread_waits(port: int) -> None:
    waiting = [threading.Thread(target=asked, args=(port, "/slow")) for _ in range(2)]
    for thread in waiting:
        thread.start()
    time.sleep(0.5)
    began = time.monotonic()
    for path in ("/livez", "/readyz", "/readyz?again"):
        assert asked(port, path) == b"ok"
    assert time.monotonic() - began < SOON_SECONDS
    for thread in waiting:
        thread.join()


def test_a_connection_on_which_nothing_comes_takes_no_thread(port: int) -> None:
    with contextlib.ExitStack() as held:
        silent = [held.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(3)]
        time.sleep(0.2)
        began = time.monotonic()
        assert asked(port, "/quick") == b"ok"
        assert time.monotonic() - began < SOON_SECONDS
        # And it is answered as soon as something does.
        silent[0].sendall(b"GET /quick HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        assert silent[0].makefile("rb").read().endswith(b"ok")


def test_a_probe_whose_head_is_not_whole_waits_with_the_others(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as half:
        half.sendall(b"GET /livez HTTP/1.1\r\n")
        time.sleep(0.2)
        began = time.monotonic()
        assert asked(port, "/livez") == b"ok"
        assert time.monotonic() - began < SOON_SECONDS
        half.sendall(b"Host: a\r\nConnection: close\r\n\r\n")
        assert half.makefile("rb").read().endswith(b"ok")


@pytest.mark.parametrize(
    "packets",
    [
        [b"GET /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n"],
        [b"GET /livez HTTP/1.1\r\nHost: a\r\ncontent-LENGTH: 9\r\nAccept: b\r\n\r\n"],
        [b"HEAD /readyz?c HTTP/1.1\r\nTransfer-Encoding: chunked\r\nHost: a\r\n\r\n"],
        [b"GET /livez HTTP/1.1\r\nHost: a\r\n", b"Content-Length: 100000\r\n\r\n"],
        [b"GET /livez HTTP/1.1\r\nHost: a\r\n\r\nGET /livez HTTP/1.1\r\nHo"],
        [b"GET /livez HTTP/1.1\r\nHost: a\r\n\r\nPOST /s", b"GET /livez HTTP/1.1\r\n\r\n"],
        [b"GET /livez HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n", b"aGET /s", b"GET /livez HTTP/1.1\r\n\r\n"],
    ],
)
def test_a_probe_behind_which_more_is_to_come_keeps_no_other_probe_waiting(port: int, packets: list[bytes]) -> None:
    with socket.create_connection(("127.0.0.1", port)) as unfinished:
        for packet in packets:
            unfinished.sendall(packet)
            time.sleep(0.2)
        began = time.monotonic()
        assert asked(port, "/livez") == b"ok"
        assert time.monotonic() - began < SOON_SECONDS


def test_what_was_read_ahead_comes_before_a_probe_that_lies_behind_it(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as pipelined:
        pipelined.sendall(b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\nGET /slow HTTP/1.1\r\nHost: a\r\nX: ")
        time.sleep(0.2)
        pipelined.sendall(b"GET /livez HTTP/1.1\r\n\r\n")
        assert pipelined.recv(4096)
        time.sleep(0.2)
        began = time.monotonic()
        assert asked(port, "/livez") == b"ok"
        assert time.monotonic() - began < SOON_SECONDS


def test_a_connection_that_is_kept_is_answered_again(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as kept:
        for path in (b"/quick", b"/livez", b"/quick"):
            kept.sendall(b"GET " + path + b" HTTP/1.1\r\nHost: a\r\n\r\n")
            answer = b""
            while not answer.endswith(b"ok"):
                answer += kept.recv(4096)
