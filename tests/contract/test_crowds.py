"""Many people act on one person, one request and one position at once: nothing is lost, and nothing happens twice."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

import pytest

from humangov.aws.desks import AwsDesks
from humangov.domain.actions import Action
from humangov.domain.career import record_as_of
from humangov.domain.edits import EditKind
from humangov.domain.employees import Employee
from humangov.domain.errors import Conflict, Invalid
from humangov.domain.events import EventFilter, EventKind
from humangov.domain.organization import Overview, tree_of
from humangov.domain.permissions import Role, operator
from humangov.services.actions import Filed, file_action
from humangov.services.approving import withdraw_action
from humangov.services.desk import Desk, Origin
from humangov.services.edits import edit_facts
from humangov.services.employees import view_employee
from humangov.services.proposing import Proposal
from tests.builders import AGENCIES, TODAY, a_position, an_account, an_employee, an_entry, an_event, an_id, facts
from tests.contract.crowds import MANY, at_once, patiently, shared_desks
from tests.deciding import approve_action
from tests.fakes.clock import FakeClock

REASON = {"reason": "As agreed", "exception": "Market"}
RAISE = Proposal(code="894", effective=TODAY, changes={"pay_cents": 59_000_00}, **REASON)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def desks(clock: FakeClock) -> Iterator[AwsDesks]:
    with shared_desks(clock) as opened:
        office(opened).organization.save_units(Overview(), tree_of(AGENCIES), an_event())
        yield opened


def office(desks: AwsDesks, role: Role | None = None) -> Desk:
    """California's desk of somebody new in a role, or of an operator."""
    state = desks.installed("california")
    assert state
    return desks.open(state, an_account(role=role).principal if role else operator("tests"), Origin())


@pytest.fixture
def person(desks: AwsDesks) -> Employee:
    return office(desks).employees.record(an_entry(an_employee()), an_event())


def asked(desks: AwsDesks, person: Employee) -> Action:
    """A raise that waits for approval."""
    version = office(desks).employees.get(person.id).version
    return file_action(office(desks, Role.SPECIALIST), person.id, RAISE, an_id(), version).action


def ledger(desks: AwsDesks, person: Employee) -> tuple[Action, ...]:
    return office(desks).employees.career(person.id).actions


def test_sixteen_people_act_on_one_person_and_nothing_is_lost(desks: AwsDesks, person: Employee) -> None:
    tokens = [an_id() for _ in range(MANY)]

    def act(n: int) -> object:
        desk = office(desks, Role.SPECIALIST)
        version = desk.employees.get(person.id).version
        if n % 4 == 0:
            return edit_facts(desk, person.id, EditKind.CONTACT, {"phone": f"916-555-01{n:02}"}, version, tokens[n])
        day = TODAY + timedelta(days=n % 3 - 1)
        proposal = Proposal(code="740", effective=day, changes={"title": f"Title {n}"}, **REASON)
        return file_action(desk, person.id, proposal, tokens[n], version)

    done = at_once(*(partial(patiently, partial(act, n)) for n in range(MANY)))
    assert not [d for d in done if isinstance(d, Exception)]
    folder = office(desks).employees.career(person.id)
    assert sorted(a.id for a in folder.actions if a.id != person.id) == sorted(tokens)
    assert folder.employee.version == 1 + MANY
    fold = record_as_of(folder.actions, TODAY)
    assert fold
    assert (fold.title, fold.phone) == (folder.employee.title, folder.employee.phone)
    places = [(a.effective, a.sequence) for a in folder.actions if a.code and not a.first]
    assert len(set(places)) == len(places)
    by_day = sorted((a for a in folder.actions if a.code and not a.first), key=lambda a: a.recorded_at)
    assert sorted(by_day, key=lambda a: (a.effective, a.sequence)) == sorted(by_day, key=lambda a: a.effective)
    kinds = frozenset({EventKind.ACTION_RECORDED, EventKind.EMPLOYEE_CHANGED})
    events = office(desks).audit.page(EventFilter(subject=f"employee:{person.id}", kinds=kinds), "", 50).items
    assert sorted(event.about_id for event in events) == sorted(tokens)


def test_one_form_that_is_sent_sixteen_times_at_once_acts_once(desks: AwsDesks, person: Employee) -> None:
    desk, token = office(desks, Role.SPECIALIST), an_id()
    proposal = Proposal(code="740", effective=TODAY, changes={"title": "Chief"}, **REASON)
    done = at_once(*[partial(file_action, desk, person.id, proposal, token, 1)] * MANY)
    assert [d for d in done if not isinstance(d, Filed)] == []
    assert [a.id for a in ledger(desks, person)] == [person.id, token]


@pytest.mark.parametrize("round_", range(4))
def test_of_those_who_approve_one_request_at_once_one_does(desks: AwsDesks, person: Employee, round_: int) -> None:
    request = asked(desks, person)
    supervisors = [office(desks, Role.SUPERVISOR) for _ in range(4)]
    done = at_once(*(partial(approve_action, desk, person.id, request.id, 1) for desk in supervisors))
    recorded = [a for a in ledger(desks, person) if a.id == request.id]
    assert len(recorded) == 1
    assert recorded[0].approved
    for desk, result in zip(supervisors, done, strict=True):
        won = desk.principal.id == recorded[0].approved.id
        assert isinstance(result, Employee if won else Conflict), result
    assert office(desks).employees.get(person.id).version == 2
    assert office(desks).requests.waiting(10, bool) == ()


@pytest.mark.parametrize("round_", range(4))
def test_between_approval_and_withdrawal_one_wins(desks: AwsDesks, person: Employee, round_: int) -> None:
    request = asked(desks, person)
    approval = partial(approve_action, office(desks, Role.SUPERVISOR), person.id, request.id, 1)
    withdrawal = partial(
        withdraw_action, office(desks, Role.SPECIALIST), person.id, request.id, "Asked for by mistake", 1
    )
    deeds: list[Callable[[], object]] = [approval, withdrawal]
    approved, withdrawn = at_once(*deeds)
    recorded = request.id in {a.id for a in ledger(desks, person)}
    assert isinstance(approved, Employee if recorded else Conflict), approved
    assert isinstance(withdrawn, Conflict if recorded else Action), withdrawn
    assert office(desks).requests.waiting(10, bool) == ()


def test_a_position_is_never_taken_by_more_than_fit(desks: AwsDesks) -> None:
    position = office(desks).positions.create(a_position(facts(fte_hundredths=100)), an_event())
    half = [an_employee(first_name=f"Ana{n}", fte_hundredths=50) for n in range(6)]
    people = [office(desks).employees.record(an_entry(one), an_event()) for one in half]
    proposal = Proposal(code="740", effective=TODAY, changes={"position": position.number}, **REASON)

    def sit(one: Employee) -> object:
        return patiently(lambda: file_action(office(desks, Role.SPECIALIST), one.id, proposal, an_id(), 1))

    done = at_once(*(partial(sit, one) for one in people))
    assert sum(isinstance(d, Filed) for d in done) == 2
    refused = [d for d in done if isinstance(d, Invalid)]
    assert len(refused) == 4
    assert {"is filled on" in d.fields["position"] for d in refused} == {True}
    now = office(desks).positions.get(position.number)
    assert sum(i.fte_hundredths for i in now.incumbents_on(TODAY)) == 100


def test_what_takes_effect_is_entered_once_whoever_looks_first(
    desks: AwsDesks, clock: FakeClock, person: Employee
) -> None:
    tomorrow = Proposal(code="740", effective=TODAY + timedelta(days=1), changes={"title": "Chief"}, **REASON)
    file_action(office(desks, Role.SPECIALIST), person.id, tomorrow, an_id(), 1)
    clock.advance(timedelta(days=1))
    looks = [partial(view_employee, office(desks, Role.VIEWER), person.id) for _ in range(8)]
    done = at_once(*looks)
    assert {d.employee.title for d in done if not isinstance(d, Exception)} == {"Chief"}
    assert not [d for d in done if isinstance(d, Exception)]
    events = office(desks).audit.page(EventFilter(kinds=frozenset({EventKind.ACTION_TOOK_EFFECT})), "", 10).items
    assert len(events) == 1
    assert office(desks).employees.get(person.id).version == 3
