"""Actions on somebody who is on file: the code, the form, what it would do, and then the record."""

from datetime import date
from typing import Any

import pytest

from humangov.domain.employees import Employee, Status
from humangov.domain.events import EventKind
from tests.builders import a_position, facts
from tests.web.markup import Page, read
from tests.web.people import approve, checked, file, messages, on_file
from tests.web.site import Site, Visitor

PROMOTION = {"effective": "2026-04-01", "title": "Senior examiner", "pay_cents": "62,000", "reason": "Merit"}
MOVE = {"effective": "2026-02-01", "title": "Examiner of boats", "reason": "Other work"}


def to(person: Employee, code: str) -> str:
    return f"/employees/{person.id}/actions/new?code={code}"


def current(site: Site, person: Employee) -> Employee:
    return site.desks.records().employees[person.id]


def step_increase(site: Site, specialist: Visitor, person: Employee, day: str, pay: str) -> None:
    approve(site, file(specialist, to(person, "892"), effective=day, pay_cents=pay, reason="Step"))


def rows(page: Page, caption: str) -> list[str]:
    """The rows of the table with this caption."""
    tables = [t for t in page.all("main table") if caption in t.caption.get_text()]  # type: ignore[union-attr] # each has one
    return [row.get_text(" ", strip=True) for table in tables for row in table.select("tbody tr")]


def test_codes_are_offered_by_family_and_only_those_that_are_possible_today(site: Site, specialist: Visitor) -> None:
    person = on_file(site)
    page = specialist.get(f"/employees/{person.id}/actions/new")
    assert page.link("702 Promotion") == to(person, "702")
    possible = page.one("main > .hg-width > .hg-columns").get_text(" ")
    assert "460 Leave without pay" in possible
    assert "292 Return to duty" not in possible
    assert "292 Return to duty" in page.one("main details").get_text(" ")


@pytest.mark.parametrize("code", ["999", "abc", "001", "7"])
def test_a_code_that_is_none_is_not_found(site: Site, specialist: Visitor, code: str) -> None:
    specialist.get(to(on_file(site), code), status=404)


def test_the_form_has_the_fields_of_the_code_with_what_is_on_file(site: Site, specialist: Visitor) -> None:
    page = specialist.get(to(on_file(site), "892"))
    assert (page.h1, page.value("pay_cents")) == ("892 Step increase: José García", "58240.00")
    assert not page.all("#title, #unit, #last_name, #exception")
    names = specialist.get(to(on_file(site, last_name="Boone"), "780"))
    assert names.value("last_name") == "Boone"


def test_the_check_tells_what_it_would_do_and_saves_nothing(site: Site, specialist: Visitor) -> None:
    person = on_file(site)
    page = checked(specialist, to(person, "702"), **PROMOTION)
    assert rows(page, "What the action changes") == [
        "Position title Licensing examiner Senior examiner",
        "Pay $58,240 a year $62,000 a year",
    ]
    assert "A second person must approve it : an HR supervisor other than you." in page.main
    assert current(site, person) == person
    assert not site.desks.records().requests


def test_what_needs_nobody_else_is_recorded_at_once(site: Site, specialist: Visitor) -> None:
    person = on_file(site)
    page = checked(specialist, to(person, "740"), **MOVE)
    assert "Nobody else must approve it" in page.main
    answer = specialist.fetch(to(person, "740"), "POST", data={**page.fields(), "step": "file"})
    assert answer.headers["Location"] == f"/employees/{person.id}"
    assert "740 Position change is recorded, effective Feb 1, 2026" in specialist.get(answer.headers["Location"]).main
    assert current(site, person).title == "Examiner of boats"


@pytest.mark.parametrize("code", ["317", "460", "450"])
def test_what_stops_pay_waits_for_a_second_person(site: Site, specialist: Visitor, code: str) -> None:
    person = on_file(site)
    page = checked(specialist, to(person, code), effective="2026-02-01", reason="By letter")
    assert "A second person must approve it" in page.main
    approve(site, specialist.fetch(to(person, code), "POST", data={**page.fields(), "step": "file"}))
    assert current(site, person).status is not Status.ACTIVE


def test_what_affects_pay_waits_for_a_second_person(site: Site, specialist: Visitor) -> None:
    person = on_file(site)
    answer = file(specialist, to(person, "702"), **PROMOTION)
    assert "It waits for approval" in specialist.get(answer.headers["Location"]).main
    assert current(site, person) == person
    approve(site, answer)
    promoted = current(site, person)
    assert (promoted.title, promoted.due) == ("Licensing examiner", date(2026, 4, 1))


def test_only_what_was_changed_is_asked_for(site: Site, specialist: Visitor) -> None:
    person = on_file(site)
    path = file(specialist, to(person, "702"), **PROMOTION).headers["Location"]
    (asked,) = site.desks.records().requests.values()
    # The basis goes with the amount: what is asked for means the same whatever is recorded before it.
    assert asked.changes == {"title": "Senior examiner", "pay_cents": 62_000_00, "pay_basis": "annual"}
    assert path.endswith(asked.id)


def test_a_retroactive_action_shows_what_becomes_of_later_ones(site: Site, specialist: Visitor) -> None:
    person = on_file(site)
    step_increase(site, specialist, person, "2026-02-01", "60000")
    page = checked(specialist, to(person, "702"), effective="2025-06-01", title="Senior examiner", reason="Late paper")
    stands = "892 Step increase Feb 1, 2026 Pay: $58,240 a year → $60,000 a year"
    assert rows(page, "Later actions") == [f"{stands} The same"]
    page = checked(specialist, to(person, "893"), effective="2025-06-01", pay_cents="59000", reason="Late paper")
    assert rows(page, "Later actions") == [f"{stands} Pay: $59,000 a year → $60,000 a year"]


@pytest.mark.parametrize(
    ("code", "typed", "field", "message"),
    [
        ("702", {"effective": ""}, "effective", "Enter the date on which it takes effect."),
        ("702", {"effective": "2026-02-30"}, "effective", "Enter a day that exists"),
        ("702", {"effective": "2999-01-01"}, "effective", "within a year from today"),
        ("702", {"effective": "2001-01-01"}, "effective", "July 1, 2015 or later: that was the first day."),
        ("702", {"pay_cents": "-1"}, "pay_cents", "Enter dollars and cents above zero"),
        ("702", {"pay_cents": "9999999"}, "pay_cents", "at most $2,000,000 a year"),
        ("702", {"pay_basis": "hourly"}, "pay_cents", "at most $1,000 an hour"),
        ("702", {"reason": ""}, "reason", "Enter the reason."),
        ("702", {"reason": "y" * 10_000}, "reason", "Use at most 200 characters"),
        ("702", {"remarks": "y" * 3_000}, "remarks", "Use at most 2,000 characters"),
        ("702", {"authority": "y" * 300}, "authority", "Use at most 200 characters"),
        ("702", {"position": "none-such"}, "position", "There is no such position"),
        ("702", {"position": "a b"}, "position", "capital letters, digits and hyphens"),
        ("702", {"job_class": "x" * 101}, "job_class", "Use at most 100 characters"),
        ("702", {"unit": "DOT/NOPE"}, "unit", "Choose a department of Department of Transportation."),
        ("702", {"unit": "NOPE/LIC"}, "unit", "Choose an agency from the list."),
        ("702", {"unit": ""}, "unit", "Choose an agency and department."),
        ("702", {"title": ""}, "title", "Enter the position title."),
        ("292", {"effective": "2026-02-01"}, "effective", "was active (since July 1, 2015)"),
        ("780", {"first_name": "", "last_name": "’"}, "last_name", "Enter a first name or a last name"),
        ("782", {"fte_hundredths": "1.5"}, "fte_hundredths", "from 0.01 to 1.00"),
    ],
)
def test_bad_input_has_its_message_beside_its_field_and_loses_nothing(
    site: Site, specialist: Visitor, code: str, typed: dict[str, str], field: str, message: str
) -> None:
    person = on_file(site)
    whole = {"effective": "2026-03-01", "reason": "Merit"} | ({"title": "Chief"} if code == "702" else {})
    page = checked(specialist, to(person, code), **whole | typed)
    assert page.status == 422
    assert message in " ".join(messages(page.all(f"#{field}-error")))
    assert page.one(f'#error-summary a[href="#{field}"]')
    for name, text in typed.items() if field == next(iter(typed)) and field != "unit" else ():
        assert page.value(name).lower() == text.lower()
    assert current(site, person) == person


def test_an_action_that_changes_nothing_says_so(site: Site, specialist: Visitor) -> None:
    page = checked(specialist, to(on_file(site), "702"), effective="2026-03-01", reason="Merit")
    assert page.status == 422
    assert "This changes nothing" in page.one("#error-summary").get_text()


def seat(site: Site, **changes: Any) -> str:
    position = a_position(facts(**changes), number="065-1024")
    site.desks.records().positions[position.number] = position
    return position.number


def test_pay_outside_the_range_asks_for_a_reason_and_only_then(site: Site, specialist: Visitor) -> None:
    number, person = seat(site), on_file(site)
    typed = PROMOTION | {"position": number.lower(), "effective": "2026-03-01"}
    page = checked(specialist, to(person, "702"), **typed)
    assert "The pay is outside $48,000 to $61,000 a year" in page.one("#exception-error").get_text()
    path = page.response.request.full_path
    page = read(specialist.fetch(path, "POST", data=page.fields() | {"exception": "Hard to fill", "step": "check"}))
    assert page.status == 200
    assert "Hard to fill" in page.main
    assert "065-1024" in page.main


def test_a_filled_position_is_refused_beside_its_field(site: Site, specialist: Visitor) -> None:
    number = seat(site)
    first = file(specialist, to(on_file(site), "721"), effective="2026-03-01", position=number, reason="Transfer")
    approve(site, first)
    page = checked(specialist, to(on_file(site), "721"), effective="2026-03-01", position=number, reason="Transfer")
    assert "is filled on March 1, 2026" in page.one("#position-error").get_text()


def test_back_to_change_keeps_what_was_typed(site: Site, specialist: Visitor) -> None:
    person = on_file(site)
    page = checked(specialist, to(person, "702"), **PROMOTION, remarks="One\nTwo", unit="DOT/ROA")
    page = read(specialist.fetch(to(person, "702"), "POST", data=page.fields() | {"step": "back"}))
    assert page.status == 200
    kept = {name: page.value(name) for name in ("effective", "title", "pay_cents", "reason", "remarks")}
    assert kept == PROMOTION | {"remarks": "One\nTwo"}
    assert page.one("#unit option[selected]")["value"] == "DOT/ROA"
    assert not page.all("#error-summary")


def test_the_same_form_sent_twice_is_done_once(site: Site, specialist: Visitor) -> None:
    person = on_file(site)
    page = checked(specialist, to(person, "740"), **MOVE)
    sent = [specialist.fetch(to(person, "740"), "POST", data=page.fields() | {"step": "file"}) for _ in range(2)]
    assert [answer.location for answer in sent] == [f"/employees/{person.id}"] * 2
    assert len(site.desks.records().of_kind(EventKind.ACTION_RECORDED)) == 1


def test_who_is_second_sees_what_is_now_and_goes_on_from_there(site: Site, specialist: Visitor) -> None:
    person = on_file(site)
    path = to(person, "740")
    mine = checked(specialist, path, **MOVE)
    specialist.fill(f"/employees/{person.id}/edit/contact", phone="916-555-0101")
    page = read(specialist.fetch(path, "POST", data=mine.fields() | {"step": "file"}), breadcrumbs=True)
    assert (page.status, page.value("reason")) == (409, "Other work")
    assert "Somebody else saved first" in page.main
    assert "is now active, Licensing examiner" in page.main
    assert specialist.fetch(path, "POST", data=page.fields() | {"step": "file"}).status_code == 303
    assert (current(site, person).title, current(site, person).phone) == ("Examiner of boats", "916-555-0101")


def test_what_is_not_possible_any_more_says_why_and_keeps_the_form(site: Site, specialist: Visitor) -> None:
    person = on_file(site)
    path = to(person, "317")
    mine = checked(specialist, path, effective="2026-03-01", reason="Moving away")
    approve(site, file(specialist, to(person, "302"), effective="2026-02-01", reason="Retired"))
    page = read(specialist.fetch(path, "POST", data=mine.fields() | {"step": "file"}))
    assert page.status == 422
    assert "was separated (since February 1, 2026)" in page.one("#effective-error").get_text()
    assert page.value("reason") == "Moving away"


def test_the_check_tells_what_somebody_changed_since_the_form_was_opened(site: Site, specialist: Visitor) -> None:
    person = on_file(site)
    path = to(person, "702")
    fields = specialist.get(path).fields()
    step_increase(site, specialist, person, "2026-03-01", "59000")
    page = read(specialist.fetch(path, "POST", data=fields | PROMOTION))
    assert "The record changed since you opened the form" in page.main
    assert "Pay: $59,000 a year" in page.main
    assert rows(page, "What the action changes")[1] == "Pay $59,000 a year $62,000 a year"


@pytest.mark.parametrize("lost", ["base", "form_token"])
def test_a_form_of_which_a_part_got_lost_saves_nothing_and_keeps_what_was_typed(
    site: Site, specialist: Visitor, lost: str
) -> None:
    page = read(specialist.fill(to(on_file(site), "702"), **PROMOTION, **{lost: "forged"}, step="file"))
    assert page.status == 422
    assert "a part of the page had got lost" in page.main
    assert page.value("title") == "Senior examiner"
    assert not site.desks.records().requests


def test_the_sealed_part_of_one_persons_form_fits_no_other(site: Site, specialist: Visitor) -> None:
    one, other = on_file(site), on_file(site)
    base = specialist.get(to(one, "702")).value("base")
    assert read(specialist.fill(to(other, "702"), **PROMOTION, base=base, step="file")).status == 422


def test_who_may_only_read_is_offered_nothing(site: Site, viewer: Visitor) -> None:
    person = on_file(site)
    assert "Record an action" not in viewer.get(f"/employees/{person.id}").main
    viewer.get(to(person, "702"), status=403)
