"""The administration of agencies and their units: what is changed, each from a day on."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from humangov.domain.errors import Conflict, Invalid, NotFound
from humangov.domain.organization import Overview
from humangov.domain.permissions import Permission
from humangov.domain.text import fold
from humangov.services import organization as services
from humangov.services.desk import Desk
from humangov.services.organization import Place
from humangov.web import current
from humangov.web.forms.agencies import AgencyForm, DayForm, MoveForm, RenameForm, UnitForm

pages = Blueprint("agencies", __name__, url_prefix="/admin/agencies")

Save = Callable[[Desk, Place], None]
FORMS: dict[str, tuple[type[DayForm], str]] = {
    "rename": (RenameForm, "Rename"),
    "move": (MoveForm, "Move"),
    "close": (DayForm, "Close"),
    "open": (DayForm, "Open again:"),
}


@pages.get("")
def index() -> ResponseReturnValue:
    """All agencies with headcount."""
    overview = _overview()
    now = overview.units_as_of(current.desk().today())
    codes = sorted((u.agency for u in overview.tree.units if not u.code), key=lambda c: fold(overview.agency_name(c)))
    return render_template("agencies/index.html", overview=overview, now=now, codes=codes)


def _overview() -> Overview:
    current.desk().require(Permission.MANAGE_SETTINGS)
    return services.view_organization(current.desk())


@pages.get("/<agency_code>")
@pages.get("/<agency_code>/units/<code>")
def show(agency_code: str, code: str = "") -> ResponseReturnValue:
    """An agency or a unit: what lies beneath it, and what it was and will be."""
    overview = _overview()
    unit = overview.tree.unit(agency_code, code)
    if unit is None:
        raise NotFound
    now = overview.units_as_of(current.desk().today())
    name = _name(overview, agency_code, code)
    return render_template("agencies/show.html", overview=overview, unit=unit, now=now, name=name)


def _name(overview: Overview, agency: str, code: str = "") -> str:
    """The unit's name today; its last one where it is to come."""
    now = overview.units_as_of(current.desk().today())
    return now.name(agency, code) if (agency, code) in now.units else overview.tree.name(agency, code)


@pages.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Add an agency."""
    form = AgencyForm(data=_today(), version=_overview().version)
    name = form.name.data or ""
    saving = partial(services.add_agency, name=name)
    return _answer(form, "Add an agency", form.code.data or "", "", saving)


@pages.route("/<agency_code>/units/new", methods=["GET", "POST"])
def new_unit(agency_code: str) -> ResponseReturnValue:
    """Add a unit to an agency, beneath another one or right beneath the agency."""
    overview = _overview()
    if overview.tree.unit(agency_code) is None:
        raise NotFound
    form = UnitForm(data=_today() | {"parent": request.args.get("beneath", "")}, version=overview.version)
    form.offer(overview.tree, agency_code)
    name, parent = form.name.data or "", form.parent.data or ""
    heading = f"Add a unit of {_name(overview, agency_code)}"
    saving = partial(services.add_unit, name=name, parent=parent)
    return _answer(form, heading, agency_code, form.code.data or "", saving)


@pages.route("/<agency_code>/changes/<change>", methods=["GET", "POST"])
@pages.route("/<agency_code>/units/<code>/changes/<change>", methods=["GET", "POST"])
def change(agency_code: str, change: str, code: str = "") -> ResponseReturnValue:
    """Rename, move, close or open an agency or a unit."""
    overview = _overview()
    if overview.tree.unit(agency_code, code) is None or change not in FORMS or (change == "move" and not code):
        raise NotFound
    kind, verb = FORMS[change]
    form = kind(data=_today() | _as_it_is(overview, agency_code, code), version=overview.version)
    if isinstance(form, MoveForm):
        form.offer(overview.tree, agency_code, code)
    heading = f"{verb} {_name(overview, agency_code, code)}"
    return _answer(form, heading, agency_code, code, _saving(change, form))


def _saving(change: str, form: DayForm) -> Save:
    if isinstance(form, RenameForm):
        return partial(services.rename_unit, name=form.name.data or "")
    if isinstance(form, MoveForm):
        return partial(services.move_unit, parent=form.parent.data or "")
    return services.close_unit if change == "close" else services.open_unit


def _today() -> dict[str, object]:
    return {"effective": current.desk().today()}


def _as_it_is(overview: Overview, agency: str, code: str) -> dict[str, object]:
    unit = overview.tree.unit(agency, code)
    now = unit and (unit.on(current.desk().today()) or unit.versions[0])
    return {"name": now.name, "parent": now.parent} if now else {}


def _answer(form: DayForm, heading: str, agency: str, code: str, save: Save) -> ResponseReturnValue:
    """Save what was typed against the version that the person saw, or show the form."""
    if form.sent:
        try:
            if not form.done:
                save(current.desk(), Place(agency, code, form.effective.data, form.seen_version))
        except Invalid as wrong:
            form.show(wrong.fields)
        except Conflict:
            form.saw(_overview().version)
            form.show({"": "Somebody else changed the agencies meanwhile. Check the list, and save again."})
        else:
            flash("Saved.", "success")
            return redirect(_back(agency.strip().upper()), 303)
    return render_template("agencies/form.html", form=form, heading=heading, back=_back(agency)), form.status


def _back(agency: str) -> str:
    """The page of the agency, or the list where the form is about a new one that has no page yet."""
    known = agency and request.endpoint != "agencies.new"
    return url_for("agencies.show", agency_code=agency) if known else url_for("agencies.index")
