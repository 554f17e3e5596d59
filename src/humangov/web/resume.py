"""What was typed is not lost when the session ends or a page grows old: it comes back after the next sign-in.

The text travels through the sign-in page, signed, for a limited time, and bound to the state and to the account whose
cookie came with it. Passwords and files never travel.
"""

from dataclasses import dataclass

from flask import Response, current_app, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from itsdangerous import BadData, URLSafeTimedSerializer

from humangov.domain.errors import SignedOut
from humangov.web import asked, cookies, current, visits
from humangov.web.forms.sign_in import SignInForm

PASSWORDS = frozenset({"password", "current", "new"})
NEVER_CARRIED = PASSWORDS | {"csrf_token", "_resume"}
CARRIED_SECONDS = 3_600
# Many times a long form; the sign-in form that carries it stays below MAX_FORM_MEMORY_SIZE.
MOST_CARRIED_CHARACTERS = 600_000
PRESS_AGAIN = "This page was open for too long. Press the button again."


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of a form that could not be saved, where it belongs, and whether files came with it."""

    path: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool


def typed() -> Typed:
    """What this request sends, without what never travels."""
    fields = tuple(pair for pair in request.form.items(multi=True) if pair[0] not in NEVER_CARRIED)
    had_files = any(file.filename for file in request.files.values())
    return Typed(asked.local_path(request.full_path.rstrip("?")), fields, had_files)


def ask_to_sign_in() -> ResponseReturnValue:
    """The answer to somebody whose session is missing or over. Raises SignedOut for scripts, which get a 401."""
    if not asked.wants_page():
        raise SignedOut
    account_id = cookies.sent().partition(".")[0]
    if request.method != "POST" or not account_id or not asked.can_come_back() or asked.from_elsewhere():
        return redirect(asked.sign_in_path(), 303)
    visits.drop_files()
    carried = seal(typed(), account_id)
    form = SignInForm(from_request=False, data={"next": asked.return_path(), "carried": carried})
    return sign_in_page(form, 401, too_long=not carried)


def sign_in_page(form: SignInForm, status: int, *, too_long: bool = False) -> ResponseReturnValue:
    """The sign-in page. `too_long`: what was typed elsewhere does not fit into it."""
    known = {"secure": cookies.can_be_kept(), "ended": bool(cookies.sent())}
    return render_template("sign_in/sign_in.html", form=form, too_long=too_long, **known), status


def page(kept: Typed, status: int = 200) -> Response:
    """The page that hands back what was typed: one button shows the form with it. 200: after a sign-in."""
    return make_response(render_template("sign_in/resume.html", kept=kept, just_signed_in=status == 200), status)


def stale() -> ResponseReturnValue:
    """The answer to a form whose CSRF token is not good any more."""
    if asked.can_come_back():
        return page(typed(), 400)
    flash(PRESS_AGAIN, "warning")
    return redirect(asked.return_path(), 303)


def seal(kept: Typed, account_id: str) -> str:
    """The typed text for the sign-in form; "" when it is too long to travel."""
    text = _serializer().dumps(
        {"state": current.installed().slug, "account": account_id, "path": kept.path, "files": kept.had_files}
        | {"fields": kept.fields}
    )
    return text if len(text) <= MOST_CARRIED_CHARACTERS else ""


def unseal(text: str, account_id: str) -> Typed | None:
    """What `seal` kept for this account in this state; None for any other text, and when it is too old."""
    try:
        content = _serializer().loads(text, max_age=CARRIED_SECONDS)
    except BadData:
        return None
    if (content["state"], content["account"]) != (current.installed().slug, account_id):
        return None
    return Typed(content["path"], tuple((name, value) for name, value in content["fields"]), content["files"])


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="humangov-typed")
