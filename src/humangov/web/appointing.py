"""The appointment of a new person."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from humangov.domain.errors import AlreadyExists, Invalid, LikelyDuplicate
from humangov.domain.permissions import Permission
from humangov.services.actions import file_action
from humangov.services.organization import view_organization
from humangov.services.proposing import Proposal
from humangov.web import current
from humangov.web.forms.actions import AppointForm
from humangov.web.forms.employees import TAKEN, changes_of

pages = Blueprint("appointing", __name__, url_prefix="/employees")


@pages.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Appoint a person."""
    current.desk().require(Permission.CHANGE_RECORDS)
    form = AppointForm()
    overview = view_organization(current.desk())
    form.offer(overview)
    if form.sent:
        return _appoint(form)
    return render_template("employees/new.html", form=form, overview=overview, likely=(), owner=""), form.status


def _appoint(form: AppointForm) -> ResponseReturnValue:
    likely: tuple[object, ...] = ()
    owner = ""
    try:
        proposal = Proposal(
            code="100", effective=form.effective.data, changes=changes_of(form), reason=form.reason.data or ""
        )
        filed = file_action(current.desk(), "", proposal, form.token, 0, another_person=bool(form.another_person.data))
    except Invalid as wrong:
        form.show(wrong.fields)
    except AlreadyExists as taken:
        form.show({taken.field: TAKEN[taken.field]})
        owner = taken.owner_id
    except LikelyDuplicate as duplicate:
        likely = duplicate.rows
    else:
        flash(f"{filed.action.label}: submitted for approval.", "success")
        return redirect(url_for("home.show"), 303)
    status = 409 if likely else form.status
    overview = view_organization(current.desk())
    return render_template("employees/new.html", form=form, overview=overview, likely=likely, owner=owner), status
