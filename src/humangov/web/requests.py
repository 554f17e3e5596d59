"""Requests for personnel actions: the queue, one request, and what somebody decides about it."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from humangov.domain.actions import Action, ActionStatus
from humangov.domain.errors import AlreadyExists, Conflict, Invalid, LikelyDuplicate, Unavailable, Unseen
from humangov.domain.mass import MassAction, MassStatus
from humangov.domain.permissions import Permission
from humangov.domain.shown import Turned, turned
from humangov.domain.wording import us_date
from humangov.services import approving
from humangov.services.approving import Request, approve_action, list_waiting, view_request, who_went_on
from humangov.services.budgets import part
from humangov.services.mass import list_open
from humangov.services.offering import offer_request
from humangov.services.organization import view_organization
from humangov.web import current
from humangov.web.acting import Task, act
from humangov.web.forms.employees import TAKEN
from humangov.web.forms.requests import ApproveForm
from humangov.web.previews import APPROVERS
from humangov.web.queues import Sieve, days_old, heading_of, queues_of

pages = Blueprint("requests", __name__)
ONE = "/employees/<employee_id>/requests/<request_id>"
CHANGED = "{} has {} this request meanwhile, so nothing of yours was done. It stands as follows."
OWN = "You have {} this request. It stands as follows."
_DONE = {ActionStatus.PROCESSED: "approved", ActionStatus.SUBMITTED: "submitted", ActionStatus.DRAFT: "changed"}


@pages.get("/actions")
def index() -> ResponseReturnValue:
    """What waits, and for whom; `queue` asks for one part of it. Requests and mass actions can fail one by one."""
    only = request.args.get("queue", "")
    waiting = part(lambda: list_waiting(current.desk()))
    masses = part(_masses) if only == "approve" or not heading_of(only) else []
    if waiting is None and not masses:
        raise Unavailable
    sieve = Sieve(request.args.get("agency", ""), request.args.get("code", ""))
    queues = queues_of(filter(sieve.passes, waiting or ()), current.principal())
    return render_template(
        "requests/index.html",
        queues=[q for q in queues if q.identity == only or not heading_of(only)],
        only=heading_of(only),
        identity=only,
        masses=masses,
        unread=waiting is None,
        is_cut=len(waiting or ()) >= approving.MOST_WAITING,
        overview=view_organization(current.desk()),
        sieve=sieve,
        agencies=sorted({row.agency for row in waiting or ()}),
        kinds=sorted({(row.code, row.title) for row in waiting or ()}),
        today=current.desk().today(),
        days_old=days_old,
    )


def _masses() -> list[MassAction]:
    """The mass actions that wait for approval."""
    return [mass for mass in list_open(current.desk()) if mass.status is MassStatus.SUBMITTED]


@pages.route(ONE, methods=["GET", "POST"])
def show(employee_id: str, request_id: str) -> ResponseReturnValue:
    """A request and what it would do; the button approves it."""
    if request.method == "POST":
        current.desk().require(Permission.APPROVE_ACTIONS, employee_id)
    found = view_request(current.desk(), employee_id, request_id)
    form = ApproveForm(found.action, found.shown)
    return _approve(form, found) if form.sent else _shown(form, found)


def _approve(form: ApproveForm, found: Request) -> ResponseReturnValue:
    action = found.action
    owner = ""
    try:
        person = approve_action(
            current.desk(),
            action.employee_id,
            action.id,
            form.seen_version,
            form.seen.digest,
            another_person=bool(form.another_person.data),
        )
    except Invalid as wrong:
        form.show(wrong.fields)
    except AlreadyExists as taken:
        form.show({taken.field: TAKEN[taken.field]})
        owner = taken.owner_id
    except LikelyDuplicate:
        form.show({"another_person": "Say that this is another person, or return or reject the request."})
    except Unseen:
        return _shown_anew(form, action)
    except Conflict as conflict:
        return changed_meanwhile(conflict.current)
    else:
        flash(f"{person.display_name}: {action.label} is recorded, effective {us_date(action.effective)}.", "success")
        return redirect(url_for("requests.index"), 303)
    return _shown(form, found, owner)


def _shown_anew(form: ApproveForm, action: Action) -> ResponseReturnValue:
    """What it would do now, and what of that is not as it was seen: to be decided about again."""
    now = view_request(current.desk(), action.employee_id, action.id)
    seen = form.seen.lines
    form.shows(now.action, now.shown)
    return _shown(form, now, changes=turned(seen, now.shown.lines))


def changed_meanwhile(now: object) -> ResponseReturnValue:
    """The answer to somebody who decides about a request that is not any more as they saw it."""
    if not isinstance(now, Action):
        raise Conflict(now)
    who, name = who_went_on(current.desk(), now)
    done = _DONE.get(now.status, now.status)
    if who == current.principal().id:
        flash(OWN.format(done), "info")
    else:
        flash(CHANGED.format(name or "Somebody else", done), "warning")
    return redirect(_path(now.employee_id, now.id), 303)


def _shown(
    form: ApproveForm, found: Request, owner: str = "", changes: Sequence[Turned] | None = None
) -> ResponseReturnValue:
    action = found.action
    page = render_template(
        "requests/show.html",
        form=form,
        found=found,
        action=action,
        employee=found.person,
        told=found.told,
        turned=changes,
        overview=found.overview,
        is_own=action.is_work_of(current.principal()),
        approvers=APPROVERS,
        owner=owner or found.owner,
    )
    return page, form.status if changes is None else 409


@pages.route(f"{ONE}/change", methods=["GET", "POST"])
def change(employee_id: str, request_id: str) -> ResponseReturnValue:
    """Go on with a draft or a returned request. That of a new person's appointment has the id of the record to be."""
    current.desk().require(Permission.CHANGE_RECORDS, employee_id)
    about = "" if employee_id == request_id else employee_id
    task = Task(
        f"request {employee_id} {request_id}",
        about,
        lambda: offer_request(current.desk(), employee_id, request_id),
        _path(employee_id, request_id),
    )
    try:
        return act(task)
    except Conflict as conflict:
        return changed_meanwhile(conflict.current)


def _path(employee_id: str, request_id: str) -> str:
    return url_for("requests.show", employee_id=employee_id, request_id=request_id)
