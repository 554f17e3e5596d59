"""A draft goes on from the form that saved it, and shows what was typed where it cannot be recorded."""

from urllib.parse import urlsplit

import pytest

from humangov.domain.actions import Action
from tests.web.markup import Page, read
from tests.web.people import APPOINTMENT, checked, on_file
from tests.web.site import Site, Visitor

TYPED = {"effective": "2026-03-01", "title": "Chief", "reason": "Merit"}


def stored(site: Site) -> Action:
    (request,) = site.desks.records().requests.values()
    return request


@pytest.fixture
def opened(site: Site, specialist: Visitor) -> tuple[str, Page]:
    """The address of a form of its own, and what stands there."""
    answer = specialist.bare(f"/employees/{on_file(site).id}/actions/new?code=702")
    own = answer.headers["Location"]
    return own, specialist.get(own)


def kept(visitor: Visitor, own: str, fields: dict[str, str], **typed: str) -> str:
    """Save it as a draft; where that leads."""
    answer = visitor.bare(own, "POST", data={**fields, **TYPED, **typed, "step": "draft"})
    assert answer.status_code == 303
    return urlsplit(answer.headers["Location"]).path


def test_a_saved_draft_is_changed_from_the_same_form_after_back(
    site: Site, specialist: Visitor, opened: tuple[str, Page]
) -> None:
    own, page = opened
    draft = kept(specialist, own, page.fields())
    back = specialist.get(own)
    assert back.value("title") == "Chief"
    assert kept(specialist, own, back.fields(), title="Head") == draft
    assert (stored(site).changes["title"], stored(site).version) == ("Head", 2)
    back = specialist.get(own)
    page = read(specialist.fetch(own, "POST", data={**back.fields(), **TYPED, "title": "Director", "step": "check"}))
    assert page.h1.startswith("Check: ")
    specialist.fetch(own, "POST", data=page.fields() | {"step": "file"})
    assert (stored(site).changes["title"], stored(site).status) == ("Director", "submitted")


def test_a_draft_that_went_on_from_another_page_is_not_overwritten_by_an_old_form(
    site: Site, specialist: Visitor, opened: tuple[str, Page]
) -> None:
    own, page = opened
    draft = kept(specialist, own, page.fields())
    specialist.fill(f"{draft}/change", title="Director", step="draft")
    answer = read(
        specialist.fetch(own, "POST", data={**specialist.get(own).fields(), **TYPED, "title": "Head", "step": "draft"})
    )
    assert (answer.status, stored(site).changes["title"]) == (409, "Director")


def test_a_draft_that_cannot_be_recorded_shows_what_was_typed(site: Site, specialist: Visitor) -> None:
    fields = checked(specialist, "/employees/new", **APPOINTMENT, postal_code="none").fields()
    answer = specialist.fetch("/employees/new", "POST", data=fields | {"step": "draft"})
    page = specialist.get(answer.headers["Location"])
    assert "As it stands now, it cannot be recorded" in page.main
    for said in ("O’Neill-Brown", "Bridge inspector", "$58,240 a year", "Bridges", "Feb 28, 1990"):
        assert said in page.main
