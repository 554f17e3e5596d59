"""Somebody who is limited to some agencies: nothing of the others is found, shown, or taken there."""

import inspect
from dataclasses import replace
from typing import Any

import pytest

from humangov.domain.edits import EditKind
from humangov.domain.employees import Employee, Status
from humangov.domain.errors import (
    AlreadyExists,
    BadLink,
    Conflict,
    Invalid,
    LikelyDuplicate,
    NotFound,
    NotPermitted,
)
from humangov.domain.events import EventKind
from humangov.domain.lists import Listing
from humangov.domain.organization import Overview, tree_of
from humangov.domain.permissions import Permission, Principal, Role, operator
from humangov.domain.units import Tree
from humangov.services.actions import Filed, file_action
from humangov.services.approving import view_request
from humangov.services.desk import Desk
from humangov.services.directory import list_employees
from humangov.services.documents import view_document
from humangov.services.edits import edit_facts
from humangov.services.employees import view_employee
from humangov.services.home import RECENT, view_home
from humangov.services.organization import view_organization
from humangov.services.proposing import Proposal
from humangov.services.scope import OUTSIDE, SOMEBODY_ELSEWHERE, ScopedDirectory, ScopedPositions
from humangov.services.uploads import Upload
from tests.builders import AGENCIES, TODAY, an_employee, an_entry, an_event, an_id, changed
from tests.fakes import FakeDesks
from tests.fakes.desks import ORIGIN
from tests.fakes.records import Records
from tests.unit.services.filing import a_file, add, replaced, withdraw
from tests.unit.services.test_permissions import SERVICES


@pytest.fixture
def dot(desks: FakeDesks) -> Desk:
    """The desk of a specialist who is limited to Transportation. José García works for Motor Vehicles."""
    desks.limit(Role.SPECIALIST, "DOT")
    return desks.open_for(Role.SPECIALIST)


@pytest.fixture
def mine(records: Records) -> Employee:
    """Somebody of Transportation."""
    kept = an_employee(first_name="Mai", last_name="Garcia", agency="DOT", department="BRI", email="mai@agency.gov")
    records.employees[kept.id] = kept
    return kept


MOVE = Proposal(code="740", effective=TODAY, changes={"agency": "DMV", "department": "LIC"}, reason="Needed there")


def phoned(desk: Desk, person: Employee, phone: str = "916-555-0100") -> Employee:
    return edit_facts(desk, person.id, EditKind.CONTACT, {"phone": phone}, 1, an_id())


def appointed(desk: Desk, **changes: Any) -> Filed:
    """What becomes of José's appointment, to Motor Vehicles where nothing else is said."""
    said = an_employee(**changes)
    names = ("first_name", "last_name", "birth_date", "agency", "department", "title", "pay_cents")
    values = {name: getattr(said, name) for name in names}
    proposal = Proposal(code="100", effective=TODAY, changes=values, reason="Selected")
    return file_action(desk, "", proposal, an_id(), 0)


def a_text() -> Upload:
    """A file that is not opened in a process of its own: sixty of those take a minute."""
    return a_file(b"Dear Mai", "letter.txt")


# Reads positions alone, and nothing of the person who is to choose one: tests/unit/services/test_vacancies.py.
OF_POSITIONS = {"vacancies.find_vacancies"}
OF_AN_EMPLOYEE = sorted(
    n for n in SERVICES.keys() - OF_POSITIONS if "employee_id" in inspect.signature(SERVICES[n]).parameters
)


@pytest.mark.parametrize("name", OF_AN_EMPLOYEE)
def test_every_service_that_is_told_an_employee_finds_none_of_another_agency(
    desks: FakeDesks, records: Records, employee: Employee, name: str
) -> None:
    document = add(desks.open_for(Role.SPECIALIST), employee, a_text())
    events = len(records.events)
    limited = Principal("1", "Ana", "", None, frozenset(Permission), ("DOT", "PARKS"))
    desk, service = desks.open(desks.states["california"], limited, ORIGIN), SERVICES[name]
    named = {"employee_id": employee.id, "document_id": document.id, "token": document.token}
    parameters = [*inspect.signature(service).parameters.values()][1:]
    arguments: dict[str, Any] = {
        p.name: named.get(p.name) for p in parameters if p.default is inspect.Parameter.empty or p.name == "employee_id"
    }
    with pytest.raises(NotFound):
        service(desk, **arguments)
    assert len(records.events) == events
    assert records.documents[employee.id, document.id] == [document]


def test_what_is_mine_is_done_as_by_anybody(dot: Desk, mine: Employee) -> None:
    assert view_employee(dot, mine.id).employee == mine
    assert phoned(dot, mine).phone == "916-555-0100"
    document = replaced(dot, add(dot, mine, a_text()), a_text())
    assert withdraw(dot, document, version=2).withdrawn_at
    assert view_document(dot, mine.id, document.id).document.version == 2


def test_nobody_is_appointed_to_another_agency(dot: Desk, records: Records) -> None:
    with pytest.raises(Invalid) as wrong:
        appointed(dot)
    assert set(wrong.value.fields) == {"agency"}
    assert not records.requests
    request = appointed(dot, agency="DOT", department="BRI").action
    assert request.changes["agency"] == "DOT"
    assert view_request(dot, request.employee_id, request.id).action == request


def test_nobody_is_moved_to_another_agency(dot: Desk, records: Records, mine: Employee) -> None:
    with pytest.raises(Invalid) as wrong:
        file_action(dot, mine.id, MOVE, an_id(), 1)
    assert set(wrong.value.fields) == {"agency"}
    assert records.employees[mine.id] == mine


def test_a_service_that_forgets_is_stopped_by_the_store(dot: Desk, records: Records, mine: Employee) -> None:
    for before, after in ((None, an_employee()), (mine, changed(mine, agency="DMV", department="LIC"))):
        with pytest.raises(Invalid) as wrong:
            dot.employees.record(an_entry(after, before), an_event())
        assert wrong.value.fields == {"agency": OUTSIDE}
    assert records.employees == {mine.id: mine}


def test_who_is_moved_away_meanwhile_is_not_found_and_not_shown(desks: FakeDesks, dot: Desk, mine: Employee) -> None:
    gone = file_action(desks.open_for(Role.SUPERVISOR), mine.id, MOVE, an_id(), 1).employee
    with pytest.raises(NotFound):
        phoned(dot, mine)
    with pytest.raises(NotFound):
        dot.employees.record(an_entry(changed(mine, title="Chief"), mine), an_event())
    with pytest.raises(NotFound):
        dot.employees.record(an_entry(mine), an_event())
    assert gone
    assert gone.agency == "DMV"


def test_two_of_one_agency_are_told_of_each_other(dot: Desk, mine: Employee) -> None:
    now = dot.employees.record(an_entry(changed(mine, title="Chief"), mine), an_event())
    with pytest.raises(Conflict) as conflict:
        dot.employees.record(an_entry(changed(mine, title="Other"), mine), an_event())
    assert conflict.value.current == now


def test_whose_a_taken_value_is_is_told_within_the_agencies_only(dot: Desk, records: Records, mine: Employee) -> None:
    theirs = an_employee(email="jose@agency.gov")
    records.employees[theirs.id] = theirs
    for email, owner in (("mai@agency.gov", mine.id), ("jose@agency.gov", "")):
        new = an_employee(agency="DOT", department="BRI", email=email)
        with pytest.raises(AlreadyExists) as taken:
            dot.employees.record(an_entry(new), an_event())
        assert (taken.value.field, taken.value.owner_id) == ("email", owner)
    other = an_employee(agency="DOT", department="BRI")
    records.employees[other.id] = other
    with pytest.raises(AlreadyExists) as taken:
        dot.employees.record(an_entry(changed(other, email="jose@agency.gov"), other), an_event())
    assert taken.value.owner_id == ""


def test_a_likely_duplicate_elsewhere_is_told_without_saying_who(dot: Desk, records: Records) -> None:
    records.employees |= {e.id: e for e in (an_employee(), an_employee(agency="PARKS", department="NOR"))}
    with pytest.raises(LikelyDuplicate) as likely:
        appointed(dot, agency="DOT", department="BRI")
    assert likely.value.rows == (SOMEBODY_ELSEWHERE,)
    mine = an_employee(agency="DOT", department="BRI")
    records.employees[mine.id] = mine
    with pytest.raises(LikelyDuplicate) as likely:
        appointed(dot, agency="DOT", department="BRI")
    assert [getattr(row, "id", None) for row in likely.value.rows] == [mine.id, ""]


def test_the_directory_lists_and_finds_one_agency_by_its_key(dot: Desk, employee: Employee, mine: Employee) -> None:
    for listing in (Listing(), Listing(text="garcia"), Listing(agency="DOT")):
        listed = list_employees(dot, listing)
        assert [row.id for row in listed.page.items] == [mine.id]
        assert [agency.code for agency in listed.overview.agencies] == ["DOT"]
    assert list_employees(dot, Listing()).count == 1
    with pytest.raises(BadLink):
        list_employees(dot, Listing(agency="DMV"))
    with pytest.raises(NotFound):
        dot.directory.page(Listing(agency="DMV"))


class Whole:
    """A store of the whole state, that keeps what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[Any] = []

    def page(self, listing: Listing) -> None:
        self.asked = [listing]

    def in_unit(self, *asked: Any) -> None:
        self.asked = [*asked]


@pytest.mark.parametrize(
    ("agencies", "asked"),
    [
        (("DOT",), Listing(text="ga", agency="DOT")),
        (("DOT", "PARKS"), Listing(text="ga", agencies=("DOT", "PARKS"))),
        (("DMV", "DOT", "PARKS"), Listing(text="ga", agencies=("DMV", "DOT", "PARKS"))),
    ],
)
def test_one_agency_is_read_by_its_own_key_and_several_are_compared_with_the_rows(
    agencies: tuple[str, ...], asked: Listing
) -> None:
    whole: Any = Whole()
    ScopedDirectory(whole, agencies).page(Listing(text="ga"))
    assert whole.asked == [asked]


def test_the_first_hundred_positions_of_a_unit_are_given_where_no_more_is_said() -> None:
    whole: Any = Whole()
    ScopedPositions(whole, ("DOT",)).in_unit("DOT", "BRI")
    assert whole.asked == ["DOT", "BRI", "", 100]


def test_the_directory_lists_and_finds_several_agencies(desks: FakeDesks, employee: Employee, mine: Employee) -> None:
    desks.limit(Role.VIEWER, "DOT", "PARKS")
    desk = desks.open_for(Role.VIEWER)
    for listing in (Listing(), Listing(text="garcia"), Listing(agency="DOT"), Listing(text="ga", status=Status.ACTIVE)):
        assert [row.id for row in list_employees(desk, listing).page.items] == [mine.id]
    assert list_employees(desk, Listing()).count == 1


def test_the_home_page_counts_and_tells_of_the_own_agencies_only(dot: Desk, records: Records, mine: Employee) -> None:
    records.employees |= {e.id: e for e in (an_employee(), an_employee())}
    records.events += [an_event(), an_event(agency="DMV"), an_event(kind=EventKind.AGENCIES_CHANGED)]
    phoned(dot, mine)
    home = view_home(dot)
    assert home.overview is not None
    assert home.recent is not None
    assert (home.overview.count(), home.overview.agencies) == (1, (AGENCIES[1],))
    assert [(event.subject, event.agency) for event in home.recent] == [(f"employee:{mine.id}", "DOT")]
    assert not home.more


def test_the_home_page_reads_a_bounded_number_of_changes_and_says_so(dot: Desk, records: Records) -> None:
    records.events += [an_event(agency="DOT"), *(an_event(agency="DMV") for _ in range(8 * RECENT))]
    home = view_home(dot)
    assert home.overview is not None
    assert home.recent is not None
    assert (home.recent, home.more) == ((), True)


def test_forms_choose_from_the_own_agencies(dot: Desk) -> None:
    overview = view_organization(dot)
    assert overview.agencies == (AGENCIES[1],)
    assert {unit.agency for unit in overview.tree.units} == {"DOT"}


def test_who_sees_a_part_of_the_agencies_cannot_save_all_of_them(dot: Desk, records: Records) -> None:
    with pytest.raises(NotPermitted):
        dot.organization.save_units(Overview(), Tree(), an_event())
    assert records.tree == tree_of(AGENCIES)


def test_a_desk_that_changes_hands_has_the_scope_of_the_new_principal(dot: Desk, employee: Employee) -> None:
    everything = replace(dot, principal=operator("ana"))
    assert everything.employees.get(employee.id) == employee
    again = replace(everything, principal=dot.principal)
    for desk in (again, replace(again, clock=dot.clock)):
        assert desk.employees == dot.employees
        with pytest.raises(NotFound):
            desk.employees.get(employee.id)


def test_the_next_number_is_the_state_s(dot: Desk) -> None:
    assert dot.employees.next_number() == "000001"
