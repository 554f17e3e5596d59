"""The administration of action codes."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from humangov.domain.codes import FAMILIES, ActionCode
from humangov.domain.documents import DocumentType
from humangov.domain.errors import Conflict, Invalid
from humangov.services import codes as services
from humangov.web import current
from humangov.web.forms.codes import CodeForm, facts_of

pages = Blueprint("codes", __name__, url_prefix="/admin/codes")
MEANWHILE = "Somebody else changed the codes meanwhile. Check the list, and save again."


@pages.get("")
def index() -> ResponseReturnValue:
    """The state's list, by family."""
    overview = services.list_codes(current.desk())
    own = {code.code for code in overview.own_codes}
    return render_template("codes/index.html", overview=overview, families=FAMILIES, own=own)


@pages.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Add a code."""
    overview = services.list_codes(current.desk())
    form = CodeForm(
        data={"notice": DocumentType.PERSONNEL_ACTION.value, "active": True}, version=overview.codes_version
    )
    form.offer()
    if form.sent:
        code = form.code_of(form.code.data or "")
        try:
            return _saved(code if form.done else services.add_code(current.desk(), code, form.seen_version), "added")
        except Invalid as wrong:
            form.show(wrong.fields)
        except Conflict:
            _meanwhile(form)
    return render_template("codes/new.html", form=form, families=FAMILIES), form.status


@pages.route("/<action_code>", methods=["GET", "POST"])
def change(action_code: str) -> ResponseReturnValue:
    """Change a code, or retire it."""
    found = services.view_code(current.desk(), action_code)
    form = CodeForm(data=facts_of(found.code), version=found.overview.codes_version)
    form.offer(action_code[0])
    if form.sent:
        code = _typed(form, found.code)
        try:
            return _saved(code if form.done else services.change_code(current.desk(), code, form.seen_version), "saved")
        except Invalid as wrong:
            form.show(wrong.fields)
        except Conflict:
            _meanwhile(form)
    return render_template("codes/change.html", form=form, found=found), form.status


def _typed(form: CodeForm, was: ActionCode) -> ActionCode:
    """What was typed. Where the code affects pay, the page has no box for a second person: it asks why nobody need."""
    made = form.code_of(was.code, was.code[0])
    kept = was.second_person and not made.alone_because
    return replace(made, second_person=kept) if was.affects_pay else made


def _meanwhile(form: CodeForm) -> None:
    form.saw(services.list_codes(current.desk()).codes_version)
    form.show({"": MEANWHILE})


def _saved(code: ActionCode, done: str) -> ResponseReturnValue:
    flash(f"{code.label} is {done}. {_who_decides(code)}", "success")
    return redirect(url_for("codes.index"), 303)


def _who_decides(code: ActionCode) -> str:
    if code.alone_because:
        return "One person alone can record it, though it can start, stop or change pay."
    why = ", as it can start, stop or change what a person is paid" if code.affects_pay else ""
    return f"Somebody else must approve it{why}." if code.needs_second_person else "Nobody else must approve it."
