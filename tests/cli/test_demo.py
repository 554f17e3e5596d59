"""The demo: made-up people whom the system's own rules find in order."""

from collections.abc import Iterator
from io import BytesIO

from pypdf import PdfReader

from humangov.domain.documents import Document
from humangov.domain.events import EventFilter
from humangov.domain.lists import Listing
from humangov.domain.permissions import Role
from humangov.domain.rules import problems
from humangov.services.desk import Desk
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


def test_the_newest_changes_are_those_to_people(filled: Terminal) -> None:
    events = filled.desk("california").audit.page(EventFilter(views=False), "", 10).items
    assert {event.subject.split(":")[0] for event in events} == {"employee"}


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
    accounts = "(accounts: admin, specialist, supervisor, viewer, auditor @california.example)"
    assert said[0] == f"California: 12 employees at http://california.localhost:8000 {accounts}"
    assert everything() == before
