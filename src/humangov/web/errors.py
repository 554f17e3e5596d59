"""The one place that maps the tree of domain/errors.py, and HTTP's own errors, to pages and problem+json."""

from dataclasses import dataclass, replace

from flask import Flask, Response, jsonify, make_response, redirect, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from humangov.domain import errors
from humangov.domain.wording import file_size
from humangov.web import again, asked, current, drafts, resent
from humangov.web.csrf import Forged, StaleToken
from humangov.web.tenancy import UnknownHost


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person is told: what happened, and what to do now."""

    status: int
    heading: str
    message: str
    retry_after_seconds: int = 0


_NOT_FOUND = Answer(
    404, "Page not found", "There is nothing at this address, or it is not open to you. Check the address, or search."
)
_ANSWERS: dict[type[errors.HumanGovError | UnknownHost | Forged | StaleToken], Answer] = {
    errors.SignedOut: Answer(401, "Sign in", "Your session has ended. Sign in again."),
    errors.NotPermitted: Answer(
        403, "Not part of your role", "Your role does not include this. If it should, ask an administrator."
    ),
    errors.Sealed: Answer(
        403,
        "This document cannot be changed",
        "HumanGov made it from the record, so nobody can replace or withdraw it. If it is wrong, correct or cancel the "
        "action that it is about.",
    ),
    errors.OwnRecord: Answer(
        403,
        "This is your own record",
        "Nobody asks for, decides or changes anything on their own record. Ask a colleague to do it.",
    ),
    errors.NotFound: _NOT_FOUND,
    errors.Invalid: Answer(422, "Check what you entered", "Something in the address or the form is not usable."),
    errors.BadLink: Answer(400, "This link does not work", "This link is not complete. Start again from the list."),
    errors.Unsettled: Answer(422, "Not possible for this person just now", errors.UNSETTLED),
    errors.UploadSwept: Answer(422, "Not filed", "The file took too long to arrive. File it again."),
    errors.Conflict: Answer(
        409, "Somebody else saved first", "The record changed while you had it open. Go back, reload it and try again."
    ),
    errors.SentOtherwise: Answer(
        409,
        "This form was sent before",
        "What it said then is saved and stands. It now says something else, and nothing of that was saved.",
    ),
    errors.Unseen: Answer(
        409, "Not what you saw", "What you decided about changed meanwhile, so nothing was done. Go back and reload it."
    ),
    errors.WouldSave: Answer(409, "Send it again", "This page is only to be looked at, and nothing was saved by it."),
    errors.AlreadyExists: Answer(409, "This is on file already", "Another record has this value. Go back to check it."),
    errors.LikelyDuplicate: Answer(409, "Probably on file already", "Go back and compare with the records on file."),
    errors.Asked: Answer(422, "Not filed yet", "Go back, and say whether the file is to be kept."),
    errors.Unscanned: Answer(
        409,
        "Still being scanned",
        "This file is being scanned for malware, and opens when nothing was found. Try again in a minute.",
        retry_after_seconds=30,
    ),
    errors.Unsafe: Answer(
        403,
        "This file stays closed",
        "Its scan found malware, or could not look inside. Tell your security office, and file a clean copy.",
    ),
    errors.TooManyAttempts: Answer(429, "Too many attempts", "Wait a while, then try again."),
    errors.Uncounted: Answer(422, "Not counted", "Too much was recorded since that day. Choose a later one."),
    errors.Unavailable: Answer(
        503,
        "HumanGov cannot reach its records",
        "A service behind HumanGov does not answer just now. Try again in a minute.",
        retry_after_seconds=30,
    ),
    errors.Uncertain: Answer(
        503,
        "It is not certain whether this is saved",
        "HumanGov got no answer from its records. Send it again in a minute: sent twice, it is done only once.",
        retry_after_seconds=30,
    ),
    UnknownHost: Answer(404, "Page not found", "There is no HumanGov at this address. Check the address."),
    Forged: Answer(403, "Not accepted", "This request did not come from a page of HumanGov, so nothing was done."),
    StaleToken: Answer(400, "This page is too old", "Nothing was done. Reload the page and try again."),
}
_HOW_LARGE = (
    "A file may have up to {most}. Without script, files that are sent together may have as much in all: "
    "go back and file them one at a time."
)
_NOT_SENT = "A service behind HumanGov does not answer just now. What you sent is not saved: send it again in a minute."
_BROKEN = Answer(500, "Something went wrong", "The fault is ours, and it is logged. If it stays, quote the id below.")
_LOOK_FIRST = "It is not certain whether what you sent is saved: look before you send it again."
_SERVER_FAULT = 500
_HTTP = {
    400: Answer(
        400, "This request does not work", "HumanGov cannot read what the browser sent. Go back and try again."
    ),
    404: _NOT_FOUND,
    405: Answer(405, "Not possible here", "This address cannot be used in this way. Start again from the home page."),
    411: Answer(411, "Length missing", "HumanGov takes no request that does not say how long it is."),
    413: Answer(413, "Too large", "What was sent is too large, so nothing was saved."),
    500: _BROKEN,
}


def register(app: Flask) -> None:
    """Answer with these pages."""
    for kind in _ANSWERS:
        app.register_error_handler(kind, _answer)
    app.register_error_handler(HTTPException, _http)


def _answer(error: Exception) -> ResponseReturnValue:
    """Answer an error of ours. What is not in the table is a bug: Flask logs it, and it becomes a 500."""
    found = next(_ANSWERS[kind] for kind in type(error).__mro__ if kind in _ANSWERS)
    if isinstance(error, errors.SignedOut) and asked.wants_page():
        return redirect(asked.sign_in_path(), 303)
    if isinstance(error, errors.SentOtherwise) and asked.wants_page():
        return resent.both_shown()
    if isinstance(error, errors.WouldSave) and current.visit().form_id:
        return drafts.to_form()
    if isinstance(error, errors.TooManyAttempts):
        found = waiting(error)
    if isinstance(error, errors.Invalid):
        found = replace(found, message=" ".join(error.fields.values()) or found.message)
    if isinstance(error, errors.Unavailable) and asked.is_form():
        return _to_send_again(error)
    return _shown(found)


def _to_send_again(error: errors.Unavailable) -> Response:
    """The answer to a form that was not answered, with what is known of it; a person can send it again from here."""
    uncertain = again.is_uncertain(error)
    unsaved = replace(_ANSWERS[errors.Unavailable], message=_NOT_SENT)
    answer = _ANSWERS[errors.Uncertain] if uncertain else unsaved
    offered = again.offered() if asked.wants_page() else None
    if offered is None:
        return _shown(answer)
    page = render_template("errors/again.html", answer=answer, again=offered, uncertain=uncertain)
    return _retried_after(make_response(page, answer.status), answer)


def waiting(error: errors.TooManyAttempts) -> Answer:
    """The answer that says how long to wait."""
    minutes = -(-error.wait_seconds // 60)
    message = f"Wait {minutes} minute{'s' if minutes > 1 else ''}, then try again."
    return replace(_ANSWERS[errors.TooManyAttempts], message=message, retry_after_seconds=error.wait_seconds)


def _http(error: HTTPException) -> ResponseReturnValue:
    """The answer to an error of HTTP: redirects pass, and what Flask already logged is a 500."""
    if error.code is None or error.code < 400:
        return error.get_response()
    found = _HTTP.get(error.code, replace(_HTTP[400], status=error.code, heading=error.name))
    if isinstance(error, RequestEntityTooLarge):
        most = file_size(current.settings().max_upload_bytes)
        found = replace(found, message=f"{found.message} {_HOW_LARGE.format(most=most)}")
    if error.code >= _SERVER_FAULT and asked.is_form():
        found = replace(found, message=f"{found.message} {_LOOK_FIRST}")
    response = _shown(found)
    for name in ("Allow", "Content-Range"):
        if value := error.get_response().headers.get(name):
            response.headers[name] = value
    return response


def _shown(answer: Answer) -> Response:
    """The answer as a page, or as problem+json (RFC 9457) for a script."""
    if asked.wants_page():
        response = make_response(
            render_template("errors/error.html", answer=answer, came_from=asked.page_before()), answer.status
        )
    else:
        response = jsonify(
            title=answer.heading, status=answer.status, detail=answer.message, request_id=current.visit().request_id
        )
        response.status_code, response.mimetype = answer.status, "application/problem+json"
    return _retried_after(response, answer)


def _retried_after(response: Response, answer: Answer) -> Response:
    if answer.retry_after_seconds:
        response.headers["Retry-After"] = str(answer.retry_after_seconds)
    return response
