"""Files about which their uploader is asked: held, so that none is sent again, and filed by a tick. Without script."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from werkzeug.test import TestResponse

from humangov.domain.documents import Document
from humangov.domain.looks import Caution
from humangov.domain.permissions import Role
from humangov.domain.troubles import ChoreName
from humangov.services import looking
from humangov.services.uploads import UPLOAD_LASTS
from tests.chores import do
from tests.corpus.all import CASES
from tests.corpus.pictures import heic
from tests.samples import PDF, PNG
from tests.web.markup import Page, read
from tests.web.people import a_filed_document, another, messages, on_file
from tests.web.site import Site, Visitor
from tests.web.test_filing_several import TYPED, file_names, new_documents, send

ASKED = {case.name: case.answer for case in CASES if isinstance(case.answer, tuple)}
MAKE = {case.name: case.make for case in CASES}


def asked(site: Site, visitor: Visitor, name: str = "locked.pdf") -> tuple[str, Page]:
    """The form, and the page that asks about a file."""
    path = new_documents(site)
    answer = send(visitor, path, visitor.get(path).fields(), (MAKE[name](), name))
    assert answer.status_code == 422
    return path, read(answer)


def answered(visitor: Visitor, path: str, page: Page, **typed: str) -> TestResponse:
    """The answer to the tick, without a file."""
    return visitor.fetch(path, "POST", data={**page.fields(), **page.ticked("keep"), **typed})


def filed(site: Site) -> Document:
    """The one that is filed."""
    ((document,),) = site.desks.records().documents.values()
    return document


@pytest.mark.parametrize("name", ASKED)
def test_a_file_is_asked_about_and_filed_by_a_tick_without_being_sent_again(
    site: Site, specialist: Visitor, name: str
) -> None:
    path, page = asked(site, specialist, name)
    assert not site.desks.records().documents
    question = " ".join(caution.told for caution in ASKED[name])
    assert question in page.one("[data-asked]").get_text()
    assert any(question in message for message in messages(page.all(".usa-error-message")))
    assert (page.value("title"), page.value("dated")) == (TYPED["title"], TYPED["dated"])
    assert answered(specialist, path, page).status_code == 303
    document = filed(site)
    content = site.desks.records().objects[document.object_key].content
    assert (document.file_name, document.cautions, len(content)) == (name, ASKED[name], document.size_bytes)
    assert not site.desks.records().uploads


def test_without_a_tick_nothing_is_kept_and_the_question_stays(site: Site, specialist: Visitor) -> None:
    path, page = asked(site, specialist)
    again = read(specialist.fetch(path, "POST", data=page.fields()))
    assert again.status == 422
    assert "Tick the file if it is to be kept" in again.text
    assert answered(specialist, path, again).status_code == 303
    assert file_names(site) == ["locked.pdf"]


def test_what_is_wrong_beside_the_tick_is_told_and_the_tick_stays(site: Site, specialist: Visitor) -> None:
    path, page = asked(site, specialist)
    again = read(answered(specialist, path, page, dated=""))
    assert again.status == 422
    assert again.one('[name="keep"]').has_attr("checked")
    assert specialist.fetch(path, "POST", data={**again.fields(), "dated": "2026-01-05"}).status_code == 303
    assert file_names(site) == ["locked.pdf"]


def test_a_tick_sent_twice_files_once(site: Site, specialist: Visitor) -> None:
    path, page = asked(site, specialist)
    for _ in range(2):
        assert answered(specialist, path, page).status_code == 303
    assert file_names(site) == ["locked.pdf"]


def test_another_file_beside_it_is_filed_at_once(site: Site, specialist: Visitor) -> None:
    path = new_documents(site)
    locked = (MAKE["locked.pdf"](), "locked.pdf")
    page = read(send(specialist, path, specialist.get(path).fields(), (PDF, "a.pdf"), locked))
    assert file_names(site) == ["a.pdf"]
    assert page.one("#error-summary h2").get_text() == "Not all is filed"
    assert answered(specialist, path, page).status_code == 303
    assert file_names(site) == ["a.pdf", "locked.pdf"]


def test_who_does_not_answer_for_an_hour_leaves_nothing_and_is_told(
    site: Site, specialist: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, page = asked(site, specialist)
    now = site.desks.clock()
    do(replace(site.desks.open_for(Role.SPECIALIST), clock=lambda: now + 2 * UPLOAD_LASTS), ChoreName.UPLOAD)
    assert not site.desks.records().objects
    again = read(answered(specialist, path, page))
    assert again.status == 422
    assert "This file took too long to arrive" in again.text
    monkeypatch.setattr("humangov.web.held._LASTS", timedelta(seconds=-1))
    assert "is not held any more" in read(answered(specialist, path, page)).text
    assert not site.desks.records().documents


def test_what_is_held_is_for_who_sent_it_and_for_this_person_alone(site: Site, specialist: Visitor) -> None:
    path, page = asked(site, specialist)
    stranger = another(site, Role.SPECIALIST)
    theirs = {**stranger.get(path).fields(), **TYPED, "asked": page.value("asked"), **page.ticked("keep")}
    assert "is not held any more" in read(stranger.fetch(path, "POST", data=theirs)).text
    elsewhere = new_documents(site)
    mine = {**specialist.get(elsewhere).fields(), **TYPED, "asked": page.value("asked"), **page.ticked("keep")}
    assert "chosen for another document" in read(specialist.fetch(elsewhere, "POST", data=mine)).text
    changed = {**page.fields(), "asked": "x" + page.value("asked"), "keep": "x" + page.value("asked")}
    assert specialist.fetch(path, "POST", data=changed).status_code == 422
    assert not site.desks.records().documents


def test_a_new_version_is_asked_about_too(site: Site, specialist: Visitor) -> None:
    person = on_file(site)
    before = a_filed_document(site, person)
    path = f"/employees/{person.id}/documents/{before.id}"
    script = (BytesIO(MAKE["script.pdf"]()), "script.pdf")
    data = {**specialist.get(f"{path}/replace").fields(), "file": script}
    page = read(specialist.fetch(f"{path}/replace", "POST", data=data))
    assert page.status == 422
    for _ in range(2):
        assert answered(specialist, f"{path}/replace", page).status_code == 303
    versions = site.desks.records().documents[person.id, before.id]
    assert [(d.version, d.file_name, d.cautions) for d in versions][1:] == [(2, "script.pdf", (Caution.SCRIPTS,))]
    plain = {**specialist.get(f"{path}/replace").fields(), "file": (BytesIO(PNG), "a.png")}
    assert specialist.fetch(f"{path}/replace", "POST", data=plain).status_code == 303
    assert versions[-1].cautions == (), "of the file that is there now"


def test_a_pdf_with_scripts_is_shown_in_a_sandbox_with_a_word_about_it(site: Site, specialist: Visitor) -> None:
    path, page = asked(site, specialist, "script.pdf")
    answered(specialist, path, page)
    document = filed(site)
    here = f"/employees/{document.employee_id}/documents/{document.id}"
    policy = specialist.fetch(f"{here}/content").headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; ")
    assert Caution.SCRIPTS.told_after in specialist.get(here).text
    mere = a_filed_document(site, on_file(site))
    content = specialist.fetch(f"/employees/{mere.employee_id}/documents/{mere.id}/content")
    assert "sandbox" not in content.headers["Content-Security-Policy"]


def test_a_picture_of_a_phone_is_shown_as_jpeg_and_kept_as_it_is(site: Site, specialist: Visitor) -> None:
    document = a_filed_document(site, on_file(site), heic(), "IMG_0001.HEIC")
    here = f"/employees/{document.employee_id}/documents/{document.id}"
    shown = specialist.get(here).one("iframe")
    answer = specialist.fetch(str(shown["src"]))
    assert (answer.status_code, answer.mimetype, answer.data[:3]) == (200, "image/jpeg", b"\xff\xd8\xff")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; ")
    assert specialist.fetch(f"{here}/content?download=1").data == heic()


def test_nothing_is_made_of_other_kinds(site: Site, specialist: Visitor) -> None:
    document = a_filed_document(site, on_file(site))
    path = f"/employees/{document.employee_id}/documents/{document.id}/picture"
    assert specialist.fetch(path).status_code == 404


def test_who_comes_when_enough_wait_is_told_and_loses_nothing_typed(site: Site, specialist: Visitor) -> None:
    path = new_documents(site)
    for _ in range(looking.PLACES):
        looking._places.acquire()
    try:
        page = read(send(specialist, path, specialist.get(path).fields(), (PDF, "a.pdf")))
    finally:
        for _ in range(looking.PLACES):
            looking._places.release()
    assert page.status == 422
    assert messages(page.all(".usa-error-message")) == [f"a.pdf: {looking.TOO_BUSY}"]
    assert page.value("title") == TYPED["title"]
