"""How much of a page fits a screen, measured in Chromium with the styles as they are built."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from playwright.sync_api import Page
from werkzeug.serving import make_server

from humangov.app import create_app
from humangov.domain.permissions import Role
from humangov.web.assets import Assets
from tests.browser.conftest import Opener
from tests.fakes.desks import FakeDesks
from tests.web.careers import acted
from tests.web.people import on_file
from tests.web.site import AtOnce, Site, settings

SCREEN = 900
CAREER = ["894", "702", "894", "460", "292", "894", "001", "894", "894", "894"]


@dataclass(frozen=True)
class Built:
    """A site on stores in memory with the styles of `make assets`, answering at a port."""

    site: Site
    port: int

    def url(self, path: str) -> str:
        return f"http://california.localhost:{self.port}{path}"


@pytest.fixture
def built() -> Iterator[Built]:
    desks, assets = FakeDesks(), Assets.load()
    site = Site(desks, create_app(settings(), desks, assets, AtOnce(desks)), assets)
    server = make_server("127.0.0.1", 0, site.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Built(site, server.server_port)
    server.shutdown()
    thread.join()
    server.server_close()


def opened(built: Built, context: Opener, path: str, width: int = 1280, *, script: bool = True) -> Page:
    """A page as a specialist sees it."""
    visitor = built.site.visitor(Role.SPECIALIST)
    cookie = visitor.client.get_cookie("humangov", domain=visitor.host)
    assert cookie is not None
    browser = context(width, script=script)
    browser.add_cookies([{"name": "humangov", "value": cookie.value, "domain": visitor.host, "path": "/"}])
    page = browser.new_page()
    page.goto(built.url(path))
    return page


def a_career(site: Site) -> str:
    """The path of a career of eleven actions, one of them cancelled."""
    person, last = on_file(site, pay_cents=37_044_00), ""
    for year, code in enumerate(CAREER, 2016):
        changes = {"894": {"pay_cents": (36_000 + year) * 100}, "702": {"title": "Chief examiner"}}.get(code, {})
        target = {"target": last} if code == "001" else {}
        last = acted(site, person, code, None if target else date(year, 1, 1), changes=changes, **target)
    return f"/employees/{person.id}/career"


def test_eleven_actions_and_their_picture_fit_a_screen(built: Built, context: Opener) -> None:
    page = opened(built, context, a_career(built.site))
    picture, rows = page.locator(".hg-timeline").bounding_box(), page.locator(".hg-career").bounding_box()
    assert picture is not None
    assert rows is not None
    assert page.locator(".hg-career tbody").count() == 11
    needed = rows["y"] + rows["height"] - picture["y"]
    print(f"eleven actions and their picture: {needed:.0f} px")
    assert needed <= SCREEN


def test_an_action_opens_under_its_row(built: Built, context: Opener) -> None:
    page = opened(built, context, a_career(built.site))
    row = page.locator(".hg-career tbody").first
    before = row.bounding_box()
    row.locator("summary").click()
    after, told = row.bounding_box(), row.locator("details > div").bounding_box()
    assert before
    assert after
    assert told
    assert told["y"] >= before["y"] + before["height"] - 2
    assert after["height"] > before["height"] + 60


@pytest.mark.parametrize(("width", "beside"), [(1280, True), (320, False)])
def test_related_fields_stand_side_by_side_where_there_is_room(
    built: Built, context: Opener, width: int, *, beside: bool
) -> None:
    page = opened(built, context, "/employees/new", width)
    first, second = (page.get_by_label(name).bounding_box() for name in ("Street address", "City"))
    assert first
    assert second
    assert (abs(first["y"] - second["y"]) < 2) is beside
    assert (first["x"] + first["width"] <= second["x"]) is beside
    print(f"form of an appointment at {width} px: {page.evaluate('document.documentElement.scrollHeight')} px")


def shown(page: Page) -> list[str]:
    """The fields of kinds of change that can be seen, one for each kind."""
    return [
        name
        for name, field in (("Percent", "#percent"), ("Dollars", "#amount"), ("New position title", "#new_title"))
        if page.locator(field).is_visible()
    ]


@pytest.mark.parametrize("script", [True, False])
def test_of_a_mass_action_only_the_chosen_kind_of_change_is_shown(
    built: Built, context: Opener, *, script: bool
) -> None:
    page = opened(built, context, "/actions/mass/new", script=script)
    assert shown(page) == ["Percent"]
    for kind, name in (("Raise the pay by an amount", "Dollars"), ("Set new values", "New position title")):
        page.get_by_text(kind).click()
        assert shown(page) == [name]
    page.get_by_text("Only what the code does").click()
    assert shown(page) == []
