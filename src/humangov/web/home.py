"""The home page: headcount, what changed lately, and where to go."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from humangov.domain.employees import Status
from humangov.services.home import view_home
from humangov.web import current

pages = Blueprint("home", __name__)


@pages.get("/")
def show() -> ResponseReturnValue:
    """What this person needs first."""
    current.glance()
    return render_template("home/show.html", home=view_home(current.desk()), statuses=tuple(Status))
