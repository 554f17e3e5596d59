"""What is typed survives Back, Forward and Reload: each form has an address of its own, and there a draft.

A form's page without an id in its address leads to one with a new id. What is sent from there is kept under the id.
Where nothing is saved by it (a check, a refusal), the answer is a page to get, which the view makes anew from the
draft, at a desk that saves nothing. So each step is a page of the browser's history, and none asks to send a form once
more.
"""

from contextlib import suppress
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from flask import Response, flash, redirect, request, session
from flask.typing import ResponseReturnValue
from ulid import ULID
from werkzeug.datastructures import ImmutableMultiDict

from humangov.domain.errors import BadLink, Unavailable
from humangov.services.drafts import Fields, find_draft, keep_draft
from humangov.web import asked, current, resume
from humangov.web.forms.base import FORM_ID, RecordForm

# Pages with a form of which nothing is kept: a mere button, and passwords.
WITHOUT = frozenset({"requests.show", "account.password", "sign_in.sign_in", "sign_in.invitation"})
# Steps that save nothing: the page that answers them is asked for at once.
LOOKS = frozenset({"check", "back", "find"})
GONE = "What was typed there is not kept any more. Here is the form anew."
_PAGES = frozenset({200, 409, 422})


def begin() -> ResponseReturnValue | None:
    """Before the view, when it is known who asks and that they meant it."""
    methods = request.url_rule.methods if request.url_rule else None
    if not {"GET", "POST"} <= (methods or set()) or request.endpoint in WITHOUT or not asked.wants_page():
        return None
    if current.visit().signed_in is None:
        return None
    return {"GET": _opened, "POST": _typed}.get(request.method, lambda: None)()


def _opened() -> ResponseReturnValue | None:
    form_id, sent = request.args.get(asked.FORM, ""), request.args.get(asked.SENT, "")
    if not form_id:
        return redirect(_address(current.desk().new_id()), 303)
    current.visit().form_id = _id(form_id)
    fields = find_draft(current.desk(), current.signed_in().session.id, form_id, asked.address())
    if fields is not None:
        _show_again(fields, sent)
    elif sent:
        flash(GONE, "info")
        return redirect(_address(current.desk().new_id()), 303)
    return None


def _show_again(fields: Fields, sent: str) -> None:
    """Let the view answer as it did to what was sent, saving nothing; or without `sent` show the form, filled."""
    typed = [(name, text) for name, text in fields]
    step = (("step", sent),) if sent not in {"", "1"} else ()
    how = step if sent else (("_resume", "1"),)
    request.form, request.files = ImmutableMultiDict([*typed, *how]), ImmutableMultiDict()
    request.method = "POST"
    visit = current.visit()
    visit.is_shown_again = True
    visit.desk = replace(current.desk(), looks_only=True)


def _typed() -> ResponseReturnValue | None:
    """Keep what was sent, whatever becomes of it."""
    form_id, step = request.form.get(FORM_ID, ""), request.form.get("step", "")
    kept = resume.typed().fields
    fields = tuple(pair for pair in kept if pair[0] not in {"step", FORM_ID})
    if not form_id or not keep_draft(
        current.desk(), current.signed_in().session.id, _id(form_id), asked.address(), fields
    ):
        return None
    current.visit().form_id = form_id
    return redirect(_address(form_id, step), 303) if step in LOOKS and not asked.came_back() else None


def _id(text: str) -> str:
    """The id of a form. Raises BadLink."""
    try:
        return str(ULID.from_str(text))
    except ValueError:
        raise BadLink from None


def _address(form_id: str, sent: str = "") -> str:
    """The form's own address, or that of the answer to what was sent from it."""
    return asked.address((asked.FORM, form_id), *([(asked.SENT, sent)] if sent else []))


def goes_on(form: RecordForm, token: str, version: int) -> None:
    """From now on the page's form is that of this version of a request: Back shows it, and a change of it goes on."""
    form.adopt(token, version)
    visit = current.visit()
    if not visit.form_id:
        return
    carried = (pair for pair in resume.typed().fields if pair[0] not in {"step", "form_token", FORM_ID})
    fields = (*carried, ("form_token", str(form.form_token.data)))
    # The request is saved: where this is not, Back shows the form as it was sent.
    with suppress(Unavailable):
        keep_draft(current.desk(), current.signed_in().session.id, visit.form_id, asked.address(), fields)


def finish(response: Response) -> Response:
    """After the view: an answer that saved nothing becomes a page to get, and what would save leads to the form."""
    visit = current.visit()
    if visit.is_shown_again:
        request.method = "GET"
        return _led_on(response) if response.status_code // 100 == 3 else response
    if request.method != "POST" or not visit.form_id or not _is_refusal(response):
        return response
    sent = "" if asked.came_back() else request.form.get("step") or "1"
    return _instead(_address(visit.form_id, sent))


def _led_on(response: Response) -> Response:
    """What was sent and would save leads to its form; and the form where the view leads: what it is about went on."""
    if request.args.get(asked.SENT):
        return _instead(_address(current.visit().form_id))
    onward = urlsplit(response.location or "")
    is_here = onward.path == request.path and parse_qs(onward.query).get(asked.FORM) == [current.visit().form_id]
    return _instead(_address(current.desk().new_id())) if is_here else response


def _is_refusal(response: Response) -> bool:
    """Whether the answer is a page that can be made anew: not where files are told of, or what only the table says."""
    page = response.status_code in _PAGES and response.mimetype == "text/html"
    return page and not current.desk().tried and not any(f.filename for f in request.files.values())


def _instead(url: str) -> Response:
    session.pop("_flashes", None)
    return redirect(url, 303)  # type: ignore[return-value]  # Flask's own Response


def to_form() -> ResponseReturnValue:
    """The answer to a page that would save: the form from which it is sent."""
    return redirect(_address(current.visit().form_id), 303)
