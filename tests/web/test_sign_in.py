"""Signing in, staying signed in and signing out."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from humangov.domain.accounts import AccountStatus
from humangov.domain.events import EventKind
from humangov.domain.permissions import Role
from tests.fakes.desks import PASSWORD
from tests.web.site import Site, Visitor

ONE_MESSAGE = "The e-mail or the password is not right."


def sign_in(
    visitor: Visitor, email: str = "viewer@california.gov", password: str = PASSWORD, path: str = "/sign-in"
) -> TestResponse:
    return visitor.fill(path, email=email, password=password)


def test_the_sign_in_page_says_which_state_it_is(stranger: Visitor) -> None:
    page = stranger.get("/sign-in")
    assert page.h1 == "Sign in"
    assert "California" in page.main


def test_password_managers_know_the_fields(stranger: Visitor) -> None:
    page = stranger.get("/sign-in")
    assert page.one("#email")["autocomplete"] == "username"
    assert page.one("#password")["autocomplete"] == "current-password"


def test_a_signed_out_visitor_is_led_to_the_page_that_was_asked_for(site: Site, stranger: Visitor) -> None:
    site.desks.account(Role.VIEWER)
    asked = stranger.fetch("/account?a=1")
    assert (asked.status_code, asked.headers["Location"]) == (303, "/sign-in?next=%2Faccount%3Fa%3D1")
    answer = sign_in(stranger, path=asked.headers["Location"])
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account?a=1")
    assert stranger.get("/account").h1 == "Your account"


def test_a_link_that_is_opened_after_the_session_ended_says_why_one_must_sign_in(site: Site, stranger: Visitor) -> None:
    site.desks.account(Role.VIEWER)
    assert "has ended" not in stranger.get("/sign-in").main
    first = stranger.get(stranger.fetch("/account").headers["Location"])
    assert "only for people who are signed in. It comes next." in first.main
    sign_in(stranger)
    site.desks.clock.advance(timedelta(hours=1))
    late = stranger.get(stranger.fetch("/account").headers["Location"])
    assert "Your session has ended" in late.main
    assert "the page that you opened comes next" in late.main
    assert sign_in(stranger, path="/sign-in?next=/account").headers["Location"] == "/account"


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example", "/\\evil.example", "evil", "/a\r\nb", ""])
def test_the_way_after_sign_in_never_leads_elsewhere(site: Site, stranger: Visitor, path: str) -> None:
    site.desks.account(Role.VIEWER)
    fields = stranger.get("/sign-in").fields() | {"email": "viewer@california.gov", "password": PASSWORD, "next": path}
    assert stranger.fetch("/sign-in", "POST", data=fields).headers["Location"] == "/"


def test_every_failure_has_the_same_page(site: Site) -> None:
    disabled = site.desks.account(Role.AUDITOR)
    site.desks.records().accounts[disabled.id] = replace(disabled, status=AccountStatus.DISABLED)
    site.desks.account(Role.VIEWER)
    tries = {
        ("viewer@california.gov", "wrong"),
        ("nobody@california.gov", PASSWORD),
        (disabled.email, PASSWORD),
        ("", ""),
    }
    pages = set()
    for email, password in tries:
        answer = sign_in(site.visitor(), email, password)
        assert answer.status_code == 422
        assert ONE_MESSAGE in answer.text
        pages.add(len(answer.text.replace(email, "")))
    assert len(pages) == 1


def test_an_account_of_another_state_is_no_account_here(site: Site) -> None:
    site.desks.account(Role.VIEWER, "wyoming")
    assert sign_in(site.visitor(), "viewer@wyoming.gov").status_code == 422
    assert sign_in(site.visitor(slug="wyoming"), "viewer@wyoming.gov").status_code == 303


def test_the_throttle_does_not_tell_which_accounts_exist(site: Site) -> None:
    site.desks.account(Role.VIEWER)
    for email in ("viewer@california.gov", "nobody@california.gov"):
        answers = [sign_in(site.visitor(), email, "wrong") for _ in range(11)]
        assert [a.status_code for a in answers] == [422] * 10 + [429]
        assert 0 < int(answers[-1].headers["Retry-After"]) <= 900
        assert "minute" in answers[-1].text


@pytest.mark.parametrize("text", ["x" * 10_000, "a\x00b\x1b[31m", "\u202eevil", "%s{{7*7}}<b>"])
def test_any_text_is_answered_in_words(stranger: Visitor, text: str) -> None:
    fields = stranger.get("/sign-in").fields()
    page = stranger.post("/sign-in", {**fields, "email": text, "password": text}, status=422)
    assert ONE_MESSAGE in page.main
    assert page.value("password") == ""


def test_the_cookie_is_for_this_host_and_not_for_scripts(site: Site, stranger: Visitor) -> None:
    site.desks.account(Role.VIEWER)
    kept = next(c for c in sign_in(stranger).headers.getlist("Set-Cookie") if c.startswith("humangov="))
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(kept.split("; "))
    assert "Secure" not in kept
    assert "Domain" not in kept


def test_over_https_the_cookies_are_secure_and_prefixed(site: Site, stranger: Visitor) -> None:
    site.desks.account(Role.VIEWER)
    stranger.scheme = "https"
    cookies = stranger.fetch("/sign-in").headers.getlist("Set-Cookie") + sign_in(stranger).headers.getlist("Set-Cookie")
    assert {c.partition("=")[0] for c in cookies} == {"__Host-humangov", "__Host-humangov-form"}
    assert all({"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(c.split("; ")) for c in cookies)
    assert stranger.get("/account").status == 200


def test_sign_in_makes_a_new_csrf_secret(site: Site, stranger: Visitor) -> None:
    site.desks.account(Role.VIEWER)
    before = stranger.token()
    sign_in(stranger)
    answer = stranger.fetch("/account/sign-out-everywhere", "POST", data={"csrf_token": before})
    assert stranger.fetch("/account").status_code == 200
    assert answer.status_code == 303


def test_signing_out_leaves_nothing_behind(site: Site, viewer: Visitor) -> None:
    answer = viewer.send("/sign-out")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert any(c.startswith("humangov=;") for c in answer.headers.getlist("Set-Cookie"))
    assert not site.desks.records().sessions
    assert "You are signed out." in viewer.get("/sign-in").text


def test_a_session_ends_when_it_is_not_used(site: Site, viewer: Visitor) -> None:
    site.desks.clock.advance(timedelta(minutes=14))
    viewer.get("/account")
    site.desks.clock.advance(timedelta(minutes=14))
    viewer.get("/account")
    site.desks.clock.advance(timedelta(minutes=15))
    assert viewer.fetch("/account").status_code == 303


def test_a_session_ends_after_twelve_hours_of_use(site: Site, viewer: Visitor) -> None:
    for _ in range(12 * 6 - 1):
        site.desks.clock.advance(timedelta(minutes=10))
        assert viewer.send("/session/extend", headers={"X-Requested-With": "fetch"}).status_code == 200
    site.desks.clock.advance(timedelta(minutes=10))
    assert viewer.fetch("/account").status_code == 303


def test_scripts_extend_the_session_with_a_header_token(viewer: Visitor) -> None:
    answer = viewer.fetch("/session/extend", "POST", headers={"X-CSRFToken": viewer.token()})
    assert answer.status_code == 200
    assert 890 < answer.get_json()["seconds"] <= 900


@pytest.mark.parametrize("minutes", [0, 30, 712])
def test_pages_say_no_later_end_than_the_session_has(site: Site, viewer: Visitor, minutes: int) -> None:
    for _ in range(minutes // 10):
        site.desks.clock.advance(timedelta(minutes=10))
        viewer.fetch("/account")
    site.desks.clock.advance(timedelta(seconds=59))
    said = re.search(r'data-session-seconds="(\d+)"', viewer.fetch("/account").text)
    assert said
    site.desks.clock.advance(timedelta(seconds=int(said[1]) - 1))
    left = viewer.fetch("/account", headers={"Sec-Fetch-Dest": "empty"})
    assert left.status_code == 200


def test_a_script_without_a_session_gets_a_401(stranger: Visitor) -> None:
    answer = stranger.fetch("/account", headers={"Sec-Fetch-Dest": "empty"})
    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")


def test_a_disabled_account_ends_at_once(site: Site, viewer: Visitor, administrator: Visitor) -> None:
    account = site.desks.account(Role.VIEWER)
    viewer.get("/account")
    assert administrator.fill(f"/admin/accounts/{account.id}/disable").status_code == 303
    assert viewer.fetch("/account").status_code == 303


def test_a_new_role_acts_at_once(site: Site, viewer: Visitor, administrator: Visitor) -> None:
    account = site.desks.account(Role.VIEWER)
    assert viewer.fetch("/audit").status_code == 403
    administrator.fill(f"/admin/accounts/{account.id}", role="auditor")
    assert viewer.fetch("/audit").status_code == 200


@pytest.mark.parametrize("cookie", ["", "x", "..", "a.b", "é.ü", "x" * 4_000, "01J00000000000000000000000.secret"])
def test_a_tampered_cookie_is_no_session(stranger: Visitor, cookie: str) -> None:
    answer = stranger.fetch("/account", headers={"Cookie": f"humangov={cookie}; humangov-form=e30.x.y"})
    assert answer.status_code == 303


def test_plain_http_elsewhere_says_why_nobody_can_sign_in(site: Site) -> None:
    site.desks.only = site.desks.states["california"]
    visitor = Visitor(site.app.test_client(), "10.1.2.3")
    page = visitor.get("/sign-in")
    assert "This address is not secure" in page.main
    assert "Secure" in page.response.headers["Set-Cookie"]
    visitor.scheme = "https"
    assert "not secure" not in visitor.get("/sign-in").main


def test_refusals_are_in_the_audit_log(site: Site, stranger: Visitor) -> None:
    site.desks.account(Role.VIEWER)
    sign_in(stranger, password="wrong")
    refused = site.desks.records().of_kind(EventKind.ACCOUNT_SIGN_IN_REFUSED)
    assert [event.subject_label for event in refused] == ["viewer@california.gov"]
