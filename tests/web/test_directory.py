"""The directory: its list, its filters, and its state in the address."""

import pytest

from humangov.domain.employees import EmploymentType, Status
from humangov.domain.permissions import Role
from tests.builders import an_id
from tests.web.markup import Page
from tests.web.people import on_file
from tests.web.site import Site, Visitor


def names(page: Page) -> list[str]:
    return [a.get_text(strip=True) for a in page.all("tbody th a")]


def test_people_stand_in_the_order_of_their_names_with_what_a_list_needs(site: Site, viewer: Visitor) -> None:
    on_file(site, first_name="Ana", last_name="Ōta")
    on_file(site)
    page = viewer.get("/employees")
    assert names(page) == ["García, José", "Ōta, Ana"]
    row = page.all("tbody tr")[0].get_text(" ", strip=True)
    assert "Department of Motor Vehicles Licensing Jul 1, 2015 Active" in row
    assert "2 employees" in page.main


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=leave", ["Boone, Ada"]),
        ("agency=DOT", ["Cho, Min"]),
        ("agency=DOT&department=BRI", ["Cho, Min"]),
        ("type=seasonal", ["Díaz, Eva"]),
        ("q=DIAZ", ["Díaz, Eva"]),
        ("q=ada+boone", ["Boone, Ada"]),
        ("q=boone&status=active", []),
        ("sort=name&dir=desc", ["Díaz, Eva", "Cho, Min", "Boone, Ada"]),
        ("sort=agency", ["Boone, Ada", "Díaz, Eva", "Cho, Min"]),
    ],
)
def test_filters_search_and_order_are_in_the_address(site: Site, viewer: Visitor, query: str, found: list[str]) -> None:
    on_file(site, first_name="Ada", last_name="Boone", status=Status.LEAVE)
    on_file(site, first_name="Min", last_name="Cho", agency="DOT", department="BRI")
    on_file(site, first_name="Eva", last_name="Díaz", employment_type=EmploymentType.SEASONAL)
    assert names(viewer.get(f"/employees?{query}")) == found


def test_each_filter_can_be_taken_away(site: Site, viewer: Visitor) -> None:
    on_file(site)
    page = viewer.get("/employees?q=garc&agency=DMV&status=active")
    links = {a.get_text(" ", strip=True).split(" ×")[0]: a["href"] for a in page.all(".hg-removable a")}
    assert links == {
        "“garc”": "/employees?agency=DMV&status=active",
        "Department of Motor Vehicles": "/employees?q=garc&status=active",
        "Active": "/employees?q=garc&agency=DMV",
    }


def test_pages_follow_each_other_forwards_and_backwards(site: Site, viewer: Visitor) -> None:
    for number in range(60):
        on_file(site, last_name=f"Person{number:02d}")
    first = viewer.get("/employees")
    assert len(names(first)) == 25
    second = viewer.get(first.link("Next"))
    third = viewer.get(second.link("Next"))
    assert names(third) == [f"Person{n:02d}, José" for n in range(50, 60)]
    assert not [a for a in third.all("a") if a.get_text(strip=True) == "Next"]
    assert names(viewer.get(third.link("Previous"))) == names(second)
    assert viewer.get(third.link("First page")).link("Next") == first.link("Next")


def test_a_heading_sorts_and_says_how(site: Site, viewer: Visitor) -> None:
    on_file(site)
    page = viewer.get("/employees?sort=hired")
    assert page.one("th[aria-sort]").get_text(" ", strip=True) == "Hired ▲"
    assert page.link("Hired") == "/employees?sort=hired&dir=desc"


def test_nobody_found_says_what_to_loosen(viewer: Visitor) -> None:
    page = viewer.get("/employees?q=nobody")
    assert "Nobody matches" in page.main
    assert "Try fewer filters" in page.one("[data-live-count]").get_text()


def test_one_letter_is_too_few_and_the_page_says_so(viewer: Visitor) -> None:
    page = viewer.get("/employees?q=a", status=422)
    assert page.one("#q-error").get_text(strip=True)
    assert page.one("#q")["value"] == "a"


def test_a_text_that_is_too_long_to_search_for_is_refused_in_words(viewer: Visitor) -> None:
    assert viewer.get("/employees?q=" + "a" * 10_000, status=422).one("#q-error").get_text(strip=True)


def test_a_script_gets_the_list_alone(site: Site, viewer: Visitor) -> None:
    on_file(site)
    answer = viewer.fetch("/employees?q=garc", headers={"X-Fragment": "results"})
    assert "García, José" in answer.text
    assert "<html" not in answer.text


@pytest.mark.parametrize(
    "query",
    [
        "sort=salary",
        "dir=up",
        "size=30",
        "size=x",
        "agency=NOPE",
        "agency=DMV&department=BRI",
        "status=gone",
        "type=x",
        "after=forged",
        "before=forged",
    ],
)
def test_an_address_that_makes_no_sense_is_a_page_that_says_so(viewer: Visitor, query: str) -> None:
    page = viewer.get(f"/employees?{query}", status=400)
    assert page.h1 == "This link does not work"


def test_a_cursor_is_good_for_its_own_list_and_state_only(site: Site, viewer: Visitor) -> None:
    for _ in range(30):
        on_file(site)
        on_file(site, slug="wyoming")
    link = viewer.get("/employees").link("Next")
    viewer.get(link)
    viewer.get(link + "&status=active", status=400)
    site.visitor(Role.VIEWER, "wyoming").get(link, status=400)


def test_only_those_who_may_are_offered_to_add(viewer: Visitor, specialist: Visitor) -> None:
    assert "Add an employee" not in viewer.get("/employees").main
    assert "Add an employee" in specialist.get("/employees").main


def test_a_name_is_shown_as_text_and_never_as_markup(site: Site, viewer: Visitor) -> None:
    on_file(site, last_name="<b>Bold</b>", id=an_id())
    assert names(viewer.get("/employees")) == ["<b>Bold</b>, José"]


def test_a_department_of_the_agency_chosen_before_is_let_go(site: Site, viewer: Visitor) -> None:
    on_file(site)
    on_file(site, first_name="Min", last_name="Cho", agency="DOT", department="BRI")
    page = viewer.get("/employees?agency=DMV")
    sent = {str(option["value"]) for option in page.all("#department option")}
    assert sent == {"", "DMV/LIC", "DMV/REG"}
    assert names(viewer.get("/employees?agency=DMV&department=DMV%2FREG")) == []
    assert names(viewer.get("/employees?agency=DOT&department=DMV%2FREG")) == ["Cho, Min"]
    viewer.get("/employees?agency=DMV&department=DMV%2FNOPE", status=400)


def test_a_filter_that_no_key_answers_offers_to_keep_looking(site: Site, viewer: Visitor) -> None:
    for number in range(210):
        on_file(site, last_name=f"Person{number:03d}")
    on_file(site, last_name="Zamora", employment_type=EmploymentType.SEASONAL)
    page = viewer.get("/employees?type=seasonal")
    assert "Nobody found so far" in page.main
    assert names(viewer.get(page.link("Keep looking"))) == ["Zamora, José"]


@pytest.mark.parametrize("text", ["gar%00cia", "gar%E2%80%AEcia", "gar%1Bcia"])
def test_a_search_for_what_cannot_be_printed_is_refused_in_words(viewer: Visitor, text: str) -> None:
    assert "cannot be printed" in viewer.get(f"/employees?q={text}", status=422).one("#q-error").get_text()
