"""Errors as pages and as problem+json: each says what to do, carries the request's id, and shows nothing inside."""

import io
import logging
from pathlib import Path

import pytest

from humangov.domain import errors
from humangov.domain.permissions import Role
from humangov.services.organization import view_organization
from humangov.web import visits
from tests.web.markup import read
from tests.web.people import on_file
from tests.web.site import Site, Visitor, a_site

JSON = {"Accept": "application/json"}


class Unread(io.RawIOBase):
    """A body that must not be read."""

    def readable(self) -> bool:
        return True

    def readinto(self, _: object) -> int:
        raise AssertionError("the body was read")


def test_services_that_do_not_answer_are_a_503(site: Site, viewer: Visitor) -> None:
    site.desks.calls.failing.add("organization.overview")
    response = viewer.fetch("/employees")
    page = read(response)
    assert page.status == 503
    assert response.headers["Retry-After"] == "30"
    assert response.headers["X-Request-Id"] in page.main
    assert "saved" not in page.main


def test_a_store_that_fails_before_the_session_is_known_is_a_503(site: Site, viewer: Visitor) -> None:
    site.desks.calls.failing.add("accounts.session")
    assert viewer.get("/", status=503).h1 == "HumanGov cannot reach its records"
    site.desks.calls.failing.clear()
    assert viewer.get("/").status == 200


def test_scripts_get_problem_json(stranger: Visitor) -> None:
    response = stranger.fetch("/nope", headers=JSON)
    assert response.mimetype == "application/problem+json"
    assert response.json == {
        "title": "Page not found",
        "status": 404,
        "detail": "There is nothing at this address, or it is not open to you. Check the address, or search.",
        "request_id": response.headers["X-Request-Id"],
    }


def test_a_role_that_may_not_is_told_whom_to_ask(viewer: Visitor) -> None:
    page = viewer.get("/admin/accounts", status=403)
    assert "ask an administrator" in page.main


def test_a_wrong_method_says_which_are_right(viewer: Visitor) -> None:
    response = viewer.fetch("/sign-out")
    assert response.status_code == 405
    assert "POST" in response.headers["Allow"]


def test_too_large_a_body_is_refused_before_it_is_read(stranger: Visitor) -> None:
    said = {"CONTENT_LENGTH": str(visits.MOST_FORM_BYTES + 1), "wsgi.input": Unread()}
    response = stranger.fetch("/sign-in", "POST", environ_overrides=said)
    page = read(response)
    assert page.status == 413
    assert "A file may have up to 25.0 MB." in page.main
    assert "file them one at a time" in page.main


@pytest.mark.parametrize(("more", "status"), [(0, 200), (1, 413)])
def test_the_pages_of_documents_take_one_body_of_the_limit(tmp_path: Path, more: int, status: int) -> None:
    site = a_site(tmp_path, max_body_bytes=2 * 1024 * 1024)
    path = f"/employees/{on_file(site).id}/documents/new"
    said = {"CONTENT_LENGTH": str(2 * 1024 * 1024 + more), "wsgi.input": Unread()}
    visitor = site.visitor(Role.SPECIALIST)
    assert visitor.fetch(path, environ_overrides=said).status_code == status


def test_a_body_that_hides_its_size_is_refused_before_it_is_read(stranger: Visitor) -> None:
    said = {"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": "", "wsgi.input": Unread()}
    assert stranger.get("/sign-in", 411, method="POST", environ_overrides=said).h1 == "Length missing"


def test_a_body_that_the_proxy_refused_is_refused_in_our_words(tmp_path: Path) -> None:
    stranger = a_site(tmp_path, trusted_proxies=1).visitor()
    page = stranger.get("/sign-in", 413, method="POST", headers={"X-Body-Refused": "1"})
    assert page.h1 == "Too large"


def test_nobody_but_a_trusted_proxy_can_say_that_a_body_was_refused(stranger: Visitor) -> None:
    assert stranger.fetch("/sign-in", headers={"X-Body-Refused": "1"}).status_code == 200


def test_too_many_parts_are_refused(stranger: Visitor) -> None:
    data = {f"field{i}": "x" for i in range(visits.MOST_FORM_PARTS + 1)}
    assert stranger.fetch("/sign-in", "POST", data=data, content_type="multipart/form-data").status_code == 413


def test_a_fault_of_ours_is_logged_and_shows_nothing(
    site: Site, viewer: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise errors.WrongState("an item of wyoming")

    monkeypatch.setattr("humangov.web.home.view_home", broken)
    with caplog.at_level(logging.ERROR):
        response = viewer.fetch("/")
    page = read(response)
    assert page.status == 500
    assert "wyoming" not in response.text
    assert "WrongState" not in response.text
    fault = next(record for record in caplog.records if record.name == "humangov.fault")
    assert fault.exc_info
    assert vars(fault)["request_id"] == response.headers["X-Request-Id"] in page.main


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.NotFound(), 404),
        (errors.NotPermitted(), 403),
        (errors.SignedOut(), 303),
        (errors.Invalid({"q": "Type two letters."}), 422),
        (errors.BadLink(), 400),
        (errors.Conflict(None), 409),
        (errors.AlreadyExists("number"), 409),
        (errors.LikelyDuplicate(()), 409),
        (errors.TooManyAttempts(61), 429),
        (errors.Unavailable(), 503),
        (errors.Uncertain(), 503),
        (errors.WrongState(), 500),
        (errors.HumanGovError(), 500),
    ],
)
def test_every_error_has_its_status(
    viewer: Visitor, monkeypatch: pytest.MonkeyPatch, error: errors.HumanGovError, status: int
) -> None:
    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr("humangov.web.home.view_home", fails)
    response = viewer.fetch("/")
    assert response.status_code == status
    if status != 303:
        assert response.headers["X-Request-Id"] in read(response).main
    as_data = viewer.fetch("/", headers=JSON)
    assert as_data.status_code == (401 if status == 303 else status)
    assert as_data.json
    assert as_data.json["title"]


def test_waiting_says_how_long(viewer: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise errors.TooManyAttempts(61)

    monkeypatch.setattr("humangov.web.home.view_home", fails)
    response = viewer.fetch("/")
    assert response.headers["Retry-After"] == "61"
    assert "Wait 2 minutes" in response.text


def test_the_process_lives_on_after_a_failure(site: Site, viewer: Visitor) -> None:
    site.desks.calls.failing.add("*")
    for _ in range(3):
        assert viewer.fetch("/").status_code == 503
    site.desks.calls.failing.clear()
    assert viewer.fetch("/").status_code == 200
    assert view_organization(site.desks.open_for(Role.VIEWER)).agencies


def test_what_is_not_ones_to_do_leads_back_to_the_page_before(viewer: Visitor) -> None:
    before = "http://california.localhost/employees?q=garc"
    page = viewer.get("/employees/new", status=403, headers={"Referer": before})
    assert page.link("Go back to the page before") == "/employees?q=garc"
    for other in ("http://elsewhere.example/employees", "http://california.localhost/employees/new", ""):
        page = viewer.get("/employees/new", status=403, headers={"Referer": other})
        assert not page.all("main a[href^='/employees']")
