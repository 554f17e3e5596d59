"""The audit log, a person's history, and who has looked at a person."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from humangov.domain.errors import BadLink, Invalid
from humangov.domain.events import Event, EventFilter, EventKind
from humangov.domain.lists import Listing, Page
from humangov.domain.text import tidy
from humangov.services import audit as services
from humangov.services.directory import list_employees
from humangov.services.organization import view_organization
from humangov.services.subjects import subject_of
from humangov.web import current
from humangov.web.paging import Pages, Way, way

pages = Blueprint("audit", __name__)
PAGE = 50
_FILTERS = ("actor", "employee", "action", "day")


@pages.get("/audit")
def log() -> ResponseReturnValue:
    """The audit log, newest first, by what the query string asks for."""
    query = {name: text for name in _FILTERS if (text := request.args.get(name, "").strip())}
    number = tidy(request.args.get("number", ""))
    if number and (employee_id := _of_number(number)):
        return redirect(_log_url({**query, "employee": employee_id}), 303)
    here = _way("/audit", query)
    page = services.read_log(current.desk(), _filter(query), here.position, PAGE)
    return render_template(
        "audit/log.html",
        page_of_events=page,
        query=query,
        unknown_number=number,
        links=_links("/audit", query, here, page),
        without=[(text, _log_url(query, name)) for name, text in _named(query, page.items)],
        kinds=sorted(EventKind, key=lambda kind: kind.label),
    )


def _of_number(number: str) -> str:
    """The id of the employee with this number; "" for none."""
    try:
        found = list_employees(current.desk(), Listing(text=number)).page.items
    except Invalid:
        return ""
    return next((row.id for row in found if row.number.casefold() == number.casefold()), "")


def _log_url(query: Mapping[str, str], without: str = "") -> str:
    return "/audit?" + urlencode({name: text for name, text in query.items() if name != without})


def _named(query: Mapping[str, str], events: Sequence[Event]) -> list[tuple[str, str]]:
    """The filters in words: people by their names, which the events tell."""
    newest = events[0] if events else None
    words = {
        "actor": newest.actor_name if newest else "One person's acts",
        "employee": newest.subject_label if newest else "One employee",
        "action": EventKind(query["action"]).label if "action" in query else "",
        "day": query.get("day", ""),
    }
    return [(name, words[name]) for name in query]


def _filter(query: Mapping[str, str]) -> EventFilter:
    since, until = _span(query.get("day", ""))
    action = query.get("action", "")
    if action and action not in set(EventKind):
        raise BadLink("There is no such action. Choose one from the list.")
    return EventFilter(
        subject=subject_of(query["employee"]) if "employee" in query else "",
        actor_id=query.get("actor", ""),
        kinds=frozenset({EventKind(action)} if action else ()),
        since=since,
        until=until,
    )


def _span(day: str) -> tuple[datetime | None, datetime | None]:
    """The first instant of a day in the state's time zone, and the first of the next."""
    if not day:
        return None, None
    try:
        first = date.fromisoformat(day)
        zone = ZoneInfo(current.installed().time_zone)
        since, until = (datetime.combine(d, time(), zone) for d in (first, first + timedelta(days=1)))
    except (ValueError, OverflowError):
        raise BadLink("This day does not exist. Choose a day, such as 2026-11-23.") from None
    return since, until


def _way(path: str, query: Mapping[str, str]) -> Way:
    return way(path.lstrip("/") + "?" + urlencode(query), request.args.get("before", ""))


def _links(path: str, query: Mapping[str, str], here: Way, page: Page[Event]) -> Pages:
    def url(cursor: str) -> str:
        asked = urlencode({**query, **({"before": cursor} if cursor else {})})
        return f"{path}?{asked}" if asked else path

    return here.pages(page, url)


@pages.get("/employees/<employee_id>/history")
def history(employee_id: str) -> ResponseReturnValue:
    """What was done to a record, in plain words."""
    path = f"/employees/{employee_id}/history"
    here = _way(path, {})
    found = services.history(current.desk(), employee_id, here.position, PAGE)
    return _about_one("audit/history.html", found, _links(path, {}, here, found.page))


@pages.get("/employees/<employee_id>/views")
def views(employee_id: str) -> ResponseReturnValue:
    """Who has looked at a record."""
    path = f"/employees/{employee_id}/views"
    here = _way(path, {})
    found = services.looks(current.desk(), employee_id, here.position, PAGE)
    return _about_one("audit/views.html", found, _links(path, {}, here, found.page))


def _about_one(template: str, found: services.EmployeeEvents, links: Pages) -> str:
    overview = view_organization(current.desk())
    return render_template(template, found=found, employee=found.employee, overview=overview, links=links)
