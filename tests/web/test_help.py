"""Help: whom the people of a state ask, on every page, before sign-in too; and the accessibility statement."""

from dataclasses import replace

import pytest

from tests.web.site import Site, Visitor

DESK = "HR help desk, 916-555-0100, hr.help@ca.example"


@pytest.fixture
def helped(site: Site) -> Site:
    """California names whom to ask."""
    site.desks.states["california"] = replace(site.desks.states["california"], help=DESK)
    return site


@pytest.mark.parametrize("path", ["/sign-in", "/accessibility", "/no/such/page"])
def test_whom_to_ask_stands_on_every_page_before_sign_in_too(helped: Site, path: str) -> None:
    page = helped.visitor().get(path, 404 if "such" in path else 200)
    assert DESK in page.text
    assert page.link("hr.help@ca.example") == "mailto:hr.help@ca.example"
    assert page.one('footer a[href="/accessibility"]')


def test_where_nobody_is_named_an_administrator_is(site: Site, viewer: Visitor) -> None:
    assert "Help: an HR administrator of California" in viewer.get("/").text


def test_the_accessibility_statement_says_what_is_held_to_what_is_lacking_and_whom_to_tell(helped: Site) -> None:
    page = helped.visitor().get("/accessibility")
    assert "WCAG) 2.2 at level AA" in page.main
    assert "A scan is a picture of a page" in page.main
    assert DESK in page.main


def test_a_host_of_no_state_names_nobody(site: Site) -> None:
    page = Visitor(site.app.test_client(), "nowhere.localhost").get("/", 404)
    assert "Help:" not in page.text
    assert not page.all('a[href="/accessibility"]')
