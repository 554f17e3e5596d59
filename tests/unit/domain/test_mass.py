"""Mass actions: whom they choose, and what they make of a record."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ulid import ULID

from humangov.domain.codes import DEFAULTS
from humangov.domain.employees import EmploymentType, PayBasis, Status
from humangov.domain.mass import (
    MassPerson,
    MassStatus,
    Result,
    Rule,
    RuleKind,
    Selection,
    action_id_of,
    default_statuses,
    kinds_for,
    usable,
)
from humangov.domain.mass_effects import changes_for, is_chosen, raised, yearly
from humangov.domain.mass_rules import mass_problems
from humangov.domain.mass_wording import percent, rule_text, selection_text
from humangov.domain.organization import Overview
from tests.builders import AGENCIES, TODAY, a_by, a_mass, an_account, an_employee, an_id

CODES = {code.code: code for code in DEFAULTS}
OVERVIEW = Overview(AGENCIES)


def problems(**changes: Any) -> dict[str, str]:
    mass = a_mass(**changes)
    return mass_problems(mass, CODES.get(mass.code), OVERVIEW, TODAY)


@pytest.mark.parametrize(
    ("pay", "basis", "hundredths", "after"),
    [
        (58_240_00, PayBasis.ANNUAL, 3_00, 59_987_00),
        (50_050_00, PayBasis.ANNUAL, 1_00, 50_551_00),
        (50_049_99, PayBasis.ANNUAL, 1_00, 50_550_00),
        (28_50, PayBasis.HOURLY, 3_00, 29_36),
        (28_50, PayBasis.HOURLY, 1, 28_50),
        (58_240_00, PayBasis.ANNUAL, -9_23, 52_864_00),
    ],
)
def test_a_raise_is_rounded_to_the_nearest_dollar_a_year_or_cent_an_hour(
    pay: int, basis: PayBasis, hundredths: int, after: int
) -> None:
    assert raised(pay, basis, hundredths) == after


@given(st.integers(1, 2_000_000_00), st.integers(-50_00, 50_00), st.sampled_from(PayBasis))
def test_rounding_is_never_off_by_more_than_half_a_unit(pay: int, hundredths: int, basis: PayBasis) -> None:
    unit = 100 if basis is PayBasis.ANNUAL else 1
    exact = pay * (100_00 + hundredths)
    assert abs(raised(pay, basis, hundredths) * 100_00 - exact) * 2 <= unit * 100_00


def test_a_year_of_an_hourly_pay_is_that_of_full_time_by_the_equivalent() -> None:
    half = an_employee(pay_cents=20_00, pay_basis=PayBasis.HOURLY, fte_hundredths=50)
    assert yearly(half) == 20_00 * 1_040
    assert yearly(an_employee(pay_cents=50_000_00)) == 50_000_00


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, True),
        ({"agency": "DMV", "department": "LIC"}, True),
        ({"agency": "DOT"}, False),
        ({"agency": "DMV", "department": "REG"}, False),
        ({"job_class": "lx-2"}, True),
        ({"job_class": "LX-3"}, False),
        ({"title": "examiner"}, True),
        ({"title": "EXÁMINER"}, True),
        ({"title": "chief"}, False),
        ({"employment_types": (EmploymentType.INTERN, EmploymentType.PERMANENT)}, True),
        ({"employment_types": (EmploymentType.INTERN,)}, False),
        ({"statuses": (Status.LEAVE,)}, False),
    ],
)
def test_a_selection_chooses_who_passes_all_of_its_filters(filters: dict[str, Any], *, expected: bool) -> None:
    selection = Selection(**{"statuses": (Status.ACTIVE,), **filters})
    assert is_chosen(selection, an_employee(job_class="LX-2")) is expected


def test_a_percentage_changes_the_pay_and_nothing_else() -> None:
    assert changes_for(a_mass(), an_employee()) == {"pay_cents": 59_987_00}


def test_an_amount_is_for_those_who_are_paid_in_the_same_way() -> None:
    more = a_mass(rule=Rule(kind=RuleKind.AMOUNT, amount_cents=1_000_00))
    assert changes_for(more, an_employee()) == {"pay_cents": 59_240_00}
    hourly = an_employee(pay_cents=28_50, pay_basis=PayBasis.HOURLY)
    assert changes_for(more, hourly) == "Paid an hour; the amount is a year."


def test_who_has_the_new_values_already_is_skipped() -> None:
    move = a_mass(code="790", rule=Rule(kind=RuleKind.VALUES, values={"agency": "DMV", "department": "LIC"}))
    assert changes_for(move, an_employee()) == "Has this already: nothing would change."
    assert changes_for(move, an_employee(department="REG")) == {"agency": "DMV", "department": "LIC"}


def test_who_left_the_selection_is_skipped() -> None:
    mass = a_mass(selection=Selection(agency="DOT", statuses=(Status.ACTIVE,)))
    assert changes_for(mass, an_employee()) == "Not in the selection any more."


def test_a_code_alone_changes_no_field() -> None:
    assert changes_for(a_mass(code="472", rule=Rule(kind=RuleKind.STATUS)), an_employee()) == {}


def test_the_id_of_a_persons_action_is_always_the_same_and_that_of_nobody_else() -> None:
    mass, one, other = an_id(), an_id(), an_id()
    assert action_id_of(mass, one) == action_id_of(mass, one)
    assert len({action_id_of(mass, one), action_id_of(mass, other), action_id_of(an_id(), one)}) == 3
    assert ULID.from_str(action_id_of(mass, one)).datetime == ULID.from_str(mass).datetime


def test_appointments_and_names_are_no_mass_actions() -> None:
    codes = {code.code for code in usable(DEFAULTS)}
    assert {"894", "790", "472", "292", "356"} <= codes
    assert codes.isdisjoint({"100", "140", "780"})
    assert usable([replace(CODES["894"], active=False)]) == ()


def test_a_code_allows_the_rules_that_fit_its_fields() -> None:
    assert kinds_for(CODES["894"]) == (RuleKind.PERCENT, RuleKind.AMOUNT)
    assert kinds_for(CODES["790"]) == (RuleKind.VALUES,)
    assert kinds_for(CODES["472"]) == (RuleKind.STATUS,)
    assert RuleKind.VALUES in kinds_for(CODES["702"])


def test_a_code_befalls_by_itself_those_employed_whom_it_can() -> None:
    assert default_statuses("894") == (Status.ACTIVE, Status.LEAVE, Status.SUSPENDED)
    assert default_statuses("472") == (Status.ACTIVE,)
    assert default_statuses("292") == (Status.LEAVE, Status.SUSPENDED)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "472"}, "kind"),
        ({"code": "999"}, "code"),
        ({"reason": ""}, "reason"),
        ({"authority": "x" * 201}, "authority"),
        ({"effective": TODAY + timedelta(days=400)}, "effective"),
        ({"effective": TODAY - timedelta(days=400)}, "effective"),
        ({"selection": Selection(agency="NOPE", statuses=(Status.ACTIVE,))}, "agency"),
        ({"selection": Selection(agency="DMV", department="BRI", statuses=(Status.ACTIVE,))}, "department"),
        ({"selection": Selection(title="x" * 101, statuses=(Status.ACTIVE,))}, "title"),
        ({"selection": Selection()}, "statuses"),
        ({"selection": Selection(statuses=(Status.ACTIVE, Status.SEPARATED))}, "statuses"),
        ({"rule": Rule(kind=RuleKind.PERCENT)}, "percent"),
        ({"rule": Rule(kind=RuleKind.PERCENT, percent_hundredths=50_01)}, "percent"),
        ({"rule": Rule(kind=RuleKind.PERCENT, percent_hundredths=-50_01)}, "percent"),
        ({"rule": Rule(kind=RuleKind.AMOUNT)}, "amount"),
        ({"rule": Rule(kind=RuleKind.AMOUNT, amount_cents=100_01, basis=PayBasis.HOURLY)}, "amount"),
        ({"rule": Rule(kind=RuleKind.STATUS)}, "kind"),
        ({"code": "790", "rule": Rule(kind=RuleKind.VALUES)}, "kind"),
        ({"code": "790", "rule": Rule(kind=RuleKind.VALUES, values={"agency": "DMV"})}, "new_unit"),
        ({"code": "790", "rule": Rule(kind=RuleKind.VALUES, values={"title": "x" * 101})}, "new_title"),
        ({"code": "790", "rule": Rule(kind=RuleKind.VALUES, values={"pay_cents": "1"})}, "new_pay_cents"),
        ({"code": "790", "rule": Rule(kind=RuleKind.VALUES, values={"employment_type": "x"})}, "new_employment_type"),
    ],
)
def test_each_rule_that_is_broken_has_its_message_at_its_field(changes: dict[str, Any], field: str) -> None:
    assert field in problems(**changes)


def test_what_breaks_no_rule_has_no_message() -> None:
    assert problems() == {}
    values = {"agency": "DOT", "department": "BRI", "title": "Chief", "employment_type": EmploymentType.EXEMPT}
    assert problems(code="790", rule=Rule(kind=RuleKind.VALUES, values=values)) == {}


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (
            Rule(kind=RuleKind.PERCENT, percent_hundredths=2_75),
            "Pay raised by 2.75 percent, to the nearest dollar a year or cent an hour",
        ),
        (Rule(kind=RuleKind.AMOUNT, amount_cents=-1_000_00), "Pay lowered by $1,000 a year"),
        (Rule(kind=RuleKind.AMOUNT, amount_cents=1_00, basis=PayBasis.HOURLY), "Pay raised by $1.00 an hour"),
        (Rule(kind=RuleKind.STATUS), "What the code does by itself"),
        (
            Rule(kind=RuleKind.VALUES, values={"department": "LIC", "agency": "DMV", "employment_type": "exempt"}),
            "Agency set to Department of Motor Vehicles; Department set to Licensing; Employment type set to Exempt",
        ),
    ],
)
def test_a_rule_is_said_in_words(rule: Rule, text: str) -> None:
    assert rule_text(rule, OVERVIEW) == text


def test_a_selection_is_said_in_words() -> None:
    chosen = Selection(agency="DMV", department="LIC", title="examiner", statuses=(Status.ACTIVE,))
    assert selection_text(chosen, OVERVIEW) == "Department of Motor Vehicles, Licensing, Has “examiner” in it"
    assert selection_text(Selection(statuses=(Status.ACTIVE,)), OVERVIEW) == "All agencies"
    assert [percent(n) for n in (3_00, 2_75, 50, -3_00)] == ["3", "2.75", "0.5", "-3"]


def test_a_status_tells_who_is_to_act_and_whether_it_goes_on_by_itself() -> None:
    ended = {status for status in MassStatus if not status.is_open}
    works = {status for status in MassStatus if status.is_working}
    assert ended == {MassStatus.DONE, MassStatus.STOPPED, MassStatus.REJECTED, MassStatus.WITHDRAWN}
    assert works == {MassStatus.PREPARING, MassStatus.CHECKING, MassStatus.RUNNING, MassStatus.STOPPING}
    assert [MassStatus.SUBMITTED.label, MassStatus.WITHDRAWN.label] == ["Waiting for approval", "Withdrawn"]


def test_who_asked_for_or_submitted_a_mass_action_does_its_work() -> None:
    mine = an_account().principal
    own = replace(a_by(), id=mine.id)
    assert a_mass(requested=own).is_work_of(mine)
    assert a_mass(hands=(a_by("Kim Ito"), own)).is_work_of(mine)
    assert not a_mass(hands=(a_by("Kim Ito"),)).is_work_of(mine)


def test_a_mass_action_reaches_the_agency_of_its_selection_or_all_of_who_asks() -> None:
    limits, chosen = ("DMV", "DOT"), Selection(agency="DOT", statuses=(Status.ACTIVE,))
    assert a_mass(agencies=limits).reach == limits
    assert a_mass(agencies=limits, selection=chosen).reach == ("DOT",)


def test_whoever_nothing_became_of_yet_is_still_to_be_recorded() -> None:
    assert a_mass(chosen=100, done=1, changed=2, skipped=4, failed=8).pending == 85


@pytest.mark.parametrize("result", Result)
def test_a_person_stands_in_the_list_of_what_became_of_them_and_of_what_changed_since(result: Result) -> None:
    person = MassPerson(employee_id=an_id(), number="1", name="Ana", sort_name="ana", result=result)
    own = {result} & {Result.CHANGED, Result.SKIPPED, Result.FAILED}
    assert person.lists == own
    assert replace(person, seen="Pay: $1").lists == own | {Result.CHANGED}


def test_a_mass_action_leaves_out_who_had_a_hand_in_it_and_whose_approval_stands() -> None:
    mass = a_mass(left_out=("E1",))
    approved = replace(mass, approved=a_by(person="E2"))
    assert [person for person in ("E1", "E2", "E3") if mass.leaves_out(person)] == ["E1"]
    assert [person for person in ("E1", "E2", "E3") if approved.leaves_out(person)] == ["E1", "E2"]
