"""Every form is saved once: sent again it is done already, and with other content it is refused, with both shown.

The forms are found by walking all routes; one that is new needs a line in FORMS.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from werkzeug.routing import Rule

from humangov.domain.actions import ActionStatus
from humangov.domain.events import Event
from humangov.domain.mass import MassStatus
from humangov.domain.permissions import Role
from tests.samples import PDF
from tests.web.markup import Page, read
from tests.web.people import APPOINTMENT
from tests.web.permission_matrix import MATRIX
from tests.web.site import Site, Visitor
from tests.web.test_walk import address_of, fill, has_a_form, kept, rules

# Forms without one that saves, or with nothing in them that could differ.
ONLY_A_BUTTON = {
    "requests.show",
    "accounts.disable",
    "accounts.renew",
    "accounts.send",
    "granting.approve",
    "granting.refuse",
}
NOTHING_IS_KEPT = {
    "sign_in.sign_in": "nothing is saved by it but a session",
    "account.password": "a password is kept nowhere, and the present one is asked for each time",
}


@dataclass(frozen=True)
class Filled:
    """What is typed first, the field in which something else is typed then, and what that is."""

    name: str
    second: str
    typed: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    step: str = ""
    file: str = ""


def reason(**more: Any) -> Filled:
    return Filled("reason", "Another reason", {"reason": "The first reason"}, **more)


UNIT = {"code": "LAB", "name": "Laboratory"}
POSITION = {"number": "065-1", "unit": "DMV/LIC", "title": "Clerk", "effective": "2026-01-05", "fte_hundredths": "1.00"}
PAPER = {"type": "other", "title": "Letter", "dated": "2026-01-05"}
RAISE = {"effective": "2026-03-02", "pay_cents": "60,000"}
FORMS = {
    "accounts.invite": Filled("name", "Bo Diaz", {"name": "Ana Lee", "email": "ana@hr.example", "role": "viewer"}),
    "accounts.show": Filled("name", "Bo Diaz", {"name": "Ana Lee"}),
    "account.shortcuts": Filled("search_key", "g", {"search_key": "s"}),
    "agencies.new": Filled("name", "Water", {"code": "FTB", "name": "Franchise Tax Board"}),
    "agencies.new_unit": Filled("name", "Library", UNIT),
    "agencies.change": Filled("name", "Titles", {"name": "Licenses"}),
    "codes.new": Filled("title", "Rotation", {"code": "799", "title": "Exchange", "fields": "title"}),
    "codes.change": Filled("title", "Advance", {"title": "Upward move"}),
    "appointing.new": Filled("last_name", "Silva", APPOINTMENT, step="file"),
    "actions.new": Filled("pay_cents", "61,000", {**RAISE, "reason": "Step"}, "?code=894", "file"),
    "actions.correct": Filled("title", "Chief", {"title": "Deputy", "reason": "Slip"}, step="file"),
    "actions.cancel": reason(step="file"),
    "requests.change": reason(step="draft"),
    "deciding.send_back": reason(),
    "deciding.reject": reason(),
    "deciding.withdraw": reason(),
    "edits.edit": Filled("phone", "916-555-0102", {"phone": "916-555-0101"}),
    "mass.new": Filled("percent", "4", {"code": "894", "effective": "2026-03-02", "percent": "3", "reason": "Raise"}),
    "mass.reject": reason(),
    "mass.withdraw": reason(),
    "mass.stop": reason(),
    "documents.new": Filled("title", "Diploma", PAPER, file="files"),
    "documents.replace": Filled("file", "another.pdf", file="file"),
    "documents.withdraw": reason(),
    "positions.new": Filled("title", "Chief", POSITION),
    "positions.change": Filled("title", "Chief", {"title": "Deputy"}),
    "positions.set_open": Filled("effective", "2026-03-03", {"effective": "2026-03-02"}),
}


def forms(folder: Path) -> dict[str, Rule]:
    """Every route whose page has a form that saves."""
    found = {rule.endpoint: rule for method, rule in rules(folder) if has_a_form((method, rule))}
    return {name: rule for name, rule in found.items() if name not in ONLY_A_BUTTON | set(NOTHING_IS_KEPT)}


def prepared(site: Site, endpoint: str, folder: Path) -> str:
    """The address of the form of a route, with all that it is about on file."""
    parts = fill(site.desks, "california")
    ask(site, parts, ActionStatus.DRAFT if endpoint == "requests.change" else ActionStatus.SUBMITTED)
    if endpoint == "mass.stop":
        records = site.desks.records()
        records.masses[parts["mass_id"]] = replace(records.masses[parts["mass_id"]], status=MassStatus.RUNNING)
    return address_of(forms(folder)[endpoint], parts) + FORMS[endpoint].query


@pytest.fixture
def visited(site: Site, endpoint: str, tmp_path: Path) -> tuple[Visitor, str]:
    """Somebody who may use the form, and its address."""
    role = next(role for role in Role if role in MATRIX[f"POST {endpoint}"])
    return site.visitor(role), prepared(site, endpoint, tmp_path)


def ask(site: Site, parts: Mapping[str, str], status: ActionStatus) -> None:
    """Make the request the specialist's: a draft, with which they alone go on, or one that waits."""
    records, key = site.desks.records(), (parts["employee_id"], parts["request_id"])
    account, request = site.desks.account(Role.SPECIALIST), records.requests[key]
    by = replace(request.requested, id=account.id, name=account.name)
    records.requests[key] = replace(request, status=status, requested=by, decision="")


def saved(site: Site) -> tuple[dict[str, Any], list[Event]]:
    """All that is kept, and what was told. What is uploaded again is seen by nobody, and swept."""
    records = kept(site.desks.records())
    unseen = {"uploads", "objects"}
    told = [event for event in site.desks.records().events if not event.kind.is_view]
    return {name: value for name, value in records.items() if name not in unseen}, told


def sent(visitor: Visitor, path: str, fields: Mapping[str, Any], filled: Filled, content: bytes = PDF) -> Any:
    """The answer to the form, with a file where it takes one."""
    steps = {"step": filled.step} if filled.step else {}
    files = {filled.file: (BytesIO(content), "letter.pdf")} if filled.file else {}
    return visitor.fetch(path, "POST", data={**fields, **steps, **files}, content_type="multipart/form-data")


def sent_first(visitor: Visitor, path: str, filled: Filled) -> tuple[dict[str, Any], Any]:
    """The fields of a form that is filled and sent, and the answer."""
    fields = visitor.get(path).fields()
    return fields, sent(visitor, path, {**fields, **filled.typed}, filled)


def sent_second(visitor: Visitor, path: str, fields: Mapping[str, Any], filled: Filled) -> Page:
    """The page that answers the same form with other content."""
    typed, content = second_of(filled)
    return read(sent(visitor, path, {**fields, **typed}, filled, content), breadcrumbs=True)


def second_of(filled: Filled) -> tuple[dict[str, str], bytes]:
    """What is typed the second time, and the bytes of the file where that is what differs."""
    if filled.name == filled.file:
        return dict(filled.typed), PDF + b"\n% another one"
    return {**filled.typed, filled.name: filled.second}, PDF


def test_every_form_is_held_to_it(tmp_path: Path) -> None:
    assert set(FORMS) == set(forms(tmp_path)), "add a line to FORMS"


@pytest.mark.parametrize("endpoint", FORMS)
def test_the_same_form_with_other_content_is_refused_with_both_shown(
    site: Site, visited: tuple[Visitor, str], endpoint: str
) -> None:
    (visitor, path), filled = visited, FORMS[endpoint]
    offered = visitor.get(path)
    fields, first = sent_first(visitor, path, filled)
    assert first.status_code in {200, 303}, read(first).main
    before = saved(site)
    page = sent_second(visitor, path, fields, filled)
    assert_in_words(page, offered)
    assert (page.status, page.h1) == (409, "This form was sent before")
    assert saved(site) == before
    if filled.name != filled.file:
        assert_both_shown(page, filled)


def cells(page: Page) -> list[list[str]]:
    return [[cell.get_text(" ", strip=True) for cell in row.select("td")] for row in page.all("tbody tr")]


def assert_in_words(page: Page, offered: Page) -> None:
    """What is chosen from a list stands there as the list says it."""
    options = {
        str(o["value"]): o.get_text(" ", strip=True) for o in offered.all("main form[method=post] select option")
    }
    raw = {value for value, text in options.items() if value not in {"", text}}
    assert not raw & {cell for row in cells(page) for cell in row}


def assert_both_shown(page: Page, filled: Filled) -> None:
    """One row differs, the first, and says what was sent first and what now."""
    rows = cells(page)
    (differing,) = [row for row in rows if "differs" in row[1]]
    assert rows[0] == differing
    assert differing == [filled.typed[filled.name], f"{filled.second} differs"]


@pytest.mark.parametrize("endpoint", FORMS)
def test_the_same_form_with_the_same_content_is_done_once(
    site: Site, visited: tuple[Visitor, str], endpoint: str
) -> None:
    (visitor, path), filled = visited, FORMS[endpoint]
    fields, first = sent_first(visitor, path, filled)
    before = saved(site)
    again = sent(visitor, path, {**fields, **filled.typed}, filled)
    assert again.status_code == 303
    assert first.headers.get("Location", again.headers["Location"]) == again.headers["Location"]
    assert saved(site) == before


@pytest.mark.parametrize("endpoint", FORMS)
def test_what_was_sent_second_opens_in_a_form_of_its_own(
    site: Site, visited: tuple[Visitor, str], endpoint: str
) -> None:
    (visitor, path), filled = visited, FORMS[endpoint]
    fields, _ = sent_first(visitor, path, filled)
    both = sent_second(visitor, path, fields, filled)
    before = saved(site)
    page = read(visitor.fetch(path, "POST", data=both.fields()), breadcrumbs=True)
    assert page.status == 200
    assert page.value("form_token") != fields["form_token"]
    if filled.name != filled.file:
        assert page.value(filled.name) == filled.second.replace(",", "").replace("61000", "61,000")
    assert saved(site) == before
