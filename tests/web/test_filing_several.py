"""Several files at once, of which some are refused."""

from io import BytesIO
from typing import Any

from werkzeug.test import TestResponse

from tests.builders import an_employee
from tests.samples import PDF, PNG
from tests.web.markup import read
from tests.web.site import Site, Visitor

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
