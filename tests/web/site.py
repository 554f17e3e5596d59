"""The application on stores in memory, and people who visit it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.test import TestResponse

import humangov.web
from humangov.app import create_app
from humangov.domain.accounts import Account
from humangov.domain.permissions import SYSTEM, Role
from humangov.services.chores import CHORES, go_on
from humangov.services.desk import Origin
from humangov.services.sessions import SessionPolicy, begin_session
from humangov.settings import Settings
from humangov.web.assets import Assets
from tests.fakes.desks import FakeDesks
from tests.web.markup import Page, read


class Compiled(BytecodeCache):
    """Keeps compiled templates for all tests: compiling them anew for each test would take most of the time."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = Compiled()
TEMPLATES = Path(humangov.web.__file__).parent / "templates"
WHOLE_PAGES = {200, 409, 422}


def settings(**changes: Any) -> Settings:
    """Settings of an installation that serves *.localhost."""
    return replace(Settings(secret_key="k" * 40, region="us-west-2", base_domain="localhost"), **changes)


@cache
def asset_names() -> tuple[str, ...]:
    """Every asset that a template names."""
    texts = (file.read_text("utf-8") for file in TEMPLATES.rglob("*.html"))
    return tuple(sorted({name for text in texts for name in re.findall(r"asset\([\"']([^\"']+)", text)}))


def fake_assets(folder: Path) -> Assets:
    """Assets without a build: an empty file for each that a template names."""
    names = {name: name.replace(".", "-0a1b2c3d.", 1) for name in asset_names()}
    for hashed in names.values():
        (folder / hashed).write_text("")
    (folder / "manifest.json").write_text(json.dumps(names))
    return Assets.load(folder)


def _without_body(more: Mapping[str, Any]) -> dict[str, Any]:
    """What a browser sends again where a form leads on: all but the form."""
    return {name: value for name, value in more.items() if name not in {"data", "content_type"}}


@dataclass
class Visitor:
    """A browser at one state's address. `role` is that of the signed-in account, None for somebody who is not."""

    client: FlaskClient
    host: str
    account: Account | None = None
    scheme: str = "http"
    _token: str = field(default="", repr=False)

    def fetch(self, path: str, method: str = "GET", **more: Any) -> TestResponse:
        """The answer, and where a form leads to its own address, what is there."""
        answer = self.bare(path, method, **more)
        onward = urlsplit(answer.headers.get("Location", ""))
        own = answer.status_code == 303 and onward.path == urlsplit(path).path and "form=" in onward.query
        return self.fetch(answer.headers["Location"], **_without_body(more)) if own else answer

    def bare(self, path: str, method: str = "GET", **more: Any) -> TestResponse:
        """The bare answer."""
        return self.client.open(path, method=method, base_url=f"{self.scheme}://{self.host}/", **more)

    def get(self, path: str, status: int = 200, **more: Any) -> Page:
        """A page, held to the promises of every page."""
        return self._page(self.fetch(path, **more), status)

    def post(self, path: str, data: Mapping[str, Any] | None = None, status: int = 200, **more: Any) -> Page:
        """The page that answers a form, which carries this visitor's CSRF token."""
        return self._page(self.send(path, data, **more), status)

    def send(self, path: str, data: Mapping[str, Any] | None = None, **more: Any) -> TestResponse:
        """The bare answer to a form, which carries this visitor's CSRF token."""
        return self.fetch(path, "POST", data={"csrf_token": self.token(), **(data or {})}, **more)

    def fill(self, path: str, **typed: Any) -> TestResponse:
        """The bare answer to the form of a page, filled with what is typed and sent."""
        fields = self.get(path).fields()
        return self.fetch(path, "POST", data={**fields, **typed})

    def token(self) -> str:
        """The CSRF token of this visitor's pages."""
        if not self._token:
            found = re.search(r'csrf[_-]token" (?:value|content)="([^"]+)"', self.fetch("/sign-in").text)
            found = found or re.search(r'csrf[_-]token" (?:value|content)="([^"]+)"', self.fetch("/account").text)
            assert found, "no page gives a CSRF token"
            self._token = found[1]
        return self._token

    def forget_token(self) -> None:
        """Take the token anew from the next page, as after a sign-in."""
        self._token = ""

    def _page(self, response: TestResponse, status: int) -> Page:
        assert response.status_code == status, f"{response.status} {response.headers.get('Location', '')}"
        path = response.request.path
        due = self.account is not None and status in WHOLE_PAGES and path not in {"/", "/sign-in"}
        return read(response, breadcrumbs=due and not path.startswith("/invitation/"))


@dataclass
class Site:
    """The application with the stores behind it."""

    desks: FakeDesks
    app: Flask
    assets: Assets

    def visitor(self, role: Role | None = None, slug: str = "california") -> Visitor:
        """A browser at a state's address, signed in with the state's account of a role."""
        visitor = Visitor(self.app.test_client(), f"{slug}.localhost")
        if role is not None:
            self.sign_in(visitor, self.desks.account(role, slug), slug)
        return visitor

    def sign_in(self, visitor: Visitor, account: Account, slug: str = "california") -> None:
        """A session without the cost of a password."""
        begun = begin_session(self.desks.open_for(None, slug), account, SessionPolicy())
        visitor.account = account
        visitor.client.set_cookie("humangov", begun.secret, domain=visitor.host)


@dataclass(frozen=True)
class AtOnce:
    """A helper that has done all chores when it comes back; with `idle` it leaves them."""

    desks: FakeDesks
    idle: bool = False

    def kick(self, slug: str) -> None:
        installed = self.desks.installed(slug)
        if self.idle or installed is None:
            return
        for chore in CHORES:
            list(go_on(self.desks.open(installed, SYSTEM, Origin("", "tests")), chore, "tests"))

    def glance(self, slug: str) -> None:
        self.kick(slug)


def a_site(folder: Path, desks: FakeDesks | None = None, *, idle: bool = False, **changes: Any) -> Site:
    """A site of two states, California and Wyoming, where chores are done at once unless it is `idle`."""
    desks = desks or FakeDesks()
    assets = fake_assets(folder)
    app = create_app(settings(**changes), desks, assets, AtOnce(desks, idle))
    app.jinja_env.bytecode_cache = _COMPILED
    return Site(desks, app, assets)
