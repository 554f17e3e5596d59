"""What the browser asks for, and how: a page or data, a form that comes back, a path to go on to."""

import re
from urllib.parse import urlencode, urlsplit, urlunsplit

from flask import request
from werkzeug.exceptions import HTTPException

from humangov.web import current

# What an address says of a form: which one it is, and which answer to it is looked at again (web/drafts.py).
FORM, SENT = "form", "sent"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# One slash and no backslash: "//host" and "/\host" lead away. No control characters either.
_LOCAL_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x1f\x7f]{0,2000}")


def wants_page() -> bool:
    """Whether the answer is for a person to look at, and not for a script (fetch, XMLHttpRequest, a client of data)."""
    if request.headers.get("Sec-Fetch-Dest") == "empty" or request.headers.get("X-Requested-With"):
        return False
    accepted = request.accept_mimetypes
    return not accepted or accepted["text/html"] >= accepted["application/json"]


def is_form() -> bool:
    """Whether this request sends something that is to be done, and does not look at what was typed once more."""
    return request.method not in _SAFE and not current.visit().is_shown_again


def from_elsewhere() -> bool:
    """Whether another site made the browser send this (Fetch Metadata, and Origin for browsers that lack it)."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return True
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc.lower() != request.host.lower()


def came_back() -> bool:
    """Whether this request brings back what was typed before, to be shown and not to be saved."""
    return request.form.get("_resume") == "1"


def address(*more: tuple[str, str]) -> str:
    """The address of this page, whichever form it was opened with; with `more` in its query."""
    pairs = [pair for pair in request.args.items(multi=True) if pair[0] not in {FORM, SENT}]
    query = urlencode([*pairs, *more])
    return f"{request.path}?{query}" if query else request.path


def may_be_done() -> bool:
    """Whether this form was sent before, and nobody knows what became of it (web/again.py)."""
    try:
        return request.form.get("_again") == "1"
    except HTTPException:
        return False


def can_come_back() -> bool:
    """Whether this request's address has a page that can show the form again."""
    return request.url_rule is not None and "GET" in (request.url_rule.methods or ())


def local_path(text: str) -> str:
    """The text if it is a path on this host, else "/"."""
    return text if _LOCAL_PATH.fullmatch(text) else "/"


def page_before() -> str:
    """The page of ours from which the browser came, with its query; "" for none, and for this page itself."""
    came_from = urlsplit(request.referrer or "")
    path = local_path(urlunsplit(("", "", came_from.path, came_from.query, "")))
    is_here = request.method == "GET" and came_from.path == request.path
    return "" if came_from.netloc != request.host or path == "/" or is_here else path


def return_path() -> str:
    """The page to come back to: this one, or for a mere button the page that it stood on."""
    if can_come_back():
        return local_path(request.full_path.rstrip("?"))
    came_from = urlsplit(request.referrer or "")
    return local_path(came_from.path) if came_from.netloc == request.host else "/"


def shown_at() -> str:
    """Where the page that answers a form is looked at again, by Back, Forward and Reload; "" for any other page."""
    is_sign_in = request.blueprint == "sign_in" or request.endpoint is None
    return return_path() if is_form() and not is_sign_in else ""


def sign_in_path() -> str:
    """The sign-in page that leads back here."""
    path = return_path()
    return "/sign-in" if path == "/" else f"/sign-in?{urlencode({'next': path})}"
