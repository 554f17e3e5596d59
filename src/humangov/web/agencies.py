"""The administration of agencies and departments."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from humangov.domain.errors import Conflict, Invalid, NotFound
from humangov.domain.organization import Overview
from humangov.domain.permissions import Permission
from humangov.services import organization as services
from humangov.web import current
from humangov.web.forms.agencies import RenameForm, UnitForm
from humangov.web.forms.base import RecordForm

pages = Blueprint("agencies", __name__, url_prefix="/admin/agencies")


@pages.get("")
def index() -> ResponseReturnValue:
    """All agencies with their departments and headcount."""
    return render_template("agencies/index.html", overview=_overview())


def _overview() -> Overview:
    current.desk().require(Permission.MANAGE_SETTINGS)
    return services.view_organization(current.desk())


@pages.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Add an agency."""
    form = UnitForm(version=_overview().version)
    code, name = form.code.data or "", form.name.data or ""
    return _answer(form, "Add an agency", lambda version: services.add_agency(current.desk(), code, name, version))


@pages.route("/<agency_code>", methods=["GET", "POST"])
def rename(agency_code: str) -> ResponseReturnValue:
    """Rename an agency."""
    overview = _overview()
    agency = overview.agency(agency_code)
    if agency is None:
        raise NotFound
    form = RenameForm(data={"name": agency.name}, version=overview.version)
    name = form.name.data or ""
    heading = f"Rename {agency.name}"
    return _answer(form, heading, lambda v: services.rename_agency(current.desk(), agency_code, name, v))


@pages.route("/<agency_code>/departments/new", methods=["GET", "POST"])
def new_department(agency_code: str) -> ResponseReturnValue:
    """Add a department to an agency."""
    overview = _overview()
    agency = overview.agency(agency_code)
    if agency is None:
        raise NotFound
    form = UnitForm(version=overview.version)
    code, name = form.code.data or "", form.name.data or ""
    heading = f"Add a department of {agency.name}"
    return _answer(form, heading, lambda v: services.add_department(current.desk(), agency_code, code, name, v))


@pages.route("/<agency_code>/departments/<code>", methods=["GET", "POST"])
def rename_department(agency_code: str, code: str) -> ResponseReturnValue:
    """Rename a department."""
    overview = _overview()
    agency = overview.agency(agency_code)
    department = agency.department(code) if agency else None
    if department is None:
        raise NotFound
    form = RenameForm(data={"name": department.name}, version=overview.version)
    name = form.name.data or ""
    heading = f"Rename {department.name}"
    return _answer(form, heading, lambda v: services.rename_department(current.desk(), agency_code, code, name, v))


def _answer(form: RecordForm, heading: str, save: Callable[[int], None]) -> ResponseReturnValue:
    """Save what was typed against the version that the person saw, or show the form."""
    if form.sent:
        try:
            save(form.seen_version)
        except Invalid as wrong:
            form.show(wrong.fields)
        except Conflict:
            form.saw(_overview().version)
            form.show({"": "Somebody else changed the agencies meanwhile. Check the list, and save again."})
        else:
            flash("Saved.", "success")
            return redirect(url_for("agencies.index"), 303)
    return render_template("agencies/form.html", form=form, heading=heading), form.status
