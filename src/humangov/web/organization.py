"""The organization chart."""

from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from humangov.domain.lists import Page
from humangov.services.chart import view_chart
from humangov.web import current
from humangov.web.forms.fields import read_day
from humangov.web.paging import way

pages = Blueprint("organization", __name__)


@pages.get("/organization")
def chart() -> ResponseReturnValue:
    """A level of the chart on a day; only the chart when a script asks for that."""
    today = current.desk().today()
    typed = request.args.get("as_of", "").strip()
    day, problem = today, ""
    try:
        day = read_day(typed) if typed else today
    except ValueError as wrong:
        problem = str(wrong)
    agency, _, code = request.args.get("unit", "").partition("/")
    vacant = request.args.get("vacant") == "1"
    here = way(f"organization/{agency}/{code}", request.args.get("after", ""))
    level = view_chart(current.desk(), agency, code, day, here.position, vacant=vacant)
    address = _address(level.day, today, vacant=vacant)
    fragment = request.headers.get("X-Fragment") == "chart"
    page = render_template(
        "organization/level.html" if fragment else "organization/chart.html",
        level=level,
        path=set(level.standing.path(agency, code)) if agency else set(),
        today=today,
        typed=typed,
        problem=problem,
        address=address,
        links=here.pages(Page(level.positions, after=level.after), lambda cursor: address(agency, code, cursor)),
    )
    return page, 422 if problem else 200


def _address(day: date, today: date, *, vacant: bool) -> Callable[..., str]:
    """Makes the address of a level on the same day, with vacancies only where only they are asked for."""
    kept = {"as_of": "" if day == today else day.isoformat(), "vacant": "1" if vacant else ""}

    def address(agency: str = "", code: str = "", after: str = "") -> str:
        wanted = {"unit": f"{agency}/{code}" if code else agency, **kept, "after": after}
        query = urlencode({name: text for name, text in wanted.items() if text}, safe="/")
        return f"/organization?{query}" if query else "/organization"

    return address
