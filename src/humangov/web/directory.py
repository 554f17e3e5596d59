"""The directory: find people."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from humangov.domain.employees import EmploymentType, Status
from humangov.domain.errors import BadLink, Invalid
from humangov.domain.lists import PAGE_SIZES, Page, Sort
from humangov.services.directory import Listed, list_employees
from humangov.services.organization import view_organization
from humangov.web import current
from humangov.web.listings import ListView, read_listing

pages = Blueprint("directory", __name__)


@pages.get("/employees")
def index() -> ResponseReturnValue:
    """A page of people; only its list when a script asks for that."""
    listing = read_listing(request.args)
    problem = ""
    try:
        listed = list_employees(current.desk(), listing)
    except BadLink:
        raise
    except Invalid as wrong:
        problem = " ".join(wrong.fields.values())
        listed = Listed(Page(()), view_organization(current.desk()), None)
    fragment = request.headers.get("X-Fragment") == "results"
    page = render_template(
        "directory/results.html" if fragment else "directory/index.html",
        view=ListView(listing, listed),
        problem=problem,
        statuses=tuple(Status),
        employment_types=tuple(EmploymentType),
        sizes=PAGE_SIZES,
        Sort=Sort,
    )
    return page, 422 if problem and not fragment else 200
