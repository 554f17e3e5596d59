"""The single keys that do something on every page: changed or switched off in one's account, without script."""

import pytest

from humangov.domain.events import EventKind
from humangov.domain.permissions import Role
from tests.web.site import Site, Visitor

PATH = "/account/shortcuts"


def test_at_first_they_are_the_usual_ones(viewer: Visitor) -> None:
    page = viewer.get("/")
    assert (page.one("body")["data-search-key"], page.one("body")["data-help-key"]) == ("/", "?")
    assert [tag.get_text() for tag in page.all("#keys-help kbd")] == ["/", "↓", "↑", "Enter", "Esc", "?"]
    assert page.one(f'#keys-help a[href="{PATH}"]')


def test_one_is_changed_and_one_switched_off_and_the_help_shows_them_as_set(site: Site, viewer: Visitor) -> None:
    assert viewer.fill(PATH, search_key=" g ", help_key="").headers["Location"] == "/account"
    page = viewer.get("/account")
    assert "The key g goes to the search box, and no key shows all shortcuts." in page.main
    assert (page.one("body")["data-search-key"], page.one("body")["data-help-key"]) == ("g", "")
    assert [tag.get_text() for tag in page.all("#keys-help kbd")] == ["g", "↓", "↑", "Enter", "Esc"]
    assert viewer.get(PATH).value("search_key") == "g"
    assert site.visitor(Role.AUDITOR).get("/").one("body")["data-search-key"] == "/"


def test_a_change_of_shortcuts_is_in_the_audit_log_as_other_changes_of_accounts_are(
    site: Site, viewer: Visitor
) -> None:
    viewer.fill(PATH, search_key="", help_key="?")
    event = site.desks.records().events[-1]
    assert event.kind is EventKind.ACCOUNT_CHANGED
    assert event.subject_label == "viewer@california.gov"
    [change] = event.changes
    assert (change.field, change.before, change.after) == ("shortcut: go to the search box", "/", "switched off")
    saved = len(site.desks.records().events)
    viewer.fill(PATH)
    assert len(site.desks.records().events) == saved


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"search_key": "ab"}, "search_key", "Type one letter, digit or sign"),
        ({"help_key": "\x07"}, "help_key", "Type one letter, digit or sign"),
        ({"search_key": "K", "help_key": "k"}, "help_key", "two different keys"),
    ],
)
def test_what_is_no_key_is_told_beside_its_field(
    site: Site, viewer: Visitor, typed: dict[str, str], field: str, said: str
) -> None:
    page = viewer.post(PATH, viewer.get(PATH).fields() | typed, status=422)
    assert said in page.one(f"#{field}-error").get_text()
    assert viewer.get("/").one("body")["data-search-key"] == "/"
