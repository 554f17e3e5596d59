"""What a client claims in its headers changes nothing: not the state, the scheme, the address, the id or the path.

And the other way round: what a load balancer says is believed, and no more of it than the balancer wrote itself.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.containers.single import NGINX, PORT, Single, pair, single
from tests.containers.stack import Browser, Stack, a_pdf, docker
from tests.containers.wire import Answer, ask, exchange

HOST = "california.localhost"
FORGED = {
    "the client": "X-Forwarded-For: 203.0.113.9",
    "a chain of clients": "X-Forwarded-For: 203.0.113.9, 127.0.0.1, 172.17.0.1",
    "the client, by another name": "X-Real-IP: 203.0.113.9",
    "the client, as others do": "True-Client-IP: 203.0.113.9",
    "the client, in underscores": "X_Forwarded_For: 203.0.113.9",
    "the client, as WSGI does": "REMOTE_ADDR: 203.0.113.9",
    "the user, as WSGI does": "REMOTE_USER: admin@california.example",
    "https": "X-Forwarded-Proto: https",
    "https, in underscores": "X_Forwarded_Proto: https",
    "https, as gunicorn reads it": "X-Forwarded-Ssl: on",
    "https, as gunicorn reads it too": "X-Forwarded-Protocol: ssl",
    "https, as others do": "Front-End-Https: on",
    "https, by its port": "X-Forwarded-Port: 443",
    "all of it": "Forwarded: for=203.0.113.9;host=wyoming.localhost;proto=https",
    "the host": "X-Forwarded-Host: wyoming.localhost",
    "the host, in another way": "X-Host: wyoming.localhost",
    "the server": "X-Forwarded-Server: wyoming.localhost",
    "the prefix": "X-Forwarded-Prefix: /admin",
    "the path": "X-Original-URL: /admin/accounts",
    "the path, in another way": "X-Rewrite-URL: /admin/accounts",
    "the script": "SCRIPT_NAME: /sign-in",
    "the script, without underscores": "Script-Name: /sign-in",
    "the path, as WSGI does": "PATH_INFO: /version",
    "the path, without underscores": "Path-Info: /version",
    "the method": "X-HTTP-Method-Override: POST",
    "the id": "X-Request-Id: chosen-by-the-client",
    "a refused body": "X-Body-Refused: 1",
    "a refused body, in underscores": "X_Body_Refused: 1",
    "another location": "X-Accel-Redirect: /_contents",
    "no buffers": "X-Accel-Buffering: no",
    "an object": "X-Object-Url: http://emulator:4566/_localstack/health",
    "a part of an object": "X-Object-Range: bytes=0-1",
    "a length, in underscores": "Content_Length: 5",
    "pieces, in underscores": "Transfer_Encoding: chunked",
    "a proxy to use": "Proxy: http://203.0.113.9:3128",
}

# The request's first lines, the status and, of a page, the state on it.
CALIFORNIA, NOBODY, REFUSED = (200, "California"), (404, "There is no HumanGov at this address"), (400, "not usable")
HOSTS = {
    "a port": ("GET /sign-in HTTP/1.1|Host: california.localhost:1", CALIFORNIA),
    "no port after the colon": ("GET /sign-in HTTP/1.1|Host: california.localhost:", REFUSED),
    "upper case": ("GET /sign-in HTTP/1.1|Host: CALIFORNIA.Localhost", CALIFORNIA),
    "a dot at the end": ("GET /sign-in HTTP/1.1|Host: california.localhost.", CALIFORNIA),
    "a dot and a port": ("GET /sign-in HTTP/1.1|Host: california.localhost.:8000", CALIFORNIA),
    "space around it": ("GET /sign-in HTTP/1.1|Host:   california.localhost   ", CALIFORNIA),
    "the same in the line": ("GET http://california.localhost/sign-in HTTP/1.1|Host: california.localhost", CALIFORNIA),
    "HTTP/1.0": ("GET /sign-in HTTP/1.0|Host: california.localhost", CALIFORNIA),
    "a port that there is not": ("GET /sign-in HTTP/1.1|Host: california.localhost:99999", NOBODY),
    "a state that there is not": ("GET /sign-in HTTP/1.1|Host: atlantis.localhost", NOBODY),
    "a name before the state": ("GET /sign-in HTTP/1.1|Host: www.california.localhost", NOBODY),
    "a name after it": ("GET /sign-in HTTP/1.1|Host: california.localhost.evil.example", NOBODY),
    "an address": ("GET /sign-in HTTP/1.1|Host: 127.0.0.1:8000", NOBODY),
    "an address of IPv6": ("GET /sign-in HTTP/1.1|Host: [::1]:8000", NOBODY),
    "a word for a port": ("GET /sign-in HTTP/1.1|Host: california.localhost:port", REFUSED),
    "two ports": ("GET /sign-in HTTP/1.1|Host: california.localhost:80:80", REFUSED),
    "two hosts": ("GET /sign-in HTTP/1.1|Host: california.localhost|Host: wyoming.localhost", REFUSED),
    "two hosts that are one": ("GET /sign-in HTTP/1.1|Host: california.localhost|Host: california.localhost", REFUSED),
    "two hosts in a line": ("GET /sign-in HTTP/1.1|Host: california.localhost, wyoming.localhost", REFUSED),
    "two hosts with space": ("GET /sign-in HTTP/1.1|Host: california.localhost wyoming.localhost", REFUSED),
    "somebody at a host": ("GET /sign-in HTTP/1.1|Host: wyoming.localhost@california.localhost", REFUSED),
    "a path": ("GET /sign-in HTTP/1.1|Host: california.localhost/wyoming", REFUSED),
    "two dots": ("GET /sign-in HTTP/1.1|Host: california..localhost", REFUSED),
    "another in the line": ("GET http://wyoming.localhost/sign-in HTTP/1.1|Host: california.localhost", REFUSED),
    "another scheme and host": ("GET https://wyoming.localhost/sign-in HTTP/1.1|Host: california.localhost", REFUSED),
    "only in the line": ("GET http://california.localhost/sign-in HTTP/1.1", REFUSED),
    "an empty one": ("GET /sign-in HTTP/1.1|Host: ", REFUSED),
    "none": ("GET /sign-in HTTP/1.1", REFUSED),
    "none, in HTTP/1.0": ("GET /sign-in HTTP/1.0", REFUSED),
    "none, in HTTP/1.0, for a probe": ("GET /readyz HTTP/1.0", REFUSED),
}

# What a balancer at the far end of 10.0.0.0/8 or of the engine's bridge passes on, and whose request it is then.
PEER = "the balancer itself"
PASSED_ON = {
    "nothing": ([], PEER),
    "a client": (["203.0.113.9"], "203.0.113.9"),
    "a client with a port": (["203.0.113.9:4711"], "203.0.113.9"),
    "a client of IPv6": (["2001:db8::7"], "2001:db8::7"),
    "a client that forged another": (["198.51.100.1, 203.0.113.9"], "203.0.113.9"),
    "a client that forged a balancer": (["10.0.0.1, 203.0.113.9"], "203.0.113.9"),
    "two headers": (["198.51.100.1", "203.0.113.9"], "203.0.113.9"),
    "two balancers": (["198.51.100.1, 203.0.113.9, 10.1.2.3"], "203.0.113.9"),
    "balancers alone": (["10.9.9.9, 10.1.2.3"], "10.9.9.9"),
    "nonsense": (["nobody"], PEER),
    "nonsense from the client": (["nobody, 203.0.113.9"], "203.0.113.9"),
}


@dataclass(frozen=True)
class Told:
    """An answer, and what both logs say of the request."""

    answer: Answer
    proxied: dict[str, Any]
    answered: dict[str, Any]


@pytest.fixture(scope="module")
def told(stack: Stack) -> dict[str, Told]:
    """What came of each forged header, and under "" of a request without one."""
    answers = {kind: ask(stack.port, "/sign-in", HOST, *([line] if line else [])) for kind, line in _with_none()}
    ids = {kind: answer.value("X-Request-Id") for kind, answer in answers.items()}
    for service in ("app", "nginx"):
        stack.logged(service, list(ids.values())[-1])
    proxied = {line["request_id"]: line for line in stack.log("nginx")}
    answered = {line.get("request_id"): line for line in stack.log("app")}
    return {kind: Told(answers[kind], proxied[ids[kind]], answered[ids[kind]]) for kind in answers}


def _with_none() -> list[tuple[str, str]]:
    return [("", ""), *FORGED.items()]


@pytest.fixture(scope="module")
def filed(specialist: Browser) -> tuple[str, bytes]:
    """Where a document's content is, and that content."""
    employee, content = specialist.employee(), a_pdf(3000)
    assert specialist.file(employee, content, "unforged.pdf").status_code == 303
    return f"{specialist.documents(employee)['unforged.pdf']}/content", content


@pytest.fixture(scope="module")
def balanced() -> Iterator[Single]:
    """nginx alone, which takes the engine's bridge for a network of load balancers."""
    network = docker("network", "inspect", "bridge", "--format", "{{(index .IPAM.Config 0).Subnet}}")
    with single(NGINX, "--publish", f"127.0.0.1::{PORT}", HUMANGOV_BALANCERS=f"10.0.0.0/8 {network}") as nginx:
        nginx.wait_until_answered()
        yield nginx


@pytest.fixture(scope="module")
def dedicated() -> Iterator[Single]:
    """Both images for one state on any host, which needs no registry; the engine's bridge is for load balancers."""
    one = {"US_STATE": "CA", "AWS_DYNAMODB_TABLE": "humangov-california", "AWS_BUCKET": "humangov-california"}
    with pair(docker("network", "inspect", "bridge", "--format", "{{(index .IPAM.Config 0).Subnet}}"), **one) as both:
        yield both


@pytest.fixture(scope="module")
def unbalanced() -> Iterator[Single]:
    """nginx alone, with its load balancers elsewhere."""
    with single(NGINX, "--publish", f"127.0.0.1::{PORT}", HUMANGOV_BALANCERS="10.0.0.0/8") as nginx:
        nginx.wait_until_answered()
        yield nginx


def line_of(nginx: Single, answer: Answer) -> dict[str, Any]:
    """What nginx wrote of a request."""
    lines = (json.loads(line) for line in nginx.log() if line.startswith("{"))
    (found,) = [line for line in lines if line["request_id"] == answer.value("X-Request-Id")]
    return dict(found)


@pytest.mark.parametrize("kind", FORGED)
def test_what_a_client_claims_changes_nothing(told: dict[str, Told], kind: str) -> None:
    forged, plain = told[kind], told[""]
    assert forged.answer.status == plain.answer.status == 200
    assert "Sign in – California" in forged.answer.body.decode()
    assert re.fullmatch("[0-9a-f]{16}", forged.answer.value("X-Request-Id"))
    for name in ("address", "scheme", "host", "method", "area", "app_status"):
        assert forged.proxied[name] == plain.proxied[name], name
    for name in ("state", "route", "method", "status"):
        assert forged.answered[name] == plain.answered[name], name


@pytest.mark.parametrize("kind", FORGED)
def test_no_claim_makes_it_https(told: dict[str, Told], kind: str) -> None:
    answer = told[kind].answer
    assert answer.values("Strict-Transport-Security") == []
    assert answer.value("Set-Cookie").startswith("humangov-form=")
    assert "secure" not in answer.value("Set-Cookie").lower()


def test_all_claims_at_once_do_not_come_into_the_audit_log(stack: Stack) -> None:
    lines = [line for kind, line in FORGED.items() if kind != "a refused body"]
    browser = stack.browser()
    browser.headers.update(dict(line.split(": ", 1) for line in lines if "_" not in line))
    browser.sign_in("viewer@california.example")
    page = BeautifulSoup(stack.signed_in("auditor").get("/audit").text, "html.parser")
    addresses = {cell.get_text(strip=True) for cell in page.select("td[data-label=From]")}
    assert stack.log("nginx")[-1]["address"] in addresses
    assert not [address for address in addresses if address.startswith(("203.0.113.", "127."))]


@pytest.mark.parametrize("kind", ["another location", "an object", "a part of an object", "the path"])
def test_no_claim_changes_which_bytes_of_a_document_come(
    specialist: Browser, filed: tuple[str, bytes], kind: str
) -> None:
    path, content = filed
    answer = specialist.get(path, headers=dict([FORGED[kind].split(": ", 1)]))
    assert (answer.status_code, answer.content) == (200, content)


@pytest.mark.parametrize("kind", HOSTS)
def test_the_host_is_said_once_and_clearly(stack: Stack, kind: str) -> None:
    head, (status, words) = HOSTS[kind]
    sent = "\r\n".join([*head.split("|"), "Accept: text/html", "Connection: close", "", ""]).encode()
    (answer,) = exchange(stack.port, sent).answers
    assert answer.status == status
    assert words in answer.body.decode()
    assert "Wyoming" not in answer.body.decode()
    assert status == 200 or "California" not in answer.body.decode()


@pytest.mark.parametrize("kind", PASSED_ON)
def test_of_what_a_balancer_passes_on_the_last_stranger_is_the_client(balanced: Single, kind: str) -> None:
    claims, client = PASSED_ON[kind]
    gateway = docker("inspect", "--format", "{{range .NetworkSettings.Networks}}{{.Gateway}}{{end}}", balanced.id)
    answer = ask(balanced.port, "/sign-in", HOST, *(f"X-Forwarded-For: {claim}" for claim in claims))
    assert line_of(balanced, answer)["address"] == (gateway if client == PEER else client)


@pytest.mark.parametrize("claim", ["203.0.113.9", "203.0.113.9, 10.1.2.3"])
def test_who_is_no_balancer_passes_nothing_on(unbalanced: Single, claim: str) -> None:
    plain = ask(unbalanced.port, "/sign-in", HOST)
    forged = ask(unbalanced.port, "/sign-in", HOST, f"X-Forwarded-For: {claim}", "X-Forwarded-Proto: https")
    assert forged.values("Strict-Transport-Security") == []
    assert line_of(unbalanced, forged)["address"] == line_of(unbalanced, plain)["address"]
    assert line_of(unbalanced, forged)["scheme"] == "http"


@pytest.mark.parametrize(
    ("said", "scheme"),
    [("https", "https"), ("HTTPS", "https"), ("http", "http"), ("https, http", "http"), ("ftp", "http"), ("", "http")],
)
def test_the_scheme_is_the_balancer_s_word(balanced: Single, said: str, scheme: str) -> None:
    answer = ask(balanced.port, "/sign-in", HOST, f"X-Forwarded-Proto: {said}")
    assert line_of(balanced, answer)["scheme"] == scheme
    assert len(answer.values("Strict-Transport-Security")) == (scheme == "https")


def test_the_app_believes_the_balancer_s_word_too(dedicated: Single) -> None:
    came = {
        said: ask(dedicated.port, "/sign-in", "hr.example.gov", f"X-Forwarded-Proto: {said}")
        for said in ("https", "http")
    }
    assert {answer.status for answer in came.values()} == {200}
    assert came["https"].value("Set-Cookie").startswith("__Host-humangov-form=")
    assert "; Secure;" in came["https"].value("Set-Cookie")
    assert came["https"].value("Strict-Transport-Security")
    assert came["http"].values("Strict-Transport-Security") == []


def test_a_network_that_is_none_is_refused_at_the_start() -> None:
    with single(NGINX, HUMANGOV_BALANCERS="10.0.0.0/99") as nginx:
        assert docker("wait", nginx.id) == "1"
