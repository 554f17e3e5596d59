"""Those who sit in a position follow its change, each by an action of their own."""

from dataclasses import replace
from datetime import date

import pytest

from humangov.domain.codes import DEFAULTS
from humangov.domain.employees import Employee
from humangov.domain.errors import NotFound
from humangov.domain.events import EventKind
from humangov.domain.permissions import Role
from humangov.services import flowing
from humangov.services.actions import file_action
from humangov.services.desk import Desk
from humangov.services.flowing import follow_position
from humangov.services.notices import try_notice
from humangov.services.positions import change_position
from humangov.services.proposing import Proposal
from tests.builders import TODAY, a_position, an_employee, an_entry, an_event, an_id
from tests.fakes import FakeDesks
from tests.unit.services.asking import recorded

FROM = date(2026, 4, 1)


@pytest.fixture
def supervisor(desks: FakeDesks) -> Desk:
    return desks.open_for(Role.SUPERVISOR)


def sitting(desk: Desk, **changes: object) -> Employee:
    """Somebody who comes to sit in position P today."""
    person = desk.employees.record(an_entry(an_employee(fte_hundredths=50, **changes)), an_event())
    proposal = Proposal(code="740", effective=TODAY, changes={"position": "P"}, reason="Seated")
    filed = file_action(desk, person.id, proposal, an_id(), person.version)
    assert filed.employee
    return filed.employee


def changed(desk: Desk, **changes: object) -> str:
    """The token of a change of position P."""
    token = an_id()
    change_position(desk, "P", changes, FROM, desk.positions.get("P").version, token)
    return token


def test_everybody_who_sits_there_follows_from_that_day_on(supervisor: Desk, desks: FakeDesks) -> None:
    supervisor.positions.create(a_position(number="P"), an_event())
    people = [sitting(supervisor, last_name=name) for name in ("García", "Lee")]
    token = changed(supervisor, title="Chief examiner", unit="REG")
    followed = follow_position(supervisor, "P", FROM, token)
    assert [(one.incumbency.employee_id, one.problem) for one in followed] == [(p.id, "") for p in people]
    for person in people:
        folder = supervisor.employees.career(person.id)
        assert (folder.employee.title, folder.employee.due) == (person.title, FROM)
        last = folder.actions[-1]
        assert (last.code, last.effective, dict(last.changes)) == (
            "740",
            FROM,
            {"title": "Chief examiner", "department": "REG"},
        )
    assert len(desks.records().of_kind(EventKind.ACTION_RECORDED)) == 4


def test_the_same_form_sent_twice_lets_them_follow_once(supervisor: Desk) -> None:
    supervisor.positions.create(a_position(number="P"), an_event())
    person = sitting(supervisor)
    token = changed(supervisor, title="Chief examiner")
    for _ in range(2):
        follow_position(supervisor, "P", FROM, token)
    assert len(supervisor.employees.career(person.id).actions) == 3


def test_all_are_recorded_before_the_first_notice_takes_of_the_time(
    supervisor: Desk, desks: FakeDesks, monkeypatch: pytest.MonkeyPatch
) -> None:
    supervisor.positions.create(a_position(number="P"), an_event())
    people = [sitting(supervisor, last_name=name) for name in ("García", "Lee")]
    token = changed(supervisor, title="Chief examiner")
    recorded_by_then = []

    def noted(desk: Desk, employee_id: str, action_id: str) -> None:
        recorded_by_then.append(len(desks.records().of_kind(EventKind.ACTION_RECORDED)))
        try_notice(desk, employee_id, action_id)

    monkeypatch.setattr(flowing, "try_notice", noted)
    follow_position(supervisor, "P", FROM, token)
    assert recorded_by_then == [4, 4]
    for person in people:
        folder = supervisor.employees.career(person.id)
        assert folder.actions[-1].id in {document.id for document in folder.documents}


def test_what_is_not_said_in_records_moves_nobody(supervisor: Desk) -> None:
    supervisor.positions.create(a_position(number="P"), an_event())
    person = sitting(supervisor)
    assert follow_position(supervisor, "P", FROM, changed(supervisor, pay_to_cents=70_000_00)) == ()
    assert len(supervisor.employees.career(person.id).actions) == 2


def test_who_cannot_follow_keeps_nobody_back_and_is_told(supervisor: Desk, desks: FakeDesks) -> None:
    supervisor.positions.create(a_position(number="P"), an_event())
    gone, stays = (sitting(supervisor, last_name=name) for name in ("García", "Lee"))
    recorded(desks, gone.id, Proposal(code="317", effective=FROM, reason="Resigned"))
    token = changed(supervisor, title="Chief examiner")
    followed = follow_position(supervisor, "P", FROM, token)
    assert [one.incumbency.employee_id for one in followed] == [stays.id]
    own = (replace(next(c for c in DEFAULTS if c.code == "740"), active=False),)
    supervisor.organization.save_codes(supervisor.organization.overview(), own, an_event())
    followed = follow_position(supervisor, "P", FROM, an_id())
    assert [one.problem for one in followed] == [
        "Code 740 is not in use, or the person works in an agency that is not yours."
    ]


def test_a_position_that_is_not_there_is_not_found(supervisor: Desk) -> None:
    with pytest.raises(NotFound):
        follow_position(supervisor, "NONE", FROM, an_id())


def test_nobody_follows_by_one_person_s_word_where_the_state_wants_two(supervisor: Desk) -> None:
    supervisor.positions.create(a_position(number="P"), an_event())
    person = sitting(supervisor)
    own = (replace(next(c for c in DEFAULTS if c.code == "740"), second_person=True),)
    supervisor.organization.save_codes(supervisor.organization.overview(), own, an_event())
    followed = follow_position(supervisor, "P", FROM, changed(supervisor, title="Chief examiner"))
    assert [one.problem for one in followed] == ["Code 740 needs a second person. Ask for the action by hand."]
    assert len(supervisor.employees.career(person.id).actions) == 2
