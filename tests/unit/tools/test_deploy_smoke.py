"""The smoke test believes nothing: state, revision and strangers' hosts are all looked at."""

from collections.abc import Callable

import pytest

from deploy.place import Stop
from deploy.smoke import Answer, Door, Smoke

PAGES = {
    ("texas.hr.example.gov", "/readyz"): Answer(200, "{}"),
    ("texas.hr.example.gov", "/version"): Answer(200, '{"revision": "abc"}'),
    ("texas.hr.example.gov", "/sign-in"): Answer(200, "<h1>Sign in to Texas</h1>"),
}


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def a_smoke_test(get: Callable[[str, str], Answer], told: list[str] | None = None) -> Smoke:
    clock = Clock()
    return Smoke(get, (told if told is not None else []).append, clock=clock, sleep=clock.sleep)


def site(**changes: Answer) -> Callable[[str, str], Answer]:
    def get(host: str, path: str) -> Answer:
        found = PAGES.get((host, path), Answer(404, "Not found"))
        return changes.get(path.strip("/").replace("-", "_") or "root", found) if (host, path) in PAGES else found

    return get


def test_each_thing_that_was_tried_is_told() -> None:
    told: list[str] = []
    a_smoke_test(site(), told).run("texas.hr.example.gov", "texas", "abc")
    assert told == [
        "    ok: https://texas.hr.example.gov/readyz is 200",
        "    ok: /version is abc",
        "    ok: the sign-in page is Texas's",
        "    ok: an unknown host (nowhere.hr.example.gov) is 404",
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"readyz": Answer(503, "")}, "readyz is 200, but it answers 503"),
        ({"version": Answer(200, '{"revision": "old"}')}, "/version is abc, but it is old"),
        ({"version": Answer(200, "{}")}, "/version is abc, but it is none"),
        ({"version": Answer(200, "<html>")}, "something else than JSON"),
        ({"version": Answer(502, "")}, "/version is abc, but it answers 502"),
        ({"sign_in": Answer(200, "Sign in to Utah")}, "the page does not name Texas"),
        ({"sign_in": Answer(500, "Texas")}, "it answers 500"),
    ],
)
def test_what_is_not_as_it_should_be_fails(changes: dict[str, Answer], said: str) -> None:
    with pytest.raises(Stop, match=said):
        a_smoke_test(site(**changes)).run("texas.hr.example.gov", "texas", "abc")


def test_an_answer_under_any_host_fails() -> None:
    def get(_host: str, path: str) -> Answer:
        return PAGES.get(("texas.hr.example.gov", path), Answer(200, "Welcome"))

    with pytest.raises(Stop, match="unknown host"):
        a_smoke_test(get).run("texas.hr.example.gov", "texas", "abc")


def test_what_comes_late_is_waited_for() -> None:
    left = iter(range(5, -1, -1))

    def get(host: str, path: str) -> Answer:
        if next(left, 0):
            raise Stop("connection refused")
        return site()(host, path)

    a_smoke_test(get).answers("texas.hr.example.gov", "texas")


def test_what_never_answers_is_told_as_it_failed() -> None:
    def get(_host: str, _path: str) -> Answer:
        raise Stop("certificate verify failed")

    with pytest.raises(Stop, match=r"expected that https://readiness\.gov/readyz is 200, but certificate"):
        a_smoke_test(get).ready("readiness.gov", "abc")


def test_the_door_is_the_load_balancer_or_the_address_that_is_given() -> None:
    assert Door.of({}, "lb.example") == Door("lb.example", 443)
    assert Door.of({"SMOKE_ADDRESS": "127.0.0.1:8443", "SMOKE_CA": "ca.pem"}, "lb") == Door("127.0.0.1", 8443, "ca.pem")
    with pytest.raises(Stop, match="host:port"):
        Door.of({"SMOKE_ADDRESS": "127.0.0.1"}, "lb")
