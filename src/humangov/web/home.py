"""The home page: what waits, headcount of today or another day, what changed lately, and where to go."""

from dataclasses import replace

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from humangov.domain.employees import Status
from humangov.domain.errors import Uncounted
from humangov.domain.organization import Overview
from humangov.services.directory import headcount_on
from humangov.services.home import Home, view_home
from humangov.services.organization import view_organization
from humangov.web import current, moments
from humangov.web.moments import Moment

pages = Blueprint("home", __name__)


@pages.get("/")
def show() -> ResponseReturnValue:
    """What this person needs first; of another day the headcount alone."""
    current.glance()
    moment, picker = moments.asked()
    if moment is None:
        return moments.refused(picker)
    uncounted = False
    try:
        home = view_home(current.desk()) if moment.is_now else Home(_overview_on(moment))
    except Uncounted:
        home, uncounted = Home(None), True
    return render_template(
        "home/show.html",
        home=home,
        statuses=_statuses(home.overview),
        uncounted=uncounted,
        moment=moment,
        picker=picker,
    )


def _overview_on(moment: Moment) -> Overview:
    headcount = headcount_on(current.desk(), moment.day, moment.known_on)
    return replace(view_organization(current.desk()).on(moment.day), headcount=headcount)


def _statuses(overview: Overview | None) -> tuple[Status, ...]:
    """Those in which there is anybody."""
    return tuple(status for status in Status if overview and overview.count(status=status))
