"""The last lock between states: an item that names another state is never given out."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from humangov.aws.items import encoded
from humangov.aws.keys import attempts
from humangov.domain.actions import ActionStatus, waiting_line
from humangov.domain.documents import Document
from humangov.domain.errors import WrongState
from humangov.domain.events import EventFilter, EventKind
from humangov.domain.forms import Draft, Sent
from humangov.domain.lists import Listing
from humangov.domain.organization import Overview, tree_of
from humangov.domain.troubles import ChoreName, Trouble
from humangov.services.desk import Desk
from tests.builders import (
    AGENCIES,
    NOW,
    TODAY,
    a_document,
    a_position,
    a_session,
    an_account,
    an_action,
    an_employee,
    an_entry,
    an_event,
    an_id,
    minutes,
)
from tests.contract.worlds import Aws, aws_world, begun, open_desk

EMPLOYEE = an_employee(email="jose@agency.gov")
DOCUMENT = a_document(employee_id=EMPLOYEE.id)
SECOND = a_document(employee_id=EMPLOYEE.id, id=DOCUMENT.id, version=2, token=an_id())
ACCOUNT = an_account(email="dana@agency.gov")
SESSION = a_session(ACCOUNT)
UPLOAD = an_id()
POSITION = a_position()
DRAFT = Draft(account_id=ACCOUNT.id, session_id=SESSION.id, form_id="1", path="/", fields=(), ends_at=NOW + minutes(9))
FORM = Sent(account_id=ACCOUNT.id, form_id="1", sha256="1", said=(), ends_at=NOW + minutes(9))
REQUEST = an_action(employee_id=EMPLOYEE.id, status=ActionStatus.SUBMITTED, recorded=None)
NEWCOMER = an_action(
    employee_id=an_id(), first=True, changes={"number": "E9"}, status=ActionStatus.SUBMITTED, recorded=None
)


@pytest.fixture(scope="module")
def mixed() -> Iterator[Desk]:
    """California's desk on a table into which everything of Wyoming's was copied."""
    with aws_world() as aws:
        theirs = open_desk(aws.desks, "wyoming")
        fill(theirs)
        for page in aws.dynamodb.get_paginator("scan").paginate(TableName=aws.wyoming.table):
            for item in page["Items"]:
                aws.dynamodb.put_item(TableName=aws.california.table, Item=item)
        yield open_desk(aws.desks)


def fill(desk: Desk) -> None:
    desk.organization.save_units(Overview(), tree_of(AGENCIES), an_event(kind=EventKind.AGENCIES_CHANGED))
    desk.employees.record(an_entry(EMPLOYEE), an_event(actor_id="one"))
    desk.employees.record(an_entry(an_employee(last_name="Ito", due=TODAY)), an_event())
    desk.employees.next_number()
    for request in (REQUEST, NEWCOMER):
        desk.requests.save(None, request, waiting_line(request, EMPLOYEE), an_event())
    desk.documents.add(begun(desk, DOCUMENT), an_event())
    desk.documents.change(DOCUMENT, begun(desk, SECOND), an_event())
    desk.documents.begin_upload(UPLOAD, "documents/1")
    desk.accounts.create(ACCOUNT, an_event())
    desk.accounts.open_session(SESSION, NOW + minutes(15), an_event())
    desk.throttle.hit("account:1", NOW, NOW + minutes(30))
    desk.positions.create(POSITION, an_event(sent=FORM))
    desk.forms.keep(DRAFT)
    desk.troubles.note(Trouble(chore=ChoreName.NOTICE, item="a", attempts=1, error="Invalid", since=NOW, at=NOW))


def _change(desk: Desk, document: Document) -> object:
    return desk.documents.change(document, document, an_event())


READS: dict[str, Callable[[Desk], object]] = {
    "employee": lambda d: d.employees.get(EMPLOYEE.id),
    "folder": lambda d: d.employees.folder(EMPLOYEE.id),
    "career": lambda d: d.employees.career(EMPLOYEE.id),
    "due": lambda d: tuple(d.employees.due(TODAY)),
    "request": lambda d: d.requests.get(EMPLOYEE.id, REQUEST.id),
    "queue": lambda d: d.requests.waiting(5, bool),
    "request sent twice": lambda d: d.requests.save(None, REQUEST, waiting_line(REQUEST, EMPLOYEE), an_event()),
    "headcount of another day": lambda d: d.organization.headcount_on(TODAY, TODAY, TODAY),
    "list of another day": lambda d: d.directory.page_on(Listing(), TODAY, None),
    "create": lambda d: d.employees.record(an_entry(EMPLOYEE), an_event()),
    "change": lambda d: d.employees.record(an_entry(an_employee(id=EMPLOYEE.id, version=3), EMPLOYEE), an_event()),
    "taken e-mail": lambda d: d.employees.record(an_entry(an_employee(email=EMPLOYEE.email)), an_event()),
    "same person": lambda d: d.employees.same_person(an_employee()),
    "taken": lambda d: d.employees.taken(an_employee(number=EMPLOYEE.number)),
    "alike requests": lambda d: d.requests.alike(replace(NEWCOMER, id=an_id())),
    "whose": lambda d: d.employees.whose("number", EMPLOYEE.number),
    "number": lambda d: d.employees.next_number(),
    "directory": lambda d: d.directory.page(Listing()),
    "search": lambda d: d.directory.search(Listing(text="garcia")),
    "document": lambda d: d.documents.get(EMPLOYEE.id, DOCUMENT.id),
    "versions": lambda d: d.documents.versions(EMPLOYEE.id, DOCUMENT.id),
    "change of a document": lambda d: _change(d, DOCUMENT),
    "stale uploads": lambda d: tuple(d.documents.stale_uploads(NOW + minutes(9))),
    "troubles": lambda d: d.troubles.all(),
    "account": lambda d: d.accounts.get(ACCOUNT.id),
    "account by e-mail": lambda d: d.accounts.by_email(ACCOUNT.email),
    "accounts": lambda d: d.accounts.all(),
    "session": lambda d: d.accounts.session(ACCOUNT.id, SESSION.id),
    "touch": lambda d: d.accounts.touch(SESSION, NOW + minutes(15)),
    "throttle": lambda d: d.throttle.hit("account:1", NOW, NOW + minutes(30)),
    "audit": lambda d: d.audit.page(EventFilter(), "", 25),
    "audit of a subject": lambda d: d.audit.page(EventFilter(subject=an_event().subject), "", 25),
    "audit of an actor": lambda d: d.audit.page(EventFilter(actor_id="one"), "", 25),
    "changes": lambda d: d.audit.page(EventFilter(views=False), "", 25),
    "agencies": lambda d: d.organization.overview(),
    "position": lambda d: d.positions.get(POSITION.number),
    "several positions": lambda d: d.positions.many([POSITION.number]),
    "positions of a unit": lambda d: d.positions.in_unit("DMV", "LIC"),
    "form": lambda d: d.forms.sent(ACCOUNT.id, FORM.form_id),
    "draft of a form": lambda d: d.forms.draft(ACCOUNT.id, SESSION.id, FORM.form_id),
    "taken position": lambda d: d.positions.create(a_position(number=POSITION.number), an_event()),
}


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_a_planted_item_of_another_state_is_never_given_out(mixed: Desk, read: Callable[[Desk], object]) -> None:
    with pytest.raises(WrongState):
        read(mixed)


def test_the_error_names_no_person(mixed: Desk) -> None:
    with pytest.raises(WrongState) as wrong:
        mixed.accounts.by_email(ACCOUNT.email)
    assert "dana" not in str(wrong.value)


def test_an_item_without_a_state_is_never_given_out(aws: Aws) -> None:
    pk, sk = attempts("account:1", NOW)
    aws.dynamodb.put_item(TableName=aws.california.table, Item=encoded({"pk": pk, "sk": sk, "n": 1, "state": ""}))
    with pytest.raises(WrongState):
        open_desk(aws.desks).throttle.hit("account:1", NOW, NOW)


def test_every_item_that_is_written_names_its_state(aws: Aws) -> None:
    fill(open_desk(aws.desks))
    pages = aws.dynamodb.get_paginator("scan").paginate(TableName=aws.california.table)
    found = [item for page in pages for item in page["Items"]]
    assert len(found) > 30
    assert {item["state"]["S"] for item in found} == {"california"}
