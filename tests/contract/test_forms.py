"""The contract of form_ports.FormStore, and of every store that saves with a form."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

import pytest

from humangov.aws.bundle_items import kind_of, scanned
from humangov.domain.accounts import Account
from humangov.domain.actions import ActionStatus, waiting_line
from humangov.domain.errors import SentOtherwise
from humangov.domain.events import Event, EventFilter
from humangov.domain.forms import DRAFT_LASTS, FORM_LASTS, MOST_DRAFT_BYTES, Draft, Sent
from humangov.domain.organization import Overview, tree_of
from humangov.domain.positions import Position
from humangov.services.desk import Desk
from humangov.services.drafts import find_draft, keep_draft
from tests.builders import (
    AGENCIES,
    NOW,
    a_document,
    a_mass,
    a_position,
    an_account,
    an_action,
    an_employee,
    an_entry,
    an_event,
    an_id,
    changed,
)
from tests.contract.unlucky import Unlucky
from tests.contract.worlds import Aws, begun, open_desk

ACCOUNT, FORM = an_id(), an_id()
EMPLOYEE = an_employee()
DOCUMENT = a_document(employee_id=EMPLOYEE.id)
REQUEST = an_action(employee_id=EMPLOYEE.id, status=ActionStatus.SUBMITTED, recorded=None)


def sent(text: str = "Ana", **changes: Any) -> Sent:
    values = {"account_id": ACCOUNT, "form_id": FORM, "sha256": text, "said": (("name", "Name", text),)}
    return Sent(**{**values, "ends_at": NOW + FORM_LASTS, **changes})


def by_form(text: str = "Ana", **changes: Any) -> Event:
    return an_event(sent=sent(text, **changes))


def saved(desk: Desk, event: Event, name: str = "") -> Account:
    account = an_account(email=f"{an_id()}@hr.example", name=name or "Ana Lee")
    desk.accounts.create(account, event)
    return account


def nothing(desk: Desk) -> None:
    """What needs nothing before."""


def with_person(desk: Desk) -> None:
    desk.employees.record(an_entry(EMPLOYEE), an_event())


def with_document(desk: Desk) -> None:
    with_person(desk)
    desk.documents.add(begun(desk, DOCUMENT), an_event())


POSITION: Position = a_position()
MASS = a_mass()
# What each store saves, and what must be there before.
ACTS: dict[str, tuple[Callable[[Desk], object], Callable[[Desk, Event], object]]] = {
    "an account": (nothing, saved),
    "an employee": (with_person, lambda d, e: d.employees.record(an_entry(changed(EMPLOYEE), EMPLOYEE), e)),
    "a request": (with_person, lambda d, e: d.requests.save(None, REQUEST, waiting_line(REQUEST, EMPLOYEE), e)),
    "a document": (with_person, lambda d, e: d.documents.add(begun(d, DOCUMENT), e)),
    "a withdrawal": (with_document, lambda d, e: d.documents.change(DOCUMENT, replace(DOCUMENT, token=an_id()), e)),
    "a position": (nothing, lambda d, e: d.positions.create(POSITION, e)),
    "a mass action": (nothing, lambda d, e: d.mass.create(MASS, e)),
    "agencies": (nothing, lambda d, e: d.organization.save_units(Overview(), tree_of(AGENCIES), e)),
    "codes": (nothing, lambda d, e: d.organization.save_codes(Overview(), (), e)),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_what_saves_nothing_of_other_content_saves_with_the_form(
    desk: Desk, act: tuple[Callable[[Desk], object], Callable[[Desk, Event], object]]
) -> None:
    begin, save = act
    begin(desk)
    saved(desk, by_form())
    before = desk.audit.page(EventFilter(), "", 50).items
    with pytest.raises(SentOtherwise):
        save(desk, by_form("Bo"))
    assert desk.audit.page(EventFilter(), "", 50).items == before
    save(desk, by_form("Bo", form_id="another"))
    assert desk.forms.sent(ACCOUNT, "another") == sent("Bo", form_id="another")
    assert desk.forms.sent(ACCOUNT, FORM) == sent()


def test_a_form_with_the_same_content_saves_on(desk: Desk) -> None:
    saved(desk, by_form())
    later = saved(desk, by_form())
    assert desk.accounts.get(later.id) == later


def test_where_nothing_was_saved_by_a_form_there_is_none(desk: Desk) -> None:
    desk.audit.record(by_form())
    assert desk.forms.sent(ACCOUNT, FORM) is None


def test_a_form_is_the_account_s_that_sent_it_and_the_state_s(desk: Desk, neighbor: Desk) -> None:
    saved(desk, by_form())
    assert desk.forms.sent(an_id(), FORM) is None
    assert neighbor.forms.sent(ACCOUNT, FORM) is None


def test_the_log_does_not_say_what_a_form_said(desk: Desk) -> None:
    event = by_form()
    saved(desk, event)
    assert desk.audit.page(EventFilter(), "", 5).items == (replace(event, sent=None),)


def test_a_form_goes_by_itself(aws: Aws) -> None:
    saved(open_desk(aws.desks), by_form())
    key = {"pk": {"S": f"ACCT#{ACCOUNT}"}, "sk": {"S": f"FORM#{FORM}"}}
    item = aws.dynamodb.get_item(TableName=aws.california.table, Key=key)["Item"]
    assert item["expires_at"] == {"N": str(int((NOW + FORM_LASTS).timestamp()))}


def test_another_try_of_a_step_with_other_content_is_another_transaction(aws: Aws) -> None:
    """DynamoDB answers IdempotentParameterMismatch where one token comes with two contents within ten minutes."""
    tokens: list[str] = []

    class Watched(Unlucky):
        def _unlucky(self, call: Callable[..., Any]) -> Callable[..., Any]:
            def said(**request: Any) -> Any:
                tokens.append(request["ClientRequestToken"])
                return {}

            return said

    desk = aws.desk_on(cast("Any", Watched(aws.dynamodb, "transact_write_items")))
    for looked_at in (1, 1, 2):
        desk.mass.save(MASS, replace(MASS, version=2, looked_at=looked_at))
    assert tokens[0] == tokens[1] != tokens[2]


def a_draft(**changes: Any) -> Draft:
    values = {"account_id": ACCOUNT, "session_id": "s", "form_id": FORM, "path": "/employees/new"}
    return Draft(**{**values, "fields": (("name", "Ana"), ("name", "")), "ends_at": NOW + DRAFT_LASTS, **changes})


def test_a_draft_comes_back_as_it_was_typed_last(desk: Desk) -> None:
    desk.forms.keep(a_draft(fields=()))
    desk.forms.keep(a_draft())
    assert desk.forms.draft(ACCOUNT, "s", FORM) == a_draft()


def test_a_draft_is_the_session_s_the_account_s_and_the_state_s(desk: Desk, neighbor: Desk) -> None:
    desk.forms.keep(a_draft())
    for whose in ((an_id(), "s", FORM), (ACCOUNT, "t", FORM), (ACCOUNT, "s", an_id())):
        assert desk.forms.draft(*whose) is None
    assert neighbor.forms.draft(ACCOUNT, "s", FORM) is None
    assert desk.forms.sent(ACCOUNT, FORM) is None


@pytest.mark.parametrize("text", ["x", "\x01", "\x0b", "\x7f", '"', "\\", "é", "字", "\U0001f600"])
def test_the_longest_draft_that_is_kept_fits_into_an_item(aws: Aws, text: str) -> None:
    """DynamoDB takes 400 KB; a control character is written with six bytes, a quotation mark with two."""
    desk = open_desk(aws.desks)
    each = len(json.dumps(text, ensure_ascii=False).encode()) - 2
    fields = (("reason", text * (MOST_DRAFT_BYTES // each)),)
    shorter = (("reason", text * ((MOST_DRAFT_BYTES - 100) // each)),)
    assert not keep_draft(desk, "s", an_id(), "/employees/new", fields)
    kept = an_id()
    assert keep_draft(desk, "s", kept, "/employees/new", shorter)
    assert find_draft(desk, "s", kept, "/employees/new") == shorter


def test_a_draft_goes_by_itself_and_with_no_bundle(aws: Aws) -> None:
    desk = open_desk(aws.desks)
    desk.forms.keep(a_draft())
    saved(desk, by_form())
    table, slug = aws.california.table, aws.california.slug
    kinds = {kind_of(item) for items, _ in scanned(aws.dynamodb, table, slug) for item in items}
    assert "ACCT FORM" in kinds
    assert "ACCT DRAFT" not in kinds
    key = {"pk": {"S": f"ACCT#{ACCOUNT}"}, "sk": {"S": f"DRAFT#s#{FORM}"}}
    item = aws.dynamodb.get_item(TableName=table, Key=key)["Item"]
    assert item["expires_at"] == {"N": str(int((NOW + DRAFT_LASTS).timestamp()))}
