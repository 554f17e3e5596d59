"""Mass actions: ask for one, and look at it. services/massing.py does the work that takes time."""

from dataclasses import dataclass, replace
from datetime import date

from humangov.domain.errors import Invalid
from humangov.domain.events import EventKind
from humangov.domain.lists import Page
from humangov.domain.mass import (
    MassAction,
    MassPerson,
    Result,
    Rule,
    Selection,
    default_statuses,
    usable,
)
from humangov.domain.mass_rules import mass_problems
from humangov.domain.organization import Overview
from humangov.domain.permissions import Permission
from humangov.domain.text import tidy, tidy_lines
from humangov.services.desk import Desk
from humangov.services.mass_events import mass_event, mass_subject_of
from humangov.services.mass_people import with_own

MASSES_ON_A_PAGE = 25
PEOPLE_ON_A_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class MassProposal:
    """What a person asks for. A selection without statuses means all that the code can befall."""

    code: str
    effective: date | None
    selection: Selection
    rule: Rule
    reason: str = ""
    authority: str = ""
    remarks: str = ""
    exception: str = ""


@dataclass(frozen=True, slots=True)
class MassPage:
    """A page of mass actions, newest first, and the organization that names their agencies."""

    page: Page[MassAction]
    overview: Overview


@dataclass(frozen=True, slots=True)
class MassView:
    """A mass action as figures, without its people."""

    mass: MassAction
    overview: Overview


def start(desk: Desk, proposal: MassProposal, token: str) -> MassAction:
    """Start a mass action: its preview is made step by step. `token` becomes its id. Raises Invalid."""
    desk.require(Permission.CHANGE_RECORDS)
    overview = desk.organization.overview()
    if proposal.effective is None:
        raise Invalid({"effective": "Enter the date on which it takes effect."})
    code = next((c for c in usable(overview.codes) if c.code == proposal.code), None)
    mass = _proposed(desk, proposal, proposal.effective, token)
    if wrong := mass_problems(mass, code, overview, desk.today()):
        raise Invalid(wrong)
    mass = replace(mass, title=code.title if code else "")
    return desk.mass.create(mass, mass_event(mass, EventKind.MASS_ACTION_STARTED, desk))


def _proposed(desk: Desk, proposal: MassProposal, effective: date, token: str) -> MassAction:
    asked = proposal.selection
    selection = replace(
        asked,
        job_class=tidy(asked.job_class),
        title=tidy(asked.title),
        statuses=asked.statuses or default_statuses(proposal.code),
    )
    values = {name: tidy(v) if type(v) is str else v for name, v in proposal.rule.values.items()}
    return MassAction(
        id=token,
        code=proposal.code,
        title="",
        effective=effective,
        reason=tidy(proposal.reason),
        authority=tidy(proposal.authority),
        remarks=tidy_lines(proposal.remarks),
        exception=tidy(proposal.exception),
        selection=selection,
        rule=replace(proposal.rule, values=values),
        requested=desk.by(),
        agencies=desk.principal.agencies,
        left_out=with_own((), desk),
    )


def view(desk: Desk, mass_id: str) -> MassView:
    """A mass action in figures: nobody is named. Raises NotFound."""
    desk.require(Permission.READ_RECORDS)
    return MassView(desk.mass.get(mass_id), desk.organization.overview())


def list_people(desk: Desk, mass: MassAction, result: Result | None, after: str) -> Page[MassPerson]:
    """A page of its people with their values before and after; the look is recorded. Raises Invalid (result)."""
    desk.require(Permission.READ_RECORDS)
    found = desk.mass.people(mass.id, result, after, PEOPLE_ON_A_PAGE)
    desk.saw(EventKind.MASS_ACTION_VIEWED, mass_subject_of(mass.id), mass.label)
    return found


def list_all(desk: Desk, before: str) -> MassPage:
    """A page of all mass actions, newest first, with ids below `before`."""
    desk.require(Permission.READ_RECORDS)
    return MassPage(desk.mass.page(before, MASSES_ON_A_PAGE), desk.organization.overview())


def list_open(desk: Desk) -> tuple[MassAction, ...]:
    """Those that have not ended, the oldest first: what waits for approval among them."""
    desk.require(Permission.READ_RECORDS)
    return desk.mass.underway()
