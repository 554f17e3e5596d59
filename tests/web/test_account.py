"""One's own account."""

import pytest

from humangov.domain.passwords import password_fits
from humangov.domain.permissions import Role
from tests.fakes.desks import PASSWORD
from tests.web.site import Site, Visitor

NEW_PASSWORD = "violet anchors hum at noon"


def test_it_says_who_i_am(viewer: Visitor) -> None:
    page = viewer.get("/account")
    for said in (
        "HR viewer Lee",
        "viewer@california.gov",
        "Reads employees and their documents.",
        "Mar 2, 2026, 9:30 AM PST",
    ):
        assert said in page.main


def test_a_new_password_keeps_this_session_and_ends_the_others(site: Site, viewer: Visitor) -> None:
    elsewhere = site.visitor(Role.VIEWER)
    answer = viewer.fill("/account/password", current=PASSWORD, new=NEW_PASSWORD)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account")
    assert "Your password is changed" in viewer.get("/account").main
    assert elsewhere.fetch("/account").status_code == 303
    assert password_fits(site.desks.records().accounts[site.desks.account(Role.VIEWER).id].password_hash, NEW_PASSWORD)


@pytest.mark.parametrize(
    ("current", "new", "field"),
    [
        ("wrong", NEW_PASSWORD, "current"),
        ("", NEW_PASSWORD, "current"),
        ("x" * 10_000, NEW_PASSWORD, "current"),
        (PASSWORD, "short", "new"),
        (PASSWORD, "x" * 10_000, "new"),
        (PASSWORD, "viewer@california.gov", "new"),
    ],
)
def test_a_refused_password_says_why(viewer: Visitor, current: str, new: str, field: str) -> None:
    fields = viewer.get("/account/password").fields() | {"current": current, "new": new}
    page = viewer.post("/account/password", fields, status=422)
    assert page.one("#error-summary a")["href"] == f"#{field}"
    assert (page.value("current"), page.value("new")) == ("", "")


def test_guessing_the_present_password_is_throttled(viewer: Visitor) -> None:
    fields = viewer.get("/account/password").fields() | {"current": "guess", "new": NEW_PASSWORD}
    answers = [viewer.fetch("/account/password", "POST", data=fields) for _ in range(11)]
    assert [a.status_code for a in answers] == [422] * 10 + [429]
    assert answers[-1].headers["Retry-After"]


def test_signing_out_everywhere_ends_every_session(site: Site, viewer: Visitor) -> None:
    elsewhere = site.visitor(Role.VIEWER)
    answer = viewer.send("/account/sign-out-everywhere")
    assert answer.headers["Clear-Site-Data"]
    assert viewer.fetch("/account").status_code == 303
    assert elsewhere.fetch("/account").status_code == 303
    assert "You are signed out everywhere." in viewer.get("/sign-in").main
