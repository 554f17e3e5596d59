"""No request hides another: each of a corpus is refused, or is one request for nginx and for the app alike."""

import re
from collections import Counter
from dataclasses import dataclass

import pytest

from tests.containers import smuggling
from tests.containers.smuggling import CASES, HOST, ONE, REFUSED, UNFINISHED
from tests.containers.stack import Stack
from tests.containers.wire import Answer, Exchange, ask, exchange

PATIENCE_SECONDS = 0.7
CONTROL = len(CASES)
# Straight to the app, as a request would come that nginx has not seen.
PAST_NGINX = "import urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:8000/version', headers={'Host': 'a'}))"


@dataclass(frozen=True)
class Ledger:
    """What both logs say of all that was sent: the first words of paths at nginx, and the ids of requests."""

    areas: frozenset[str]
    passed_on: list[str]
    answered: list[str]

    @property
    def unseen(self) -> list[str]:
        """The requests that the app answered though nginx passed none on, or none that often."""
        return list((Counter(self.answered) - Counter(self.passed_on)).elements())


@dataclass(frozen=True)
class Run:
    """What came back in each case, and what the logs say of all of them."""

    exchanges: dict[str, Exchange]
    ledger: Ledger


def ledger(stack: Stack, skipped: tuple[int, int] = (0, 0)) -> Ledger:
    """The ledger as of now, without the first lines of nginx and of the app."""
    last = ask(stack.port, "/last-of-all", HOST).value("X-Request-Id")
    for service in ("app", "nginx"):
        stack.logged(service, last)
    proxied, answered = stack.log("nginx")[skipped[0] :], stack.log("app")[skipped[1] :]
    return Ledger(
        frozenset(line["area"] for line in proxied),
        [line["request_id"] for line in proxied if re.search(r"\d", line["app_status"])],
        [line["request_id"] for line in answered if line["name"] == "humangov.request"],
    )


@pytest.fixture(scope="module")
def run(stack: Stack) -> Run:
    """All cases, one after the other."""
    before = len(stack.log("nginx")), len(stack.log("app"))
    came = {
        kind: exchange(stack.port, smuggling.wire(text, number), PATIENCE_SECONDS)
        for number, (kind, (text, _)) in enumerate(CASES.items())
    }
    return Run(came, ledger(stack, before))


def final(came: Exchange) -> list[Answer]:
    """The answers, those left out that only say to go on."""
    return [answer for answer in came.answers if answer.status != 100]


def refused(came: Exchange) -> bool:
    """Whether there was one answer, which refuses, and then the end. HTTP/0.9 knows no status."""
    (answer,) = final(came)
    return came.closed and (answer.status >= 400 or (not answer.status and b"not usable" in answer.body))


@pytest.mark.parametrize(("number", "kind"), list(enumerate(CASES)), ids=list(CASES))
def test_a_request_is_refused_or_is_one(run: Run, number: int, kind: str) -> None:
    came, expected = run.exchanges[kind], CASES[kind][1]
    if expected == UNFINISHED:
        assert came == Exchange(b"", closed=False)
    else:
        assert len(final(came)) == 1
        assert expected == ONE or refused(came)
    assert smuggling.canary(number) not in run.ledger.areas, "nginx took the canary for a request"


def test_the_app_answered_nothing_that_nginx_did_not_pass_on(run: Run) -> None:
    assert run.ledger.unseen == []
    assert sorted(run.ledger.answered) == sorted(run.ledger.passed_on)


def test_the_corpus_has_some_of_each() -> None:
    expected = [expected for _, expected in CASES.values()]
    assert min(expected.count(kind) for kind in (REFUSED, ONE, UNFINISHED)) > 1
    assert len({smuggling.canary(number) for number in range(len(CASES))}) == len(CASES)
    print(f"{len(CASES)} requests: {expected.count(REFUSED)} refused, {expected.count(ONE)} taken for one")


def test_a_canary_that_is_a_request_of_its_own_is_noticed(stack: Stack) -> None:
    came = exchange(stack.port, smuggling.wire(f"GET /livez HTTP/1.1|Host: {HOST}||~", CONTROL), PATIENCE_SECONDS)
    assert [answer.status for answer in came.answers] == [200, 404]
    assert smuggling.canary(CONTROL) in ledger(stack).areas


def test_a_request_that_nginx_did_not_see_is_noticed(stack: Stack) -> None:
    before = len(stack.log("nginx")), len(stack.log("app"))
    stack.compose("exec", "app", "python", "-c", PAST_NGINX)
    assert len(ledger(stack, before).unseen) == 1
