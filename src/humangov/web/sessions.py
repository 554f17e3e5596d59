"""Signed in or not: each endpoint needs a session, except those that are named here."""

import hmac
from base64 import b64encode
from dataclasses import replace
from datetime import timedelta

from flask import current_app, request, session
from flask.typing import ResponseReturnValue

from humangov.domain.errors import SignedOut
from humangov.domain.permissions import ANONYMOUS
from humangov.services.desk import Desk, Origin
from humangov.services.sessions import SignedIn, find_session, keep_session
from humangov.web import cookies, current, resume
from humangov.web.tenancy import ANY_HOST_ENDPOINTS

OPEN_ENDPOINTS = ANY_HOST_ENDPOINTS | {"sign_in.sign_in", "sign_in.invitation", "accessibility.show"}


def begin() -> ResponseReturnValue | None:
    """Before each request: open the desk of whoever is signed in; ask for a sign-in where the endpoint needs one."""
    visit = current.visit()
    if visit.installed is None:
        return None
    visit.desk = current.core().desks.open(visit.installed, ANONYMOUS, _origin())
    try:
        found = _found(visit.desk)
    except SignedOut:
        return None if request.endpoint is None or request.endpoint in OPEN_ENDPOINTS else resume.ask_to_sign_in()
    take(found)
    visit.signed_in = replace(found, session=keep_session(current.desk(), found.session, current.core().policy))
    return None


def _found(anonymous: Desk) -> SignedIn:
    """The live session of the cookie; without a cookie nothing is read. Raises SignedOut."""
    if not (sent := cookies.sent()):
        raise SignedOut
    return find_session(anonymous, sent, current.core().policy)


def _origin() -> Origin:
    return Origin(request.remote_addr or "", current.visit().request_id)


def take(found: SignedIn) -> None:
    """Let this request act for the account of a session."""
    visit = current.visit()
    visit.signed_in = found
    visit.desk = current.core().desks.open(current.installed(), found.account.principal, _origin())


def start(begun: SignedIn) -> None:
    """Let this request act for a session that has just begun. No CSRF secret from before it lives on."""
    session.clear()
    current.forget_form_token()
    take(begun)


def seconds_left() -> int:
    """How long the session lives if nothing more is done, by what the store knows of its last use; 0 for none."""
    found = current.visit().signed_in
    if found is None:
        return 0
    policy = current.core().policy
    left = found.session.ends_at(policy.idle, policy.absolute) - current.desk().now()
    return max(0, left // timedelta(seconds=1))


def unsent_key() -> str:
    """The key under which a browser's tab keeps what is typed and not sent: only a page of this session has it."""
    whose = f"{current.installed().slug} {current.signed_in().session.id}"
    digest = hmac.digest(str(current_app.secret_key).encode(), f"humangov-unsent {whose}".encode(), "sha256")
    return b64encode(digest).decode()
