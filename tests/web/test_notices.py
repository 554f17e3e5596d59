"""Notices on the pages: official papers that nobody changes, marked where what they say holds no more."""

import fcntl
import sys
from io import BytesIO
from pathlib import Path
from time import monotonic

import pytest
from flask import Flask
from werkzeug.routing import Rule

from humangov.domain.employees import Employee
from humangov.domain.permissions import Permission, Role
from humangov.domain.troubles import ChoreName
from humangov.services import apart
from humangov.services.printing import print_notice
from tests.builders import TODAY, an_id
from tests.chores import do
from tests.samples import PDF
from tests.unit.services.test_notices import PANIC
from tests.web.careers import acted
from tests.web.people import a_filed_document, appoint, approve, file, on_file
from tests.web.site import Site, Visitor


@pytest.fixture
def site(site: Site) -> Site:
    site.desks.printer = print_notice
    return site


def filed(site: Site, person: Employee, code: str = "894", **more: object) -> str:
    """The id of an action that is recorded, and whose notice is filed."""
    changes = {} if code == "001" else {"changes": {"pay_cents": 60_000_00}}
    action_id = acted(site, person, code, None if code[0] == "0" else TODAY, **{**changes, **more})
    do(site.desks.open_for(Role.VIEWER), ChoreName.NOTICE)
    return action_id


def about_a_document(app: Flask) -> list[Rule]:
    """Every route that changes a document which its address names, found by walking."""
    found = [r for r in app.url_map.iter_rules() if "POST" in (r.methods or ()) and "document_id" in r.arguments]
    assert found
    return found


@pytest.mark.parametrize("role", list(Role))
def test_a_forged_form_changes_no_notice_and_says_why(site: Site, role: Role) -> None:
    person = on_file(site)
    notice = filed(site, person)
    visitor, records = site.visitor(role), site.desks.records()
    before = (dict(records.objects), {k: list(v) for k, v in records.documents.items()})
    keeps = visitor.account is not None and Permission.CHANGE_RECORDS in visitor.account.principal.permissions
    for rule in about_a_document(site.app):
        path = rule.rule.replace("<employee_id>", person.id).replace("<document_id>", notice)
        sent = {"token": an_id(), "version": "1", "reason": "Forged", "file": (BytesIO(PDF), "forged.pdf")}
        page = visitor.post(path, sent, status=403)
        assert ("HumanGov made it from the record" in page.main) is keeps
        assert visitor.get(path, status=403).h1 == page.h1
    assert (dict(records.objects), {k: list(v) for k, v in records.documents.items()}) == before


def test_a_notice_offers_no_change_and_a_letter_does(site: Site, specialist: Visitor) -> None:
    person = on_file(site)
    base = f"/employees/{person.id}/documents"
    notice, letter = filed(site, person), a_filed_document(site, person).id
    assert not specialist.get(f"{base}/{notice}").all("a[href$=replace], a[href$=withdraw]")
    assert len(specialist.get(f"{base}/{letter}").all("a[href$=replace], a[href$=withdraw]")) == 2


def test_a_forged_file_under_an_action_s_id_is_not_linked_as_its_notice(site: Site, specialist: Visitor) -> None:
    person = on_file(site)
    letter = a_filed_document(site, person)
    action_id = acted(site, person, "894", TODAY, changes={"pay_cents": 60_000_00})
    site.desks.records().documents[person.id, action_id] = [letter]
    assert not specialist.get(f"/employees/{person.id}/career").all(f"a[href$='/documents/{action_id}']")


@pytest.mark.parametrize(
    ("code", "label", "verb"), [("001", "Cancelled", "Cancelled"), ("002", "Corrected", "Corrected")]
)
def test_a_notice_whose_action_stands_no_more_says_so_wherever_it_is_seen(
    site: Site, viewer: Visitor, code: str, label: str, verb: str
) -> None:
    person = on_file(site)
    notice = filed(site, person)
    base = f"/employees/{person.id}/documents"
    for path in (base, f"/employees/{person.id}"):
        assert not viewer.get(path).all(".hg-tag--withdrawn")
    changes = {} if code == "001" else {"changes": {"pay_cents": 61_000_00}}
    successor = filed(site, person, code, target=notice, **changes)
    for path in (base, f"/employees/{person.id}"):
        [tag] = viewer.get(path).all(".hg-tag--withdrawn")
        assert tag.get_text(strip=True) == label
        row = tag.find_parent(["th", "li"])
        assert row
        assert row.select(f"a[href$='{notice}']")
    page = viewer.get(f"{base}/{notice}")
    assert f"This notice is {label.lower()}" in page.main
    assert f"{verb} by" in page.main
    assert page.all(f".usa-alert a[href='{base}/{successor}']")
    assert not viewer.get(f"{base}/{successor}").all(".usa-alert")
    for query in ("?download=1", "?version=1"):
        kept = viewer.fetch(f"{base}/{notice}/content{query}").headers["Content-Disposition"]
        assert f'filename="{label.upper()}-notice-894-2026-03-02.pdf"' in kept


def test_a_correction_that_was_cancelled_leads_all_the_way(site: Site, viewer: Visitor) -> None:
    person = on_file(site)
    base = f"/employees/{person.id}/documents"
    notice = filed(site, person)
    correction = filed(site, person, "002", target=notice, changes={"pay_cents": 61_000_00})
    cancellation = filed(site, person, "001", target=correction)
    page = viewer.get(f"{base}/{notice}")
    links = [a["href"] for a in page.all(".usa-alert a")]
    assert links == [f"{base}/{correction}", f"{base}/{cancellation}"]
    assert "This notice is cancelled" in page.main
    assert {t.get_text(strip=True) for t in viewer.get(base).all(".hg-tag--withdrawn")} == {"Cancelled"}


def test_a_notice_that_was_corrected_twice_names_each_correction_in_words_of_its_own(
    site: Site, viewer: Visitor
) -> None:
    person = on_file(site)
    notice = filed(site, person)
    first = filed(site, person, "002", target=notice, changes={"pay_cents": 61_000_00})
    filed(site, person, "002", target=first, changes={"pay_cents": 62_000_00})
    said = [
        a.get_text(" ", strip=True)
        for a in viewer.get(f"/employees/{person.id}/documents/{notice}").all(".usa-alert a")
    ]
    assert len(set(said)) == len(said) == 2


def test_what_has_no_notice_of_its_own_is_found_in_the_career(site: Site, viewer: Visitor) -> None:
    person = on_file(site)
    notice = filed(site, person)
    cancellation = acted(site, person, "001", None, target=notice)
    page = viewer.get(f"/employees/{person.id}/documents/{notice}")
    [link] = page.all(".usa-alert a")
    assert link["href"] == f"/employees/{person.id}/career#action-{cancellation}"
    assert viewer.get(f"/employees/{person.id}/career").all(f"#action-{cancellation}")


def test_an_action_whose_notice_cannot_be_printed_says_so_and_another_has_its_notice(
    site: Site, specialist: Visitor
) -> None:
    broken, whole = on_file(site), on_file(site, number="N-2", email="")
    for person, reason in ((broken, PANIC), (whole, "Raise")):
        path = f"/employees/{person.id}/actions/new?code=894"
        approve(site, file(specialist, path, effective="2026-03-02", pay_cents="60000", reason=reason))
    career = specialist.get(f"/employees/{broken.id}/career")
    assert "Notice could not be printed" in career.main
    assert not career.all("a[href*='/documents/']")
    career = specialist.get(f"/employees/{whole.id}/career")
    assert "could not be printed" not in career.main
    assert career.all("a[href*='/documents/0']")


def test_who_approves_waits_little_for_their_notice_and_not_at_all_for_another(
    site: Site, specialist: Visitor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first, second = (appoint(specialist, last_name=f"Q{i}", birth_date=f"1990-02-1{i}") for i in range(2))
    monkeypatch.setattr(apart, "LOCK", tmp_path / "lock")
    monkeypatch.setattr(apart, "COMMAND", (sys.executable, "-c", "import time; time.sleep(60)"))
    began = monotonic()
    approve(site, first)
    assert apart.REQUEST_SECONDS <= monotonic() - began < 5
    with apart.LOCK.open("w") as printer:
        fcntl.flock(printer, fcntl.LOCK_EX)
        began = monotonic()
        approve(site, second)
        assert monotonic() - began < apart.REQUEST_SECONDS
    assert len(site.desks.records().notices) == 2
    assert (
        "could not be printed" not in specialist.get(f"{first.headers['Location'].split('/requests/')[0]}/career").main
    )
