"""Forged requests: each one that changes something carries the page's own token, and comes from this site."""

from flask import Flask, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect, generate_csrf, validate_csrf
from wtforms import ValidationError

from humangov.web import asked, resume


class Forged(Exception):
    """Another site made the browser send this."""


class StaleToken(Exception):
    """A script's token is missing or not good any more."""


def init_app(app: Flask) -> None:
    """Flask-WTF makes and reads the tokens; `begin` checks them at its place among the other checks."""
    app.config.update(WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None)
    CSRFProtect(app)


def begin() -> ResponseReturnValue | None:
    """Before each request that changes something. Raises Forged and StaleToken; a stale page gets its text back."""
    if request.endpoint is None or not asked.is_form():
        return None
    if asked.from_elsewhere():
        raise Forged
    try:
        validate_csrf(request.form.get("csrf_token") or request.headers.get("X-CSRFToken"))
    except ValidationError:
        if asked.wants_page():
            return resume.stale()
        raise StaleToken from None
    return None


def token() -> str:
    """The token of this request's pages, also for the X-CSRFToken header of scripts."""
    return str(generate_csrf())
