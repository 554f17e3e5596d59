"""Pages of another day: the person, the directory and the headcount."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from humangov.domain.edits import EditKind
from humangov.domain.events import EventKind
from humangov.domain.permissions import Role
from humangov.services.edits import edit_facts
from tests.builders import an_id
from tests.web.careers import acted
from tests.web.markup import Page
from tests.web.people import on_file
from tests.web.site import AtOnce, Site, Visitor, a_site

LONG_AGO = datetime(2015, 6, 20, 17, tzinfo=UTC)
MOVED = {"agency": "DOT", "department": "ROA", "title": "Road inspector"}


def names(page: Page) -> list[str]:
    return [a.get_text(strip=True) for a in page.all("tbody th a")]


def test_a_person_is_shown_as_they_stood_and_the_page_says_so(site: Site, viewer: Visitor) -> None:
    person = on_file(site, created_at=LONG_AGO)
    acted(site, person, "721", date(2026, 2, 1), changes=MOVED)
    page = viewer.get(f"/employees/{person.id}?as_of=2026-01-31")
    assert page.h1 == "José García, as of January 31, 2026"
    assert "As of January 31, 2026 This is not today’s record." in page.main
    assert "Department of Motor Vehicles" in page.main
    assert "Road inspector" not in page.main
    assert page.link("Back to today") == f"/employees/{person.id}"
    assert "Road inspector" in viewer.get(f"/employees/{person.id}?as_of=2026-02-01").main


def test_what_was_not_known_yet_is_left_out(site: Site, viewer: Visitor) -> None:
    person = on_file(site, created_at=LONG_AGO)
    acted(site, person, "721", date(2026, 2, 1), changes=MOVED)
    page = viewer.get(f"/employees/{person.id}?as_of=2026-02-20&known_at=2026-03-01")
    assert "as known on March 1, 2026" in page.h1
    assert "Licensing examiner" in page.main
    assert "Road inspector" in viewer.get(f"/employees/{person.id}?as_of=2026-02-20&known_at=2026-03-02").main


def test_contact_facts_are_those_of_the_day(site: Site, viewer: Visitor) -> None:
    person = on_file(site, phone="916-555-0100", created_at=LONG_AGO)
    desk = site.desks.open_for(Role.SPECIALIST)
    edit_facts(desk, person.id, EditKind.CONTACT, {"phone": "916-555-0199"}, 1, an_id())
    assert "916-555-0100" in viewer.get(f"/employees/{person.id}?as_of=2026-03-01").main
    assert "916-555-0199" in viewer.get(f"/employees/{person.id}").main


def test_what_is_to_come_is_shown_as_that(site: Site, viewer: Visitor) -> None:
    person = on_file(site)
    acted(site, person, "721", date(2026, 7, 1), changes=MOVED)
    page = viewer.get(f"/employees/{person.id}?as_of=2026-07-01")
    assert "Road inspector" in page.main
    assert "it can still change" in page.main
    today = viewer.get(f"/employees/{person.id}")
    assert "On Jul 1, 2026 an action takes effect." in today.main
    assert today.link("See what it changes") == f"/employees/{person.id}/career"


def test_before_the_first_day_and_before_anything_was_known_it_says_so(site: Site, viewer: Visitor) -> None:
    person = on_file(site)
    page = viewer.get(f"/employees/{person.id}?as_of=2015-06-30")
    assert "José García was not employed yet on Jun 30, 2015. The first day was Jul 1, 2015." in page.main
    assert "$58,240" not in page.main
    assert "Licensing examiner" in viewer.get(page.link("Look at Jul 1, 2015")).main
    page = viewer.get(f"/employees/{person.id}?as_of=2020-01-01&known_at=2020-01-01")
    assert "Nothing about José García was recorded by the end of Jan 1, 2020." in page.main


def test_somebody_who_is_to_start_is_said_to(site: Site, viewer: Visitor) -> None:
    person = on_file(site)
    site.desks.clock.set(datetime(2015, 6, 1, 17, tzinfo=UTC))
    acted(site, person, "894", date(2015, 8, 1), changes={"pay_cents": 60_000_00})
    assert "Not started first day Jul 1, 2015" in viewer_of(site).get(f"/employees/{person.id}").main


def viewer_of(site: Site) -> Visitor:
    return site.visitor(Role.VIEWER)


@pytest.mark.parametrize("path", ["/", "/employees", "/employees/{}"])
@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("as_of=2026-02-30", "Enter a day that exists"),
        ("as_of=soon", "Enter a day that exists"),
        ("as_of=1899-12-31", "from 1900 to a year from today"),
        ("as_of=9999-12-31", "from 1900 to a year from today"),
        ("as_of=0001-01-01", "from 1900 to a year from today"),
        ("as_of=2026-02-01&known_at=2026-03-03", "from 1900 to today"),
        ("known_at=2026-13-01", "Enter a day that exists"),
        ("known_at=9999-12-31", "from 1900 to today"),
        ("as_of=%00", "Enter a day that exists"),
    ],
)
def test_a_day_that_cannot_be_is_told_beside_its_field(
    site: Site, viewer: Visitor, path: str, query: str, says: str
) -> None:
    page = viewer.get(path.format(on_file(site).id) + f"?{query}&agency=DMV", status=422)
    assert says in page.one(".usa-error-message").get_text()
    assert page.one('main input[name="agency"]')["value"] == "DMV"
    assert not site.desks.records().of_kind(EventKind.EMPLOYEE_VIEWED)


def test_today_by_its_date_is_today(site: Site, viewer: Visitor) -> None:
    person = on_file(site)
    for query in ("as_of=2026-03-02", "known_at=2026-03-02", "as_of=03/02/2026&known_at=2026-03-02", "as_of="):
        page = viewer.get(f"/employees/{person.id}?{query}")
        assert page.h1 == "José García"
        assert not page.all(".hg-as-of")


def test_a_day_is_one_of_the_states_zone(site: Site, viewer: Visitor) -> None:
    person = on_file(site, created_at=LONG_AGO)
    site.desks.clock.set(datetime(2026, 3, 2, 7, 30, tzinfo=UTC))
    acted(site, person, "721", date(2026, 2, 1), changes=MOVED)
    site.desks.clock.set(datetime(2026, 3, 2, 17, 30, tzinfo=UTC))
    assert "Road inspector" in viewer.get(f"/employees/{person.id}?as_of=2026-02-20&known_at=2026-03-01").main


def test_who_looked_at_which_day_is_recorded(site: Site, viewer: Visitor) -> None:
    person = on_file(site)
    viewer.get(f"/employees/{person.id}?as_of=2026-01-31&known_at=2026-03-01")
    (event,) = site.desks.records().of_kind(EventKind.EMPLOYEE_VIEWED)
    assert event.about == "As of 2026-01-31, known on 2026-03-01"


def test_the_directory_shows_who_was_where_and_carries_the_day(site: Site, viewer: Visitor) -> None:
    person = on_file(site, created_at=LONG_AGO)
    on_file(site, last_name="Zamora", hire_date=date(2026, 2, 15), created_at=LONG_AGO)
    acted(site, person, "721", date(2026, 2, 1), changes=MOVED)
    page = viewer.get("/employees?as_of=2026-01-31")
    assert page.h1 == "Employees, as of January 31, 2026"
    assert names(page) == ["García, José"]
    assert "Licensing" in page.all("tbody tr")[0].get_text()
    assert page.link("García, José") == f"/employees/{person.id}?as_of=2026-01-31"
    assert page.link("Back to today") == "/employees"
    assert names(viewer.get("/employees?agency=DMV&as_of=2026-02-20")) == ["Zamora, José"]
    assert names(viewer.get("/employees?q=garc&status=active&as_of=2026-02-20")) == ["García, José"]


def test_filters_and_pages_of_a_day_stay_on_it(site: Site, viewer: Visitor) -> None:
    for number in range(30):
        on_file(site, last_name=f"Person{number:02d}", created_at=LONG_AGO)
    page = viewer.get("/employees?agency=DMV&as_of=2026-01-31&sort=hired")
    assert page.one(".hg-removable a")["href"] == "/employees?as_of=2026-01-31"
    assert page.one('.hg-filters input[name="as_of"]')["value"] == "2026-01-31"
    assert "30 employees, as of January 31, 2026" in page.main
    link = page.link("Next")
    assert names(viewer.get(link)) == [f"Person{n:02d}, José" for n in range(25, 30)]
    viewer.get(link.replace("as_of=2026-01-31", "as_of=2026-01-30"), status=400)
    viewer.get(link + "&known_at=2026-01-30", status=400)
    viewer.get(link.replace("&as_of=2026-01-31", ""), status=400)


def test_a_day_with_nobody_says_so(site: Site, viewer: Visitor) -> None:
    on_file(site)
    assert "Nobody was employed on that day" in viewer.get("/employees?as_of=2001-01-01").main


def test_changes_that_are_still_being_entered_are_told_until_they_are(tmp_path: Path) -> None:
    site = a_site(tmp_path, idle=True)
    acted(site, on_file(site), "894", date(2026, 3, 3), changes={"pay_cents": 60_000_00})
    site.desks.clock.set(datetime(2026, 3, 3, 17, 30, tzinfo=UTC))
    late = viewer_of(site)
    pages = ["/", "/employees", "/employees?q=garc"]
    assert [("They are being entered" in late.get(page).main) for page in pages] == [True] * 3
    AtOnce(site.desks).kick("california")
    assert [("They are being entered" in late.get(page).main) for page in pages] == [False] * 3


def test_headcount_of_a_day_leads_to_its_lists(site: Site, viewer: Visitor, administrator: Visitor) -> None:
    person = on_file(site, created_at=LONG_AGO)
    site.desks.records().recorded_on[person.id] = LONG_AGO.date()
    acted(site, person, "721", date(2026, 2, 1), changes=MOVED)
    page = viewer.get("/?as_of=2026-01-31")
    assert page.h1 == "Headcount, as of January 31, 2026"
    assert page.all("tbody tr")[0].get_text(" ", strip=True) == "Department of Motor Vehicles 1 1"
    assert page.all("tbody a")[0]["href"] == "/employees?agency=DMV&status=active&as_of=2026-01-31"
    assert "Recent changes" not in page.main
    page = viewer.get("/?as_of=2026-02-20&known_at=2026-03-01")
    assert page.all("tbody tr")[0].get_text(" ", strip=True) == "Department of Motor Vehicles 1 1"
    assert viewer.get("/?as_of=2026-02-20").all("tbody tr")[1].get_text(" ", strip=True).endswith("1 1")
    assert not administrator.get("/?as_of=2026-01-31").all("tbody a")


def test_a_count_that_would_read_too_much_is_left_out_and_the_pages_say_so(site: Site, viewer: Visitor) -> None:
    site.desks.calls.uncounted = True
    page = viewer.get("/?as_of=1995-01-01")
    assert "is not counted anew for this page" in page.main
    assert not page.all("main table")
    assert "are not counted anew for this page" in viewer.get("/employees?as_of=2026-01-01").main
