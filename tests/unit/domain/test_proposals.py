"""What an action would do to a career, and each rule that it would break, told of the career alone."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from humangov.domain.actions import Action
from humangov.domain.employees import Employee, Status
from humangov.domain.errors import Invalid
from humangov.domain.opening import opening
from humangov.domain.proposals import Preview, preview, with_action
from humangov.domain.rules import LATEST_HIRE
from tests.builders import AGENCIES, TODAY, an_action, an_employee

HIRED = date(2015, 7, 1)
DAY = timedelta(days=1)
IDLE = {"form": "This changes nothing. Change a field, or leave without saving."}
PERSON = an_employee()
CAREER = opening(PERSON)
UNKNOWN = "There is no such action in this career. Choose one from its list."


def an_act(code: str = "740", **more: Any) -> Action:
    """A new title from today on, unless told otherwise."""
    said: dict[str, Any] = {"title": "Position change", "changes": {"title": "Chief"}, **more}
    return an_action(code=code, employee_id=PERSON.id, **said)


def a_raise(cents: int = 60_000_00, **more: Any) -> Action:
    return an_act("894", title="General adjustment", changes={"pay_cents": cents}, **more)


def an_edit(**changes: Any) -> Action:
    return an_act("", title="", nature="", reason="", changes=changes)


def cancelling(target: Action, **more: Any) -> Action:
    said = {"effective": target.effective, "nature": "", "title": "Cancellation", "changes": {}, **more}
    return an_act("001", cancels=target.id, **said)


def correcting(target: Action, **more: Any) -> Action:
    said = {"effective": target.effective, "nature": target.nature, "first": target.first, **more}
    said["changes"] = {**target.changes, **more.pop("changes", {})}
    return an_act("002", corrects=target.id, **{**said, "title": "Correction"})


def seen(action: Action, *before: Action, career: tuple[Action, ...] = CAREER) -> Preview:
    """What the action would do to the career, and to what was recorded before."""
    return preview(taken_in(*before, career=career), action, AGENCIES, TODAY)


def taken_in(*actions: Action, career: tuple[Action, ...] = CAREER) -> tuple[Action, ...]:
    for action in actions:
        career = with_action(career, action)
    return career


def told(action: Action, *before: Action, career: tuple[Action, ...] = CAREER) -> dict[str, str]:
    """Every rule that it would break."""
    with pytest.raises(Invalid) as wrong:
        seen(action, *before, career=career)
    return wrong.value.fields


def hired(effective: date, **changes: Any) -> tuple[Action, ...]:
    return opening(an_employee(id=PERSON.id, hire_date=effective, status_since=effective, **changes))


def after(found: Preview) -> Employee:
    assert found.step
    return found.step.after


def test_the_ledger_links_what_is_undone_and_what_undoes_it_and_has_an_action_once() -> None:
    raised, titled = a_raise(), an_act()
    undo, fix = cancelling(raised), correcting(titled, changes={"title": "Clerk"})
    ledger = taken_in(raised, titled, undo, fix)
    by_id = {action.id: action for action in ledger}
    assert [action.id for action in ledger] == [PERSON.id, raised.id, titled.id, undo.id, fix.id]
    assert (by_id[raised.id].cancelled_by, by_id[raised.id].corrected_by) == (undo.id, "")
    assert (by_id[titled.id].cancelled_by, by_id[titled.id].corrected_by) == ("", fix.id)
    again = replace(fix, reason="Another")
    assert with_action(ledger, again) == (*ledger[:-1], again)


def test_what_an_action_does_is_its_own_step_and_nothing_before_it() -> None:
    action = a_raise()
    found = seen(action, an_act(effective=TODAY - DAY))
    assert found.step
    assert found.step.before
    assert (found.step.before.title, found.step.before.pay_cents) == ("Chief", PERSON.pay_cents)
    assert (found.step.after.title, found.step.after.pay_cents) == ("Chief", 60_000_00)
    assert (found.action, found.later, found.ledger[-1]) == (action, (), action)
    assert len(found.ledger) == 3


def test_what_comes_later_is_told_as_it_would_be() -> None:
    first, second = an_act(effective=TODAY - 9 * DAY), an_act(changes={"department": "REG"})
    found = seen(a_raise(effective=TODAY - 5 * DAY), first, second)
    assert [(step.action.id, step.after.pay_cents, step.after.title) for step in found.later] == [
        (second.id, 60_000_00, "Chief")
    ]


def test_a_cancellation_has_no_step_of_its_own_and_tells_what_comes_later() -> None:
    first, second = an_act(effective=TODAY - 9 * DAY), a_raise()
    undo = cancelling(first)
    found = seen(undo, first, second)
    assert (found.step, [step.after.title for step in found.later]) == (None, [PERSON.title])
    assert found.ledger == taken_in(first, second, undo)


@pytest.mark.parametrize("undo", [cancelling, correcting])
def test_only_what_stands_in_the_career_and_is_an_act_is_undone(undo: Any) -> None:
    done, edit = a_raise(), an_edit(phone="916-555-0100")
    for target, before in ((done, ()), (edit, (edit,))):
        assert told(undo(target, changes={"pay_cents": -1}), *before) == {"target": UNKNOWN}
    assert len(seen(undo(done, changes={"pay_cents": 61_000_00}), done).ledger) == 3


@pytest.mark.parametrize("undo", [cancelling, correcting])
def test_what_is_undone_already_is_not_undone_again_and_nothing_else_is_judged(undo: Any) -> None:
    done = a_raise()
    gone, fix = cancelling(done), correcting(done, changes={"pay_cents": 61_000_00})
    wrong = {"pay_cents": -1}
    cancelled = " is cancelled. Record a new action instead."
    assert told(undo(done, changes=wrong), done, gone) == {"target": f"894 General adjustment{cancelled}"}
    assert told(undo(gone, changes=wrong), done, gone) == {"target": f"001 Cancellation{cancelled}"}
    assert told(undo(done, changes=wrong), done, fix) == {
        "target": "894 General adjustment was corrected already. Choose the correction, which stands in its place."
    }


def test_the_appointment_is_cancelled_where_nothing_followed_but_edits_and_what_is_cancelled() -> None:
    follows = {"target": "Other actions follow this appointment. Cancel those first, or record a separation."}
    raised = a_raise()
    assert told(cancelling(CAREER[0]), raised) == follows
    found = seen(cancelling(CAREER[0]), raised, cancelling(raised), an_edit(phone="916-555-0100"))
    assert found.step is None
    assert seen(cancelling(raised), raised, an_act()).step is None


def test_a_correction_says_something_else_than_what_it_corrects() -> None:
    done = a_raise()
    assert told(correcting(done), done) == IDLE
    for other in (
        {"effective": TODAY - DAY},
        {"changes": {"pay_cents": 61_000_00}},
        {"reason": "Other"},
        {"authority": "GC 1"},
        {"remarks": "Other"},
        {"exception": "Other"},
    ):
        assert seen(correcting(done, **other), done).step


def test_an_action_is_a_year_ahead_at_most_and_all_else_is_told_with_it() -> None:
    last = TODAY + LATEST_HIRE
    ahead = "Enter a date within a year from today."
    assert seen(a_raise(effective=last)).step
    assert told(a_raise(effective=last + DAY)) == {"effective": ahead}
    assert set(told(a_raise(-1, effective=last + DAY, reason=""))) == {"effective", "pay_cents", "reason"}
    assert told(a_raise(-1, effective=last + DAY))["effective"] == ahead


def test_nothing_but_edits_and_the_appointment_itself_is_before_the_first_day_and_nothing_else_is_told() -> None:
    first = TODAY - 30 * DAY
    career = hired(first)
    assert told(a_raise(-1, effective=first - DAY), career=career) == {
        "effective": "Enter January 31, 2026 or later: that was the first day."
    }
    assert seen(a_raise(effective=first), career=career).step
    assert seen(replace(an_edit(phone="916-555-0100"), effective=first - DAY), career=career).step
    assert after(seen(correcting(career[0], effective=first - DAY), career=career)).hire_date == first - DAY
    last = TODAY + LATEST_HIRE
    assert set(told(a_raise(-1, effective=last), career=hired(last + DAY))) == {"effective"}


def test_a_first_day_that_was_cancelled_bounds_nothing() -> None:
    again = an_act("140", title="Reinstatement", effective=HIRED - DAY)
    assert after(seen(again, cancelling(CAREER[0]))).status is Status.ACTIVE


def test_words_and_the_record_are_told_in_one_round() -> None:
    assert set(told(a_raise(-1, reason=""))) == {"reason", "pay_cents"}
    assert told(an_act(reason="")) == {"reason": "Enter the reason."}


def test_an_act_that_changes_nothing_is_refused_but_an_edit_a_correction_or_another_status_is_none() -> None:
    assert told(an_act(changes={"title": PERSON.title})) == IDLE
    assert told(an_act(changes={"title": ""})) == {"title": "Enter the position title."}
    assert seen(an_edit(phone=PERSON.phone)).step
    raised = a_raise()
    assert seen(correcting(raised, changes={"pay_cents": PERSON.pay_cents}), raised).step
    assert after(seen(an_act("460", title="Leave", changes={}))).status is Status.LEAVE


def test_what_is_not_possible_in_a_status_is_told_with_the_status_and_its_day() -> None:
    assert told(an_act("292", title="Return", changes={})) == {
        "effective": "José García was active (since July 1, 2015) on March 2, 2026. "
        "Choose another date, or another action."
    }


def test_an_appointment_answers_for_the_whole_record_and_says_what_it_cannot_do_without() -> None:
    first = replace(CAREER[0], changes={**CAREER[0].changes, "email": "ana", "title": "", "pay_cents": 0})
    with pytest.raises(Invalid) as wrong:
        preview((), first, AGENCIES, TODAY)
    assert set(wrong.value.fields) == {"email", "title", "pay_cents"}
    assert (wrong.value.fields["title"], wrong.value.fields["pay_cents"]) == (
        "Enter the position title.",
        "Enter an amount above zero.",
    )


def test_an_act_answers_for_what_it_sets_and_what_belongs_to_it_and_not_for_what_was_wrong_before() -> None:
    career = hired(HIRED, agency="NASA", email="ana")
    assert after(seen(an_act(), career=career)).title == "Chief"
    assert set(told(an_act(changes={"department": "REG"}), career=career)) == {"agency"}
    raised, titled, untitled = a_raise(), an_act(effective=TODAY - DAY), hired(HIRED, title="")
    assert seen(correcting(raised, changes={"pay_cents": 61_000_00}), raised, career=career).step
    assert seen(raised, career=untitled).step
    assert [step.after.title for step in seen(cancelling(titled), titled, raised, career=untitled).later] == [""]


def test_a_correction_answers_for_what_it_takes_back_as_for_what_it_sets() -> None:
    moved = an_act(changes={"agency": "DOT", "department": "BRI"})
    fixed = replace(correcting(moved), changes={"agency": "DOT"})
    assert set(told(fixed, moved)) == {"department"}


def test_a_first_day_that_does_not_fit_the_birth_is_told_beside_the_day_and_a_birth_beside_the_birth() -> None:
    young = date(2013, 1, 1)
    assert set(told(an_edit(birth_date=young))) == {"birth_date"}
    assert set(told(correcting(CAREER[0], effective=date(1990, 1, 1)))) == {"effective"}
    career = hired(HIRED, birth_date=young)
    assert seen(correcting(career[0], changes={"title": "Chief"}), career=career).step


def test_what_was_recorded_later_stays_possible() -> None:
    away = an_act("460", title="Leave", changes={}, effective=TODAY - 5 * DAY)
    back = an_act("292", title="Return", changes={}, effective=TODAY - 2 * DAY)
    no_more = " would not be possible any more: cancel it first, or choose another date."
    gone = an_act("317", title="Resignation", changes={}, effective=TODAY - 9 * DAY)
    assert told(gone, away) == {"effective": f"460 Leave of February 25, 2026{no_more}"}
    assert told(cancelling(away), away, back) == {"target": f"292 Return of February 28, 2026{no_more}"}


def test_a_first_day_is_not_moved_behind_what_followed_but_for_edits() -> None:
    edit = replace(an_edit(phone="916-555-0100"), effective=HIRED + DAY)
    assert after(seen(correcting(CAREER[0], effective=HIRED + 9 * DAY), edit)).hire_date == HIRED + 9 * DAY
    raised = a_raise(effective=HIRED + 5 * DAY)
    assert told(correcting(CAREER[0], effective=HIRED + 9 * DAY), raised) == {
        "effective": "894 General adjustment of July 6, 2015 would be before the first day: "
        "cancel it first, or choose another date."
    }
    assert seen(correcting(CAREER[0], effective=HIRED + 5 * DAY), raised).step


def test_what_was_recorded_later_still_fits_and_is_not_blamed_for_what_was_wrong_before() -> None:
    moved = an_act(changes={"department": "REG"})
    early = an_act(changes={"agency": "DOT", "department": "ROA"}, effective=TODAY - 5 * DAY)
    assert told(early, moved) == {
        "effective": "740 Position change of March 2, 2026 would not fit any more: Choose a department of "
        "Department of Transportation. Correct it first, or choose another date."
    }
    lost = an_act(changes={"department": "NASA"})
    assert seen(replace(early, changes={"department": "REG"}), lost).step
    assert seen(a_raise(effective=TODAY - 5 * DAY), lost).step


def test_what_was_edited_before_there_was_an_appointment_is_held_to_the_rules_by_it() -> None:
    assert told(CAREER[0], career=(an_edit(email="ana"),))["effective"].endswith(
        "would not fit any more: Enter an address with an @ and a domain, such as ana.lee@agency.gov. "
        "Correct it first, or choose another date."
    )
