"""What each act costs: DynamoDB calls by name, and the same cost however many people there are."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from humangov.aws import index, keys
from humangov.aws.items import plain
from humangov.aws.writes import put
from humangov.domain.actions import ActionStatus, waiting_line
from humangov.domain.codes import DEFAULTS
from humangov.domain.edits import EditKind
from humangov.domain.employees import EmploymentType
from humangov.domain.events import EventFilter
from humangov.domain.lists import Listing, Sort
from humangov.domain.organization import Overview, tree_of
from humangov.domain.permissions import Role
from humangov.services.actions import file_action
from humangov.services.approving import approve_action
from humangov.services.desk import Desk
from humangov.services.desks import Usage
from humangov.services.edits import edit_facts
from humangov.services.employees import view_as_of, view_career
from humangov.services.proposing import Proposal
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
    changed,
    minutes,
)
from tests.contract.worlds import Aws, aws_world, begun
from tests.deciding import seen

EMPLOYEE = an_employee(email="jose@agency.gov")
DOCUMENT = a_document(employee_id=EMPLOYEE.id)
ACCOUNT = an_account()
SESSION = a_session(ACCOUNT)
POSITION = a_position()
REQUEST = an_action(employee_id=EMPLOYEE.id, status=ActionStatus.SUBMITTED, recorded=None)
UNIT_BYTES = 4096
# 200 rows of some 300 bytes.
MOST_FILTERED_UNITS = 20


@pytest.fixture(scope="module")
def small(apis: Mapping[str, str]) -> Iterator[Aws]:
    """A state with one of everything and 50 people."""
    with aws_world(apis) as aws:
        fill(aws, 50)
        yield aws


@pytest.fixture
def aws(apis: Mapping[str, str]) -> Iterator[Aws]:
    """On AWS's own DynamoDB Local: what it counts, AWS counts."""
    with aws_world(apis) as world:
        yield world


def fill(aws: Aws, count: int) -> None:
    """One of everything, and people put straight into the table: a transaction for each takes too long."""
    desk = aws.desk_on(aws.dynamodb)
    desk.organization.save_units(Overview(), tree_of(AGENCIES), an_event())
    desk.employees.record(an_entry(EMPLOYEE), an_event())
    desk.documents.add(begun(desk, DOCUMENT), an_event())
    desk.accounts.create(ACCOUNT, an_event())
    desk.accounts.open_session(SESSION, NOW + minutes(15), an_event())
    desk.positions.create(POSITION, an_event())
    desk.requests.save(None, REQUEST, waiting_line(REQUEST, EMPLOYEE), an_event())
    crowd(aws, count)


def crowd(aws: Aws, count: int) -> None:
    table = aws.california.table
    people = (an_employee(first_name=f"Name{n % 7}", last_name=f"Garcia{n:04}") for n in range(count))
    puts: Any = [
        {"PutRequest": {"Item": write.request(table, "california")["Item"]}}
        for employee in people
        for write in (put(keys.profile(employee.id), plain(employee)), *index.writes(None, employee))
        if write.kind == "Put"
    ]
    for start in range(0, len(puts), 25):
        aws.dynamodb.batch_write_item(RequestItems={table: puts[start : start + 25]})


def used(aws: Aws, act: Callable[[Desk], object]) -> Usage:
    with aws.desks.metered() as usage:
        act(aws.desk_on(aws.dynamodb))
    return usage


def read_units(aws: Aws, act: Callable[[Desk], object]) -> int:
    """The units of the consistent reads of an act, by the bytes that were read: emulators charge the same for all."""
    sizes: list[int] = []

    def note(parsed: dict[str, Any], **_: object) -> None:
        assert parsed.get("ScannedCount", 0) == len(parsed.get("Items", ())), "a filter hides what was read"
        batches = [parsed.get("Items", []), *parsed.get("Responses", {}).values()]
        sizes.append(sum(len(json.dumps(item, ensure_ascii=False).encode()) for items in batches for item in items))

    aws.dynamodb.meta.events.register("after-call.dynamodb", note)
    try:
        act(aws.desk_on(aws.dynamodb))
    finally:
        aws.dynamodb.meta.events.unregister("after-call.dynamodb", note)
    return sum(-(-size // UNIT_BYTES) for size in sizes)


READS: dict[str, tuple[Callable[[Desk], object], dict[str, int]]] = {
    "record": (lambda d: d.employees.get(EMPLOYEE.id), {"GetItem": 1}),
    "folder": (lambda d: d.employees.folder(EMPLOYEE.id), {"Query": 1}),
    "career": (lambda d: d.employees.career(EMPLOYEE.id), {"Query": 1}),
    "what is due": (lambda d: tuple(d.employees.due(TODAY)), {"Query": 1}),
    "request": (lambda d: d.requests.get(EMPLOYEE.id, REQUEST.id), {"GetItem": 1}),
    "queue": (lambda d: d.requests.waiting(200, bool), {"Query": 1}),
    "headcount of another day": (lambda d: d.organization.headcount_on(TODAY, TODAY, TODAY), {"Query": 2}),
    "list of another day": (lambda d: d.directory.page_on(Listing(), TODAY, None), {"Query": 1, "BatchGetItem": 1}),
    "overview": (lambda d: d.organization.overview(), {"Query": 1}),
    "directory": (lambda d: d.directory.page(Listing()), {"Query": 1}),
    "directory by agency": (lambda d: d.directory.page(Listing(agency="DMV", sort=Sort.AGENCY)), {"Query": 1}),
    "directory, filtered": (
        lambda d: d.directory.page(Listing(employment_type=EmploymentType.INTERN)),
        {"Query": 1},
    ),
    "search": (lambda d: d.directory.search(Listing(text="garcia")), {"Query": 1}),
    "search, narrowed": (lambda d: d.directory.search(Listing(text="garcia name1", agency="DMV")), {"Query": 1}),
    "likely duplicates, none": (lambda d: d.employees.same_person(an_employee(last_name="X")), {"Query": 1}),
    "likely duplicates": (
        lambda d: d.employees.same_person(an_employee(email="a@b.gov")),
        {"Query": 1, "GetItem": 1, "BatchGetItem": 1},
    ),
    "taken number and e-mail": (lambda d: d.employees.taken(an_employee(email="a@b.gov")), {"BatchGetItem": 1}),
    "whose number or e-mail it is": (lambda d: d.employees.whose("number", EMPLOYEE.number), {"GetItem": 1}),
    "number": (lambda d: d.employees.next_number(), {"UpdateItem": 1, "GetItem": 1}),
    "document": (lambda d: d.documents.get(EMPLOYEE.id, DOCUMENT.id), {"GetItem": 1}),
    "versions of a document that has one": (lambda d: d.documents.versions(EMPLOYEE.id, DOCUMENT.id), {"GetItem": 1}),
    "troubles": (lambda d: d.troubles.all(), {"Query": 1}),
    "unfinished mass actions": (lambda d: tuple(d.mass.unfinished()), {"Query": 1}),
    "wanted notices": (lambda d: tuple(d.documents.wanted_notices()), {"Query": 1}),
    "stale uploads": (lambda d: tuple(d.documents.stale_uploads(NOW)), {"Query": 1}),
    "claimed upload": (lambda d: d.documents.claim_upload(an_id(), NOW, NOW), {"UpdateItem": 1}),
    "session": (lambda d: d.accounts.session(ACCOUNT.id, SESSION.id), {"BatchGetItem": 1}),
    "touch": (lambda d: d.accounts.touch(SESSION, NOW), {"UpdateItem": 1}),
    "accounts": (lambda d: d.accounts.all(), {"Query": 1}),
    "account by e-mail": (lambda d: d.accounts.by_email(ACCOUNT.email), {"GetItem": 2}),
    "account by an e-mail that has none": (lambda d: d.accounts.by_email("nobody@b.gov"), {"GetItem": 2}),
    "attempt": (lambda d: d.throttle.hit("a", NOW, NOW), {"UpdateItem": 1}),
    "forgotten attempts": (lambda d: d.throttle.forget("a", NOW), {"DeleteItem": 1}),
    "position": (lambda d: d.positions.get(POSITION.number), {"GetItem": 1}),
    "several positions": (lambda d: d.positions.many([POSITION.number, "P-0"]), {"BatchGetItem": 1}),
    "positions of a unit": (lambda d: d.positions.in_unit("DMV", "LIC"), {"Query": 1}),
    "event": (lambda d: d.audit.record(an_event()), {"PutItem": 1}),
    "log": (lambda d: d.audit.page(EventFilter(), "", 50), {"Query": 1}),
    "recent changes": (lambda d: d.audit.page(EventFilter(views=False), "", 10), {"Query": 1}),
    "history": (lambda d: d.audit.page(EventFilter(subject="employee:1", views=False), "", 50), {"Query": 1}),
    "all of a subject": (lambda d: d.audit.page(EventFilter(subject="employee:1"), "", 50), {"Query": 2}),
}


@pytest.mark.parametrize("name", READS)
def test_an_act_takes_these_calls_and_no_others(small: Aws, name: str) -> None:
    act, calls = READS[name]
    usage = used(small, act)
    assert usage.operations == calls
    assert usage.calls == sum(calls.values())


def test_a_page_and_a_search_cost_the_same_among_50_and_among_500_people(small: Aws, apis: Mapping[str, str]) -> None:
    names = ("directory", "directory by agency", "directory, filtered", "search", "folder", "overview", "session")
    with aws_world(apis) as large:
        fill(large, 500)
        for name in names:
            one, other = used(small, READS[name][0]), used(large, READS[name][0])
            assert (one.calls, one.operations) == (other.calls, other.operations)
            few, many = read_units(small, READS[name][0]), read_units(large, READS[name][0])
            assert few == many or ("filtered" in name and few < many <= MOST_FILTERED_UNITS)


def test_a_lone_word_reads_twice_a_page_and_conditions_read_200(small: Aws) -> None:
    assert small.desk_on(small.dynamodb).directory.search(Listing(text="ga", size=10)).looked_at <= 20


def test_writes_of_a_record_are_one_transaction(aws: Aws) -> None:
    after = changed(EMPLOYEE, last_name="Núñez", former_names=(EMPLOYEE.legal_name,))
    second = a_document(id=DOCUMENT.id, employee_id=EMPLOYEE.id, version=2)
    for document in (DOCUMENT, second):
        begun(aws.desk_on(aws.dynamodb), document)
    acts: list[Callable[[Desk], object]] = [
        lambda d: d.employees.record(an_entry(EMPLOYEE), an_event()),
        lambda d: d.employees.record(an_entry(after, EMPLOYEE), an_event()),
        lambda d: d.requests.save(None, REQUEST, waiting_line(REQUEST, EMPLOYEE), an_event()),
        lambda d: d.employees.record(an_entry(changed(after, title="Chief"), after, request=REQUEST), an_event()),
        lambda d: d.documents.add(DOCUMENT, an_event()),
        lambda d: d.documents.change(DOCUMENT, second, an_event()),
        lambda d: d.accounts.create(ACCOUNT, an_event()),
        lambda d: d.accounts.open_session(SESSION, NOW, an_event()),
        lambda d: d.accounts.end_session(ACCOUNT.id, SESSION.id, an_event()),
        lambda d: d.organization.save_units(Overview(), tree_of(AGENCIES), an_event()),
        lambda d: d.organization.save_codes(Overview(), DEFAULTS[:1], an_event()),
        lambda d: d.positions.create(POSITION, an_event()),
        lambda d: d.positions.change(POSITION, replace(POSITION, version=2), an_event()),
    ]
    for act in acts:
        assert used(aws, act).operations == {"TransactWriteItems": 1}


def test_nothing_is_counted_outside_a_metered_context(aws: Aws) -> None:
    desk = aws.desk_on(aws.dynamodb)
    with aws.desks.metered() as usage:
        desk.throttle.hit("a", NOW, NOW)
    desk.throttle.hit("a", NOW, NOW)
    assert usage.calls == 1
    assert usage.units > 0


def test_a_call_of_a_context_inside_another_is_counted_there_only(aws: Aws) -> None:
    desk = aws.desk_on(aws.dynamodb)
    with aws.desks.metered() as outer:
        with aws.desks.metered() as inner:
            desk.accounts.session(an_id(), "0")
        assert (outer.calls, inner.calls) == (0, 1)


def test_s3_is_not_counted(aws: Aws) -> None:
    assert used(aws, lambda d: d.files.erase("documents/none")).calls == 0


@pytest.fixture
def keeper(aws: Aws) -> Desk:
    """California's desk, with agencies and somebody on file."""
    desk = aws.desk_on(aws.dynamodb)
    desk.organization.save_units(Overview(), tree_of(AGENCIES), an_event())
    desk.employees.record(an_entry(EMPLOYEE), an_event())
    desk.positions.create(POSITION, an_event())
    return desk


def service_calls(aws: Aws, act: Callable[[], object]) -> dict[str, int]:
    with aws.desks.metered() as usage:
        act()
    return usage.operations


# The notice of what was recorded is filed right after it: its content, its record, and the marker that goes.
NOTICE = Counter(Query=2, PutItem=1, TransactWriteItems=1, DeleteItem=1)
ENTRY = Counter(Query=2, TransactWriteItems=1)


def test_an_action_that_is_filed_takes_two_reads_one_of_positions_and_one_transaction(aws: Aws, keeper: Desk) -> None:
    plain = Proposal(code="740", effective=TODAY, changes={"title": "Chief"}, reason="As agreed")
    calls = service_calls(aws, lambda: file_action(keeper, EMPLOYEE.id, plain, an_id(), 1))
    assert calls == ENTRY + NOTICE
    seated = Proposal(code="740", effective=TODAY, changes={"position": POSITION.number}, reason="As agreed")
    calls = service_calls(aws, lambda: file_action(keeper, EMPLOYEE.id, seated, an_id(), 2))
    assert calls == ENTRY + NOTICE + Counter(BatchGetItem=1)


def test_an_edit_takes_two_reads_and_one_transaction(aws: Aws, keeper: Desk) -> None:
    phone = {"phone": "916-555-0100"}
    calls = service_calls(aws, lambda: edit_facts(keeper, EMPLOYEE.id, EditKind.CONTACT, phone, 1, an_id()))
    assert calls == ENTRY


def test_a_request_takes_two_reads_and_a_transaction_and_so_does_its_approval(aws: Aws, keeper: Desk) -> None:
    raised = Proposal(code="894", effective=TODAY, changes={"pay_cents": 60_000_00}, reason="As agreed")
    token = an_id()
    calls = service_calls(aws, lambda: file_action(keeper, EMPLOYEE.id, raised, token, 1))
    assert calls == ENTRY
    supervisor = replace(keeper, principal=an_account(role=Role.SUPERVISOR).principal)
    shown = seen(supervisor, EMPLOYEE.id, token)
    calls = service_calls(aws, lambda: approve_action(supervisor, EMPLOYEE.id, token, 1, shown))
    # Whoever asked was linked to nobody then, and may be by now.
    assert calls == ENTRY + NOTICE + Counter(GetItem=1)


def test_a_look_at_a_career_and_at_another_day_is_one_read_and_the_note_of_it(aws: Aws, keeper: Desk) -> None:
    for look in (lambda: view_career(keeper, EMPLOYEE.id), lambda: view_as_of(keeper, EMPLOYEE.id, TODAY, TODAY)):
        assert service_calls(aws, look) == {"Query": 1, "PutItem": 1}
