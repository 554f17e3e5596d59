"""Acts on a person: each has its own form, and a page for when somebody else saved first."""

from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from humangov.domain.acts import RULES, Act, ActKind
from humangov.domain.employees import LABELS, Employee
from humangov.domain.errors import AlreadyExists, Conflict, Invalid, NotFound
from humangov.domain.organization import Overview
from humangov.domain.permissions import Permission
from humangov.domain.wording import spoken
from humangov.services.employees import acts_for, record_act, view_employee
from humangov.services.organization import view_organization
from humangov.web import current
from humangov.web.employees import TAKEN
from humangov.web.forms.employees import ActForm, DatedForm, changes_of, form_of, seen_values

pages = Blueprint("acts", __name__, url_prefix="/employees/<employee_id>/acts")


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
    try:
        saved = record_act(current.desk(), employee.id, _act_of(kind, form), form.seen_version, form.token)
    except Invalid as wrong:
        form.show(wrong.fields)
    except AlreadyExists as taken:
        form.show({taken.field: TAKEN[taken.field]})
    except Conflict as conflict:
        return _conflict(kind, form, conflict, overview)
    else:
        flash(f"{saved.display_name}: {RULES[kind].done}.", "success")
        return redirect(url_for("employees.show", employee_id=saved.id), 303)
    return _shown(kind, form, employee, form.status)


def _act_of(kind: ActKind, form: ActForm) -> Act:
    if isinstance(form, DatedForm):
        return Act(kind, {}, form.effective.data, form.reason.data or "")
    return Act(kind, {name: value for name, value in changes_of(form).items() if not _is_theirs(name)})


def _is_theirs(name: str) -> bool:
    """Whether the person chose, on the page of a conflict, to keep what the other one saved."""
    return request.form.get(f"keep-{_row_name(name)}") == "theirs"


def _row_name(name: str) -> str:
    """A department makes no sense without its agency: the two are chosen together."""
    return "agency" if name == "department" else name


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a conflict, in words; `mine` says which of the two is chosen at first."""

    name: str
    label: str
    theirs: str
    yours: str
    mine: bool


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
    rows = _differences(kind, form, now, overview)
    return render_template("acts/conflict.html", kind=kind, form=form, employee=now, rows=rows), 409


def _differences(kind: ActKind, form: ActForm, now: Employee, overview: Overview) -> list[Difference]:
    typed: dict[str, Any] = changes_of(form)
    mine = replace(now, **typed)
    seen = seen_values(form, kind, now.id)
    rows: dict[str, Difference] = {}
    for name, value in typed.items():
        if value != getattr(now, name):
            theirs, yours = (spoken(name, getattr(e, name), e, overview) for e in (now, mine))
            if (row := rows.get(_row_name(name))) is not None:
                theirs, yours = f"{row.theirs}, {theirs}", f"{row.yours}, {yours}"
            changed = str(value) != seen.get(name)
            label = LABELS[_row_name(name)]
            rows[_row_name(name)] = Difference(_row_name(name), label, theirs or "–", yours or "–", changed)
    return list(rows.values())


def _shown(kind: ActKind, form: ActForm, employee: Employee, status: int) -> ResponseReturnValue:
    dated = isinstance(form, DatedForm)
    return render_template("acts/act.html", kind=kind, form=form, employee=employee, dated=dated), status
