"""Positions: a page for each, and the forms by which they are kept."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from humangov.domain.errors import AlreadyExists, Conflict, Invalid, NotFound
from humangov.domain.permissions import Permission
from humangov.domain.positions import Position, PositionFacts, range_text
from humangov.services import positions as services
from humangov.services.flowing import follow_position
from humangov.services.organization import view_organization
from humangov.services.positions import Seen
from humangov.web import current
from humangov.web.forms.positions import NewPositionForm, PositionForm, StateForm, filled_with, values_of

pages = Blueprint("positions", __name__, url_prefix="/positions")
TAKEN = "This number is in use. Choose another, or open that position."
SAVED_FIRST = "Somebody else changed this position meanwhile. Open it anew, and make your change again."


@pages.get("/<number>")
def show(number: str) -> ResponseReturnValue:
    """A position: today, its versions, and who held it."""
    seen = services.view_position(current.desk(), number)
    today = current.desk().today()
    facts = _facts_to_show(seen)
    return render_template("positions/show.html", seen=seen, facts=facts, today=today, range_text=range_text)


def _facts_to_show(seen: Seen) -> PositionFacts:
    """What it is today, or at first where it is still to come."""
    return seen.position.facts_on(current.desk().today()) or seen.position.versions[0]


@pages.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Create a position."""
    current.desk().require(Permission.MANAGE_POSITIONS)
    form = NewPositionForm(data={"effective": current.desk().today(), "unit": request.args.get("unit", "")})
    form.offer(view_organization(current.desk()))
    number = services.position_number(form.number.data or "")
    if form.sent:
        try:
            _create(form, number)
        except Invalid as wrong:
            form.show(wrong.fields)
        except AlreadyExists:
            form.show({"number": TAKEN})
        else:
            flash("The position is created.", "success")
            return redirect(url_for("positions.show", number=number), 303)
    return render_template("positions/form.html", form=form, heading="Create a position", position=None), form.status


def _create(form: NewPositionForm, number: str) -> None:
    if form.effective.data is None:
        raise Invalid({"effective": "Enter the first day of the position."})
    facts = PositionFacts(effective=form.effective.data, **values_of(form))
    services.create_position(current.desk(), number, facts, form.token)


@pages.route("/<number>/change", methods=["GET", "POST"])
def change(number: str) -> ResponseReturnValue:
    """Change a position from a day on: only what differs from what the form showed."""
    current.desk().require(Permission.MANAGE_POSITIONS)
    seen = services.view_position(current.desk(), number)
    shown = _facts_to_show(seen)
    data = filled_with(shown) | {"effective": current.desk().today()}
    form = PositionForm(data=data, version=seen.position.version)
    form.offer(seen.overview, also=(f"{shown.agency}/{shown.unit}",))
    typed = {n: v for n, v in values_of(form).items() if v != getattr(shown, n)} if form.is_submitted() else {}
    return _answer(form, seen.position, f"Change position {seen.position.number}", typed)


@pages.route("/<number>/state/<open_or_close>", methods=["GET", "POST"])
def set_open(number: str, open_or_close: str) -> ResponseReturnValue:
    """Close a position from a day on, or open it again."""
    current.desk().require(Permission.MANAGE_POSITIONS)
    if open_or_close not in {"open", "close"}:
        raise NotFound
    position = services.view_position(current.desk(), number).position
    form = StateForm(data={"effective": current.desk().today()}, version=position.version)
    verb = "Close" if open_or_close == "close" else "Open again:"
    return _answer(form, position, f"{verb} position {position.number}", {"open": open_or_close == "open"})


def _answer(form: StateForm, position: Position, heading: str, changes: Mapping[str, object]) -> ResponseReturnValue:
    """Save the changes against the version that the person saw, or show the form."""
    if form.sent:
        day, number = form.effective.data, position.number
        try:
            services.change_position(current.desk(), number, changes, day, form.seen_version, form.token)
        except Invalid as wrong:
            form.show(wrong.fields)
        except Conflict:
            form.show({"": SAVED_FIRST})
        else:
            flash("Saved.", "success")
            _follow(form, number)
            return redirect(url_for("positions.show", number=number), 303)
    page = render_template("positions/form.html", form=form, heading=heading, position=position)
    return page, form.status


def _follow(form: StateForm, number: str) -> None:
    """Let those who sit in the position follow it, where that was asked for, and tell who could not."""
    if not (isinstance(form, PositionForm) and form.follow.data and form.effective.data):
        return
    followed = follow_position(current.desk(), number, form.effective.data, form.token)
    if done := sum(1 for one in followed if not one.problem):
        flash(f"A position change is recorded for {done} {'person' if done == 1 else 'people'}.", "success")
    for one in followed:
        if one.problem:
            flash(f"{one.incumbency.name} could not follow. {one.problem}", "warning")
