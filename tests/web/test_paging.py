"""Lists say which of their items a page shows, and lead on and back, always at the same place."""

import pytest

from humangov.domain.lists import Page as Listed
from humangov.domain.mass import MassStatus
from humangov.web.paging import MOST_BYTES, Way, shown, way
from tests.builders import a_mass, an_event
from tests.web.markup import Page
from tests.web.people import on_file
from tests.web.site import Site, Visitor


def places(page: Page) -> list[str]:
    """What stands at each place below a list; what leads nowhere in brackets."""
    found = page.all("nav.hg-pages li")
    return [tag.get_text(" ", strip=True) if tag.select("a") or not tag.select("span") else "()" for tag in found]


def told(page: Page) -> str:
    return page.one("[data-live-count]").get_text(" ", strip=True)


def test_the_directory_says_which_of_how_many_it_shows(site: Site, viewer: Visitor) -> None:
    for number in range(60):
        on_file(site, first_name="Ana", last_name=f"Lee {number:02}")
    first = viewer.get("/employees")
    second = viewer.get(first.link("Next"))
    third = viewer.get(second.link("Next"))
    back = viewer.get(third.link("Previous"))
    assert [told(page) for page in (first, second, third, back)] == [
        "1–25 of 60 employees",
        "26–50 of 60 employees",
        "51–60 of 60 employees",
        "26–50 of 60 employees",
    ]
    assert told(viewer.get(back.link("Previous"))) == "1–25 of 60 employees"
    assert [places(page) for page in (first, second, third)] == [
        ["()", "Next", "1–25 of 60"],
        ["Previous", "Next", "26–50 of 60", "First page"],
        ["Previous", "()", "51–60 of 60", "First page"],
    ]


def test_where_nothing_is_counted_the_end_of_the_list_says_how_many_there_are(site: Site, viewer: Visitor) -> None:
    for number in range(30):
        on_file(site, first_name="Ana", last_name=f"Lee {number:02}")
    first = viewer.get("/employees?q=lee")
    assert told(first) == "1–25 employees"
    assert told(viewer.get(first.link("Next"))) == "26–30 of 30 employees"
    assert told(viewer.get("/employees?q=ana+lee&agency=DMV&size=50")) == "30 employees"


@pytest.mark.parametrize("kind", ["log", "history", "mass"])
def test_a_list_of_the_newest_first_leads_back_page_by_page(site: Site, auditor: Visitor, kind: str) -> None:
    person = on_file(site)
    records = site.desks.records()
    for _ in range(130):
        records.tell(an_event(subject=f"employee:{person.id}"))
        mass = a_mass(status=MassStatus.DONE)
        records.masses[mass.id] = mass
    path = {"log": "/audit?day=2026-03-02", "history": f"/employees/{person.id}/history", "mass": "/actions/mass"}[kind]
    first = auditor.get(path)
    second = auditor.get(first.link("Older"))
    third = auditor.get(second.link("Older"))
    assert first.one("nav.hg-pages .hg-off").get_text() == "Newer"
    assert auditor.get(third.link("Newer")).link("Older") == second.link("Older")
    assert third.link("Newer") == first.link("Older")
    assert second.link("Newer") == third.link("First page") == path


def test_a_very_long_way_forgets_its_beginning_and_no_page(site: Site) -> None:
    with site.app.test_request_context("/", base_url="http://california.localhost/"):
        site.app.preprocess_request()
        here = Way("list")
        for number in range(200):
            last = here
            cursor = {"url": ""}

            def url(text: str, kept: dict[str, str] = cursor) -> str:
                kept["url"] = text
                return text

            page = here.pages(Listed(("item",), after=f"{number:026}"), url)
            here = way("list", page.after_url)
            assert here.position == f"{number:026}"
            assert here.steps[-2][0] == last.position
        assert len(str(here.steps)) < MOST_BYTES + 100


@pytest.mark.parametrize(
    ("first", "count", "total", "said"),
    [(1, 25, 2001, "1–25 of 2,001"), (1001, 25, None, "1,001–1,025"), (26, 25, 40, "26–50"), (1, 0, 0, "")],
)
def test_a_total_that_is_not_true_is_not_said(first: int, count: int, total: int | None, said: str) -> None:
    assert shown(first, count, total) == said
