"""A person's page, today's or that of another day, and their career."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from humangov.domain.chronicle import chronicle
from humangov.domain.edits import EditKind
from humangov.domain.notices import undoings
from humangov.domain.timeline import stretches
from humangov.services.budgets import part
from humangov.services.employees import requests_of, view_as_of, view_career, view_employee
from humangov.services.notices import unprinted
from humangov.services.organization import view_organization
from humangov.web import current, moments
from humangov.web.moments import Moment, Picker
from humangov.web.timelines import drawn

pages = Blueprint("employees", __name__, url_prefix="/employees")


@pages.get("/<employee_id>")
def show(employee_id: str) -> ResponseReturnValue:
    """The person's record, or what it was on another day."""
    moment, picker = moments.asked()
    if moment is None:
        return moments.refused(picker)
    return _today(employee_id, moment, picker) if moment.is_now else _as_of(employee_id, moment, picker)


def _today(employee_id: str, moment: Moment, picker: Picker) -> str:
    folder = view_employee(current.desk(), employee_id)
    requests = requests_of(current.desk(), folder)
    return render_template(
        "employees/show.html",
        employee=folder.employee,
        unsettled=folder.unsettled,
        documents=folder.documents,
        undone=undoings(folder.in_short),
        requests=[request for request in requests if request.status.is_open],
        overview=view_organization(current.desk()),
        edits=tuple(EditKind),
        moment=moment,
        picker=picker,
    )


def _as_of(employee_id: str, moment: Moment, picker: Picker) -> str:
    found = view_as_of(current.desk(), employee_id, moment.day, moment.known_on)
    return render_template(
        "employees/as_of.html",
        employee=found.folder.employee,
        unsettled=found.folder.unsettled,
        record=found.record,
        overview=view_organization(current.desk()).on(moment.day),
        moment=moment,
        picker=picker,
    )


@pages.get("/<employee_id>/career")
def career(employee_id: str) -> ResponseReturnValue:
    """Every action of the person, and what was asked for."""
    folder = view_career(current.desk(), employee_id)
    overview = view_organization(current.desk())
    lines = chronicle(folder.actions, overview, current.desk().today())
    return render_template(
        "employees/career.html",
        employee=folder.employee,
        unsettled=folder.unsettled,
        acts=[line for line in lines if not line.action.is_edit],
        edits=[line for line in lines if line.action.is_edit],
        requests=requests_of(current.desk(), folder),
        notices={document.id for document in folder.documents if document.is_sealed},
        unprinted=part(lambda: unprinted(current.desk(), folder)) or frozenset(),
        overview=overview,
        timeline=drawn(stretches(folder.actions), current.desk().today()),
    )
