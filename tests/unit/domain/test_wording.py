"""Values as people read them."""

from datetime import UTC, date, datetime

import pytest

from humangov.domain.employees import EmploymentType, PayBasis, Status
from humangov.domain.events import Change
from humangov.domain.organization import Overview
from humangov.domain.wording import changes_between, file_size, fte, local_time, money, shift_text, spoken, us_date
from tests.builders import AGENCIES, an_employee, changed

OVERVIEW = Overview(AGENCIES)


@pytest.mark.parametrize(
    ("cents", "basis", "said"),
    [
        (58_240_00, PayBasis.ANNUAL, "$58,240 a year"),
        (58_240_50, PayBasis.ANNUAL, "$58,240.50 a year"),
        (28_00, PayBasis.HOURLY, "$28.00 an hour"),
        (28_05, "hourly", "$28.05 an hour"),
        (5, None, "$0.05"),
        (100, None, "$1"),
    ],
)
def test_money_is_said_with_its_basis(cents: int, basis: PayBasis | str | None, said: str) -> None:
    assert money(cents, basis) == said


def test_dates_are_short_in_lists() -> None:
    assert us_date(date(2026, 3, 2)) == "Mar 2, 2026"


def test_instants_are_said_in_a_time_zone_with_its_name() -> None:
    at = datetime(2026, 3, 2, 17, 5, tzinfo=UTC)
    assert local_time(at, "America/Los_Angeles") == "Mar 2, 2026, 9:05 AM PST"
    assert local_time(at, "Pacific/Guam") == "Mar 3, 2026, 3:05 AM ChST"


@pytest.mark.parametrize(("hundredths", "said"), [(100, "1.00"), (5, "0.05"), (50, "0.50")])
def test_a_full_time_equivalent_has_two_places(hundredths: int, said: str) -> None:
    assert fte(hundredths) == said


@pytest.mark.parametrize(
    ("size_bytes", "said"),
    [(0, "0 bytes"), (1023, "1023 bytes"), (1024, "1 KB"), (1_048_575, "1023 KB"), (26_214_400, "25.0 MB")],
)
def test_sizes_are_said_in_the_unit_that_fits(size_bytes: int, said: str) -> None:
    assert file_size(size_bytes) == said


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("pay_cents", "$58,240 a year"),
        ("pay_basis", "Annual"),
        ("agency", "Department of Motor Vehicles"),
        ("department", "Licensing"),
        ("fte_hundredths", "1.00"),
        ("employment_type", "Permanent"),
        ("status", "On leave"),
        ("hire_date", "Jul 1, 2015"),
        ("former_names", "Ana Lee, Ana Ruiz"),
        ("title", "Licensing examiner"),
    ],
)
def test_every_field_is_said_in_words(field: str, said: str) -> None:
    employee = an_employee(status=Status.LEAVE, former_names=("Ana Lee", "Ana Ruiz"))
    assert spoken(field, getattr(employee, field), employee, OVERVIEW) == said


def test_nothing_is_said_of_no_value_and_of_nobody() -> None:
    assert spoken("title", None, an_employee(), OVERVIEW) == spoken("title", "x", None, OVERVIEW) == ""


def test_an_agency_that_is_gone_is_said_by_its_code() -> None:
    gone = an_employee(agency="OLD", department="X")
    assert (spoken("agency", "OLD", gone, OVERVIEW), spoken("department", "X", gone, OVERVIEW)) == ("OLD", "X")


def test_changes_are_told_in_the_order_of_the_record() -> None:
    before = an_employee()
    after = changed(before, pay_cents=28_00, pay_basis=PayBasis.HOURLY, employment_type=EmploymentType.SEASONAL)
    assert changes_between(before, after, OVERVIEW) == (
        Change("employment_type", "Permanent", "Seasonal"),
        Change("pay_cents", "$58,240 a year", "$28.00 an hour"),
        Change("pay_basis", "Annual", "Hourly"),
    )


def test_a_new_record_has_nothing_before() -> None:
    told = {change.field: change for change in changes_between(None, an_employee(), OVERVIEW)}
    assert told["department"] == Change("department", "", "Licensing")
    assert "email" not in told


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("$37,044 a year", "$38,044 a year", "$37,044 → $38,044 a year"),
        ("$28.50 an hour", "$58,240 a year", "$28.50 an hour → $58,240 a year"),
        ("", "Chief examiner", "Chief examiner"),
        ("P-7", "", "P-7 → none"),
    ],
)
def test_a_change_is_said_in_a_row_with_its_unit_once(before: str, after: str, said: str) -> None:
    assert shift_text(Change("pay_cents", before, after)) == said
