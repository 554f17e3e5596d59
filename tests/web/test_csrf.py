"""Requests that change something carry the page's own token and come from this site."""

import pytest

from humangov.domain.permissions import Role
from tests.web.site import Site, Visitor

JSON = {"Accept": "application/json"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://wyoming.localhost"},
    ],
)
def test_another_site_is_refused_even_with_the_token(viewer: Visitor, headers: dict[str, str]) -> None:
    answer = viewer.send("/account/sign-out-everywhere", headers=headers)
    assert answer.status_code == 403
    viewer.get("/account")


def test_this_site_is_not_refused(viewer: Visitor) -> None:
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": "http://california.localhost"}
    assert viewer.send("/account/sign-out-everywhere", headers=headers).status_code == 303


def test_a_script_with_a_stale_token_gets_a_400(viewer: Visitor) -> None:
    answer = viewer.fetch("/session/extend", "POST", headers={**JSON, "X-CSRFToken": "stale"})
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")


def test_the_token_of_another_person_is_stale(site: Site, viewer: Visitor) -> None:
    other = site.visitor(Role.AUDITOR)
    answer = viewer.fetch("/session/extend", "POST", headers={**JSON, "X-CSRFToken": other.token()})
    assert answer.status_code == 400


def test_the_token_has_no_time_limit(site: Site) -> None:
    assert site.app.config["WTF_CSRF_TIME_LIMIT"] is None
