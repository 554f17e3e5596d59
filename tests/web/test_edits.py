"""Edits of facts that are no acts: a form each, and the page for when somebody else saved first."""

import pytest

from humangov.domain.employees import Status
from humangov.domain.events import EventKind
from tests.web.markup import Page, read
from tests.web.people import messages, on_file
from tests.web.site import Site, Visitor


@pytest.mark.parametrize(
    ("kind", "typed", "shown"),
    [
        ("contact", {"phone": "916-555-0188"}, "916-555-0188"),
        ("identity", {"birth_date": "1984-05-18"}, "May 18, 1984"),
        ("identity", {"preferred_name": "Pepe"}, "Pepe García"),
    ],
)
@pytest.mark.parametrize("status", [Status.ACTIVE, Status.SEPARATED])
def test_each_edit_is_made_by_its_own_form(
    site: Site, specialist: Visitor, kind: str, typed: dict[str, str], shown: str, status: Status
) -> None:
    person = on_file(site, status=status)
    answer = specialist.fill(f"/employees/{person.id}/edit/{kind}", **typed)
    assert answer.status_code == 303
    assert shown in specialist.get(answer.headers["Location"]).main
    event = site.desks.records().of_kind(EventKind.EMPLOYEE_CHANGED)[-1]
    assert event.changes


@pytest.mark.parametrize("kind", ["pay", "nothing", "CONTACT"])
def test_an_edit_that_is_none_is_not_found(site: Site, specialist: Visitor, kind: str) -> None:
    specialist.get(f"/employees/{on_file(site).id}/edit/{kind}", status=404)


@pytest.mark.parametrize(
    ("kind", "typed", "field"),
    [
        ("contact", {"street": "1 Elm Street"}, "city"),
        ("contact", {"email": "nobody"}, "email"),
        ("identity", {"number": ""}, "number"),
        ("identity", {"birth_date": "2024-02-30"}, "birth_date"),
        ("identity", {"birth_date": "2014-01-01"}, "birth_date"),
    ],
)
def test_a_refused_edit_says_why_beside_its_field(
    site: Site, specialist: Visitor, kind: str, typed: dict[str, str], field: str
) -> None:
    person = on_file(site)
    page = read(specialist.fill(f"/employees/{person.id}/edit/{kind}", **typed), breadcrumbs=True)
    assert page.status == 422
    assert messages(page.all(f"#{field}-error"))
    for name, text in typed.items():
        assert page.value(name) == text
    assert site.desks.records().employees[person.id] == person


def test_the_edits_are_offered_to_those_who_may(site: Site, specialist: Visitor, viewer: Visitor) -> None:
    path = f"/employees/{on_file(site).id}"
    page = specialist.get(path)
    for kind, label in (("contact", "Change contact details"), ("identity", "Correct number or birth date")):
        assert page.link(label) == f"{path}/edit/{kind}"
    assert "Change contact details" not in viewer.get(path).main


def two_editors(site: Site, specialist: Visitor, kind: str, first: dict[str, str], second: dict[str, str]) -> Page:
    """The page that the second of two gets who had the same form open."""
    person = on_file(site)
    path = f"/employees/{person.id}/edit/{kind}"
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
    page = two_editors(site, specialist, "contact", {"phone": "916-555-0101"}, {"phone": "916-555-0102"})
    fields = page.fields() | {"keep-phone": "theirs"}
    assert specialist.fetch(page.response.request.path, "POST", data=fields).status_code == 303
    saved = next(iter(site.desks.records().employees.values()))
    assert (saved.phone, saved.version) == ("916-555-0101", 2)


@pytest.mark.parametrize("meanwhile", [False, True])
def test_what_is_opened_again_after_another_saved_puts_nothing_back(
    site: Site, specialist: Visitor, *, meanwhile: bool
) -> None:
    """Sent, changed after Back, sent again: refused, and opened as a form of its own, with what the person saw."""
    path = f"/employees/{on_file(site).id}/edit/contact"
    fields = specialist.get(path).fields()
    assert specialist.fetch(path, "POST", data=fields | {"phone": "916-555-0101"}).status_code == 303
    if meanwhile:
        specialist.fill(path, email="theirs@dmv.gov")
    both = read(specialist.fetch(path, "POST", data=fields | {"phone": "916-555-0102"}))
    form = read(specialist.fetch(path, "POST", data=both.fields()), breadcrumbs=True)
    answer = specialist.fetch(path, "POST", data=form.fields())
    if meanwhile:
        conflict = read(answer, breadcrumbs=True)
        assert conflict.status == 409
        assert specialist.fetch(path, "POST", data=conflict.fields()).status_code == 303
    else:
        assert answer.status_code == 303
    saved = next(iter(site.desks.records().employees.values()))
    assert saved.phone == "916-555-0102"
    assert (saved.email == "theirs@dmv.gov") is meanwhile


def test_a_form_whose_base_was_changed_does_not_work(site: Site, specialist: Visitor) -> None:
    path = f"/employees/{on_file(site).id}/edit/contact"
    fields = specialist.get(path).fields() | {"base": "forged", "phone": "916-555-0102"}
    specialist.fill(path, phone="916-555-0101")
    assert specialist.fetch(path, "POST", data=fields).status_code == 400


def test_the_same_edit_sent_twice_is_done_once(site: Site, specialist: Visitor) -> None:
    path = f"/employees/{on_file(site).id}/edit/contact"
    fields = specialist.get(path).fields() | {"phone": "916-555-0101"}
    assert [specialist.fetch(path, "POST", data=fields).status_code for _ in range(2)] == [303, 303]
    assert len(site.desks.records().of_kind(EventKind.EMPLOYEE_CHANGED)) == 1


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


def test_saving_what_is_on_file_already_says_so(site: Site, specialist: Visitor) -> None:
    answer = specialist.fill(f"/employees/{on_file(site).id}/edit/contact")
    assert "nothing to save" in specialist.get(answer.headers["Location"]).main
    assert not site.desks.records().of_kind(EventKind.EMPLOYEE_CHANGED)


def test_a_number_that_another_record_has_leads_to_it(site: Site, specialist: Visitor) -> None:
    owner = on_file(site, number="E77")
    page = read(specialist.fill(f"/employees/{on_file(site).id}/edit/identity", number="e77"))
    assert page.status == 422
    assert "Another employee has this number" in page.one("#number-error").get_text()
    assert page.link("Open the record that has it") == f"/employees/{owner.id}"
