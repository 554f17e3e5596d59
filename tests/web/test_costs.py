"""What each page costs in DynamoDB calls, the session's read and the audit's write included, and what it never does."""

import logging
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from humangov.app import create_app
from humangov.domain.documents import DocumentType
from humangov.domain.mass import MassStatus
from humangov.domain.organization import Overview
from humangov.domain.permissions import Role
from humangov.services.documents import Details, Upload, add_document
from humangov.services.sessions import SessionPolicy, begin_session
from tests.builders import AGENCIES, TODAY, a_mass, an_account, an_employee, an_entry, an_event, an_id
from tests.contract.worlds import Aws, aws_world, open_desk
from tests.samples import PDF
from tests.web.site import Visitor, fake_assets, settings

# Session read, what the page needs, and for a look its line in the audit log.
CALLS = {
    "/": 1 + 2,
    "/employees": 1 + 2,
    "/employees?agency=DMV&status=active&sort=hired&dir=desc": 1 + 2,
    "/employees?type=seasonal": 1 + 2,
    "/employees?q=garc": 1 + 2,
    "/employees?q=garcia+jose&agency=DMV": 1 + 2,
    "/employees/new": 1 + 1,
    "/employees/{person}": 1 + 2 + 1,
    "/employees/{person}/documents": 1 + 1 + 1,
    "/employees/{person}/history": 1 + 2 + 1,
    "/employees/{person}/acts/pay": 1 + 2 + 1,
    "/employees/{person}/documents/{document}": 1 + 2 + 1,
    "/employees/{person}/documents/{document}/content": 1 + 2 + 1,
    "/actions/mass": 1 + 4,
    "/actions/mass/new": 1 + 1,
    "/actions/mass/{mass}": 1 + 2 + 1 + 1,
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
def aws() -> Iterator[Aws]:
    with aws_world() as world:
        yield world


def a_specialist(aws: Aws, folder: Path) -> Visitor:
    """Somebody who has signed in to a site on real stores."""
    desk = open_desk(aws.desks)
    account = an_account(role=Role.SPECIALIST)
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
        desk.organization.save_agencies(Overview(), AGENCIES, an_event())
    made = [desk.employees.record(an_entry(an_employee()), an_event()) for _ in range(how_many)]
    details = Details(DocumentType.OTHER, "Letter", TODAY)
    document = add_document(desk, made[0].id, details, Upload("a.pdf", BytesIO(PDF), len(PDF)), 1_000_000, an_id())
    mass = desk.mass.create(a_mass(status=MassStatus.READY), an_event())
    return {"person": made[0].id, "document": document.id, "mass": mass.id}


def costs(visitor: Visitor, lines: Lines, names: dict[str, str]) -> dict[str, int]:
    visitor.fetch("/account")
    lines.calls.clear()
    for path in CALLS:
        answer = visitor.fetch(path.format(**names))
        assert answer.status_code == 200, (path, answer.text)
        answer.close()
    return dict(zip(CALLS, lines.calls, strict=True))


def test_each_page_makes_few_calls_however_many_people_there_are(aws: Aws, lines: Lines, tmp_path: Path) -> None:
    visitor = a_specialist(aws, tmp_path)
    names = people(aws, 3)
    assert costs(visitor, lines, names) == CALLS
    people(aws, 25)
    assert costs(visitor, lines, names) == CALLS


def test_an_act_reads_little_and_saves_in_one_transaction(aws: Aws, lines: Lines, tmp_path: Path) -> None:
    visitor = a_specialist(aws, tmp_path)
    path = f"/employees/{people(aws, 1)['person']}/acts/pay"
    fields: dict[str, Any] = visitor.get(path).fields() | {"pay_cents": "60000"}
    lines.calls.clear()
    assert visitor.fetch(path, "POST", data=fields).status_code == 303
    # Session; the folder, look and agencies of the page; the record as it is now and the agencies; the transaction.
    assert lines.calls == [1 + 3 + 2 + 1]
