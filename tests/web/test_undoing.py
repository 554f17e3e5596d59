"""Cancel an action, and correct one: both stay on file, linked both ways."""

from datetime import date

import pytest

from humangov.domain.actions import Action
from humangov.domain.employees import Employee, Status
from tests.web.careers import acted
from tests.web.markup import read
from tests.web.people import approve, checked, file, on_file
from tests.web.site import Site, Visitor


def on_leave(site: Site, specialist: Visitor, person: Employee) -> Action:
    """A leave since February that is recorded."""
    path = f"/employees/{person.id}/actions/new?code=460"
    approve(site, file(specialist, path, effective="2026-02-01", reason="Care of a child"))
    return ledger(site, person)[-1]


def ledger(site: Site, person: Employee) -> list[Action]:
    return list(site.desks.records().actions[person.id].values())


def test_a_cancelled_action_stands_no_more_and_stays_on_file(site: Site, specialist: Visitor) -> None:
    person = on_file(site)
    leave = on_leave(site, specialist, person)
    path = f"/employees/{person.id}/actions/{leave.id}/cancel"
    form = specialist.get(path)
    assert form.h1 == "001 Cancellation of 460 Leave without pay: José García"
    assert not form.all("#effective, #exception")
    page = checked(specialist, path, reason="Came to work after all")
    assert "Status On leave Active" in page.main
    assert "A second person must approve it" in page.main
    answer = specialist.fetch(path, "POST", data=page.fields() | {"step": "file"})
    assert site.desks.records().employees[person.id].status is Status.LEAVE
    approve(site, answer)
    assert site.desks.records().employees[person.id].status is Status.ACTIVE
    cancelled, cancellation = ledger(site, person)[-2:]
    assert (cancelled.cancelled_by, cancellation.cancels) == (cancellation.id, leave.id)


def test_a_correction_begins_with_what_the_action_said(site: Site, specialist: Visitor) -> None:
    person = on_file(site)
    pay = f"/employees/{person.id}/actions/new?code=892"
    approve(site, file(specialist, pay, effective="2026-02-01", pay_cents="60000", reason="Step"))
    path = f"/employees/{person.id}/actions/{ledger(site, person)[-1].id}/correct"
    form = specialist.get(path)
    assert (form.value("pay_cents"), form.value("effective"), form.value("reason")) == ("60000.00", "2026-02-01", "")
    page = checked(specialist, path, pay_cents="61000", reason="Slip of the pen")
    assert "Pay $60,000 a year $61,000 a year" in page.main
    approve(site, specialist.fetch(path, "POST", data=page.fields() | {"step": "file"}))
    assert site.desks.records().employees[person.id].pay_cents == 61_000_00
    assert ledger(site, person)[-1].label == "002 Correction of 892 Step increase"


def test_a_correction_of_the_date_shows_both_days(site: Site, specialist: Visitor) -> None:
    person = on_file(site)
    leave = on_leave(site, specialist, person)
    page = checked(
        specialist, f"/employees/{person.id}/actions/{leave.id}/correct", effective="2026-02-15", reason="Other day"
    )
    assert "The record from Feb 1, 2026" in page.main
    assert "Status On leave Active" in page.main
    assert "The record from Feb 15, 2026" in page.main


def test_the_first_day_is_corrected_by_a_correction_of_the_appointment(site: Site, specialist: Visitor) -> None:
    person = on_file(site)
    path = f"/employees/{person.id}/actions/{person.id}/correct"
    approve(site, file(specialist, path, effective="2015-08-01", last_name="Garza", reason="Slip of the pen"))
    corrected = site.desks.records().employees[person.id]
    assert (corrected.hire_date.isoformat(), corrected.last_name) == ("2015-08-01", "Garza")


@pytest.mark.parametrize("verb", ["cancel", "correct"])
def test_what_stands_no_more_leads_back_with_a_word(site: Site, specialist: Visitor, verb: str) -> None:
    person = on_file(site)
    leave = on_leave(site, specialist, person)
    approve(site, file(specialist, f"/employees/{person.id}/actions/{leave.id}/cancel", reason="A mistake"))
    answer = specialist.fetch(f"/employees/{person.id}/actions/{leave.id}/{verb}")
    assert answer.headers["Location"] == f"/employees/{person.id}"
    assert "stands no more" in specialist.get(answer.headers["Location"]).main


def test_a_correction_of_what_somebody_cancelled_meanwhile_says_so_and_keeps_the_form(
    site: Site, specialist: Visitor
) -> None:
    person = on_file(site)
    leave = on_leave(site, specialist, person)
    base = f"/employees/{person.id}/actions/{leave.id}"
    page = checked(specialist, f"{base}/correct", effective="2026-02-15", reason="Other day")
    approve(site, file(specialist, f"{base}/cancel", reason="A mistake"))
    answer = read(specialist.fetch(f"{base}/correct", "POST", data=page.fields() | {"step": "file"}))
    assert answer.status == 422
    assert "is cancelled. Record a new action instead." in answer.one("#error-summary").get_text()
    assert answer.value("effective") == "2026-02-15"


def test_an_appointment_that_others_follow_cannot_be_cancelled(site: Site, specialist: Visitor) -> None:
    person = on_file(site)
    on_leave(site, specialist, person)
    page = checked(specialist, f"/employees/{person.id}/actions/{person.id}/cancel", reason="A mistake")
    assert "Other actions follow this appointment" in page.one("#error-summary").get_text()


def test_a_cancellation_needs_a_reason(site: Site, specialist: Visitor) -> None:
    person = on_file(site)
    leave = on_leave(site, specialist, person)
    page = checked(specialist, f"/employees/{person.id}/actions/{leave.id}/cancel")
    assert "Enter the reason." in page.one("#reason-error").get_text()


@pytest.mark.parametrize("verb", ["cancel", "correct"])
def test_an_action_that_is_none_and_an_edit_are_not_found(site: Site, specialist: Visitor, verb: str) -> None:
    person = on_file(site)
    specialist.fill(f"/employees/{person.id}/edit/contact", phone="916-555-0101")
    edit = ledger(site, person)[-1]
    for identity in (edit.id, "none"):
        specialist.get(f"/employees/{person.id}/actions/{identity}/{verb}", status=404)


def test_a_cancelled_appointment_is_no_form_to_cancel_any_more(site: Site, specialist: Visitor) -> None:
    person = on_file(site)
    approve(site, file(specialist, f"/employees/{person.id}/actions/{person.id}/cancel", reason="Never came"))
    for verb in ("cancel", "correct"):
        answer = specialist.fetch(f"/employees/{person.id}/actions/{person.id}/{verb}")
        assert answer.headers["Location"] == f"/employees/{person.id}", verb
        assert "stands no more" in specialist.get(answer.headers["Location"]).main


def test_a_correction_of_a_separation_leaves_its_reason_unless_it_says_another_one(
    site: Site, specialist: Visitor
) -> None:
    person = on_file(site)
    left = acted(site, person, "317", date(2026, 2, 1), reason="Retirement")
    path = f"/employees/{person.id}/actions/{left}/correct"
    assert specialist.get(path).value("separation_reason") == "Retirement"
    approve(site, file(specialist, path, effective="2026-02-02", reason="The day was wrong"))
    assert site.desks.records().employees[person.id].separation_reason == "Retirement"
    path = f"/employees/{person.id}/actions/{ledger(site, person)[-1].id}/correct"
    page = checked(specialist, path, separation_reason="Resignation", reason="Did not retire")
    assert "Reason for separation Retirement Resignation" in page.main
    approve(site, specialist.fetch(path, "POST", data=page.fields() | {"step": "file"}))
    assert site.desks.records().employees[person.id].separation_reason == "Resignation"
    career = specialist.get(f"/employees/{person.id}/career").main
    assert "Reason for separation" in career
    assert "Resignation" in career
