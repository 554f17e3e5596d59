"""Edits of facts that are no acts: a form each, and a page for when somebody else saved first."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from humangov.domain.edits import EDITS, EditKind
from humangov.domain.employees import Employee
from humangov.domain.errors import AlreadyExists, Conflict, Invalid, NotFound
from humangov.domain.permissions import Permission
from humangov.services.edits import edit_facts
from humangov.services.employees import view_employee
from humangov.services.organization import view_organization
from humangov.web import current
from humangov.web.conflicts import differences, kept_as_mine, take_theirs
from humangov.web.forms.edits import form_of
from humangov.web.forms.employees import TAKEN, FactsForm, changes_of
from humangov.web.forms.seen import seen_marks

pages = Blueprint("edits", __name__, url_prefix="/employees/<employee_id>/edit")
# What an edit is for, and what is none.
ABOUT = {
    EditKind.CONTACT: "The history keeps what is replaced.",
    EditKind.IDENTITY: "For what was wrong from the beginning. A legal name changes by an action, such as 780.",
}


@pages.route("/<kind>", methods=["GET", "POST"])
def edit(employee_id: str, kind: str) -> ResponseReturnValue:
    """Edit facts of a record."""
    current.desk().require(Permission.CHANGE_RECORDS, employee_id)
    chosen = _kind(kind)
    employee = view_employee(current.desk(), employee_id).employee
    form = form_of(chosen, employee)
    return _save(chosen, form, employee) if form.sent else _shown(chosen, form, employee)


def _kind(text: str) -> EditKind:
    if text not in set(EditKind):
        raise NotFound
    return EditKind(text)


def _save(kind: EditKind, form: FactsForm, employee: Employee) -> ResponseReturnValue:
    owner = ""
    try:
        changes = kept_as_mine(changes_of(form))
        saved = edit_facts(current.desk(), employee.id, kind, changes, form.seen_version, form.token)
    except Invalid as wrong:
        form.show(wrong.fields)
    except AlreadyExists as taken:
        form.show({taken.field: TAKEN[taken.field]})
        owner = taken.owner_id
    except Conflict as conflict:
        return _conflict(kind, form, conflict)
    else:
        return _done(kind, form, saved)
    take_theirs(form, employee)
    return _shown(kind, form, employee, owner)


def _done(kind: EditKind, form: FactsForm, saved: Employee) -> ResponseReturnValue:
    if saved.version == form.seen_version:
        flash(f"{saved.display_name}: nothing to save, all of it is on file already.", "info")
    else:
        flash(f"{saved.display_name}: {EDITS[kind].done}.", "success")
    return redirect(url_for("employees.show", employee_id=saved.id), 303)


def _conflict(kind: EditKind, form: FactsForm, conflict: Conflict) -> ResponseReturnValue:
    """What is on file now beside what was typed; the next save is against what is on file now."""
    now = conflict.current
    if not isinstance(now, Employee):
        raise TypeError(type(now)) from conflict
    form.saw(now.version)
    seen = seen_marks(form.base.data or "", kind, now.id)
    overview = view_organization(current.desk())
    rows = differences(form, seen, now, overview)
    return render_template("edits/conflict.html", kind=kind, form=form, employee=now, rows=rows, overview=overview), 409


def _shown(kind: EditKind, form: FactsForm, employee: Employee, owner: str = "") -> ResponseReturnValue:
    overview, about = view_organization(current.desk()), ABOUT[kind]
    more = {"employee": employee, "overview": overview, "about": about, "owner": owner}
    return render_template("edits/edit.html", kind=kind, form=form, **more), form.status
