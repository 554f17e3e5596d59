"""Agencies, departments and headcount; events and errors."""

import inspect
import re

import pytest

from humangov.domain import errors
from humangov.domain.employees import Status
from humangov.domain.events import EventKind
from humangov.domain.organization import Agency, Overview, code_problem, sorted_agencies, unit_name_problem
from tests.builders import AGENCIES

HEADCOUNT = {("DMV", Status.ACTIVE): 3, ("DMV", Status.LEAVE): 1, ("DOT", Status.ACTIVE): 5}
OVERVIEW = Overview(AGENCIES, HEADCOUNT)


@pytest.mark.parametrize(
    ("agency", "status", "count"),
    [("", None, 9), ("DMV", None, 4), ("", Status.ACTIVE, 8), ("DMV", Status.LEAVE, 1), ("PARKS", None, 0)],
)
def test_people_are_counted_by_agency_and_status(agency: str, status: Status | None, count: int) -> None:
    assert OVERVIEW.count(agency, status) == count


def test_units_are_named_and_unknown_ones_stand_by_their_code() -> None:
    assert OVERVIEW.department_name("DMV", "LIC") == "Licensing"
    assert (
        OVERVIEW.department_name("DMV", "X") == OVERVIEW.department_name("X", "X") == OVERVIEW.agency_name("X") == "X"
    )


def test_agencies_stand_in_the_order_in_which_people_read() -> None:
    agencies = (Agency("B", "Zoo"), Agency("C", "Água"), Agency("A", "alps"))
    assert [a.code for a in sorted_agencies(agencies)] == ["C", "A", "B"]


@pytest.mark.parametrize(
    ("code", "fine"),
    [("DM", True), ("A" * 12, True), ("D", False), ("A" * 13, False), ("dmv", False), ("D#V", False), ("ÉÀ", False)],
)
def test_a_code_has_2_to_12_capitals_or_digits(code: str, *, fine: bool) -> None:
    assert (code_problem(code) == "") is fine


def test_a_unit_has_a_name() -> None:
    assert unit_name_problem("Parks") == ""
    assert unit_name_problem(" - ") == "Enter a name."
    assert unit_name_problem("x" * 101).startswith("Use at most 100")


def test_an_event_is_said_as_a_sentence_names_it() -> None:
    assert EventKind.EMPLOYEE_VIEWED.label == "Employee viewed"
    assert EventKind.ACCOUNT_SIGNED_IN.label == "Account signed in"


def test_looks_are_told_from_changes() -> None:
    looks = {kind.value for kind in EventKind if kind.is_view}
    assert looks == {
        "employee.viewed",
        "mass_action.viewed",
        "document.viewed",
        "document.downloaded",
        "history.viewed",
        "audit.viewed",
        "state.exported",
    }


def test_changes_of_the_record_are_told_from_what_accounts_do() -> None:
    changes = {kind.value for kind in EventKind if kind.is_record_change}
    assert changes == {
        "employee.appointed",
        "employee.changed",
        *(f"action.{what}" for what in ("submitted", "returned", "rejected", "withdrawn", "recorded", "took_effect")),
        *(
            f"mass_action.{what}"
            for what in ("prepared", "submitted", "approved", "turned", "rejected", "withdrawn", "stopped")
        ),
        *("mass_action.started", "mass_action.finished", "settings.codes_changed"),
        "document.added",
        "document.replaced",
        "document.withdrawn",
        "settings.agencies_changed",
        "position.created",
        "position.changed",
        "state.imported",
    }


def test_every_error_is_drawn_in_the_tree_with_its_status() -> None:
    named = {
        name
        for name, value in vars(errors).items()
        if inspect.isclass(value) and issubclass(value, errors.HumanGovError)
    }
    drawn = set(re.findall(r"── (\w+)\s+\d{3} ", errors.__doc__ or ""))
    assert named - {"HumanGovError"} == drawn


def test_errors_carry_what_a_page_needs() -> None:
    assert errors.Invalid({"b": "x", "a": "y"}).args == ("a, b",)
    assert errors.BadLink().fields == {"link": "This link is not complete. Start again from the list."}
    assert errors.Conflict("now").current == "now"
    assert errors.LikelyDuplicate((1,)).rows == (1,)
    assert errors.TooManyAttempts(30).wait_seconds == 30
    taken = errors.AlreadyExists("number", "E1")
    assert (taken.field, taken.owner_id) == ("number", "E1")
