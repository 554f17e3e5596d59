"""The accessibility statement, for everybody, signed in or not."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

pages = Blueprint("accessibility", __name__)


@pages.get("/accessibility")
def show() -> ResponseReturnValue:
    """What is held to, how it is tested, what is lacking, and whom to tell."""
    return render_template("help/accessibility.html")
