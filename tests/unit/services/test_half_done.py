"""Nothing is half-saved: whichever call does not answer, all is as it was, and the same form succeeds later."""

from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from typing import NamedTuple

import pytest

from humangov.domain.edits import EditKind
from humangov.domain.errors import Unavailable
from humangov.domain.events import Event
from humangov.domain.lists import Listing
from humangov.domain.permissions import Role
from humangov.domain.troubles import ChoreName
from humangov.services.actions import file_action, save_draft
from humangov.services.approving import approve_action, return_action, withdraw_action
from humangov.services.directory import list_employees
from humangov.services.edits import edit_facts
from humangov.services.employees import view_employee
from tests.builders import TODAY, a_position, an_employee, an_event, an_id, facts
from tests.chores import do
from tests.deciding import seen
from tests.fakes import FakeDesks
from tests.fakes.records import Records
from tests.unit.services.asking import NEW_PERSON, asked, filed, proposal

TOMORROW = TODAY + timedelta(days=1)


class Scene(NamedTuple):
    """An office with somebody on file, who is to be promoted tomorrow, a request, an applicant and a position."""

    desks: FakeDesks
    person: str
    version: int
    request: str
    applicant: str
    token: str
    seen: str
    seen_applicant: str


def a_scene() -> Scene:
    desks, employee, applicant = FakeDesks(), an_employee(), an_id()
    desks.records().employees[employee.id] = employee
    specialist = desks.open_for(Role.SPECIALIST)
    for role in (Role.SUPERVISOR, Role.VIEWER):
        desks.account(role)
    specialist.positions.create(a_position(facts(), number="P-1"), an_event())
    request = asked(specialist, employee.id)
    file_action(specialist, "", proposal("100", **NEW_PERSON, position="P-1"), applicant, 0)
    filed(specialist, employee.id, proposal(effective=TOMORROW, title="Head"))
    supervisor = desks.open_for(Role.SUPERVISOR)
    shown = (seen(supervisor, employee.id, request.id), seen(supervisor, applicant, applicant))
    return Scene(desks, employee.id, 2, request.id, applicant, an_id(), *shown)


def _later(scene: Scene, deed: Callable[[], object]) -> object:
    scene.desks.clock.instant = max(scene.desks.clock.instant, an_event().at + timedelta(days=1))
    return deed()


DEEDS: dict[str, Callable[[Scene], object]] = {
    "an action with a position": lambda s: file_action(
        s.desks.open_for(Role.SPECIALIST), s.person, proposal(position="P-1"), s.token, s.version
    ),
    "a request": lambda s: file_action(
        s.desks.open_for(Role.SPECIALIST), s.person, proposal("894", pay_cents=1_00), s.token, s.version
    ),
    "a draft": lambda s: save_draft(
        s.desks.open_for(Role.SPECIALIST), s.person, proposal("894", pay_cents=1_00), s.token
    ),
    "an approval": lambda s: approve_action(s.desks.open_for(Role.SUPERVISOR), s.person, s.request, 1, s.seen),
    "an appointment": lambda s: approve_action(
        s.desks.open_for(Role.SUPERVISOR), s.applicant, s.applicant, 1, s.seen_applicant
    ),
    "a return": lambda s: return_action(s.desks.open_for(Role.SUPERVISOR), s.person, s.request, "No", 1),
    "a withdrawal": lambda s: withdraw_action(s.desks.open_for(Role.SPECIALIST), s.person, s.request, "No", 1),
    "an edit": lambda s: edit_facts(
        s.desks.open_for(Role.SPECIALIST), s.person, EditKind.CONTACT, {"phone": "916-555-0100"}, s.version, s.token
    ),
    "a look on the day": lambda s: _later(s, lambda: view_employee(s.desks.open_for(Role.VIEWER), s.person)),
    "a list on the day": lambda s: _later(s, lambda: list_employees(s.desks.open_for(Role.VIEWER), Listing())),
}
# What comes before the saving, or after it: a look that is noted, a list that is read when all is entered.
AFTERWARDS = {("a look on the day", "audit.record"), ("a list on the day", "directory.page")}
# A notice that cannot be filed at once is filed later: what was recorded stays so.
FILING = {"documents.begin_upload", "files.put", "documents.add", "documents.close_notice"}


def operations(deed: Callable[[Scene], object]) -> list[str]:
    """Every store call that a deed makes."""
    scene = a_scene()
    with scene.desks.metered() as usage:
        deed(scene)
    return list(usage.operations)


ALL = [(name, call) for name, deed in DEEDS.items() for call in operations(deed)]
CASES = [(name, call) for name, call in ALL if call not in FILING]
LATER = [(name, call) for name, call in ALL if call in FILING]


def kept(records: Records) -> Records:
    """All that is saved but numbers that were issued and went to nobody."""
    found = deepcopy(records)
    found.issued_numbers = 0
    return found


@pytest.mark.parametrize(("name", "call"), CASES, ids=[f"{name}: {call}" for name, call in CASES])
def test_when_a_call_does_not_answer_all_is_as_it_was_and_the_form_succeeds_later(name: str, call: str) -> None:
    scene, deed = a_scene(), DEEDS[name]
    records = scene.desks.records()
    before = kept(records)
    scene.desks.calls.failing = {call}
    with pytest.raises(Unavailable):
        deed(scene)
    if (name, call) not in AFTERWARDS:
        assert kept(records) == before
    scene.desks.calls.failing = set()
    deed(scene)
    assert told(records.events) == told(done(name).events)


@pytest.mark.parametrize(("name", "call"), LATER, ids=[f"{name}: {call}" for name, call in LATER])
def test_a_notice_that_cannot_be_filed_at_once_is_filed_by_whoever_comes_next(name: str, call: str) -> None:
    scene, records = a_scene(), done(name)
    scene.desks.calls.failing = {call}
    DEEDS[name](scene)
    assert scene.desks.records().notices
    scene.desks.calls.failing = set()
    do(scene.desks.open_for(Role.VIEWER), ChoreName.NOTICE)
    assert told(scene.desks.records().events) == told(records.events)
    assert (scene.desks.records().notices, len(scene.desks.records().documents)) == ({}, len(records.documents))


def done(name: str) -> Records:
    """What is on file where everything answers."""
    scene = a_scene()
    DEEDS[name](scene)
    return scene.desks.records()


def told(events: list[Event]) -> list[tuple[str, str]]:
    return [(event.kind.value, event.act) for event in events]
