"""The administration of action codes."""

import pytest

from humangov.domain.actions import ActionStatus, waiting_line
from humangov.domain.events import EventKind
from tests.builders import an_action, an_employee
from tests.web.markup import Page, read
from tests.web.people import messages
from tests.web.site import Site, Visitor

NEW = {"code": "730", "title": "Detail to another agency", "fields": ["position", "unit"], "active": "y"}


def ticked(page: Page) -> list[str]:
    return [str(box["value"]) for box in page.all("#fields input") if box.has_attr("checked")]


def sent(page: Page, **typed: object) -> dict[str, object]:
    """What the page's form would send with these changes: all boxes that are ticked, and None for one taken away."""
    whole = {**page.fields(), "fields": ticked(page), **typed}
    return {name: value for name, value in whole.items() if value is not None}


def test_the_list_shows_every_code_by_family(administrator: Visitor) -> None:
    page = administrator.get("/admin/codes")
    row = next(r for r in page.all("tbody tr") if "702 Promotion" in r.get_text())
    assert "Yes, it affects pay" in row.get_text()
    assert page.link("317 Resignation") == "/admin/codes/317"
    assert "set by this state" not in page.main


def test_a_code_is_added_and_stands_in_the_list(site: Site, administrator: Visitor) -> None:
    answer = administrator.fill("/admin/codes/new", **NEW)
    assert answer.headers["Location"] == "/admin/codes"
    page = administrator.get("/admin/codes")
    assert "730 Detail to another agency is added." in page.main
    assert "set by this state" in page.main
    (code,) = site.desks.records().codes
    assert (code.fields, code.second_person, code.active) == (("agency", "department", "position"), False, True)
    assert len(site.desks.records().of_kind(EventKind.CODES_CHANGED)) == 1


def test_a_code_that_affects_pay_is_said_to_need_a_second_person(administrator: Visitor) -> None:
    administrator.fill("/admin/codes/new", **(NEW | {"fields": ["pay"]}))
    assert "Somebody else must approve it" in administrator.get("/admin/codes").main
    page = administrator.get("/admin/codes/702")
    assert "because it can start, stop or change what a person is paid" in page.main
    assert not page.all("#second_person")


def test_a_state_does_without_a_second_person_for_a_reason_that_stands_in_the_list(
    site: Site, administrator: Visitor
) -> None:
    page = administrator.get("/admin/codes/292")
    administrator.fetch("/admin/codes/292", "POST", data=sent(page, alone_because="Payroll checks each return"))
    listed = administrator.get("/admin/codes")
    assert "One person alone can record it, though it can start, stop or change pay." in listed.main
    row = next(r for r in listed.all("tbody tr") if "292 Return to duty" in r.get_text())
    assert "No, though it affects pay: Payroll checks each return" in row.get_text(" ", strip=True)
    (code,) = site.desks.records().codes
    assert not code.needs_second_person
    assert administrator.get("/admin/codes/292").value("alone_because") == "Payroll checks each return"


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"code": "702"}, "code", "in use"),
        ({"code": "999"}, "code", "three digits whose first"),
        ({"code": "\x00"}, "code", "three digits whose first"),
        ({"title": ""}, "title", "Enter a title"),
        ({"title": "x" * 10_000}, "title", "at most 100"),
        ({"code": "331"}, "fields", "cannot change: agency, department, position"),
        ({"fields": ["birth_date"]}, "fields", "not a valid choice"),
        ({"notice": "x"}, "notice", "Not a valid choice"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_nothing_is_lost(
    site: Site, administrator: Visitor, typed: dict[str, object], field: str, says: str
) -> None:
    page = read(administrator.fill("/admin/codes/new", **(NEW | typed)))
    assert page.status == 422
    assert says in " ".join(messages(page.all(f"#{field}-error")))
    if "fields" not in typed:
        assert ticked(page) == ["unit", "position"]
    assert not site.desks.records().codes


def test_a_code_is_changed_as_it_was_shown(site: Site, administrator: Visitor) -> None:
    page = administrator.get("/admin/codes/782")
    assert ticked(page) == ["fte_hundredths"]
    assert administrator.fetch("/admin/codes/782", "POST", data=sent(page)).status_code == 303
    assert site.desks.records().codes == ()
    answer = administrator.fetch("/admin/codes/782", "POST", data=sent(page, title="Other hours"))
    assert answer.status_code == 303
    (code,) = site.desks.records().codes
    assert (code.title, code.fields) == ("Other hours", ("fte_hundredths",))


def test_every_code_of_the_list_is_shown_as_it_is(site: Site, administrator: Visitor) -> None:
    for link in administrator.get("/admin/codes").all("tbody th a"):
        path = str(link["href"])
        assert administrator.fetch(path, "POST", data=sent(administrator.get(path))).status_code == 303
    assert site.desks.records().codes == ()


def test_a_retired_code_is_not_offered_and_can_come_back(site: Site, administrator: Visitor) -> None:
    page = administrator.get("/admin/codes/317")
    administrator.fetch("/admin/codes/317", "POST", data=sent(page, active=None))
    assert "Retired" in administrator.get("/admin/codes").main
    page = administrator.get("/admin/codes/317")
    administrator.fetch("/admin/codes/317", "POST", data=sent(page, active="y"))
    assert site.desks.records().codes == ()


def test_a_second_person_can_be_asked_for(site: Site, administrator: Visitor) -> None:
    page = administrator.get("/admin/codes/740")
    administrator.fetch("/admin/codes/740", "POST", data=sent(page, second_person="y"))
    assert site.desks.records().codes[0].second_person


def test_the_page_says_what_a_change_affects(site: Site, administrator: Visitor) -> None:
    assert "No request waits with this code." in administrator.get("/admin/codes/702").main
    request = an_action(code="702", status=ActionStatus.SUBMITTED)
    site.desks.records().waiting[request.id] = waiting_line(request, an_employee())
    assert "1 request waits with this code" in administrator.get("/admin/codes/702").main


@pytest.mark.parametrize("code", ["999", "001", "x", "%00", "7"])
def test_what_is_not_there_is_not_found(administrator: Visitor, code: str) -> None:
    administrator.get(f"/admin/codes/{code}", status=404)


def test_the_second_of_two_administrators_is_told_and_can_save_again(administrator: Visitor) -> None:
    first, second = administrator.get("/admin/codes/new"), administrator.get("/admin/codes/317")
    administrator.fill("/admin/codes/350", title="Death in service")
    page = read(administrator.fetch("/admin/codes/new", "POST", data=sent(first, **NEW)))
    assert "Somebody else changed the codes meanwhile" in page.main
    assert administrator.fetch("/admin/codes/new", "POST", data=sent(page)).status_code == 303
    page = read(administrator.fetch("/admin/codes/317", "POST", data=sent(second, title="Quit")))
    assert administrator.fetch("/admin/codes/317", "POST", data=sent(page)).status_code == 303
