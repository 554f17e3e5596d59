"""A walk over all pages that links lead to. Pages of one kind are looked at once for each state in which they come."""

import re
from collections import deque
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, RequestRedirect

from tests.browser.conftest import Site
from tests.browser.looking import Looking

# Each link to another page, with the statuses that stand beside it.
LINKS = """() => [...document.links].filter(a => a.origin === location.origin && !a.hash).map(a =>
  [a.pathname + a.search,
  [...(a.closest('tr, li')?.querySelectorAll('[class*="hg-tag--"]') ?? [])].map(t => t.classList[1]).join(' ')])"""
UNFILLED = """() => [...document.querySelectorAll('main form[method=post] [required]')]
  .some(e => e.type !== 'radio' && e.value === '')"""
# The first is the one that Enter presses; where there are several it is not shown.
SUBMIT = "main form[method=post] button[type=submit]"
# Parts of addresses and queries that make another page, and not the same one of another record.
WORDS, VALUES = ("kind", "change", "open_or_close"), ("queue", "result", "sort")
NO_PAGES = {"content.content": "the bytes of a document", "content.picture": "the bytes of a picture"}
MOST_FILTERS = 1


@dataclass
class Walk:
    """One person's walk. `visited` has every kind of page with the address that was seen of it.

    `endpoints` are those that answered with a page of their own: neither refused nor elsewhere.
    """

    page: Page
    site: Site
    urls: MapAdapter
    makes: set[str]
    visited: dict[tuple[str, ...], str] = field(default_factory=dict)
    endpoints: set[str] = field(default_factory=set)
    titles: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Eyes for the pages on the way."""
        self.looking = Looking(self.page, self.makes)

    def go(self, *starts: str) -> None:
        """From these pages on, to all that they lead to."""
        waiting = deque((start, f"start {at}") for at, start in enumerate(starts))
        while waiting:
            path, state = waiting.popleft()
            kind = self.kind_of(path, state)
            if kind is None or kind in self.visited:
                continue
            self.visited[kind] = path
            self._open(path, kind, asked=state.startswith("start"))
            waiting += [(str(href), str(tags)) for href, tags in self.page.evaluate(LINKS)]
            self._see(kind)

    def _open(self, path: str, kind: tuple[str, ...], *, asked: bool) -> None:
        answer = self.page.goto(self.site.url(path))
        if answer and answer.ok and urlsplit(answer.url).path == urlsplit(path).path:
            self.endpoints.add(kind[0])
            self._has_its_own_title(kind)
        elif not (asked or (answer and answer.ok)):
            self.looking.broken.append(f"{path}: a link leads to {answer and answer.status}")

    def _see(self, kind: tuple[str, ...]) -> None:
        self.looking.look()
        refused = (kind[0], kind[1], "refused")
        if refused not in self.visited and self.page.evaluate(UNFILLED):
            self.visited[refused] = self.page.url
            self.page.locator(SUBMIT).first.evaluate("button => button.click()")
            self.page.locator("#error-summary").wait_for()
            if not self.page.title().startswith("Error: "):
                self.looking.broken.append(f"{self.page.url}: the title of a refused form is {self.page.title()}")
            self.looking.look()

    def _has_its_own_title(self, kind: tuple[str, ...]) -> None:
        other = self.titles.setdefault(self.page.title(), kind[0])
        if other != kind[0]:
            self.looking.broken.append(f"{self.page.url}: {other} has the title {self.page.title()!r} too")

    def kind_of(self, path: str, state: str = "") -> tuple[str, ...] | None:
        """What makes a page another one; None for what is no page of ours, or too special."""
        parts = urlsplit(path)
        try:
            endpoint, arguments = self.urls.match(parts.path, method="GET")
        except (HTTPException, RequestRedirect):
            return ("none", parts.path) if state.startswith("start") else None
        query = parse_qs(parts.query)
        query = {name: values for name, values in query.items() if name not in {"form", "sent"}}
        if endpoint in NO_PAGES or (len(query) > MOST_FILTERS and not state.startswith("start")):
            return None
        words = [str(arguments[name]) for name in WORDS if name in arguments]
        said = [f"{n}={query[n][0]}" if n in VALUES else n for n in sorted(query)]
        family = [query["code"][0][:1]] if "code" in query else []
        return (endpoint, " ".join(words), " ".join([*said, *family]), re.sub(r"hg-tag--", "", state))
