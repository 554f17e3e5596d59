"""The state's list of action codes."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from humangov.domain.actions import ActionStatus, waiting_line
from humangov.domain.codes import DEFAULTS, ActionCode
from humangov.domain.documents import DocumentType
from humangov.domain.errors import Conflict, Invalid, NotFound
from humangov.domain.events import Change, EventKind
from humangov.services.codes import add_code, change_code, list_codes, view_code
from humangov.services.desk import Desk
from tests.builders import an_action, an_employee
from tests.fakes.records import Records

Act = Callable[[], object]
DETAIL = ActionCode(code="730", title=" Detail  to another agency ", fields=("department", "agency"))
PROMOTION = next(code for code in DEFAULTS if code.code == "702")
RESIGNATION = next(code for code in DEFAULTS if code.code == "317")
POSITION_CHANGE = next(code for code in DEFAULTS if code.code == "740")


def test_a_new_state_has_the_default_list_and_keeps_none_of_it(administrator: Desk, records: Records) -> None:
    assert list_codes(administrator).codes == tuple(sorted(DEFAULTS, key=lambda code: code.code))
    assert records.codes == ()


def test_a_code_is_added_tidy_and_told(administrator: Desk, records: Records) -> None:
    made = add_code(administrator, DETAIL, 0)
    assert made.label == "730 Detail to another agency"
    assert list_codes(administrator).code("730") == made
    assert records.codes == (made,)
    (event,) = records.of_kind(EventKind.CODES_CHANGED)
    assert (event.subject, event.about) == ("settings:codes", made.label)
    assert Change("may change", "", "agency, department") in event.changes


def test_a_change_is_told_field_by_field_and_only_what_differs_is_kept(administrator: Desk, records: Records) -> None:
    changed = replace(POSITION_CHANGE, title="Change of position", second_person=True)
    change_code(administrator, changed, 0)
    assert [*records.codes] == [changed]
    assert records.events[0].changes == (
        Change("title", "Position change", "Change of position"),
        Change("second person", "no", "yes"),
    )
    change_code(administrator, POSITION_CHANGE, 1)
    assert [*records.codes] == []
    assert list_codes(administrator).codes_version == 2


def test_what_changes_nothing_saves_nothing(administrator: Desk, records: Records) -> None:
    assert change_code(administrator, PROMOTION, 0) == PROMOTION
    assert not records.events


def test_a_retired_code_stays_in_the_list_and_can_come_back(administrator: Desk, records: Records) -> None:
    change_code(administrator, replace(PROMOTION, active=False), 0)
    assert not list_codes(administrator).code("702").active
    assert records.events[0].changes == (Change("in use", "yes", "no"),)
    change_code(administrator, PROMOTION, 1)
    assert list_codes(administrator).code("702").active


@pytest.mark.parametrize("code", ["130", "230", "330", "430", "530", "730", "830"])
def test_what_can_start_stop_or_change_pay_needs_a_second_person_whatever_is_said(
    administrator: Desk, code: str
) -> None:
    fields = ("pay_cents",) if code[0] in "578" else ()
    own = replace(DETAIL, code=code, fields=fields, second_person=False)
    made = change_code(administrator, own, 0) if code == "330" else add_code(administrator, own, 0)
    assert made.needs_second_person


def test_a_state_that_does_without_a_second_person_says_why(administrator: Desk, records: Records) -> None:
    made = change_code(administrator, replace(RESIGNATION, alone_because=" Payroll  checks each "), 0)
    assert (made.needs_second_person, made.alone_because) == (False, "Payroll checks each")
    assert records.events[0].changes == (
        Change("second person", "yes", "no"),
        Change("why nobody else", "", "Payroll checks each"),
    )


def test_a_reason_to_do_without_a_second_person_is_kept_only_where_one_is_needed(administrator: Desk) -> None:
    assert add_code(administrator, replace(DETAIL, alone_because="No need"), 0).alone_because == ""


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "702"}, "code"),
        ({"code": "601"}, "code"),
        ({"code": "7021"}, "code"),
        ({"code": ""}, "code"),
        ({"title": " "}, "title"),
        ({"title": "x" * 101}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"code": "331", "fields": ("pay_cents",)}, "fields"),
        ({"code": "831", "fields": ("agency",)}, "fields"),
        ({"fields": ("birth_date",)}, "fields"),
        ({"fields": ("pay_cents",), "alone_because": "Small", "second_person": True}, "alone_because"),
        ({"fields": ("pay_cents",), "alone_because": "x" * 201}, "alone_because"),
    ],
)
def test_a_code_that_breaks_a_rule_is_told_and_not_saved(
    administrator: Desk, records: Records, changes: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        add_code(administrator, replace(DETAIL, **changes), 0)  # type: ignore[arg-type]
    assert set(caught.value.fields) == {field}
    assert not records.events


def test_what_a_family_cannot_change_is_named(administrator: Desk) -> None:
    with pytest.raises(Invalid) as caught:
        change_code(administrator, replace(RESIGNATION, fields=("agency", "pay_cents")), 0)
    assert "“Separations” cannot change: agency, pay." in caught.value.fields["fields"]


def test_a_code_that_there_is_not_is_not_found(administrator: Desk) -> None:
    for act in (lambda: view_code(administrator, "999"), lambda: change_code(administrator, DETAIL, 0)):
        with pytest.raises(NotFound):
            act()


def test_the_second_of_two_administrators_is_told(administrator: Desk, records: Records) -> None:
    add_code(administrator, DETAIL, 0)
    acts: list[Act] = [
        lambda: add_code(administrator, replace(DETAIL, code="731"), 0),
        lambda: change_code(administrator, replace(PROMOTION, title="Rise"), 0),
    ]
    for act in acts:
        with pytest.raises(Conflict) as caught:
            act()
        assert caught.value.current == list_codes(administrator)
    assert len(records.codes) == 1


def test_how_many_requests_wait_with_a_code_is_known(administrator: Desk, records: Records) -> None:
    for code in ("702", "702", "894"):
        request = an_action(code=code, status=ActionStatus.SUBMITTED)
        records.waiting[request.id] = waiting_line(request, an_employee())
    assert view_code(administrator, "702").waiting == 2
    assert view_code(administrator, "703").waiting == 0


def test_the_type_of_a_notice_is_the_states_to_choose(administrator: Desk) -> None:
    change_code(administrator, replace(RESIGNATION, notice=DocumentType.CORRESPONDENCE), 0)
    assert list_codes(administrator).code("317").notice is DocumentType.CORRESPONDENCE
