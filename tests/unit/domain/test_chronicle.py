"""A career as people read it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from humangov.domain.actions import Action
from humangov.domain.chronicle import Line, chronicle
from humangov.domain.events import Change
from humangov.domain.opening import opening
from humangov.domain.organization import Overview
from humangov.domain.proposals import with_action
from tests.builders import AGENCIES, NOW, TODAY, a_by, an_action, an_employee

PERSON = an_employee(created_at=NOW - timedelta(days=300))
OVERVIEW = Overview(AGENCIES)


def career(*actions: Action) -> tuple[Line, ...]:
    """The lines of somebody to whom these actions happened, recorded one after the other."""
    ledger: tuple[Action, ...] = opening(PERSON)
    for n, action in enumerate(actions):
        recorded = a_by(at=NOW - timedelta(days=200 - n))
        ledger = with_action(ledger, replace(action, employee_id=PERSON.id, recorded=recorded))
    return chronicle(ledger, OVERVIEW, TODAY)


def raised(dollars: int, effective: date = date(2026, 2, 1), **more: Any) -> Action:
    return an_action(effective=effective, changes={"pay_cents": dollars * 100}, **more)


def pay(line: Line) -> tuple[str, str]:
    (change,) = line.changes
    assert change.field == "pay_cents"
    return change.before, change.after


def test_lines_go_back_from_the_newest_day_and_the_latest_of_a_day() -> None:
    lines = career(raised(60_000), raised(59_000, date(2025, 1, 1)), raised(61_000, sequence=2))
    assert [line.action.effective.year for line in lines] == [2026, 2026, 2025, 2015]
    assert [pay(line) for line in lines[:3]] == [
        ("$60,000 a year", "$61,000 a year"),
        ("$59,000 a year", "$60,000 a year"),
        ("$58,240 a year", "$59,000 a year"),
    ]


def test_an_appointment_is_told_by_job_and_pay_and_no_private_facts() -> None:
    (line,) = career()
    told = {change.field for change in line.changes}
    assert {"title", "agency", "department", "pay_cents", "last_name"} <= told
    assert told.isdisjoint({"birth_date", "hire_date", "status_since", "street", "phone"})


def test_what_is_cancelled_says_what_it_changed_and_its_cancellation_nothing() -> None:
    wrong = raised(60_000)
    gone = an_action(code="001", nature="", changes={}, cancels=wrong.id, effective=wrong.effective, sequence=2)
    cancellation, old, _ = career(wrong, gone)
    assert (cancellation.changes, cancellation.undoes) == ((), old.action)
    assert (pay(old), old.undone_by) == (("$58,240 a year", "$60,000 a year"), cancellation.action)
    assert [line.to_come for line in (cancellation, old)] == [False, False]


def test_corrections_of_corrections_say_each_what_was_believed() -> None:
    first = raised(60_000)
    second = raised(61_000, code="002", corrects=first.id, nature="894")
    third = raised(62_000, code="002", corrects=second.id, nature="894")
    lines = {line.action.id: line for line in career(first, second, third)}
    assert [pay(lines[action.id])[1] for action in (first, second, third)] == [
        "$60,000 a year",
        "$61,000 a year",
        "$62,000 a year",
    ]
    assert lines[first.id].undone_by == lines[second.id].action == lines[third.id].undoes


def test_what_takes_effect_after_today_is_to_come_unless_it_was_undone() -> None:
    later = raised(60_000, TODAY + timedelta(days=30))
    line, _ = career(later)
    assert line.to_come
    gone = an_action(code="001", nature="", changes={}, cancels=later.id, effective=later.effective, sequence=2)
    assert [line.to_come for line in career(later, gone)] == [False, False, False]


def test_a_status_is_told_once() -> None:
    line, _ = career(an_action(code="317", changes={}, effective=date(2026, 2, 1), reason="Moved away"))
    assert line.changes == (Change("status", "Active", "Separated"),)


def test_a_retroactive_action_changes_what_later_ones_began_with() -> None:
    later, _, _ = career(raised(60_000), raised(59_000, date(2025, 1, 1)))
    assert pay(later) == ("$59,000 a year", "$60,000 a year")


def test_what_was_corrected_by_what_was_cancelled_is_cancelled() -> None:
    wrong = raised(60_000)
    right = raised(61_000, code="002", nature="894", corrects=wrong.id)
    gone = an_action(code="001", nature="", changes={}, cancels=right.id, effective=wrong.effective, sequence=2)
    fates = {line.action.id: line.fate for line in career(wrong, right, gone)}
    assert (fates[wrong.id], fates[right.id], fates[gone.id]) == ("Cancelled", "Cancelled", "")
    assert {line.action.id: line.fate for line in career(wrong, right)}[wrong.id] == "Corrected"


def test_a_row_tells_of_a_first_appointment_what_it_is_known_by_and_of_others_all() -> None:
    raise_, first = career(raised(60_000))
    assert raise_.brief == raise_.changes
    assert [change.field for change in first.brief] == ["department", "title", "pay_cents"]
