"""The demo's people before they are filed: whoever the dice makes is in order by the system's own rules."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from humangov.cli.agencies import AGENCIES
from humangov.cli.papers import paper
from humangov.cli.people import LAST_DAY, Career, careers
from humangov.domain.acts import apply
from humangov.domain.employees import Employee, Status
from humangov.domain.organization import Agency, Department, code_problem, unit_name_problem
from humangov.domain.rules import problems
from humangov.domain.states import BY_CODE
from tests.builders import an_employee

PEOPLE = {"CA": 2_000, "WY": 300}


def appointed(career: Career) -> Employee:
    at = datetime.combine(career.values["hire_date"], datetime.min.time(), UTC)
    return Employee(
        **career.values,
        id="one",
        token="one",
        status_since=career.values["hire_date"],
        created_at=at,
        updated_at=at,
    )


def lived(career: Career) -> Iterator[tuple[date, Employee]]:
    """The record after the appointment and after each act, with its day."""
    employee = appointed(career)
    yield employee.hire_date, employee
    for day, act in career.acts:
        employee = apply(act, employee, AGENCIES, datetime.combine(day, datetime.min.time(), UTC), day)
        yield day, employee


@pytest.fixture(scope="module", params=PEOPLE)
def people(request: pytest.FixtureRequest) -> list[Career]:
    code = str(request.param)
    return careers(BY_CODE[code], PEOPLE[code])


def test_everybody_breaks_no_rule_on_any_day_of_their_career(people: list[Career]) -> None:
    records = [found for career in people for found in lived(career)]
    assert [broken for day, employee in records if (broken := problems(employee, AGENCIES, day))] == []


def test_careers_go_forward_on_working_days(people: list[Career]) -> None:
    for career in people:
        days = [day for day, _ in lived(career)]
        assert days == sorted(days)
        assert days[-1] <= LAST_DAY
        assert [day for day in (*days, *career.papers) if day.weekday() > 4] == []


def test_most_work_some_are_away_and_some_have_gone(people: list[Career]) -> None:
    counts = Counter([*lived(career)][-1][1].status for career in people)
    shares = {status: counts[status] / len(people) for status in Status}
    assert shares == pytest.approx({Status.ACTIVE: 0.88, Status.LEAVE: 0.05, Status.SEPARATED: 0.07}, abs=0.06)


def test_nobody_shares_a_number_an_address_or_an_identity(people: list[Career]) -> None:
    for what in (
        [career.values["number"] for career in people],
        [career.values["email"] for career in people],
        [career.entropy for career in people],
    ):
        assert len(set(what)) == len(people)


def test_mail_and_telephones_lead_nowhere(people: list[Career]) -> None:
    assert [c for c in people if not c.values["email"].endswith(".example")] == []
    phones = [c.values[name] for c in people for name in ("phone", "emergency_phone")]
    assert [phone for phone in phones if " 555-01" not in phone] == []


def test_the_same_people_come_every_time() -> None:
    assert careers(BY_CODE["WY"], 20) == careers(BY_CODE["WY"], 40)[:20]


def test_agencies_and_departments_have_codes_and_names_that_the_rules_allow() -> None:
    assert 12 <= len(AGENCIES) <= 15
    for agency in AGENCIES:
        assert 3 <= len(agency.departments) <= 6
        assert len({department.code for department in agency.departments}) == len(agency.departments)
        units: list[Agency | Department] = [agency, *agency.departments]
        assert {(code_problem(unit.code), unit_name_problem(unit.name)) for unit in units} == {("", "")}


@pytest.mark.parametrize(
    ("name", "printed"),
    [("José Núñez", "José Núñez"), ("Kaʻanāʻanā", "Ka'ana'ana"), ("D'Angelo", "D'Angelo"), ("Łukasz", "?ukasz")],
)
@pytest.mark.parametrize("index", [0, 1, 2])
def test_a_paper_says_the_name_in_letters_that_it_has(name: str, printed: str, index: int) -> None:
    employee = an_employee(first_name="", middle_name="", last_name=name, suffix="")
    details, upload = paper(employee, "Wyoming", index, employee.hire_date + timedelta(days=3))
    content = upload.content.read()
    text = PdfReader(BytesIO(content)).pages[0].extract_text()
    assert printed in text
    assert "State of Wyoming" in text
    assert details.dated == employee.hire_date + timedelta(days=3)
    assert len(content) == upload.size_bytes < 10_000


def test_a_paper_is_of_its_day_and_not_of_the_day_when_the_demo_runs() -> None:
    employee = an_employee()
    once, again = (paper(employee, "Wyoming", 0, date(2020, 1, 6))[1].content.read() for _ in range(2))
    made = PdfReader(BytesIO(once)).metadata
    assert made
    assert made.creation_date == datetime(2020, 1, 6, tzinfo=UTC)
    assert again == once


def test_the_identity_document_is_marked_as_a_specimen() -> None:
    _, upload = paper(an_employee(), "Wyoming", 1, date(2020, 1, 6))
    assert "SPECIMEN" in PdfReader(BytesIO(upload.content.read())).pages[0].extract_text()
