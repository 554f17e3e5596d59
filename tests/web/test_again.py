"""Nobody is told "Nothing was saved" when that is not known: every form, broken off at every call behind it.

The forms are found by walking the application's routes; tests/web/sending.py fills each of them.
"""

import re
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from humangov.app import create_app
from humangov.domain.events import EventKind
from tests.fakes.desks import FakeDesks
from tests.web.markup import Page, read
from tests.web.sending import CHANGE_NOTHING, SENDINGS, Sending
from tests.web.site import Site, a_site, fake_assets, settings

CLAIMS_NOTHING = re.compile(r"nothing (was|of)|is not saved|was not saved", re.IGNORECASE)
UNCERTAIN = "It is not certain whether this is saved"
UNREACHABLE = "HumanGov cannot reach its records"
# Forms that cannot be done a second time: the first sending ended the session or used up the link from which they came,
# or it made a one-time link that is known to nobody and is made anew.
TOLD = {"account.password": 401, "sign_in.invitation": 404, "accounts.invite": 422, "accounts.renew": 409}
# Each sign-in begins a session of its own.
DONE_EACH_TIME = {"sign_in.sign_in"}
# One a minute: a try that broke off after it was counted counts, and the next one is told to wait.
COUNTED = {"accounts.send"}
every_form = pytest.mark.parametrize("form", sorted(SENDINGS))


# What follows a change when that is possible just then, and else later: a session, and a notice.
FOLLOWS = {
    **dict.fromkeys(("account.password", "sign_in.invitation"), EventKind.ACCOUNT_SIGNED_IN),
    **dict.fromkeys(("actions.new", "actions.correct", "actions.cancel", "requests.show"), EventKind.DOCUMENT_ADDED),
}


def changes(site: Site, form: str) -> list[EventKind]:
    """What is saved: each change tells of itself. Looks and refused sign-ins change nothing."""
    loose = {EventKind.ACCOUNT_SIGN_IN_REFUSED, FOLLOWS.get(form)}
    kinds = [event.kind for event in site.desks.records().events]
    return [kind for kind in kinds if not kind.is_view and kind not in loose]


def ready(folder: Path, form: str) -> tuple[Site, Sending]:
    """A site of its own with the form filled. What goes on by itself goes on elsewhere."""
    site = a_site(folder, idle=True)
    return site, SENDINGS[form](site)


def done(folder: Path, form: str) -> tuple[list[EventKind], int]:
    """What the form changes when all goes well, and the calls that this takes."""
    site, sending = ready(folder, form)
    before = len(changes(site, form))
    site.desks.calls.answered = 10_000
    assert sending.send().status_code in {200, 303}
    return changes(site, form)[before:], 10_000 - site.desks.calls.answered


def main_of(answer: TestResponse) -> str:
    return read(answer).main


def sent_again(site: Site, sending: Sending, page: Page) -> TestResponse:
    """What the page's button does: sends again, or shows the form, which is then sent with what never travels."""
    answer = sending.send(page.fields()) if "_resume" not in page.fields() else None
    if answer is not None and not sending.never_carried:
        return answer
    shown = sending.visitor.fetch(sending.path, "POST", data=page.fields())
    form = read(shown)
    return sending.send(form.fields()) if form.all("main form[method=post]") else shown


def test_every_form_is_tried(tmp_path: Path) -> None:
    routes = create_app(settings(), FakeDesks(), fake_assets(tmp_path)).url_map.iter_rules()
    assert {rule.endpoint for rule in routes if "POST" in (rule.methods or ())} == {*SENDINGS} | CHANGE_NOTHING


@every_form
def test_a_form_that_breaks_off_anywhere_says_no_more_than_is_known(tmp_path: Path, form: str) -> None:
    wanted, calls = done(tmp_path, form)
    assert wanted
    for answered in range(calls):
        site, sending = ready(tmp_path, form)
        before = changes(site, form)
        site.desks.calls.answered = answered
        answer = sending.send()
        site.desks.calls.answered = None
        assert answer.status_code in {200, 303, 503}, answered
        if answer.status_code == 503:
            saved = changes(site, form) != before
            assert (UNCERTAIN if saved else UNREACHABLE) in answer.text, answered
            assert bool(CLAIMS_NOTHING.search(main_of(answer))) is not saved
            sent_again(site, sending, read(answer))
        done_now = changes(site, form)[len(before) :]
        assert done_now == wanted or (form in COUNTED and not done_now), answered


@every_form
def test_a_form_whose_answer_was_lost_says_so_and_is_done_once_when_it_is_sent_again(tmp_path: Path, form: str) -> None:
    wanted, _ = done(tmp_path, form)
    site, sending = ready(tmp_path, form)
    before = len(changes(site, form))
    site.desks.calls.losing.add("*")
    page = read(sending.send())
    assert (page.status, page.h1) == (503, UNCERTAIN)
    assert not CLAIMS_NOTHING.search(page.main)
    site.desks.calls.losing.clear()
    answer = sent_again(site, sending, page)
    assert answer.status_code in {200, 303, TOLD.get(form)}
    assert not CLAIMS_NOTHING.search(main_of(answer) if answer.status_code != 303 else "")
    assert changes(site, form)[before:] == (wanted * 2 if form in DONE_EACH_TIME else wanted), answer.text


def test_a_script_is_told_no_more_than_is_known(tmp_path: Path) -> None:
    for losing, wanted in ((False, UNREACHABLE), (True, UNCERTAIN)):
        site, sending = ready(tmp_path, "documents.new")
        site.desks.calls.losing |= {"documents.add"} if losing else set()
        site.desks.calls.failing |= set() if losing else {"documents.add"}
        data = dict(sending.fields) | {name: value() for name, value in sending.never_carried.items()}
        answer = sending.visitor.fetch(sending.path, "POST", data=data, headers={"X-Requested-With": "XMLHttpRequest"})
        assert answer.json
        assert (answer.status_code, answer.json["title"]) == (503, wanted)


def test_what_another_site_sent_is_not_offered_to_be_sent_again(tmp_path: Path) -> None:
    site, sending = ready(tmp_path, "edits.edit")
    site.desks.calls.answered = 0
    answer = sending.visitor.fetch(
        sending.path, "POST", data=dict(sending.fields), headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert (answer.status_code, "916-555-0101" in answer.text) == (503, False)


def test_a_form_without_a_token_of_ours_is_shown_before_it_is_sent(tmp_path: Path) -> None:
    site, sending = ready(tmp_path, "edits.edit")
    site.desks.calls.answered = 0
    page = read(sending.send(dict(sending.fields) | {"csrf_token": "stale"}))
    assert page.fields()["_resume"] == "1"
    assert page.one("main button").get_text() == "Go on with the form"


def test_files_and_passwords_are_asked_for_again(tmp_path: Path) -> None:
    for form, heading in (("documents.new", "Choose the files again"), ("sign_in.sign_in", "Type the password again")):
        site, sending = ready(tmp_path, form)
        site.desks.calls.losing.add("*")
        page = read(sending.send())
        assert page.one(".usa-alert__heading").get_text() == heading
        assert page.one("main button").get_text() == "Go on with the form"


def test_a_fault_of_ours_after_a_form_was_sent_says_to_look_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError

    _, sending = ready(tmp_path, "mass.submit")
    monkeypatch.setattr("humangov.services.mass_deciding.submit", broken)
    assert "look before you send it again" in main_of(sending.send())


def test_what_was_to_be_brought_back_after_a_sign_in_is_not_lost_by_one_that_breaks_off(tmp_path: Path) -> None:
    site, sending = ready(tmp_path, "sign_in.sign_in")
    site.desks.calls.failing.add("accounts.open_session")
    page = read(sending.send(dict(sending.fields) | {"carried": "what was typed"}))
    assert page.fields()["carried"] == "what was typed"
