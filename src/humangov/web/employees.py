"""A person's page, and the appointment of a new one."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from humangov.domain.acts import Act, ActKind
from humangov.domain.errors import AlreadyExists, Invalid, LikelyDuplicate
from humangov.domain.permissions import Permission
from humangov.services.employees import acts_for, appoint, view_employee
from humangov.services.organization import view_organization
from humangov.web import current
from humangov.web.forms.employees import AppointForm, changes_of

pages = Blueprint("employees", __name__, url_prefix="/employees")
TAKEN = {
    "email": "Another employee has this e-mail. Use a different one, or open that record.",
    "number": "Another employee has this number. Use a different one, or leave it empty.",
}


@pages.get("/<employee_id>")
def show(employee_id: str) -> ResponseReturnValue:
    """The person's record."""
    folder = view_employee(current.desk(), employee_id)
    employee = folder.employee
    return render_template(
        "employees/show.html",
        employee=employee,
        documents=folder.documents,
        overview=view_organization(current.desk()),
        acts=acts_for(current.desk(), employee.status),
    )


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
    overview = view_organization(current.desk())
    likely: tuple[object, ...] = ()
    owner = ""
    try:
        act = Act(ActKind.APPOINTMENT, changes_of(form))
        employee = appoint(current.desk(), act, form.token, another_person=bool(form.another_person.data))
    except Invalid as wrong:
        form.show(wrong.fields)
    except AlreadyExists as taken:
        form.show({taken.field: TAKEN[taken.field]})
        owner = taken.owner_id
    except LikelyDuplicate as duplicate:
        likely = duplicate.rows
    else:
        flash(f"{employee.display_name} is appointed, with number {employee.number}.", "success")
        return redirect(url_for("employees.show", employee_id=employee.id), 303)
    status = 409 if likely else form.status
    return render_template("employees/new.html", form=form, overview=overview, likely=likely, owner=owner), status
