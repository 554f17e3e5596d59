"""The demo: made-up people whom the system's own rules find in order."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

from pypdf import PdfReader

from humangov.cli.lives import LAST_DAY
from humangov.domain.actions import ActionStatus
from humangov.domain.career import record_as_of
from humangov.domain.documents import Document
from humangov.domain.employees import differences
from humangov.domain.events import EventFilter
from humangov.domain.lists import Listing
from humangov.domain.permissions import Role
from humangov.domain.rules import problems
from humangov.services.approving import list_waiting
from humangov.services.desk import Desk
from humangov.services.directory import headcount_on
from humangov.services.sessions import SessionPolicy, sign_in
from tests.cli.terminal import SETTINGS, Terminal, visitors

DEMO = ("demo", "--california", "12", "--wyoming", "4")


def ids(desk: Desk) -> list[str]:
    return [row.id for row in desk.directory.page(Listing(size=100)).items]


def documents(desk: Desk) -> Iterator[Document]:
    for employee_id in ids(desk):
        yield from desk.employees.folder(employee_id).documents


def test_the_demo_is_whole_and_its_people_are_in_order(filled: Terminal) -> None:
    california, wyoming = filled.desk("california"), filled.desk("wyoming")
    assert (len(ids(california)), len(ids(wyoming))) == (12, 4)
    assert california.organization.overview().count() == 12
    for desk in (california, wyoming):
        agencies = desk.organization.overview().agencies
        people = [desk.employees.get(employee_id) for employee_id in ids(desk)]
        assert [found for p in people if (found := problems(p, agencies, desk.today()))] == []
    papers = [*documents(california)]
    assert papers
    for document in papers:
        content = b"".join(california.files.open(document.object_key).pieces)
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
        assert "State of California" in text, document.title


def test_the_newest_changes_are_those_to_people_and_positions(filled: Terminal) -> None:
    events = filled.desk("california").audit.page(EventFilter(views=False), "", 10).items
    assert {event.subject.split(":")[0] for event in events} <= {"employee", "position"}


def test_every_record_is_the_fold_of_its_ledger_and_every_position_has_who_sits_in_it(filled: Terminal) -> None:
    desk = filled.desk("california")
    for employee_id in ids(desk):
        folder = desk.employees.career(employee_id)
        record, fold = folder.employee, record_as_of(folder.actions, LAST_DAY)
        assert folder.stored
        assert fold
        assert differences(record, fold) == {}
        if record.position:
            position = desk.positions.get(record.position)
            assert [i.employee_id for i in position.incumbents_on(max(LAST_DAY, record.hire_date))] == [employee_id]


def test_people_ask_and_others_approve_on_the_days_of_the_career(filled: Terminal) -> None:
    desk = filled.desk("california")
    for action in (a for employee_id in ids(desk) for a in desk.employees.career(employee_id).actions):
        assert action.requested.id.startswith("staff-")
        assert action.approved is None or action.approved.id != action.requested.id
        assert action.recorded_at.year < 2027


def test_requests_wait_in_the_queue_and_the_specialist_sees_the_drafts(filled: Terminal) -> None:
    desk = filled.desk("california")
    specialist = desk.accounts.by_email("specialist@california.example")
    assert specialist
    waiting = list_waiting(replace(desk, principal=specialist.principal))
    found = Counter(line.status for line in waiting)
    assert found[ActionStatus.SUBMITTED] >= 4
    assert found[ActionStatus.RETURNED] >= 1
    assert found[ActionStatus.DRAFT] >= 1
    assert {line.requested_by for line in waiting} == {specialist.name}


def test_the_headcount_of_the_last_day_is_that_of_the_records(filled: Terminal) -> None:
    desk = filled.desk("california")
    today = Counter((e.agency, e.status) for e in map(desk.employees.get, ids(desk)) if e.hire_date <= LAST_DAY)
    assert headcount_on(desk, LAST_DAY, LAST_DAY) == today


def test_the_demo_s_accounts_can_sign_in_with_the_password(filled: Terminal) -> None:
    desk = visitors(filled.desk("wyoming"))
    password = SETTINGS["HUMANGOV_DEMO_PASSWORD"]
    names = {role.value.replace("administrator", "admin"): role for role in Role}
    signed_in = {n: sign_in(desk, f"{n}@wyoming.example", password, SessionPolicy()).account.role for n in names}
    assert signed_in == names


def test_a_second_run_changes_nothing(filled: Terminal) -> None:
    def everything() -> list[object]:
        desk = filled.desk("california")
        return [*(desk.employees.folder(employee_id) for employee_id in ids(desk)), desk.accounts.all()]

    before = everything()
    said = filled.run(*DEMO).stdout.splitlines()
    accounts = "(accounts: admin, deputy, specialist, supervisor, viewer, auditor @california.example)"
    assert said[0] == f"California: 12 employees at http://california.localhost:8000 {accounts}"
    assert everything() == before
