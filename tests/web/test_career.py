"""A person's career: every action, what it changed, and what became of it."""

from datetime import date

from bs4 import Tag

from humangov.domain.actions import ActionStatus
from humangov.domain.documents import Maker
from humangov.domain.edits import EditKind
from humangov.domain.events import EventKind
from humangov.domain.permissions import Role
from humangov.services.edits import edit_facts
from tests.builders import a_by, a_document, an_action, an_id
from tests.web.careers import acted
from tests.web.markup import Page
from tests.web.people import file, on_file
from tests.web.site import Site, Visitor


def entry(page: Page, action_id: str) -> Tag:
    return page.one(f"#action-{action_id}")


def words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def labels(page: Page) -> list[str]:
    return [words(tag) for tag in page.all(".hg-career tbody th")]


def test_an_action_says_what_it_changed_why_and_by_whom(site: Site, viewer: Visitor) -> None:
    person = on_file(site)
    promotion = acted(
        site,
        person,
        "702",
        date(2026, 2, 1),
        changes={"title": "Chief examiner", "pay_cents": 70_000_00},
        authority="Code 19818",
        remarks="After a competition",
    )
    told = words(entry(viewer.get(f"/employees/{person.id}/career"), promotion))
    for text in (
        "Feb 1, 2026 702 Promotion",
        "Position title Licensing examiner → Chief examiner",
        "Pay $58,240 → $70,000 a year Operator tests Sam Ode",
        "Reason Agreed Authority Code 19818 Remarks After a competition",
        "Requested by Operator tests, Mar 2, 2026 Approved by Sam Ode, Mar 2, 2026 Recorded Mar 2, 2026, 9:30 AM PST",
    ):
        assert text in told


def test_nobody_is_named_as_approving_what_nobody_approved(site: Site, specialist: Visitor) -> None:
    person = on_file(site)
    path = f"/employees/{person.id}/actions/new?code=740"
    file(specialist, path, effective="2026-02-01", title="Examiner of boats", reason="Other work")
    page = specialist.get(f"/employees/{person.id}/career")
    alone = [*site.desks.records().actions[person.id]][-1]
    assert "Requested by HR specialist Lee" in words(entry(page, alone))
    assert "Approved by" not in words(entry(page, alone))
    request = specialist.get(f"/employees/{person.id}/requests/{alone}")
    assert "It is in the record ." in request.main


def test_the_newest_stands_first_and_the_appointment_last(site: Site, viewer: Visitor) -> None:
    person = on_file(site)
    acted(site, person, "894", date(2025, 1, 1), changes={"pay_cents": 60_000_00})
    acted(site, person, "894", date(2026, 1, 1), changes={"pay_cents": 62_000_00})
    acted(site, person, "460", date(2025, 6, 1))
    page = viewer.get(f"/employees/{person.id}/career")
    assert [label[:3] for label in labels(page)] == ["894", "460", "894", "100"]
    assert "Position title Licensing examiner Pay $58,240 a year" in words(entry(page, person.id))
    assert "1984" not in page.main


def test_what_is_to_come_says_when(site: Site, viewer: Visitor) -> None:
    person = on_file(site)
    raised = acted(site, person, "894", date(2026, 7, 1), changes={"pay_cents": 60_000_00})
    told = words(entry(viewer.get(f"/employees/{person.id}/career"), raised))
    assert "Jul 1, 2026 To come 894 General adjustment" in told
    assert "Pay $58,240 → $60,000 a year" in told


def test_a_cancelled_action_stays_and_is_linked_both_ways(site: Site, viewer: Visitor) -> None:
    person = on_file(site)
    raised = acted(site, person, "894", date(2026, 2, 1), changes={"pay_cents": 60_000_00})
    gone = acted(site, person, "001", None, target=raised)
    page = viewer.get(f"/employees/{person.id}/career")
    old, new = entry(page, raised), entry(page, gone)
    assert old.select("th s")
    assert "Feb 1, 2026 894 General adjustment Cancelled by 001 Cancellation of 894" in words(old)
    assert "Pay $58,240 → $60,000 a year" in words(old)
    assert "001 Cancellation of 894 General adjustment" in words(new)
    assert [a["href"] for a in old.select("a")] == [f"#action-{gone}"]
    assert [a["href"] for a in new.select("a")] == [f"#action-{raised}"]


def test_a_corrected_action_says_what_was_believed_and_what_stands(site: Site, viewer: Visitor) -> None:
    person = on_file(site)
    raised = acted(site, person, "894", date(2026, 2, 1), changes={"pay_cents": 60_000_00})
    right = acted(site, person, "002", None, target=raised, changes={"pay_cents": 61_000_00})
    page = viewer.get(f"/employees/{person.id}/career")
    assert "894 General adjustment Corrected by 002 Correction of 894" in words(entry(page, raised))
    assert "$58,240 → $60,000 a year" in words(entry(page, raised))
    assert "002 Correction of 894 General adjustment" in words(entry(page, right))
    assert "$58,240 → $61,000 a year" in words(entry(page, right))


def test_only_what_stands_can_be_corrected_or_cancelled_by_who_may(
    site: Site, viewer: Visitor, specialist: Visitor
) -> None:
    person = on_file(site)
    raised = acted(site, person, "894", date(2026, 2, 1), changes={"pay_cents": 60_000_00})
    right = acted(site, person, "002", None, target=raised, changes={"pay_cents": 61_000_00})
    path = f"/employees/{person.id}/career"
    assert not [a for a in viewer.get(path).all("main a") if "/actions/" in str(a["href"])]
    page = specialist.get(path)
    offered = [str(a["href"]) for a in page.all(".hg-career a") if "/actions/" in str(a["href"])]
    wanted = [
        f"/employees/{person.id}/actions/{i}/{what}" for i in (right, person.id) for what in ("correct", "cancel")
    ]
    assert offered == wanted


def test_edits_of_facts_are_folded_away(site: Site, viewer: Visitor) -> None:
    person = on_file(site)
    desk = site.desks.open_for(Role.SPECIALIST)
    edit_facts(desk, person.id, EditKind.CONTACT, {"phone": "916-555-0100"}, 1, an_id())
    page = viewer.get(f"/employees/{person.id}/career")
    assert len(labels(page)) == 1
    folded = words(page.all("main details")[-1])
    assert "1 change to personal details" in folded
    assert "Phone set to 916-555-0100." in folded


def test_a_notice_that_is_filed_is_linked(site: Site, viewer: Visitor) -> None:
    person = on_file(site)
    raised = acted(site, person, "894", date(2026, 2, 1), changes={"pay_cents": 60_000_00})
    assert "Notice" not in viewer.get(f"/employees/{person.id}/career").main
    filed = a_document(id=raised, employee_id=person.id, made_by=Maker.SYSTEM)
    site.desks.records().documents[person.id, raised] = [filed]
    page = viewer.get(f"/employees/{person.id}/career")
    assert page.link("Notice") == f"/employees/{person.id}/documents/{raised}"


def test_requests_stay_visible_and_drafts_are_ones_own(site: Site, viewer: Visitor) -> None:
    person = on_file(site)
    for status, by in ((ActionStatus.REJECTED, "Ana Lee"), (ActionStatus.DRAFT, "Ana Lee")):
        request = an_action(
            employee_id=person.id, status=status, recorded=None, requested=a_by(by), decision="No money"
        )
        site.desks.records().requests[person.id, request.id] = request
    page = viewer.get(f"/employees/{person.id}/career")
    assert "rejected, requested by Ana Lee on Mar 2, 2026. No money" in page.main
    assert "draft" not in page.main


def test_each_action_is_one_row_and_the_rest_is_folded_away(site: Site, viewer: Visitor) -> None:
    person = on_file(site)
    raised = acted(site, person, "894", date(2026, 2, 1), changes={"pay_cents": 60_000_00}, remarks="By contract")
    found = entry(viewer.get(f"/employees/{person.id}/career"), raised)
    shown, under = found.select("tr")
    assert [words(cell) for cell in shown.select("th, td")] == [
        "Feb 1, 2026",
        "894 General adjustment",
        "Pay $58,240 → $60,000 a year",
        "Operator tests",
        "Sam Ode",
        "",
    ]
    assert "By contract" in words(under.select_one("details") or found)
    assert words(under.select("summary")[0]) == "Details of 894 General adjustment, Feb 1, 2026"


def test_what_can_be_undone_says_by_its_number_what_it_is(site: Site, specialist: Visitor) -> None:
    person = on_file(site)
    raised = acted(site, person, "894", date(2026, 2, 1), changes={"pay_cents": 60_000_00})
    found = entry(specialist.get(f"/employees/{person.id}/career"), raised).select("a")
    links = [" ".join(a.get_text().split()) for a in found]
    assert links == [f"{verb} this action, 894 General adjustment, Feb 1, 2026" for verb in ("Correct", "Cancel")]


def test_the_career_is_drawn_and_told_in_a_table_as_well(site: Site, viewer: Visitor) -> None:
    person = on_file(site)
    acted(site, person, "460", date(2024, 3, 1))
    acted(site, person, "292", date(2024, 9, 1))
    acted(site, person, "740", date(2025, 1, 1), changes={"title": "Chief examiner"})
    page = viewer.get(f"/employees/{person.id}/career")
    drawn = page.one(".hg-timeline__scroll > svg")
    assert [words(text) for text in drawn.select("svg > svg > text")][:2] == ["On leave", "Licensing examiner"]
    assert {"Today", "$58,240", "2024"} <= {words(text) for text in drawn.select("text")}
    assert [words(row) for row in page.all(".hg-timeline tbody tr")] == [
        "Jul 1, 2015 Feb 29, 2024 Licensing examiner $58,240 a year Active",
        "Mar 1, 2024 Aug 31, 2024 Licensing examiner $58,240 a year On leave",
        "Sep 1, 2024 Dec 31, 2024 Licensing examiner $58,240 a year Active",
        "Jan 1, 2025 Chief examiner $58,240 a year Active",
    ]


def test_a_look_at_a_career_is_recorded(site: Site, viewer: Visitor) -> None:
    person = on_file(site)
    viewer.get(f"/employees/{person.id}/career")
    (event,) = site.desks.records().of_kind(EventKind.EMPLOYEE_VIEWED)
    assert event.about == "Career"


def test_nobody_there_is_not_found(viewer: Visitor) -> None:
    viewer.get(f"/employees/{an_id()}/career", status=404)
