"""Security headers on every answer: pages, errors, static files and probes."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from flask import Response
from werkzeug.datastructures import Headers

from humangov.web import current

if TYPE_CHECKING:
    from _typeshed import OptExcInfo
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Answers that show no page of ours: nothing in them may do anything.
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'",
    "Cache-Control": "no-store",
}
# Two years, as the preload list asks for (hstspreload.org).
_HSTS = "max-age=63072000; includeSubDomains"
_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; style-src 'self' 'nonce-{nonce}'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-src 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)


def page_policy(response: Response) -> Response:
    """After each request: pages may run the scripts that carry this answer's nonce, and nothing else."""
    if response.mimetype == "text/html":
        response.headers.setdefault("Content-Security-Policy", _POLICY.format(nonce=current.visit().nonce))
    return response


def secured(application: "WSGIApplication") -> "WSGIApplication":
    """The application with the headers on each answer that does not set them itself."""

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        def start(
            status: str, sent: list[tuple[str, str]], exc_info: "OptExcInfo | None" = None, /
        ) -> Callable[[bytes], object]:
            return start_response(status, _completed(sent, environ["wsgi.url_scheme"]), exc_info)

        return application(environ, start)

    return answer


def _completed(sent: list[tuple[str, str]], scheme: str) -> list[tuple[str, str]]:
    """The headers of an answer, and those that it lacks. HSTS is for https only (RFC 6797, section 7.2)."""
    headers = Headers(sent)
    for name, value in _ALWAYS.items():
        headers.setdefault(name, value)
    if scheme == "https":
        headers.setdefault("Strict-Transport-Security", _HSTS)
    return headers.to_wsgi_list()
