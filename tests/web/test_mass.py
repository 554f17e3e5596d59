"""The pages of mass actions."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from humangov.domain.errors import NotFound
from humangov.domain.events import EventKind
from humangov.domain.mass import MassAction, MassStatus, Result
from humangov.domain.permissions import Role
from tests.builders import a_mass, a_position, an_entry, an_event, changed, facts
from tests.masses import a_staff, hired
from tests.web.markup import read
from tests.web.people import another, messages
from tests.web.site import Site, Visitor, a_site

RAISE = {"code": "894", "effective": "2026-03-02", "unit": "DMV/", "percent": "3", "reason": "General raise"}


@pytest.fixture
def supervisor(site: Site) -> Visitor:
    return site.visitor(Role.SUPERVISOR)


def staff(site: Site, how_many: int = 3) -> None:
    a_staff(site.desks.open_for(Role.SPECIALIST), how_many)


def begun(visitor: Visitor, **typed: Any) -> str:
    """The page of a mass action that was just started."""
    answer = visitor.fill("/actions/mass/new", **(RAISE | typed))
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def stored(site: Site) -> MassAction:
    (mass,) = site.desks.records().masses.values()
    return mass


def rows(visitor: Visitor, path: str) -> list[str]:
    return [" ".join(row.get_text(" ").split()) for row in visitor.get(path).all("tbody tr")]


def test_a_raise_is_previewed_submitted_approved_by_another_and_recorded(
    site: Site, specialist: Visitor, supervisor: Visitor
) -> None:
    staff(site)
    path = begun(specialist)
    page = specialist.get(path)
    assert page.h1 == "894 General adjustment"
    assert "Preview ready" in page.main
    assert "Adds $4,507 to the pay of a year" in page.main
    assert rows(specialist, path)[0] == "García 0000, José " + rows(specialist, path)[0].split()[3] + (
        " $50,000 a year $51,500 a year To be recorded"
    )
    assert specialist.send(f"{path}/submit").headers["Location"] == path
    assert "an HR supervisor other than you must approve it" in specialist.get(path).main
    assert not specialist.get(path).all(f'form[action="{path}/approve"]')
    assert "Waiting for approval" in supervisor.get("/actions/mass").main
    assert "Approve and record for 3 people" in supervisor.get(path).main
    supervisor.fetch(f"{path}/approve", "POST", data=supervisor.get(path).fields(f"{path}/approve"))
    assert "Done" in specialist.get(path).main
    assert [row.split()[-1] for row in rows(specialist, path)] == ["Recorded"] * 3
    paid = sorted(e.pay_cents for e in site.desks.records().employees.values())
    assert paid == [51_500_00, 51_579_00, 51_659_00]


def test_those_who_are_skipped_or_not_possible_can_be_shown_alone(site: Site, specialist: Visitor) -> None:
    staff(site, 1)
    hired(site.desks.open_for(Role.SPECIALIST), last_name="Zuse", pay_cents=2_000_000_00)
    path = begun(specialist)
    (failed,) = rows(specialist, f"{path}?result=failed")
    assert failed.startswith("Zuse, José")
    assert "Enter at most $2,000,000 a year" in failed
    assert rows(specialist, f"{path}?result=skipped") == []
    assert specialist.fetch(f"{path}?result=done").status_code == 400


def test_people_are_shown_a_page_at_a_time(site: Site, specialist: Visitor) -> None:
    staff(site, 60)
    path = begun(specialist)
    page = specialist.get(path)
    assert len(page.all("tbody tr")) == 50
    assert "1–50 of 60" in page.one("nav.hg-pages").get_text()
    assert len(rows(specialist, page.link("Next"))) == 10
    assert specialist.fetch(f"{path}?after=made-up").status_code == 400


def test_while_it_goes_on_figures_are_shown_without_a_look_and_a_script_gets_them_alone(tmp_path: Path) -> None:
    site = a_site(tmp_path, idle=True)
    specialist = site.visitor(Role.SPECIALIST)
    staff(site)
    path = begun(specialist)
    page = specialist.get(path)
    assert "0 of about 3 people looked at" in page.main
    assert page.all("tbody tr") == []
    assert page.link("Refresh") == path
    fragment = specialist.fetch(path, headers={"X-Fragment": "progress"}).text
    assert "0 of about 3 people looked at" in " ".join(fragment.split())
    assert "<h1" not in fragment
    assert site.desks.records().of_kind(EventKind.MASS_ACTION_VIEWED) == []
    specialist.get(f"{path}?people=1")
    assert len(site.desks.records().of_kind(EventKind.MASS_ACTION_VIEWED)) == 1


def test_whoever_looks_at_what_is_unfinished_has_it_gone_on_with(tmp_path: Path) -> None:
    site = a_site(tmp_path, idle=True)
    staff(site)
    path = begun(site.visitor(Role.SPECIALIST))
    busy = a_site(tmp_path, site.desks)
    busy.visitor(Role.VIEWER).get(path)
    assert stored(busy).status is MassStatus.READY


def test_the_home_page_has_it_gone_on_with_too(tmp_path: Path) -> None:
    site = a_site(tmp_path, idle=True)
    staff(site)
    begun(site.visitor(Role.SPECIALIST))
    busy = a_site(tmp_path, site.desks)
    busy.visitor(Role.ADMINISTRATOR).get("/")
    assert stored(busy).status is MassStatus.READY


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"code": ""}, "Choose an action."),
        ({"effective": "2026-02-30"}, "Enter a day that exists, such as 11/23/2026."),
        ({"effective": "2030-01-01"}, "Enter a date within a year from today, before or after."),
        ({"percent": "three"}, "Enter a percentage such as 3 or 2.75."),
        ({"percent": "80"}, "Enter a percentage of at most 50, such as 3 or 2.75."),
        ({"kind": "amount", "amount": ""}, "Enter an amount of at most $200,000 a year."),
        ({"kind": "values"}, "894 General adjustment cannot do this."),
        ({"code": "790", "kind": "values"}, "Enter at least one new value below."),
        ({"reason": " "}, "Enter the reason."),
        ({"code": "472", "kind": "status", "statuses": "leave"}, "472 Furlough is not possible for who is on leave."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_started(
    site: Site, specialist: Visitor, typed: dict[str, str], message: str
) -> None:
    fields = specialist.get("/actions/mass/new").fields()
    page = specialist.post("/actions/mass/new", {**fields, **RAISE, **typed}, 422)
    assert any(text.startswith(message) for text in messages(page.all(".usa-error-message")))
    assert site.desks.records().masses == {}


def test_a_pay_is_lowered_with_a_minus_sign_of_any_kind(site: Site, specialist: Visitor) -> None:
    begun(specialist, percent="−9.23 %")
    assert stored(site).rule.percent_hundredths == -9_23


def test_people_get_new_values(site: Site, specialist: Visitor) -> None:
    staff(site, 1)
    path = begun(specialist, code="790", kind="values", new_unit="DOT/BRI", new_title="Inspector")
    (row,) = rows(specialist, path)
    assert "Agency: Department of Motor Vehicles Department: Licensing" in row
    assert "Agency: Department of Transportation Department: Bridges Position title: Inspector" in row


def test_it_is_rejected_with_a_reason_and_started_anew_with_a_change(
    site: Site, specialist: Visitor, supervisor: Visitor
) -> None:
    staff(site, 1)
    path = begun(specialist, authority="Act 12", percent="2.75", statuses="active")
    specialist.send(f"{path}/submit")
    assert "Enter the reason." in supervisor.post(f"{path}/reject", {"reason": ""}, 422).main
    assert supervisor.fill(f"{path}/reject", reason="Too much").status_code == 303
    page = specialist.get(path)
    assert "Rejected" in page.main
    assert "Too much" in page.main
    again = specialist.get(page.link("Start another like this")).fields()
    told = {name: again[name] for name in ("code", "effective", "unit", "percent", "reason", "authority", "statuses")}
    assert told == RAISE | {"percent": "2.75", "authority": "Act 12", "statuses": "active"}


def test_it_is_withdrawn_until_it_is_approved(site: Site, specialist: Visitor, supervisor: Visitor) -> None:
    staff(site, 1)
    path = begun(specialist)
    assert specialist.fill(f"{path}/withdraw", reason="A slip").status_code == 303
    assert stored(site).status is MassStatus.WITHDRAWN
    for visitor, verb in ((specialist, "submit"), (supervisor, "approve")):
        assert visitor.send(f"{path}/{verb}").headers["Location"] == path
        assert "It stands at “Withdrawn” meanwhile, so nothing of yours was done." in visitor.get(path).main
    assert stored(site).status is MassStatus.WITHDRAWN


def test_who_approves_second_is_told_who_came_first(site: Site, specialist: Visitor, supervisor: Visitor) -> None:
    staff(site, 1)
    path = begun(specialist)
    specialist.send(f"{path}/submit")
    late = another(site, Role.SUPERVISOR)
    fields = late.get(path).fields(f"{path}/approve")
    supervisor.fetch(f"{path}/approve", "POST", data=supervisor.get(path).fields(f"{path}/approve"))
    assert late.fetch(f"{path}/approve", "POST", data=fields).headers["Location"] == path
    assert "HR supervisor Lee has approved it meanwhile" in late.get(path).main


def test_a_mass_action_is_approved_as_it_was_seen_or_shown_anew(
    site: Site, specialist: Visitor, supervisor: Visitor
) -> None:
    staff(site)
    path = begun(specialist)
    specialist.send(f"{path}/submit")
    fields = supervisor.get(path).fields(f"{path}/approve")
    masses = site.desks.records().masses
    masses[stored(site).id] = replace(stored(site), chosen=4, effective=date(2026, 3, 9))
    page = read(supervisor.fetch(f"{path}/approve", "POST", data=fields), breadcrumbs=True)
    assert (page.status, stored(site).status) == (409, MassStatus.SUBMITTED)
    assert "Effective date Mar 2, 2026 Mar 9, 2026" in page.main
    assert "In the selection 3 4" in page.main
    supervisor.fetch(f"{path}/approve", "POST", data=page.fields(f"{path}/approve"))
    assert stored(site).status is MassStatus.DONE


def test_for_who_changed_since_the_preview_nothing_is_recorded_and_the_pages_say_so(
    site: Site, specialist: Visitor, supervisor: Visitor
) -> None:
    desk = site.desks.open_for(Role.SPECIALIST)
    person = hired(desk)
    path = begun(specialist)
    specialist.send(f"{path}/submit")
    page = supervisor.get(path)
    assert "Everybody is looked at once more before anything is recorded" in page.main
    career = desk.employees.career(person.id)
    raised = replace(career.actions[0], changes={**career.actions[0].changes, "pay_cents": 80_000_00})
    entry = an_entry(changed(person, pay_cents=80_000_00), person)
    desk.employees.record(replace(entry, ledger=(raised,)), an_event())
    supervisor.fetch(f"{path}/approve", "POST", data=page.fields(f"{path}/approve"))
    assert desk.employees.get(person.id).pay_cents == 80_000_00
    old, page = page, supervisor.get(path)
    assert "Not recorded: this is not what was approved For 1 person" in page.main
    assert page.all(f'.usa-alert a[href="{path}?result=changed"]')
    assert "1 to be recorded 0 recorded 1 changed since the preview" in page.main
    assert [str(a["href"]) for a in page.all(".hg-stats a")] == [f"{path}?result=changed"]
    (row,) = rows(supervisor, f"{path}?result=changed")
    assert "pay $58,240 a year to $59,987 a year $80,000 a year $82,400 a year To be recorded" in row
    again = read(supervisor.fetch(f"{path}/approve", "POST", data=old.fields(f"{path}/approve")), breadcrumbs=True)
    assert (again.status, stored(site).status) == (409, MassStatus.SUBMITTED)
    assert "Preview no. 1 no. 2" in again.main
    supervisor.fetch(f"{path}/approve", "POST", data=page.fields(f"{path}/approve"))
    assert stored(site).status is MassStatus.DONE
    assert desk.employees.get(person.id).pay_cents == 82_400_00


def test_nobody_approves_their_own(site: Site, supervisor: Visitor) -> None:
    staff(site, 1)
    path = begun(supervisor)
    supervisor.send(f"{path}/submit")
    answer = supervisor.send(f"{path}/approve")
    assert answer.status_code == 422
    assert "Somebody else must approve it." in answer.text
    assert stored(site).status is MassStatus.SUBMITTED


def test_who_only_reads_sees_it_and_can_do_nothing(site: Site, specialist: Visitor, viewer: Visitor) -> None:
    staff(site, 1)
    path = begun(specialist)
    page = viewer.get(path)
    assert page.all("main form") == []
    assert "Withdraw" not in page.main
    assert "New mass action" not in viewer.get("/actions/mass").main


def test_a_pay_outside_of_a_range_is_told_before_anybody_approves(site: Site, specialist: Visitor) -> None:
    desk = site.desks.open_for(Role.SPECIALIST)
    desk.positions.create(a_position(facts(pay_to_cents=59_000_00), number="P-1"), an_event())
    hired(desk, position="P-1")
    path = begun(specialist)
    assert "Nobody would be changed" in specialist.get(path).main
    assert "outside $48,000 to $59,000 a year" in rows(specialist, f"{path}?result=failed")[0]


def test_the_list_shows_all_newest_first_and_goes_on(site: Site, viewer: Visitor) -> None:
    assert "No mass actions" in viewer.get("/actions/mass").main
    for n in range(26):
        mass = a_mass(reason=f"Raise {n}", status=MassStatus.DONE)
        site.desks.records().masses[mass.id] = mass
    page = viewer.get("/actions/mass")
    assert len(page.all("tbody tr")) == 25
    assert len(rows(viewer, page.link("Older"))) == 1


def test_its_events_lead_to_its_page(site: Site, specialist: Visitor, auditor: Visitor) -> None:
    staff(site, 1)
    path = begun(specialist)
    assert auditor.get("/audit").link("894 General adjustment") == path
    assert "mass action started" in specialist.get("/").main


def test_a_mass_action_that_is_not_there_is_not_found(site: Site, specialist: Visitor) -> None:
    assert specialist.fetch("/actions/mass/nothing").status_code == 404
    assert specialist.fetch("/actions/mass/new?from=nothing").status_code == 404
    with pytest.raises(NotFound):
        site.desks.open_for(Role.VIEWER).mass.get("nothing")
    assert Result.PENDING.label == "To be recorded"
