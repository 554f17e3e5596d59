"""One line for each request, with ids and figures, and nothing that says who a person is."""

import json
import logging
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from humangov.domain.permissions import Role
from humangov.web import logs
from tests.fakes.desks import PASSWORD
from tests.web.site import Site, Visitor, a_site

FIELDS = {
    "request_id",
    "state",
    "account_id",
    "route",
    "method",
    "status",
    "milliseconds",
    "dynamodb_calls",
    "capacity_units",
}


def lines(log: StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


@pytest.fixture
def json_log() -> Iterator[StringIO]:
    root, log = logging.getLogger(), StringIO()
    before = (root.level, list(root.handlers))
    logs.configure("INFO", log)
    yield log
    root.level, root.handlers = before


def test_each_request_is_one_line(site: Site, viewer: Visitor, json_log: StringIO) -> None:
    response = viewer.fetch("/account")
    (line,) = lines(json_log)
    assert set(line) == FIELDS | {"timestamp", "level", "name", "message"}
    assert line["request_id"] == response.headers["X-Request-Id"]
    assert (line["state"], line["route"], line["method"], line["status"]) == ("california", "account.show", "GET", 200)
    assert line["account_id"] == site.desks.account(Role.VIEWER).id
    assert line["dynamodb_calls"] == 1
    assert line["capacity_units"] > 0
    assert line["milliseconds"] >= 0


def test_every_kind_of_answer_has_its_line(site: Site, viewer: Visitor, json_log: StringIO) -> None:
    site.desks.calls.failing.add("organization.overview")
    for path in ("/version", "/nope", "/employees", "/sign-out"):
        viewer.fetch(path)
    assert [(line["route"], line["status"]) for line in lines(json_log)] == [
        ("health.version", 200),
        ("", 404),
        ("directory.index", 503),
        ("", 405),
    ]


def test_a_probe_that_finds_all_well_has_no_line(viewer: Visitor, json_log: StringIO) -> None:
    for path in ("/livez", "/readyz", "/readyz?again"):
        assert viewer.fetch(path).status_code == 200
    viewer.fetch("/livez", "POST")
    assert [(line["method"], line["status"]) for line in lines(json_log)] == [("POST", 405)]


def test_no_line_says_who_a_person_is(site: Site, json_log: StringIO) -> None:
    visitor = site.visitor()
    account = site.desks.account(Role.ADMINISTRATOR)
    fields = visitor.get("/sign-in").fields() | {"email": account.email, "password": PASSWORD}
    visitor.fetch("/sign-in?next=/secret-query", "POST", data=fields)
    visitor.fetch("/account?q=Garcia", headers={"User-Agent": "agent-string"})
    visitor.forget_token()
    visitor.account = account
    visitor.fill("/admin/accounts/new", name="Zoë Quux", email="zoe.quux@agency.gov")
    written = json_log.getvalue()
    assert written
    for private in (account.email, account.name, PASSWORD, "secret-query", "Garcia", "Quux", "quux", "agent-string"):
        assert private not in written


def test_a_fault_is_logged_under_its_request(
    viewer: Visitor, monkeypatch: pytest.MonkeyPatch, json_log: StringIO
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("humangov.web.home.view_home", broken)
    response = viewer.fetch("/")
    fault, line = lines(json_log)
    assert "ZeroDivisionError" in fault["exc_info"]
    assert fault["request_id"] == line["request_id"] == response.headers["X-Request-Id"]
    assert line["status"] == 500


@pytest.mark.parametrize(
    ("proxies", "sent", "kept"),
    [
        (1, "trace-0123456789", True),
        (0, "trace-0123456789", False),
        (1, "short", False),
        (1, "x" * 65, False),
        (1, 'quote" {json}', False),
    ],
)
def test_a_request_id_is_taken_from_a_trusted_proxy_if_it_is_sane(
    tmp_path: Path, proxies: int, sent: str, *, kept: bool
) -> None:
    visitor = a_site(tmp_path, trusted_proxies=proxies).visitor()
    given = visitor.fetch("/sign-in", headers={"X-Request-Id": sent}).headers["X-Request-Id"]
    assert (given == sent) is kept


def test_the_calls_of_each_request_are_counted_alone(tmp_path: Path, json_log: StringIO) -> None:
    # In a process of its own the chores are done in a thread, and are no request's.
    viewer = a_site(tmp_path, idle=True).visitor(Role.VIEWER)
    viewer.fetch("/")
    viewer.fetch("/version")
    viewer.fetch("/account")
    assert [line["dynamodb_calls"] for line in lines(json_log)] == [3, 0, 1]
