"""The folder: filing, replacing, withdrawing."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from humangov.domain.documents import DocumentType
from humangov.domain.permissions import Role
from tests.samples import PDF, PNG, TEXT
from tests.web.markup import read
from tests.web.people import a_filed_document, messages, on_file
from tests.web.site import Site, Visitor, a_site

ABOUT = {"type": "correspondence", "dated": "2026-01-15", "title": "", "note": ""}


def file(visitor: Visitor, employee_id: str, *files: tuple[bytes, str], **typed: str) -> Any:
    """The answer to the form of new documents."""
    path = f"/employees/{employee_id}/documents/new"
    chosen = [(BytesIO(content), name) for content, name in files]
    return visitor.fetch(path, "POST", data={**visitor.get(path).fields(), **ABOUT, **typed, "files": chosen})


def test_several_files_are_filed_at_once_under_their_own_names(site: Site, specialist: Visitor) -> None:
    person = on_file(site)
    answer = file(specialist, person.id, (PDF, "Letter of thanks.pdf"), (PNG, "badge.png"))
    assert answer.status_code == 303
    page = specialist.get(answer.headers["Location"])
    assert "Filed: Letter of thanks.pdf, badge.png." in page.main
    assert {a.get_text(strip=True) for a in page.all("tbody th a")} == {"Letter of thanks", "badge"}


def test_each_file_can_fail_alone_and_the_others_are_filed(site: Site, specialist: Visitor) -> None:
    person = on_file(site)
    page = read(file(specialist, person.id, (PDF, "good.pdf"), (b"", "empty.pdf"), note="Kept"))
    assert page.status == 422
    assert "These files are filed good.pdf" in page.main
    assert messages(page.all("#files-error")) == [
        "empty.pdf: This file is empty. Choose it again, or save it anew from the program that made it."
    ]
    assert page.value("note").strip() == "Kept"
    assert len(site.desks.records().documents) == 1


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (PNG, "photo.pdf", "is PNG inside"),
        (PDF[:-20], "half.pdf", "The end of this PDF file is missing"),
        (b"MZ\x90\x00" * 50, "program.pdf", "This is a program, not a document. Do not open it."),
        (b"<html><script>alert(1)</script>", "page.txt", "not a whole"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(
    site: Site, specialist: Visitor, content: bytes, name: str, says: str
) -> None:
    page = read(file(specialist, on_file(site).id, (content, name)))
    assert page.status == 422
    assert says in " ".join(messages(page.all("#files-error")))
    assert not site.desks.records().objects


def test_a_file_over_the_limit_is_refused_beside_its_field(tmp_path: Path) -> None:
    site = a_site(tmp_path, max_upload_bytes=102_400)
    page = read(file(site.visitor(Role.SPECIALIST), on_file(site).id, (b"a" * 110_000, "long.txt")))
    assert "larger than 100 KB" in " ".join(messages(page.all("#files-error")))


def test_no_file_and_too_many_files_are_told(site: Site, specialist: Visitor) -> None:
    person = on_file(site)
    assert "Choose at least one file." in read(file(specialist, person.id)).main
    page = read(file(specialist, person.id, *[(TEXT, f"{n}.txt") for n in range(11)]))
    assert "Choose at most 10 files at once. You chose 11." in page.main


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"dated": "2999-01-01"}, "dated"),
        ({"title": "t" * 10_000}, "title"),
        ({"note": "\x00"}, "note"),
        ({"type": ""}, "type"),
    ],
)
def test_what_is_typed_about_a_file_is_checked(
    site: Site, specialist: Visitor, typed: dict[str, str], field: str
) -> None:
    page = read(file(specialist, on_file(site).id, (PDF, "a.pdf"), **typed))
    assert page.status == 422
    assert messages(page.all(f"#{field}-error"))


@pytest.mark.parametrize(
    ("name", "kept"),
    [("../../etc/passwd.pdf", "passwd.pdf"), ("a\u202efdp.pdf", "afdp.pdf")],
)
def test_a_file_name_keeps_no_path_and_no_direction_marks(
    site: Site, specialist: Visitor, name: str, kept: str
) -> None:
    file(specialist, on_file(site).id, (PDF, name))
    document = next(iter(site.desks.records().documents.values()))[0]
    assert document.file_name == kept
    assert kept not in next(iter(site.desks.records().objects))


def test_the_same_form_sent_twice_files_once(site: Site, specialist: Visitor) -> None:
    path = f"/employees/{on_file(site).id}/documents/new"
    fields = specialist.get(path).fields() | ABOUT
    for _ in range(2):
        specialist.fetch(path, "POST", data={**fields, "files": [(BytesIO(PDF), "a.pdf"), (BytesIO(PNG), "b.png")]})
    assert len(site.desks.records().documents) == 2


def test_a_script_that_uploads_is_told_where_to_go(site: Site, specialist: Visitor) -> None:
    path = f"/employees/{on_file(site).id}/documents/new"
    data = {**specialist.get(path).fields(), **ABOUT, "files": [(BytesIO(PDF), "a.pdf")]}
    answer = specialist.fetch(path, "POST", data=data, headers={"X-Requested-With": "XMLHttpRequest"})
    assert (answer.status_code, answer.headers["Location"]) == (201, path.removesuffix("/new"))


def test_a_script_is_told_the_limits_in_numbers_and_in_words(tmp_path: Path) -> None:
    site = a_site(tmp_path, max_upload_bytes=102_400)
    person, specialist = on_file(site), site.visitor(Role.SPECIALIST)
    form = specialist.get(f"/employees/{person.id}/documents/new").one("form[data-upload]")
    assert (form["data-most-bytes"], form["data-most-files"]) == ("102400", "10")
    assert str(form["data-too-large"]).startswith("This file is larger than 100 KB.")
    assert form["data-too-many"] == "Choose at most 10 files at once."
    path = f"/employees/{person.id}/documents/{a_filed_document(site, person).id}/replace"
    form = specialist.get(path).one("form[data-upload]")
    assert (form["data-most-files"], form["data-too-many"]) == ("1", "Choose one file.")


def test_an_upload_whose_record_cannot_be_saved_leaves_nothing_visible(site: Site, specialist: Visitor) -> None:
    person = on_file(site)
    path = f"/employees/{person.id}/documents/new"
    fields = specialist.get(path).fields() | ABOUT
    site.desks.calls.failing.add("documents.add")
    answer = specialist.fetch(path, "POST", data={**fields, "files": [(BytesIO(PDF), "a.pdf")]})
    assert answer.status_code == 503
    assert not site.desks.records().documents
    assert len(site.desks.records().uploads) == 1


def test_a_new_version_takes_the_place_of_the_old_which_stays_readable(site: Site, specialist: Visitor) -> None:
    person = on_file(site)
    document = a_filed_document(site, person)
    path = f"/employees/{person.id}/documents/{document.id}"
    fields = specialist.get(f"{path}/replace").fields()
    specialist.fetch(f"{path}/replace", "POST", data={**fields, "file": (BytesIO(PNG), "scan.png")})
    page = specialist.get(path)
    assert "Version 2: scan.png" in page.main
    assert "Version 1: letter.pdf" in page.main
    assert specialist.fetch(f"{path}/content?version=1").data == PDF
    assert specialist.fetch(f"{path}/content").data == PNG


def test_a_second_replacement_by_somebody_else_is_told(site: Site, specialist: Visitor) -> None:
    person = on_file(site)
    path = f"/employees/{person.id}/documents/{a_filed_document(site, person).id}/replace"
    fields = specialist.get(path).fields()
    specialist.fetch(path, "POST", data={**specialist.get(path).fields(), "file": (BytesIO(PNG), "a.png")})
    page = read(specialist.fetch(path, "POST", data={**fields, "file": (BytesIO(PDF), "b.pdf")}))
    assert "Somebody else changed this document meanwhile" in page.main


def test_a_withdrawn_document_stays_in_the_file_with_its_reason(site: Site, specialist: Visitor) -> None:
    person = on_file(site)
    path = f"/employees/{person.id}/documents/{a_filed_document(site, person).id}"
    assert read(specialist.fill(f"{path}/withdraw", reason="")).status == 422
    assert specialist.fill(f"{path}/withdraw", reason="Filed for the wrong person").status_code == 303
    assert "Filed for the wrong person" in specialist.get(path).main
    assert "Withdrawn" in specialist.get(f"/employees/{person.id}/documents").main
    assert specialist.fetch(f"{path}/content").data == PDF


@pytest.mark.parametrize("path", ["{d}/content?version=9", "{d}x/content", "{d}x", "{d}x/replace"])
def test_a_document_that_is_not_there_is_not_found(site: Site, specialist: Visitor, path: str) -> None:
    person = on_file(site)
    document = a_filed_document(site, person)
    specialist.get(f"/employees/{person.id}/documents/" + path.format(d=document.id), status=404)


def test_a_document_that_somebody_else_changed_can_be_withdrawn_after_another_look(
    site: Site, specialist: Visitor
) -> None:
    person = on_file(site)
    path = f"/employees/{person.id}/documents/{a_filed_document(site, person).id}"
    fields = specialist.get(f"{path}/withdraw").fields() | {"reason": "Filed twice"}
    replacing = specialist.get(f"{path}/replace").fields()
    specialist.fetch(f"{path}/replace", "POST", data={**replacing, "file": (BytesIO(PNG), "a.png")})
    page = read(specialist.fetch(f"{path}/withdraw", "POST", data=fields))
    assert "HR specialist Lee filed version 2" in page.main
    assert page.value("reason") == "Filed twice"
    assert specialist.fetch(f"{path}/withdraw", "POST", data=page.fields()).status_code == 303
    assert "Filed twice" in specialist.get(path).main


@pytest.mark.parametrize("form", ["replace", "withdraw"])
def test_a_withdrawn_document_has_no_forms_any_more(site: Site, specialist: Visitor, form: str) -> None:
    person = on_file(site)
    path = f"/employees/{person.id}/documents/{a_filed_document(site, person).id}"
    open_before = specialist.get(f"{path}/withdraw").fields()
    specialist.fill(f"{path}/withdraw", reason="Filed for the wrong person")
    answer = specialist.fetch(f"{path}/{form}")
    assert (answer.status_code, answer.headers["Location"]) == (303, path)
    assert "is withdrawn" in specialist.get(path).main
    page = read(specialist.fetch(f"{path}/withdraw", "POST", data=open_before | {"reason": "Again"}))
    assert "HR specialist Lee withdrew it" in page.main


def test_all_that_is_wrong_with_a_form_of_files_is_told_at_once(site: Site, specialist: Visitor) -> None:
    page = read(file(specialist, on_file(site).id, type="", dated="x"))
    assert [str(a["href"]) for a in page.all("#error-summary a")] == ["#files", "#type", "#dated"]


def test_what_is_wrong_about_all_files_is_told_once(site: Site, specialist: Visitor) -> None:
    page = read(file(specialist, on_file(site).id, (PDF, "a.pdf"), (PNG, "b.png"), note="a\x07"))
    assert len(page.all("#error-summary a")) == 1


def test_nobody_files_a_notice_by_hand(site: Site, specialist: Visitor) -> None:
    person = on_file(site)
    offered = {
        str(option["value"]) for option in specialist.get(f"/employees/{person.id}/documents/new").all("#type option")
    }
    assert offered == {"", *DocumentType} - {DocumentType.PERSONNEL_ACTION}
    page = read(file(specialist, person.id, (PDF, "a.pdf"), type="personnel-action"))
    assert [str(a["href"]) for a in page.all("#error-summary a")] == ["#type"]
    assert not site.desks.records().documents


def test_what_a_person_filed_as_a_notice_once_is_told_apart(site: Site, specialist: Visitor) -> None:
    person = on_file(site)
    letter = a_filed_document(site, person)
    old = replace(letter, type=DocumentType.PERSONNEL_ACTION, added_by="Ana Lee")
    site.desks.records().documents[person.id, letter.id] = [old]
    folder = f"/employees/{person.id}/documents"
    for path in (f"/employees/{person.id}", folder, f"{folder}/{letter.id}"):
        assert "Filed by Ana Lee, not made by HumanGov" in specialist.get(path).main, path
    links = [str(a["href"]) for a in specialist.get(f"{folder}/{letter.id}").all("main a")]
    assert f"{folder}/{letter.id}/withdraw" in links
    assert f"{folder}/{letter.id}/replace" not in links
