"""What is typed survives Back, Forward and Reload, in every form that there is.

The forms are those that tests/web/test_once.py finds on all routes, on stores in memory behind a real server.
"""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect
from werkzeug.serving import make_server

from humangov.app import create_app
from humangov.domain.permissions import Role
from humangov.services.sessions import SessionPolicy, begin_session
from humangov.web.assets import DIST, Assets
from tests.browser.conftest import Opener
from tests.fakes.desks import FakeDesks
from tests.samples import PDF
from tests.web.permission_matrix import MATRIX
from tests.web.site import AtOnce, Site, settings
from tests.web.test_once import FORMS, Filled, prepared

TOO_LONG = "x" * 5_000
# Where no text is too long: a day that is missing, and a key that is that of the help already.
REFUSED = {"effective": "", "search_key": "?"}
FIELDS = "main form[method=post] :is(input:not([type=hidden]), select, textarea)"
READ = "fields => fields.filter(f => f.type != 'file').map(f => [f.name, f.type, f.value, f.checked || false])"
CHECKED = [name for name, filled in FORMS.items() if filled.step]
PLAIN = [name for name, filled in FORMS.items() if not filled.step and not filled.file]
WITH_FILES = [name for name, filled in FORMS.items() if filled.file and filled.typed]


@dataclass(frozen=True)
class Opened:
    """The form of a route in a browser, and what is to be typed there."""

    page: Page
    filled: Filled
    path: str

    def type(self, **values: str) -> None:
        for name, text in values.items():
            _type(self.page.locator(f"main form[method=post] [name='{name}']:not([type=hidden])"), text)

    def values(self) -> Any:
        """What stands in every field but those of files."""
        return self.page.locator(FIELDS).evaluate_all(READ)

    def press(self, selector: str = "main form[method=post] button[type=submit]") -> None:
        with self.page.expect_navigation():
            # Not the button that is there for Enter alone.
            self.page.locator(f"{selector}:not(.usa-sr-only)").first.click()

    def heading(self, text: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(text)

    def back_to_the_form(self) -> None:
        """Press Back until the form is there."""
        for _ in range(4):
            self.page.go_back()
            if self.page.locator(f"main form[method=post] [name='{self.filled.name}']:not([type=hidden])").count():
                return
        raise AssertionError(f"Back never led to the form of {self.path}")


def _type(field: Locator, text: str) -> None:
    kind = field.first.evaluate("f => f.tagName == 'SELECT' ? 'select' : f.type")
    if kind == "select":
        field.select_option(text)
    elif kind in {"radio", "checkbox"}:
        field.page.locator(f"[name='{field.first.get_attribute('name')}'][value='{text}'] + label").click()
    else:
        field.fill(text)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Site, int]]:
    """The site on stores in memory, behind a server on a free port."""
    desks = FakeDesks()
    assets = Assets.load(DIST)
    app = create_app(settings(), desks, assets, AtOnce(desks))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(desks, app, assets), server.server_port
    server.shutdown()
    thread.join(10)


Open = Callable[..., Opened]


@pytest.fixture
def opened(served: tuple[Site, int], context: Opener, tmp_path: Path) -> Open:
    """Opens the form of an endpoint as somebody who may use it."""
    site, port = served

    def go(endpoint: str, *, script: bool = True) -> Opened:
        role = next(role for role in Role if role in MATRIX[f"POST {endpoint}"])
        begun = begin_session(site.desks.open_for(None), site.desks.account(role), SessionPolicy())
        browser = context(script=script)
        home = f"http://california.localhost:{port}"
        browser.add_cookies([{"name": "humangov", "value": begun.secret, "url": home}])
        path = prepared(site, endpoint, tmp_path)
        page = browser.new_page()
        page.goto(home + path)
        return Opened(page, FORMS[endpoint], path)

    return go


@pytest.mark.parametrize("endpoint", CHECKED)
def test_a_form_with_a_check_is_as_it_was_typed_however_one_goes(opened: Open, endpoint: str) -> None:
    form = opened(endpoint)
    form.type(**form.filled.typed)
    typed = form.values()
    form.press("button[value=check]")
    form.heading("Check: ")
    form.page.reload()
    form.heading("Check: ")
    form.page.go_back()
    assert form.values() == typed
    form.page.reload()
    assert form.values() == typed
    form.page.go_forward()
    form.heading("Check: ")
    form.press(f"button[value={form.filled.step}]")
    form.back_to_the_form()
    assert form.values() == typed
    form.type(**{form.filled.name: form.filled.second})
    form.press("button[value=check]")
    if form.filled.step == "draft":
        # One's own draft goes on.
        form.heading("Check: ")
    else:
        assert_both_shown(form)


@pytest.mark.parametrize("endpoint", PLAIN)
def test_a_plain_form_is_as_it_was_typed_however_one_goes(opened: Open, endpoint: str) -> None:
    form = opened(endpoint)
    bad = REFUSED.get(form.filled.name, TOO_LONG)
    form.type(**{**form.filled.typed, form.filled.name: bad})
    typed = form.values()
    form.press()
    assert_refused(form, typed)
    form.page.reload()
    assert_refused(form, typed)
    form.page.go_back()
    assert form.values() == typed
    form.page.go_forward()
    assert_refused(form, typed)
    form.page.go_back()
    form.type(**form.filled.typed)
    typed = form.values()
    form.press()
    form.back_to_the_form()
    assert form.values() == typed
    form.type(**{form.filled.name: form.filled.second})
    form.press()
    assert_both_shown(form)


@pytest.mark.parametrize("endpoint", WITH_FILES)
def test_a_form_with_files_keeps_all_but_the_files(opened: Open, endpoint: str) -> None:
    form = opened(endpoint, script=False)
    form.type(**form.filled.typed)
    typed = form.values()
    chosen = FilePayload(name="letter.pdf", mimeType="application/pdf", buffer=PDF[:20])
    form.page.locator("input[type=file]").set_input_files(chosen)
    form.press()
    expect(form.page.locator("#error-summary")).to_be_visible()
    assert form.values() == typed
    form.page.go_back()
    assert form.values() == typed


OUTAGES = ["actions.new", "edits.edit"]


@pytest.mark.parametrize("endpoint", OUTAGES)
def test_what_was_not_answered_or_never_sent_is_there_however_one_goes(
    opened: Open, served: tuple[Site, int], endpoint: str
) -> None:
    form, failing = opened(endpoint), served[0].desks.calls.failing
    form.type(**form.filled.typed)
    typed = form.values()
    form.page.reload()
    assert_back(form, typed)
    failing.add("forms.keep")
    form.press()
    form.heading("HumanGov cannot reach its records")
    form.page.go_back()
    assert_back(form, typed)
    form.page.go_forward()
    assert_back(form, typed)
    form.press()
    form.heading("HumanGov cannot reach its records")
    failing.add("accounts.session")
    form.page.reload()
    form.heading("HumanGov cannot reach its records")
    failing.clear()
    form.page.reload()
    assert_back(form, typed)
    kept = form.page.evaluate("Object.values(sessionStorage).join()")
    assert kept
    assert form.filled.typed[form.filled.name] not in kept
    form.press()
    assert form.page.evaluate("sessionStorage.length") == 0
    form.back_to_the_form()
    assert form.values() == typed
    form.type(**{form.filled.name: form.filled.second})
    form.page.evaluate("document.querySelector(\"form[action='/sign-out']\").requestSubmit()")
    form.page.wait_for_url("**/sign-in**")
    assert form.page.evaluate("sessionStorage.length") == 0


def assert_back(form: Opened, typed: Any) -> None:
    """What was typed is in the form, as soon as the script has opened it."""
    field = form.page.locator(f"main form[method=post] [name='{form.filled.name}']:not([type=hidden])")
    expect(field).to_have_value(form.filled.typed[form.filled.name])
    assert form.values() == typed


def assert_refused(form: Opened, typed: Any) -> None:
    expect(form.page.locator("#error-summary")).to_be_visible()
    assert form.values() == typed


def assert_both_shown(form: Opened) -> None:
    """Both are shown, also after a reload; the second one opens in a form of its own."""
    for _ in range(2):
        form.heading("This form was sent before")
        row = form.page.locator("tbody tr", has_text="differs")
        expect(row).to_have_count(1)
        form.page.reload()
    form.press()
    field = form.page.locator(f"main form[method=post] [name='{form.filled.name}']:not([type=hidden])")
    assert str(field.input_value()).replace(",", "") == form.filled.second.replace(",", "")
    form.page.reload()
    assert str(field.input_value()).replace(",", "") == form.filled.second.replace(",", "")


def test_every_form_is_tried(tmp_path: Path) -> None:
    assert {*CHECKED, *PLAIN, *WITH_FILES} == set(FORMS) - {"documents.replace"}
