"""What somebody decides about a request, with a reason: return it, reject it, withdraw it."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from humangov.domain.actions import Action, ActionStatus
from humangov.domain.errors import Conflict, Invalid
from humangov.domain.permissions import Permission
from humangov.services.approving import reject_action, return_action, view_request, withdraw_action
from humangov.services.desk import Desk
from humangov.web import current
from humangov.web.forms.requests import DecideForm
from humangov.web.requests import ONE, changed_meanwhile

pages = Blueprint("deciding", __name__, url_prefix=ONE)


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided, how it is told before and after, and about which requests it can be."""

    label: str
    about: str
    done: str
    permission: Permission
    possible: frozenset[ActionStatus]
    do: Callable[[Desk, str, str, str, int], Action]


_WAITS = frozenset({ActionStatus.SUBMITTED})
RETURN = Decision(
    "Return the request",
    "Whoever asked for it can change it and submit it again. Say what is to be changed.",
    "returned",
    Permission.APPROVE_ACTIONS,
    _WAITS,
    return_action,
)
REJECT = Decision(
    "Reject the request",
    "The request ends here, and nothing is recorded. It stays visible with your reason.",
    "rejected",
    Permission.APPROVE_ACTIONS,
    _WAITS,
    reject_action,
)
WITHDRAW = Decision(
    "Withdraw the request",
    "The request ends here, and nothing is recorded. It stays visible with your reason.",
    "withdrawn",
    Permission.CHANGE_RECORDS,
    frozenset(status for status in ActionStatus if status.is_open),
    withdraw_action,
)


@pages.route("/return", methods=["GET", "POST"])
def send_back(employee_id: str, request_id: str) -> ResponseReturnValue:
    """Return a request to who asked for it."""
    return _decide(RETURN, employee_id, request_id)


@pages.route("/reject", methods=["GET", "POST"])
def reject(employee_id: str, request_id: str) -> ResponseReturnValue:
    """Reject a request."""
    return _decide(REJECT, employee_id, request_id)


@pages.route("/withdraw", methods=["GET", "POST"])
def withdraw(employee_id: str, request_id: str) -> ResponseReturnValue:
    """Withdraw a request."""
    return _decide(WITHDRAW, employee_id, request_id)


def _decide(decision: Decision, employee_id: str, request_id: str) -> ResponseReturnValue:
    current.desk().require(decision.permission, employee_id)
    found = view_request(current.desk(), employee_id, request_id)
    form = DecideForm(version=found.action.version)
    if found.action.status not in decision.possible and form.is_over:
        return changed_meanwhile(found.action)
    if form.sent:
        try:
            decided = decision.do(current.desk(), employee_id, request_id, form.reason.data or "", form.seen_version)
        except Invalid as wrong:
            form.show(wrong.fields)
        except Conflict as conflict:
            return changed_meanwhile(conflict.current)
        else:
            flash(f"{decided.label}: {decision.done}.", "success")
            return redirect(url_for("requests.index"), 303)
    page = render_template(
        "requests/decide.html", decision=decision, form=form, action=found.action, employee=found.person
    )
    return page, form.status
