"""A page as a test sees it. Each page that a test fetches is held to the promises that every page makes."""

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from werkzeug.test import TestResponse

_NOT_TYPED = {"hidden", "submit", "button"}
_REFERENCES = ("for", "aria-describedby", "aria-labelledby", "aria-controls")


@dataclass(frozen=True)
class Page:
    """An answer in HTML."""

    response: TestResponse
    soup: BeautifulSoup

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def h1(self) -> str:
        return self.one("h1").get_text(" ", strip=True)

    @property
    def text(self) -> str:
        """All that can be read on the page, with single spaces."""
        return " ".join(self.soup.get_text(" ").split())

    @property
    def main(self) -> str:
        """What can be read between header and footer."""
        return " ".join(self.one("main").get_text(" ").split())

    def one(self, selector: str) -> Tag:
        found = self.soup.select(selector)
        assert len(found) == 1, f"{len(found)} elements for {selector} in: {self.main if selector != 'main' else ''}"
        return found[0]

    def all(self, selector: str) -> list[Tag]:
        return list(self.soup.select(selector))

    def value(self, name: str) -> str:
        """What a field of the page's form holds."""
        return (_sent(self.one(f'main [name="{name}"]')) or (name, ""))[1]

    def link(self, text: str) -> str:
        """The address of the link that says this."""
        found = [a for a in self.all("a") if text in a.get_text(" ", strip=True)]
        assert found, f"no link says {text}"
        return str(found[0]["href"])

    def fields(self, action: str = "") -> dict[str, str]:
        """What the form in the page's main part would send as it stands; `action` chooses among several."""
        forms = [f for f in self.all("main form[method=post]") if f.get("action", "") == action or not action]
        assert len(forms) == 1, f"{len(forms)} forms: {[f.get('action') for f in self.all('main form')]}"
        return dict(pair for field in forms[0].select("[name]") if (pair := _sent(field)))

    def ticked(self, name: str) -> dict[str, str]:
        """What the box of this name sends when somebody ticks it."""
        return {name: str(self.one(f'main input[type="checkbox"][name="{name}"]').get("value", "on"))}


def _sent(field: Tag) -> tuple[str, str] | None:
    name = str(field["name"])
    if field.name == "select":
        chosen = field.select_one("option[selected]") or field.select_one("option")
        return (name, str(chosen.get("value", ""))) if chosen else None
    if field.name == "textarea":
        return name, _typed(field)
    if field.get("type") in {"radio", "checkbox"} and not field.has_attr("checked"):
        return None
    return None if field.get("type") in {"file", "submit"} else (name, str(field.get("value", "")))


def _typed(area: Tag) -> str:
    """The text of a text area: browsers drop the line break that it begins with."""
    return area.get_text().replace("\r\n", "\n").removeprefix("\n")


def read(response: TestResponse, *, breadcrumbs: bool = False) -> Page:
    """The answer as a page that keeps the promises of every page."""
    assert response.mimetype == "text/html", response.mimetype
    page = Page(response, BeautifulSoup(response.text, "html.parser"))
    _check_head(page)
    _check_ids(page)
    _check_labels(page)
    _check_groups(page)
    _check_policy(page)
    _check_forms(page)
    if breadcrumbs:
        assert page.all('nav[aria-label="Breadcrumbs"]'), "the page has no breadcrumbs"
    return page


def _check_head(page: Page) -> None:
    assert page.one("html")["lang"] == "en"
    assert page.h1
    title = " ".join(page.one("title").get_text().split())
    begins = f"Error: {page.h1}" if page.status >= 400 else page.h1
    assert title.startswith(begins), f"the title {title!r} does not start with {begins!r}"
    assert len(page.all("main")) == 1


def _check_ids(page: Page) -> None:
    ids = [str(tag["id"]) for tag in page.all("[id]")]
    assert len(ids) == len(set(ids)), f"ids twice: {sorted(i for i in ids if ids.count(i) > 1)}"
    for name in _REFERENCES:
        for tag in page.all(f"[{name}]"):
            missing = {reference for reference in _references(tag, name) if reference not in ids}
            assert not missing, f"{name} leads nowhere: {missing}"
    for anchor in page.all('a[href^="#"]'):
        assert str(anchor["href"])[1:] in ids, anchor


def _references(tag: Tag, name: str) -> list[str]:
    value = tag[name]
    return value.split() if isinstance(value, str) else list(value)


def _check_labels(page: Page) -> None:
    labelled = {str(label["for"]) for label in page.all("label[for]")}
    for field in page.all("input, select, textarea"):
        if field.get("type") in _NOT_TYPED:
            continue
        named = field.get("aria-label") or field.get("aria-labelledby") or field.find_parent("label")
        assert named or field.get("id") in labelled, f"no label: {field}"
    for tag in page.all("a[href], button, summary"):
        assert tag.get_text(strip=True) or tag.get("aria-label"), f"nothing to read: {tag}"
    for picture in page.all("img"):
        assert picture.has_attr("alt"), picture


def _check_groups(page: Page) -> None:
    """A group and a field in it are two things, so they have two names."""
    for group in page.all("fieldset"):
        legend, *labels = (" ".join(tag.get_text(" ").split()) for tag in group.select("legend, label"))
        assert legend.rstrip(" *") not in {label.rstrip(" *") for label in labels}, f"{legend} twice"


def _check_policy(page: Page) -> None:
    policy = page.response.headers["Content-Security-Policy"]
    nonce = re.search(r"script-src 'nonce-([^']+)'", policy)
    assert nonce, policy
    for tag in page.all("script, style"):
        assert tag.get("nonce") == nonce[1], f"no nonce: {tag}"
    for tag in page.soup.find_all(name=True):
        inline = [name for name in tag.attrs if name.startswith("on") or name == "style"]
        assert not inline, f"inline {inline} in {tag}"


def _check_forms(page: Page) -> None:
    for form in page.all("form"):
        if str(form.get("method", "get")).lower() == "post":
            assert form.select('input[name="csrf_token"][value]'), f"no CSRF token: {form.get('action')}"
