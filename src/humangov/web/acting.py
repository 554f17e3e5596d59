"""The steps of an action: its form, what it would do, and then a draft, a request or a record."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from humangov.domain.actions import Action
from humangov.domain.employees import LABELS, Employee
from humangov.domain.errors import AlreadyExists, Conflict, Invalid, LikelyDuplicate
from humangov.domain.organization import Overview
from humangov.domain.permissions import Permission
from humangov.domain.wording import spoken, us_date
from humangov.services.actions import Filed, check_action, file_action, save_draft
from humangov.services.offering import Offer
from humangov.services.vacancies import Vacancies, find_vacancies
from humangov.web import current, drafts
from humangov.web.forms.actions import ActionForm, AppointForm
from humangov.web.forms.employees import TAKEN, unit_of
from humangov.web.forms.seen import is_as_seen
from humangov.web.previews import APPROVERS

SAVED_FIRST = "Somebody else saved first. Nothing of yours is lost, and nothing of it was saved yet."


@dataclass
class Task:
    """A page with a form of an action: whom it is about ("" for a new person), and where Cancel leads.

    `key` names the form, so that its sealed part fits no other; `read` reads what it offers, where that is needed.
    """

    key: str
    employee_id: str
    read: Callable[[], Offer]
    cancel_url: str

    @cached_property
    def offer(self) -> Offer:
        """What the form offers, read once."""
        return self.read()

    @cached_property
    def form(self) -> ActionForm | AppointForm:
        """The form as it was sent, or a new one."""
        if request.method == "POST" and not (sent := self._made(None)).lost:
            return sent
        return self._made(self.offer)

    def _made(self, offer: Offer | None) -> ActionForm | AppointForm:
        return ActionForm(self.key, offer) if self.employee_id else AppointForm(offer)


def act(task: Task) -> ResponseReturnValue:
    """Answer a page with a form of an action."""
    current.desk().require(Permission.CHANGE_RECORDS)
    if task.form.finds:
        return _find(task)
    if not task.form.goes_on:
        return _form_page(task)
    steps = {"draft": _draft, "file": _file}
    try:
        return steps.get(task.form.step, _check)(task)
    except Invalid as wrong:
        task.form.show(wrong.fields)
        return _form_page(task)
    except AlreadyExists as taken:
        task.form.show({taken.field: TAKEN[taken.field]})
        return _form_page(task, taken.owner_id)


def _find(task: Task) -> ResponseReturnValue:
    """The form with the positions to choose from: those of the unit that it names, or of the person's own."""
    form, person = task.form, task.offer.person
    place = str(form["unit"].data or "") if "unit" in form else unit_of(person) if person else ""
    agency, _, unit = place.partition("/")
    day = form["effective"].data if "effective" in form else None
    vacancies = find_vacancies(current.desk(), agency, unit, form["position_search"].data, day, task.employee_id)
    form.found(vacancies.found)
    return _form_page(task, vacancies=vacancies)


def _form_page(task: Task, owner: str = "", vacancies: Vacancies | None = None) -> ResponseReturnValue:
    task.form.offer(task.offer.overview, vacancies.found if vacancies else ())
    page = render_template(
        "actions/form.html",
        task=task,
        form=task.form,
        offer=task.offer,
        employee=task.offer.person,
        owner=owner,
        vacancies=vacancies,
    )
    return page, 200 if task.form.step == "back" else task.form.status


def _check(task: Task, warning: str = "", likely: LikelyDuplicate | None = None) -> ResponseReturnValue:
    """What the action would do, before anything is saved. Whoever goes on from here has seen the record as it is."""
    form = task.form
    checked = check_action(current.desk(), task.employee_id, form.proposal(), form.token)
    case = checked.case
    moved = _moved(form, case.folder.employee, case.overview) if case.folder else ()
    if case.folder:
        form.saw(case.folder.employee.version)
    page = render_template(
        "actions/check.html",
        task=task,
        form=form,
        action=case.action,
        employee=case.folder.employee if case.folder else None,
        told=checked.told,
        overview=case.overview,
        second=checked.needs_second_person,
        approvers=APPROVERS,
        warning=warning,
        moved=moved,
        likely=likely or checked.alike,
        rivals=checked.alike.rivals,
        quiet=likely is None,
    )
    return page, 409 if warning or likely else 200


def _moved(form: ActionForm | AppointForm, now: Employee, overview: Overview) -> tuple[str, ...]:
    """What somebody else changed since the form was opened, of the fields that the form shows."""
    if form.seen_version == now.version or not isinstance(form, ActionForm) or form.target:
        return ()
    others = [name for name in form.marks if not is_as_seen(form.marks, name, getattr(now, name))]
    return tuple(f"{LABELS[name]}: {spoken(name, getattr(now, name), now, overview) or 'nothing'}" for name in others)


def _draft(task: Task) -> ResponseReturnValue:
    try:
        draft = save_draft(current.desk(), task.employee_id, task.form.proposal(), task.form.token)
    except Conflict as conflict:
        return _ended(conflict)
    drafts.goes_on(task.form, draft.id, draft.version)
    flash(f"{draft.label}: kept as a draft. Nothing is asked for yet.", "success")
    return _to_request(draft)


def _file(task: Task) -> ResponseReturnValue:
    form = task.form
    another = isinstance(form, AppointForm) and bool(form.another_person.data)
    try:
        filed = file_action(
            current.desk(), task.employee_id, form.proposal(), form.token, form.seen_version, another_person=another
        )
    except LikelyDuplicate as duplicate:
        return _check(task, likely=duplicate)
    except Conflict as conflict:
        return _check(task, SAVED_FIRST) if isinstance(conflict.current, Employee) else _ended(conflict)
    return _done(filed)


def _done(filed: Filed) -> ResponseReturnValue:
    action, person = filed.action, filed.employee
    if person is None:
        flash(f"{action.label}: submitted. It waits for approval.", "success")
        return _to_request(action)
    flash(f"{person.display_name}: {action.label} is recorded, effective {us_date(action.effective)}.", "success")
    return redirect(url_for("employees.show", employee_id=person.id), 303)


def _ended(conflict: Conflict) -> ResponseReturnValue:
    """The request of this form went on by another hand: its page says how."""
    now = conflict.current
    if not isinstance(now, Action):
        raise TypeError(type(now)) from conflict
    flash(
        f"{now.label}: somebody else went on with it, so nothing of yours was saved. It stands as follows.", "warning"
    )
    return _to_request(now)


def _to_request(action: Action) -> ResponseReturnValue:
    return redirect(f"/employees/{action.employee_id}/requests/{action.id}", 303)
