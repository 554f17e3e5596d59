"""What was typed survives a session that ended and a page that grew old."""

from datetime import timedelta
from io import BytesIO

import pytest
from werkzeug.test import TestResponse

from humangov.domain.permissions import Role
from humangov.web import resume
from humangov.web.forms import accounts, sign_in
from tests.fakes.desks import PASSWORD
from tests.web.markup import Page, read
from tests.web.people import checked, on_file
from tests.web.site import Site, Visitor

EMAIL = "administrator@california.gov"
TYPED = {"email": "new.person@agency.gov", "name": "José O’Brien <b>", "role": "auditor"}
INVITE = "/admin/accounts/new"


def typed_into_a_dead_session(site: Site, visitor: Visitor, **typed: str) -> Page:
    """The page that answers a form whose session ended while it was being filled."""
    fields = visitor.get(INVITE).fields() | TYPED | typed
    site.desks.clock.advance(timedelta(minutes=16))
    return read(visitor.fetch(INVITE, "POST", data=fields))


def signed_in_again(visitor: Visitor, page: Page, email: str = EMAIL) -> TestResponse:
    return visitor.fetch("/sign-in", "POST", data=page.fields() | {"email": email, "password": PASSWORD})


def test_typed_text_comes_back_after_the_next_sign_in(site: Site, administrator: Visitor) -> None:
    asked = typed_into_a_dead_session(site, administrator)
    assert (asked.status, asked.h1) == (401, "Sign in")
    assert "what you typed is kept" in asked.main
    handed_back = read(signed_in_again(administrator, asked))
    assert (handed_back.status, handed_back.h1) == (200, "What you typed is still here")
    assert "You are signed in again." in handed_back.main
    form = read(administrator.fetch(INVITE, "POST", data=handed_back.fields()))
    assert (form.status, form.h1) == (200, "Invite a person")
    assert {name: form.fields()[name] for name in TYPED} == TYPED
    assert len(site.desks.records().accounts) == 1
    saved = administrator.fetch(INVITE, "POST", data=form.fields())
    assert saved.status_code == 200
    assert len(site.desks.records().accounts) == 2


def test_a_text_of_ten_thousand_characters_comes_back_whole(site: Site, administrator: Visitor) -> None:
    long = "Ľ€ né\n" * 2_000
    handed_back = read(signed_in_again(administrator, typed_into_a_dead_session(site, administrator, name=long)))
    assert handed_back.fields()["name"].replace("\r\n", "\n") == long


def test_a_text_without_end_is_not_carried_and_the_page_says_so(site: Site, administrator: Visitor) -> None:
    from random import Random

    endless = "".join(Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=900_000))
    page = typed_into_a_dead_session(site, administrator, name=endless)
    assert page.status == 401
    assert "too long to be kept" in page.main


def test_a_wrong_password_on_the_way_loses_nothing(site: Site, administrator: Visitor) -> None:
    asked = typed_into_a_dead_session(site, administrator)
    refused = read(administrator.fetch("/sign-in", "POST", data=asked.fields() | {"email": EMAIL, "password": "no"}))
    assert refused.status == 422
    assert signed_in_again(administrator, refused).status_code == 200


def test_another_person_does_not_get_the_text(site: Site, administrator: Visitor) -> None:
    site.desks.account(Role.VIEWER)
    asked = typed_into_a_dead_session(site, administrator)
    answer = signed_in_again(administrator, asked, "viewer@california.gov")
    assert (answer.status_code, answer.headers["Location"]) == (303, INVITE)
    assert "belongs to another account" in administrator.get("/").text


def test_the_text_is_kept_for_an_hour(site: Site, administrator: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = typed_into_a_dead_session(site, administrator)
    monkeypatch.setattr(resume, "CARRIED_SECONDS", -1)
    assert signed_in_again(administrator, asked).status_code == 303


def test_a_forged_text_is_not_handed_back(site: Site, administrator: Visitor) -> None:
    asked = typed_into_a_dead_session(site, administrator)
    fields = asked.fields() | {"email": EMAIL, "password": PASSWORD, "carried": asked.fields()["carried"][:-3] + "abc"}
    assert administrator.fetch("/sign-in", "POST", data=fields).status_code == 303


def test_a_text_from_another_site_is_not_carried(site: Site, administrator: Visitor) -> None:
    fields = administrator.get(INVITE).fields() | TYPED
    site.desks.clock.advance(timedelta(minutes=16))
    answer = administrator.fetch(INVITE, "POST", data=fields, headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in?next=%2Fadmin%2Faccounts%2Fnew")


def test_without_a_cookie_nothing_is_carried(stranger: Visitor) -> None:
    assert stranger.fetch(INVITE, "POST", data=TYPED).status_code == 303


def test_a_stale_token_hands_the_text_back_at_once(site: Site, administrator: Visitor) -> None:
    fields = administrator.get(INVITE).fields() | TYPED | {"csrf_token": "stale"}
    handed_back = read(administrator.fetch(INVITE, "POST", data=fields))
    assert (handed_back.status, handed_back.h1) == (400, "What you typed is still here")
    form = read(administrator.fetch(INVITE, "POST", data=handed_back.fields()))
    assert form.fields()["name"] == TYPED["name"]
    assert len(site.desks.records().accounts) == 1


def test_files_cannot_come_back_and_the_page_says_so(administrator: Visitor) -> None:
    from io import BytesIO

    answer = administrator.fetch(INVITE, "POST", data={**TYPED, "file": (BytesIO(b"x"), "a.pdf")})
    assert "Choose the files again" in read(answer).main


def test_a_mere_button_is_to_be_pressed_again(viewer: Visitor) -> None:
    referrer = {"Referer": "http://california.localhost/account"}
    answer = viewer.fetch("/account/sign-out-everywhere", "POST", data={}, headers=referrer)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account")
    assert "Press the button again" in viewer.get("/account").text


def test_a_stale_sign_in_page_keeps_the_e_mail_and_no_password(stranger: Visitor) -> None:
    answer = stranger.fetch("/sign-in", "POST", data={"email": EMAIL, "password": "secret words", "csrf_token": "old"})
    page = read(answer)
    assert page.status == 400
    assert page.fields()["email"] == EMAIL
    assert "secret words" not in answer.text


def test_passwords_never_travel() -> None:
    from wtforms import Form, PasswordField

    forms = [f for m in (accounts, sign_in) for f in vars(m).values() if isinstance(f, type) and issubclass(f, Form)]
    passwords = {
        name
        for form in forms
        for name, field in vars(form).items()
        if getattr(field, "field_class", None) is PasswordField
    }
    assert passwords == {"password", "current", "new"}
    assert passwords <= resume.NEVER_CARRIED


def test_files_of_somebody_who_is_not_signed_in_are_kept_nowhere(
    site: Site, specialist: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    monkeypatch.setattr("werkzeug.wrappers.request.default_stream_factory", lambda **more: opened.append(more))
    path = f"/employees/{on_file(site).id}/documents/new"
    fields = specialist.get(path).fields() | {"title": "Letter of 2019"}
    site.desks.clock.advance(timedelta(minutes=16))
    answer = specialist.fetch(path, "POST", data=fields | {"files": (BytesIO(b"x" * 2_000), "letter.pdf")})
    assert (answer.status_code, opened) == (401, [])
    handed_back = read(signed_in_again(specialist, read(answer), "specialist@california.gov"))
    assert handed_back.fields()["title"] == "Letter of 2019"
    assert "Choose the files again" in handed_back.main


def test_an_action_that_was_checked_comes_back_as_its_form(site: Site, specialist: Visitor) -> None:
    path = f"/employees/{on_file(site).id}/actions/new?code=702"
    page = checked(specialist, path, effective="2026-03-02", title="Chief", remarks="One\nTwo", reason="Merit")
    site.desks.clock.advance(timedelta(minutes=16))
    asked = read(specialist.fetch(path, "POST", data=page.fields() | {"step": "file"}))
    kept = read(signed_in_again(specialist, asked, "specialist@california.gov"))
    back = read(specialist.fetch(path, "POST", data=kept.fields()), breadcrumbs=True)
    assert (back.h1, back.value("title"), back.value("remarks")) == ("702 Promotion: José García", "Chief", "One\nTwo")
    assert not site.desks.records().requests
    again = read(specialist.fetch(path, "POST", data=back.fields() | {"step": "check"}))
    assert specialist.fetch(path, "POST", data=again.fields() | {"step": "file"}).status_code == 303
    assert len(site.desks.records().requests) == 1
