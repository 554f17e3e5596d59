"""What is put back into a form is what somebody typed, over what stands there still.

A field that was left alone is the record's, which may go on meanwhile; what it became is never written over unseen.
"""

import re
from dataclasses import replace
from typing import Any

from playwright.sync_api import Locator, expect

from humangov.domain.employees import Employee
from humangov.domain.permissions import Role
from tests.browser.test_back import Open, Opened, opened, served
from tests.builders import an_action, an_entry, an_event, changed
from tests.web.site import Site

__all__ = ["opened", "served"]
NOTES = "[id$='-meanwhile']"
TOLD = [("email", "mine@agency.example", "theirs@agency.example"), ("region", "Nevada", "OR")]
KEPT = "Object.values(sessionStorage).join()"


def entered(site: Site, path: str, **facts: Any) -> Employee:
    """Somebody else records something for the person of a form's address."""
    desk, employee_id = site.desks.open_for(Role.SUPERVISOR), path.split("/")[2]
    career = desk.employees.career(employee_id)
    act = replace(an_action(code="892", title="Step increase", employee_id=employee_id), changes=facts)
    after = changed(career.employee, **facts)
    ledger = (*career.actions, act)
    desk.employees.record(an_entry(after, career.employee, was=career.actions, ledger=ledger), an_event())
    return after


def typed_and_kept(form: Opened, **values: str) -> None:
    form.type(**values)
    form.page.wait_for_function(KEPT)
    # The last of it too.
    form.page.wait_for_timeout(200)


def test_a_field_that_nobody_typed_in_is_the_records(opened: Open, served: tuple[Site, int]) -> None:
    form, desk = opened("edits.edit"), served[0].desks.open_for(Role.SUPERVISOR)
    typed_and_kept(form, phone="916-555-0101", emergency_name="Ana Lee")
    entered(served[0], form.path, email="new.address@agency.example")
    form.page.reload()
    expect(field_of(form, "emergency_name")).to_have_value("Ana Lee")
    expect(field_of(form, "email")).to_have_value("new.address@agency.example")
    assert not form.page.locator(NOTES).count()
    form.type(emergency_phone="916-555-0199")
    form.press()
    person = desk.employees.get(form.path.split("/")[2])
    assert (person.email, person.phone) == ("new.address@agency.example", "916-555-0101")


def test_pay_that_nobody_typed_is_the_records(opened: Open, served: tuple[Site, int]) -> None:
    form = opened("actions.new")
    typed_and_kept(form, effective="2026-03-02", reason="Merit", pay_basis="hourly")
    entered(served[0], form.path, pay_cents=80_000_00)
    form.page.reload()
    expect(field_of(form, "reason")).to_have_value("Merit")
    expect(field_of(form, "effective")).to_have_value("2026-03-02")
    expect(field_of(form, "pay_cents")).to_have_value("80000.00")
    expect(form.page.locator("[name=pay_basis]:checked")).to_have_value("hourly")


def test_what_somebody_else_changed_stays_with_what_was_typed_beside_it(opened: Open, served: tuple[Site, int]) -> None:
    form = opened("edits.edit")
    typed_and_kept(form, email="mine@agency.example", region="NV", city="Reno")
    entered(served[0], form.path, email="theirs@agency.example", region="OR")
    for street in ("1 Main St", "2 Main St"):
        form.page.reload()
        for name, mine, theirs in TOLD:
            field = field_of(form, name)
            expect(field).to_have_accessible_description(re.compile(f"You entered “{mine}” here. Since then it was"))
            expect(field).to_have_value(theirs)
        expect(field_of(form, "city")).to_have_value("Reno")
        # What is told stays, also when something else is typed.
        before = form.page.evaluate(KEPT)
        form.type(street=street)
        form.page.wait_for_function(f"{KEPT} != '{before}'")


def test_what_the_server_shows_in_other_letters_is_nobody_elses_change(opened: Open, served: tuple[Site, int]) -> None:
    form = opened("edits.edit")
    typed_and_kept(form, email="Ana@Agency.example", emergency_name="Ana Lee", emergency_phone="916-555-0199")
    served[0].desks.calls.failing.add("employees.record")
    form.press()
    form.heading("HumanGov cannot reach its records")
    served[0].desks.calls.failing.clear()
    form.page.go_back()
    expect(field_of(form, "emergency_name")).to_have_value("Ana Lee")
    assert field_of(form, "email").input_value().lower() == "ana@agency.example"
    assert not form.page.locator(NOTES).count()


def field_of(form: Opened, name: str) -> Locator:
    return form.page.locator(f"main form[method=post] [name='{name}']:not([type=hidden])")
