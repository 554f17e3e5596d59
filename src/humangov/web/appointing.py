"""The appointment of a new person."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from humangov.domain.permissions import Permission
from humangov.services.offering import offer_appointment
from humangov.web import current
from humangov.web.acting import Task, act

pages = Blueprint("appointing", __name__, url_prefix="/employees")


@pages.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Appoint a person."""
    current.desk().require(Permission.CHANGE_RECORDS)
    return act(Task("appointment", "", lambda: offer_appointment(current.desk()), url_for("directory.index")))
