"""Requests and positions at the edges of agencies: what somebody who is limited to some sees of what has moved."""

from dataclasses import replace

import pytest

from humangov.domain.actions import ActionStatus
from humangov.domain.employees import Employee
from humangov.domain.errors import Invalid, NotFound
from humangov.domain.permissions import Role
from humangov.services.actions import file_action, save_draft
from humangov.services.approving import list_waiting, reject_action, view_request
from humangov.services.desk import Desk
from humangov.services.offering import offer_request
from humangov.services.positions import change_position, view_position
from humangov.services.proposing import Proposal
from tests.builders import TODAY, a_position, an_employee, an_entry, an_event, an_id, facts
from tests.fakes import FakeDesks

MOVE = Proposal(code="740", effective=TODAY, changes={"agency": "DOT", "department": "BRI"}, reason="Needed there")
RAISE = Proposal(code="894", effective=TODAY, changes={"pay_cents": 60_000_00}, reason="General raise")


@pytest.fixture
def whole(desks: FakeDesks) -> Desk:
    """A specialist of all agencies."""
    return desks.open_for(Role.SPECIALIST)


def limited(desks: FakeDesks, *agencies: str) -> Desk:
    """A supervisor who is limited to these."""
    desk = desks.open_for(Role.SUPERVISOR)
    return replace(desk, principal=replace(desk.principal, agencies=agencies))


def on_file(desk: Desk) -> Employee:
    return desk.employees.record(an_entry(an_employee()), an_event())


def asked(desk: Desk, person: Employee, proposal: Proposal) -> str:
    token = an_id()
    file_action(desk, person.id, proposal, token, desk.employees.get(person.id).version)
    return token


@pytest.mark.parametrize(
    "proposal", [RAISE, Proposal(code="002", effective=None, changes={"pay_cents": 1_00}, reason="A slip")]
)
def test_what_waits_goes_with_the_person_to_the_other_agency(desks: FakeDesks, whole: Desk, proposal: Proposal) -> None:
    person = on_file(whole)
    target = whole.employees.career(person.id).actions[0].id
    token = asked(whole, person, replace(proposal, target=target if proposal.code == "002" else ""))
    dmv, dot = limited(desks, "DMV"), limited(desks, "DOT")
    assert [line.action_id for line in list_waiting(dmv)] == [token]
    asked(whole, person, MOVE)
    assert list_waiting(dmv) == ()
    assert [(line.action_id, line.agency) for line in list_waiting(dot)] == [(token, "DOT")]
    for seen in (lambda: view_request(dmv, person.id, token), lambda: offer_request(dmv, person.id, token)):
        with pytest.raises(NotFound):
            seen()
    with pytest.raises(NotFound):
        reject_action(dmv, person.id, token, "Not ours", 1)
    assert view_request(dot, person.id, token).action.id == token


def test_other_people_s_drafts_hide_nothing_in_the_queue(desks: FakeDesks, whole: Desk) -> None:
    person = on_file(whole)
    for _ in range(201):
        save_draft(whole, person.id, RAISE, an_id())
    token = asked(whole, person, RAISE)
    assert [line.action_id for line in list_waiting(desks.open_for(Role.SUPERVISOR))] == [token]


def test_a_draft_is_its_writer_s_alone(desks: FakeDesks, whole: Desk) -> None:
    person, supervisor = on_file(whole), desks.open_for(Role.SUPERVISOR)
    draft = save_draft(whole, person.id, RAISE, an_id())
    assert draft.status is ActionStatus.DRAFT
    for seen in (view_request, offer_request):
        with pytest.raises(NotFound):
            seen(supervisor, person.id, draft.id)
    with pytest.raises(Invalid):
        save_draft(supervisor, person.id, RAISE, draft.id)
    assert view_request(whole, person.id, draft.id).action == draft


def test_nobody_is_seated_in_a_position_of_another_agency(desks: FakeDesks, whole: Desk) -> None:
    whole.positions.create(a_position(number="Q", versions=(facts(agency="DOT", unit="BRI"),)), an_event())
    person, dmv = on_file(whole), limited(desks, "DMV")
    seat = Proposal(code="740", effective=TODAY, changes={"position": "Q"}, reason="Seated")
    with pytest.raises(Invalid) as wrong:
        asked(dmv, person, seat)
    assert wrong.value.fields["position"].startswith("There is no such position")
    asked(whole, person, seat)
    assert whole.employees.get(person.id).position == "Q"


def test_a_position_that_has_left_is_changed_and_named_by_its_agency_only(desks: FakeDesks, whole: Desk) -> None:
    moved = (facts(), facts(effective=TODAY, agency="DOT", unit="BRI"))
    whole.positions.create(a_position(number="R", versions=moved), an_event())
    person, dmv = on_file(whole), limited(desks, "DMV")
    asked(whole, person, MOVE)
    asked(whole, person, Proposal(code="740", effective=TODAY, changes={"position": "R"}, reason="Seated"))
    assert [i.name for i in view_position(dmv, "R").position.incumbents] == [""]
    assert [i.name for i in view_position(limited(desks, "DOT"), "R").position.incumbents] != [""]
    version = whole.positions.get("R").version
    with pytest.raises(Invalid):
        change_position(dmv, "R", {"job_class": "9"}, TODAY, version, an_id())
