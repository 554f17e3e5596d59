"""Several files at once, of which some are refused."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from humangov.domain.events import EventKind
from humangov.domain.permissions import Role
from humangov.web import filing
from tests.builders import an_employee
from tests.fakes.desks import FakeDesks
from tests.fakes.records import Calls
from tests.samples import PDF, PNG, TEXT
from tests.web.markup import read
from tests.web.people import messages
from tests.web.site import Site, Visitor, a_site

TYPED = {"type": "appointment", "title": "Letter", "dated": "2026-01-05", "note": ""}


def new_documents(site: Site) -> str:
    """The path of the form for somebody on file."""
    person = an_employee()
    site.desks.records().employees[person.id] = person
    return f"/employees/{person.id}/documents/new"


def file_names(site: Site) -> list[str]:
    """What is on file, in the order of the alphabet."""
    return sorted(versions[-1].file_name for versions in site.desks.records().documents.values())


def send(visitor: Visitor, path: str, fields: dict[str, Any], *files: tuple[bytes, str]) -> TestResponse:
    """The form with these files."""
    chosen = [(BytesIO(content), name) for content, name in files]
    return visitor.fetch(path, "POST", data={**fields, **TYPED, "files": chosen}, content_type="multipart/form-data")


def test_a_refused_file_that_is_sent_again_is_filed_beside_the_first(site: Site, specialist: Visitor) -> None:
    path = new_documents(site)
    first = send(specialist, path, specialist.get(path).fields(), (PDF, "a.pdf"), (PNG[:40], "b.png"))
    assert first.status_code == 422
    assert file_names(site) == ["a.pdf"]
    assert send(specialist, path, read(first).fields(), (PNG, "b.png")).status_code == 303
    assert file_names(site) == ["a.pdf", "b.png"]


def test_the_same_form_sent_twice_files_each_once(site: Site, specialist: Visitor) -> None:
    path = new_documents(site)
    fields = specialist.get(path).fields()
    for _ in range(2):
        assert send(specialist, path, fields, (PDF, "a.pdf"), (PNG, "b.png")).status_code == 303
    assert file_names(site) == ["a.pdf", "b.png"]


def test_a_page_on_which_some_are_filed_does_not_say_that_nothing_is(site: Site, specialist: Visitor) -> None:
    path = new_documents(site)
    page = read(send(specialist, path, specialist.get(path).fields(), (PDF, "a.pdf"), (b"", "b.png")))
    assert page.one("#error-summary h2").get_text() == "Not all is filed"
    page = read(send(specialist, path, specialist.get(path).fields(), (b"", "b.png")))
    assert page.one("#error-summary h2").get_text() == "Nothing was saved yet"


def test_the_same_content_under_two_names_is_filed_once_and_told(site: Site, specialist: Visitor) -> None:
    path = new_documents(site)
    page = read(send(specialist, path, specialist.get(path).fields(), (PDF, "a.pdf"), (PDF, "copy.pdf")))
    assert messages(page.all("#files-error")) == ["copy.pdf: This is the same file as a.pdf, which is filed."]
    assert file_names(site) == ["a.pdf"]


def send_by_script(visitor: Visitor, path: str, fields: dict[str, Any], file: tuple[bytes, str]) -> int:
    """The status of one file sent as the script of the page sends it."""
    data = {**fields, **TYPED, "files": [(BytesIO(file[0]), file[1])]}
    return visitor.fetch(path, "POST", data=data, headers={"X-Requested-With": "XMLHttpRequest"}).status_code


def test_files_that_a_script_sends_one_by_one_are_told_in_one_message(site: Site, specialist: Visitor) -> None:
    path = new_documents(site)
    fields = specialist.get(path).fields()
    long_name = "n" * 90 + ".txt"
    assert send_by_script(specialist, path, fields, (PDF, "a.pdf")) == 201
    assert send_by_script(specialist, path, fields, (PNG[:40], "b.png")) == 422
    assert send_by_script(specialist, path, fields, (PDF, "a.pdf")) == 201
    specialist.get("/")
    assert send_by_script(specialist, path, fields, (TEXT, long_name)) == 201
    page = specialist.get(path.removesuffix("/new"))
    told = f"Filed: a.pdf, {'n' * 79}…."
    assert [alert.get_text(strip=True) for alert in page.all(".usa-alert--success")] == [told]
    assert not specialist.get(path.removesuffix("/new")).all(".usa-alert--success")


def test_what_is_filed_for_one_person_is_not_told_of_another(site: Site, specialist: Visitor) -> None:
    first, second = new_documents(site), new_documents(site)
    send_by_script(specialist, first, specialist.get(first).fields(), (PDF, "a.pdf"))
    assert not specialist.get(second.removesuffix("/new")).all(".usa-alert--success")
    send_by_script(specialist, second, specialist.get(second).fields(), (PNG, "b.png"))
    assert "Filed: b.png." in specialist.get(second.removesuffix("/new")).main


def test_filing_is_no_look_at_the_person(site: Site, specialist: Visitor) -> None:
    path = new_documents(site)
    fields = specialist.get(path).fields()
    before = len(site.desks.records().events)
    send_by_script(specialist, path, fields, (PDF, "a.pdf"))
    assert [event.kind for event in site.desks.records().events[before:]] == [EventKind.DOCUMENT_ADDED]


class OneDocumentOnly(Calls):
    """Stores that break down after the first document."""

    def note(self, operation: str) -> None:
        super().note(operation)
        if operation == "documents.add":
            self.failing.add(operation)


def test_where_the_stores_break_down_half_way_the_page_tells_what_is_filed(tmp_path: Path) -> None:
    desks = FakeDesks()
    desks.calls = OneDocumentOnly()
    site = a_site(tmp_path, desks)
    specialist, path = site.visitor(Role.SPECIALIST), new_documents(site)
    files = [(PDF, "a.pdf"), (PNG, "b.png"), (TEXT, "c.txt")]
    page = read(send(specialist, path, specialist.get(path).fields(), *files))
    assert "These files are filed a.pdf." in page.main
    assert "b.png, c.txt: HumanGov could not reach its records" in " ".join(messages(page.all("#files-error")))
    desks.calls = Calls()
    assert send(specialist, path, page.fields(), *files).status_code == 303
    assert file_names(site) == ["a.pdf", "b.png", "c.txt"]


def test_a_file_for_which_no_time_is_left_is_told_and_filed_when_it_is_sent_again(
    site: Site, specialist: Visitor
) -> None:
    path, files = new_documents(site), [(PDF, "a.pdf"), (PNG, "b.png")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(filing, "MOST_SECONDS", -1.0)
        page = read(send(specialist, path, specialist.get(path).fields(), *files))
    assert (page.status, file_names(site)) == (422, [])
    assert f"a.pdf, b.png: {filing.NOT_BEGUN}" in " ".join(messages(page.all("#files-error")))
    assert send(specialist, path, page.fields(), *files).status_code == 303
    assert file_names(site) == ["a.pdf", "b.png"]
