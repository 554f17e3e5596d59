"""The administration of accounts: who may sign in to this state, and what they may do."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from humangov.domain.accounts import INVITATION_LASTS, Account
from humangov.domain.errors import Conflict, Invalid
from humangov.domain.events import Change
from humangov.domain.permissions import Permission
from humangov.services import accounts as services
from humangov.services.accounts import Invited
from humangov.services.granting import what_is_asked
from humangov.services.links import can_be_sent, send_again, send_link
from humangov.services.organization import view_organization
from humangov.services.own_records import NONE, OwnRecord, own_record
from humangov.web import current
from humangov.web.forms.accounts import AccountForm, ConfirmForm, InviteForm, role_of
from humangov.web.forms.base import RecordForm

pages = Blueprint("accounts", __name__, url_prefix="/admin/accounts")
SHOWN_BEFORE = (
    "This form made a one-time link already, which was shown once. If it is lost, open the account and make another."
)

SENT_BEFORE = "This form made a one-time link already. If it did not arrive, open the account and send it again."


@pages.get("")
def index() -> ResponseReturnValue:
    """Every account of the state."""
    accounts = services.list_accounts(current.desk())
    return render_template("accounts/index.html", accounts=accounts, waiting=[a for a in accounts if a.asked])


@pages.route("/new", methods=["GET", "POST"])
def invite() -> ResponseReturnValue:
    """Invite a person; the one-time link is shown once."""
    current.desk().require(Permission.MANAGE_ACCOUNTS)
    form = InviteForm()
    form.agencies.offer(view_organization(current.desk()))
    if form.sent:
        try:
            email, name, role = form.email.data or "", form.name.data or "", role_of(form.role.data)
            if form.done:
                return _shown_before()
            more = (form.agencies.data or (), form.employee_number.data or "")
            return _made(services.invite(current.desk(), email, name, role, *more))
        except Invalid as wrong:
            form.show(wrong.fields)
    return render_template("accounts/invite.html", form=form), form.status


def _made(invited: Invited) -> ResponseReturnValue:
    """What comes after an invitation: its link, or the account that waits for a second administrator."""
    return link_page(invited) if invited.secret else _waits(invited.account)


def _waits(account: Account) -> ResponseReturnValue:
    flash(f"{account.name}: asked for. It waits for a second administrator.", "success")
    return redirect(url_for("accounts.show", account_id=account.id), 303)


def link_page(invited: Invited) -> ResponseReturnValue:
    """The one-time link, at the only moment at which it is known: sent, or where no mail is set up shown."""
    account = invited.account
    path = url_for("sign_in.invitation", account_id=account.id, secret=invited.secret)
    address = current.settings().address_of(current.installed().slug) + path
    if current.desk().mail.sender:
        return _sent(account, is_taken=send_link(current.desk(), invited, address))
    hours = int(INVITATION_LASTS.total_seconds() // 3600)
    return render_template("accounts/invited.html", account=account, address=address, hours=hours)


def _sent(account: Account, *, is_taken: bool) -> ResponseReturnValue:
    """What became of a link that was to be sent."""
    if is_taken:
        flash(f"We sent a link to {account.email}. Nobody else has seen it.", "success")
        return redirect(url_for("accounts.show", account_id=account.id), 303)
    flash(f"The link for {account.name} is made, but could not be sent. Nobody has seen it.", "error")
    return redirect(url_for("accounts.send", account_id=account.id), 303)


def _shown_before() -> ResponseReturnValue:
    """The answer to a form that made a link already: that was shown once."""
    flash(SENT_BEFORE if current.desk().mail.sender else SHOWN_BEFORE, "info")
    return redirect(url_for("accounts.index"), 303)


@pages.route("/<account_id>", methods=["GET", "POST"])
def show(account_id: str) -> ResponseReturnValue:
    """One account, and the form that changes it."""
    account = services.view_account(current.desk(), account_id)
    own = own_record(current.desk(), account)
    form = _form_of(account, own)
    if form.sent:
        try:
            name, role, limits = form.name.data or "", role_of(form.role.data), form.agencies.data or ()
            change = partial(services.change_account, current.desk(), account_id, name, role, limits)
            saved = account if form.done else change(form.seen_version, form.employee_number.data or "")
        except Invalid as wrong:
            form.show(wrong.fields)
        except Conflict:
            return changed_meanwhile("accounts/show.html", form, account_id, own)
        else:
            if saved.asked and saved.asked != account.asked:
                return _waits(saved)
            flash(f"Saved. {saved.name} is {saved.role.label}{_limited(saved)}.", "success")
            return redirect(url_for("accounts.index"), 303)
    return _page(form, account, own), form.status


def _page(form: AccountForm, account: Account, own: OwnRecord) -> str:
    asked, sendable = _asked(account), can_be_sent(current.desk(), account)
    return render_template("accounts/show.html", form=form, account=account, own=own, asked=asked, sendable=sendable)


def _asked(account: Account) -> tuple[Change, ...]:
    return what_is_asked(current.desk(), account)


def _form_of(account: Account, own: OwnRecord) -> AccountForm:
    """What is on file. Where something waits a name alone can be saved, and so nothing is suggested beside it."""
    on_file = {"name": account.name, "role": account.role.value, "agencies": account.agencies}
    on_file["employee_number"] = "" if own.suggested and account.asked else own.number
    form = AccountForm(data=on_file, version=account.version)
    form.agencies.offer(view_organization(current.desk()))
    return form


def _limited(account: Account) -> str:
    """What an account is limited to, to go behind its role; "" where that is nothing."""
    return f", limited to {services.spoken(account.agencies)}" if account.agencies else ""


def changed_meanwhile(template: str, form: RecordForm, account_id: str, own: OwnRecord = NONE) -> ResponseReturnValue:
    """What stands there now, beside what was typed: to send the form again is to choose it."""
    account = services.view_account(current.desk(), account_id)
    form.saw(account.version)
    now = f"{account.name}, {account.role.label}{_limited(account)}, {account.status.label.lower()}"
    form.show(
        {"": f"Somebody else saved first: the account is now {now}. To go on all the same, press the button again."}
    )
    more = {"own": own, "asked": _asked(account), "sendable": False}
    return render_template(template, form=form, account=account, **more), 409


Act = Callable[[Account, ConfirmForm], ResponseReturnValue]


def _confirmed(account_id: str, template: str, act: Act) -> ResponseReturnValue:
    """A page that says what something means for an account, and after its button the answer of what is done."""
    account = services.view_account(current.desk(), account_id)
    form = ConfirmForm(version=account.version)
    if form.sent:
        try:
            return act(account, form)
        except Invalid as wrong:
            form.show(wrong.fields)
        except Conflict:
            return changed_meanwhile(template, form, account_id)
    return render_template(template, form=form, account=account), form.status


@pages.route("/<account_id>/disable", methods=["GET", "POST"])
def disable(account_id: str) -> ResponseReturnValue:
    """Disable an account, after a page that says what that means."""
    return _confirmed(account_id, "accounts/disable.html", _disabled)


def _disabled(account: Account, form: ConfirmForm) -> ResponseReturnValue:
    if not form.done:
        services.disable_account(current.desk(), account.id, form.seen_version)
    flash(f"{account.name} cannot sign in any more.", "success")
    return redirect(url_for("accounts.index"), 303)


@pages.route("/<account_id>/invite", methods=["GET", "POST"])
def renew(account_id: str) -> ResponseReturnValue:
    """A new one-time link, after a page that says what that means."""
    return _confirmed(account_id, "accounts/renew.html", _renewed)


def _renewed(account: Account, form: ConfirmForm) -> ResponseReturnValue:
    if form.done:
        return _shown_before()
    return _made(services.renew_invitation(current.desk(), account.id, form.seen_version))


@pages.route("/<account_id>/send", methods=["GET", "POST"])
def send(account_id: str) -> ResponseReturnValue:
    """Send the link that is open once more, as a new one."""
    return _confirmed(account_id, "accounts/send.html", _sent_again)


def _sent_again(account: Account, form: ConfirmForm) -> ResponseReturnValue:
    if form.done:
        return _shown_before()
    return link_page(send_again(current.desk(), account.id, form.seen_version))
