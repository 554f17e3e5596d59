"""What an action says of itself: who had a hand in it, whether it stands, and by what others find it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from humangov.domain.actions import (
    Action,
    ActionStatus,
    By,
    cancellation_title,
    correction_title,
    found_by,
    marks_of,
    next_sequence,
    other_hands,
    seat_of,
    text_problems,
    waiting_line,
)
from humangov.domain.employees import likeness_of
from tests.builders import NOW, TODAY, a_by, a_request, an_account, an_action, an_employee, an_id

ASKED = {ActionStatus.SUBMITTED, ActionStatus.RETURNED}
OPEN = {*ASKED, ActionStatus.DRAFT}


@pytest.mark.parametrize("status", ActionStatus)
def test_a_status_tells_how_far_it_has_come(status: ActionStatus) -> None:
    assert status.is_open is (status in OPEN)
    assert status.is_changeable is (status in OPEN - {ActionStatus.SUBMITTED})
    said = "Waiting for approval" if status is ActionStatus.SUBMITTED else status.value.capitalize()
    assert status.label == said


def test_the_same_person_is_the_same_account_or_another_account_of_theirs() -> None:
    mine = an_account(employee_id="E1").principal
    assert By(mine.id, "", NOW).is_same(mine)
    assert By("other", "", NOW, "E1").is_same(mine)
    assert not By("other", "", NOW, "E2").is_same(mine)
    assert not By("other", "", NOW).is_same(an_account().principal)


def test_who_asked_for_or_had_a_hand_in_a_request_does_its_work() -> None:
    mine = an_account().principal
    own, others = By(mine.id, mine.name, NOW), a_by()
    assert an_action(requested=own).is_work_of(mine)
    assert an_action(requested=others, hands=(a_by("Kim Ito"), own)).is_work_of(mine)
    assert not an_action(requested=others, hands=(a_by("Kim Ito"),)).is_work_of(mine)


def test_an_action_is_named_by_its_code_and_title_and_an_edit_has_no_code() -> None:
    assert (an_action().label, an_action().is_edit) == ("894 General adjustment", False)
    assert (an_action(code="", title="").label, an_action(code="").is_edit) == ("", True)


def test_a_person_is_made_by_the_first_appointment_and_not_by_a_correction_of_it() -> None:
    assert [
        an_action(first=first, corrects=of).makes_person for first, of in ((True, ""), (True, "1"), (False, ""))
    ] == [
        True,
        False,
        False,
    ]


def test_who_seconded_is_not_who_asked() -> None:
    asks, approves = a_by(), a_by("Kim Ito")
    assert an_action(requested=asks, approved=approves).seconded == approves
    assert an_action(requested=asks, approved=asks).seconded is None
    assert an_action(requested=asks).seconded is None


def test_what_is_processed_stands_until_it_is_cancelled_or_corrected_and_a_cancellation_never_does() -> None:
    assert an_action().stands
    for undone in ("cancelled_by", "corrected_by", "cancels"):
        assert not an_action(**{undone: "1"}).stands
    assert not an_action(status=ActionStatus.SUBMITTED).stands


def test_only_what_is_recorded_was_recorded_at_a_time() -> None:
    assert an_action().recorded_at == NOW
    with pytest.raises(ValueError, match="processed"):
        _ = an_action(recorded=None).recorded_at


def test_other_hands_are_each_once_without_who_does_it_now_unless_linked_to_another_person() -> None:
    me, linked, elsewhere = a_by(), a_by(person="E1"), a_by(person="E2")
    kim, later = a_by("Kim Ito"), replace(a_by("Kim Ito"), at=NOW.replace(hour=23))
    assert other_hands(me, me, kim, later) == (later,)
    assert other_hands(linked, me, linked, elsewhere, kim) == (elsewhere, kim)
    assert other_hands(me, linked) == (linked,)
    assert other_hands(me) == ()


def test_a_line_of_the_queue_says_of_whom_what_since_when_and_by_whom() -> None:
    person = an_employee()
    hands = (a_by("Kim Ito", person="E2"), a_by("Bo Ek"))
    request = a_request(person, requested=a_by(person="E9"), hands=hands, effective=date(2026, 4, 1))
    line = waiting_line(request, person)
    assert (line.action_id, line.employee_id, line.number) == (request.id, person.id, person.number)
    assert (line.name, line.agency, line.code, line.title) == ("García, José", "DMV", "702", "Promotion")
    assert (line.effective, line.status) == (date(2026, 4, 1), ActionStatus.RETURNED)
    assert (line.requested_by, line.requested_by_id, line.requested_at) == ("Dana Lee", "dana-lee", NOW)
    assert (line.hands, line.persons) == (("kim-ito", "bo-ek"), ("E2", "E9"))


def test_a_request_waits_for_who_had_no_hand_in_it_and_is_not_its_person() -> None:
    person, mine = an_employee(), an_account(employee_id="E1").principal
    waits = {"status": ActionStatus.SUBMITTED}

    def waits_for_me(**changes: Any) -> bool:
        return waiting_line(a_request(person, **{**waits, **changes}), person).is_for(mine)

    assert waits_for_me()
    assert not waits_for_me(status=ActionStatus.RETURNED)
    assert not waits_for_me(requested=By(mine.id, "", NOW))
    assert not waits_for_me(hands=(a_by(), By(mine.id, "", NOW)))
    assert not waits_for_me(hands=(a_by(person="E1"),))
    assert not waits_for_me(employee_id="E1")


def appointment(**changes: Any) -> Action:
    said = {"first_name": "Ana", "last_name": "Ito", "birth_date": date(1990, 2, 28), **changes}
    return an_action(code="100", first=True, changes=said)


def test_the_appointment_of_somebody_new_is_found_by_name_and_birth_date_number_and_e_mail() -> None:
    likeness = likeness_of("Ana", "Ito", date(1990, 2, 28))
    assert marks_of(appointment()) == {likeness}
    assert marks_of(appointment(number="A-1", email="Ana@DMV.gov")) == {likeness, "number a-1", "email ana@dmv.gov"}
    assert marks_of(replace(appointment(), changes={"birth_date": date(1990, 2, 28)})) == {
        likeness_of("", "", date(1990, 2, 28))
    }
    assert marks_of(appointment(birth_date=None, number="")) == frozenset()
    assert marks_of(replace(appointment(), corrects=an_id())) == frozenset()


def test_a_request_is_found_by_the_position_that_it_sets() -> None:
    assert seat_of(an_action(changes={"position": "P-1"})) == {"position p-1"}
    assert seat_of(an_action(changes={"position": ""})) == seat_of(an_action()) == frozenset()


@pytest.mark.parametrize("status", ActionStatus)
def test_others_find_what_is_asked_for_and_no_draft(status: ActionStatus) -> None:
    action = replace(appointment(position="P-1"), status=status)
    expected = marks_of(action) | {"position p-1"} if status in ASKED else frozenset()
    assert found_by(action) == expected


def test_an_act_says_why_and_no_text_is_too_long() -> None:
    assert (
        text_problems(an_action(reason="x" * 200, authority="x" * 200, remarks="x" * 2000, exception="x" * 200)) == {}
    )
    assert text_problems(an_action(reason="")) == {"reason": "Enter the reason."}
    assert text_problems(an_action(code="", reason="")) == {}
    for name in ("reason", "authority", "exception"):
        assert text_problems(an_action(**{name: "x" * 201})) == {name: "Use at most 200 characters. You have 201."}
    assert text_problems(an_action(remarks="x" * 2001)) == {"remarks": "Use at most 2,000 characters. You have 2,001."}


def test_an_action_is_behind_all_others_of_its_day() -> None:
    there = [an_action(sequence=3), an_action(sequence=1), an_action(effective=date(2026, 3, 3), sequence=9)]
    assert [next_sequence(there, day) for day in (TODAY, date(2026, 3, 3), date(2026, 3, 4))] == [4, 10, 1]


def test_what_undoes_an_action_is_titled_by_the_act_that_it_is_about() -> None:
    raised = an_action()
    fixed = an_action(code="002", title=correction_title(raised))
    assert cancellation_title(raised) == "Cancellation of 894 General adjustment"
    assert fixed.title == correction_title(fixed) == "Correction of 894 General adjustment"
    assert cancellation_title(fixed) == "Cancellation of 002 Correction of 894 General adjustment"
    assert correction_title(an_action(title="Correction of pay")) == "Correction of 894 Correction of pay"
