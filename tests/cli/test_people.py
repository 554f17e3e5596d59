"""The demo's people before they are filed: whoever the dice makes is in order by the system's own rules."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from humangov.cli.agencies import AGENCIES
from humangov.cli.filing import clerks
from humangov.cli.lives import LAST_DAY, Deed
from humangov.cli.papers import paper
from humangov.cli.people import Career, Population, population
from humangov.cli.posts import DIRECTOR, MANAGER, OFFICE
from humangov.domain.codes import codes_with, status_after
from humangov.domain.employees import Status
from humangov.domain.organization import Agency, Department, code_problem, unit_name_problem
from humangov.domain.positions import number_problem
from humangov.domain.states import BY_CODE
from tests.builders import an_employee

PEOPLE = {"CA": 2_000, "WY": 300}
CODES = {code.code: code for code in codes_with(())}


def status_of(career: Career) -> Status:
    """How the person stands on the demo's last day: the deeds come in their order."""
    if career.hired > LAST_DAY:
        return Status.APPOINTED
    cancelled = {deed.target for deed in career.deeds if deed.code == "001"}
    stand = [d for n, d in enumerate(career.deeds) if n not in cancelled and d.effective <= LAST_DAY]
    return [status for d in stand if (status := status_after(d.code))][-1]


@pytest.fixture(scope="module", params=PEOPLE)
def everybody(request: pytest.FixtureRequest) -> Population:
    code = str(request.param)
    return population(BY_CODE[code], PEOPLE[code])


@pytest.fixture
def people(everybody: Population) -> list[Career]:
    return everybody.careers


@pytest.fixture
def deeds(people: list[Career]) -> list[Deed]:
    return [deed for career in people for deed in career.deeds]


def test_careers_go_forward_and_are_recorded_on_working_days(people: list[Career]) -> None:
    for career in people:
        recorded = [deed.recorded for deed in career.deeds]
        assert recorded == sorted(recorded)
        assert recorded[-1] <= LAST_DAY
        effective = [deed.effective for deed in career.deeds if deed.target < 0]
        assert effective == sorted(effective)
        assert [day for day in (*recorded, *effective, *career.papers) if day.weekday() > 4] == []


def test_every_deed_has_a_code_of_the_list_a_reason_and_an_authority(deeds: list[Deed]) -> None:
    for deed in deeds:
        assert deed.code in CODES or deed.code in {"001", "002"}
        assert deed.reason
        assert deed.authority
        may_change = set(CODES[deed.code].fields) if deed.code in CODES and deed.code[0] != "1" else set(deed.changes)
        assert set(deed.changes) <= may_change


def test_most_work_some_are_away_some_have_gone_and_some_are_to_come(people: list[Career]) -> None:
    counts = Counter(map(status_of, people))
    shares = {status: counts[status] / len(people) for status in Status}
    usual = {Status.ACTIVE: 0.88, Status.LEAVE: 0.04, Status.SEPARATED: 0.07, Status.SUSPENDED: 0, Status.APPOINTED: 0}
    assert shares == pytest.approx(usual, abs=0.05)
    assert counts[Status.APPOINTED] > 0


def test_careers_have_several_actions_of_many_kinds(people: list[Career], deeds: list[Deed]) -> None:
    assert 4 < len(deeds) / len(people) < 8
    codes = {deed.code for deed in deeds}
    assert codes >= {"001", "002", "100", "140", "292", "293", "302", "317", "450", "460", "702", "721", "780", "892"}
    assert [deed for deed in deeds if deed.effective > LAST_DAY]
    assert [deed for deed in deeds if deed.recorded > deed.effective]


def test_most_sit_in_a_position_some_positions_are_left_free_and_each_has_a_leader_above_it(
    everybody: Population,
) -> None:
    positions = {p.number: p for p in everybody.positions}
    taken = {deed.changes["position"] for c in everybody.careers for deed in c.deeds if deed.changes.get("position")}
    assert taken < set(positions)
    assert 0.8 < sum(bool(c.values["position"]) for c in everybody.careers) / len(everybody.careers) < 0.97
    assert [number for number in positions if number_problem(number)] == []
    for facts in (p.versions[0] for p in positions.values()):
        above = positions[facts.supervisor].versions[0] if facts.supervisor else facts
        unit = OFFICE if facts.title in {MANAGER, DIRECTOR} else facts.unit
        assert above.title == (DIRECTOR if facts.title in {MANAGER, DIRECTOR} else MANAGER)
        assert (above.agency, above.unit) == (facts.agency, unit)


def test_positions_have_been_filled_by_one_person_after_the_other(everybody: Population) -> None:
    sat = Counter(number for c in everybody.careers for d in c.deeds if (number := d.changes.get("position")))
    assert max(sat.values()) > 1


def test_the_staff_who_ask_and_approve_are_made_up_once() -> None:
    assert clerks("wyoming") == clerks("wyoming")
    assert len({clerk.id for clerk in clerks("wyoming")}) == len(clerks("wyoming"))


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
    assert population(BY_CODE["WY"], 20).careers == population(BY_CODE["WY"], 40).careers[:20]
    assert population(BY_CODE["WY"], 20) == population(BY_CODE["WY"], 20)


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
