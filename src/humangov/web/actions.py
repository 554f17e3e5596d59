"""Personnel actions on somebody who is on file: record one, correct one, cancel one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from humangov.domain.codes import CANCELLATION, CORRECTION, FAMILIES
from humangov.domain.permissions import Permission
from humangov.services.offering import offer_action, offer_codes, offer_undoing
from humangov.web import asked, current
from humangov.web.acting import Task, act

pages = Blueprint("actions", __name__, url_prefix="/employees/<employee_id>/actions")


@pages.route("/new", methods=["GET", "POST"])
def new(employee_id: str) -> ResponseReturnValue:
    """Record an action: choose its code, and then its form."""
    current.desk().require(Permission.CHANGE_RECORDS, employee_id)
    if code := request.args.get("code", ""):
        key = f"action {employee_id} {code}"
        leave = url_for("actions.new", employee_id=employee_id)
        return act(Task(key, employee_id, lambda: offer_action(current.desk(), employee_id, code), leave))
    choice = offer_codes(current.desk(), employee_id)
    return render_template("actions/choose.html", choice=choice, employee=choice.person, families=FAMILIES)


@pages.route("/<action_id>/correct", methods=["GET", "POST"])
def correct(employee_id: str, action_id: str) -> ResponseReturnValue:
    """Correct an action: a 002 stands in its place."""
    return _undo(employee_id, action_id, CORRECTION)


@pages.route("/<action_id>/cancel", methods=["GET", "POST"])
def cancel(employee_id: str, action_id: str) -> ResponseReturnValue:
    """Cancel an action by a 001."""
    return _undo(employee_id, action_id, CANCELLATION)


def _undo(employee_id: str, action_id: str, code: str) -> ResponseReturnValue:
    current.desk().require(Permission.CHANGE_RECORDS, employee_id)
    person = url_for("employees.show", employee_id=employee_id)
    key = f"action {employee_id} {code} {action_id}"
    task = Task(key, employee_id, lambda: offer_undoing(current.desk(), employee_id, action_id, code), person)
    if not asked.is_form() and task.offer.target and not task.offer.shown and task.form.is_over:
        flash(f"{task.offer.target.label} stands no more: it was cancelled or corrected already.", "info")
        return redirect(person, 303)
    return act(task)
