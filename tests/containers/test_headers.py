"""Security headers on every kind of answer, each exactly once, whoever of the two gave the answer."""

import gzip
import hashlib
import re
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from humangov.web import headers
from tests.containers.single import NGINX, PORT, Single, pair, single
from tests.containers.stack import Browser, Stack, a_pdf, limits
from tests.containers.wire import Answer, ask

HOST = "california.localhost"
# What a kind of answer has of its own.
OF_A_KIND = {"Content-Security-Policy", "Cache-Control"}
SAME_EVERYWHERE = {name: value for name, value in headers._ALWAYS.items() if name not in OF_A_KIND}
YEARS = "max-age=315360000, public, immutable"
GUARDED = "default-src 'none'"

# name: method, path, header lines, status
FROM_THE_APP = {
    "a page": ("GET", "/sign-in", (), 200),
    "a page without its body": ("HEAD", "/sign-in", (), 200),
    "a redirect": ("GET", "/employees", ("Accept: text/html",), 303),
    "nothing there": ("GET", "/nope", ("Accept: text/html",), 404),
    "nothing there, for a script": ("GET", "/nope", (), 404),
    "a wrong method": ("POST", "/livez", (), 405),
    "a probe": ("GET", "/readyz", (), 200),
    "no such static file": ("GET", "/static/style-AAAAAAAA.css", (), 404),
    "a location of nginx's own": ("GET", "/_contents", (), 404),
    "a page of nginx's own": ("GET", "/_pages/busy.html", (), 404),
    "a body that nginx refuses": ("POST", "/sign-in", ("Content-Length: 99999999",), 413),
}
FROM_ITS_SERVER = {
    "bytes in the target": ("GET", "/caf\xe9", (), 400),
    "a control character": ("GET", "/livez", ("X-Odd: a\x01b",), 400),
    "two kinds of content": ("GET", "/livez", ("Content-Type: a/b", "Content-Type: c/d"), 400),
    "too many headers": ("GET", "/livez", ("X-Odd: 1",) * 150, 431),
}
FROM_NGINX = {
    "a method that it refuses": ("TRACE", "/livez", (), 405),
    "a method that nobody knows": ("BREW", "/livez", (), 501),
    "a path that leaves the root": ("GET", "/../etc/passwd", (), 400),
    "too long a line": ("GET", f"/{'a' * 9000}", (), 414),
    "too long a header": ("GET", "/livez", (f"X-Odd: {'a' * 9000}",), 400),
    "a second host": ("GET", "/livez", ("Host: wyoming.localhost",), 400),
}


def assert_guarded(answer: Answer, scheme: str = "http") -> None:
    """Every header of web/headers.py, exactly once."""
    for name, value in SAME_EVERYWHERE.items():
        assert answer.values(name) == [value], name
    assert GUARDED in answer.value("Content-Security-Policy") or "sandbox" in answer.value("Content-Security-Policy")
    assert re.fullmatch("[0-9a-f]{16}", answer.value("X-Request-Id"))
    assert answer.values("Strict-Transport-Security") == ([headers._HSTS] if scheme == "https" else [])
    assert answer.values("Server") == ["nginx"]
    assert answer.values("Via") == answer.values("X-Powered-By") == []


@pytest.fixture(scope="module")
def static_names(stack: Stack) -> list[str]:
    """The names of the static files, and those that are made of them by compression left out."""
    names = stack.compose("exec", "nginx", "ls", "/usr/share/humangov/static").split()
    return [name for name in names if not name.endswith((".gz", ".br"))]


@pytest.fixture(scope="module")
def content(stack: Stack, specialist: Browser) -> tuple[str, str]:
    """The path of a document's content, and the header line that opens it."""
    employee = specialist.employee()
    assert specialist.file(employee, a_pdf(5000), "guarded.pdf").status_code == 303
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in specialist.cookies)
    return f"{specialist.documents(employee)['guarded.pdf']}/content", f"Cookie: {cookies}"


@pytest.fixture(scope="module")
def balanced() -> Iterator[Single]:
    """Both images with nothing behind them, and a load balancer in front."""
    with pair("0.0.0.0/0") as both:
        yield both


@pytest.fixture(scope="module")
def alone() -> Iterator[Single]:
    """nginx with no app behind it, and a load balancer in front."""
    with single(NGINX, "--publish", f"127.0.0.1::{PORT}", HUMANGOV_BALANCERS="0.0.0.0/0") as nginx:
        nginx.wait_until_answered()
        yield nginx


@pytest.mark.parametrize("kind", [*FROM_THE_APP, *FROM_ITS_SERVER, *FROM_NGINX])
def test_every_answer_is_guarded_and_kept_by_nobody(stack: Stack, kind: str) -> None:
    method, path, lines, status = (FROM_THE_APP | FROM_ITS_SERVER | FROM_NGINX)[kind]
    answer = ask(stack.port, path, HOST, *lines, method=method)
    assert answer.status == status
    assert_guarded(answer)
    assert answer.value("Cache-Control") == "no-store"
    assert answer.values("Retry-After") == []


@pytest.mark.parametrize("kind", ["a redirect", "nothing there", "a body that nginx refuses"])
def test_the_app_answers_in_its_own_words(stack: Stack, kind: str) -> None:
    method, path, lines, _ = FROM_THE_APP[kind]
    answer = ask(stack.port, path, HOST, *lines, method=method)
    assert "script-src 'nonce-" in answer.value("Content-Security-Policy")


@pytest.mark.parametrize("asked", [(), ("Range: bytes=10-19",), ("Range: bytes=99999-",)])
def test_the_content_of_a_document_is_guarded(stack: Stack, content: tuple[str, str], asked: tuple[str, ...]) -> None:
    path, cookie = content
    answer = ask(stack.port, path, HOST, cookie, *asked)
    assert answer.status == (206 if "Range: bytes=10-19" in asked else 416 if asked else 200)
    assert_guarded(answer)
    assert answer.value("Cache-Control") == "no-store"
    if answer.status != 416:
        assert answer.value("X-Frame-Options") == "SAMEORIGIN"
        assert answer.value("Content-Type") == "application/pdf"
        assert answer.value("Accept-Ranges") == "bytes"


def test_one_too_many_at_once_is_guarded_and_told_when_to_come_back(stack: Stack) -> None:
    unfinished = f"POST /sign-in HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 9\r\n\r\n".encode()
    with ExitStack() as waiting:
        for _ in range(limits()["NGINX_ADDRESS_AT_ONCE"]):
            connection = waiting.enter_context(socket.create_connection(("127.0.0.1", stack.port)))
            connection.sendall(unfinished)
        # Connections take a moment to come through the engine's own proxy. Slowly: it is not the rate that is to count.
        for _ in range(200):
            time.sleep(0.05)
            answer = ask(stack.port, "/livez", HOST)
            if answer.status != 200:
                break
    assert (answer.status, answer.value("Retry-After")) == (429, "10")
    assert_guarded(answer)
    assert answer.value("Cache-Control") == "no-store"
    assert answer.value("X-Request-Id").encode() in answer.body


@pytest.mark.parametrize("lines", [(), ("Content-Length: 99999999",)])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_page_of_an_app_that_does_not_answer_is_guarded(alone: Single, scheme: str, lines: tuple[str, ...]) -> None:
    answer = ask(alone.port, "/sign-in", HOST, f"X-Forwarded-Proto: {scheme}", *lines, method="POST")
    assert (answer.status, answer.value("Retry-After")) == (502, "10")
    assert_guarded(answer, scheme)
    assert answer.value("Cache-Control") == "no-store"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/readyz", 200), ("GET", "/caf\xe9", 400), ("TRACE", "/", 405), ("GET", "/nope", 404)],
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_browsers_are_held_to_https_where_they_came_by_https(
    balanced: Single, scheme: str, method: str, path: str, status: int
) -> None:
    answer = ask(balanced.port, path, "127.0.0.1", f"X-Forwarded-Proto: {scheme}", method=method)
    # Nobody knows the host, and the registry is not there to be asked.
    assert answer.status == status
    assert_guarded(answer, scheme)


def test_static_files_are_kept_for_years(stack: Stack, static_names: list[str]) -> None:
    assert len([name for name in static_names if name.endswith((".css", ".js", ".woff2"))]) > 4
    for name in static_names:
        answer = ask(stack.port, f"/static/{name}", HOST)
        assert answer.status == 200, name
        assert_guarded(answer)
        assert answer.value("Cache-Control") == ("max-age=60, public" if name == "manifest.json" else YEARS), name


def test_text_is_sent_as_it_was_compressed_when_it_was_built(stack: Stack, static_names: list[str]) -> None:
    for name in (name for name in static_names if name.endswith((".css", ".js"))):
        plain = ask(stack.port, f"/static/{name}", HOST)
        packed = ask(stack.port, f"/static/{name}", HOST, "Accept-Encoding: gzip, br")
        assert plain.values("Content-Encoding") == []
        assert packed.value("Content-Encoding") == "gzip"
        assert plain.value("Vary") == packed.value("Vary") == "Accept-Encoding"
        assert gzip.decompress(packed.body) == plain.body
        assert len(packed.body) < len(plain.body) / 2
        assert_guarded(packed)


def test_a_static_file_that_has_not_changed_is_not_sent_again(stack: Stack, static_names: list[str]) -> None:
    name = next(name for name in static_names if name.endswith(".css"))
    first = ask(stack.port, f"/static/{name}", HOST)
    again = ask(stack.port, f"/static/{name}", HOST, f"If-None-Match: {first.value('ETag')}")
    assert (again.status, again.value("Cache-Control")) == (304, YEARS)
    assert_guarded(again)


def test_both_images_carry_the_same_static_files(stack: Stack, static_names: list[str]) -> None:
    folders = {"app": "/srv/humangov/src/humangov/web/static/dist", "nginx": "/usr/share/humangov/static"}
    sums = [
        stack.compose("exec", service, "sh", "-c", f"cd {folder} && sha256sum *") for service, folder in folders.items()
    ]
    assert sums[0] == sums[1]
    name = next(name for name in static_names if name.endswith(".css"))
    sent = hashlib.sha256(ask(stack.port, f"/static/{name}", HOST).body).hexdigest()
    assert f"{sent}  {name}" in sums[0]
