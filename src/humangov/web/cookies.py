"""The two cookies: the session's secret, and Flask's own with the CSRF secret. Neither is readable by scripts."""

from flask import Flask, Response, request, session
from flask.sessions import SecureCookieSessionInterface

# The browser takes such a cookie over https only, for this host only (RFC 6265bis, section 4.1.3.2).
_SECURE_PREFIX = "__Host-"
SESSION = "humangov"
FORM = "humangov-form"


class FormSession(SecureCookieSessionInterface):
    """Flask's own signed cookie. It holds the CSRF secret and messages for the next page, and nobody's identity."""

    def get_cookie_name(self, app: Flask) -> str:  # noqa: ARG002 the shape that Flask calls
        """The name that fits the scheme of the request."""
        return name_of(FORM)

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002 the shape that Flask calls
        """Secure, except on plain http to localhost."""
        return not is_local_http()


def is_local_http() -> bool:
    """Whether this is plain http to localhost, which never leaves the machine."""
    name = request.host.rpartition(":")[0] or request.host
    return not request.is_secure and (name.lower() == "localhost" or name.lower().endswith(".localhost"))


def can_be_kept() -> bool:
    """Whether the browser will keep our cookies: over plain http to another host it will not."""
    return request.is_secure or is_local_http()


def name_of(cookie: str) -> str:
    """The cookie's name, with the prefix that makes browsers insist on https."""
    return cookie if is_local_http() else _SECURE_PREFIX + cookie


def sent() -> str:
    """The session cookie that came with the request, or ""."""
    return request.cookies.get(name_of(SESSION), "")


def keep(response: Response, secret: str) -> None:
    """Give the browser the session's secret. It ends with the browser, and earlier when the session ends."""
    response.set_cookie(name_of(SESSION), secret, secure=not is_local_http(), httponly=True, samesite="Lax")


def clear(response: Response) -> None:
    """Take the session and what the browser kept of its pages away (ASVS 5.0, 14.3.1)."""
    session.clear()
    response.delete_cookie(name_of(SESSION), secure=not is_local_http(), httponly=True, samesite="Lax")
    # Not "cookies": that would end this person's sessions in other states, too.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
