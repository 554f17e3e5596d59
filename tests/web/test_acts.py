"""Acts on a person: one form each, and the page for when somebody else saved first."""

import pytest

from humangov.domain.employees import Status
from humangov.domain.events import EventKind
from tests.web.markup import Page, read
from tests.web.people import messages, on_file
from tests.web.site import Site, Visitor


@pytest.mark.parametrize(
    ("kind", "typed", "shown"),
    [
        ("name", {"last_name": "Ruiz"}, "José Ruiz"),
        ("contact", {"phone": "916-555-0188"}, "916-555-0188"),
        ("job", {"unit": "DOT/ROA", "title": "Road engineer"}, "Department of Transportation"),
        ("pay", {"pay_cents": "60,000"}, "$60,000 a year"),
        ("correction", {"birth_date": "1984-05-18"}, "May 18, 1984"),
        ("leave", {"effective": "2026-02-01", "reason": "Parental leave"}, "On leave"),
        ("separation", {"effective": "2026-02-01", "reason": "Retirement"}, "Separated"),
    ],
)
def test_each_act_is_done_by_its_own_form(
    site: Site, specialist: Visitor, kind: str, typed: dict[str, str], shown: str
) -> None:
    person = on_file(site)
    answer = specialist.fill(f"/employees/{person.id}/acts/{kind}", **typed)
    assert answer.status_code == 303
    assert shown in specialist.get(answer.headers["Location"]).main
    event = site.desks.records().of_kind(EventKind.EMPLOYEE_CHANGED)[-1]
    assert (event.act, bool(event.changes)) == (kind, True)


@pytest.mark.parametrize(("kind", "status"), [("return", Status.LEAVE), ("reinstatement", Status.SEPARATED)])
def test_people_come_back(site: Site, specialist: Visitor, kind: str, status: Status) -> None:
    reason = "Retirement" if status is Status.SEPARATED else ""
    person = on_file(site, status=status, separation_reason=reason)
    specialist.fill(f"/employees/{person.id}/acts/{kind}", effective="2026-02-01", reason="Needed again")
    assert site.desks.records().employees[person.id].status is Status.ACTIVE


def test_a_name_that_is_given_up_stays_findable(site: Site, specialist: Visitor) -> None:
    person = on_file(site)
    specialist.fill(f"/employees/{person.id}/acts/name", last_name="Ruiz")
    assert "Ruiz, José" in specialist.get("/employees?q=garcia").main


def test_an_act_that_is_not_possible_now_leads_back_with_a_word(site: Site, specialist: Visitor) -> None:
    person = on_file(site)
    answer = specialist.fetch(f"/employees/{person.id}/acts/return")
    assert answer.status_code == 303
    assert "This is not possible now" in specialist.get(answer.headers["Location"]).main


@pytest.mark.parametrize("kind", ["appointment", "nothing", "NAME"])
def test_an_act_that_is_none_is_not_found(site: Site, specialist: Visitor, kind: str) -> None:
    specialist.get(f"/employees/{on_file(site).id}/acts/{kind}", status=404)


@pytest.mark.parametrize(
    ("kind", "typed", "field"),
    [
        ("pay", {"pay_cents": "-1"}, "pay_cents"),
        ("separation", {"effective": "2999-01-01", "reason": "x"}, "effective"),
        ("separation", {"effective": "2001-01-01", "reason": "x"}, "effective"),
        ("separation", {"effective": "2026-02-01", "reason": ""}, "reason"),
        ("leave", {"effective": "2026-02-01", "reason": "y" * 10_000}, "reason"),
        ("contact", {"street": "1 Elm Street"}, "city"),
        ("name", {"first_name": "", "last_name": "’"}, "last_name"),
        ("correction", {"hire_date": "1980-01-01"}, "hire_date"),
    ],
)
def test_a_refused_act_says_why_beside_its_field(
    site: Site, specialist: Visitor, kind: str, typed: dict[str, str], field: str
) -> None:
    person = on_file(site)
    page = read(specialist.fill(f"/employees/{person.id}/acts/{kind}", **typed), breadcrumbs=True)
    assert page.status == 422
    assert messages(page.all(f"#{field}-error"))
    for name, text in typed.items():
        assert page.value(name) == text
    assert site.desks.records().employees[person.id] == person


def two_editors(site: Site, specialist: Visitor, kind: str, first: dict[str, str], second: dict[str, str]) -> Page:
    """The page that the second of two gets who had the same form open."""
    person = on_file(site)
    path = f"/employees/{person.id}/acts/{kind}"
    fields = specialist.get(path).fields()
    specialist.fill(path, **first)
    return read(specialist.fetch(path, "POST", data=fields | second), breadcrumbs=True)


def test_the_second_of_two_sees_both_versions_and_chooses(site: Site, specialist: Visitor) -> None:
    page = two_editors(
        site,
        specialist,
        "contact",
        {"phone": "916-555-0101", "email": "theirs@dmv.gov"},
        {"phone": "916-555-0102"},
    )
    assert page.status == 409
    rows = {str(row.select_one("th").get_text(strip=True)): row for row in page.all("tbody tr")}  # type: ignore[union-attr] # each row has a head
    assert set(rows) == {"Phone", "Work e-mail"}
    chosen = {name: str(row.select("input[checked]")[0]["value"]) for name, row in rows.items()}
    assert chosen == {"Phone": "yours", "Work e-mail": "theirs"}
    path = page.response.request.path
    assert specialist.fetch(path, "POST", data=page.fields()).status_code == 303
    saved = next(iter(site.desks.records().employees.values()))
    assert (saved.phone, saved.email) == ("916-555-0102", "theirs@dmv.gov")


def test_keeping_all_of_theirs_changes_nothing(site: Site, specialist: Visitor) -> None:
    page = two_editors(site, specialist, "pay", {"pay_cents": "60000"}, {"pay_cents": "61000"})
    fields = page.fields() | {"keep-pay_cents": "theirs"}
    assert specialist.fetch(page.response.request.path, "POST", data=fields).status_code == 303
    saved = next(iter(site.desks.records().employees.values()))
    assert (saved.pay_cents, saved.version) == (60_000_00, 2)


def test_agency_and_department_are_chosen_together(site: Site, specialist: Visitor) -> None:
    page = two_editors(site, specialist, "job", {"unit": "DOT/ROA"}, {"unit": "PARKS/NOR"})
    assert [r.get_text(" ", strip=True) for r in page.all("tbody th")] == ["Agency and department"]
    assert "State Parks, Northern parks" in page.main
    specialist.fetch(page.response.request.path, "POST", data=page.fields() | {"keep-agency": "theirs"})
    saved = next(iter(site.desks.records().employees.values()))
    assert (saved.agency, saved.department) == ("DOT", "ROA")


def test_a_dated_act_after_somebody_elses_says_how_it_stands_now(site: Site, specialist: Visitor) -> None:
    page = two_editors(
        site,
        specialist,
        "separation",
        {"effective": "2026-02-01", "reason": "Retirement"},
        {"effective": "2026-02-02", "reason": "Resignation"},
    )
    assert page.status == 409
    assert "is now separated" in page.main
    assert page.value("reason") == "Resignation"


def test_a_form_whose_base_was_changed_does_not_work(site: Site, specialist: Visitor) -> None:
    path = f"/employees/{on_file(site).id}/acts/pay"
    fields = specialist.get(path).fields() | {"base": "forged", "pay_cents": "61000"}
    specialist.fill(path, pay_cents="60000")
    assert specialist.fetch(path, "POST", data=fields).status_code == 400


def test_the_same_act_sent_twice_is_done_once(site: Site, specialist: Visitor) -> None:
    path = f"/employees/{on_file(site).id}/acts/pay"
    fields = specialist.get(path).fields() | {"pay_cents": "60000"}
    assert [specialist.fetch(path, "POST", data=fields).status_code for _ in range(2)] == [303, 303]
    assert len(site.desks.records().of_kind(EventKind.EMPLOYEE_CHANGED)) == 1


def test_pay_and_what_it_is_for_are_chosen_together(site: Site, specialist: Visitor) -> None:
    hourly = {"pay_cents": "28.50", "pay_basis": "hourly"}
    page = two_editors(site, specialist, "pay", hourly, {"pay_cents": "61000"})
    assert [r.get_text(" ", strip=True) for r in page.all("tbody tr")] == [
        "Pay Pay: keep $28.50 an hour Pay: keep $61,000 a year"
    ]
    specialist.fetch(page.response.request.path, "POST", data=page.fields())
    saved = next(iter(site.desks.records().employees.values()))
    assert (saved.pay_cents, saved.pay_basis.value) == (61_000_00, "annual")


def test_what_was_chosen_of_theirs_stays_chosen_when_the_form_is_refused(site: Site, specialist: Visitor) -> None:
    theirs = {"phone": "916-555-0101", "email": "theirs@dmv.gov"}
    page = two_editors(site, specialist, "contact", theirs, {"phone": "12", "email": "mine@dmv.gov"})
    path = page.response.request.path
    refused = read(specialist.fetch(path, "POST", data=page.fields() | {"keep-email": "theirs"}))
    assert refused.status == 422
    assert (refused.value("phone"), refused.value("email")) == ("12", "theirs@dmv.gov")
    assert specialist.fetch(path, "POST", data=refused.fields() | {"phone": "916-555-0102"}).status_code == 303
    saved = next(iter(site.desks.records().employees.values()))
    assert (saved.phone, saved.email) == ("916-555-0102", "theirs@dmv.gov")


def test_what_was_chosen_stays_chosen_when_a_third_one_saves(site: Site, specialist: Visitor) -> None:
    theirs = {"phone": "916-555-0101", "email": "theirs@dmv.gov"}
    page = two_editors(site, specialist, "contact", theirs, {"phone": "916-555-0102", "email": "mine@dmv.gov"})
    path = page.response.request.path
    specialist.fill(path, city="")
    specialist.fill(path, street="1 Elm Street", city="Sacramento", region="CA", postal_code="95814")
    again = read(specialist.fetch(path, "POST", data=page.fields() | {"keep-phone": "theirs"}))
    assert again.status == 409
    assert (again.fields()["keep-phone"], again.fields()["keep-email"]) == ("theirs", "yours")
    specialist.fetch(path, "POST", data=again.fields())
    saved = next(iter(site.desks.records().employees.values()))
    assert (saved.phone, saved.email, saved.city) == ("916-555-0101", "mine@dmv.gov", "Sacramento")


def test_a_person_of_many_long_names_can_be_in_a_conflict_too(site: Site, specialist: Visitor) -> None:
    former = tuple(f"{number} {'Ňąmē' * 20}" for number in range(15))
    path = f"/employees/{on_file(site, former_names=former).id}/acts/name"
    fields = specialist.get(path).fields() | {"last_name": "Ruiz"}
    specialist.fill(path, first_name="Josep")
    page = read(specialist.fetch(path, "POST", data=fields))
    assert page.status == 409
    assert specialist.fetch(path, "POST", data=page.fields()).status_code == 303
    assert "Josep Ruiz" in specialist.get(path).text


def test_saving_what_is_on_file_already_says_so(site: Site, specialist: Visitor) -> None:
    answer = specialist.fill(f"/employees/{on_file(site).id}/acts/pay")
    assert "nothing to save" in specialist.get(answer.headers["Location"]).main
    assert not site.desks.records().of_kind(EventKind.EMPLOYEE_CHANGED)


def test_a_number_that_another_record_has_leads_to_it(site: Site, specialist: Visitor) -> None:
    owner = on_file(site, number="E77")
    page = read(specialist.fill(f"/employees/{on_file(site).id}/acts/correction", number="e77"))
    assert page.status == 422
    assert "Another employee has this number" in page.one("#number-error").get_text()
    assert page.link("Open the record that has it") == f"/employees/{owner.id}"


def test_each_act_says_what_it_does(site: Site, specialist: Visitor) -> None:
    said = {}
    for status in Status:
        person = on_file(site, status=status)
        links = specialist.get(f"/employees/{person.id}").all(f'main a[href^="/employees/{person.id}/acts/"]')
        for path in (str(link["href"]) for link in links):
            said[path.rsplit("/", 1)[1]] = specialist.get(path).one("main .hg-act").get_text()
    assert len(said) == len(set(said.values())) == 9
