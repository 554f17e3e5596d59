"""A person's page."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from humangov.domain.edits import EditKind
from humangov.services.employees import view_employee
from humangov.services.organization import view_organization
from humangov.web import current

pages = Blueprint("employees", __name__, url_prefix="/employees")


@pages.get("/<employee_id>")
def show(employee_id: str) -> ResponseReturnValue:
    """The person's record."""
    folder = view_employee(current.desk(), employee_id)
    return render_template(
        "employees/show.html",
        employee=folder.employee,
        documents=folder.documents,
        overview=view_organization(current.desk()),
        edits=tuple(EditKind),
    )
