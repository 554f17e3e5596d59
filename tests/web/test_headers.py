"""Security headers on every kind of answer."""

from pathlib import Path

import pytest

from humangov.domain.permissions import Role
from tests.web.site import Site, Visitor, a_site, asset_names

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
ANSWERS = {
    "page": ("/sign-in", "GET", 200),
    "redirect": ("/account", "GET", 303),
    "not found": ("/nope", "GET", 404),
    "no such method": ("/livez", "POST", 405),
    "probe": ("/livez", "GET", 200),
    "options": ("/sign-in", "OPTIONS", 200),
    "head": ("/sign-in", "HEAD", 200),
    "forged": ("/sign-in", "POST", 400),
    "not an asset": ("/static/nope.css", "GET", 404),
}


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_every_answer_is_guarded(stranger: Visitor, answer: str, scheme: str) -> None:
    path, method, status = ANSWERS[answer]
    stranger.scheme = scheme
    response = stranger.fetch(path, method)
    assert response.status_code == status
    assert ALWAYS.items() <= dict(response.headers).items()
    assert "geolocation=()" in response.headers["Permissions-Policy"]
    policy = response.headers["Content-Security-Policy"]
    assert {"default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"} <= set(policy.split("; "))
    assert response.headers["Cache-Control"] == "no-store"
    assert ("Strict-Transport-Security" in response.headers) is (scheme == "https")
    assert "Server" not in response.headers


def test_a_fault_is_guarded_too(site: Site, viewer: Visitor) -> None:
    site.desks.calls.failing.add("*")
    response = viewer.fetch("/")
    assert response.status_code == 503
    assert ALWAYS.items() <= dict(response.headers).items()
    assert response.headers["Cache-Control"] == "no-store"


def test_pages_run_the_scripts_of_this_answer_only(stranger: Visitor) -> None:
    policies = [stranger.fetch("/sign-in").headers["Content-Security-Policy"] for _ in range(2)]
    assert policies[0] != policies[1]
    for policy in policies:
        assert "script-src 'nonce-" in policy
        assert "'strict-dynamic'" in policy
        assert "unsafe" not in policy
        assert "object-src 'none'" in policy


def test_static_files_are_kept_for_years_and_guarded(site: Site, stranger: Visitor) -> None:
    url = site.assets.url(asset_names()[0])
    response = stranger.fetch(url)
    response.close()
    assert response.status_code == 200
    assert "immutable" in response.headers["Cache-Control"]
    assert ALWAYS.items() <= dict(response.headers).items()
    assert "Access-Control-Allow-Origin" not in response.headers


def test_the_client_and_the_scheme_come_from_trusted_proxies_only(tmp_path: Path) -> None:
    told = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    direct, behind = a_site(tmp_path / "a"), a_site(tmp_path / "b", trusted_proxies=1)
    assert "Strict-Transport-Security" not in direct.visitor().fetch("/sign-in", headers=told).headers
    assert "Strict-Transport-Security" in behind.visitor().fetch("/sign-in", headers=told).headers
    for site, address in ((direct, "127.0.0.1"), (behind, "203.0.113.9")):
        site.desks.account(Role.VIEWER)
        fields = site.visitor().get("/sign-in").fields() | {"email": "viewer@california.gov"}
        visitor = site.visitor()
        visitor.fetch(
            "/sign-in",
            "POST",
            data=fields | {"csrf_token": visitor.token()},
            headers={"X-Forwarded-For": "203.0.113.9"},
        )
        assert site.desks.records().events[-1].address == address
