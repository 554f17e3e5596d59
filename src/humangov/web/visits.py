"""The beginning and the end of each request: its id, its nonce, what it may send, and what it costs."""

import os
import secrets
from contextlib import ExitStack
from pathlib import Path
from typing import IO, cast

from flask import Flask, Request, g, request
from werkzeug.exceptions import LengthRequired, RequestEntityTooLarge

from humangov.services import budgets
from humangov.settings import MEBIBYTE
from humangov.web import current, logs

# Text of all fields of a form: many times what the longest form holds, in any script.
MOST_FORM_BYTES = MEBIBYTE
MOST_FORM_PARTS = 200
# Only the pages of documents take files.
UPLOAD_BLUEPRINT = "documents"


class VisitRequest(Request):
    """A request whose files can be thrown away as they arrive."""

    keeps_files = True

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        """Where a file goes: Werkzeug asks for each."""
        if not self.keeps_files:
            return Path(os.devnull).open("w+b")
        return super()._get_file_stream(total_content_length, content_type, filename, content_length)


def drop_files() -> None:
    """Before the form is read: keep its text only. Nobody fills the disk who has not signed in."""
    cast("VisitRequest", request).keeps_files = False


def register(app: Flask, max_body_bytes: int) -> None:
    """Limit what a request may send: files where files are expected, and little elsewhere."""
    app.request_class = VisitRequest
    app.config.update(
        MAX_CONTENT_LENGTH=max_body_bytes,
        MAX_FORM_MEMORY_SIZE=MOST_FORM_BYTES,
        MAX_FORM_PARTS=MOST_FORM_PARTS,
    )
    app.teardown_request(_end)


def begin() -> None:
    """Before all else in each request: from here on it is counted what it uses, and how long it waits."""
    g.accounts = accounts = ExitStack()
    usage = accounts.enter_context(current.core().desks.metered())
    accounts.enter_context(budgets.within(_seconds()))
    g.visit = current.Visit(logs.request_id(), secrets.token_urlsafe(16), usage)


def _seconds() -> int:
    """How long this request may wait for the services below. One that sends files has more to do."""
    patience, sends = current.settings().patience, request.blueprint == UPLOAD_BLUEPRINT and request.method == "POST"
    return patience.upload_seconds if sends else patience.page_seconds


def limit() -> None:
    """Before anything is read: refuse a body that says it is too large (413), or does not say (411).

    Browsers always say; and of a body in chunks Werkzeug would read the beginning and take it for the whole form.
    nginx has the same limit. It asks for the page that says so without the body (nginx.conf, @too_large), and clears
    the header of all others; where no proxy is trusted, the header is any client's and says nothing.
    """
    if "Transfer-Encoding" in request.headers:
        raise LengthRequired
    if request.blueprint != UPLOAD_BLUEPRINT:
        request.max_content_length = MOST_FORM_BYTES
    refused_before = current.settings().trusted_proxies and "X-Body-Refused" in request.headers
    if refused_before or (request.content_length or 0) > (request.max_content_length or 0):
        raise RequestEntityTooLarge


def _end(error: BaseException | None) -> None:
    """After each request, however it ended."""
    if accounts := g.pop("accounts", None):
        accounts.__exit__(type(error) if error else None, error, error.__traceback__ if error else None)
