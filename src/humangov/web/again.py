"""A form that nobody answered: the page says what is known of it, and from there it can be sent again.

The page holds what was sent, so that it is the same form with the same token, which is done once. Passwords and files
are never handed back: where some were sent, the page leads to the form that holds all the rest.
"""

from dataclasses import dataclass

from flask import request
from flask_wtf.csrf import validate_csrf
from werkzeug.exceptions import HTTPException
from wtforms import ValidationError

from humangov.domain.errors import Uncertain
from humangov.web import asked, current, resume, visits
from humangov.web.resume import Typed


@dataclass(frozen=True, slots=True)
class Again:
    """What was sent, and whether it can be sent as it is or needs its form, because a password or a file is missing."""

    kept: Typed
    had_passwords: bool
    whole: bool


def is_uncertain(error: Exception | None = None) -> bool:
    """Whether something of what this request sends may be saved, by this sending or by one before it."""
    return isinstance(error, Uncertain) or current.visit().usage.changes > 0 or asked.may_be_done()


def offered() -> Again | None:
    """What can be sent again. None for what another site sent, and for what cannot be read or has no page."""
    if asked.from_elsewhere() or request.endpoint is None:
        return None
    try:
        # It may be that nothing of the request was read yet.
        visits.limit()
        visits.drop_files()
        kept, passwords = resume.typed(), any(map(request.form.get, resume.PASSWORDS))
    except HTTPException:
        return None
    whole = not kept.had_files and not passwords and _is_ours()
    return Again(kept, passwords, whole) if whole or asked.can_come_back() else None


def _is_ours() -> bool:
    """Whether the form carries the token of a page of ours: another one is shown before it is sent."""
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return False
    return True
