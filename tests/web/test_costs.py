"""What each page costs in DynamoDB calls, the session's read and the audit's write included, and what it never does."""

import logging
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from humangov.app import create_app
from humangov.domain.documents import DocumentType
from humangov.domain.mass import MassStatus
from humangov.domain.organization import Overview, tree_of
from humangov.domain.permissions import Role
from humangov.services.documents import Details, add_document
from humangov.services.sessions import SessionPolicy, begin_session
from humangov.services.uploads import Upload
from tests.builders import AGENCIES, TODAY, a_mass, a_position, an_account, an_employee, an_entry, an_event, an_id
from tests.contract.worlds import Aws, aws_world, open_desk
from tests.samples import PDF
from tests.web.markup import read
from tests.web.site import Visitor, fake_assets, settings

# A form leads to an address of its own, and looks there for what was typed: the session once more, and the draft.
FORM = 1 + 1
# Session read, what the page needs, and for a look its line in the audit log.
CALLS = {
    # The agencies, the queue and the newest changes.
    "/": 1 + 3,
    "/?as_of=2026-01-31": 1 + 3,
    "/employees": 1 + 2,
    "/employees?agency=DMV&status=active&sort=hired&dir=desc": 1 + 2,
    "/employees?type=seasonal": 1 + 2,
    "/employees?q=garc": 1 + 2,
    "/employees?q=garcia+jose&agency=DMV": 1 + 2,
    # The agencies; the list and the careers; the headcount and its moves.
    "/employees?as_of=2026-01-31": 1 + 5,
    "/employees?as_of=2026-01-31&known_at=2026-01-31&q=garc": 1 + 3,
    "/employees/new": FORM + 1 + 1,
    "/employees/{person}": 1 + 2 + 1,
    "/employees/{person}?as_of=2026-01-31": 1 + 2 + 1,
    "/employees/{person}?as_of=2026-01-31&known_at=2026-02-01": 1 + 2 + 1,
    "/employees/{person}/career": 1 + 2 + 1,
    # The head of every page about a person names the unit: the agencies with each.
    "/employees/{person}/documents": 1 + 2 + 1,
    "/employees/{person}/documents/new": FORM + 1 + 2 + 1,
    "/employees/{person}/history": 1 + 3 + 1,
    "/employees/{person}/edit/contact": FORM + 1 + 2 + 1,
    "/employees/{person}/actions/new": FORM + 1 + 2 + 1,
    "/employees/{person}/actions/new?code=702": FORM + 1 + 2 + 1,
    "/employees/{person}/actions/{person}/correct": FORM + 1 + 2 + 1,
    "/employees/{person}/actions/{person}/cancel": FORM + 1 + 2 + 1,
    # The queue, the agencies, and the mass actions that are under way.
    "/actions": 1 + 4,
    "/employees/{person}/documents/{document}": 1 + 2 + 1,
    "/employees/{person}/documents/{document}/content": 1 + 2 + 1,
    "/actions/mass": 1 + 4,
    "/actions/mass/new": FORM + 1 + 1,
    "/actions/mass/{mass}": 1 + 2 + 1 + 1,
    "/organization": 1 + 1,
    "/organization?unit=DMV": 1 + 1,
    "/organization?unit=DMV/LIC&as_of=2026-01-01": 1 + 2,
    "/positions/P": 1 + 2,
    "/account": 1,
}


class Lines(logging.Handler):
    """Keeps the log's lines of requests."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[int] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.calls.append(record.__dict__["dynamodb_calls"])


@pytest.fixture
def lines() -> Iterator[Lines]:
    handler, logger = Lines(), logging.getLogger("humangov.request")
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield handler
    logger.removeHandler(handler)
    logger.setLevel(before)


@pytest.fixture
def aws(apis: Mapping[str, str]) -> Iterator[Aws]:
    """On AWS's own DynamoDB Local: what it counts, AWS counts."""
    with aws_world(apis) as world:
        yield world


def a_specialist(aws: Aws, folder: Path, role: Role = Role.SPECIALIST) -> Visitor:
    """Somebody who has signed in to a site on real stores."""
    desk = open_desk(aws.desks)
    account = an_account(role=role)
    desk.accounts.create(account, an_event())
    visitor = Visitor(
        create_app(settings(), aws.desks, fake_assets(folder)).test_client(), "california.localhost", account
    )
    visitor.client.set_cookie("humangov", begin_session(desk, account, SessionPolicy()).secret, domain=visitor.host)
    return visitor


def people(aws: Aws, how_many: int) -> dict[str, str]:
    """So many people named García, and a document of the first."""
    desk = open_desk(aws.desks)
    if not desk.organization.overview().agencies:
        desk.organization.save_units(Overview(), tree_of(AGENCIES), an_event())
        desk.positions.create(a_position(number="P"), an_event())
    made = [desk.employees.record(an_entry(an_employee()), an_event()) for _ in range(how_many)]
    details = Details(DocumentType.OTHER, "Letter", TODAY)
    document = add_document(desk, made[0].id, details, Upload("a.pdf", BytesIO(PDF), len(PDF)), 1_000_000, an_id())
    mass = desk.mass.create(a_mass(status=MassStatus.READY), an_event())
    return {"person": made[0].id, "document": document.id, "mass": mass.id}


def costs(visitor: Visitor, lines: Lines, names: dict[str, str]) -> dict[str, int]:
    # Whoever comes first on a day asks what has taken effect.
    visitor.fetch("/")
    found: dict[str, int] = {}
    for path in CALLS:
        lines.calls.clear()
        answer = visitor.fetch(path.format(**names))
        assert answer.status_code == 200, (path, answer.text)
        answer.close()
        found[path] = sum(lines.calls)
    return found


def test_each_page_makes_few_calls_however_many_people_there_are(aws: Aws, lines: Lines, tmp_path: Path) -> None:
    visitor = a_specialist(aws, tmp_path)
    names = people(aws, 3)
    assert costs(visitor, lines, names) == CALLS
    people(aws, 25)
    assert costs(visitor, lines, names) == CALLS


MOVE = {"effective": TODAY.isoformat(), "reason": "Other work", "title": "Examiner of boats"}


def test_an_edit_reads_little_and_saves_in_one_transaction(aws: Aws, lines: Lines, tmp_path: Path) -> None:
    visitor = a_specialist(aws, tmp_path)
    path = f"/employees/{people(aws, 1)['person']}/edit/contact"
    fields: dict[str, Any] = visitor.get(path).fields() | {"phone": "916-555-0101"}
    lines.calls.clear()
    assert visitor.fetch(path, "POST", data=fields).status_code == 303
    # Session; the draft; the folder and the look of the page; the form; the career as it is now and the agencies; the
    # transaction.
    assert lines.calls == [1 + 1 + 2 + 1 + 2 + 1]


def test_an_action_is_checked_by_two_reads_and_saved_in_one_transaction(aws: Aws, lines: Lines, tmp_path: Path) -> None:
    visitor = a_specialist(aws, tmp_path)
    path = f"/employees/{people(aws, 1)['person']}/actions/new?code=740"
    fields: dict[str, Any] = visitor.get(path).fields() | MOVE
    lines.calls.clear()
    check = read(visitor.fetch(path, "POST", data=fields | {"step": "check"}))
    # Session and draft. Then the page: session and draft; the form; career and agencies; the look.
    assert lines.calls == [1 + 1, 1 + 1 + 1 + 2 + 1]
    lines.calls.clear()
    assert visitor.fetch(path, "POST", data=check.fields() | {"step": "file"}).status_code == 303
    # Session; draft and form; career and agencies; the transaction. Its notice is filed thereafter, by five more.
    assert lines.calls == [1 + 2 + 2 + 1 + 5]


def test_an_action_that_names_a_position_is_checked_by_four_reads(aws: Aws, lines: Lines, tmp_path: Path) -> None:
    visitor = a_specialist(aws, tmp_path)
    open_desk(aws.desks).positions.create(a_position(number="065-1024"), an_event())
    path = f"/employees/{people(aws, 1)['person']}/actions/new?code=702"
    fields: dict[str, Any] = visitor.get(path).fields() | MOVE | {"position": "065-1024"}
    lines.calls.clear()
    check = read(visitor.fetch(path, "POST", data=fields | {"step": "check"}))
    # Session and draft. Then the page: session and draft; the form; career, agencies, position, open requests for it;
    # the look.
    assert lines.calls == [1 + 1, 1 + 1 + 1 + 4 + 1]
    lines.calls.clear()
    assert visitor.fetch(path, "POST", data=check.fields() | {"step": "file"}).status_code == 303
    # Session; draft and form; career, agencies, position and open requests for it; the transaction that keeps it.
    assert lines.calls == [1 + 2 + 4 + 1]


def test_vacancies_to_choose_from_cost_one_read_and_a_number_elsewhere_one_more(
    aws: Aws, lines: Lines, tmp_path: Path
) -> None:
    visitor = a_specialist(aws, tmp_path)
    path = f"/employees/{people(aws, 1)['person']}/actions/new?code=702"
    for number in range(30):
        open_desk(aws.desks).positions.create(a_position(number=f"065-{number}"), an_event())
    fields: dict[str, Any] = visitor.get(path).fields() | MOVE
    for text, reads in (("", 1), ("examiner", 1 + 1), ("065-7", 1)):
        lines.calls.clear()
        assert visitor.fetch(path, "POST", data=fields | {"step": "find", "position_search": text}).status_code == 200
        # Session and draft. Then the page: session and draft; the form's own reads and the look; the vacancies.
        assert lines.calls == [1 + 1, 1 + 1 + 2 + 1 + reads]


def test_an_administrators_home_reads_the_accounts_once_beside_the_agencies(
    aws: Aws, lines: Lines, tmp_path: Path
) -> None:
    administrator = a_specialist(aws, tmp_path, Role.ADMINISTRATOR)
    administrator.fetch("/")
    lines.calls.clear()
    assert administrator.fetch("/").status_code == 200
    assert lines.calls == [1 + 2]
