"""What is typed is kept for who typed it, in their session, and whatever shows it saves nothing."""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from humangov.domain.forms import DRAFT_LASTS, MOST_DRAFT_BYTES
from humangov.domain.permissions import Role
from tests.web.careers import acted
from tests.web.markup import Page, read
from tests.web.people import approve, on_file
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
    fields = {**specialist.get(path).fields(), "phone": "x" * MOST_DRAFT_BYTES}
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


# Forms whose subject has them no more once they, or those beside them, were sent: what was typed leads to its page.
OVER = (
    ("requests.change", "requests.change"),
    ("requests.change", "deciding.withdraw"),
    ("deciding.send_back", "deciding.send_back"),
    ("deciding.reject", "deciding.withdraw"),
    ("deciding.withdraw", "deciding.reject"),
    ("documents.replace", "documents.withdraw"),
    ("documents.withdraw", "documents.withdraw"),
    ("mass.reject", "mass.withdraw"),
    ("mass.withdraw", "mass.reject"),
    ("mass.stop", "mass.stop"),
)
LAST = {endpoint: endpoint.split(".")[1] for endpoint in FORMS} | {"deciding.send_back": "return"}
IT_IS_OVER = "meanwhile, so nothing of yours|You have .* this request|not possible any more|stands no more"


def user_of(site: Site, endpoint: str) -> Visitor:
    return site.visitor(next(role for role in Role if role in MATRIX[f"POST {endpoint}"]))


def follow(visitor: Visitor, address: str) -> tuple[str, Page]:
    """Where an address leads, within a few steps, and the page there."""
    for _ in range(5):
        answer = visitor.bare(address)
        if answer.status_code != 303:
            return urlsplit(address).path, read(answer)
        assert answer.headers["Location"] != address
        address = answer.headers["Location"]
    raise AssertionError(f"It goes on and on at {address}")


def left_open(site: Site, endpoint: str, path: str) -> tuple[Visitor, list[str]]:
    """Somebody who typed into a form and had it refused, and the addresses in their history."""
    visitor, filled = user_of(site, endpoint), FORMS[endpoint]
    fields = visitor.get(path).fields()
    visitor.bare(path, "POST", data={**fields, **filled.typed, filled.name: "x" * 5_000, "step": "check"})
    mark = "&" if "?" in path else "?"
    own = f"{path}{mark}form={fields['form_id']}"
    return visitor, [own, *(f"{own}&sent={step}" for step in ("1", "check", "back", "file", "draft"))]


@pytest.mark.parametrize("endpoint", FORMS)
def test_a_form_that_was_sent_elsewhere_meanwhile_leads_to_a_page(site: Site, endpoint: str, tmp_path: Path) -> None:
    path, filled = prepared(site, endpoint, tmp_path), FORMS[endpoint]
    visitor, history = left_open(site, endpoint, path)
    elsewhere = user_of(site, endpoint)
    sent(elsewhere, path, {**elsewhere.get(path).fields(), **filled.typed}, filled)
    before = saved(site)
    for address in history:
        assert follow(visitor, address)[1].status in {200, 409, 422}
    assert saved(site) == before


@pytest.mark.parametrize(("endpoint", "ending"), OVER)
def test_a_form_for_what_is_over_leads_to_its_page_and_says_so(
    site: Site, endpoint: str, ending: str, tmp_path: Path
) -> None:
    path = prepared(site, endpoint, tmp_path)
    visitor, history = left_open(site, endpoint, path)
    other, end = f"{path.rpartition('/')[0]}/{LAST[ending]}", FORMS[ending]
    elsewhere = user_of(site, ending)
    step = {"step": "file"} if end.step else {}
    elsewhere.fetch(other, "POST", data={**elsewhere.get(other).fields(), **end.typed, **step})
    assert_over(visitor, path, history)


@pytest.mark.parametrize("undoing", ["cancel", "correct"])
def test_an_action_that_was_cancelled_meanwhile_has_no_form(site: Site, undoing: str) -> None:
    person = on_file(site)
    action = acted(site, person, "702", date(2026, 1, 1), changes={"pay_cents": 80_000_00})
    actions = f"/employees/{person.id}/actions/{action}"
    visitor, history = left_open(site, f"actions.{undoing}", f"{actions}/{undoing}")
    approve(site, user_of(site, "actions.cancel").fill(f"{actions}/cancel", reason="Slip", step="file"))
    assert_over(visitor, f"{actions}/{undoing}", history)


def assert_over(visitor: Visitor, path: str, history: list[str]) -> None:
    """The form leads away, and says why; no answer of it leads in a circle."""
    where, page = follow(visitor, history[0])
    assert (page.status, where == path) == (200, False)
    assert re.search(IT_IS_OVER, page.text)
    assert all(follow(visitor, address) for address in history)


def test_what_one_submitted_oneself_is_not_told_as_somebody_else_s(site: Site, tmp_path: Path) -> None:
    path = prepared(site, "requests.change", tmp_path)
    visitor, history = left_open(site, "requests.change", path)
    visitor.fetch(path, "POST", data={**visitor.get(history[0]).fields(), "reason": "Vacancy", "step": "file"})
    assert "You have submitted this request. It stands as follows." in follow(visitor, history[0])[1].text


def test_forms_of_one_page_for_two_things_are_two(site: Site, specialist: Visitor) -> None:
    """A draft fills the form of its own query only, and the same token is another form with another query."""
    path = f"/employees/{on_file(site).id}/actions/new"
    fields = {**specialist.get(f"{path}?code=894").fields(), "effective": "2026-03-02", "reason": "Step"}
    specialist.bare(f"{path}?code=894", "POST", data={**fields, "step": "check"})
    form = f"form={fields['form_id']}"
    assert specialist.get(f"{path}?code=894&{form}").value("reason") == "Step"
    assert specialist.get(f"{path}?code=702&{form}").value("reason") == ""


def test_the_same_form_at_another_query_is_another_content(site: Site, tmp_path: Path) -> None:
    path, filled = prepared(site, "positions.new", tmp_path), FORMS["positions.new"]
    visitor = user_of(site, "positions.new")
    fields = {**visitor.get(f"{path}?unit=DMV/LIC").fields(), **filled.typed}
    first = f"{path}?unit=DMV/LIC&form={fields['form_id']}"
    assert visitor.bare(first, "POST", data=fields).status_code == 303
    again = visitor.bare(f"{path}?unit=DMV/LIC", "POST", data=fields)
    assert urlsplit(again.headers["Location"]).path == "/positions/065-1"
    both = read(visitor.fetch(f"{path}?unit=DMV/TIT", "POST", data=fields), breadcrumbs=True)
    assert (both.status, both.h1) == (409, "This form was sent before")


@pytest.mark.parametrize("endpoint", FORMS)
def test_what_else_an_address_says_stays_with_its_form(site: Site, endpoint: str, tmp_path: Path) -> None:
    path = prepared(site, endpoint, tmp_path)
    page = user_of(site, endpoint).get(f"{path}{'&' if '?' in path else '?'}from=&unit=DMV%2FLIC")
    form = page.all("main form[method=post]")[0]
    assert "unit=DMV%2FLIC" in str(form.get("action", "unit=DMV%2FLIC"))
