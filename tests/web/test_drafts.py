"""What is typed is kept for who typed it, in their session, and whatever shows it saves nothing."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from humangov.domain.forms import DRAFT_LASTS, MOST_DRAFT_CHARACTERS
from humangov.domain.permissions import Role
from tests.web.markup import read
from tests.web.people import on_file
from tests.web.permission_matrix import MATRIX
from tests.web.site import Site, Visitor
from tests.web.test_once import FORMS, prepared, saved, second_of, sent


def typed(visitor: Visitor, path: str, **values: str) -> str:
    """The address of the answer to a form that is refused or checked."""
    page = visitor.get(path)
    answer = visitor.bare(path, "POST", data={**page.fields(), **values})
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def form_of(address: str) -> str:
    """The form's own address, from which this answer was asked for."""
    return address.partition("&sent=")[0]


def too_long(site: Site, visitor: Visitor) -> str:
    return typed(visitor, f"/employees/{on_file(site).id}/edit/contact", phone="x" * 500)


def test_a_form_has_an_address_of_its_own(site: Site, specialist: Visitor) -> None:
    path = f"/employees/{on_file(site).id}/edit/contact"
    first, second = (specialist.bare(path).headers["Location"] for _ in range(2))
    assert urlsplit(first).path == path
    assert parse_qs(urlsplit(first).query)["form"] != parse_qs(urlsplit(second).query)["form"]


def test_what_was_refused_is_a_page_to_get_and_its_form_is_filled(site: Site, specialist: Visitor) -> None:
    answer = too_long(site, specialist)
    page = specialist.get(answer, status=422)
    assert page.value("phone") == "x" * 500
    assert page.all("#error-summary")
    assert specialist.get(form_of(answer)).value("phone") == "x" * 500


def test_what_is_kept_is_nobody_else_s(site: Site, specialist: Visitor) -> None:
    answer = too_long(site, specialist)
    supervisor = site.visitor(Role.SUPERVISOR)
    assert supervisor.get(form_of(answer)).value("phone") == ""
    assert "not kept any more" in supervisor.get(answer).text


def test_what_is_kept_is_that_of_the_session(site: Site, specialist: Visitor) -> None:
    answer = too_long(site, specialist)
    site.sign_in(specialist, site.desks.account(Role.SPECIALIST))
    page = specialist.get(answer)
    assert "What was typed there is not kept any more" in page.text
    assert page.value("phone") == ""


def test_what_is_kept_fills_no_other_form(site: Site, specialist: Visitor) -> None:
    answer = too_long(site, specialist)
    other = f"/employees/{on_file(site, last_name='Ito').id}/edit/contact"
    assert specialist.get(f"{other}?{urlsplit(form_of(answer)).query}").value("phone") == ""


def test_what_is_kept_is_so_for_some_hours(site: Site, specialist: Visitor) -> None:
    answer = too_long(site, specialist)
    records = site.desks.records()
    (key, draft) = next(iter(records.drafts.items()))
    assert draft.ends_at <= site.desks.clock.instant + DRAFT_LASTS
    records.drafts[key] = replace(draft, ends_at=site.desks.clock.instant - timedelta(seconds=1))
    assert "not kept any more" in specialist.get(answer).text


def test_a_person_who_moved_out_of_reach_is_not_found_by_a_draft(site: Site, specialist: Visitor) -> None:
    answer = too_long(site, specialist)
    site.desks.limit(Role.SPECIALIST, "DOT")
    specialist.get(answer, status=404)
    specialist.get(form_of(answer), status=404)


def test_a_role_that_was_lost_opens_no_draft(site: Site, specialist: Visitor) -> None:
    answer = too_long(site, specialist)
    account = site.desks.account(Role.SPECIALIST)
    site.desks.records().accounts[account.id] = replace(account, role=Role.VIEWER)
    specialist.get(answer, status=403)


def test_an_address_that_is_none_is_told(site: Site, specialist: Visitor) -> None:
    specialist.get(f"/employees/{on_file(site).id}/edit/contact?form=../x", status=400)


def test_passwords_and_tokens_of_the_page_are_not_kept(site: Site, specialist: Visitor) -> None:
    specialist.fill("/account/password", current="wrong", new="plum kettle")
    assert not site.desks.records().drafts
    too_long(site, specialist)
    (draft,) = site.desks.records().drafts.values()
    assert not {name for name, _ in draft.fields} & {"csrf_token", "password", "current", "new"}


def test_what_is_too_long_to_be_kept_is_answered_all_the_same(site: Site, specialist: Visitor) -> None:
    path = f"/employees/{on_file(site).id}/edit/contact"
    fields = {**specialist.get(path).fields(), "phone": "x" * MOST_DRAFT_CHARACTERS}
    assert read(specialist.bare(path, "POST", data=fields)).status == 422
    assert not site.desks.records().drafts


def test_a_check_is_looked_at_once(site: Site, specialist: Visitor) -> None:
    path = f"/employees/{on_file(site).id}/actions/new?code=460"
    page = specialist.get(path)
    before = len(site.desks.records().events)
    specialist.fetch(path, "POST", data={**page.fields(), "effective": "2026-03-02", "reason": "Care", "step": "check"})
    assert len(site.desks.records().events) == before + 1


@pytest.mark.parametrize("endpoint", [name for name, filled in FORMS.items() if not filled.file])
@pytest.mark.parametrize("how", ["1", "file", "draft", "check", "back", ""])
def test_to_look_at_an_answer_again_saves_nothing(site: Site, endpoint: str, how: str, tmp_path: Path) -> None:
    """Whatever the address says, what was typed could be saved, and is not: only what is sent is."""
    path, filled = prepared(site, endpoint, tmp_path), FORMS[endpoint]
    role = next(role for role in Role if role in MATRIX[f"POST {endpoint}"])
    visitor = site.visitor(role)
    fields = {**visitor.get(path).fields(), **filled.typed}
    visitor.bare(path, "POST", data={**fields, filled.name: "x" * 5_000})
    keep(site, fields)
    before = saved(site)
    for query in (f"form={fields['form_id']}&sent={how}", f"form={fields['form_id']}"):
        mark = "&" if "?" in path else "?"
        answer = visitor.fetch(f"{path}{mark}{query}")
        assert answer.status_code in {200, 409, 422}
        assert saved(site) == before
    assert read(answer).value(filled.name).replace(",", "").split(".")[0] in filled.typed[filled.name].replace(",", "")


def keep(site: Site, fields: dict[str, str]) -> None:
    """Let the draft hold these fields."""
    drafts = site.desks.records().drafts
    for key, draft in drafts.items():
        drafts[key] = replace(
            draft, fields=tuple((n, v) for n, v in fields.items() if n not in {"csrf_token", "form_id"})
        )


@pytest.mark.parametrize("endpoint", FORMS)
def test_every_form_keeps_what_is_typed(site: Site, endpoint: str, tmp_path: Path) -> None:
    path, filled = prepared(site, endpoint, tmp_path), FORMS[endpoint]
    visitor = site.visitor(next(role for role in Role if role in MATRIX[f"POST {endpoint}"]))
    fields = visitor.get(path).fields()
    sent(visitor, path, {**fields, **filled.typed}, filled)
    typed_second, content = second_of(filled)
    sent(visitor, path, {**fields, **typed_second}, filled, content)
    mark = "&" if "?" in path else "?"
    page = visitor.get(f"{path}{mark}form={fields['form_id']}")
    assert page.value("form_token") == fields["form_token"]
    if filled.name != filled.file:
        assert page.value(filled.name) == filled.second
