"""What forms and links carry cannot be made or changed by a person."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import g
from ulid import ULID
from wtforms import Form, StringField

from humangov.domain.errors import BadLink
from humangov.domain.permissions import Role
from humangov.services.desks import Usage
from humangov.web import current
from humangov.web.cursors import seal, unseal
from humangov.web.forms.base import FORM_WAS_INCOMPLETE, RecordForm
from humangov.web.forms.fields import SignedField
from tests.web.site import Site


class NameForm(RecordForm):
    name = StringField("Name")


@contextmanager
def request(site: Site, slug: str = "california", role: Role = Role.VIEWER, **form: str) -> Iterator[None]:
    """Inside a request of a state's account, which sends the form if there is one."""
    desk = site.desks.open_for(role, slug)
    with site.app.test_request_context("/", method="POST" if form else "GET", data=form or None):
        g.visit = current.Visit("request", "nonce", Usage(), installed=desk.state, desk=desk)
        yield


def sealed(site: Site, slug: str = "california", role: Role = Role.VIEWER) -> tuple[str, str]:
    """The sealed token of a new form, and the ULID in it."""
    with request(site, slug, role):
        form = NameForm()
        return str(form.form_token.data), form.token


def test_a_new_form_has_a_token_of_its_own(site: Site) -> None:
    assert ULID.from_str(sealed(site)[1]).datetime.year == 2026
    assert sealed(site)[1] != sealed(site)[1]


def test_a_form_that_is_sent_twice_has_the_same_token_twice(site: Site) -> None:
    text, token = sealed(site)
    for _ in range(2):
        with request(site, form_token=text, version="4", name="Ana"):
            form = NameForm()
            assert form.sent
            assert (form.token, form.seen_version) == (token, 4)


def not_ours(site: Site) -> list[str]:
    """Texts in the place of a form's token that were not made for California's viewer."""
    changed = sealed(site)[0][:-2] + "xx"
    elsewhere = [sealed(site, "wyoming")[0], sealed(site, role=Role.AUDITOR)[0]]
    return ["", "01J00000000000000000000000", changed, *elsewhere]


@pytest.mark.parametrize("slip", range(5))
def test_a_token_that_is_not_ours_saves_nothing_and_keeps_what_was_typed(site: Site, slip: int) -> None:
    text = not_ours(site)[slip]
    with request(site, form_token=text, version="4", name="Ana"):
        form = NameForm()
        assert not form.sent
        assert form.form_errors == [FORM_WAS_INCOMPLETE]
        assert form.name.data == "Ana"
        assert len(form.token) == 26
        assert form.form_token.data != text
        assert form.status == 422


def test_a_garbled_version_saves_nothing(site: Site) -> None:
    with request(site, form_token=sealed(site)[0], version="four", name="Ana"):
        form = NameForm()
        assert not form.sent
        assert form.problem == FORM_WAS_INCOMPLETE
        assert form.seen_version == 0


def test_what_comes_back_is_not_acted_on(site: Site) -> None:
    with request(site, form_token=sealed(site)[0], name="Ana", _resume="1"):
        form = NameForm()
        assert form.resumed
        assert not form.sent
        assert (form.name.data, form.status) == ("Ana", 200)


def test_after_a_conflict_the_form_has_seen_what_stands_there(site: Site) -> None:
    with request(site, form_token=sealed(site)[0], version="4", name="Ana"):
        form = NameForm()
        form.saw(5)
        assert form.seen_version == 5
        assert 'name="version" type="hidden" value="5"' in form.hidden_tag()


def test_messages_of_unknown_fields_go_to_the_summary(site: Site) -> None:
    with request(site, form_token=sealed(site)[0], name="Ana"):
        form = NameForm()
        assert form.sent
        form.show({"name": "Enter another.", "elsewhere": "Look there."})
        assert (list(form.name.errors), form.form_errors) == (["Enter another."], ["Look there."])
        assert form.problem == "Enter another. Look there."


def test_a_cursor_opens_where_it_was_made_and_nowhere_else(site: Site) -> None:
    with request(site):
        text = seal("list?q=a", {"position": "x#1"})
        assert unseal("list?q=a", text) == {"position": "x#1"}
        with pytest.raises(BadLink):
            unseal("list?q=b", text)
    with request(site, "wyoming"), pytest.raises(BadLink):
        unseal("list?q=a", text)


@pytest.mark.parametrize("text", ["", "x", "e30.abc", "é" * 50, "a" * 100_000, "\x00", '{"a":1}'])
def test_a_cursor_that_is_not_ours_is_a_bad_link(site: Site, text: str) -> None:
    with request(site), pytest.raises(BadLink):
        unseal("list", text)


def test_a_changed_cursor_is_a_bad_link(site: Site) -> None:
    with request(site):
        text = seal("list", {"position": "x"})
        for i in (0, len(text) // 2, len(text) - 2):
            with pytest.raises(BadLink):
                unseal("list", text[:i] + ("A" if text[i] != "A" else "B") + text[i + 1 :])


@pytest.mark.parametrize(("hundredths", "text"), [(-275, "-2.75"), (-50, "-0.50"), (300, "3.00"), (0, "0.00")])
def test_a_number_below_zero_is_shown_as_it_is(hundredths: int, text: str) -> None:
    class Raise(Form):
        percent = SignedField("Percent", "Enter a number.")

    assert Raise(data={"percent": hundredths}).percent._value() == text
