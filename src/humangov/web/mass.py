"""Mass actions: a list, the form of a new one, and one of them with its progress and its people."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from humangov.domain.errors import BadLink, Conflict, Invalid, Unseen
from humangov.domain.mass import LISTED, MassAction, MassStatus, Result, usable
from humangov.domain.mass_wording import mass_shown, rule_text, selection_facts, selection_text
from humangov.domain.permissions import Permission
from humangov.domain.shown import Turned, turned
from humangov.services import mass as services
from humangov.services import mass_deciding
from humangov.services.budgets import part
from humangov.services.mass import MassView
from humangov.services.organization import view_organization
from humangov.web import current
from humangov.web.forms.mass import MassForm, ReasonForm, proposal_of, typed_again
from humangov.web.forms.shown import sealed, unsealed
from humangov.web.paging import way

APPROVED = "Approved. Everybody is looked at once more, and then it is recorded; you can leave this page."
pages = Blueprint("mass", __name__, url_prefix="/actions/mass")


@pages.get("")
def index() -> ResponseReturnValue:
    """All mass actions, and first those that have not ended."""
    here = way("mass", request.args.get("before", ""))
    listed = services.list_all(current.desk(), here.position)
    underway = part(lambda: services.list_open(current.desk()))
    if any(mass.status.is_working for mass in underway or ()):
        current.kick()
    return render_template(
        "mass/index.html",
        masses=listed.page.items,
        underway=underway,
        links=here.pages(listed.page, lambda cursor: f"/actions/mass{'?before=' if cursor else ''}{cursor}"),
        what=lambda mass: (
            rule_text(mass.rule, listed.overview),
            selection_text(mass.selection, listed.overview),
        ),
    )


@pages.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Start a mass action; `from` brings back what was asked for in another one."""
    current.desk().require(Permission.CHANGE_RECORDS)
    overview = view_organization(current.desk())
    before = request.args.get("from", "")
    form = MassForm(data=typed_again(services.view(current.desk(), before).mass) if before else None)
    form.offer(overview, usable(overview.codes))
    if form.sent:
        try:
            mass = services.start(current.desk(), proposal_of(form), form.token)
        except Invalid as wrong:
            form.show_problems(wrong.fields)
        else:
            current.kick()
            return redirect(_page_of(mass), 303)
    return render_template("mass/new.html", form=form), form.status


@pages.get("/<mass_id>")
def show(mass_id: str) -> ResponseReturnValue:
    """One mass action. While it goes on by itself only figures, which a script may ask for again and again."""
    viewed = services.view(current.desk(), mass_id)
    mass = viewed.mass
    if mass.status.is_working:
        current.kick()
    if request.headers.get("X-Fragment") == "progress":
        return render_template("mass/progress.html", mass=mass, overview=viewed.overview)
    return _shown(viewed)


def _shown(viewed: MassView, changes: tuple[Turned, ...] | None = None) -> str:
    mass = viewed.mass
    shows_people = not mass.status.is_working or "people" in request.args
    return render_template(
        "mass/show.html",
        mass=mass,
        overview=viewed.overview,
        facts=_facts(viewed),
        seen=sealed(f"mass {mass.id}", mass_shown(mass, viewed.overview)),
        turned=changes,
        is_own=mass.is_work_of(current.principal()),
        **(_people(mass) if shows_people else {"people": None, "result": None}),
    )


def _facts(viewed: MassView) -> list[tuple[str, str]]:
    mass, overview = viewed.mass, viewed.overview
    return [("What it does", rule_text(mass.rule, overview)), *selection_facts(mass.selection, overview)]


def _people(mass: MassAction) -> dict[str, object]:
    result = _result(request.args.get("result", ""))
    here = way(f"mass/{mass.id}/{result or ''}", request.args.get("after", ""))
    found = services.list_people(current.desk(), mass, result, here.position)
    path = f"/actions/mass/{mass.id}?people=1&result={result or ''}"
    # Who was shown anew stays in that list, whatever came of it: nobody counts them.
    counted = result is not Result.CHANGED or mass.preview == 1
    total = (getattr(mass, result) if result else mass.chosen) if counted else None
    return {
        "people": found.items,
        "result": result,
        "links": here.pages(found, lambda cursor: path + ("&after=" if cursor else "") + cursor, total),
    }


def _result(text: str) -> Result | None:
    result = next((one for one in LISTED if one == (text or None)), Result.PENDING)
    if result is Result.PENDING:
        raise BadLink
    return result


def _page_of(mass: MassAction) -> str:
    return url_for("mass.show", mass_id=mass.id)


@pages.post("/<mass_id>/submit")
def submit(mass_id: str) -> ResponseReturnValue:
    """Ask for the approval."""
    try:
        mass = mass_deciding.submit(current.desk(), mass_id)
    except Conflict as conflict:
        return _too_late(conflict.current)
    flash("Submitted. An HR supervisor other than the one who asks must approve it.", "success")
    return redirect(_page_of(mass), 303)


@pages.post("/<mass_id>/approve")
def approve(mass_id: str) -> ResponseReturnValue:
    """Approve it, and have it recorded."""
    seen = unsealed(f"mass {mass_id}", request.form.get("shown", ""))
    try:
        mass = mass_deciding.approve(current.desk(), mass_id, seen.digest)
    except Unseen as other:
        return _shown(services.view(current.desk(), mass_id), turned(seen.lines, other.now.lines)), 409
    except Conflict as conflict:
        return _too_late(conflict.current)
    current.kick()
    flash(APPROVED, "success")
    return redirect(_page_of(mass), 303)


@pages.route("/<mass_id>/reject", methods=["GET", "POST"])
def reject(mass_id: str) -> ResponseReturnValue:
    """Reject it, with a reason."""
    current.desk().require(Permission.APPROVE_ACTIONS)
    return _decide(mass_id, MassStatus.REJECTED)


@pages.route("/<mass_id>/withdraw", methods=["GET", "POST"])
def withdraw(mass_id: str) -> ResponseReturnValue:
    """Withdraw it, with a reason."""
    current.desk().require(Permission.CHANGE_RECORDS)
    return _decide(mass_id, MassStatus.WITHDRAWN)


@pages.route("/<mass_id>/stop", methods=["GET", "POST"])
def stop(mass_id: str) -> ResponseReturnValue:
    """Stop it while it is being recorded, with a reason."""
    current.desk().require(Permission.APPROVE_ACTIONS)
    return _decide(mass_id, MassStatus.STOPPING)


_DECISIONS = {
    MassStatus.REJECTED: ("Reject", mass_deciding.reject, "Rejected. It stays in the list."),
    MassStatus.WITHDRAWN: ("Withdraw", mass_deciding.withdraw, "Withdrawn. It stays in the list."),
    MassStatus.STOPPING: ("Stop", mass_deciding.stop, "It is being stopped. What is recorded stays recorded."),
}


def _decide(mass_id: str, status: MassStatus) -> ResponseReturnValue:
    word, decide, done = _DECISIONS[status]
    mass, form = services.view(current.desk(), mass_id).mass, ReasonForm()
    if mass.status not in mass_deciding.FROM[status] and form.is_over:
        flash(f"This is not possible any more: it stands at “{mass.status.label}”.", "info")
        return redirect(_page_of(mass), 303)
    if form.sent:
        try:
            decide(current.desk(), mass_id, form.reason.data or "")
        except Invalid as wrong:
            form.show(wrong.fields)
        except Conflict as conflict:
            return _too_late(conflict.current)
        else:
            current.kick()
            flash(done, "success")
            return redirect(_page_of(mass), 303)
    return render_template("mass/decide.html", form=form, mass=mass, word=word), form.status


def _too_late(now: object) -> ResponseReturnValue:
    """The answer to somebody who decides about a mass action that went on by another hand."""
    if not isinstance(now, MassAction):
        raise TypeError(type(now))
    by = f"{now.approved.name} has approved it" if now.approved else f"It stands at “{now.status.label}”"
    flash(f"{by} meanwhile, so nothing of yours was done.", "warning")
    return redirect(_page_of(now), 303)
