"""The directory: find people."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from humangov.domain.employees import EmploymentType, Status
from humangov.domain.errors import BadLink, Invalid
from humangov.domain.lists import PAGE_SIZES, Listing, Page, Sort
from humangov.services.directory import Listed, list_employees, list_employees_on
from humangov.services.organization import view_organization
from humangov.web import current, moments
from humangov.web.listings import ListView, read_listing
from humangov.web.moments import Moment

pages = Blueprint("directory", __name__)


@pages.get("/employees")
def index() -> ResponseReturnValue:
    """A page of people, today or on another day; only its list when a script asks for that."""
    current.glance()
    moment, picker = moments.asked()
    if moment is None:
        return moments.refused(picker)
    listing = read_listing(request.args, moment)
    problem = ""
    try:
        listed = _listed(listing, moment)
    except BadLink:
        raise
    except Invalid as wrong:
        problem = " ".join(wrong.fields.values())
        listed = Listed(Page(()), view_organization(current.desk()), None)
    fragment = request.headers.get("X-Fragment") == "results"
    page = render_template(
        "directory/results.html" if fragment else "directory/index.html",
        view=ListView(listing, listed, moment),
        moment=moment,
        picker=picker,
        problem=problem,
        statuses=tuple(Status),
        employment_types=tuple(EmploymentType),
        sizes=PAGE_SIZES,
        Sort=Sort,
    )
    return page, 422 if problem and not fragment else 200


def _listed(listing: Listing, moment: Moment) -> Listed:
    if moment.is_now:
        return list_employees(current.desk(), listing)
    return list_employees_on(current.desk(), listing, moment.day, moment.known_on)
