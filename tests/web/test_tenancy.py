"""The host says which state, and nothing else does."""

from dataclasses import replace
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from humangov.domain.permissions import Role
from humangov.domain.states import STATES
from humangov.web.tenancy import slug_of
from tests.builders import an_installed
from tests.fakes.desks import FakeDesks
from tests.web.markup import read
from tests.web.site import Site, Visitor, a_site

UNKNOWN_HOSTS = [
    "localhost",
    "texas.localhost",
    "atlantis.localhost",
    "california",
    "california.example.com",
    "www.california.localhost",
    "california.localhost.evil.example",
    "californialocalhost",
    "127.0.0.1",
    "[::1]:8000",
    "california..localhost",
    "-california.localhost",
    "california_.localhost",
]


def at(site: Site, host: str, path: str = "/sign-in", **headers: str) -> TestResponse:
    return site.app.test_client().get(path, headers={"Host": host, **headers})


@pytest.mark.parametrize("host", UNKNOWN_HOSTS)
def test_an_unknown_host_gets_a_page_that_names_no_state(site: Site, host: str) -> None:
    page = read(at(site, host))
    assert (page.status, page.h1) == (404, "Page not found")
    assert not [state.name for state in STATES if state.name in page.text]


@pytest.mark.parametrize(
    "host", ["california.localhost", "California.LOCALHOST:8000", "california.localhost.", "CALIFORNIA.localhost.:80"]
)
def test_a_state_is_found_whatever_the_case_and_the_port(site: Site, host: str) -> None:
    page = read(at(site, host))
    assert (page.status, page.h1) == (200, "Sign in")
    assert "California" in page.main


def test_an_inactive_state_is_unknown(tmp_path: Path) -> None:
    site = a_site(tmp_path, FakeDesks(replace(an_installed(), active=False)))
    assert at(site, "california.localhost").status_code == 404


def test_no_header_and_no_query_chooses_a_state(site: Site) -> None:
    tricks = {
        "X-Forwarded-Host": "wyoming.localhost",
        "Forwarded": "host=wyoming.localhost",
        "X-Host": "wyoming.localhost",
    }
    page = read(at(site, "california.localhost", "/sign-in?state=wyoming", **tricks))
    assert "California" in page.main
    assert "Wyoming" not in page.text


def test_a_proxy_cannot_choose_the_state_either(tmp_path: Path) -> None:
    site = a_site(tmp_path, trusted_proxies=1)
    answer = at(site, "california.localhost", **{"X-Forwarded-Host": "wyoming.localhost", "X-Forwarded-Proto": "https"})
    assert "California" in answer.text
    assert "__Host-humangov-form" in answer.headers["Set-Cookie"]


def test_a_session_of_one_state_is_none_in_another(site: Site) -> None:
    californian = site.visitor(Role.SPECIALIST)
    secret = californian.client.get_cookie("humangov", domain="california.localhost")
    assert secret
    elsewhere = site.visitor(slug="wyoming")
    elsewhere.client.set_cookie("humangov", secret.value, domain="wyoming.localhost")
    assert elsewhere.fetch("/account").status_code == 303


@pytest.mark.parametrize("host", ["anything.example", "10.0.0.9", "localhost", "wyoming.localhost"])
def test_a_dedicated_instance_serves_its_state_on_any_host(tmp_path: Path, host: str) -> None:
    site = a_site(tmp_path, FakeDesks(an_installed(), an_installed("wyoming"), only=an_installed()))
    assert "California" in at(site, host).text


@pytest.mark.parametrize("host", ["california.localhost", "localhost", "10.0.0.9:8000", "nowhere.example"])
@pytest.mark.parametrize("path", ["/livez", "/readyz", "/version"])
def test_probes_answer_on_any_host_and_ask_no_store(site: Site, host: str, path: str) -> None:
    site.desks.calls.failing.add("*")
    answer = at(site, host, path)
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"


def test_version_says_what_was_built(tmp_path: Path) -> None:
    site = a_site(tmp_path, revision="abc1234")
    told = at(site, "localhost", "/version").get_json()
    assert (told["name"], told["revision"]) == ("humangov", "abc1234")


def test_the_base_domain_may_have_several_parts() -> None:
    assert slug_of("New-York.hr.example.gov:443", "hr.example.gov") == "new-york"
    assert slug_of("new-york.example.gov", "hr.example.gov") == ""


def test_a_signed_out_visitor_learns_nothing_from_an_unknown_page(stranger: Visitor) -> None:
    assert stranger.get("/no/such/page", status=404).h1 == "Page not found"
