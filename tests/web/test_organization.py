"""The organization chart, and the pages of positions."""

from datetime import date

import pytest

from humangov.domain.positions import Position
from tests.builders import a_position, an_incumbency, facts
from tests.web.markup import Page, read
from tests.web.people import messages, on_file
from tests.web.site import Site, Visitor

FALL = date(2026, 9, 1)


@pytest.fixture
def position(site: Site) -> Position:
    """P-1 of DMV Licensing, held by José García, and P-2, which is vacant."""
    person = on_file(site)
    held = a_position(number="P-1", incumbents=(an_incumbency(employee_id=person.id),))
    site.desks.records().positions |= {"P-1": held, "P-2": a_position(number="P-2")}
    return held


def test_the_chart_opens_a_level_at_a_time_and_closes_it_again(viewer: Visitor, position: Position) -> None:
    page = viewer.get("/organization")
    assert [a["aria-expanded"] for a in page.all("a[data-level]")] == ["false"] * 3
    page = viewer.get(page.link("Motor Vehicles"))
    assert [a["data-level"] for a in page.all("a[aria-expanded=true]")] == ["DMV/"]
    assert "Motor Vehicles is open in the list, with its units." in page.main
    page = viewer.get(page.link("Licensing"))
    assert [a["data-level"] for a in page.all("a[aria-expanded=true]")] == ["DMV/", "DMV/LIC"]
    assert page.one("a[aria-current=true]")["href"] == "/organization?unit=DMV"
    assert position.number in page.main


def test_who_sits_where_is_named_with_a_link_and_vacancies_are_said(viewer: Visitor, position: Position) -> None:
    page = viewer.get("/organization?unit=DMV/LIC")
    assert positions(page) == [
        "P-1 Licensing examiner 1731 García, José 1.00",
        "P-2 Licensing examiner 1731 Vacant 1.00 Jul 1, 2015",
    ]
    assert page.link("García").endswith(position.incumbents[0].employee_id)
    assert "Licensing: 2 positions, 1 vacant." in page.main


def positions(page: Page) -> list[str]:
    return [" ".join(row.get_text(" ").split()) for row in page.all(".hg-positions tbody tr")]


def test_vacancies_alone_can_be_shown_and_stay_so_from_unit_to_unit(viewer: Visitor, position: Position) -> None:
    page = viewer.get("/organization?unit=DMV/LIC&vacant=1")
    assert positions(page) == ["P-2 Licensing examiner 1731 Vacant 1.00 Jul 1, 2015"]
    assert "2 positions, 1 vacant" in page.main
    assert page.link("Registration") == "/organization?unit=DMV/REG&vacant=1"
    assert "No position is vacant here" in viewer.get(page.link("Registration")).main
    assert position.number in viewer.get("/organization?unit=DMV/LIC").main


def test_an_administrator_sees_that_a_position_is_filled_and_not_by_whom(
    administrator: Visitor, position: Position
) -> None:
    for path in ("/organization?unit=DMV/LIC", f"/positions/{position.number}"):
        page = administrator.get(path)
        assert "filled" in page.main.casefold()
        assert "García" not in page.response.text
        assert position.incumbents[0].employee_id not in page.response.text


def test_a_part_of_a_position_that_is_free_is_said(site: Site, viewer: Visitor) -> None:
    site.desks.records().positions["P"] = a_position(number="P", incumbents=(an_incumbency(fte_hundredths=60),))
    assert "1.00 0.40 free" in viewer.get("/organization?unit=DMV/LIC").main
    assert "0.40 of 1.00 full-time equivalent is vacant today" in viewer.get("/positions/P").main


def test_the_chart_of_another_day_says_so_and_keeps_the_day_in_its_links(site: Site, viewer: Visitor) -> None:
    site.desks.records().positions["P"] = a_position(facts(effective=FALL), number="P")
    assert not viewer.get("/organization?unit=DMV/LIC").all(".hg-another-day")
    page = viewer.get("/organization?unit=DMV/LIC&as_of=2026-09-01")
    assert "As it will be on Sep 1, 2026" in page.one(".hg-another-day").get_text()
    assert page.link("Show today") == "/organization?unit=DMV/LIC"
    assert page.link("Registration") == "/organization?unit=DMV/REG&as_of=2026-09-01"
    assert "1 position, 1 vacant" in page.main
    for typed in ("2020-01-31", "1/31/2020"):
        assert "As it was on Jan 31, 2020" in viewer.get(f"/organization?as_of={typed}").main


@pytest.mark.parametrize("typed", ["2026-02-30", "soon", "1/2"])
def test_a_day_that_does_not_exist_is_told_beside_the_field(viewer: Visitor, typed: str) -> None:
    page = viewer.get(f"/organization?as_of={typed}", status=422)
    assert "Enter a day that exists" in page.one("#as_of-error").get_text()
    assert page.value("as_of") == typed


def test_a_unit_that_is_not_there_is_not_found(viewer: Visitor) -> None:
    for path in ("/organization?unit=NASA", "/organization?unit=DMV/BRI", "/positions/NOPE"):
        viewer.get(path, status=404)


def test_a_unit_that_was_not_open_then_says_so(viewer: Visitor) -> None:
    page = viewer.get("/organization?unit=DMV/LIC&as_of=1899-12-31")
    assert "No agency was open on this day" in page.main
    assert "Licensing is not open on this day" in page.main


def test_a_script_gets_the_level_alone(viewer: Visitor) -> None:
    answer = viewer.fetch("/organization?unit=DMV", headers={"X-Fragment": "chart"})
    assert "<html" not in answer.text
    assert 'data-level="DMV/LIC"' in answer.text


def test_many_positions_come_a_page_at_a_time(site: Site, viewer: Visitor) -> None:
    site.desks.records().positions |= {f"P-{n:03}": a_position(number=f"P-{n:03}") for n in range(120)}
    page = viewer.get("/organization?unit=DMV/LIC")
    assert "100 positions on this page" in page.main
    assert "20 positions on this page, 20 vacant" in viewer.get(page.link("Next")).main


def test_a_position_shows_its_versions_and_who_held_it(site: Site, viewer: Visitor) -> None:
    past = an_incumbency(to_day=date(2020, 1, 1))
    later = facts(effective=FALL, title="Senior examiner", supervisor="P-9")
    site.desks.records().positions["P-1"] = a_position(facts(), later, number="P-1", incumbents=(past,))
    page = viewer.get("/positions/p-1")
    assert "Licensing examiner Department of Motor Vehicles, Licensing Vacant" in page.main
    assert "From Jul 1, 2015 to Dec 31, 2019" in page.main
    rows = [" ".join(row.get_text(" ").split()) for row in page.all("tbody tr")]
    assert rows[0].startswith("Sep 1, 2026 (to come) Senior examiner 1731 Department of Motor Vehicles, Licensing")
    assert not page.all("a[href$='/change']")


NEW = {"number": "065-1", "unit": "DMV/LIC", "title": "Chief", "pay_from_cents": "48,000", "pay_to_cents": "61000"}


def test_a_position_is_created_changed_closed_and_opened_again(site: Site, administrator: Visitor) -> None:
    answer = administrator.fill("/positions/new?unit=DMV/LIC", **NEW)
    assert answer.headers["Location"] == "/positions/065-1"
    administrator.fill("/positions/065-1/change", title="Chief examiner", effective="2026-09-01")
    administrator.fill("/positions/065-1/state/close", effective="2027-01-01")
    kept = site.desks.records().positions["065-1"]
    assert [(v.title, v.open, v.pay_to_cents) for v in kept.versions] == [
        ("Chief", True, 61_000_00),
        ("Chief examiner", True, 61_000_00),
        ("Chief examiner", False, 61_000_00),
    ]
    administrator.fill(administrator.get("/positions/065-1").link("Open again"), effective="2027-01-01")
    assert site.desks.records().positions["065-1"].versions[-1].open


def test_a_change_touches_only_what_was_typed(site: Site, administrator: Visitor) -> None:
    later = facts(effective=date(2020, 1, 1), title="Senior examiner")
    site.desks.records().positions["P-1"] = a_position(facts(), later, number="P-1")
    administrator.fill("/positions/P-1/change", job_class="1732", effective="2018-01-01")
    versions = site.desks.records().positions["P-1"].versions
    assert [(v.title, v.job_class) for v in versions] == [
        ("Licensing examiner", "1731"),
        ("Licensing examiner", "1732"),
        ("Senior examiner", "1732"),
    ]


@pytest.mark.parametrize(
    ("path", "typed", "field", "says"),
    [
        ("new", NEW | {"number": "p-1"}, "number", "in use"),
        ("new", NEW | {"effective": "2026-02-30"}, "effective", "a day that exists"),
        ("new", NEW | {"effective": ""}, "effective", "Enter the first day"),
        ("new", NEW | {"pay_to_cents": "40000"}, "pay_to_cents", "not below the lowest"),
        ("new", NEW | {"pay_to_cents": "-1"}, "pay_to_cents", "Enter dollars"),
        ("new", NEW | {"fte_hundredths": "2"}, "fte_hundredths", "0.01 to 1.00"),
        ("P-1/change", {"supervisor": "p-1"}, "supervisor", "cannot supervise itself"),
        ("P-1/change", {"effective": "2015-06-30", "title": "X"}, "effective", "begins on July 1, 2015"),
        ("P-1/state/close", {}, "effective", "people hold 1.00"),
    ],
)
def test_bad_input_is_told_beside_its_field(
    administrator: Visitor, position: Position, path: str, typed: dict[str, str], field: str, says: str
) -> None:
    assert position.number == "P-1"
    page = read(administrator.fill(f"/positions/{path}", **typed))
    assert page.status == 422
    assert says in " ".join(messages(page.all(f"#{field}-error")))


def test_the_second_of_two_administrators_is_told_and_overwrites_nothing(
    site: Site, administrator: Visitor, position: Position
) -> None:
    fields = administrator.get("/positions/P-1/change").fields()
    administrator.fill("/positions/P-1/change", job_class="1732")
    page = read(administrator.fetch("/positions/P-1/change", "POST", data=fields | {"title": "Chief"}))
    assert "Somebody else changed this position meanwhile" in page.main
    assert page.value("title") == "Chief"
    assert administrator.fetch("/positions/P-1/change", "POST", data=page.fields()).status_code == 422
    administrator.fill("/positions/P-1/change", title="Chief")
    facts = site.desks.records().positions["P-1"].versions[-1]
    assert (facts.title, facts.job_class) == ("Chief", "1732")


def test_a_pay_basis_that_nobody_offers_is_refused(administrator: Visitor, position: Position) -> None:
    fields = administrator.get("/positions/P-1/change").fields()
    answer = administrator.fetch("/positions/P-1/change", "POST", data=fields | {"pay_basis": "weekly"})
    assert answer.status_code == 422


def test_a_state_that_a_position_cannot_have_is_not_found(administrator: Visitor, position: Position) -> None:
    administrator.get(f"/positions/{position.number}/state/nope", status=404)
