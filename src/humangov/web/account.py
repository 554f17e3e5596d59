"""One's own account: who am I here, my password, my keyboard shortcuts, my sessions."""

from flask import Blueprint, Response, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from humangov.domain.errors import Invalid
from humangov.services.organization import view_organization
from humangov.services.passwords import change_password
from humangov.services.sessions import sign_out_everywhere
from humangov.services.shortcuts import change_shortcuts
from humangov.web import current
from humangov.web.forms.accounts import PasswordForm, ShortcutsForm
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


@pages.route("/account/shortcuts", methods=["GET", "POST"])
def shortcuts() -> ResponseReturnValue:
    """Change one's keyboard shortcuts, or switch them off."""
    form = ShortcutsForm(current.signed_in().account)
    if form.sent:
        try:
            change_shortcuts(current.desk(), form.search_key.data or "", form.help_key.data or "")
        except Invalid as wrong:
            form.show(wrong.fields)
        else:
            flash("Your keyboard shortcuts are saved.", "success")
            return redirect("/account", 303)
    return render_template("account/shortcuts.html", form=form), form.status


@pages.post("/account/sign-out-everywhere")
def everywhere() -> ResponseReturnValue:
    """End every session of one's own account, this one too."""
    sign_out_everywhere(current.desk())
    return signed_out("You are signed out everywhere.")
