"""Sign in, sign out, stay signed in, and take up an invitation."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from humangov.domain.accounts import Account
from humangov.domain.errors import Invalid, NotFound, TooManyAttempts, Unavailable
from humangov.services import passwords
from humangov.services import sessions as session_services
from humangov.services.sessions import SignedIn
from humangov.web import asked, cookies, current, errors, resume, sessions
from humangov.web.forms.sign_in import InvitationForm, SignInForm

pages = Blueprint("sign_in", __name__)

GONE = "What you typed before is not kept any more: it belongs to another account, or waited for over an hour."


@pages.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """The sign-in page; after it, the page that was asked for."""
    if request.method == "GET" and current.visit().signed_in:
        return redirect(asked.local_path(request.args.get("next", "/")), 303)
    form = SignInForm(data={"next": request.args.get("next", "/")})
    if not form.sent:
        return resume.sign_in_page(form, form.status)
    try:
        return _welcomed(_begun(form), form)
    except Invalid as refused:
        # On the page as a whole: it is not said which of the two is wrong.
        form.show({"": " ".join(refused.fields.values())})
        return resume.sign_in_page(form, 422)
    except TooManyAttempts as refused:
        answer = errors.waiting(refused)
        form.show({"": answer.message})
        response = make_response(resume.sign_in_page(form, answer.status))
        response.headers["Retry-After"] = str(answer.retry_after_seconds)
        return response


def _begun(form: SignInForm) -> SignedIn:
    policy = current.core().policy
    return session_services.sign_in(current.desk(), form.email.data or "", form.password.data or "", policy)


def _welcomed(begun: SignedIn, form: SignInForm) -> Response:
    """Go on to the page that was asked for, or hand back what was typed when the last session ended."""
    sessions.start(begun)
    kept = resume.unseal(form.carried.data or "", begun.account.id)
    if form.carried.data and not kept:
        flash(GONE, "warning")
    response = resume.page(kept) if kept else make_response(redirect(asked.local_path(form.next.data or "/"), 303))
    cookies.keep(response, begun.secret)
    return response


@pages.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End this session."""
    session_services.sign_out(current.desk(), current.signed_in().session)
    return signed_out("You are signed out.")


def signed_out(message: str) -> Response:
    """The way to the sign-in page, with nothing left in the browser but a message."""
    response = make_response(redirect("/sign-in", 303))
    cookies.clear(response)
    flash(message, "success")
    return response


@pages.post("/session/extend")
def extend() -> ResponseReturnValue:
    """Stay signed in: that the request came in is what counts. The answer says for how long, in seconds."""
    return {"seconds": sessions.seconds_left()}


@pages.route("/invitation/<account_id>/<secret>", methods=["GET", "POST"])
def invitation(account_id: str, secret: str) -> ResponseReturnValue:
    """Set the password by the one-time link of an invitation, and be signed in."""
    try:
        account = passwords.open_invitation(current.desk(), account_id, secret)
    except NotFound:
        return render_template("sign_in/invitation_gone.html"), 404
    form = InvitationForm()
    if form.sent:
        try:
            return _accepted(account_id, secret, form)
        except Invalid as wrong:
            form.show(wrong.fields)
    return render_template("sign_in/invitation.html", form=form, account=account), form.status


def _accepted(account_id: str, secret: str, form: InvitationForm) -> Response:
    typed = (form.password.data or "", form.code.data or "")
    account = passwords.accept_invitation(current.desk(), account_id, secret, *typed)
    return welcomed(account, "/", "Your password is set.", "You are signed in.")


def welcomed(account: Account, path: str, done: str, also: str) -> Response:
    """Signed in after a password was set; where no session can begin just now, that it is set is told all the same."""
    try:
        begun = session_services.begin_session(current.desk(), account, current.core().policy)
    except Unavailable:
        return signed_out(f"{done} Sign in with it.")
    sessions.start(begun)
    flash(f"{done} {also}", "success")
    response = make_response(redirect(path, 303))
    cookies.keep(response, begun.secret)
    return response
