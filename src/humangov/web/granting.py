"""What takes two administrators: the page on which the second one looks at it, approves or refuses it."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from humangov.domain.accounts import Account
from humangov.domain.errors import Conflict, Invalid
from humangov.domain.events import Change
from humangov.domain.shown import Shown, turned
from humangov.services.accounts import view_account
from humangov.services.granting import approve_grant, refuse_grant, what_is_asked
from humangov.web import current
from humangov.web.accounts import link_page
from humangov.web.forms.accounts import GrantForm
from humangov.web.sentences import field_label

pages = Blueprint("granting", __name__, url_prefix="/admin/accounts/<account_id>")


@pages.route("/approve", methods=["GET", "POST"])
def approve(account_id: str) -> ResponseReturnValue:
    """Look at what is asked for an account, and approve it."""
    return _decide("accounts/approve.html", account_id, _approved)


@pages.route("/refuse", methods=["GET", "POST"])
def refuse(account_id: str) -> ResponseReturnValue:
    """Refuse what is asked for an account, or take it back."""
    return _decide("accounts/refuse.html", account_id, _refused)


def _decide(template: str, account_id: str, do: Callable[[Account, int], ResponseReturnValue]) -> ResponseReturnValue:
    """The page about the account as it is; sent, the decision on the account as it was seen."""
    account = view_account(current.desk(), account_id)
    asked = what_is_asked(current.desk(), account)
    form = GrantForm(account.id, _shown(account, asked))
    changes = None
    if form.sent:
        try:
            return _to_account(account) if form.done else do(account, form.seen_version)
        except Invalid as wrong:
            form.show(wrong.fields)
        except Conflict:
            account = view_account(current.desk(), account_id)
            asked = what_is_asked(current.desk(), account)
            seen, now = form.seen.lines, _shown(account, asked)
            form.shows(now)
            changes = turned(seen, now.lines)
    failed = changes is not None
    page = render_template(template, form=form, account=account, asked=asked, turned=changes, failed=failed)
    return page, 409 if failed else form.status


def _shown(account: Account, asked: tuple[Change, ...]) -> Shown:
    """What the page says of the account and of what waits for it, a line each."""
    lines = [("Account", f"{account.name}, {account.email}"), ("Status", account.status.label)]
    lines += [("Asked for by", account.asked.by.name)] if account.asked else []
    lines += [(field_label(c.field), f"{c.before or '–'} → {c.after or '–'}") for c in asked]
    return Shown(account.version, tuple(lines))


def _approved(account: Account, version: int) -> ResponseReturnValue:
    approved = approve_grant(current.desk(), account.id, version)
    if approved.secret:
        return link_page(approved)
    flash(f"Approved: it acts from now on for {approved.account.name}.", "success")
    return redirect(url_for("accounts.index"), 303)


def _refused(account: Account, version: int) -> ResponseReturnValue:
    refuse_grant(current.desk(), account.id, version)
    flash(f"Refused: nothing changes for {account.name}.", "success")
    return redirect(url_for("accounts.index"), 303)


def _to_account(account: Account) -> ResponseReturnValue:
    """The answer to a form that decided already: a link was shown once."""
    return redirect(url_for("accounts.show", account_id=account.id), 303)
