"""One's own account: who am I here, my password, my sessions."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from humangov.domain.errors import Invalid
from humangov.services.organization import view_organization
from humangov.services.passwords import change_password
from humangov.services.sessions import sign_out_everywhere
from humangov.web import current
from humangov.web.forms.accounts import PasswordForm
from humangov.web.sign_in import signed_out, welcomed

pages = Blueprint("account", __name__)


@pages.get("/account")
def show() -> ResponseReturnValue:
    """Name, role, and what can be changed."""
    limits = view_organization(current.desk()).agencies if current.principal().agencies else ()
    return render_template("account/show.html", account=current.signed_in().account, limits=limits)


@pages.route("/account/password", methods=["GET", "POST"])
def password() -> ResponseReturnValue:
    """Change one's own password. Other sessions end, this one goes on as a new one."""
    form = PasswordForm()
    if form.sent:
        try:
            return _changed(form)
        except Invalid as wrong:
            form.show(wrong.fields)
    return render_template("account/password.html", form=form, account=current.signed_in().account), form.status


def _changed(form: PasswordForm) -> Response:
    account = change_password(current.desk(), form.current.data or "", form.new.data or "")
    return welcomed(account, "/account", "Your password is changed.", "You are signed out everywhere else.")


@pages.post("/account/sign-out-everywhere")
def everywhere() -> ResponseReturnValue:
    """End every session of one's own account, this one too."""
    sign_out_everywhere(current.desk())
    return signed_out("You are signed out everywhere.")
