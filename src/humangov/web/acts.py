"""Acts on a person: each has its own form, and a page for when somebody else saved first."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from humangov.domain.acts import RULES, Act, ActKind
from humangov.domain.employees import Employee
from humangov.domain.errors import AlreadyExists, Conflict, Invalid, NotFound
from humangov.domain.organization import Overview
from humangov.domain.permissions import Permission
from humangov.services.employees import acts_for, record_act, view_employee
from humangov.services.organization import view_organization
from humangov.web import current
from humangov.web.conflicts import differences, kept_as_mine, take_theirs
from humangov.web.employees import TAKEN
from humangov.web.forms.employees import ActForm, DatedForm, changes_of, form_of
from humangov.web.forms.seen import seen_marks

pages = Blueprint("acts", __name__, url_prefix="/employees/<employee_id>/acts")
# What an act does, before it is done.
ABOUT = {
    ActKind.NAME: "A legal name that is given up stays on file as a former name, and still finds the person.",
    ActKind.CONTACT: "The history keeps what is replaced.",
    ActKind.JOB: "The pay stays as it is: change it by an act of its own.",
    ActKind.PAY: "The job stays as it is: change it by an act of its own.",
    ActKind.CORRECTION: "For what was wrong from the beginning. The history keeps what stood here before.",
    ActKind.LEAVE: "The person stays employed, and is listed as on leave from the effective date on.",
    ActKind.RETURN: "The person is listed as active again from the effective date on.",
    ActKind.SEPARATION: "The person leaves. Record and documents stay on file, and the person can be reinstated.",
    ActKind.REINSTATEMENT: "The person is active again, in the job and at the pay on file.",
}


@pages.route("/<kind>", methods=["GET", "POST"])
def act(employee_id: str, kind: str) -> ResponseReturnValue:
    """Do an act to a person."""
    current.desk().require(Permission.CHANGE_RECORDS)
    chosen = _kind(kind)
    employee = view_employee(current.desk(), employee_id).employee
    overview = view_organization(current.desk())
    form = form_of(chosen, employee, overview)
    if form.sent:
        return _record(chosen, form, employee, overview)
    if not form.is_submitted() and chosen not in acts_for(current.desk(), employee.status):
        flash(f"This is not possible now: {employee.display_name} is {employee.status.label.lower()}.", "info")
        return redirect(url_for("employees.show", employee_id=employee_id), 303)
    return _shown(chosen, form, employee, form.status)


def _kind(text: str) -> ActKind:
    if text not in set(ActKind) - {ActKind.APPOINTMENT}:
        raise NotFound
    return ActKind(text)


def _record(kind: ActKind, form: ActForm, employee: Employee, overview: Overview) -> ResponseReturnValue:
    owner = ""
    try:
        saved = record_act(current.desk(), employee.id, _act_of(kind, form), form.seen_version, form.token)
    except Invalid as wrong:
        form.show(wrong.fields)
    except AlreadyExists as taken:
        form.show({taken.field: TAKEN[taken.field]})
        owner = taken.owner_id
    except Conflict as conflict:
        return _conflict(kind, form, conflict, overview)
    else:
        return _done(kind, form, saved)
    take_theirs(form, employee)
    return _shown(kind, form, employee, form.status, owner)


def _act_of(kind: ActKind, form: ActForm) -> Act:
    if isinstance(form, DatedForm):
        return Act(kind, {}, form.effective.data, form.reason.data or "")
    return Act(kind, kept_as_mine(changes_of(form)))


def _done(kind: ActKind, form: ActForm, saved: Employee) -> ResponseReturnValue:
    if saved.version == form.seen_version:
        flash(f"{saved.display_name}: nothing to save, all of it is on file already.", "info")
    else:
        flash(f"{saved.display_name}: {RULES[kind].done}.", "success")
    return redirect(url_for("employees.show", employee_id=saved.id), 303)


def _conflict(kind: ActKind, form: ActForm, conflict: Conflict, overview: Overview) -> ResponseReturnValue:
    """What is on file now beside what was typed; the next save is against what is on file now."""
    now = conflict.current
    if not isinstance(now, Employee):
        raise TypeError(type(now)) from conflict
    form.saw(now.version)
    if isinstance(form, DatedForm):
        status = now.status.label.lower()
        form.show({"": f"Somebody else saved first. {now.display_name} is now {status}. Check, and save again."})
        return _shown(kind, form, now, 409)
    rows = differences(form, seen_marks(form.base.data or "", kind, now.id), now, overview)
    return render_template("acts/conflict.html", kind=kind, form=form, employee=now, rows=rows), 409


def _shown(kind: ActKind, form: ActForm, employee: Employee, status: int, owner: str = "") -> ResponseReturnValue:
    page = render_template(
        "acts/act.html",
        kind=kind,
        form=form,
        employee=employee,
        dated=isinstance(form, DatedForm),
        about=ABOUT[kind],
        owner=owner,
    )
    return page, status
