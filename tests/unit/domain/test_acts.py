"""Acts: what each kind may change, from which status to which, and what is kept."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from humangov.domain.acts import RULES, Act, ActKind, apply, checked_changes, possible_acts
from humangov.domain.employees import BOOKKEEPING, LABELS, Employee, PayBasis, Status, differences
from humangov.domain.errors import Invalid
from tests.builders import AGENCIES, NOW, TODAY, an_employee

LATER = NOW + timedelta(hours=1)
SINCE = date(2020, 3, 1)
# One change that each kind may make.
CHANGES: dict[ActKind, dict[str, Any]] = {
    ActKind.NAME: {"last_name": "Ruiz"},
    ActKind.CONTACT: {"phone": "916-555-0100"},
    ActKind.JOB: {"title": "Supervisor"},
    ActKind.PAY: {"pay_cents": 60_000_00},
    ActKind.CORRECTION: {"birth_date": date(1984, 5, 18)},
}
DATED = {ActKind.LEAVE, ActKind.RETURN, ActKind.SEPARATION, ActKind.REINSTATEMENT}
LEADS_TO = {
    ActKind.LEAVE: Status.LEAVE,
    ActKind.RETURN: Status.ACTIVE,
    ActKind.SEPARATION: Status.SEPARATED,
    ActKind.REINSTATEMENT: Status.ACTIVE,
}
POSSIBLE = {
    Status.ACTIVE: {"name", "contact", "job", "pay", "correction", "leave", "separation"},
    Status.LEAVE: {"name", "contact", "job", "pay", "correction", "return", "separation"},
    Status.SEPARATED: {"name", "contact", "correction", "reinstatement"},
}


def somebody(status: Status = Status.ACTIVE, **changes: Any) -> Employee:
    """Somebody who has had this status since SINCE."""
    reason = "Retired" if status is Status.SEPARATED else ""
    return an_employee(**{"status": status, "status_since": SINCE, "separation_reason": reason, **changes})


def an_act(kind: ActKind, **changes: Any) -> Act:
    if kind in DATED:
        return replace(Act(kind, {}, date(2024, 1, 2), "As requested"), **changes)
    return Act(kind, changes or CHANGES[kind])


def done(act: Act, employee: Employee) -> Employee:
    return apply(act, employee, AGENCIES, LATER, TODAY)


def refusal(act: Act, employee: Employee) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        done(act, employee)
    return caught.value.fields


@pytest.mark.parametrize(("kind", "status"), list(product(ActKind, Status)))
def test_an_act_is_done_from_the_statuses_that_allow_it_and_refused_from_others(kind: ActKind, status: Status) -> None:
    act = Act(kind) if kind is ActKind.APPOINTMENT else an_act(kind)
    if kind in POSSIBLE[status]:
        assert done(act, somebody(status)).version == 2
    else:
        told = f"José García is {status.label.lower()}. Reload the record to see what is possible."
        assert refusal(act, somebody(status)) == {"act": told}


@pytest.mark.parametrize("status", Status)
def test_a_menu_has_the_possible_acts(status: Status) -> None:
    assert {kind.value for kind in possible_acts(status)} == POSSIBLE[status]


@pytest.mark.parametrize("kind", sorted(CHANGES))
def test_an_act_changes_what_it_may_and_nothing_else(kind: ActKind) -> None:
    before = somebody()
    after = done(an_act(kind), before)
    assert set(differences(before, after)) - {"former_names"} == set(CHANGES[kind])
    assert (after.version, after.updated_at, after.created_at, after.id) == (2, LATER, NOW, before.id)


@pytest.mark.parametrize("kind", sorted(set(ActKind) - {ActKind.APPOINTMENT}))
def test_an_act_cannot_change_the_fields_of_another(kind: ActKind) -> None:
    before = somebody(
        Status.SEPARATED if kind is ActKind.REINSTATEMENT else Status.LEAVE if kind is ActKind.RETURN else Status.ACTIVE
    )
    for name in (set(LABELS) | BOOKKEEPING) - kind.fields:
        assert refusal(Act(kind, {name: "x"}), before) == {name: "This act cannot change this field."}


def test_every_field_of_a_person_is_changed_by_an_act() -> None:
    changed_by_acts = frozenset().union(*(kind.fields for kind in ActKind if kind is not ActKind.APPOINTMENT))
    assert changed_by_acts | {"status", "status_since", "separation_reason"} == set(LABELS)
    assert ActKind.APPOINTMENT.fields == changed_by_acts


@pytest.mark.parametrize(("kind", "label"), [(ActKind.LEAVE, "Place on leave"), (ActKind.APPOINTMENT, "Appoint")])
def test_a_menu_says_what_an_act_does(kind: ActKind, label: str) -> None:
    assert kind.label == label
    assert all(RULES[k].label and RULES[k].done for k in ActKind)


def test_texts_are_tidied() -> None:
    assert done(Act(ActKind.NAME, {"last_name": "  De \n la\tCruz "}), somebody()).last_name == "De la Cruz"
    assert checked_changes(Act(ActKind.NAME, {"former_names": (" Ana ", "", "Ana")})) == {"former_names": ("Ana",)}


def test_what_is_no_text_stays_as_it_is() -> None:
    assert checked_changes(Act(ActKind.PAY, {"pay_basis": PayBasis.HOURLY}))["pay_basis"] is PayBasis.HOURLY


@pytest.mark.parametrize(
    ("kind", "field", "told"),
    [(ActKind.CORRECTION, "birth_date", "Enter the birth date."), (ActKind.PAY, "pay_cents", "Enter the pay.")],
)
def test_a_value_that_was_not_typed_is_asked_for(kind: ActKind, field: str, told: str) -> None:
    assert refusal(Act(kind, {field: None}), somebody()) == {field: told}


def test_a_rule_that_the_act_breaks_is_told() -> None:
    assert refusal(Act(ActKind.PAY, {"pay_cents": -1}), somebody()) == {"pay_cents": "Enter an amount above zero."}


def test_a_rule_that_another_field_breaks_does_not_stand_in_the_way() -> None:
    assert done(an_act(ActKind.PAY), somebody(department="GONE")).pay_cents == 60_000_00


def test_a_former_name_is_kept_once() -> None:
    married = done(Act(ActKind.NAME, {"last_name": "Ruiz"}), somebody(former_names=("José Old",)))
    assert married.former_names == ("José Old", "José García")


def test_a_name_that_is_taken_up_again_is_not_a_former_one() -> None:
    married = done(Act(ActKind.NAME, {"last_name": "Ruiz"}), somebody())
    again = done(Act(ActKind.NAME, {"last_name": "García"}), married)
    assert again.former_names == ("José Ruiz",)


def test_of_too_many_former_names_the_oldest_goes() -> None:
    many = tuple(f"Ana {number}" for number in range(20))
    assert done(Act(ActKind.NAME, {"last_name": "Ruiz"}), somebody(former_names=many)).former_names == (
        *many[1:],
        "José García",
    )


def test_a_preferred_name_is_no_former_legal_name() -> None:
    assert done(Act(ActKind.NAME, {"preferred_name": "Pepe"}), somebody()).former_names == ()


def test_a_former_name_can_be_corrected_later() -> None:
    assert done(Act(ActKind.NAME, {"former_names": ()}), somebody(former_names=("Tpyo",))).former_names == ()


@pytest.mark.parametrize("kind", sorted(DATED))
def test_a_dated_act_leads_to_its_status_on_its_date(kind: ActKind) -> None:
    before = somebody(next(s for s in Status if kind in possible_acts(s)))
    after = done(an_act(kind), before)
    assert (after.status, after.status_since) == (LEADS_TO[kind], date(2024, 1, 2))
    assert after.separation_reason == ("As requested" if kind is ActKind.SEPARATION else "")


@pytest.mark.parametrize("effective", [None, TODAY + timedelta(days=1)])
def test_a_date_is_needed_and_is_not_to_come(effective: date | None) -> None:
    told = "Enter the date on which it took effect, today or earlier."
    assert refusal(an_act(ActKind.LEAVE, effective=effective), somebody()) == {"effective": told}
    assert done(an_act(ActKind.LEAVE, effective=TODAY), somebody()).status_since == TODAY


def test_acts_follow_each_other_in_time() -> None:
    early = an_act(ActKind.RETURN, effective=SINCE - timedelta(days=1))
    told = "Enter a date on or after March 1, 2020: José García has been on leave since then."
    assert refusal(early, somebody(Status.LEAVE)) == {"effective": told}
    assert done(an_act(ActKind.RETURN, effective=SINCE), somebody(Status.LEAVE)).status is Status.ACTIVE


def test_who_has_not_started_can_neither_leave_nor_go() -> None:
    start = TODAY + timedelta(days=10)
    to_come = somebody(hire_date=start, status_since=start)
    told = {"effective": "José García starts on March 12, 2026. Correct the hire date first."}
    assert refusal(an_act(ActKind.SEPARATION, effective=TODAY), to_come) == told


@pytest.mark.parametrize(
    ("reason", "told"),
    [("", "Enter the reason."), ("  ", "Enter the reason."), ("x" * 201, "Use at most 200 characters. You have 201.")],
)
def test_a_dated_act_has_a_reason(reason: str, told: str) -> None:
    assert refusal(an_act(ActKind.SEPARATION, reason=reason), somebody()) == {"reason": told}


def test_the_whole_reason_of_a_separation_is_kept() -> None:
    assert done(an_act(ActKind.SEPARATION, reason="x" * 200), somebody()).separation_reason == "x" * 200


def test_date_and_reason_are_asked_for_together() -> None:
    assert set(refusal(Act(ActKind.LEAVE), somebody())) == {"effective", "reason"}


def test_who_has_been_active_since_the_hire_date_still_is_when_it_is_corrected() -> None:
    before = somebody(hire_date=SINCE)
    assert done(Act(ActKind.CORRECTION, {"hire_date": date(2021, 5, 3)}), before).status_since == date(2021, 5, 3)


def test_a_hire_date_cannot_be_corrected_to_after_a_leave() -> None:
    found = refusal(Act(ActKind.CORRECTION, {"hire_date": date(2021, 5, 3)}), somebody(Status.LEAVE))
    assert found["hire_date"].startswith("The person has been on leave since March 1, 2020.")
